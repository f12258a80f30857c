// What a person does in the Optimizers room.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { address, close, onPage, root, snapshot, step as train, tooWide, until, untilNumber, showSurface } from "./harness.js";

after(close);

const room = { hash: "#optimizers" };
const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");
const state = (page) => page.evaluate(() => window.descent.optimizers.state());
/** Loads a race and waits until it is drawn. */
const load = (page, partial) => page.evaluate(async (config) => {
  await window.descent.optimizers.load(config);
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
}, partial);
const fingerprint = (page) => page.evaluate(async () => {
  await window.descent.optimizers.step(10_000);
  return window.descent.optimizers.fingerprint();
});
const untilStep = (page, condition) => untilNumber(page, "#race-step-count", condition);
/** A pixel of a canvas, as [red, green, blue, alpha]. */
const pixel = (page, selector, x, y) => page.evaluate(([where, across, down]) => {
  const canvas = document.querySelector(where);
  const copy = new OffscreenCanvas(1, 1).getContext("2d");
  copy.drawImage(canvas, -Math.round(across * canvas.width), -Math.round(down * canvas.height));
  return [...copy.getImageData(0, 0, 1, 1).data];
}, [selector, x, y]);

test("a newcomer opens the room, presses play, and the balls roll down to the end", async () => {
  await onPage({}, async (page) => {
    await page.click('nav a:has-text("Optimizers")');
    await page.waitForSelector("#race-play");
    assert.ok(page.url().endsWith("#optimizers"), page.url());
    const before = await state(page);
    assert.ok(before.contestants.length >= 3);
    await page.fill("#race-speed", "7");
    await page.click("#race-play");
    await untilStep(page, (count) => count === before.steps);
    await page.waitForSelector('#race-play[aria-label^="Race"]');
    for (const [index, contestant] of (await state(page)).contestants.entries()) {
      assert.ok(contestant.loss < before.contestants[index].loss, `${contestant.optimizer.optimizer} did not get lower`);
      assert.notDeepEqual(contestant.position, before.contestants[index].position);
    }
  });
});

test("the map is clicked, and everyone starts there", async () => {
  await onPage(room, async (page) => {
    await load(page, { surface: "bowl" });
    const box = await page.locator("[data-figure=map] .picture").boundingBox();
    await page.mouse.click(box.x + 0.25 * box.width, box.y + 0.25 * box.height);
    await untilStep(page, (count) => count > 2);
    const { start, contestants } = await state(page);
    const [[low, high]] = await page.evaluate(() => window.descent.optimizers.race().domain);
    assert.ok(Math.abs(start[0] - (low + 0.25 * (high - low))) < 0.02 * (high - low), String(start));
    assert.ok(Math.abs(start[1] - (low + 0.75 * (high - low))) < 0.02 * (high - low), String(start));
    assert.ok(contestants.every(({ loss }) => loss < start[0] ** 2 + start[1] ** 2));
  });
});

test("the start is dragged while it runs, and the race goes on from the new one", async () => {
  await onPage(room, async (page) => {
    await load(page, { surface: "bowl", steps: 1000 });
    await page.click("#race-play");
    await untilStep(page, (count) => count > 20);
    const before = await state(page);
    const box = await page.locator("[data-figure=map] .picture").boundingBox();
    await page.mouse.move(box.x + 0.7 * box.width, box.y + 0.7 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.3 * box.width, box.y + 0.6 * box.height, { steps: 8 });
    await page.mouse.up();
    const now = await state(page);
    assert.notDeepEqual(now.start, before.start);
    assert.ok(now.step >= before.step, "the playhead went on");
    assert.equal(await page.getAttribute("#race-play", "aria-label"), "Pause (space)");
  });
});

test("the start is moved and dropped by keyboard", async () => {
  await onPage(room, async (page) => {
    const { start } = await state(page);
    await page.focus("[data-figure=map] .picture");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowUp");
    const moved = (await state(page)).start;
    assert.ok(moved[0] > start[0] && moved[1] > start[1]);
    await page.keyboard.press("Enter");
    await untilStep(page, (count) => count > 1);
  });
});

test("step, back, scrub and reset go where they say, and going back shows what was there", async () => {
  await onPage(room, async (page) => {
    await page.click("#race-step");
    await page.click("#race-step");
    const second = await state(page);
    assert.equal(second.step, 2);
    await page.fill("#race-scrub", "100");
    assert.equal((await state(page)).step, 100);
    await page.fill("#race-scrub", "3");
    await page.click("#race-back");
    assert.deepEqual(await state(page), second);
    await page.focus(".losses-chart");
    await page.keyboard.press("ArrowRight");
    assert.ok((await state(page)).step > 2);
    await page.click("#race-reset");
    assert.equal((await state(page)).step, 0);
  });
});

test("a typed function is differentiated, drawn and raced on, and its parameter becomes a slider", async () => {
  await onPage(room, async (page) => {
    await page.fill("#race-formula", "a*x^2 + y^2");
    await page.waitForSelector("#parameter-a");
    assert.equal(await page.textContent(".surface-name"), "Your function");
    const derivatives = await page.locator(".mathematics .formula").allTextContents();
    assert.equal(derivatives.length, 3);
    assert.match(derivatives[1], /2.*a.*x/);
    await page.click("#race-play");
    await untilStep(page, (count) => count > 10);
    const { contestants } = await state(page);
    assert.ok(contestants.every(({ loss, position }) => Math.abs(loss - (position[0] ** 2 + position[1] ** 2)) < 1e-4 * (1 + loss)));
    await page.fill("#parameter-a", "3");
    await page.waitForFunction(() => window.descent.optimizers.race().parameters.a === 3);
    await page.fill("#race-formula", "x^4 - x");
    await page.waitForFunction(() => window.descent.optimizers.race().domain.length === 1);
    assert.ok(await page.isHidden("[data-figure=relief] .picture"));
    assert.equal((await state(page)).contestants[0].position.length, 1);
  });
});

