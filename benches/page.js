// Frames of the page's main thread while a network of 8-8-8-8-8-8 trains as fast as possible, and while the diagram shows
// one of about 1,000,000 parameters.
// Run by `cargo xtask bench page`; reported, not asserted.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { close, load, onPage, root } from "../tests/browser/harness.js";

const seconds = 6;
const names = ["input", ...[1, 2, 3, 4, 5, 6].map((index) => `hidden_${index}`)];
const hidden = names.slice(1).map((name, index) => ({ name, layer: "dense", inputs: [names[index]], units: 8, activation: "tanh" }));
const layers = [{ name: "input", layer: "input" }, ...hidden, { name: "output", layer: "dense", inputs: ["hidden_6"], units: 1, activation: "sigmoid" }];

const wide = [480, 480, 480, 480, 480].map((units, index) => ({ name: `wide_${index}`, layer: "dense", inputs: [index ? `wide_${index - 1}` : "input"], units, activation: "relu" }));
const branches = [0, 1, 2, 3, 4, 5].map((index) => ({ name: `branch_${index}`, layer: "dense", inputs: ["wide_4"], units: 32, activation: "tanh" }));
const large = [
  layers[0], ...wide, ...branches, { name: "together", layer: "concatenate", inputs: branches.map(({ name }) => name) },
  { name: "output", layer: "dense", inputs: ["together"], units: 1, activation: "sigmoid" },
];

/** Plays on a network and measures the page's frames. */
async function measure(network, diagram) {
  let report = {};
  await onPage({}, async (page) => {
    await load(page, { data: { dataset: "spiral" }, network });
    if (diagram) await page.click("#show-diagram");
    await page.fill(".speed input", "9");
    report = await page.evaluate(async (duration) => {
      const tasks = [];
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ["longtask"] });
      await window.descent.play();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      tasks.length = 0;
      const first = await window.descent.snapshot();
      const gaps = [];
      const start = performance.now();
      for (let last = start; last - start < duration; ) {
        const now = await new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
        gaps.push(now - last);
        last = now;
      }
      const last = await window.descent.snapshot();
      gaps.sort((a, b) => a - b);
      const at = (share) => Number(gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))].toFixed(1));
      return {
        frames: gaps.length, medianFrameMillis: at(0.5), p95FrameMillis: at(0.95), longestFrameMillis: at(1),
        tasksOver50Millis: tasks.length, longestTaskMillis: Math.max(0, ...tasks),
        batchesPerSecond: Math.round(((last.step - first.step) / duration) * 1000),
      };
    }, seconds * 1000);
  });
  return report;
}

const report = { columns: await measure({ layers, outputs: ["output"] }, false), largeDiagram: await measure({ layers: large, outputs: ["output"] }, true) };
await close();
mkdirSync(join(root, "target/bench"), { recursive: true });
writeFileSync(join(root, "target/bench/page.json"), `${JSON.stringify(report, null, 2)}\n`);
console.table(report);
