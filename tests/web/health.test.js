// Health and Functions: small curves over time, histograms, and what a press in the table of problems sets up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sets } from "../../www/js/core/registry_data.js";
import { activations, losses, pairs } from "../../www/js/figures/functions/formulas.js";
import { setUp } from "../../www/js/figures/functions/pairs.js";
import { binned } from "../../www/js/figures/functions/plot.js";
import { added, pointsOf } from "../../www/js/figures/health/trail.js";

const at = (/** @type {number} */ step, /** @type {number} */ gradient, name = "hidden") => /** @type {any} */ ({ step, layers: [{ name, saturated: 0.5, weights: { gradient, update: null } }] });

test("a trail goes on, and forgets what came later when the run goes back or its layers change", () => {
  let trail = added(added([], at(1, 1)), at(5, 1));
  assert.deepEqual(trail.map(({ step }) => step), [1, 5]);
  assert.deepEqual(added(trail, at(3, 1)).map(({ step }) => step), [1, 3]);
  assert.deepEqual(added(trail, at(9, 1, "other")).map(({ step }) => step), [9]);
  for (let step = 6; step < 1000; step++) trail = added(trail, at(step, 1));
  assert.ok(trail.length <= 61 && trail[0].step === 1 && trail[trail.length - 1].step === 999);
});

test("gradients are drawn by their logarithms, shares between 0 and 1", () => {
  const trail = [at(0, 1e-4), at(10, 1e-2), at(20, 1)];
  assert.deepEqual(pointsOf(trail, "hidden", "gradient"), [[0, 1], [0.5, 0.5], [1, 0]]);
  assert.deepEqual(pointsOf(trail, "hidden", "flat"), [[0, 0.5], [0.5, 0.5], [1, 0.5]]);
  assert.deepEqual(pointsOf(trail, "hidden", "update"), []);
  assert.deepEqual(pointsOf([at(0, 0.1)], "hidden", "gradient"), []);
});

test("values beyond the axis count at its ends, and none are lost", () => {
  assert.deepEqual(binned([-9, -1, 0.1, 1.9, 2, 7, NaN], -2, 2, 4), [1, 1, 1, 3]);
});

test("every activation and loss there is has its formulas", () => {
  assert.deepEqual(Object.keys(activations), Object.keys(sets.activations));
  assert.deepEqual(Object.keys(losses), Object.keys(sets.losses));
});

test("at 0 itself a derivative is what the engine takes, as in Keras: that below", () => {
  for (const [name, below] of /** @type {const} */ ([["relu", "0"], ["leaky_relu", "0.2"], ["elu", "\\alpha e^z"]])) assert.match(activations[name].slope, new RegExp(`^\\\\begin\\{cases\\} ${below.replace("\\", "\\\\").replace("^", "\\^")} & z \\\\le 0 `), name);
  assert.match(activations.step.value, /0 & z \\le 0 .* 1 & z > 0/);
});

test("a press sets the last activation and the loss up, and other data where those at hand do not fit", () => {
  const draft = () => /** @type {any} */ ({ data: { dataset: "circle" }, network: { layers: [{ name: "x" }, { name: "y", activation: "sigmoid" }], outputs: ["y"] }, losses: { y: "binary_crossentropy" } });
  const regression = pairs.find(({ problem }) => problem === "regression");
  const own = draft();
  setUp(/** @type {any} */ (regression), "half_squared_error", own, true);
  assert.deepEqual([own.data.dataset, own.network.layers[1].activation, own.losses.y], ["circle", "linear", "half_squared_error"]);
  const other = draft();
  setUp(/** @type {any} */ (regression), "half_squared_error", other, false);
  assert.deepEqual(other.data, { dataset: "sine" });
});
