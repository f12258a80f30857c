// The engine against its peers and against the machine, in one interleaved run.
// Run by `cargo xtask bench engine`; reported, not asserted, but for losses that must fall in every system.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { blockings } from "./engine/descent.js";
import { flops } from "./engine/flops.js";
import { printTable } from "./engine/report.js";
import { root, runtimes } from "./engine/runtimes.js";
import { workloads } from "./engine/workloads.js";

/** Where each system is for each runtime; the peers are bundled. */
const bundled = (file) => ({ chromium: `target/bench/peers/chromium/${file}.js`, node: `target/bench/peers/node/${file}.cjs` });
const ours = { chromium: "benches/engine/descent.js", node: "benches/engine/descent.js" };
const systems = { descent: ours, convnetjs: bundled("convnetjs"), "tfjs-cpu": bundled("tfjs"), "tfjs-wasm": bundled("tfjs") };
const LEAST_ROUNDS = 7;

const wish = read();
const rows = [];
const peaks = {};
for (const name of wish.runtimes) await measure(name);
const result = { peak_gflops: peaks, rows };
printTable(rows, peaks);
mkdirSync(join(root, "target/bench"), { recursive: true });
writeFileSync(join(root, "target/bench/engine.json"), `${JSON.stringify(result, null, 2)}\n`);

/** What the command line asks for. */
function read() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: "string" }, runtime: { type: "string" }, rounds: { type: "string", default: String(LEAST_ROUNDS) } },
  });
  const among = (what, names, name) => {
    if (!names.includes(name)) throw new Error(`${what}: ${name} is none of ${names.join(", ")}`);
    return name;
  };
  const names = workloads.map(({ name }) => name);
  const asked = positionals.map((name) => among("workload", names, name));
  const rounds = Number(values.rounds);
  if (!(rounds >= 1)) throw new Error(`--rounds: ${values.rounds} is not a number of rounds`);
  return {
    workloads: workloads.filter(({ name }) => asked.length === 0 || asked.includes(name)),
    systems: values.only ? [among("--only", Object.keys(systems), values.only)] : Object.keys(systems),
    runtimes: values.runtime ? [among("--runtime", Object.keys(runtimes), values.runtime)] : Object.keys(runtimes),
    rounds,
  };
}

/** Every workload in one runtime, each with all systems and the peak loop in turn. */
async function measure(name) {
  const runtime = await runtimes[name]();
  try {
    const peak = await preparePeak(await runtime.open("descent", ours[name]));
    const open = {};
    for (const system of wish.systems) open[system] = await runtime.open(system, systems[system][name]);
    const first = rows.length;
    for (const workload of wish.workloads) {
      const runs = await prepareAll(workload, name, open);
      await interleave([peak, ...runs]);
      for (const run of runs) rows.push(await row(workload, name, run));
    }
    peaks[name] = peak.flops / (median(peak.millis) * 1e6);
    for (const each of rows.slice(first)) each.share_of_peak = each.gflops / peaks[name];
  } finally {
    await runtime.close();
  }
}

/** The blocking with the highest rate, ready to be timed. */
async function preparePeak(ask) {
  let best;
  for (const blocking of blockings) {
    const { flops: each } = await ask({ call: "prepare", workload: { blocking } });
    const { count } = await ask({ call: "calibrate" });
    const { millis } = await ask({ call: "time", count });
    if (!best || (each * count) / millis > best.rate) best = { blocking, rate: (each * count) / millis, count, flops: each * count };
  }
  await ask({ call: "prepare", workload: { blocking: best.blocking } });
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
  for (let round = 0; round < wish.rounds; round += 1) {
    for (const run of runs) run.millis.push((await run.ask({ call: "time", count: run.count })).millis);
  }
}

async function row(workload, runtime, { system, ask, first, count, millis }) {
  const { value: last } = await ask({ call: "check" });
  if (!workload.pixels && !(last < first)) throw new Error(`${workload.name} ${runtime} ${system}: loss went from ${first} to ${last}`);
  const each = workload.pixels ? 1 : workload.batch;
  const rates = millis.map((time) => (count * each * 1000) / time);
  return {
    workload: workload.name, runtime, system, unit: workload.pixels ? "grids/s" : "samples/s",
    min: Math.min(...rates), median: median(rates), max: Math.max(...rates),
    gflops: ((median(rates) / each) * flops(workload)) / 1e9, share_of_peak: 0,
    ...(workload.pixels ? { sum: last } : { first_loss: first, last_loss: last }),
  };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
