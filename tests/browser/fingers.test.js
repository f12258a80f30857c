// Fingers: a swipe up or down scrolls the page and changes nothing, wherever it begins.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, drawn, onPage, until } from "./harness.js";

after(close);

const phone = { width: 390, height: 844, touch: true };

/** Moves a finger, and lifts it. */
async function swipe(page, [x, y], [dx, dy], steps = 12) {
  const client = await page.context().newCDPSession(page);
  const send = (type, touchPoints) => client.send("Input.dispatchTouchEvent", { type, touchPoints });
  await send("touchStart", [{ x, y }]);
  for (let step = 1; step <= steps; step++) {
    await send("touchMove", [{ x: x + (dx * step) / steps, y: y + (dy * step) / steps }]);
    await page.waitForTimeout(12);
  }
  await send("touchEnd", []);
  await client.detach();
  await page.waitForTimeout(150);
}

/** Brings an element to the middle of the screen, and gives a place within it. */
async function placeOn(page, selector, across = 0.7, down = 0.6) {
  await page.locator(selector).evaluate((element) => element.scrollIntoView({ block: "center" }));
  await drawn(page);
  const box = await page.locator(selector).boundingBox();
  return [box.x + box.width * across, box.y + box.height * down];
}

/** Swipes up from an element, or down at the page's end: the page scrolls, and what `read` gives stays. */
async function scrollsFrom(page, selector, read) {
  const from = await placeOn(page, selector);
  const before = [await page.evaluate(() => scrollY), JSON.stringify(await read())];
  const rest = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
  await swipe(page, from, [4, rest > 100 ? -180 : 180]);
  assert.equal(JSON.stringify(await read()), before[1], `${selector}: a swipe up changes nothing`);
  const scrolled = Math.abs((await page.evaluate(() => scrollY)) - before[0]);
  assert.ok(scrolled > 60, `${selector}: the page scrolls, by ${scrolled}`);
}

test("a swipe up from a slider or the picture scrolls, and a movement to the side or a tap moves the slider", () =>
  onPage(phone, async (page) => {
    const experiment = () => page.evaluate(() => window.descent.experiment());
    for (const slider of ["#control-data-noise", "#control-optimizer-learning_rate", "[data-part=hidden-layers]"]) await scrollsFrom(page, slider, experiment);
    await scrollsFrom(page, "[data-part=plane]", experiment);
    const noise = async () => (await experiment()).data.noise;
    const before = await noise();
    await swipe(page, await placeOn(page, "#control-data-noise", 0.3, 0.5), [120, 6]);
    const dragged = await noise();
    assert.notEqual(dragged, before, "to the side it follows the finger");
    const [x, y] = await placeOn(page, "#control-data-noise", 0.1, 0.5);
    await page.touchscreen.tap(x, y);
    await until(noise, (now) => now !== dragged);
  }));

test("a swipe up from the map, the relief or the chart scrolls and moves neither start nor playhead", () =>
  onPage({ ...phone, hash: "#optimizers" }, async (page) => {
    const state = async () => ({ ...(await page.evaluate(() => window.descent.optimizers.state())), relief: undefined });
    await scrollsFrom(page, "[data-figure=map] .picture", state);
    await scrollsFrom(page, ".losses-chart", state);
    await page.click("text=3-D");
    await drawn(page);
    const picture = () => page.$eval("[data-figure=relief] canvas", (canvas) => canvas.toDataURL());
    await scrollsFrom(page, "[data-figure=relief] .picture", picture);
    const before = await picture();
    await swipe(page, await placeOn(page, "[data-figure=relief] .picture", 0.3, 0.5), [140, 5]);
    await until(picture, (now) => now !== before);
  }));

for (const hash of ["", "#optimizers"]) {
  test(`what a finger presses is at least 40 pixels high (${hash || "#playground"})`, () =>
    onPage({ ...phone, hash, locale: "ko-KR" }, async (page) => {
      await drawn(page);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll("button, input:not(.visually-hidden), select, summary, nav a")]
          .filter((one) => one.checkVisibility({ visibilityProperty: true }))
          .map((one) => (one.matches("[type=checkbox], [type=radio]") ? one.closest("label") ?? one : one))
          .filter((one) => one.getBoundingClientRect().height < 39.5)
          .map((one) => one.outerHTML.slice(0, 90)));
      assert.deepEqual(small, []);
    }));
}
