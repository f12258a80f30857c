// A sweep of 200 small runs in the page against the same runs of the same module in two worker threads of node, by turns; what
// of the page's main thread and memory it takes, and how it grows. Run by `cargo xtask bench sweep`; reported, not asserted.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { createLinks } from "../www/js/model/link/link.js";
import { launch } from "./load/visit.js";
import { serve } from "./load/server.js";

const root = join(import.meta.dirname, "..");
const { values: options } = parseArgs({ options: { rounds: { type: "string" }, runs: { type: "string" }, epochs: { type: "string" }, most: { type: "string" } } });
const rounds = Number(options.rounds ?? 5);
const count = Number(options.runs ?? 200);
const epochs = Number(options.epochs ?? 100);
/** How far it grows; 0 leaves that out. */
const most = Number(options.most ?? 2000);
const cores = 2;

const dense = (name, before, units, activation) => ({ name, layer: "dense", inputs: [before], units, activation });
const experiment = {
  data: { dataset: "circle", samples: 400 },
  network: { layers: [{ name: "input", layer: "input" }, dense("a", "input", 8, "tanh"), dense("b", "a", 8, "tanh"), dense("output", "b", 1, "sigmoid")], outputs: ["output"] },
};

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Opens the page with as many cores as are compared. */
async function openPage(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-US" });
  const page = await context.newPage();
  await page.addInitScript((cores) => {
    localStorage.setItem("descent.guide", "seen");
    Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => cores });
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ entryTypes: ["longtask"] });
  }, cores);
  await page.goto(address);
  await page.evaluate(() => window.descent.ready);
  return page;
}

/** A plan of so many runs: more than 200 are other rates, too. */
function planOf(runs) {
  const repeats = Math.min(runs, 200);
  const rates = Math.max(1, Math.ceil(runs / 200));
  return { experiment, repeats, epochs, ...(rates > 1 ? { vary: [{ field: "learning_rate", from: 0.01, to: 0.3, count: rates, log: true }] } : {}) };
}

/** Megabytes of the page's scripts that are still needed. */
async function memoryOf(page) {
  const client = await page.context().newCDPSession(page);
  await client.send("HeapProfiler.collectGarbage");
  await client.send("Performance.enable");
  const { metrics } = await client.send("Performance.getMetrics");
  await client.detach();
  return Math.round(metrics.find(({ name }) => name === "JSHeapUsedSize").value / 1e5) / 10;
}

/** Trains a plan in the room of runs, whose figures follow it. */
async function inRoom(page, address, links, runs) {
  const link = `${address}#${links.write({ room: "runs", version: 2, content: planOf(runs), view: {} })}`;
  await page.evaluate((to) => window.descent.open(to), link);
  await page.waitForSelector('[data-part="start"]');
  await page.waitForTimeout(500);
  const before = await page.evaluate(() => window.tasks.splice(0).length);
  const start = performance.now();
  await page.click('[data-part="start"]');
  await page.waitForSelector(`.run-state:has-text("${runs} runs in")`, { timeout: 600_000 });
  const millis = performance.now() - start;
  await page.waitForTimeout(500);
  const tasks = await page.evaluate(() => window.tasks.splice(0));
  return { runs, millis, tasksBefore: before, tasksOver50Millis: tasks.length, longestTaskMillis: Math.max(0, ...tasks) };
}

/** The worker threads, each with the module of the page. */
async function threads() {
  const folder = join(root, "dist");
  const module = join(folder, readdirSync(folder).find((name) => /^core-\w+\.wasm$/.test(name)));
  const needs = { evaluation: true, weights: true, history: true, pictures: { resolution: 32, unitsPerLayer: 0 } };
  const all = Array.from({ length: cores }, () => new Worker(new URL("sweep/trainer.js", import.meta.url), { workerData: { glue: join(root, "target/page/page.js"), module, needs } }));
  await Promise.all(all.map((worker) => new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject))));
  return {
    async train(experiments) {
      const start = performance.now();
      const answers = await Promise.all(all.map((worker, index) => new Promise((resolve, reject) => {
        worker.once("message", resolve).once("error", reject);
        worker.postMessage({ experiments: experiments.filter((_, at) => at % cores === index), epochs });
      })));
      const fingerprints = experiments.map((_, at) => answers[at % cores].fingerprints[Math.floor(at / cores)]);
      return { millis: performance.now() - start, steps: answers.reduce((sum, { steps }) => sum + steps, 0), fingerprints };
    },
    end: () => Promise.all(all.map((worker) => worker.terminate())),
  };
}

const server = await serve(join(root, "dist"));
server.prepare(readdirSync(join(root, "dist")).filter((name) => /\.(html|js|css|wasm)$/.test(name)));
const { address } = server;
const links = createLinks(["playground", "optimizers", "runs", "lessons"]);
const browser = await launch();
const page = await openPage(browser, address);
const workers = await threads();
const report = { runs: count, epochs, cores, rounds: [] };

// The first time everything is compiled, and tells which runs these are.
const sweep = () => page.evaluate(async (plan) => {
  const start = performance.now();
  const rows = await window.descent.sweep(plan);
  return { millis: performance.now() - start, rows: rows.map(({ seed, repeat, step, fingerprint }) => ({ seed, repeat, step, fingerprint })) };
}, planOf(count));
const { rows } = await sweep();
await page.evaluate((partial) => window.descent.load(partial), experiment);
const whole = await page.evaluate(() => window.descent.experiment());
const experiments = rows.map(({ seed, repeat }) => ({ ...whole, seeds: repeat === 0 ? {} : { data: whole.seed, weights: seed, order: seed } }));
const first = await workers.train(experiments);
const different = rows.filter(({ fingerprint }, index) => fingerprint !== first.fingerprints[index]).length;
report.differentRuns = different;
report.steps = first.steps;
const heapBefore = await memoryOf(page);
for (let round = 0; round < rounds; round++) {
  const { millis: pageMillis } = await sweep();
  const { millis: nodeMillis } = await workers.train(experiments);
  report.rounds.push({ pageMillis: Math.round(pageMillis), nodeMillis: Math.round(nodeMillis), ratio: Number((pageMillis / nodeMillis).toFixed(3)) });
  console.log(report.rounds.at(-1));
}
const best = (/** @type {"pageMillis" | "nodeMillis"} */ key) => Math.min(...report.rounds.map((round) => round[key]));
report.ratioOfBest = Number((best("pageMillis") / best("nodeMillis")).toFixed(3));
report.ratio = median(report.rounds.map(({ ratio }) => ratio));
report.heapMegabytes = { before: heapBefore, after: await memoryOf(page) };
await workers.end();

report.inRoom = [];
for (const runs of most ? [count, count, most] : [count]) {
  report.inRoom.push({ ...(await inRoom(page, address, links, runs)), heapMegabytes: await memoryOf(page) });
  console.log(report.inRoom.at(-1));
}
await browser.close();
server.close();

console.log(`\n${count} runs of ${epochs} epochs, ${report.steps} steps: the page takes ${report.ratio} of the time of ${cores} threads of node, ${report.ratioOfBest} in the best rounds (1.15 at most is aimed at); ${different} runs came to other weights`);
mkdirSync(join(root, "target/bench"), { recursive: true });
writeFileSync(join(root, "target/bench/sweep.json"), `${JSON.stringify(report, null, 2)}\n`);
process.exitCode = different ? 1 : 0;
