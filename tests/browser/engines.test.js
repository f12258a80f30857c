// The same experiment gives the same bits without a browser and in the engines of Chrome, Firefox and Safari.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { engines } from "./engines.js";
import { root, serve } from "./server.js";

const presets = JSON.parse(readFileSync(join(root, "www/presets/experiments.json"), "utf8"));
const preset = (name) => presets.find((one) => one.name === name).experiment;

/** Every kind of network, with the batches to train. */
const experiments = {
  dense: [{ data: { dataset: "spiral" }, optimizer: { optimizer: "adam" }, seed: 7 }, 300],
  dropout: [preset("dropout"), 200],
  convolution: [preset("lenet"), 12],
  lstm: [preset("sentences_lstm"), 12],
  "two heads": [preset("houses"), 40],
  inception: [preset("inception"), 8],
  residual: [preset("residual"), 100],
  siamese: [preset("siamese"), 8],
  series: [preset("series_seasonal"), 20],
  drawing: [{
    data: { dataset: "drawn", points: Array.from({ length: 40 }, (_, index) => [(index % 11) / 2 - 2.5, ((index * 7) % 10) / 2 - 2.3, index % 2]) },
    training: { batch_size: 6 }, optimizer: { optimizer: "rmsprop" }, seed: 3,
  }, 100],
};

/** The hashes that the core prints when it runs without a browser. */
function native(wanted) {
  const file = join(mkdtempSync(join(tmpdir(), "descent-")), "experiment.json");
  return Object.fromEntries(Object.entries(wanted).map(([name, [experiment, steps]]) => {
    writeFileSync(file, JSON.stringify(experiment));
    return [name, execFileSync(join(root, "target/release/examples/fingerprint"), [file, String(steps)]).toString().trim()];
  }));
}

/** Runs in the page: the hash of every experiment, once the page can be used. */
async function fingerprints(wanted) {
  const patience = Date.now() + 60_000;
  while (!window.descent && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 50));
  await window.descent.ready;
  const found = {};
  for (const [name, [experiment, steps]] of Object.entries(wanted)) {
    await window.descent.load(experiment);
    await window.descent.step(steps);
    found[name] = await window.descent.fingerprint();
  }
  return found;
}

/** Opens an engine, gives its page and the server to the work, and closes both. */
async function withPage(open, work) {
  const server = await serve();
  try {
    const page = await open();
    try {
      await work(page, server);
    } finally {
      await page.close();
    }
  } finally {
    server.close();
  }
}

for (const { name, open, missing } of engines) {
  const skip = missing && `${name} is not installed`;

  test(`ten experiments have the same bits in ${name} as without a browser`, { skip }, () =>
    withPage(open, async (page, { address }) => {
      await page.goto(address);
      assert.deepEqual(await page.evaluate(fingerprints, experiments), native(experiments));
    }));

  test(`in a sandbox without an origin ${name} starts and trains the same`, { skip }, () =>
    withPage(open, async (page, { embedding }) => {
      await page.goto(embedding);
      await page.enter();
      assert.equal(await page.evaluate(() => window.origin), "null");
      const { dense } = experiments;
      assert.deepEqual(await page.evaluate(fingerprints, { dense }), native({ dense }));
    }));
}
