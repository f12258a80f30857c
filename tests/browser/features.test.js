// Inputs by formula, as a person adds, changes and removes them.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, onPage } from "./harness.js";

after(close);

const features = (page) => page.evaluate(() => window.descent.experiment().data.features);
/** Pixels a side of what a formula looks like; none where it does not read. */
const pictureSide = (page) => page.$eval(".unit-card > canvas", (canvas) => canvas.width);
const field = '[data-part="feature-formula"]';

test("an input by formula is typed with its error beside it, added, changed and removed by keyboard", () =>
  onPage({ width: 1280, height: 720 }, async (page) => {
    await page.focus(".add-feature");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches('[data-part="feature-formula"]'));
    await page.keyboard.type("x1*x2 +");
    assert.match(await page.textContent(".unit-card .field-error"), /Character 8: the formula ends too early/);
    assert.ok(await page.isDisabled('[data-part="keep-formula"]'));
    assert.equal(await pictureSide(page), 0);
    await page.keyboard.type(" 1");
    assert.equal(await page.locator(".unit-card .field-error").count(), 0);
    assert.equal(await pictureSide(page), 100);
    await page.keyboard.press("Enter");
    assert.deepEqual(await features(page), ["x1", "x2", { formula: "x1*x2 + 1" }]);
    await page.waitForFunction(() => document.activeElement?.matches('[data-formula="x1*x2 + 1"]'));
    assert.equal(await page.locator(".formula-editor").count(), 0);
    assert.equal((await page.evaluate(() => window.descent.predict([[1, 2, 3]]))).length, 1);

    await page.click(".add-feature");
    await page.fill(field, "x₁ x₂ + 1");
    assert.match(await page.textContent(".unit-card .field-error"), /there already/);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.activeElement?.matches(".add-feature"));

    await page.click('[data-formula="x1*x2 + 1"]');
    await page.fill(field, "sin(x1 + x2)");
    await page.click('[data-part="keep-formula"]');
    assert.deepEqual((await features(page))[2], { formula: "sin(x1 + x2)" });
    await page.click('[data-formula="sin(x1 + x2)"]');
    await page.click('[data-part="remove-formula"]');
    assert.deepEqual(await features(page), ["x1", "x2"]);
    await page.waitForFunction(() => document.activeElement?.matches(".add-feature"));
  }));

test("four inputs by formula are the most, they train and come back from a link", () =>
  onPage({ width: 1280, height: 720 }, async (page) => {
    for (const formula of ["x1*x2 + 1", "x1^3", "exp(-x1^2)", "max(x1, x2)"]) {
      await page.click(".add-feature");
      await page.fill(field, formula);
      await page.click('[data-part="keep-formula"]');
      await page.waitForSelector(".formula-editor", { state: "detached" });
    }
    assert.equal(await page.locator(".add-feature").count(), 0);
    const fits = await page.evaluate(() => {
      const tiles = document.querySelector(".features .tiles");
      return tiles.scrollHeight <= tiles.clientHeight + 1 && document.documentElement.scrollHeight <= innerHeight;
    });
    assert.ok(fits, "the column of inputs is cut");
    const before = await features(page);
    await page.click("#one-epoch");
    await page.waitForFunction(() => window.descent.snapshot().step > 0);
    await page.waitForFunction(() => location.hash.startsWith("#d2-playground-"));
    await page.waitForTimeout(600);
    await page.reload();
    await page.evaluate(() => window.descent.ready);
    assert.deepEqual(await features(page), before);
  }));

test("a curve takes formulas of x₁ alone", () =>
  onPage({ hash: "#data.dataset=sine" }, async (page) => {
    await page.click(".add-feature");
    await page.fill(field, "x1 + x2");
    assert.match(await page.textContent(".unit-card .field-error"), /Character 6: “x2” is not a known name. Expected: x1/);
    await page.fill(field, "sin(2 x1)");
    await page.click('[data-part="keep-formula"]');
    assert.deepEqual(await features(page), ["x1", { formula: "sin(2 x1)" }]);
  }));

test("on a phone, in Korean, an input by formula is added by touch, wholly on the screen", () =>
  onPage({ width: 390, height: 844, touch: true, locale: "ko-KR" }, async (page) => {
    await page.locator(".add-feature").scrollIntoViewIfNeeded();
    await page.tap(".add-feature");
    await page.fill(field, "x1 +");
    assert.match(await page.textContent(".unit-card .field-error"), /[가-힣]/);
    await page.fill(field, "x1*x2");
    const box = await page.locator(".unit-card").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 390 && box.y >= 0 && box.y + box.height <= 844, JSON.stringify(box));
    await page.tap('[data-part="keep-formula"]');
    assert.deepEqual((await features(page))[2], { formula: "x1*x2" });
  }));
