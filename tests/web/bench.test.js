// What the engine's measurement counts, against counts by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { flops, sizes } from "../../benches/engine/flops.js";
import { examples, workloads } from "../../benches/engine/workloads.js";

const named = (name) => workloads.find((workload) => workload.name === name);

test("a step of 2-4-2-1 is counted weight by weight", () => {
  // 18 weights and 7 biases forward; their gradients and, but for the first layer, those of the inputs backward.
  const forward = 2 * 18 + 7;
  const backward = 2 * (18 + 10) + 7;
  assert.equal(flops(named("W1")), 10 * (forward + backward) + 2 * 25);
});

test("a convolution is counted on the image only", () => {
  const conv = { layer: "conv2d", filters: 1, kernel_size: [3, 3], padding: "same", activation: "linear" };
  const workload = { input: [3, 3, 1], layers: [conv], batch: 1, optimizer: { optimizer: "sgd" } };
  const taps = 4 * 4 + 4 * 6 + 9; // corners, sides, middle
  assert.equal(flops(workload), 2 * (2 * taps + 9) + 2 * 10);
});

test("a picture is counted forward, pixel by pixel", () => {
  assert.equal(flops(named("W6")), 10_000 * (2 * (7 * 8 + 5 * 64 + 8) + 49));
});

test("parameters are those of Keras's summary", () => {
  const parameters = (name) => sizes(named(name)).parameters;
  assert.deepEqual(["W1", "W2", "W3", "W4", "W5", "W7"].map(parameters), [25, 433, 4417, 101_770, 208 + 3216 + 2570, 4736 + 33]);
});

test("every system is given the same examples, and each class of them is there", () => {
  const [one, two] = [examples(named("W5")), examples(named("W5"))];
  assert.deepEqual(one.targets, two.targets);
  const counts = Array(10).fill(0);
  one.targets.forEach((target, index) => (counts[index % 10] += target));
  assert.ok(counts.every((count) => count > 0), String(counts));
  assert.equal(counts.reduce((sum, count) => sum + count), one.count);
});
