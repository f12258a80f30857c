// The first view: all that one watches and sets is on one screen, and nothing on it moves.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, load, onPage, untilNumber } from "./harness.js";

after(close);

/** What has to be in view while it trains. */
const parts = [
  "#play", "#one-batch", "#one-epoch", "#epoch-count", "[data-part=train-loss]", "[data-part=test-loss]", "[data-part=train-metric]",
  "[data-figure=curves] canvas", "#control-optimizer-learning_rate", "#control-optimizer-learning_rate-typed", "#control-optimizer",
  "#control-regularization", "#penalty-strength", "#control-batch-size", '[data-dataset="circle"]', '[data-dataset="spiral"]',
  "[data-part=plane]", "[data-figure=output] .legend", "[data-layer=output]", ".network-legend",
];

/** Layers of 8 units, one after the other. @param {number} count */
const deep = (count) => ({
  network: {
    layers: [
      { name: "input", layer: "input", inputs: [] },
      ...Array.from({ length: count }, (_, index) => ({ name: `h${index + 1}`, layer: "dense", inputs: [index ? `h${index}` : "input"], units: 8, activation: "tanh" })),
      { name: "output", layer: "dense", inputs: [`h${count}`], units: 1, activation: "sigmoid" },
    ],
    outputs: ["output"],
  },
});

/** Those that are cut by the screen or by what they scroll in. */
const unseen = (page) =>
  page.evaluate(async (selectors) => {
    const isSeen = (element) =>
      new Promise((resolve) => {
        const observer = new IntersectionObserver(([{ intersectionRatio }]) => (observer.disconnect(), resolve(intersectionRatio > 0.97)));
        observer.observe(element);
      });
    const all = [...selectors, ...[...document.querySelectorAll("button.tile[data-layer]")].map(({ dataset }) => `[data-layer="${dataset.layer}"][data-unit="${dataset.unit}"]`)];
    const seen = await Promise.all(all.map((selector) => isSeen(document.querySelector(selector))));
    return all.filter((_, index) => !seen[index]);
  }, parts);

const plane = (page) => page.$eval("[data-part=plane]", ({ clientWidth }) => clientWidth);

for (const { width, height, layers, least, chart } of [
  { width: 1280, height: 720, layers: 6, least: 330, chart: 105 },
  { width: 1280, height: 600, layers: 4, least: 266, chart: 60 },
  { width: 1440, height: 900, layers: 6, least: 340, chart: 105 },
  { width: 1920, height: 1080, layers: 6, least: 450, chart: 105 },
]) {
  for (const locale of ["en-US", "ko-KR"]) {
    test(`at ${width} by ${height} everything is in view while ${layers} layers of 8 train, in ${locale}`, async () => {
      await onPage({ width, height, locale }, async (page) => {
        await load(page, deep(layers));
        await page.click("#play");
        await untilNumber(page, "#epoch-count", (epoch) => epoch >= 1);
        assert.deepEqual(await unseen(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0, "the page does not scroll");
        const side = await plane(page);
        assert.ok(side >= least, `the output has ${side} pixels with its axes`);
        const curves = await page.$eval("[data-figure=curves] .chart", ({ clientHeight }) => clientHeight);
        assert.ok(curves >= chart, `the curves have ${curves} pixels with their axis`);
      });
    });
  }
}

test("on a large screen letters, units and pictures are larger", async () => {
  const sizes = [];
  for (const [width, height] of [[1280, 720], [1920, 1080], [2560, 1440]]) {
    await onPage({ width, height }, async (page) => {
      const unit = await page.$eval("button.tile[data-layer]", ({ offsetWidth }) => offsetWidth);
      const letter = await page.$eval("[data-part=train-loss]", (element) => parseFloat(getComputedStyle(element).fontSize));
      sizes.push({ unit, letter, plane: await plane(page) });
    });
  }
  for (const [small, large] of [sizes.slice(0, 2), sizes.slice(1)]) for (const key of ["unit", "letter", "plane"]) assert.ok(large[key] > 1.15 * small[key], JSON.stringify(sizes));
});

test("nothing moves while it trains, when a card opens, or when a notice comes", async () => {
  await onPage({ width: 1280, height: 720 }, async (page) => {
    await page.evaluate(() => {
      window.shifts = [];
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries().filter(({ hadRecentInput }) => !hadRecentInput).map(({ value, sources }) => [value, sources.map(({ node }) => node?.className ?? node?.nodeName)]))).observe({ type: "layout-shift", buffered: false });
    });
    await page.click("#play");
    await untilNumber(page, "#epoch-count", (epoch) => epoch >= 2);
    await page.hover('[data-layer="hidden_1"]');
    await page.click('[data-layer="hidden_2"]');
    await page.waitForSelector("[data-part=weight-slider]");
    await page.evaluate(() => window.descent.pause());
    await page.click("text=Copy link");
    await page.waitForTimeout(400);
    const shifts = await page.evaluate(() => window.shifts);
    assert.ok(shifts.reduce((sum, [value]) => sum + value, 0) < 0.001, JSON.stringify(shifts));
  });
});

