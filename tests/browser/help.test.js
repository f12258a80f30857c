// What explains the page: words that can be opened, the glossary and the list of keys; and what keys do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { close, drawn, onPage, root, settled, tooWide, until, untilNumber } from "./harness.js";

after(close);

const isPlaying = (page) => page.evaluate(() => document.documentElement.classList.contains("playing"));
const playing = (page, wanted) => until(() => isPlaying(page), (now) => now === wanted);
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.outerHTML.slice(0, 120));

for (const [locale, name, button] of [["en-US", "Learning rate", "Example: Learning rate too high"], ["ko-KR", "학습률Learning rate", "예제: 너무 큰 학습률"]]) {
  test(`a term opens beside its label, with a formula and where to see it (${locale})`, async () => {
    await onPage({ locale, width: 1280, height: 720 }, async (page) => {
      await page.click("label [data-term~=learning_rate]");
      const card = page.locator("dialog.term-card[open]");
      await card.waitFor();
      assert.equal((await card.locator("h2").textContent()).replace(/\s+/g, " ").replace("학습률 ", "학습률").trim(), name);
      assert.ok(await card.locator("math mfrac").count());
      const box = await card.boundingBox();
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 1280 && box.y + box.height <= 720, JSON.stringify(box));
      await page.keyboard.press("Escape");
      await card.waitFor({ state: "detached" });
      assert.match(await focused(page), /data-term="learning_rate"/);
      await page.click("label [data-term~=learning_rate]");
      await page.click(`text=${button}`);
      await page.waitForFunction(() => window.descent.experiment().optimizer.learning_rate > 1 || document.querySelector("#notice .notice"));
      await card.waitFor({ state: "detached" });
    });
  });
}

test("a term explains what is chosen first, and shows where it stands", async () => {
  await onPage({}, async (page) => {
    await page.selectOption("#control-optimizer", "adam");
    await page.click("label [data-term~=optimizer]");
    await page.waitForSelector("dialog.term-card[open]");
    assert.deepEqual(await page.$$eval(".term-card [data-entry]", (all) => all.map(({ dataset }) => dataset.entry)), ["adam", "optimizer"]);
    await page.click("[data-entry=optimizer] [data-see=control]");
    await page.waitForSelector(".shown-here #control-optimizer");
    assert.equal(await focused(page), "control-optimizer");
    await page.mouse.click(700, 10);
    await page.click("label [data-term~=optimizer]");
    await page.waitForSelector("dialog.term-card[open]");
    await page.mouse.click(5, 5);
    await page.waitForSelector("dialog.term-card", { state: "detached" });
  });
});

test("F1 explains what has the focus, and terms are no stops of the Tab key", async () => {
  await onPage({}, async (page) => {
    await page.focus("#control-batch-size");
    await page.keyboard.press("F1");
    await page.waitForSelector(".term-card [data-entry=batch_size]");
    await page.keyboard.press("Escape");
    await until(() => focused(page), (now) => now === "control-batch-size");
    await page.focus("#control-optimizer-learning_rate-typed");
    await page.keyboard.press("F1");
    await page.waitForSelector(".term-card [data-entry=learning_rate]");
    await page.keyboard.press("Escape");
    await page.focus("[data-activation=hidden_1]");
    await page.keyboard.press("F1");
    await page.waitForSelector(".term-card [data-entry=tanh]");
    await page.keyboard.press("Escape");
    const terms = page.locator("[data-term]");
    assert.ok((await terms.count()) > 10);
    assert.deepEqual(await terms.evaluateAll((all) => all.filter(({ tabIndex }) => tabIndex >= 0).length), 0);
  });
});

