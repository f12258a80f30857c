// Inspect's lines, from a trace of a 2-2-1 network whose numbers are computed here by hand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { mistakeInText } from "../../www/js/figures/inspect/filling.js";
import { backwardUnits, backwardWeights, chainOf, forwardDense, updateOf } from "../../www/js/figures/inspect/lines.js";
import { lossLines } from "../../www/js/figures/inspect/losses.js";
import { denseOf, layerNumber, ownersOf, pathsFrom, weightNamed } from "../../www/js/figures/inspect/network.js";
import { weightsOff } from "../../www/js/figures/inspect/off.js";
import { parameterLines } from "../../www/js/figures/inspect/parameters.js";
import { momentsOf, seenAt } from "../../www/js/figures/inspect/timeline.js";
import { gradientsTable, stepsTable, weightsTable } from "../../www/js/figures/inspect/tables.js";
import { windowAt, windowsBack } from "../../www/js/figures/inspect/windows.js";

const close = (a, b, what = "") => assert.ok(Math.abs(a - b) < 1e-12, `${what}: ${a}, not ${b}`);

/** x → 2 tanh → 1 sigmoid with binary cross-entropy. Weights lie as in Keras, `[input][unit]`. */
const [x, y] = [[1.2, -0.5], 1];
const weights = [0.43, -0.3, 0.7, 0.9, 0.1, -0.2, 1.1, -0.8, 0.05];
const z1 = [0, 1].map((unit) => weights[unit] * x[0] + weights[2 + unit] * x[1] + weights[4 + unit]);
const a1 = z1.map(Math.tanh);
const z2 = weights[6] * a1[0] + weights[7] * a1[1] + weights[8];
const a2 = 1 / (1 + Math.exp(-z2));
const gradZ2 = a2 - y;
const gradA1 = [weights[6] * gradZ2, weights[7] * gradZ2];
const slopes = a1.map((a) => 1 - a * a);
const gradZ1 = gradA1.map((grad, unit) => grad * slopes[unit]);
const gradients = [gradZ1[0] * x[0], gradZ1[1] * x[0], gradZ1[0] * x[1], gradZ1[1] * x[1], ...gradZ1, gradZ2 * a1[0], gradZ2 * a1[1], gradZ2];

const empty = { derivative: [], gradA: [], gradZ: [], z: [], mask: null, factors: [], noise: [], largest: [], statistics: [], normalized: [], directions: [], activation: null };
const trace = /** @type {any} */ ({
  batch: [3, 1], training: true,
  layers: [
    { ...empty, name: "x", kind: "input", inputs: [], shape: [2], a: x, gradA: [0, 0] },
    { ...empty, name: "h", kind: "dense", activation: "tanh", inputs: [0], shape: [2], z: z1, a: a1, derivative: slopes, gradA: gradA1, gradZ: gradZ1 },
    { ...empty, name: "y", kind: "dense", activation: "sigmoid", inputs: [1], shape: [1], z: [z2], a: [a2], derivative: [a2 * (1 - a2)], gradA: [-y / a2 + (1 - y) / (1 - a2)], gradZ: [gradZ2] },
  ],
  outputs: [{ layer: 2, lossName: "binary_crossentropy", weight: 1, target: [y], loss: -Math.log(a2), fromLogits: true }],
  loss: -Math.log(a2), batchLoss: 0.5, penalty: 0,
  parameters: [
    { layer: 1, name: "kernel", shape: [2, 2], offset: 0 }, { layer: 1, name: "bias", shape: [2], offset: 4 },
    { layer: 2, name: "kernel", shape: [2, 1], offset: 6 }, { layer: 2, name: "bias", shape: [1], offset: 8 },
  ],
  weights, gradients, differences: gradients,
  update: { meanGradients: gradients, penaltyGradients: gradients.map(() => 0), clipped: gradients, newWeights: weights, norm: 1, norms: [] },
  weight: { index: 1, difference: gradients[1], update: { lines: [{ symbol: "<mi>Δ</mi>", formula: "", filled: "", value: -0.1 }], slots: [], threshold: null, after: weights[1] - 0.1 } },
});

