// Time travel: to any moment that a run has reached, and on from there.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, fingerprint, load, onPage, snapshot, step, until } from "./harness.js";

after(close);

const scrub = "[data-figure=curves] [data-part=scrub]";
const seek = (page, to) => page.evaluate((at) => window.descent.seek(at), to);

test("scrubbing back and forth gives the weights that fresh runs have", async () => {
  const moments = [0, 7, 150, 599, 600];
  const experiment = { data: { dataset: "moons" }, optimizer: { optimizer: "adam" }, seed: 3 };
  await onPage({}, async (page) => {
    const fresh = {};
    for (const moment of moments) {
      await load(page, experiment);
      if (moment) await step(page, moment);
      fresh[moment] = await fingerprint(page);
    }
    for (const moment of [150, 600, 0, 599, 7]) {
      assert.equal((await seek(page, moment)).step, moment);
      assert.equal(await fingerprint(page), fresh[moment], `step ${moment}`);
    }
    await step(page, 143);
    assert.equal(await fingerprint(page), fresh[150], "it trains on to the same bits");
  });
});

test("the slider under the curves goes to a moment by pointer and keys, and the curve keeps its length", async () => {
  await onPage({}, async (page) => {
    assert.ok(await page.isDisabled(scrub), "nothing has been reached yet");
    await step(page, 400);
    const epochs = await until(() => page.textContent("#epoch-count"), (count) => count !== "0");
    await page.fill(scrub, "200");
    await until(() => snapshot(page), (now) => now.step === 200, 10_000);
    assert.equal(await page.getAttribute(scrub, "max"), "400");
    assert.match(await page.getAttribute(scrub, "aria-valuetext"), /200.*400/);
    await page.waitForSelector("[data-figure=curves] .chart-line.now", { state: "visible" });
    await page.focus(scrub);
    await page.keyboard.press("ArrowLeft");
    await until(() => snapshot(page), (now) => now.step === 199, 10_000);
    await page.keyboard.press("End");
    await until(() => snapshot(page), (now) => now.step === 400, 10_000);
    await until(() => page.textContent("#epoch-count"), (count) => count === epochs);
    await page.waitForSelector("[data-figure=curves] .chart-line.now", { state: "hidden" });
    await page.locator("#play").focus();
    await page.keyboard.press("b");
    await until(() => snapshot(page), (now) => now.step === 399, 10_000);
  });
});

test("a moment before a change has the settings of that time, and the change comes again where one plays on", async () => {
  await onPage({}, async (page) => {
    const rate = () => page.evaluate(() => window.descent.experiment().optimizer.learning_rate);
    const typed = "[data-part=training] [id$=optimizer-learning_rate]";
    await step(page, 100);
    const before = await rate();
    await page.fill(typed, "-0.5");
    const changed = await rate();
    assert.notEqual(changed, before);
    await step(page, 100);
    const end = await fingerprint(page);
    await seek(page, 50);
    assert.equal(await rate(), before);
    await step(page, 150);
    await until(rate, (now) => now === changed, 10_000);
    assert.equal(await fingerprint(page), end);
  });
});

test("a change in the past is a new way: what came later is gone, but pale in the chart", async () => {
  await onPage({}, async (page) => {
    const typed = "[data-part=training] [id$=optimizer-learning_rate]";
    await step(page, 300);
    const first = await fingerprint(page);
    await page.waitForFunction((selector) => document.querySelector(selector).max === "300", scrub);
    const whole = (await page.locator(scrub).boundingBox()).width;
    await seek(page, 100);
    await page.fill(typed, "0.5");
    await page.waitForFunction((selector) => document.querySelector(selector).max === "100", scrub);
    const width = async () => (await page.locator(scrub).boundingBox()).width;
    const thumb = 16;
    await step(page, 100);
    const shorter = await until(width, (now) => now < 0.8 * whole);
    assert.ok(Math.abs((shorter - thumb) / (whole - thumb) - 2 / 3) < 0.04, `the slider of 200 steps of 300 is ${shorter} of ${whole} wide, as its curve`);
    await step(page, 100);
    await until(width, (now) => now > 0.95 * whole);
    assert.notEqual(await fingerprint(page), first);
    await page.click('.play-buttons [aria-label="Start over with the same weights"]');
    await until(() => snapshot(page), (now) => now.step === 0, 10_000);
    assert.ok(await page.isDisabled(scrub));
  });
});

test("a step that the run has not reached is refused", async () => {
  await onPage({}, async (page) => {
    await step(page, 10);
    for (const wrong of [11, -1, 1.5, "x"]) {
      assert.match(await seek(page, wrong).catch(({ message }) => message), /seek: .* is not a whole number from 0 to 10/);
    }
  });
});
