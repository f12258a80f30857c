// The engine against its peers and against the machine, in one interleaved run.
// Run by `cargo xtask bench engine`; reported, not asserted, but for losses that must fall in every system.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { blockings } from "./engine/descent.js";
import { flops, sizes } from "./engine/flops.js";
import { median, printAgainst, printMemory, printSize, printTable } from "./engine/report.js";
import { root, runtimes } from "./engine/runtimes.js";
import { measureScaling, plotScaling, printScaling } from "./engine/scaling.js";
import { LIMIT_BYTES, wasmParts, wasmSize } from "./engine/wasm_size.js";
import { workloads } from "./engine/workloads.js";

/** Where each system is for each runtime; the peers are bundled. */
const bundled = (file) => ({ chromium: `target/bench/peers/chromium/${file}.js`, node: `target/bench/peers/node/${file}.cjs` });
const ours = { chromium: "benches/engine/descent.js", node: "benches/engine/descent.js" };
const systems = { descent: ours, convnetjs: bundled("convnetjs"), "tfjs-cpu": bundled("tfjs"), "tfjs-wasm": bundled("tfjs") };
const ROUNDS = 7;
/** Differences between two commits are smaller than those between systems. */
const ROUNDS_AGAINST = 15;
/** Named among the workloads: memory, growth and size, without measuring any. */
const COSTS = "costs";
const SLOTS = { sgd: 0, adam: 2 };

let options;
try {
  options = read();
} catch (error) {
  console.error(`error: bench engine: ${error.message}`);
  process.exit(1);
}
const folder = join(root, "target/bench");
mkdirSync(folder, { recursive: true });
if (options.against) {
  await measureAgainst(options.against);
  process.exit();
}
const rows = [];
const peaks = {};
if (options.workloads.length > 0) {
  for (const name of options.runtimes) await measure(name);
  printTable(rows, peaks);
  const plain = rows.map(({ losses, ...row }) => row);
  const file = join(folder, "engine.json");
  writeFileSync(file, `${JSON.stringify({ peak_gflops: peaks, rows: plain }, null, 2)}\n`);
  console.log(`written to ${file}`);
}
if (options.costs) await measureCosts(options.runtimes[0]);

/** What the command line asks for. */
function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: "string" }, runtime: { type: "string" }, rounds: { type: "string" }, against: { type: "string" } },
  });
  const among = (what, names, name) => {
    if (!names.includes(name)) throw new Error(`${what}: ${name} is none of ${names.join(", ")}`);
    return name;
  };
  const names = workloads.map(({ name }) => name);
  const asked = positionals.map((name) => among("workload", [...names, COSTS], name));
  const rounds = Number(values.rounds ?? (values.against ? ROUNDS_AGAINST : ROUNDS));
  if (!(rounds >= 1)) throw new Error(`--rounds: ${values.rounds} is not a number of rounds`);
  return {
    workloads: workloads.filter(({ name }) => asked.length === 0 || asked.includes(name)),
    systems: values.only ? [among("--only", Object.keys(systems), values.only)] : Object.keys(systems),
    runtimes: values.runtime ? [among("--runtime", Object.keys(runtimes), values.runtime)] : Object.keys(runtimes),
    rounds,
    against: values.against,
    costs: process.argv.length === 2 || asked.includes(COSTS),
  };
}

/** This engine and that of another checkout, timed in turn. The fastest timing of each counts: what else the machine does
 * can only slow one down. */
async function measureAgainst(checkout) {
  const ratios = [];
  for (const name of options.runtimes) {
    const runtime = await runtimes[name]();
    try {
      const open = {
        before: await runtime.open("before", `${checkout}/${ours[name]}`),
        now: await runtime.open("now", ours[name]),
      };
      for (const workload of options.workloads) {
        const runs = await prepareAll(workload, name, open);
        if (runs.length < 2) continue;
        // A timing of each takes as many runs, so that both are equally exact.
        const count = Math.max(...runs.map((run) => run.count));
        for (const run of runs) run.count = count;
        await interleave(runs);
        const [before, now] = runs.map(({ millis }) => (1000 * count) / Math.min(...millis));
        ratios.push({ workload: workload.name, runtime: name, before, now, ratio: now / before });
      }
    } finally {
      await runtime.close();
    }
  }
  const mean = Math.exp(ratios.reduce((sum, { ratio }) => sum + Math.log(ratio), 0) / ratios.length);
  printAgainst(ratios, mean);
  const file = join(folder, "engine-against.json");
  writeFileSync(file, `${JSON.stringify({ geometric_mean: mean, rows: ratios }, null, 2)}\n`);
  console.log(`written to ${file}`);
}