test("a wrong function is pointed at, and the race before it stays", async () => {
  await onPage(room, async (page) => {
    const before = await page.evaluate(() => window.descent.optimizers.race());
    for (const [text, wrong, says] of [
      ["x^2 + yy", "yy", /Character 7.*not a known name/], ["sin(x", "(", /Character 4.*no matching parenthesis/], ["x +", null, /ends too early/], ["x +* y", "*", /Character 4/], ["foo(x)", "foo", /not a known function/],
    ]) {
      await page.fill("#race-formula", text);
      await page.waitForFunction((formula) => document.querySelector("#race-formula-error code")?.textContent.startsWith(formula), text);
      assert.match(await page.textContent("#race-formula-error"), says);
      if (wrong) assert.equal(await page.textContent("#race-formula-error mark"), wrong);
      assert.equal(await page.getAttribute("#race-formula", "aria-invalid"), "true");
      assert.equal(await page.inputValue("#race-formula"), text, "what was typed stays");
    }
    assert.deepEqual(await page.evaluate(() => window.descent.optimizers.race()), before);
    await page.fill("#race-formula", "x^2 + y^2");
    await page.waitForSelector("#race-formula-error", { state: "detached" });
  });
});

test("contestants are added, doubled, hidden, set and removed", async () => {
  await onPage(room, async (page) => {
    const names = () => page.locator(".contestant-name span").allTextContents();
    const first = await names();
    await page.selectOption("[data-part=add-contestant]", "lion");
    await page.waitForSelector('[aria-label="Add Lion once more"]');
    assert.deepEqual(await names(), [...first, "Lion"]);
    await page.click('[aria-label="Add Lion once more"]');
    await page.waitForSelector(`.contestant:nth-child(${first.length + 2})`);
    await page.fill("[data-part=contestants] [id$=contestant-optimizer-learning_rate]", "-1");
    assert.deepEqual((await names()).slice(-2).map((name) => name.startsWith("Lion (")), [true, true]);
    const rates = (await state(page)).contestants.slice(-2).map(({ optimizer }) => optimizer.learning_rate);
    assert.equal(rates[1], 0.1);
    assert.notEqual(rates[0], rates[1]);
    await page.click(`.contestant:nth-child(1) [aria-label^="Hide"]`);
    assert.equal((await state(page)).contestants[0].shown, false);
    await page.waitForFunction((rows) => document.querySelectorAll(".standings tbody tr").length === rows, first.length + 1);
    await page.click(`[aria-label^="Remove Lion"]`);
    await page.waitForSelector(`.contestant:nth-child(${first.length + 2})`, { state: "detached" });
    await page.selectOption("[data-part=contestant-kind]", "newton");
    await page.waitForFunction(() => document.querySelector('.contestant-name[aria-pressed="true"]').textContent.includes("Newton"));
    await page.fill('[aria-label="Learning rate"]', "-7");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-part=contestant-editor] .field-error");
    assert.match(await page.textContent("[data-part=contestant-editor] .field-error"), /-7 is not between/);
  });
});

