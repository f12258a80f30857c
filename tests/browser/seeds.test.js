// Seeds of data, first weights and order: one for all, or each its own.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, fingerprint, load, onPage, step } from "./harness.js";

after(close);

const seeds = (page) => page.evaluate(() => { const { seed, seeds: own } = window.descent.experiment(); return { seed, ...own }; });
const open = (page) => page.click(".seeds > summary");

test("new weights keep the data, new data keep the weights, and one seed sets all again", async () => {
  await onPage({}, async (page) => {
    await load(page, { seed: 4 });
    const first = await fingerprint(page);
    await open(page);
    await page.click("[data-part=new-weights]");
    await page.evaluate(() => window.descent.pause());
    const { weights } = await seeds(page);
    assert.ok(Number.isInteger(weights) && weights !== 4);
    assert.notEqual(await fingerprint(page), first, "other weights");
    assert.equal(await page.inputValue("#seed-weights"), String(weights));
    await page.fill("#seed-weights", "");
    await page.press("#seed-weights", "Enter");
    await page.evaluate(() => window.descent.pause());
    assert.deepEqual(await seeds(page), { seed: 4 }, "an empty box takes the seed of all");
    assert.equal(await fingerprint(page), first);
    await page.click("[data-part=new-data]");
    await page.evaluate(() => window.descent.pause());
    assert.equal(await fingerprint(page), first, "the same weights");
    await step(page, 50);
    const trained = await fingerprint(page);
    const link = await page.evaluate(() => window.descent.link());
    await load(page, {});
    await page.evaluate((url) => window.descent.open(url), link);
    await step(page, 50);
    assert.equal(await fingerprint(page), trained, "the link has the seeds");
    await page.fill("#seed", "5");
    await page.press("#seed", "Enter");
    await page.evaluate(() => window.descent.pause());
    assert.deepEqual(await seeds(page), { seed: 5 });
  });
});

test("a seed that is none is refused beside its box", async () => {
  await onPage({}, async (page) => {
    await open(page);
    await page.fill("#seed-order", "-3");
    await page.press("#seed-order", "Enter");
    assert.match(await page.textContent("#seed-order-error"), /-3/);
    assert.deepEqual(await seeds(page), { seed: 1 });
  });
});

for (const viewport of [{ width: 1280, height: 720 }, { width: 390, height: 844 }]) {
  test(`beside the same start there is a new one: other weights, the same data (${viewport.width})`, async () => {
    await onPage({ viewport }, async (page) => {
      await load(page, { seed: 4 });
      const first = await fingerprint(page);
      await step(page, 30);
      await page.click('[data-part=transport] [aria-label^="Start over with the same"]');
      await page.evaluate(() => window.descent.pause());
      assert.equal(await fingerprint(page), first, "the same start");
      await page.click("#new-start");
      await page.evaluate(() => window.descent.pause());
      const second = await fingerprint(page);
      const { seed, weights, order, data: ofData } = await seeds(page);
      assert.deepEqual([seed, ofData, weights === order], [4, undefined, true]);
      assert.notEqual(second, first);
      await page.click("#new-start");
      await page.evaluate(() => window.descent.pause());
      assert.notEqual(await fingerprint(page), second, "each is another");
      await page.keyboard.press("Control+z");
      await page.evaluate(() => window.descent.pause());
      assert.equal(await fingerprint(page), second);
    });
  });
}
