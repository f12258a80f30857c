// Frames of the page's main thread: while a network of 8-8-8-8-8-8 trains as fast as possible, while the diagram shows
// one of about 1,000,000 parameters, while ten optimizers race for 10,000 steps, and while someone scrubs along that race.
// Run by `cargo xtask bench page`; reported, not asserted.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { close, load, onPage, root } from "../tests/browser/harness.js";

const names = ["input", ...[1, 2, 3, 4, 5, 6].map((index) => `hidden_${index}`)];
const hidden = names.slice(1).map((name, index) => ({ name, layer: "dense", inputs: [names[index]], units: 8, activation: "tanh" }));
const layers = [{ name: "input", layer: "input" }, ...hidden, { name: "output", layer: "dense", inputs: ["hidden_6"], units: 1, activation: "sigmoid" }];

const rules = ["sgd", "adagrad", "adadelta", "rmsprop", "adam", "adamw", "nadam", "adamax", "lion"].map((optimizer) => ({ optimizer }));
const race = {
  surface: "bowl", steps: 10_000,
  contestants: [...rules, { optimizer: "sgd", momentum: 0.5 }].map((optimizer, colour) => ({ optimizer: { ...optimizer, learning_rate: 0.02 }, noise: 1, colour })),
};

/** Frames of `millis`, in the page; `eachFrame` is called in every one. */
function frames(millis, eachFrame = () => {}) {
  return new Promise((resolve) => {
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((entry) => entry.duration)));
    observer.observe({ entryTypes: ["longtask"] });
    const gaps = [];
    const start = performance.now();
    let last = start;
    const frame = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      eachFrame(gaps.length);
      if (now - start < millis) return requestAnimationFrame(frame);
      observer.disconnect();
      gaps.sort((a, b) => a - b);
      const at = (share) => Number(gaps[Math.min(gaps.length - 1, Math.floor(gaps.length * share))].toFixed(1));
      resolve({
        frames: gaps.length, framesPerSecond: Math.round((1000 * gaps.length) / (now - start)), medianFrameMillis: at(0.5), p95FrameMillis: at(0.95),
        longestFrameMillis: at(1), tasksOver50Millis: tasks.length, longestTaskMillis: Math.max(0, ...tasks),
      });
    };
    requestAnimationFrame(frame);
  });
}

const report = {};
const inPage = `window.frames_ = ${frames};`;

const wide = [480, 480, 480, 480, 480].map((units, index) => ({ name: `wide_${index}`, layer: "dense", inputs: [index ? `wide_${index - 1}` : "input"], units, activation: "relu" }));
const branches = [0, 1, 2, 3, 4, 5].map((index) => ({ name: `branch_${index}`, layer: "dense", inputs: ["wide_4"], units: 32, activation: "tanh" }));
const large = [
  layers[0], ...wide, ...branches, { name: "together", layer: "concatenate", inputs: branches.map(({ name }) => name) },
  { name: "output", layer: "dense", inputs: ["together"], units: 1, activation: "sigmoid" },
];

/** Plays on a network and measures the page's frames. */
async function training(layers, diagram) {
  let measured = {};
  await onPage({}, async (page) => {
    await load(page, { data: { dataset: "spiral" }, network: { layers, outputs: ["output"] } });
    if (diagram) await page.click("#show-diagram");
    await page.fill(".speed input", "9");
    await page.evaluate(inPage);
    measured = await page.evaluate(async () => {
      await window.descent.play();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const first = await window.descent.snapshot();
      const start = performance.now();
      const frames = await window.frames_(6000);
      const last = await window.descent.snapshot();
      return { ...frames, batchesPerSecond: Math.round(((last.step - first.step) / (performance.now() - start)) * 1000) };
    });
  });
  return measured;
}

report.training = await training(layers, false);
report.largeDiagram = await training(large, true);

await onPage({ hash: "#optimizers" }, async (page) => {
  await page.evaluate((partial) => window.descent.optimizers.load(partial), race);
  await page.evaluate(inPage);
  await page.waitForTimeout(1000);
  await page.fill("#race-speed", "8");
  await page.click("#race-play");
  report.race = await page.evaluate(() => window.frames_(9000));
  await page.waitForTimeout(1500);
  report.raceScrubbed = await page.evaluate(() => {
    const slider = document.querySelector("#race-scrub");
    return window.frames_(3000, (count) => {
      slider.value = String(Math.round(5000 + 5000 * Math.sin(count / 10)));
      slider.dispatchEvent(new Event("input"));
    });
  });
});

await close();
mkdirSync(join(root, "target/bench"), { recursive: true });
writeFileSync(join(root, "target/bench/page.json"), `${JSON.stringify(report, null, 2)}\n`);
console.table(report);