test("a click on a contestant that went before the page could show it does nothing", async () => {
  await onPage(room, async (page) => {
    await load(page, { surface: "bowl", contestants: ["sgd", "adam"].map((optimizer) => ({ optimizer: { optimizer } })) });
    await page.evaluate(() => {
      const buttons = [...document.querySelectorAll("[data-part=contestants] .contestant:last-child button, [data-part=contestant-editor] button:not(.term)")];
      const remove = document.querySelector('[aria-label^="Remove"]');
      document.querySelector(".contestant:last-child .contestant-name").click();
      for (const button of [remove, remove, remove, ...buttons]) button.click();
      const kind = document.querySelector("[data-part=contestant-kind]");
      kind.value = "lion";
      kind.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.waitForSelector(".contestant:nth-child(2)", { state: "detached" });
    assert.equal((await state(page)).contestants.length, 1);
    await page.click("#race-play");
    await untilStep(page, (count) => count > 2);
  });
});

test("a bound of an axis that went before the page could show it changes nothing", async () => {
  await onPage(room, async (page) => {
    await page.click("[data-part=surfaces] summary");
    await page.evaluate(() => {
      const bound = [...document.querySelectorAll("[data-part=surfaces] .domain input")].at(-1);
      document.querySelector('[data-surface="parabola"]').click();
      bound.value = "3";
      bound.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await page.waitForSelector('[data-surface="parabola"][aria-pressed="true"]');
    assert.equal((await page.evaluate(() => window.descent.optimizers.race())).domain.length, 1);
  });
});

test("a step too far is named and drawn to the edge, and the others go on", async () => {
  await onPage(room, async (page) => {
    await load(page, { surface: "bowl", steps: 80, contestants: [{ optimizer: { optimizer: "sgd", learning_rate: 1.2 } }, { optimizer: { optimizer: "adam" } }] });
    await page.evaluate(() => window.descent.optimizers.step(80));
    const [wild, tame] = (await state(page)).contestants;
    assert.ok(wild.divergedAt > 0 && wild.divergedAt < 20, String(wild.divergedAt));
    assert.equal(tame.divergedAt, null);
    await page.waitForFunction((words) => document.querySelector(".standings").textContent.includes(words), `diverged at step ${wild.divergedAt}`);
    assert.ok((await page.textContent(".contestants")).includes(`diverged at step ${wild.divergedAt}`));
  });
});

test("the standings are sorted by any column", async () => {
  await onPage(room, async (page) => {
    await page.evaluate(() => window.descent.optimizers.step(300));
    const losses = async () => (await page.locator(".standings tbody td:nth-child(3)").allTextContents()).map(Number);
    await page.click('.sort:has-text("Loss")');
    const rising = await losses();
    assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
    await page.click('.sort:has-text("Loss")');
    assert.deepEqual(await losses(), rising.reverse());
    assert.equal(await page.getAttribute(".standings th.loss", "aria-sort"), "descending");
  });
});

test("the standings fit beside the losses on a small screen, however long the names and figures are", async () => {
  for (const locale of ["en-US", "ko-KR"]) {
    await onPage({ ...room, width: 1280, height: 800, locale }, async (page) => {
      const rules = [{ optimizer: "sgd" }, { optimizer: "sgd", momentum: 0.9 }, { optimizer: "sgd", momentum: 0.9, nesterov: true }, { optimizer: "adagrad" }, { optimizer: "rmsprop" }, { optimizer: "rmsprop", learning_rate: 0.1 }];
      await load(page, { surface: "bowl", steps: 2000, contestants: rules.map((optimizer) => ({ optimizer })) });
      for (const steps of [3, 2000]) {
        await page.evaluate((count) => window.descent.optimizers.step(count), steps);
        await page.waitForFunction((count) => document.querySelectorAll(".standings tbody tr").length === count, rules.length);
        const beyond = await page.$eval("[data-part=standings] .table-scroll", (box) => box.scrollWidth - box.clientWidth);
        assert.ok(beyond <= 0, `${locale}: the table is ${beyond} pixels wider than its card`);
      }
    });
  }
});

test("a step is taken apart with its numbers", async () => {
  await onPage(room, async (page) => {
    await load(page, { surface: "bowl", start: [2, 1], contestants: [{ optimizer: { optimizer: "sgd", learning_rate: 0.25, momentum: 0 } }, { optimizer: { optimizer: "adam" } }] });
    const text = (await page.textContent("[data-part=anatomy]")).replace(/\s+/g, "");
    assert.ok(text.includes("Gradientdescent,step1"), text);
    assert.ok(text.includes("g=∇fx:=4y:=2"), text);
    assert.ok(text.includes("0.25"), text);
    await page.click('[data-contestant="1"] .contestant-name');
    await page.waitForFunction(() => document.querySelectorAll(".anatomy-lines li").length >= 4);
    assert.ok(await page.locator("[data-part=anatomy] .formula").count() > 8);
  });
});

test("a step that overflows is taken apart too", async () => {
  await onPage(room, async (page) => {
    const adam = { optimizer: { optimizer: "adam", learning_rate: 1 } };
    await load(page, { surface: "typed", formula: "exp(exp(x))", domain: [[-5, 9]], start: [6.6], contestants: [adam, { optimizer: "newton" }] });
    for (const contestant of [0, 1]) {
      await page.click(`[data-contestant="${contestant}"] .contestant-name`);
      await page.waitForSelector(`[data-contestant="${contestant}"] [aria-pressed="true"].contestant-name`);
      await page.click("#race-step");
      await page.click("#race-back");
    }
    assert.doesNotMatch(await page.textContent("[data-part=anatomy]"), /NaN|null|undefined/);
  });
});

test("the relief is turned by mouse, wheel and keyboard", async () => {
  await onPage(room, async (page) => {
    const picture = () => page.evaluate(() => document.querySelector("[data-figure=relief] .block").toDataURL());
    let before = await picture();
    /** Waits for another picture, and until it stays as it is. */
    const differs = async () => {
      let last = before;
      before = await until(async () => {
        const now = await picture();
        const rests = now === last;
        last = now;
        return rests && now !== before && now;
      });
    };
    const box = await page.locator("[data-figure=relief] .picture").boundingBox();
    await page.mouse.move(box.x + 100, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 180, box.y + 120, { steps: 4 });
    await page.mouse.up();
    await differs("dragged");
    await page.mouse.wheel(0, -200);
    await differs("wheel");
    await page.focus("[data-figure=relief] .picture");
    await page.keyboard.press("ArrowLeft");
    await differs("arrow");
    await page.keyboard.press("-");
    await differs("minus");
  });
});

test("trails are on both pictures", async () => {
  await onPage(room, async (page) => {
    await page.evaluate(() => window.descent.optimizers.step(200));
    for (const picture of ["[data-figure=map] .picture", "[data-figure=relief] .picture"]) {
      const inked = () => page.evaluate((where) => {
        const canvas = document.querySelector(`${where} .trails`);
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((_, index) => index % 4 === 3 && data[index] > 0).length;
      }, picture);
      await until(inked, (pixels) => pixels > 300);
    }
  });
});

test("a basin map colours every start by its minimum, and then by steps", async () => {
  await onPage({ hash: "#optimizers&surface=himmelblau" }, async (page) => {
    const before = await pixel(page, "[data-figure=map] .heat", 0.8, 0.2);
    await page.click("#find-basins");
    await page.waitForSelector('#basins .work-state[data-percent="100"]', { state: "attached", timeout: 60_000 });
    const by = await page.textContent("#basins .legend");
    assert.equal(by.match(/to \(/g).length, 4, by);
    const minimum = await pixel(page, "[data-figure=map] .heat", 0.8, 0.2);
    assert.notDeepEqual(minimum, before);
    assert.notDeepEqual(await pixel(page, "[data-figure=map] .heat", 0.2, 0.2), minimum);
    await page.selectOption("#basin-by", "steps");
    await page.waitForFunction(() => document.querySelector("#basins .legend").textContent.includes("few steps"));
    const box = await page.locator("[data-figure=map] .picture").boundingBox();
    await page.mouse.click(box.x + 0.8 * box.width, box.y + 0.8 * box.height);
    await untilStep(page, (count) => count > 2);
    assert.ok(await page.isVisible("#basin-by"), "another start leaves the map of all starts alone");
    await page.click("#close-basins");
    await until(() => pixel(page, "[data-figure=map] .heat", 0.8, 0.2), (now) => String(now) === String(before));
    await page.click("#find-basins");
    await page.fill("[data-part=contestants] [id$=contestant-optimizer-learning_rate]", "-3");
    await page.waitForSelector("#basin-by", { state: "detached" });
  });
});

test("a basin map is cancelled on the way, and everything goes on", async () => {
  await onPage(room, async (page) => {
    await page.click("#find-basins");
    await page.click("#stop-basins");
    await page.waitForSelector("#stop-basins", { state: "detached" });
    assert.match(await page.textContent("#basins"), /Cancelled at \d+ %/);
    await page.click("#close-basins");
    await page.click("#race-play");
    await untilStep(page, (count) => count > 3);
    await page.click('nav a:has-text("Playground")');
    await train(page, 10);
  });
});

test("the playground's network shows its loss surface with the runs on it, over any two directions", async () => {
  await onPage({ hash: "#data.samples=200" }, async (page) => {
    await train(page, 120);
    const trained = await page.evaluate(() => window.descent.fingerprint());
    await showSurface(page);
    const done = (directions = "principal") => page.waitForSelector(`#landscape-work[data-done="${directions}"]`, { state: "attached", timeout: 60_000 });
    await done();
    // Gradient descent is the playground's own, whose path is there as "Your run".
    assert.deepEqual(await page.locator(".contestant-name span").allTextContents(), ["Adam", "RMSprop"]);
    assert.match(await page.textContent(".optimizers [data-part=landscape]"), /account for \d+ % and \d+ %/);
    await page.waitForFunction(() => document.querySelector(".standings").textContent.includes("Your run"));
    // Rivals went on to step 200: all are compared where the playground's run has stopped.
    await page.waitForFunction(() => document.querySelector("[data-figure=standings]").textContent.includes("Losses at step 120"));
    for (const directions of ["random", "weights"]) {
      await page.check(`input[name="directions"][value="${directions}"]`);
      await done(directions);
    }
    // Cancelled the moment it can be: the work may take only a few frames.
    await page.evaluate(() => {
      new MutationObserver((_, observer) => {
        const button = document.querySelector("#stop-landscape");
        if (!button) return;
        observer.disconnect();
        button.click();
      }).observe(document.querySelector(".optimizers [data-part=landscape]"), { childList: true, subtree: true });
    });
    await page.selectOption("#weight-second", { index: 3 });
    await page.waitForSelector("#again-landscape");
    await page.click("#close-network");
    await page.waitForSelector("#race-formula");
    await page.click('nav a:has-text("Playground")');
    assert.equal(await page.evaluate(() => window.descent.fingerprint()), trained, "the playground's run was left alone");
    await train(page, 5);
  });
});

test("a race waits at its step while the network's surface is shown", async () => {
  await onPage(room, async (page) => {
    await load(page, { surface: "bowl", steps: 100 });
    await page.evaluate(() => window.descent.optimizers.step(20));
    await page.click('nav a:has-text("Playground")');
    await showSurface(page);
    await page.waitForSelector(".optimizers [data-part=landscape]", { state: "visible" });
    assert.ok(await page.isHidden(".optimizers [data-part=surfaces]"));
    await page.click("#close-network");
    await until(() => page.textContent("#race-step-count"), (count) => count === "20");
    assert.equal(await page.evaluate(() => window.descent.optimizers.race().surface), "bowl");
    await page.click("#race-step");
    await until(() => page.textContent("#race-step-count"), (count) => count === "21");
  });
});

test("the link reloads the same race to the last bit, and holds only what differs", async () => {
  await onPage(room, async (page) => {
    await load(page, { seed: 5 });
    await page.waitForURL(/#d2-optimizers-[\w-]+$/);
    await load(page, {});
    await page.waitForURL(`${address}#optimizers`);
    for (const race of [
      { surface: "rosenbrock", steps: 200 },
      { surface: "typed", formula: "x^2 + b*y^2 + sin(3x)", parameters: { b: 2 }, start: [2, 1.5], seed: 9,
        contestants: [{ optimizer: { optimizer: "sgd", learning_rate: 0.02, momentum: 0.8, nesterov: true }, noise: 0.5, colour: 7 }, { optimizer: { optimizer: "adam", learning_rate: 0.3 }, shown: false }] },
      { surface: "wiggly", contestants: [{ optimizer: { optimizer: "rmsprop" } }] },
    ]) {
      const before = page.url();
      await load(page, race);
      await page.waitForURL((url) => url.href !== before);
      const first = await fingerprint(page);
      const whole = await page.evaluate(() => window.descent.optimizers.race());
      await page.reload();
      await page.evaluate(() => window.descent.ready);
      assert.deepEqual(await page.evaluate(() => window.descent.optimizers.race()), whole, page.url());
      assert.equal(await fingerprint(page), first, page.url());
    }
  });
});

test("the link of a network's loss surface trains it anew and shows the same", async () => {
  await onPage({ hash: "#data.dataset=moons&data.samples=120" }, async (page) => {
    await train(page, 60);
    await showSurface(page);
    const done = (directions = "principal") => page.waitForSelector(`#landscape-work[data-done="${directions}"]`, { state: "attached", timeout: 60_000 });
    await done();
    await page.check('input[name="directions"][value="random"]');
    await done("random");
    /** The losses once all are there, and others than before: views are drawn in turn. */
    const others = async (before = "") => {
      const standings = await page.waitForFunction((text) => {
        const { textContent } = document.querySelector(".standings tbody");
        return textContent !== text && !textContent.includes("–") && textContent;
      }, before);
      return standings.jsonValue();
    };
    const before = await others();
    await page.fill("[data-part=contestants] [id$=contestant-optimizer-learning_rate]", "-1");
    const losses = await others(before);
    await done("random");
    await page.waitForURL(/#d2-optimizers-[\w-]+$/);
    await page.reload();
    await page.evaluate(() => window.descent.ready);
    await done("random");
    assert.ok(await page.isChecked('input[name="directions"][value="random"]'));
    assert.equal(await page.inputValue('[aria-label="Learning rate"]'), "0.1");
    await page.waitForFunction((text) => document.querySelector(".standings tbody").textContent === text, losses);
    await page.click('nav a:has-text("Playground")');
    assert.equal((await page.evaluate(() => window.descent.experiment())).data.dataset, "moons");
  });
});

test("a broken link to the room opens its default and names what was wrong", async () => {
  for (const [hash, part] of [["#optimizers&surface=bathtub", "bathtub"], ["#optimizers&nonsense", "nonsense"], ["#optimizers&surface=typed&formula=x^^2", "formula"], ["#optimizers&steps=-3", "steps"],
    ["#optimizers&network.experiment.data.dataset=bogus&network.steps=9", "bogus"], [`#optimizers&network.steps=9&network.rivals=[{"optimizer":"adamant"}]`, "adamant"]]) {
    await onPage({ hash }, async (page) => {
      const note = await page.textContent("#notice");
      assert.ok(note.includes("The link could not be read") && note.includes(part), `${hash}: ${note}`);
      await page.click("#race-step");
    });
  }
});

test("a race is saved to a file and opened from it, whichever room is shown", async () => {
  await onPage({ hash: "#optimizers&surface=booth&seed=12" }, async (page) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Save")]);
    const text = readFileSync(await download.path(), "utf8");
    const { version, room, race } = JSON.parse(text);
    assert.deepEqual([version, room, race.surface], [2, "optimizers", "booth"]);
    const choose = (content) => page.setInputFiles("input[type=file]", { name: "race.json", mimeType: "application/json", buffer: Buffer.from(content) });
    await page.click('nav a:has-text("Playground")');
    await page.waitForSelector("#play");
    await choose(text);
    await page.waitForSelector("#race-play", { state: "visible" });
    assert.equal((await page.evaluate(() => window.descent.optimizers.race())).surface, "booth");
    for (const wrong of ['{"room": "optimizers", "surface": "bathtub"}', '{"version": 2, "room": "optimizers", "race": {"surface": "bathtub"}}', '{"version": 2, "room": "optimizers"}']) {
      await choose(wrong);
      await page.waitForSelector(".notice.error");
      assert.equal((await page.evaluate(() => window.descent.optimizers.race())).surface, "booth");
      await page.click('[aria-label="Close this note"]');
    }
    await choose('{"room": "optimizers", "surface": "bowl"}');
    await page.waitForFunction(() => window.descent.optimizers.race().surface === "bowl");
  });
});

test("rooms keep what they were doing: back and forth, and by the browser's way back", async () => {
  await onPage({ hash: "#seed=7" }, async (page) => {
    await page.click("#play");
    await untilNumber(page, "#step-count", (count) => count > 5);
    await page.click('nav a:has-text("Optimizers")');
    await page.click('[data-surface="booth"]');
    await page.waitForFunction(() => location.hash.startsWith("#d2-optimizers-"));
    const booth = page.url();
    const { step: before } = await page.evaluate(() => window.descent.snapshot());
    await snapshot(page);
    assert.equal((await snapshot(page)).step, before, "it rests while it is not shown");
    await page.goBack();
    await page.waitForSelector("#play", { state: "visible" });
    assert.equal(await page.inputValue("#seed"), "7");
    await untilNumber(page, "#step-count", (count) => count > before);
    await page.goForward();
    await page.waitForSelector("#race-play", { state: "visible" });
    assert.equal(await page.getAttribute('[data-surface="booth"]', "aria-pressed"), "true");
    assert.equal(page.url(), booth);
  });
});

test("a race that is loaded from elsewhere waits at its start, though the one before it was playing", async () => {
  await onPage(room, async (page) => {
    await page.click("#race-play");
    await untilStep(page, (count) => count > 2);
    await page.click('nav a:has-text("Playground")');
    await page.waitForSelector("#play", { state: "visible" });
    await load(page, { surface: "bowl" });
    assert.equal((await state(page)).step, 0);
    assert.match(await page.getAttribute("#race-play", "aria-label"), /^Race/);
  });
});

test("no two parts of the page have the same id, in whichever room", async () => {
  await onPage({ hash: "#data.dataset=function" }, async (page) => {
    await page.waitForSelector("#formula");
    await page.click('nav a:has-text("Optimizers")');
    await page.waitForSelector("#race-formula");
    const twice = await page.evaluate(() => [...document.querySelectorAll("[id]")].map(({ id }) => id).filter((id, index, all) => all.indexOf(id) !== index));
    assert.deepEqual(twice, []);
  });
});

test("every preset opens and plays to its end, or sweeps all its races", async () => {
  const sweeps = JSON.parse(readFileSync(join(root, "www/presets/races.json"), "utf8")).filter(({ sweep }) => sweep).map(({ name }) => name);
  await onPage(room, async (page) => {
    await page.click("#open-presets");
    await page.waitForSelector("#race-presets .preset");
    const names = await page.locator("#race-presets .preset").evaluateAll((buttons) => buttons.map(({ dataset }) => dataset.preset));
    assert.ok(names.length >= 12);
    for (const name of names) {
      await page.click(`#race-presets [data-preset="${name}"]`);
      if (sweeps.includes(name)) await page.waitForSelector("[data-part=phase-state][data-done]");
      else await page.waitForSelector('#race-play[aria-label="Pause (space)"]');
      await page.evaluate(() => window.descent.optimizers.step(10_000));
      const { step, steps } = await state(page);
      assert.equal(step, steps);
      await page.click("#open-presets");
    }
  });
});

test("an embedding page is told what is wrong, and steps forward and back", async () => {
  await onPage({}, async (page) => {
    assert.match(await page.evaluate(() => window.descent.optimizers.load({ surface: "bathtub" }).catch((error) => error.message)), /bathtub/);
    assert.match(await page.evaluate(() => window.descent.optimizers.load({ wings: 2 }).catch((error) => error.message)), /wings/);
    await load(page, { surface: "bowl", start: [1, 1], contestants: [{ optimizer: { optimizer: "sgd", learning_rate: 0.25 } }] });
    const after = await page.evaluate(() => window.descent.optimizers.step(2));
    assert.equal(after.step, 2);
    assert.deepEqual(after.contestants[0].position, [0.25, 0.25]);
    assert.equal(after.contestants[0].loss, 0.125);
    assert.equal((await page.evaluate(() => window.descent.optimizers.step(-1))).contestants[0].loss, 0.5);
    assert.match(await page.evaluate(() => window.descent.optimizers.step("x").catch((error) => error.message)), /whole number/);
  });
});

/** Serious troubles that axe finds, in words. */
async function troubles(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", ")}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const locale of ["en-US", "ko-KR"]) {
    test(`axe finds nothing serious in the room (${colorScheme}, ${locale})`, async () => {
      await onPage({ ...room, colorScheme, locale }, async (page) => {
        await page.evaluate(() => window.descent.optimizers.step(40));
        assert.deepEqual(await troubles(page), []);
        await page.click("[data-part=contestant-editor] summary");
        await page.fill("#race-formula", "x^2 + yy");
        await page.click("#find-basins");
        await page.waitForSelector("#basins .legend");
        assert.deepEqual(await troubles(page), []);
        await page.click("#open-presets");
        assert.deepEqual(await troubles(page), []);
        assert.doesNotMatch(await page.textContent("body"), /\b(race|surfaces?|contestants|kind|map|relief|basin|work|losses|standings|anatomy|network|race_presets?|formula)\.[a-z_]+/);
        assert.doesNotMatch(await page.textContent("body"), /\{\w+\}/);
      });
    });
  }
}

test("everything needed to race is reached and worked by keyboard", async () => {
  await onPage(room, async (page) => {
    const tabTo = async (selector) => {
      for (let count = 0; count < 120; count++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      }
      assert.fail(`${selector} cannot be reached with Tab`);
    };
    await tabTo("#race-play");
    await page.keyboard.press("Enter");
    await untilStep(page, (count) => count > 3);
    await page.keyboard.press("Space");
    await tabTo("#race-scrub");
    await page.keyboard.press("End");
    await untilStep(page, (count) => count === 300);
    await tabTo('[data-surface="booth"]');
    await page.keyboard.press("Enter");
    await tabTo("#race-formula");
    await tabTo("#find-basins");
    await tabTo("[data-figure=map] .picture");
    await page.keyboard.press("ArrowUp");
    await tabTo("[data-figure=relief] .picture");
    await tabTo(".losses-chart");
    await tabTo(".sort");
    await tabTo('[data-contestant="0"] .contestant-name');
    await tabTo("[data-part=add-contestant]");
    await tabTo("[data-part=contestants] [id$=contestant-optimizer-learning_rate]");
  });
});

for (const width of [360, 390, 768, 1024]) {
  test(`the room is no wider than a screen of ${width} pixels, and races by touch`, async () => {
    await onPage({ ...room, width, height: 800, touch: width < 700 }, async (page) => {
      const wide = await tooWide(page);
      assert.ok(wide <= 0, `${wide} pixels too wide`);
      if (width >= 700) return page.click("#race-play");
      const before = (await state(page)).start;
      await page.tap("[data-figure=map] .picture", { position: { x: 60, y: 80 } });
      await untilStep(page, (count) => count > 3);
      assert.notDeepEqual((await state(page)).start, before);
    });
  });
}

test("the start is typed to the digit, and one that lies off the map is refused beside its box", async () => {
  await onPage({ ...room, hash: "#optimizers:surface=parabola" }, async (page) => {
    await load(page, { surface: "parabola" });
    await page.fill("[data-part=start-x]", "-1");
    await page.press("[data-part=start-x]", "Enter");
    await page.waitForFunction(() => window.descent.optimizers.race().start[0] === -1);
    await page.fill("[data-part=start-x]", "99");
    await page.press("[data-part=start-x]", "Enter");
    await page.waitForSelector("[data-figure=map] .field-error");
    assert.deepEqual(await page.evaluate(() => window.descent.optimizers.race().start), [-1]);
  });
});

test("a lecturer's 1280 by 720 has the map, the step taken apart and the buttons in one view, and every surface its name", async () => {
  await onPage({ ...room, width: 1280, height: 720 }, async (page) => {
    await page.click("[data-show=step]");
    for (const selector of ["#race-step", "#race-back", "[data-figure=map] .picture", ".anatomy-lines li:last-child", "[data-part=start-y]", "[data-figure=losses] canvas"]) {
      const box = await page.$eval(selector, (element) => element.getBoundingClientRect().toJSON());
      assert.ok(box.height > 0 && box.top >= 0 && box.bottom <= 720 && box.right <= 1280, `${selector}: ${JSON.stringify(box)}`);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0);
    const names = await page.$$eval(".surface span", (all) => all.map(({ textContent, clientHeight }) => clientHeight > 0 && textContent));
    assert.ok(names.length > 15 && names.every(Boolean), names.join());
    // x^(k+1) of a step is where the next one begins.
    const places = () => page.$$eval(".anatomy-lines li", (all) => [all[0], all[all.length - 1]].map((line) => [...line.querySelectorAll(".filled")].map(({ textContent }) => textContent.split("=").pop().trim())));
    const [, reached] = await places();
    await page.click("#race-step");
    await page.waitForFunction((text) => document.querySelector(".anatomy-lines li .filled").textContent.includes(text), reached[0]);
    assert.deepEqual((await places())[0], reached);
  });
});

test("the relief has numbers on its edges, inside the picture from wherever one looks", async () => {
  const record = () => {
    window.written = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
      if (this.canvas.closest("[data-figure=relief]")) window.written.push({ text, x, y, width: this.canvas.clientWidth, height: this.canvas.clientHeight });
      return fillText.call(this, text, x, y, ...rest);
    };
  };
  await onPage({ ...room, init: [record] }, async (page) => {
    await load(page, { surface: "bowl" });
    await page.focus("[data-figure=relief] .picture");
    for (let turn = 0; turn < 6; turn++) {
      await page.evaluate(() => (window.written = []));
      for (let press = 0; press < 8; press++) await page.keyboard.press("ArrowRight");
      const written = await until(() => page.evaluate(() => window.written), (all) => all.some(({ text }) => text === "x"));
      const texts = written.map(({ text }) => text);
      assert.ok(texts.includes("y") && texts.filter((text) => Number.isFinite(Number(text.replace("−", "-")))).length >= 5, texts.join(" "));
      for (const { text, x, y, width, height } of written) assert.ok(x >= 0 && x <= width && y >= 0 && y <= height, `${text} at ${x}, ${y} of ${width} by ${height}`);
    }
  });
});

test("nothing moves when a contestant diverges", async () => {
  await onPage({ ...room, width: 1280, height: 720 }, async (page) => {
    await load(page, { surface: "bowl", steps: 80, contestants: [{ optimizer: { optimizer: "sgd", learning_rate: 1.2 } }, { optimizer: { optimizer: "adam" } }] });
    const places = () => page.$$eval(".contestant, .standings tbody tr, .add-contestant", (all) => all.map((one) => [one.getBoundingClientRect().top, one.clientHeight]));
    await page.waitForFunction(() => document.querySelectorAll(".standings tbody tr").length === 2);
    const before = await places();
    await page.evaluate(() => window.descent.optimizers.step(40));
    await page.waitForFunction(() => document.querySelector(".standings td.diverged"));
    assert.deepEqual(await places(), before);
  });
});

test("the losses stay readable beside a basin map on a lecturer's screen", async () => {
  await onPage({ hash: "#optimizers&surface=himmelblau", width: 1280, height: 720, locale: "ko-KR" }, async (page) => {
    await page.click("#find-basins");
    await page.waitForSelector('#basins .work-state[data-percent="100"]', { state: "attached", timeout: 60_000 });
    const height = await page.$eval(".losses-chart", ({ clientHeight }) => clientHeight);
    assert.ok(height >= 80, `${height} pixels`);
  });
});

for (const locale of ["en-US", "ko-KR"]) {
  test(`all of a step of Adam is in view beside the map at 1280 by 720 (${locale})`, () =>
    onPage({ hash: "#optimizers", width: 1280, height: 720, locale }, async (page) => {
      await page.click('[data-contestant="4"] .contestant-name');
      await page.click("button[data-show=step]");
      for (const step of [0, 1, 37, 250]) {
        await page.$eval("#race-scrub", (scrub, to) => {
          scrub.value = String(to);
          scrub.dispatchEvent(new Event("input", { bubbles: true }));
        }, step);
        await page.waitForFunction((to) => document.querySelector("[data-part=anatomy] .hint").textContent.match(/\d+/)?.[0] === String(to + 1), step);
        const room = await page.$eval("[data-part=anatomy]", (anatomy) => ({ last: anatomy.lastElementChild.getBoundingClientRect().bottom, wide: [...anatomy.querySelectorAll(".rule")].filter((rule) => rule.scrollWidth > rule.clientWidth + 1).length, height: innerHeight }));
        assert.ok(room.last <= room.height && room.wide === 0, `step ${step}: ${JSON.stringify(room)}`);
      }
    }));
}

const sweepDone = (page) => page.waitForSelector("[data-part=phase-state][data-done]");
/** How many squares have each outcome. */
const outcomes = (page) => page.$$eval(".phase-legend [data-regime]", (all) => Object.fromEntries(all.map((one) => [one.dataset.regime, Number(one.textContent)])));

test("two settings are swept, a square opens as the race it was, and the plan is in the link", async () => {
  await onPage(room, async (page) => {
    await load(page, { surface: "parabola", start: [2.5], steps: 150, contestants: [{ optimizer: { optimizer: "sgd", learning_rate: 0.1 } }] });
    await page.click("[data-show=sweep]");
    await sweepDone(page);
    await page.fill("#phase-across-low", "0.05");
    await page.fill("#phase-across-high", "1.21");
    await page.press("#phase-across-high", "Enter");
    await sweepDone(page);
    // On x² gradient descent multiplies x by 1 - 2 rate: it swings beyond a half, and diverges beyond 1.
    await page.click("[data-part=phase-table]");
    const cells = page.locator(".phase-cells tbody tr").last().locator("button");
    const labels = await cells.evaluateAll((all) => all.map((one) => one.ariaLabel));
    assert.equal(labels.length, 24);
    for (const label of labels) {
      const rate = Number(label.match(/Learning rate ([\d.e-]+)/)[1]);
      if (Math.abs(rate - 0.5) < 0.03 || Math.abs(rate - 1) < 0.03) continue;
      assert.match(label, rate < 0.5 ? /: converges\./ : rate < 1 ? /: oscillates/ : /: diverges/, label);
    }
    const all = await outcomes(page);
    assert.equal(Object.values(all).reduce((sum, count) => sum + count), 24 * 24);
    const link = await page.evaluate(() => window.descent.link());
    const label = labels.at(-3);
    await cells.nth(21).click();
    await page.waitForSelector("[data-figure=map]:visible");
    const { contestants } = await state(page);
    assert.equal(String(Number(contestants[0].optimizer.learning_rate.toPrecision(3))), label.match(/Learning rate ([\d.e-]+)/)[1]);
    await page.evaluate((to) => window.descent.open(to), link);
    await page.waitForFunction(() => document.querySelector("#phase-across-high")?.value === "1.21");
    await sweepDone(page);
    await until(() => outcomes(page), (now) => JSON.stringify(now) === JSON.stringify(all), 10_000);
  });
});

test("a grid of starts is walked by arrow keys, copied as a table, and fits a phone", async () => {
  await onPage({ ...room, viewport: { width: 390, height: 844 }, locale: "ko-KR" }, async (page) => {
    await page.evaluate(() => { navigator.clipboard.writeText = async (text) => void (window.copied = text); });
    await page.keyboard.press("x");
    await page.click("[data-preset=grid_of_starts]");
    await sweepDone(page);
    const keys = await page.$$eval(".phase-legend li", (all) => all.map((one) => one.textContent));
    assert.ok(keys.length >= 4 && keys[0].includes("(3, 2)"), keys.join());
    await page.focus(".phase-picture canvas");
    await page.keyboard.press("ArrowUp");
    const first = await page.textContent(".phase-told");
    await page.keyboard.press("Shift+ArrowRight");
    await until(() => page.textContent(".phase-told"), (now) => now !== first);
    assert.match(await page.textContent(".phase-told"), /시작 x.*시작 y|x.*y/);
    await page.click("[data-part=phase-markdown]");
    const lines = (await page.evaluate(() => window.copied)).trim().split("\n");
    assert.equal(lines.length, 24 + 2);
    assert.equal(lines[2].split("|").length, 24 + 3);
    assert.ok((await tooWide(page)) <= 0, "nothing is wider than the screen");
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run("[data-part=sweep]", { runOnly: ["wcag2a", "wcag2aa"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
    await page.focus(".phase-picture canvas");
    await page.keyboard.press("Enter");
    await page.waitForSelector("[data-figure=map]:visible");
  });
});

test("what cannot be swept is told beside its box, and nothing else changes", async () => {
  await onPage(room, async (page) => {
    await page.click("[data-show=sweep]");
    await sweepDone(page);
    await page.fill("#phase-across-low", "5");
    await page.press("#phase-across-low", "Enter");
    assert.match(await page.textContent("#phase-across-high-error"), /not between 5/);
    assert.notEqual(await page.inputValue("#phase-across-low"), "5");
    await page.fill("#phase-up-high", "3");
    await page.press("#phase-up-high", "Enter");
    await page.waitForSelector("[data-part=sweep] .field-error");
    await assert.rejects(page.evaluate(() => window.descent.optimizers.load({ surface: "flat_earth" })));
  });
});
