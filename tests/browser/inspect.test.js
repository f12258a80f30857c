// Inspect: the numbers of one example on the page are those that one computes by hand.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close, onPage, until } from "./harness.js";

after(close);

const dense = (name, input, units, activation) => ({ name, layer: "dense", inputs: [input], units, activation });
const small = {
  data: { dataset: "two_gaussians" }, seed: 5, optimizer: { optimizer: "sgd", learning_rate: 0.1 }, training: { batch_size: 4 },
  network: { layers: [{ name: "x", layer: "input" }, dense("h", "x", 2, "tanh"), dense("y", "h", 1, "sigmoid")], outputs: ["y"] },
};

/** A 2-2-1 network by hand: the gradients of binary cross-entropy with respect to all weights, in Keras's order. */
function byHand(w, x, y) {
  const a1 = [0, 1].map((unit) => Math.tanh(w[unit] * x[0] + w[2 + unit] * x[1] + w[4 + unit]));
  const output = 1 / (1 + Math.exp(-(w[6] * a1[0] + w[7] * a1[1] + w[8])));
  const d2 = output - y;
  const d1 = a1.map((a, unit) => d2 * w[6 + unit] * (1 - a * a));
  return { a1, output, loss: -Math.log(y === 1 ? output : 1 - output), gradients: [d1[0] * x[0], d1[1] * x[0], d1[0] * x[1], d1[1] * x[1], ...d1, d2 * a1[0], d2 * a1[1], d2] };
}

const near = (got, wanted, what, tolerance = 1e-9) => assert.ok(Math.abs(got - wanted) <= tolerance * Math.max(1, Math.abs(wanted)), `${what}: ${got}, by hand ${wanted}`);

/** Opens Inspect on an experiment, trained for some steps. */
async function openInspect(page, experiment, steps = 3) {
  await page.evaluate(async ([given, count]) => {
    await window.descent.load(given);
    await window.descent.step(count);
  }, [experiment, steps]);
  await page.click("#show-inspect");
  await page.waitForSelector(".inspect-text");
}

const value = (page, selector) => page.locator(selector).first().getAttribute("data-value").then(Number);
const goTo = async (page, kind, layer) => {
  const last = Number(await page.getAttribute('[data-part="moment"]', "max"));
  for (let at = 0; at <= last; at++) {
    await page.locator('[data-part="moment"]').evaluate((range, to) => {
      range.value = to;
      range.dispatchEvent(new Event("input", { bubbles: true }));
    }, at);
    const found = layer === undefined ? `[data-moment="${kind}"]` : `[data-moment="${kind}"][data-layer="${layer}"]`;
    await page.waitForTimeout(40);
    if (await page.locator(`.inspect-text${found}`).count()) return;
  }
  assert.fail(`there is no moment ${kind} ${layer}`);
};

for (const [locale, words] of [["en-US", { chain: /Chain rule/, update: /Update/, forward: /Forward: layer 1/ }], ["ko-KR", { chain: /연쇄법칙/, update: /업데이트/, forward: /순전파: 1/ }]]) {
  test(`the chain of a 2-2-1 network is the one computed by hand (${locale})`, async () => {
    await onPage({ locale }, async (page) => {
      await openInspect(page, small);
      await page.selectOption('[data-part="source"]', { value: "given" });
      const typed = [["inputs-0-0", "1.2"], ["inputs-0-1", "-0.5"], ["targets-0-0", "1"]];
      for (const [part, text] of typed) {
        await page.fill(`[data-part="${part}"]`, text);
        await page.press(`[data-part="${part}"]`, "Enter");
      }
      const x = [1.2, -0.5].map(Math.fround);
      const { weights, loss } = await page.evaluate(() => window.descent.inspect({ inputs: [[1.2, -0.5]], targets: [[1]] }).then(({ weights: all, loss: own }) => ({ weights: [...all], loss: own })));
      const hand = byHand(weights, x, 1);
      near(loss, hand.loss, "loss");

      await goTo(page, "forward", 1);
      assert.match(await page.textContent(".inspect-text h3"), words.forward);
      await until(async () => Math.abs((await value(page, '.inspect-lines li:nth-child(2)')) - hand.a1[0]) < 1e-9);
      near(await value(page, ".inspect-lines li:nth-child(4)"), hand.a1[1], "a2");
      await goTo(page, "loss");
      near(await value(page, ".inspect-lines li"), hand.loss, "loss");

      await goTo(page, "chain");
      assert.match(await page.textContent(".inspect-text h3"), words.chain);
      for (const [weight, parameter, unit, input] of [[0, "0", "0", "0"], [3, "0", "1", "1"], [5, "1", "1", null], [7, "2", null, "1"], [8, "3", null, null]]) {
        await page.selectOption('[data-part="parameter"]', { value: parameter });
        if (unit !== null) await page.selectOption('[data-part="column"]', { value: unit });
        if (input !== null) await page.selectOption('[data-part="row"]', { value: input });
        await until(async () => Math.abs((await value(page, '[data-part="difference"]')) - hand.gradients[weight]) < 1e-7);
        near(await value(page, '[data-part="gradient"]'), hand.gradients[weight], `gradient ${weight}`);
        near(await value(page, ".inspect-lines li"), hand.gradients[weight], `chain of ${weight}`);
        near(await value(page, '[data-part="difference"]'), hand.gradients[weight], `finite difference ${weight}`, 1e-7);
      }
    });
  });

  test(`the update on the page is the step that the network makes (${locale})`, async () => {
    await onPage({ locale }, async (page) => {
      await openInspect(page, small);
      await goTo(page, "update");
      assert.match(await page.textContent(".inspect-text h3"), words.update);
      await page.selectOption('[data-part="parameter"]', { value: "2" });
      const last = ".inspect-lines li:last-child";
      await until(async () => (await page.locator(`${last}`).textContent()).includes("′"));
      await until(async () => page.evaluate(() => window.descent.inspect({ batch: 0 }, 6).then(({ weight }) => weight.update.after)).then(async (after) => Math.abs(after - (await value(page, last))) < 1e-12));
      const promised = await value(page, last);
      const made = await page.evaluate(async () => (await window.descent.step(1), (await window.descent.inspect()).weights[6]));
      near(made, promised, "the new weight", 1e-6);
    });
  });
}

