// Everyone can use it: by keyboard, in Korean, on a phone, in the dark, with a screen reader.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { close, onPage, root, snapshot, step, tooWide, until, untilNumber } from "./harness.js";

after(close);

const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

/** Serious troubles that axe finds, in words. */
async function troubles(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", ")}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const locale of ["en-US", "ko-KR"]) {
    test(`axe finds nothing serious (${colorScheme}, ${locale})`, async () => {
      await onPage({ colorScheme, locale }, async (page) => {
        await step(page, 30);
        assert.deepEqual(await troubles(page), []);
        await page.click('[data-layer="hidden_1"] >> nth=0');
        await page.click("[data-part=training] summary");
        await page.click('[data-dataset="drawn"]');
        assert.deepEqual(await troubles(page), []);
        await page.click("#open-presets");
        assert.deepEqual(await troubles(page), []);
      });
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in chapters of lessons, and on a phone nothing is wider than the screen (${colorScheme})`, async () => {
    await onPage({ colorScheme, width: 390, height: 2400, touch: true, hash: "#lessons&chapter=01-neuron" }, async (page) => {
      for (const name of ["01-neuron", "02-deep-network", "08-gradient-descent"]) {
        await page.evaluate((chapter) => window.descent.lessons.open(chapter), name);
        await page.waitForSelector(".lesson-transport [data-part=play]:enabled");
        assert.deepEqual(await troubles(page), [], name);
        assert.ok((await tooWide(page)) <= 0, name);
      }
    });
  });
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing serious in the code panel, while a run is recorded, and in the menu of pictures (${colorScheme})`, async () => {
    await onPage({ colorScheme, width: 1440, height: 900 }, async (page) => {
      await page.click('[data-part="code"]');
      await page.waitForSelector("[data-vector=curves]");
      await page.click("[data-part=record]");
      await page.waitForSelector("[data-part=stop-recording]");
      assert.deepEqual(await troubles(page), []);
      await page.click("[data-part=discard-recording]");
      await page.click('.rooms a[href^="#optimizers"]');
      await page.click(".viewbar .pictures-menu summary");
      await page.waitForSelector(".viewbar [data-picture=map]");
      assert.deepEqual(await troubles(page), []);
    });
  });
}

test("everything needed to train is reached and worked by keyboard", async () => {
  await onPage({}, async (page) => {
    const tabTo = async (selector) => {
      for (let count = 0; count < 120; count++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      }
      assert.fail(`${selector} cannot be reached with Tab`);
    };
    await tabTo("#open-presets");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
    await tabTo("#play");
    await page.keyboard.press("Enter");
    await untilNumber(page, "#step-count", (count) => count > 10);
    await page.keyboard.press("Space");
    await page.waitForFunction(() => document.querySelector("#play").getAttribute("aria-label").startsWith("Train"));
    await tabTo("[data-part=hidden-layers]");
    await page.keyboard.press("ArrowRight");
    await page.waitForFunction(() => document.querySelectorAll(".column").length === 5);
    const focused = (selector) => page.evaluate((wanted) => Boolean(document.activeElement?.matches(wanted)), selector);
    await tabTo(".tile");
    await page.keyboard.press("ArrowRight");
    assert.ok(await focused('[data-layer="hidden_1"]'), "arrows lead from unit to unit");
    await page.keyboard.press("ArrowDown");
    assert.ok(await focused('[data-layer="hidden_1"]:not([data-unit="0"])'));
    await page.keyboard.press("Enter");
    assert.ok(await focused("[data-part=weight-slider]"), "what can be changed has the focus");
    await tabTo("[data-weight]");
    await page.keyboard.press("Enter");
    assert.ok(await focused("[data-part=weight-slider]"), "choosing a weight does not lose the focus");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Escape");
    assert.ok(await focused('[data-layer="hidden_1"]'), "the card gives the focus back");
    await tabTo("[data-part=plane]");
    await page.keyboard.press("ArrowRight");
    assert.match(await page.textContent("[data-figure=output] .readout"), /x₁ = .*class/);
  });
});

test("in forced colours legends keep their colours, and what is chosen is framed", async () => {
  await onPage({ width: 1280, height: 720 }, async (page) => {
    await page.emulateMedia({ forcedColors: "active" });
    const paint = (selector, property) => page.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], property);
    await until(() => paint('[data-figure="output"] .key-dot', "forcedColorAdjust"), (value) => value === "none");
    const [first, second] = await page.locator('[data-figure="output"] .key-dot').evaluateAll((dots) => dots.map((dot) => getComputedStyle(dot).backgroundColor));
    assert.notEqual(first, second);
    assert.equal(await paint('[data-dataset="circle"]', "outlineStyle"), "solid");
    assert.equal(await paint('[data-dataset="spiral"]', "outlineStyle"), "none");
    await page.emulateMedia({ forcedColors: null });
  });
});

test("a point is placed and erased by keyboard", async () => {
  await onPage({ hash: "#data.dataset=drawn" }, async (page) => {
    const points = () => page.evaluate(async () => (await window.descent.experiment()).data.points.length);
    await page.focus("[data-part=plane]");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    assert.equal(await points(), 1);
    await page.keyboard.press("Delete");
    assert.equal(await points(), 0);
  });
});

test("space trains and pauses from anywhere that does not need it", async () => {
  await onPage({}, async (page) => {
    await page.keyboard.press("Space");
    await untilNumber(page, "#step-count", (count) => count > 5);
    await page.keyboard.press("Space");
    await page.waitForSelector('#play[aria-label="Train (space)"]');
    const { step: before } = await snapshot(page);
    // Whatever the page still asked of the worker comes before what is asked now.
    assert.equal((await snapshot(page)).step, before);
  });
});

test("a Korean browser gets Korean, the button changes it, and the choice is kept", async () => {
  await onPage({ locale: "ko-KR" }, async (page) => {
    assert.equal(await page.getAttribute("html", "lang"), "ko");
    assert.ok((await page.textContent(".playground [data-part=network]")).includes("은닉층"));
    await page.click("text=English");
    await page.waitForFunction(() => document.documentElement.lang === "en");
    await page.reload();
    await page.evaluate(() => window.descent.ready);
    assert.equal(await page.getAttribute("html", "lang"), "en");
  });
});

test("every word that is shown exists in both languages", async () => {
  for (const locale of ["en-US", "ko-KR"]) {
    await onPage({ locale }, async (page) => {
      await page.click("#open-presets");
      const text = await page.textContent("body");
      assert.doesNotMatch(text, /\b(field|hint|dataset|preset|network|output|curves|transport|activation|axis)\.[a-z_]+/);
      assert.doesNotMatch(text, /\{\w+\}/);
    });
  }
});

for (const width of [360, 390, 768, 1024]) {
  test(`nothing is wider than a screen of ${width} pixels, and it trains by touch`, async () => {
    await onPage({ width, height: 800, touch: width < 700 }, async (page) => {
      const wide = await tooWide(page);
      assert.ok(wide <= 0, `${wide} pixels too wide`);
      if (width < 700) await page.tap("#play");
      else await page.click("#play");
      await untilNumber(page, "#step-count", (count) => count > 20);
    });
  });
}

test("epoch and batch are named in full at 200 % zoom", async () => {
  await onPage({ width: 640, height: 360 }, async (page) => {
    const cut = await page.locator(".playground .counters dt").evaluateAll((names) => names.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).map((name) => name.textContent));
    assert.deepEqual(cut, []);
  });
});
