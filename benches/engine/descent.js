// Descent as a system to be measured: the crate beside this file, in its own WebAssembly module.

import init, { Grid, Training, peak, peak_flops } from "../../target/bench/engine/engine_bench.js";
import { examples } from "./workloads.js";

const TURNS = 10_000;

export async function open() {
  const file = new URL("../../target/bench/engine/engine_bench_bg.wasm", import.meta.url);
  const bytes = file.protocol === "file:" ? (await import("node:fs/promises")).readFile(file) : fetch(file);
  await init({ module_or_path: await bytes });
  return { prepare };
}

/** The workload's network as Descent's experiments write it. */
export function model({ input, layers, loss, optimizer, batch }) {
  const named = layers.map((layer, index) => ({ name: `layer_${index}`, inputs: [index ? `layer_${index - 1}` : "input"], ...layer }));
  return JSON.stringify({
    network: { layers: [{ name: "input", layer: "input", shape: input }, ...named], outputs: [named.at(-1).name] },
    loss, optimizer, batch,
  });
}

/** [example][value] as [value][example]. */
function transposed(values, count) {
  const size = values.length / count;
  return Float32Array.from(values, (_, index) => values[(index % count) * size + Math.floor(index / count)]);
}

/** Bytes of the compiled network with optimizer and workspace come along where it trains. */
function prepare(workload) {
  if (workload.blocking) return peakLoop(workload.blocking);
  const { count, inputs, targets } = examples(workload);
  if (workload.pixels) {
    const grid = new Grid(model(workload), count, transposed(inputs, count));
    return { run: (grids) => grid.run(grids), check: () => grid.sum(), free: () => grid.free() };
  }
  const training = new Training(model(workload), count, transposed(inputs, count), transposed(targets, count));
  return {
    bytes: training.bytes(), run: (steps) => training.run(steps), check: () => training.loss(), free: () => training.free(),
  };
}

/** The machine's own multiply-add loop, with a number of independent sums. */
function peakLoop(blocking) {
  let sum = 0;
  return {
    flops: peak_flops(blocking, TURNS),
    run(times) {
      sum += peak(blocking, TURNS * times, 0.999, 0.001);
    },
    check: () => sum,
    free() {},
  };
}

/** Numbers of independent sums that `peak` knows. */
export const blockings = [8, 10, 11, 12, 13, 14];