test("examples are picked by buttons and on the picture; the timeline plays and steps by keys", async () => {
  await onPage({}, async (page) => {
    await openInspect(page, small);
    await page.click('[data-part="next"]');
    await until(() => page.locator(".inspect-example input.number").inputValue(), (text) => text === "2");
    const plane = await page.locator('[data-figure="output"] .plane').boundingBox();
    await until(async () => {
      await page.mouse.click(plane.x + plane.width * (0.25 + 0.1 * Math.random()), plane.y + plane.height * (0.55 + 0.1 * Math.random()));
      return page.locator('[data-part="source"]').inputValue();
    }, (source) => source === "train");
    await page.focus('[data-part="moment"]');
    await page.keyboard.press("ArrowRight");
    await page.waitForSelector('.inspect-text[data-moment="forward"]');
    await page.click('[data-part="play"]');
    await page.waitForSelector('.inspect-text[data-moment="loss"]', { timeout: 8000 });
    await page.click('[data-part="play"]');
    await page.click("#show-columns");
    await page.waitForSelector('[data-figure="network"]', { state: "visible" });
    await page.waitForSelector('[data-part="inspect"]', { state: "hidden" });
  });
});

test("other kinds of layers show their windows, steps, masks and tables", async () => {
  const tower = [
    { name: "x", layer: "input" }, { name: "rows", layer: "reshape", inputs: ["x"], target_shape: [2, 1] },
    { name: "conv", layer: "conv1d", inputs: ["rows"], filters: 3, kernel_size: 2, padding: "same", activation: "relu" },
    { name: "pool", layer: "max_pooling1d", inputs: ["conv"], pool_size: 2, strides: 1, padding: "same" },
    { name: "norm", layer: "batch_normalization", inputs: ["pool"] }, { name: "drop", layer: "dropout", inputs: ["norm"], rate: 0.3 },
    { name: "lstm", layer: "lstm", inputs: ["drop"], units: 2 }, { name: "sum", layer: "add", inputs: ["lstm", "lstm"] },
    { name: "y", layer: "dense", inputs: ["sum"], units: 1, activation: "sigmoid" },
  ];
  await onPage({}, async (page) => {
    await openInspect(page, { ...small, network: { layers: tower, outputs: ["y"] } });
    for (const [layer, cells] of [[2, 1], [3, 1], [4, 6], [5, 6], [6, 2], [7, 2]]) {
      await goTo(page, "forward", layer);
      assert.ok((await page.locator(".inspect-text tbody tr").count()) >= cells, `layer ${layer}`);
    }
    await goTo(page, "forward", 2);
    const { a, z } = await page.evaluate(async () => (await window.descent.inspect()).layers[2]);
    near(await value(page, ".inspect-lines li"), z[0] ?? a[0], "the first window");
    for (const layer of [6, 5, 4, 3, 2]) await goTo(page, "backward", layer);
  });
});

