// Health says what is wrong and mends it; Functions shows where the network works and sets up what goes together.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { close, onPage, root, settled, until } from "./harness.js";

after(close);

const presets = JSON.parse(readFileSync(join(root, "www/presets/experiments.json"), "utf8"));
const presetOf = (name) => presets.find((preset) => preset.name === name).experiment;

async function openTab(page, name, experiment, steps) {
  await page.evaluate(async ([given, count]) => {
    await window.descent.load(given);
    if (count > 0) await window.descent.step(count);
  }, [experiment, steps]);
  await page.click(`#show-${name}`);
}

const finding = (page) => page.locator(".health-verdict").getAttribute("data-finding", { timeout: 20_000 });

for (const [locale, words] of [["en-US", { dead: /6 of 6 units of hidden 2 never fire/, good: /nothing wrong/ }], ["ko-KR", { dead: /은닉층 2의 유닛 6개 중 6개가 한 번도/, good: /문제를 찾지 못했습니다/ }]]) {
  test(`dead units are told of, and one press mends them (${locale})`, async () => {
    await onPage({ locale }, async (page) => {
      await openTab(page, "health", presetOf("dead_relu"), 50);
      assert.equal(await finding(page), "dead_from_start");
      assert.match(await page.textContent(".health-verdict"), words.dead);
      assert.equal(await page.locator(".health-layers tr.marked").getAttribute("data-layer"), "hidden_2");
      await page.click('[data-part="remedy"]');
      await until(() => page.locator(".health-verdict").getAttribute("data-finding"), (kind) => kind === "none");
      const { testMetric } = await page.evaluate(() => window.descent.step(6000));
      assert.ok(testMetric > 0.9, `accuracy ${testMetric}`);
      await until(() => page.textContent(".health-verdict"), (text) => words.good.test(text));
      await page.click('[data-part="undo"], #undo').catch(() => page.keyboard.press("Control+z"));
      await until(() => page.locator(".health-verdict").getAttribute("data-finding"), (kind) => kind === "dead_from_start");
    });
  });
}

test("each example that is meant to fail gets its verdict, and its remedy is offered", async () => {
  await onPage({}, async (page) => {
    for (const [name, steps, kind] of [
      ["too_fast", 20, "loss_rises"], ["too_fast", 4000, "not_finite"], ["all_zero", 200, "equal_units"], ["vanishing", 4000, "vanishing_gradients"], ["overfitting", 2000, "overfitting"],
      ["linear_spiral", 2000, "only_linear"],
    ]) {
      await openTab(page, "health", presetOf(name), steps);
      await until(() => page.locator(".health-verdict").getAttribute("data-finding"), (found) => found === kind);
      assert.ok(await page.isVisible('[data-part="remedy"]'), name);
    }
  });
});

test("while it trains Health follows, and asks nothing once it is closed", async () => {
  await onPage({}, async (page) => {
    await openTab(page, "health", { data: { dataset: "spiral" } }, 10);
    await page.waitForSelector(".health-verdict");
    const looked = () => page.textContent('[data-part="looked-at"]');
    const before = await looked();
    await page.evaluate(() => window.descent.play());
    await until(looked, (text) => text !== before);
    await page.waitForSelector(".health-curve polyline");
    await page.click("#show-columns");
    const closed = await looked();
    await page.waitForTimeout(1500);
    assert.equal(await looked(), closed);
  });
});

test("Functions shows the activation of a run that diverged, without the numbers that are none", async () => {
  await onPage({}, async (page) => {
    const dense = (name, input, units, activation) => ({ name, layer: "dense", inputs: [input], units, activation });
    const network = { layers: [{ name: "x", layer: "input" }, dense("h", "x", 4, "relu"), dense("y", "h", 1, "linear")], outputs: ["y"] };
    await openTab(page, "functions", { data: { dataset: "plane" }, optimizer: { optimizer: "sgd", learning_rate: 10 }, network }, 200);
    await until(() => page.evaluate(() => window.descent.snapshot().stopped), Boolean);
    await page.waitForSelector('[data-function="relu"] polyline.value', { state: "attached" });
    await settled(page);
    assert.doesNotMatch(await page.innerHTML('[data-figure="functions"] svg'), /NaN/);
  });
});

test("Functions shows the layer's values on its activation, losses for each target, and sets pairs up", async () => {
  await onPage({}, async (page) => {
    await openTab(page, "functions", { data: { dataset: "circle" } }, 50);
    await page.waitForSelector('[data-function="tanh"] .count', { state: "attached" });
    assert.equal(await page.locator('[data-part="layer"] option').count(), 3);
    await page.selectOption('[data-part="activation"]', "relu");
    await page.waitForSelector('[data-function="relu"]');
    assert.match(await page.textContent('[data-part="flat"]'), /would lie/);
    assert.ok(await page.locator(".functions-view math").count() >= 3);
    await page.click('[data-show="losses"]');
    await page.waitForSelector('[data-function="binary_crossentropy"] polyline.value.target-1');
    await page.selectOption('[data-part="loss"]', "half_squared_error");
    await page.waitForSelector('[data-function="half_squared_error"] polyline.value.target-0');
    await page.click('[data-show="pairs"]');
    await page.click('[data-pair="regression half_squared_error"]');
    const output = () => page.evaluate(() => {
      const { losses, network, data } = window.descent.experiment();
      return `${data.dataset} ${network.layers[network.layers.length - 1].activation} ${losses.output}`;
    });
    await until(output, (text) => text === "sine linear half_squared_error");
    await page.click('[data-pair="unit_regression binary_crossentropy"]');
    await until(output, (text) => text === "gaussians sigmoid binary_crossentropy");
    await page.click('[data-pair="unit_regression mean_squared_error"]');
    await until(output, (text) => text === "gaussians sigmoid mean_squared_error");
  });
});