/** Every workload in one runtime, each with all systems and the peak loop in turn. */
async function measure(name) {
  const runtime = await runtimes[name]();
  try {
    const peak = await preparePeak(await runtime.open("descent", ours[name]));
    const open = {};
    for (const system of options.systems) open[system] = await runtime.open(system, systems[system][name]);
    for (const workload of options.workloads) {
      const runs = await prepareAll(workload, name, open);
      await interleave([peak, ...runs]);
      // Against the peak of the same minute: what else the machine does slows both.
      const highest = gflopsOf(peak, peak.millis.slice(-options.rounds));
      for (const run of runs) rows.push(await row(workload, name, run, highest));
    }
    peaks[name] = gflopsOf(peak, peak.millis);
  } finally {
    await runtime.close();
  }
}

/** The blocking with the highest rate of a few timings, ready to be timed. */
async function preparePeak(ask) {
  let best;
  for (const blocking of blockings) {
    const { flops: each } = await ask({ call: "prepare", workload: { blocking } });
    const { count } = await ask({ call: "calibrate" });
    for (let timing = 0; timing < 3; timing += 1) {
      const rate = (each * count) / (await ask({ call: "time", count })).millis;
      if (!best || rate > best.rate) best = { blocking, rate, count, flops: each * count };
    }
  }
  await ask({ call: "prepare", workload: { blocking: best.blocking } });
  console.log(`peak loop: ${best.blocking} independent sums`);
  return { ...best, system: "peak", ask, millis: [] };
}

/** The systems that can run a workload, warm. Says of the others why not. */
async function prepareAll(workload, runtime, open) {
  const runs = [];
  for (const [system, ask] of Object.entries(open)) {
    const { reason, first } = await ask({ call: "prepare", workload });
    if (reason) console.log(`${workload.name} ${runtime} ${system}: left out: ${reason}`);
    else runs.push({ system, ask, first, count: (await ask({ call: "calibrate" })).count, millis: [] });
  }
  return runs;
}

async function interleave(runs) {
  for (let round = 0; round < options.rounds; round += 1) {
    for (const run of runs) run.millis.push((await run.ask({ call: "time", count: run.count })).millis);
  }
}

function gflopsOf({ flops: operations }, millis) {
  return operations / (median(millis) * 1e6);
}

async function row(workload, runtime, { system, ask, first, count, millis }, highest) {
  const { value: last } = await ask({ call: "check" });
  if (!workload.pixels && !(last < first)) throw new Error(`${workload.name} ${runtime} ${system}: loss went from ${first} to ${last}`);
  const each = workload.pixels ? 1 : workload.batch;
  const rates = millis.map((time) => (count * each * 1000) / time);
  const gflops = ((median(rates) / each) * flops(workload)) / 1e9;
  return {
    workload: workload.name, runtime, system, unit: workload.pixels ? "grids/s" : "samples/s",
    min: Math.min(...rates), median: median(rates), max: Math.max(...rates),
    gflops, share_of_peak: gflops / highest,
    losses: workload.pixels ? [] : [first, last],
  };
}

/** How Descent's costs grow, what memory it takes, and what the page has to load. */
async function measureCosts(name) {
  const runtime = await runtimes[name]();
  try {
    const ask = await runtime.open("descent", ours[name]);
    const entries = [];
    for (const workload of workloads.filter(({ pixels }) => !pixels)) {
      const { parameters, activations } = sizes(workload);
      const least = 4 * (parameters * (2 + SLOTS[workload.optimizer.optimizer]) + 2 * activations * workload.batch);
      entries.push({ workload, least, bytes: (await ask({ call: "prepare", workload })).bytes });
    }
    printMemory(entries);
    const measured = await measureScaling(ask);
    printScaling(measured, name);
    const file = join(folder, "engine_scaling.svg");
    writeFileSync(file, plotScaling(measured, name));
    console.log(`plotted in ${file}`);
  } finally {
    await runtime.close();
  }
  const [page, named] = ["target/page/page_bg.wasm", "target/bench/page/page_bg.wasm"].map((file) => readFileSync(join(root, file)));
  printSize(wasmSize(page), wasmParts(named), LIMIT_BYTES);
}
