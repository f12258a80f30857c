// The guide of the first start: shown once, to people, and in the way of nothing.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { address, close, onPage, settled, tooWide, until } from "./harness.js";

after(close);

const title = (page) => page.locator(".coach h2").textContent();

for (const [locale, width, height] of [["en-US", 1280, 720], ["ko-KR", 390, 844]]) {
  test(`whoever is here for the first time presses Play and changes one thing (${locale}, ${width})`, async () => {
    await onPage({ locale, width, height, touch: width < 500, guide: true }, async (page) => {
      await page.waitForSelector(".coach");
      const first = await title(page);
      await page.click("[data-guide=next]");
      assert.notEqual(await title(page), first);
      const play = await page.locator("#play").boundingBox();
      const card = await page.locator(".coach").boundingBox();
      assert.ok(card.x + card.width <= play.x || card.x >= play.x + play.width || card.y + card.height <= play.y || card.y >= play.y + play.height, "Play can be pressed");
      await settled(page);
      assert.equal(await tooWide(page), 0);
      const second = await title(page);
      await page.click("#play");
      await until(() => title(page), (now) => now !== second);
      const third = await title(page);
      await page.click("[data-dataset=moons]");
      await until(() => title(page), (now) => now !== third);
      assert.doesNotMatch(await page.textContent(".coach"), /guide\.|\{\w+\}/);
      await page.click("[data-guide=next]");
      await page.waitForSelector(".coach", { state: "detached" });
      await page.reload();
      await page.evaluate(() => window.descent.ready);
      assert.equal(await page.locator(".coach").count(), 0, "it is shown once");
      await page.click("#help");
      await page.click("[data-open=guide]");
      await page.waitForSelector(".coach");
      await page.click("[data-guide=skip]");
      assert.equal(await page.locator(".coach, .coach-ring").count(), 0);
    });
  });
}

test("Escape ends the guide, and it is the first stop of the Tab key", async () => {
  await onPage({ guide: true }, async (page) => {
    await page.waitForSelector(".coach");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest(".coach")));
    await page.keyboard.press("Escape");
    await page.waitForSelector(".coach", { state: "detached" });
  });
});

test("no guide comes with an experiment of its own, in another room or in another page", async () => {
  for (const hash of ["#data.dataset=spiral", "#optimizers"]) {
    await onPage({ guide: true, hash }, async (page) => {
      assert.equal(await page.locator(".coach").count(), 0, hash);
      assert.equal(await page.evaluate(() => localStorage.getItem("descent.guide")), null, "it may come another time");
    });
  }
  await onPage({ guide: true, hash: "#optimizers", expected: /request to elsewhere/ }, async (page) => {
    await page.goto(new URL("/", address).href);
    const frame = await until(() => page.frames()[1]);
    await frame.waitForSelector(".column");
    await frame.evaluate(() => window.descent.ready);
    assert.equal(await frame.locator(".coach").count(), 0);
  });
});

test("the guide says what the data of an open task are, in both languages", async () => {
  for (const [locale, hash, words] of [["en-US", "#data.dataset=digits", /handwritten digits/], ["ko-KR", "#data.dataset=sentences", /짧은 문장/], ["en-US", "#data.dataset=sine", /curve/]]) {
    await onPage({ locale, hash }, async (page) => {
      await page.click("#help");
      await page.click("[data-open=guide]");
      await page.waitForSelector(".coach");
      const text = await page.textContent(".coach");
      assert.match(text, words);
      assert.doesNotMatch(text, /guide\.|points are data, and their colour|점은 데이터이고/);
    });
  }
});