const text = (/** @type {string | undefined} */ mathml) => mathml?.replace(/<[^>]+>/g, "") ?? "";

test("layers are numbered from the inputs on, and a weight knows its unit and its input", () => {
  assert.deepEqual([0, 1, 2].map((layer) => layerNumber(trace, layer)), [0, 1, 2]);
  assert.deepEqual(denseOf(trace, 1), { from: 0, inputs: 2, units: 2, kernel: 0, bias: 4 });
  const { layer, unit, row, isBias } = /** @type {any} */ (weightNamed(trace, 1));
  assert.deepEqual({ layer, unit, row, isBias }, { layer: 1, unit: 1, row: 0, isBias: false });
  assert.equal(weightNamed(trace, 8)?.isBias, true);
});

test("forward fills the formulas with the numbers", () => {
  const [z, a] = forwardDense(trace, 1);
  assert.equal(text(z.symbol), "z1[1]");
  assert.equal(text(z.formula), "w11[1]·x1+w12[1]·x2+b1[1]");
  assert.equal(text(z.filled), "0.43·1.2+0.7·(−0.5)+0.1");
  close(z.value, z1[0]);
  assert.equal(text(a.formula), "tanh(z1[1])");
  close(a.value, a1[0]);
});

test("the loss and its derivative are written out", () => {
  const [loss, j] = lossLines(trace);
  assert.equal(text(loss.formula), "−yln(ŷ)−(1−y)ln(1−ŷ)");
  assert.match(text(loss.filled), /^−1ln\(0\.\d+\)−\(1−1\)ln\(1−0\.\d+\)$/);
  assert.equal(j.value, 0.5);
  const [ofA, ofZ] = backwardUnits(trace, 2);
  assert.match(text(ofA.filled), /^−10\.\d+\+1−11−0\.\d+$/);
  assert.equal(ofA.value, trace.layers[2].gradA[0]);
  assert.equal(ofZ.value, gradZ2);
});

test("every number of a layer's backward pass is upstream times local", () => {
  const units = backwardUnits(trace, 1);
  close(units[0].value, weights[6] * gradZ2);
  close(units[3].value, gradA1[1] * slopes[1]);
  const lines = backwardWeights(trace, 1, 1);
  lines.forEach((line, at) => close(line.value, [gradients[1], gradients[3], gradients[5]][at]));
  assert.equal(text(lines[2].symbol), "∂L∂b2[1]");
});

test("the paths of every weight add up to its gradient", () => {
  for (let weight = 0; weight < weights.length; weight++) {
    close(chainOf(trace, weight).reduce((sum, { value }) => sum + value, 0), gradients[weight], `weight ${weight}`);
  }
  const [path] = chainOf(trace, 1);
  assert.equal(text(path.formula), "∂L∂a1[2]·∂a1[2]∂z1[2]·∂z1[2]∂a2[1]·∂a2[1]∂z2[1]·∂z2[1]∂w21[1]");
});

test("where several units follow there are several paths", () => {
  const wide = structuredClone(trace);
  wide.layers[2].shape = [2];
  wide.parameters[2].shape = [2, 2];
  assert.equal(pathsFrom(wide, 1, 0, 16)?.length, 2);
  assert.equal(pathsFrom(wide, 1, 0, 1), null);
});

test("the update ends at the new weight", () => {
  const lines = updateOf(trace, 1);
  assert.equal(lines[0].value, gradients[1]);
  close(lines[lines.length - 1].value, weights[1] - 0.1);
  assert.deepEqual(updateOf(trace, 2), [], "the rule is of another weight");
});

