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

/** Runs in the page: saves two figures and records a run, and tells what would have been saved. */
async function savedFiles() {
  const until = async (ask) => {
    for (const patience = Date.now() + 60_000; Date.now() < patience; await new Promise((resolve) => setTimeout(resolve, 50))) if (ask()) return ask();
    throw new Error(`never: ${ask}`);
  };
  await (await until(() => window.descent)).ready;
  const files = {};
  let last = null;
  const address = URL.createObjectURL;
  URL.createObjectURL = (blob) => ((last = blob), address.call(URL, blob));
  const { click } = HTMLElement.prototype;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) files[this.download] = last;
    else click.call(this);
  };
  const find = (selector) => document.querySelector(selector);
  await window.descent.step(100);
  find("[data-part=code]").click();
  (await until(() => find("[data-vector=curves]"))).click();
  find("[data-picture=network]").click();
  await until(() => files["curves.svg"] && files["network.png"]);
  find("[data-part=record]").click();
  await until(() => find(".recording progress")?.value > 1.5);
  find("[data-part=stop-recording]").click();
  await until(() => find(".recording [role=status]:not(.visually-hidden)"));
  const video = document.createElement("video");
  video.src = address.call(URL, files["descent-run.webm"]);
  await until(() => video.readyState > 0);
  const { width } = await createImageBitmap(files["network.png"]);
  return { svg: await files["curves.svg"].text(), width, duration: video.duration, steps: window.descent.snapshot().step };
}

test("Firefox saves figures as SVG and PNG, and a run as a video", { skip: engines.find(({ name }) => name === "Firefox").missing && "Firefox is not installed" }, () =>
  withPage(engines.find(({ name }) => name === "Firefox").open, async (page, { address }) => {
    await page.goto(address);
    const { svg, width, duration, steps } = await page.evaluate(savedFiles);
    assert.ok(svg.match(/<path/g).length > 20 && /<text[^>]*>0\.60<\/text>/.test(svg));
    assert.ok(width > 400 && steps > 100);
    assert.ok(duration > 1.4 && duration < 60, `${duration} s`);
  }));

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
