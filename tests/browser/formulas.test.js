// Formulas as lecturers type them, at their edges, and however heavy.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, drawn, onPage, until } from "./harness.js";

after(close);

const room = { hash: "#optimizers" };
const race = (page) => page.evaluate(() => window.descent.optimizers.race());
const load = (page, partial) => page.evaluate((config) => window.descent.optimizers.load(config), partial);

/** The longest that the page's thread was held up while `work` was done, in milliseconds. */
async function longest(page, work) {
  await page.evaluate(() => {
    window.tasks = [];
    window.watcher = new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration)));
    window.watcher.observe({ type: "longtask" });
  });
  await work();
  return page.evaluate(() => Math.max(0, ...window.tasks, ...window.watcher.takeRecords().map(({ duration }) => duration)));
}

test("x₁ and x₂, bars, roots and functions without parentheses are read as meant", () =>
  onPage(room, async (page) => {
    for (const [text, dimensions] of [["x1^2 + x2^2", 2], ["x₁² + 3x₂²", 2], ["|x| + √(y + 9)", 2], ["sin²x + 0.1x²", 1], ["ｘ＾２ ＋ １", 1], ["f(x, y) = x² + |y|", 2], ["ln (x + 9)", 1]]) {
      await page.fill("#race-formula", text);
      await page.waitForFunction((typed) => window.descent.optimizers.race().formula === typed, text);
      const { start, parameters } = await race(page);
      assert.equal(start.length, dimensions, text);
      assert.deepEqual(parameters, {}, text);
      assert.equal(await page.isVisible("#formula-sliders"), false, text);
    }
    await page.fill("#race-formula", "a*x^2 + X");
    await page.waitForSelector("#formula-sliders");
    assert.match(await page.textContent("#formula-sliders"), /a, X/);
  }));

test("what has two readings is refused at its character with both", () =>
  onPage(room, async (page) => {
    for (const [text, words] of [["sin x/2", /Character 6.*sin\(x\)\/2, sin\(x\/2\)/], ["0,5x^2", /Character 2.*point.*0\.5/], ["xy", /x\*y/]]) {
      await page.fill("#race-formula", text);
      await page.waitForFunction((typed) => document.querySelector("#race-formula-error .formula-echo")?.textContent.startsWith(typed), text);
      assert.match(await page.textContent("#race-formula-error"), words);
    }
  }));

test("a start without a value says why and what to type, and never diverged at step 0", async () => {
  for (const [locale, words] of [["en-US", /no value at the start.*cbrt\(x\)/s], ["ko-KR", /값이 없습니다.*cbrt\(x\)/s]]) {
    await onPage({ ...room, locale }, async (page) => {
      await load(page, { surface: "typed", formula: "x^(1/3)", start: [-4] });
      await page.waitForSelector("#no-value");
      assert.match(await page.textContent("#no-value"), words);
      assert.doesNotMatch(await page.textContent("#optimizers"), /diverged at step 0|0스텝에서 발산/);
      await page.fill("#race-formula", "cbrt(x)");
      await page.waitForSelector("#no-value", { state: "detached" });
    });
  }
});

test("a link with a wrong formula says what is wrong with it", async () => {
  for (const [hash, words] of [["#optimizers&surface=typed&formula=x%5E2%20%2B%20%23", /cannot be read.*Character 7/], ["#data.dataset=function&data.formula=y%20%3E%20%23", /cannot be read.*Character 5/]]) {
    await onPage({ hash }, async (page) => {
      const notice = (await page.locator(".notice").allTextContents()).join();
      assert.match(notice, words);
      assert.doesNotMatch(notice, /invalid\./);
    });
  }
});

/** Runs in the page: how long some plain arithmetic takes. */
function loop() {
  const start = performance.now();
  let sum = 0;
  for (let index = 0; index < 3e7; index += 1) sum += Math.sqrt(index);
  return sum > 0 ? performance.now() - start : 0;
}

test("the heaviest formulas never hold the page up", () =>
  onPage(room, async (page) => {
    const heavy = ["x*".repeat(249) + "x", "x/".repeat(249) + "y", "(x/y)/".repeat(80) + "x", "x^.1+".repeat(99) + "y", "-(x*y)/".repeat(60) + "x", "sin x*".repeat(80) + "y"];
    await load(page, { surface: "typed", formula: heavy[0] });
    for (const text of heavy) {
      const before = await page.evaluate(loop);
      const held = await longest(page, async () => {
        await page.fill("#race-formula", text);
        await page.waitForFunction((typed) => window.descent.optimizers.race().formula === typed, text);
        await page.waitForTimeout(900);
      });
      await page.click('[data-surface="rastrigin"]');
      await drawn(page);
      const opened = await longest(page, async () => {
        await page.evaluate((formula) => window.descent.optimizers.load({ surface: "typed", formula }), text);
        await page.waitForTimeout(600);
      });
      // Measured against a loop of some 40 ms on an idle machine, where these take 50 to 70; they once took more than a hundred loops.
      const yardstick = Math.max(before, await page.evaluate(loop));
      for (const millis of [held, opened]) assert.ok(millis < 3 * yardstick, `${text.slice(0, 20)}: ${millis} ms, where the loop takes ${yardstick} ms`);
    }
  }));

/** Pixels of a canvas that are not clear. */
const inked = (page, selector) =>
  page.evaluate((chosen) => {
    const canvas = document.querySelector(chosen);
    return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.reduce((count, byte, index) => count + (index % 4 === 3 && byte > 0 ? 1 : 0), 0);
  }, selector);

test("a function of huge or tiny values is drawn", async () => {
  await onPage({ hash: "#optimizers", expected: /willReadFrequently/ }, async (page) => {
    for (const [formula, start] of [["1e300*x^2", [2]], ["1e308*x", [1]], ["1e-320*x", [2]], ["-1e308", [1, 1]], ["1e300*(x^2 + y^2)", [1, 1]]]) {
      await page.evaluate(([typed, from]) => window.descent.optimizers.load({ surface: "typed", formula: typed, start: from }), [formula, start]);
      await drawn(page);
      const canvas = formula.includes("y") ? "[data-figure=map] .heat" : "[data-figure=map] .contours";
      await until(() => inked(page, canvas), (count) => count > 1000);
      assert.deepEqual(await page.locator(".field-error").allTextContents(), [], formula);
    }
  });
});
