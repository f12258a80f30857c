// Numbers typed into every field: what can be read is taken, all else is refused beside the field and changes nothing.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, drawn, onPage, snapshot, until } from "./harness.js";

after(close);

const experiment = (page) => page.evaluate(() => window.descent.experiment());
const race = (page) => page.evaluate(() => window.descent.optimizers.race());

/** Types into a box as a person does, and leaves it. */
async function type(page, selector, text) {
  await page.fill(selector, text);
  await page.press(selector, "Tab");
  await drawn(page);
}

/** What is said beside a box. */
async function said(page, selector) {
  const box = page.locator(selector);
  const ids = (await box.getAttribute("aria-describedby")) ?? "";
  const id = ids.split(" ").find((one) => one.endsWith("-error"));
  if (!id) return "";
  assert.equal(await box.getAttribute("aria-invalid"), "true");
  const words = (await page.textContent(`[id="${id}"]`)).trim();
  assert.doesNotMatch(words, /[{}]|invalid\./);
  return words;
}

const nonsense = ["abc", "", "1e400", "0,0,3", "5 apples", "--1", "NaN", "1/0", "９，９，９"];

test("a learning rate is read as people write it, and anything else leaves it as it is", () =>
  onPage({}, async (page) => {
    const box = "#control-optimizer-learning_rate-typed";
    const rate = async () => (await experiment(page)).optimizer.learning_rate;
    for (const [text, value] of [["0,05", 0.05], ["０．２", 0.2], ["1e-3", 0.001], ["3·10⁻²", 0.03], ["1/4", 0.25], [" 0.5 ", 0.5]]) {
      await type(page, box, text);
      assert.equal(await rate(), value, text);
      assert.equal(await said(page, box), "");
      assert.equal(await page.inputValue(box), String(value));
    }
    for (const text of [...nonsense, "5%", "-1"]) {
      await type(page, box, text);
      assert.equal(await rate(), 0.5, text);
      assert.equal(await page.inputValue(box), "0.5", text);
      assert.notEqual(await said(page, box), "", text);
    }
    await type(page, box, "1,000");
    assert.match(await said(page, box), /1000 or as 1\b.*stays at 0\.5/);
    await type(page, box, "99999");
    assert.match(await said(page, box), /99999 is not between 0 and 10000/);
    await type(page, box, "0.1");
    assert.equal(await said(page, box), "");
  }));

test("a field in per cent says its range in per cent, in both languages", async () => {
  for (const [locale, words] of [["en-US", /1000 % is not between 0 % and 50 %/], ["ko-KR", /0 %에서 50 % 사이여야 합니다: 1000 %/]]) {
    await onPage({ locale }, async (page) => {
      const box = "#control-data-noise-typed";
      await type(page, box, "12,5 %");
      assert.equal((await experiment(page)).data.noise, 0.125);
      await type(page, box, "1000");
      assert.match(await said(page, box), words);
      assert.equal(await page.inputValue(box), "12.5 %");
      assert.equal((await experiment(page)).data.noise, 0.125);
    });
  }
});

test("fields that count refuse halves, and keep their value against any nonsense", () =>
  onPage({}, async (page) => {
    await page.click("[data-part=training] details summary");
    for (const [box, path, low, high] of [
      ["#control-data-samples-typed", "data.samples", 4, 5000], ["#seed", "seed", 0, 4294967295], ["[data-part=units]", "network.layers.1.units", 1, 4096],
      ["#control-training-stop_epoch", "training.stop_epoch", 1, 1e9],
    ]) {
      const read = async () => path.split(".").reduce((inner, key) => inner[key], await experiment(page));
      const selector = `${box} >> nth=0`;
      await type(page, selector, "１２");
      assert.equal(await read(), 12, path);
      for (const text of [...nonsense.filter((text) => !(text === "" && path.endsWith("stop_epoch"))), "7.5", "7,5", String(high + 1), String(low - 1), "-3", "1e99"]) {
        await type(page, selector, text);
        assert.equal(await read(), 12, `${path}: ${text}`);
        assert.equal(await page.inputValue(selector), "12", `${path}: ${text}`);
        const about = page.locator(selector);
        assert.equal(await about.getAttribute("aria-invalid"), "true", `${path}: ${text}`);
      }
      await page.press(selector, "ArrowUp");
      await drawn(page);
      assert.equal(await read(), 13, path);
    }
    await type(page, "#control-training-stop_epoch", "");
    assert.equal((await experiment(page)).training.stop_epoch, null);
  }));

test("weights and biases are typed the same way, also while the network learns", () =>
  onPage({}, async (page) => {
    await page.click('[data-layer="hidden_1"] >> nth=0');
    const box = "[data-part=weight-typed]";
    await type(page, box, "−1,25");
    await drawn(page);
    assert.equal(await page.inputValue(box), "-1.25");
    for (const text of nonsense) {
      await type(page, box, text);
      assert.equal(await page.inputValue(box), "-1.25", text);
      assert.notEqual(await said(page, box), "", text);
    }
    await page.click("#play");
    const learned = async () => {
      const { step } = await snapshot(page);
      await until(() => snapshot(page), (now) => now.step > step + 20);
      await drawn(page);
    };
    await page.focus(box);
    await page.keyboard.press("Control+A");
    await learned();
    await page.keyboard.type("2");
    assert.equal(await page.inputValue(box), "2", "the key replaces the number that was selected");
    await learned();
    assert.equal(await page.inputValue(box), "2", "what is being typed stays");
    await page.keyboard.press("Enter");
    await page.click("#play");
  }));

test("arguments of layers are refused beside their box", () =>
  onPage({}, async (page) => {
    await page.click("#show-diagram");
    await page.click('[data-node="hidden_1"]');
    const box = "[data-argument=units] input.number";
    const before = await page.inputValue(box);
    for (const text of [...nonsense, "2.5", "100000"]) {
      await type(page, box, text);
      assert.equal(await page.inputValue(box), before, text);
      assert.notEqual(await said(page, box), "", text);
    }
    await type(page, box, "７");
    assert.equal(await page.inputValue(box), "7");
  }));

test("a race's start, range, parameters, tolerance and seed are typed", () =>
  onPage({ hash: "#optimizers" }, async (page) => {
    await page.fill("#race-formula", "a*x^2 + y^2");
    await page.click("[data-part=surfaces] details summary");
    for (const [box, read, value] of [
      ["#race-start-0", (one) => one.start[0], 1.5], ["#race-start-1", (one) => one.start[1], 1.5], ["#race-domain-0-0", (one) => one.domain[0][0], -2.5],
      ["#race-domain-1-1", (one) => one.domain[1][1], 2.5], ["#race-tolerance", (one) => one.tolerance, 0.5], ["#parameter-a-typed", (one) => one.parameters.a, 2.5],
    ]) {
      await type(page, box, String(value).replace(".", ","));
      assert.equal(read(await race(page)), value, box);
      for (const text of [...nonsense, "1e7"]) {
        await type(page, box, text);
        assert.equal(read(await race(page)), value, `${box}: ${text}`);
        assert.equal(await page.inputValue(box), String(value), `${box}: ${text}`);
        assert.notEqual(await said(page, box), "", `${box}: ${text}`);
      }
    }
    await type(page, "#race-seed", "7.5");
    assert.match(await said(page, "#race-seed"), /not a whole number/);
  }));
