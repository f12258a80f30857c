// The second module: loaded when it is asked for, and started again whatever ended it.

import assert from "node:assert/strict";
import test, { after } from "node:test";
import { close, onPage } from "./harness.js";

after(close);

/** The weights as safetensors, read: what the header says of every tensor, and its values. */
const weights = (page) =>
  page.evaluate(async () => {
    const bytes = await window.descent.export("safetensors");
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    const { __metadata__, ...header } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    const values = ([start, end]) => [...new Float32Array(bytes.slice(8 + length + start, 8 + length + end).buffer)];
    return Object.entries(header).map(([name, { dtype, shape, data_offsets }]) => ({ name, dtype, shape, values: values(data_offsets) }));
  });

const requests = (page) => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1)).filter((name) => /^desk/.test(name)));

/** Keeps the page's workers at hand. */
function keepWorkers() {
  window.workers = [];
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.workers.push(this);
    }
  };
}

test("weights are those of the run at this moment, and the module comes with the first question", async () => {
  await onPage({ hash: "#seed=5" }, async (page) => {
    assert.deepEqual(await requests(page), []);
    const before = await weights(page);
    assert.match((await requests(page)).join(" "), /desk-\w+\.wasm/);
    assert.ok(before.every(({ dtype, shape, values }) => dtype === "F32" && values.length === shape.reduce((product, side) => product * side, 1)));
    await page.evaluate(() => window.descent.step(30));
    const after = await weights(page);
    assert.deepEqual(after.map(({ name, shape }) => ({ name, shape })), before.map(({ name, shape }) => ({ name, shape })));
    assert.notDeepEqual(after, before);
    assert.equal((await requests(page)).filter((name) => name.endsWith(".wasm")).length, 1);
    await page.evaluate(() => window.descent.reset());
    assert.deepEqual(await weights(page), before);
  });
});

test("the module reads the page's files for networks whose data need them", async () => {
  await onPage({}, async (page) => {
    await page.evaluate(() => window.descent.load({ data: { dataset: "digits" } }));
    const all = await weights(page);
    assert.equal(all.find(({ shape }) => shape.length === 2 && shape[0] >= 64)?.dtype, "F32");
  });
});

test("where the module does not come, or comes damaged, that is said, and it can be asked again", async () => {
  await onPage({ expected: /desk-\w+\.wasm|404/ }, async (page) => {
    const refusal = () => page.evaluate(() => window.descent.export("safetensors").then(() => "none", String));
    await page.route("**/desk-*.wasm", (route) => route.fulfill({ status: 404 }));
    assert.match(await refusal(), /missing: desk-\w+\.wasm/);
    await page.unroute("**/desk-*.wasm");
    await page.route("**/desk-*.wasm", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.body()).subarray(0, 50_000) });
    });
    assert.match(await refusal(), /damaged: desk-\w+\.wasm/);
    await page.unroute("**/desk-*.wasm");
    assert.ok((await weights(page)).length);
  });
});

test("a crash ends one question: the next finds a new worker, and training goes on", async () => {
  await onPage({ hash: "#seed=5", init: [keepWorkers] }, async (page) => {
    const before = await weights(page);
    const count = await page.evaluate(() => {
      window.workers.at(-1).postMessage({ type: "panic", id: 0, experiment: {} });
      return window.workers.length;
    });
    const outcome = await page.evaluate(() => window.descent.export("safetensors").then(() => "none", String));
    assert.match(outcome, /none|a test asked for a panic/);
    assert.deepEqual(await weights(page), before);
    assert.equal(await page.evaluate(() => window.workers.length), count + 1);
    assert.equal(await page.evaluate(async () => (await window.descent.step(3)).step), 3);
  });
});

test("a kind that is unknown is refused by name", async () => {
  await onPage({}, async (page) => {
    assert.match(await page.evaluate(() => window.descent.export("stone").catch(String)), /unknown variant `stone`/);
  });
});