for (const [locale, sought, found] of [["en-US", "dropout", "dropout"], ["ko-KR", "과적합", "overfitting"], ["ko-KR", "softmax", "softmax"]]) {
  test(`the glossary is searched: ${sought} (${locale})`, async () => {
    await onPage({ locale, width: 390, height: 844, touch: true }, async (page) => {
      await page.tap("#help");
      await page.tap("[data-open=glossary]");
      await page.waitForSelector("dialog.glossary[open]");
      assert.ok((await page.locator(".glossary [data-entry]").count()) > 90);
      await page.fill(".glossary .search", sought);
      assert.ok(await page.locator(`.glossary [data-entry="${found}"]`).isVisible());
      assert.ok((await page.locator(".glossary [data-entry]").count()) < 20);
      await settled(page);
      assert.equal(await tooWide(page), 0);
      await page.fill(".glossary .search", "zzz");
      assert.equal(await page.locator(".glossary [data-entry]").count(), 0);
      assert.match(await page.textContent(".glossary [role=status]"), /zzz/);
      assert.doesNotMatch(await page.textContent(".glossary"), /\bglossary\.|\{\w+\}/);
    });
  });
}

test("every entry of the glossary opens, with formulas that fit", async () => {
  await onPage({ locale: "ko-KR", width: 390, height: 844 }, async (page) => {
    await page.keyboard.press("g");
    await page.waitForSelector("dialog.glossary[open]");
    await page.$$eval(".glossary details", (all) => all.forEach((details) => (details.open = true)));
    await until(() => page.locator(".glossary details p").count(), (count) => count > 90);
    await settled(page);
    assert.deepEqual(await page.$$eval(".glossary details", (all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map(({ dataset }) => dataset.entry)), []);
    assert.equal(await page.evaluate(() => document.querySelector("dialog.glossary").scrollWidth - document.querySelector("dialog.glossary").clientWidth), 0);
  });
});

test("the list of keys says what each room hears", async () => {
  await onPage({}, async (page) => {
    const names = () => page.$$eval("dialog.keys [data-key]", (all) => all.map(({ dataset }) => dataset.key));
    await page.keyboard.press("?");
    await page.waitForSelector("dialog.keys[open]");
    const here = await names();
    for (const name of ["play", "step", "epoch", "back", "reset", "undo", "redo", "presets", "glossary", "term", "arrows"]) assert.ok(here.includes(name), name);
    assert.doesNotMatch(await page.textContent("dialog.keys"), /help\.|\{\w+\}/);
    await page.keyboard.press("s");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog.keys", { state: "detached" });
    assert.equal(await page.textContent("#step-count"), "0", "a dialog keeps its keys");
    await page.click('nav a:has-text("Optimizers")');
    await page.waitForSelector("#race-play");
    await page.click("#help");
    await page.waitForSelector("dialog.keys[open]");
    const there = await names();
    assert.ok(there.includes("back") && !there.includes("epoch") && !there.includes("undo"));
    await page.keyboard.press("Escape");
    await until(() => focused(page), (now) => now === "help");
  });
});

test("keys step, train an epoch, go back to the start, draw a seed and open the examples", async () => {
  await onPage({}, async (page) => {
    await page.keyboard.press("s");
    await untilNumber(page, "#step-count", (count) => count === 1);
    await page.keyboard.press("e");
    await untilNumber(page, "#epoch-count", (count) => count >= 1);
    await page.keyboard.press("r");
    await untilNumber(page, "#step-count", (count) => count === 0);
    const { seed } = await page.evaluate(() => window.descent.experiment());
    await page.keyboard.press("n");
    await page.waitForFunction((old) => window.descent.experiment().seed !== old, seed);
    await page.keyboard.press("x");
    await page.waitForSelector("#presets[open]");
    await page.keyboard.press("Escape");
    await page.fill("#seed", "");
    await page.type("#seed", "12");
    await page.type("#seed", "se");
    assert.equal(await page.inputValue("#seed"), "12se", "letters are typed where one types");
    assert.equal(await page.textContent("#step-count"), "0");
  });
});

/** What has the focus, and how it got it, when Space is pressed. */
const trains = {
  "nothing": () => {},
  "Play, by key": (page) => page.focus("#play"),
  "a slider": (page) => page.focus("#control-data-noise"),
  "a closed select": (page) => page.focus("#control-loss"),
  "a picture": (page) => page.focus("[data-part=plane]"),
  "the curves": (page) => page.focus("[data-figure=curves] .chart"),
  "a link to a room": (page) => page.focus(".rooms a >> nth=0"),
  "a data set that was clicked": (page) => page.click("[data-dataset=spiral]"),
  "a checkbox that was clicked": async (page) => {
    await page.click("[data-figure=output] details.menu summary");
    await page.click("text=Show test data");
  },
  "a button that was clicked": (page) => page.click("#show-diagram"),
  "a picture that was clicked": (page) => page.click("[data-part=plane]"),
  "a room that was clicked": (page) => page.click(".rooms a >> nth=0"),
};

/** What Space may not change where it trains: the other room is made ready meanwhile. */
const kept = () => ({
  top: scrollY,
  experiment: JSON.stringify(window.descent.experiment()),
  checks: [...document.querySelectorAll("#playground [type=checkbox]")].map(({ checked }) => checked),
});

test("Space trains and pauses wherever no text is typed, and scrolls nothing", async () => {
  for (const [what, reach] of Object.entries(trains)) {
    await onPage({ width: 1280, height: 600 }, async (page) => {
      await reach(page);
      await page.evaluate(() => window.descent.fingerprint());
      const before = await page.evaluate(kept);
      await page.keyboard.press("Space");
      await playing(page, true).catch((error) => assert.fail(`${what}: ${error.message}`));
      await page.keyboard.press("Space");
      await playing(page, false).catch((error) => assert.fail(`${what}: ${error.message}`));
      await drawn(page);
      const now = await page.evaluate(kept);
      assert.deepEqual(now, before, what);
    });
  }
});

test("Space types where text is typed, and presses a button, a checkbox or a summary that was reached by keys", async () => {
  await onPage({}, async (page) => {
    await page.evaluate(() => document.querySelectorAll("details.menu").forEach((details) => (details.open = true)));
    await page.focus("#seed");
    await page.keyboard.press("End");
    await page.keyboard.press("Space");
    assert.match(await page.inputValue("#seed"), / $/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    const { seed } = await page.evaluate(() => window.descent.experiment());
    assert.match(await focused(page), /New seed/);
    await page.keyboard.press("Space");
    await page.waitForFunction((old) => window.descent.experiment().seed !== old, seed);
    const box = page.locator("[data-figure=output] .switches input >> nth=0");
    await box.focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    const checked = await box.isChecked();
    await page.keyboard.press("Space");
    assert.equal(await box.isChecked(), !checked);
    const more = page.locator("[data-part=training] details >> nth=0");
    const wasOpen = await more.evaluate((details) => details.open);
    await more.locator("summary").focus();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    assert.equal(await more.evaluate((details) => details.open), !wasOpen);
    assert.equal(await isPlaying(page), false);
  });
});

test("Space inks the pad of digits and does not train", async () => {
  await onPage({}, async (page) => {
    await page.evaluate(() => window.descent.load({ data: { dataset: "digits" } }));
    await page.waitForSelector(".pad");
    await page.focus(".pad");
    await page.keyboard.press("Space");
    await drawn(page);
    assert.equal(await isPlaying(page), false);
  });
});

const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in what explains the page (${colorScheme})`, async () => {
    await onPage({ colorScheme, locale: "ko-KR", guide: true }, async (page) => {
      await page.evaluate(axe);
      const troubles = async (what) => {
        await settled(page);
        const { violations } = await page.evaluate((selector) => window.axe.run(selector, { resultTypes: ["violations"] }), what);
        return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => `${id}: ${nodes[0].target.join(" ")}`);
      };
      await page.waitForSelector(".coach");
      assert.deepEqual(await troubles(".coach"), []);
      await page.click("[data-guide=skip]");
      for (const [key, dialog] of [["?", "dialog.keys"], ["g", "dialog.glossary"], ["x", "#presets"]]) {
        await page.keyboard.press(key);
        await page.waitForSelector(`${dialog}[open]`);
        assert.deepEqual(await troubles(dialog), [], dialog);
        await page.keyboard.press("Escape");
        await page.waitForFunction(() => !document.querySelector("dialog[open]"));
      }
      await page.focus("#control-batch-size");
      await page.keyboard.press("F1");
      await page.waitForSelector("dialog.term-card[open]");
      assert.deepEqual(await troubles("dialog.term-card"), []);
    });
  });
}
