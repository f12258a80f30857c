// Someone who presses everything: random acts on all the controls of a part of the page.

/** Numbers in [0, 1), the same ones for a seed. */
export function numbers(seed) {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
}

/** Works some of the visible controls that a selector names, each chosen and set by two numbers in [0, 1). They are
 * looked for once: the later ones may have gone by the act of an earlier one before the page is drawn anew. */
export const work = (page, selector, choices) => page.evaluate(workAll, [selector, choices]);

function workAll([selector, choices]) {
  const controls = [...document.querySelectorAll(selector)].filter((one) => !one.disabled && one.checkVisibility());
  const formulas = ["x^2", "x*y", "1/x + y", "ln(x)", "x^", "", "exp(exp(x))", "a*x + b*y^2", "abs(x - c)", "1e300*x*y"];
  const numbers = ["", "-1", "0", "3", "40", "1e9", "0.5"];
  for (const [which, how] of choices) {
    const control = controls[Math.floor(which * controls.length)];
    const pick = (values) => values[Math.floor(how * values.length)];
    const fire = (type) => control.dispatchEvent(new Event(type, { bubbles: true }));
    if (control.tagName === "SELECT") {
      control.selectedIndex = Math.floor(how * control.options.length);
      fire("change");
    } else if (control.classList.contains("text")) {
      control.value = pick(formulas);
      fire("input");
    } else if (control.type === "range") {
      control.value = Number(control.min) + how * (control.max - control.min);
      fire("input");
    } else if (control.tagName === "INPUT" && control.type !== "checkbox" && control.type !== "radio") {
      control.value = pick(numbers);
      fire("change");
    } else control.click();
  }
}

/** Does something to one of the pictures that a selector names, with mouse, wheel or keyboard. */
export async function touch(page, selector, random) {
  const place = await page.evaluate(([all, which]) => {
    const pictures = [...document.querySelectorAll(all)].filter((one) => one.checkVisibility());
    const picture = pictures[Math.floor(which * pictures.length)];
    if (!picture) return null;
    picture.scrollIntoView({ block: "center" });
    picture.focus();
    return picture.getBoundingClientRect().toJSON();
  }, [selector, random()]);
  if (!place) return;
  const somewhere = () => [place.x + random() * place.width, place.y + random() * place.height];
  const keys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Shift+ArrowUp", "Enter", "+", "-", "Home", "End", "Escape"];
  const { mouse, keyboard } = page;
  const act = random();
  await mouse.move(...somewhere());
  if (act < 0.5) {
    await mouse.down();
    if (act < 0.35) await mouse.move(...somewhere(), { steps: 3 });
    await mouse.up();
  } else if (act < 0.6) await mouse.dblclick(...somewhere());
  else if (act < 0.75) await mouse.wheel(0, 600 * (random() - 0.5));
  else await keyboard.press(keys[Math.floor(random() * keys.length)]);
}
