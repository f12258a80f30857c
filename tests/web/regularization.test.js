// One penalty on the weights of all layers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { penaltyOf, setPenalty } from "../../www/js/model/regularization.js";

const layer = (l1, l2) => ({ layer: "dense", kernel_regularizer: { l1, l2, l1_method: "proximal" } });
/** @returns {any} */
const experiment = (...layers) => ({ network: { layers: [{ layer: "input" }, ...layers] }, optimizer: { optimizer: "sgd" } });

test("what all layers have in common is told", () => {
  assert.deepEqual(penaltyOf(experiment(layer(0, 0), layer(0, 0))), { kind: "none", strength: null });
  assert.deepEqual(penaltyOf(experiment(layer(0.1, 0), layer(0.1, 0))), { kind: "l1", strength: 0.1 });
  assert.deepEqual(penaltyOf(experiment(layer(0, 0.3), layer(0, 0.3))), { kind: "l2", strength: 0.3 });
  assert.deepEqual(penaltyOf(experiment(layer(0, 0.3), layer(0, 0.1))), { kind: "mixed", strength: null });
  assert.deepEqual(penaltyOf(experiment(layer(0.1, 0.1))), { kind: "mixed", strength: null });
  assert.deepEqual(penaltyOf(experiment()), { kind: "none", strength: null });
});

test("all layers get the same, and another kind takes the place of the one before", () => {
  const draft = experiment(layer(0, 0), layer(0, 0.1));
  setPenalty(draft, "l2", 0.3);
  assert.deepEqual(penaltyOf(draft), { kind: "l2", strength: 0.3 });
  setPenalty(draft, "l1", 0.003);
  assert.deepEqual(draft.network.layers.slice(1).map(({ kernel_regularizer: { l1, l2 } }) => [l1, l2]), [[0.003, 0], [0.003, 0]]);
  setPenalty(draft, "none", 0.003);
  assert.deepEqual(penaltyOf(draft), { kind: "none", strength: null });
});
