// What every system is given to do, once for all of them: network, optimizer, batch and data.
// A train step is forward, backward and update of one batch, in f32 where the system has it (ConvNetJS computes in f64).

/** @typedef {{layer: string, [argument: string]: any}} Layer  a layer with Keras's names
 * @typedef {{name: string, title: string, input: number[], layers: Layer[], loss: "mean_squared_error" | "categorical_crossentropy",
 *   optimizer: {optimizer: "sgd" | "adam", learning_rate: number}, batch: number, pixels?: number}} Workload */

const dense = (units, activation = "linear") => ({ layer: "dense", units, activation });
const sgd = (learning_rate) => ({ optimizer: "sgd", learning_rate });
const adam = { optimizer: "adam", learning_rate: 0.001 };
const deep = [...Array(6).fill(8), 1].map((units) => dense(units, "tanh"));
const classifier = [dense(128, "relu"), dense(10, "softmax")];

/** @type {Workload[]} */
export const workloads = [
  {
    name: "W1", title: "2-4-2-1 tanh, batch 10, SGD",
    input: [2], layers: [4, 2, 1].map((units) => dense(units, "tanh")), loss: "mean_squared_error", optimizer: sgd(0.03), batch: 10,
  },
  {
    name: "W2", title: "7-8-8-8-8-8-8-1 tanh, batch 10, SGD",
    input: [7], layers: deep, loss: "mean_squared_error", optimizer: sgd(0.03), batch: 10,
  },
  {
    name: "W3", title: "2-64-64-1 relu (linear output), batch 32, SGD",
    input: [2], layers: [dense(64, "relu"), dense(64, "relu"), dense(1)], loss: "mean_squared_error", optimizer: sgd(0.01), batch: 32,
  },
  {
    name: "W4", title: "784-128-10 relu, softmax, batch 32, SGD",
    input: [784], layers: classifier, loss: "categorical_crossentropy", optimizer: sgd(0.01), batch: 32,
  },
  {
    name: "W4-adam", title: "784-128-10 relu, softmax, batch 32, Adam",
    input: [784], layers: classifier, loss: "categorical_crossentropy", optimizer: adam, batch: 32,
  },
  {
    name: "W5", title: "24x24x1, conv 5x5x8 same relu, max pool 2, conv 5x5x16 same relu, max pool 3, softmax 10, batch 20, Adam",
    input: [24, 24, 1],
    layers: [
      { layer: "conv2d", filters: 8, kernel_size: [5, 5], padding: "same", activation: "relu" },
      { layer: "max_pooling2d", pool_size: [2, 2] },
      { layer: "conv2d", filters: 16, kernel_size: [5, 5], padding: "same", activation: "relu" },
      { layer: "max_pooling2d", pool_size: [3, 3] },
      { layer: "flatten" },
      dense(10, "softmax"),
    ],
    loss: "categorical_crossentropy", optimizer: adam, batch: 20,
  },
  {
    name: "W6", title: "forward of W2's network over 100x100 pixels, keeping every unit's values",
    input: [7], layers: deep, loss: "mean_squared_error", optimizer: sgd(0.03), batch: 1, pixels: 10_000,
  },
  {
    name: "W7", title: "LSTM 32 over 20 steps of 4, dense 1, batch 32, Adam",
    input: [20, 4], layers: [{ layer: "lstm", units: 32 }, dense(1)], loss: "mean_squared_error", optimizer: adam, batch: 32,
  },
];

/** Batches that a workload's data hold, fewer where examples are large; they are gone through in order, again and again. */
const batches = (size) => (size < 100 ? 100 : 20);

export const product = (sides) => sides.reduce((all, side) => all * side, 1);

/** Seeded numbers in [0, 1), so that every system sees the same (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Inputs and targets, example by example. What is to be learnt is a line through the inputs, with one label in
 * ten wrong: simple enough for every network, and never learnt so well that gradients vanish.
 * @param {Workload} workload */
export function examples({ input, layers, batch, pixels }) {
  const random = numbers(1);
  const size = product(input);
  const count = pixels ?? batch * batches(size);
  const units = layers.at(-1).units;
  const direction = Array.from({ length: size }, () => random() - 0.5);
  const inputs = new Float32Array(count * size);
  const targets = new Float32Array(count * units);
  for (let example = 0; example < count; example += 1) {
    let height = 0;
    for (let index = 0; index < size; index += 1) {
      const value = 2 * random() - 1;
      inputs[example * size + index] = value;
      height += value * direction[index] / Math.sqrt(size / 12);
    }
    const wrong = random() < 0.1;
    if (units === 1) targets[example] = height > 0 === wrong ? -0.8 : 0.8;
    else targets[example * units + (wrong ? Math.floor(random() * units) : Math.max(0, Math.min(units - 1, Math.floor((height * 1.5 + 0.5) * units))))] = 1;
  }
  return { count, size, units, inputs, targets };
}
