// The dialog of presets: pictures, search, the one that is open, and what has the focus afterwards.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, drawn, onPage, settled, tooWide, until, untilNumber } from "./harness.js";

after(close);

const focused = (page) => page.evaluate(() => document.activeElement.id);

/** Names of presets whose pictures show something. */
const painted = (page, dialog) => page.$$eval(`${dialog} canvas[data-picture]`, (all) => all.filter((canvas) => {
  // Read from a copy: what is drawn on the page is not meant to be read.
  const copy = (from) => {
    const to = Object.assign(document.createElement("canvas"), { width: from.width, height: from.height }).getContext("2d", { willReadFrequently: true });
    to.drawImage(from, 0, 0);
    return to.getImageData(0, 0, from.width, from.height);
  };
  if (canvas.width < 80) return false;
  const { data } = copy(canvas);
  const colours = new Set(new Uint32Array(data.buffer));
  return colours.size > 8;
}).map(({ dataset }) => dataset.picture));

test("every preset has a picture of what it is about, and nothing waits for them", async () => {
  await onPage({}, async (page) => {
    const before = await page.evaluate(() => window.descent.fingerprint());
    await page.click("#open-presets");
    await page.waitForSelector("#presets[open]");
    const without = await page.$$eval("#presets [data-preset]", (all) => all.filter((tile) => tile.querySelector("svg")).map(({ dataset }) => dataset.preset));
    const all = await page.$$eval("#presets [data-preset]", (tiles) => tiles.map(({ dataset }) => dataset.preset));
    assert.ok(all.length >= 46 && without.length <= 5, `${without}`);
    const wanted = all.filter((name) => !without.includes(name));
    const done = await until(() => painted(page, "#presets"), (names) => names.length >= wanted.length, 60_000).catch(() => painted(page, "#presets"));
    assert.deepEqual(wanted.filter((name) => !done.includes(name)), []);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => window.descent.fingerprint()), before, "the run was left alone");
    await page.click("#open-presets");
    await until(() => painted(page, "#presets"), (names) => names.length >= wanted.length, 3000);
  });
});

test("every race has a picture of its surface", async () => {
  await onPage({ hash: "#optimizers" }, async (page) => {
    await page.click("#open-presets");
    await page.waitForSelector("#race-presets[open]");
    const count = await page.locator("#race-presets [data-preset]").count();
    await until(() => painted(page, "#race-presets"), (names) => names.length === count, 20_000);
  });
});

for (const [locale, sought, found] of [["en-US", "sigmoid", "vanishing"], ["ko-KR", "기울기", "vanishing"], ["ko-KR", "집값", "house_line"]]) {
  test(`presets are searched: ${sought} (${locale})`, async () => {
    await onPage({ locale, width: 390, height: 844, touch: true }, async (page) => {
      await page.tap("#open-presets");
      await page.waitForSelector("#presets[open]");
      await settled(page);
      assert.equal(await tooWide(page), 0);
      assert.equal(await page.evaluate(() => document.querySelector("#presets").scrollWidth - document.querySelector("#presets").clientWidth), 0);
      await page.fill("#presets .search", sought);
      const names = await page.$$eval("#presets [data-preset]", (tiles) => tiles.map(({ dataset }) => dataset.preset));
      assert.ok(names.includes(found) && names.length < 20, `${names}`);
      await page.fill("#presets .search", "zzz");
      assert.match(await page.textContent("#presets [role=status]"), /zzz/);
      await page.fill("#presets .search", sought);
      await page.tap(`[data-preset="${found}"]`);
      await page.waitForFunction(() => !document.querySelector("#presets").open);
      await page.tap("#open-presets");
      await page.waitForSelector("#presets[open]");
      assert.deepEqual(await page.$$eval("#presets [aria-current]", (tiles) => tiles.map(({ dataset }) => dataset.preset)), [found]);
      assert.equal(await page.inputValue("#presets .search"), "");
    });
  });
}

test("what is open is marked until something is changed", async () => {
  await onPage({}, async (page) => {
    const marked = async () => {
      await page.click("#open-presets");
      await page.waitForSelector("#presets[open]");
      const names = await page.$$eval("#presets [aria-current]", (tiles) => tiles.map(({ dataset }) => dataset.preset));
      await page.keyboard.press("Escape");
      return names;
    };
    await page.click("#open-presets");
    await page.fill("#presets .search", "xor");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => window.descent.experiment().data.dataset === "exclusive_or");
    assert.deepEqual(await marked(), ["exclusive_or"]);
    await page.selectOption("#control-batch-size", "50");
    assert.deepEqual(await marked(), []);
  });
});

test("after choosing Play has the focus and Space trains, also after a run that diverged and while another trains", async () => {
  await onPage({}, async (page) => {
    await page.click("#open-presets");
    await page.click('[data-preset="too_fast"]');
    await until(() => focused(page), (id) => id === "play");
    await page.keyboard.press("Space");
    await page.waitForSelector("#play:disabled");
    await page.click("#open-presets");
    await page.click('[data-preset="circle"]');
    await until(() => focused(page), (id) => id === "play");
    await page.keyboard.press("Space");
    await untilNumber(page, "#step-count", (count) => count > 3);
    await page.click("#open-presets");
    await page.click('[data-preset="blobs"]');
    await until(() => focused(page), (id) => id === "play");
    await drawn(page);
    assert.equal(await page.evaluate(() => document.documentElement.classList.contains("playing")), false, "it waits to be started");
    await page.keyboard.press("Space");
    await untilNumber(page, "#step-count", (count) => count > 3);
    await page.keyboard.press("x");
    await page.waitForSelector("#presets[open]");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => !document.querySelector("#presets").open);
  });
});