test("the timeline goes forward, over the loss, and back", () => {
  const moments = momentsOf(trace);
  assert.deepEqual(moments.map(({ kind, layer }) => `${kind}${layer ?? ""}`), ["inputs", "forward1", "forward2", "loss", "backward2", "backward1", "chain", "update"]);
  assert.deepEqual([0, 1, 3, 4, 5, 7].map((at) => seenAt(trace, moments, at, 1)), ["nothing", "values", "values", "values", "gradients", "values"]);
});

test("tables have every weight", () => {
  assert.equal(weightsTable(trace).rows.length, weights.length);
  assert.deepEqual(gradientsTable(trace, 2).rows.map(([, weight]) => weight), weights.slice(6));
});

test("a window lies where the layer's padding and strides put it", () => {
  const sources = (...given) => windowAt(...given).map(({ source }) => source);
  assert.deepEqual(sources([4, 4, 1], [2, 2, 1], { kernel_size: [3, 3], strides: [1, 1], padding: "valid" }, 3), [5, 6, 7, 9, 10, 11, 13, 14, 15]);
  assert.deepEqual(sources([4, 4, 1], [4, 4, 1], { kernel_size: 3, strides: 1, padding: "same" }, 0), [0, 1, 4, 5]);
  assert.deepEqual(sources([6, 2], [3, 2], { pool_size: 2, strides: null, padding: "valid" }, 1), [2, 3]);
});

test("an answer is right within rounding, and what was forgotten is named", () => {
  const [z, a] = forwardDense(trace, 1);
  assert.equal(mistakeInText(String(z.value.toFixed(3)), z), null);
  assert.equal(mistakeInText(String(-z.value), z), "sign");
  assert.equal(mistakeInText(String(z.value - 0.1), z), "bias");
  assert.equal(mistakeInText(String(z1[0]), a), "activation");
  assert.equal(mistakeInText("x", z), "number");
  assert.equal(mistakeInText("123", z), "other");
  const [, ofZ] = backwardUnits(trace, 1);
  assert.equal(mistakeInText(String(gradA1[0]), ofZ), "local");
  assert.equal(mistakeInText(String(slopes[0]), ofZ), "upstream");
});

test("the number of parameters is told only once it is known, and forgetting the biases has a name", () => {
  const [first, second, total] = parameterLines(trace);
  assert.deepEqual([first.value, second.value, total.value], [6, 3, 9]);
  assert.equal(text(first.solution), "2·2+2");
  assert.equal(first.filled, undefined);
  assert.equal(mistakeInText("4", first), "bias");
  assert.equal(mistakeInText("9", total), null);
});

test("a unit is switched off by the weights that lead on from it, and an output cannot be", () => {
  assert.deepEqual(weightsOff(trace, { layer: 1, unit: 1 }), [7]);
  assert.deepEqual(weightsOff(trace, { layer: 0, unit: 1 }), [2, 3]);
  assert.deepEqual(weightsOff(trace, { weight: 4 }), [4]);
  assert.equal(weightsOff(trace, { layer: 2, unit: 0 }), null);
  assert.equal(weightsOff(trace, { weight: 99 }), null);
});

