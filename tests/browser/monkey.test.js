// Someone who presses everything: whatever is done to the controls while it trains, the page lives.

import { after, test } from "node:test";
import { close, onPage, step } from "./harness.js";

after(close);

/** Works one control of the page, chosen and set by two numbers in [0, 1). */
function workOne([which, how]) {
  const controls = [...document.querySelectorAll("#playground button:not(:disabled, [data-part=show-surface]), #playground select, #playground input, #notice button")];
  const control = controls[Math.floor(which * controls.length)];
  const fire = (type) => control.dispatchEvent(new Event(type, { bubbles: true }));
  if (control.tagName === "SELECT") {
    control.selectedIndex = Math.floor(how * control.options.length);
    fire("change");
  } else if (control.type === "range") {
    control.value = Number(control.min) + how * (control.max - control.min);
    fire("input");
  } else if (control.tagName === "INPUT" && control.type !== "checkbox") {
    control.value = ["", "-1", "0", "3", "40", "1e9", "0.5"][Math.floor(how * 7)];
    fire("change");
  } else control.click();
}

for (const seed of [1, 77]) {
  test(`four hundred random acts while it trains break nothing (seed ${seed})`, async () => {
    await onPage({}, async (page) => {
      let state = seed;
      const random = () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
      await page.click("#play");
      for (let act = 0; act < 400; act++) {
        await page.evaluate(workOne, [random(), random()]);
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      await page.evaluate(() => window.descent.load({}));
      await step(page, 5);
    });
  });
}
