// Frames of the page's main thread while the default network, one of 8 layers and the digits train as fast as possible, at
// 1280 by 720; with --against another build of the page, both by turns in one run. Reported, not asserted.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./load/visit.js";
import { serve } from "./load/server.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values: options } = parseArgs({ options: { throttle: { type: "string" }, against: { type: "string" }, rounds: { type: "string" } } });
const throttle = Number(options.throttle ?? 1);
const rounds = Number(options.rounds ?? 3);
const [settleMillis, measuredMillis] = [1500, 4000];

const presets = JSON.parse(readFileSync(join(root, "www/presets/experiments.json"), "utf8"));
const preset = (name) => presets.find((one) => one.name === name).experiment;
const workloads = { default: {}, "8 layers": preset("vanishing"), digits: preset("digits_conv") };

/** Counts the frames of a while, in the page. */
function frames(millis) {
  return new Promise((resolve) => {
    const tasks = [];
    const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
    observer.observe({ entryTypes: ["longtask"] });
    let count = 0;
    const start = performance.now();
    const frame = () => {
      count += 1;
      const now = performance.now();
      if (now - start < millis) return requestAnimationFrame(frame);
      observer.disconnect();
      resolve({ framesPerSecond: (1000 * count) / (now - start), tasksOver50Millis: tasks.length, longestTaskMillis: Math.max(0, ...tasks) });
    };
    requestAnimationFrame(frame);
  });
}

/** What a page does in a while of training. */
async function measure(browser, address, experiment) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-US" });
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem("descent.guide", "seen"));
  await page.goto(address);
  await page.evaluate(() => window.descent.ready);
  await page.evaluate((partial) => window.descent.load(partial), experiment);
  const client = await context.newCDPSession(page);
  await client.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  await page.fill(".speed input", "9");
  await page.evaluate(() => window.descent.play());
  await page.waitForTimeout(settleMillis);
  await client.send("Performance.enable");
  const busy = async () => (await client.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  const before = await busy();
  const seen = await page.evaluate(frames, measuredMillis);
  const workMillis = (await busy()) - before;
  await context.close();
  return { ...seen, workMillisPerFrame: workMillis / ((seen.framesPerSecond * measuredMillis) / 1000) };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const builds = { here: join(root, "dist"), ...(options.against ? { there: options.against } : {}) };
const servers = {};
for (const [name, folder] of Object.entries(builds)) {
  servers[name] = await serve(folder);
  servers[name].prepare(readdirSync(folder).filter((file) => /\.(html|js|css|wasm)$/.test(file)));
}
const browser = await launch();
const report = {};
for (const [workload, experiment] of Object.entries(workloads)) {
  const measured = Object.fromEntries(Object.keys(builds).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(builds)) measured[name].push(await measure(browser, servers[name].address, experiment));
  }
  for (const [name, all] of Object.entries(measured)) {
    const of = (key) => Number(median(all.map((one) => one[key])).toFixed(1));
    report[`${workload}, ${name}`] = Object.fromEntries(Object.keys(all[0]).map((key) => [key, of(key)]));
  }
  if (options.against) report[`${workload}, here / there`] = { framesPerSecond: Number((report[`${workload}, here`].framesPerSecond / report[`${workload}, there`].framesPerSecond).toFixed(2)) };
}
await browser.close();
for (const server of Object.values(servers)) server.close();
mkdirSync(join(root, "target/bench"), { recursive: true });
writeFileSync(join(root, "target/bench/frames.json"), `${JSON.stringify({ throttle, report }, null, 2)}\n`);
console.table(report);
