// A worker thread of node that trains runs of a list with the page's module, one after the other, as the page's workers do.

import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

const { glue, module, needs } = workerData;
const { Files, Worker, initSync } = await import(glue);
initSync({ module: new WebAssembly.Module(readFileSync(module)) });
const files = new Files();
/** Nothing waits for a turn here. */
const budgetMillis = 1e9;

parentPort.on("message", ({ experiments, epochs }) => {
  const core = new Worker();
  const start = performance.now();
  let steps = 0;
  const fingerprints = [];
  for (const experiment of experiments) {
    let { snapshot } = core.answer({ run: 1, type: "try", experiment, epochs, budgetMillis, needs }, files);
    while (!snapshot.finished || snapshot.metricsDue || snapshot.picturesDue) ({ snapshot } = core.answer({ run: 1, type: "advance", budgetMillis, steps: 1e12, needs }, files));
    steps += snapshot.step;
    fingerprints.push(core.answer({ run: 1, type: "fingerprint" }, files).fingerprint);
  }
  core.free();
  parentPort.postMessage({ millis: performance.now() - start, steps, fingerprints });
});
parentPort.postMessage("ready");