test("where layers share weights their gradients add up, path by path and in the formula", () => {
  const [towers, w] = [[0.4, -0.9], 0.7];
  const [out, joined] = [[0.5, -0.3], 0.2];
  const z = towers.map((input) => w * input);
  const gradZ = out.map((weight) => weight * joined);
  const tower = (/** @type {string} */ name, /** @type {number} */ input, /** @type {number} */ at) => ({ ...empty, name, kind: "dense", activation: "linear", inputs: [input], shape: [1], z: [z[at]], a: [z[at]], derivative: [1], gradA: [gradZ[at]], gradZ: [gradZ[at]] });
  const shared = /** @type {any} */ ({
    ...trace, outputs: [], differences: [],
    layers: [{ ...empty, name: "a", kind: "input", inputs: [], shape: [1], a: [towers[0]] }, { ...empty, name: "b", kind: "input", inputs: [], shape: [1], a: [towers[1]] }, tower("one", 0, 0), tower("two", 1, 1)],
    parameters: [{ layer: 2, name: "kernel", shape: [1, 1], offset: 0 }], weights: [w], gradients: [gradZ[0] * towers[0] + gradZ[1] * towers[1]],
  });
  shared.owners = ownersOf(shared, /** @type {any} */ ([{ name: "one" }, { name: "two", shared_with: "one" }]));
  assert.deepEqual(shared.owners, [0, 1, 2, 2]);
  const [line] = backwardWeights(shared, 3, 0);
  assert.equal(text(line.formula), "∂L∂z1[1]·x1+∂L∂z1[2]·x1");
  const paths = chainOf(shared, 0);
  assert.equal(paths.length, 2);
  close(paths[0].value + paths[1].value, line.value, "the sum");
});

test("windows written backwards give the gradients of the input and of the kernel", () => {
  const [input, kernel] = [[1, 2, -1, 0.5], [0.3, -0.7]];
  const upstream = [0.2, -0.4, 1];
  const conv = /** @type {any} */ ({
    ...trace, differences: [],
    layers: [
      { ...empty, name: "x", kind: "input", inputs: [], shape: [4, 1], a: input },
      { ...empty, name: "c", kind: "conv1d", activation: "linear", inputs: [0], shape: [3, 1], z: [0, 0, 0], a: [0, 0, 0], gradA: upstream, gradZ: upstream },
      { ...empty, name: "p", kind: "max_pooling1d", inputs: [1], shape: [1, 1], z: [], a: [0], gradA: [0.6], largest: [1] },
    ],
    parameters: [{ layer: 1, name: "kernel", shape: [2, 1, 1], offset: 0 }], weights: kernel,
  });
  const [ofInput, ofKernel] = windowsBack(conv, 1, { kernel_size: 2, strides: 1, padding: "valid" }, 1, 1);
  close(ofInput.value, upstream[0] * kernel[1] + upstream[1] * kernel[0], "the input");
  close(ofKernel.value, upstream[0] * input[1] + upstream[1] * input[2] + upstream[2] * input[3], "the kernel");
  const pooled = (/** @type {number} */ at) => windowsBack(conv, 2, { pool_size: 3, padding: "valid" }, at, null)[0];
  assert.deepEqual([pooled(0).value, pooled(1).value], [0, 0.6]);
  assert.equal(text(pooled(0).filled), "0");
});

test("steps over padding show the state that stays, and none of the gates that do not count", () => {
  const step = (/** @type {number} */ time, /** @type {number} */ h) => ({ time, gates: [0.4, 0.5, 0.6, 0.7], gradZ: [1, 2, 3, 4], c: [h], h: [h], gradH: [0.5], gradC: [0.25] });
  const words = { ...empty, name: "words", kind: "embedding", inputs: [], shape: [2, 1], a: [0.1, 0.2], mask: [0, 1] };
  const recurrent = /** @type {any} */ ({ layers: [words, { ...empty, name: "lstm", kind: "lstm", inputs: [0], shape: [1], a: [0.3], directions: [[step(0, 0), step(1, 0.3)]] }] });
  assert.deepEqual(stepsTable(recurrent, 1, 0, 0, false).rows, [[1, 1, "", "", "", "", 0, 0, "inspect.padding"], [2, 2, 0.4, 0.5, 0.6, 0.7, 0.3, 0.3, ""]]);
  assert.deepEqual(stepsTable(recurrent, 1, 0, 0, true).rows.map((row) => row.slice(4)), [["", "", "", "", "inspect.padding"], [1, 2, 3, 4, ""]]);
  words.mask = /** @type {any} */ (null);
  assert.deepEqual(stepsTable(recurrent, 1, 0, 0, false).rows[0], [1, 1, 0.4, 0.5, 0.6, 0.7, 0, 0]);
});