test("the card of any unit or weight opens wholly on the screen", async () => {
  for (const [width, height] of [[1280, 720], [390, 844]]) {
    await onPage({ width, height, touch: width < 500 }, async (page) => {
      for (const selector of ['[data-layer="hidden_1"] >> nth=0', '[data-layer="hidden_2"] >> nth=3', '[data-layer="output"]']) {
        await page.locator(selector).scrollIntoViewIfNeeded();
        await page.locator(selector).click();
        await page.waitForSelector(".unit-card.pinned [data-part=weight-slider]");
        const box = await page.$eval(".unit-card", (element) => element.getBoundingClientRect().toJSON());
        assert.ok(box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height, `${selector}: ${JSON.stringify(box)}`);
        await page.keyboard.press("Escape");
        await page.waitForSelector(".unit-card", { state: "hidden" });
      }
    });
  }
});

test("a change during the run leaves a mark on the curve that says what it was", async () => {
  await onPage({}, async (page) => {
    await page.evaluate(() => window.descent.step(60));
    await page.fill("#control-optimizer-learning_rate-typed", "0.03");
    await page.press("#control-optimizer-learning_rate-typed", "Enter");
    await page.evaluate(() => window.descent.step(60));
    const marks = () => page.$$eval(".chart-mark", (all) => all.map(({ title }) => title));
    await page.waitForSelector(".chart-mark");
    assert.deepEqual(await marks(), ["Epoch 2.1: learning rate 0.03"]);
    await page.selectOption("#control-optimizer", "adam");
    await page.evaluate(() => window.descent.step(60));
    await page.waitForFunction(() => document.querySelectorAll(".chart-mark").length === 2);
    assert.equal((await marks())[1], "Epoch 4.3: optimizer changed");
    await page.click('[aria-label^="Start over"]');
    await page.waitForFunction(() => document.querySelectorAll(".chart-mark").length === 0);
  });
});

test("the learning rate is within 15 tab stops, and the first of them skips to the playground", async () => {
  await onPage({}, async (page) => {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
    let stops = 1;
    while (!(await page.evaluate(() => document.activeElement?.matches("#control-optimizer-learning_rate-typed")))) {
      await page.keyboard.press("Tab");
      stops += 1;
      assert.ok(stops <= 15, "the learning rate comes late");
    }
    await page.reload();
    await page.evaluate(() => window.descent.ready);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement?.closest(".playground") !== null), "the next stop is in the playground");
  });
});

test("arrow keys lead through the buttons of the head, which are one tab stop", async () => {
  await onPage({}, async (page) => {
    await page.focus("#open-presets");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement?.textContent.trim()), "Copy link");
    assert.equal(await page.$$eval(".toolbar :is(button, input)", (all) => all.filter(({ tabIndex }) => tabIndex === 0).length), 1);
  });
});

test("projector mode shows little, large, and is left the way it was entered", async () => {
  await onPage({ width: 1280, height: 720 }, async (page) => {
    const letter = () => page.$eval("[data-part=train-loss]", (element) => parseFloat(getComputedStyle(element).fontSize));
    const before = await letter();
    await page.click("[data-part=projector]");
    await page.waitForSelector("html.projector");
    assert.ok((await letter()) > 1.15 * before);
    assert.ok(!(await page.isVisible('[data-dataset="circle"]')));
    for (const selector of ["#play", "#epoch-count", "[data-part=plane]", "[data-figure=curves] canvas", '[data-layer="hidden_1"]', "#control-optimizer-learning_rate"]) {
      const box = await page.$eval(selector, (element) => element.getBoundingClientRect().toJSON());
      assert.ok(box.width > 0 && box.top >= 0 && box.bottom <= 721, `${selector}: ${JSON.stringify(box)}`);
    }
    await page.click("[data-part=projector]");
    await page.waitForSelector("html:not(.projector)");
    assert.equal(await letter(), before);
  });
});

test("one penalty for all layers is typed to the digit, and told where layers differ", async () => {
  await onPage({}, async (page) => {
    const penalties = () => page.evaluate(() => window.descent.experiment().network.layers.flatMap(({ kernel_regularizer: one }) => (one ? [[one.l1, one.l2]] : [])));
    await page.selectOption("#control-regularization", "l2");
    await page.fill("#penalty-strength", "0.3");
    await page.press("#penalty-strength", "Enter");
    assert.deepEqual(await penalties(), [[0, 0.3], [0, 0.3], [0, 0.3]]);
    await page.evaluate(() => {
      const experiment = window.descent.experiment();
      experiment.network.layers[1].kernel_regularizer.l2 = 0.1;
      window.descent.load(experiment);
    });
    await page.waitForFunction(() => document.querySelector("#control-regularization").value === "mixed");
    assert.ok(await page.isDisabled("#penalty-strength"));
    await page.selectOption("#control-regularization", "none");
    assert.deepEqual(await penalties(), [[0, 0], [0, 0], [0, 0]]);
  });
});

for (const [width, height] of [[1280, 600], [1280, 720], [1440, 900], [1920, 1080]]) {
  test(`nothing lies over the numbers of the curves at ${width} by ${height}`, async () => {
    for (const locale of ["en-US", "ko-KR"]) {
      await onPage({ width, height, locale }, async (page) => {
        const covered = await page.$$eval("[data-figure=curves] .numbers :is(th, td)", (cells) => cells.filter((cell) => cell.textContent.trim()).filter((cell) => {
          const range = document.createRange();
          range.selectNodeContents(cell);
          const { left, right, top, bottom } = range.getBoundingClientRect();
          return [left + 1, right - 1].some((x) => !cell.contains(document.elementFromPoint(x, (top + bottom) / 2)));
        }).map(({ textContent }) => textContent));
        assert.deepEqual(covered, [], locale);
      });
    }
  });
}