test("a unit and a weight are switched off, and the outputs with and without are those computed by hand", async () => {
  await onPage({}, async (page) => {
    await openInspect(page, small);
    const { weights, layers } = await page.evaluate(() => window.descent.inspect({ batch: 0 }).then(({ weights: all, layers: own }) => ({ weights: [...all], layers: own.map(({ a }) => [...a]) })));
    const sigmoid = (z) => 1 / (1 + Math.exp(-z));
    await goTo(page, "forward", 1);
    await page.selectOption('.inspect-choice [data-part="unit"]', { value: "1" });
    await page.check('[data-part="off-unit"]');
    const other = () => page.locator('[data-part="outcome"] td[data-value]').first().getAttribute("data-value", { timeout: 15_000 }).then(Number);
    // An answer takes its time, and until then that to the last question may stand there.
    const becomes = (value) => until(other, (now) => Math.abs(now - value) <= 1e-9);
    await becomes(sigmoid(weights[6] * layers[1][0] + weights[8]));
    await goTo(page, "chain");
    await page.selectOption('[data-part="parameter"]', { value: "3" });
    await page.check('[data-part="off-weight"]');
    await becomes(sigmoid(weights[6] * layers[1][0] + weights[7] * layers[1][1]));
  });
});

test("two units are the axes of a picture that is bent while it trains", async () => {
  await onPage({}, async (page) => {
    await openInspect(page, small);
    await goTo(page, "forward", 1);
    await page.click('[data-part="axes"] summary');
    const painted = () => page.locator(".inspect-axes").evaluate((canvas) => canvas.toDataURL());
    await until(painted, (url) => url.length > 4000);
    const before = await painted();
    await page.evaluate(() => window.descent.step(200));
    await until(painted, (url) => url !== before && url.length > 4000);
  });
});

test("the number of parameters is filled in", async () => {
  await onPage({}, async (page) => {
    await openInspect(page, small);
    await goTo(page, "inputs");
    await page.check('[data-part="fillIn"]');
    for (const [answer, complaint] of [["4", /bias/], ["6", null], ["3", null], ["9", null]]) {
      await page.fill('[data-part="answer"]', answer);
      await page.press('[data-part="answer"]', "Enter");
      if (complaint) await until(() => page.textContent(".inspect-text .field-error"), (text) => complaint.test(text));
      else if (answer !== "9") assert.equal(await page.inputValue('[data-part="answer"]'), "", "the next number has an empty box");
    }
    await until(() => page.textContent(".inspect-text"), (text) => /All filled in/.test(text));
  });
});

test("a typed example gives way to one of the batch where other data take other numbers", async () => {
  await onPage({}, async (page) => {
    await openInspect(page, {});
    await page.selectOption('[data-part="source"]', { value: "given" });
    await page.waitForSelector('[data-part="inputs-0-1"]');
    await page.evaluate(() => window.descent.load({ data: { dataset: "exclusive_or" } }));
    await until(() => page.textContent(".inspect-lines"), Boolean);
    assert.equal(await page.locator('[data-part="source"]').inputValue(), "given");
    await page.evaluate(() => window.descent.load({ data: { dataset: "sine" } }));
    await until(() => page.locator('[data-part="source"]').inputValue(), (source) => source === "batch");
    assert.equal(await page.locator(".inspect-example .typed").count(), 0);
  });
});

test("the answer is predicted before any number is shown, for every example anew, and a link asks for it", async () => {
  await onPage({}, async (page) => {
    await openInspect(page, small, 40);
    await page.check('[data-part="predict"]');
    const link = await page.evaluate(() => window.descent.link());
    await page.goto("about:blank");
    await page.goto(link);
    await page.evaluate(() => window.descent.ready);
    const answers = page.locator(".inspect-predict [data-answer]");
    const told = () => page.locator(".inspect-text > :not(h3, p, .inspect-predict)").count();
    for (const [index, isRight] of [[0, true], [1, false]]) {
      await answers.first().waitFor();
      assert.equal(await told(), 0, "nothing is told before it is predicted");
      const { outputs, layers } = await page.evaluate((batch) => window.descent.inspect({ batch }), index);
      const says = layers[outputs[0].layer].a[0] > 0.5 ? 1 : 0;
      await answers.nth(isRight ? says : 1 - says).click();
      await page.waitForSelector(`[data-part="reply"][data-right="${isRight}"]`);
      await until(told, (count) => count > 0);
      await page.click('[data-part="next"]');
    }
  });
});
