// Someone who presses everything in the Optimizers room: whatever is done there, the page lives.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, onPage, showSurface, step, until } from "./harness.js";
import { numbers, touch, work } from "./random_acts.js";

after(close);

const room = "#optimizers :is(button, select, input, textarea, summary), #race-presets[open] button, #notice button";
const pictures = "#optimizers :is([data-figure=map] .picture, [data-figure=relief] .picture, .losses-chart)";
const seeds = (process.env.SEEDS ?? "5 23").split(" ").map(Number);

/** Random acts in the room; one in five is on a picture, and some are so quick that nothing is drawn between them. */
async function press(page, seed, acts) {
  const random = numbers(seed);
  for (let act = 0; act < acts; act++) {
    if (random() < 0.2) await touch(page, pictures, random);
    const quick = random() < 0.2 ? 4 : 1;
    await work(page, room, Array.from({ length: quick }, () => [random(), random()]));
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** A race is loaded, drawn and goes on as if nothing had been. */
async function races(page) {
  await page.evaluate(() => window.descent.optimizers.load({ surface: "bowl" }));
  await page.waitForSelector('[data-surface="bowl"][aria-pressed="true"]');
  const { step: at, contestants } = await page.evaluate(() => window.descent.optimizers.step(5));
  assert.equal(at, 5);
  assert.ok(contestants.length > 0 && contestants.every(({ loss }) => Number.isFinite(loss)));
}

for (const seed of seeds) {
  test(`random acts on every control of the room break nothing (seed ${seed})`, async () => {
    await onPage({ hash: "#optimizers" }, async (page) => {
      await page.click("#race-play");
      await press(page, seed, 200);
      await races(page);
    });
  });

  test(`random acts on the loss surface of a network break nothing (seed ${seed})`, async () => {
    await onPage({ hash: "#data.samples=60" }, async (page) => {
      await step(page, 20);
      for (const round of [1, 2, 3]) {
        await showSurface(page);
        await page.waitForSelector(".optimizers [data-part=landscape]", { state: "visible" });
        await press(page, seed * 7 + round, 40);
        // A word that was pressed last may be explained only now.
        await until(async () => {
          await page.evaluate(() => document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close()));
          return page.click('nav a:has-text("Playground")', { timeout: 5000 }).then(() => true, () => false);
        }, Boolean, 60_000);
        await page.waitForSelector("#play", { state: "visible" });
      }
      await step(page, 5);
      await races(page);
    });
  });
}
