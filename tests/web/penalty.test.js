// What the page makes of a penalty that is set by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { withPenalty } from "../../www/js/builder/penalty.js";

test("a new L1 penalty leaves zeros that stay, an old one keeps its method", () => {
  const none = { l1: 0, l2: 0.1, l1_method: /** @type {const} */ ("subgradient") };
  assert.deepEqual(withPenalty(none, "l1", 0.2, "adam"), { l1: 0.2, l2: 0.1, l1_method: "proximal" });
  assert.deepEqual(withPenalty({ ...none, l1: 0.3 }, "l1", 0.2, "adam"), { l1: 0.2, l2: 0.1, l1_method: "subgradient" });
  assert.deepEqual(withPenalty(none, "l2", 0.2, "adam"), { l1: 0, l2: 0.2, l1_method: "subgradient" });
  assert.deepEqual(withPenalty(undefined, "l1", 0.2, "sgd"), { l1: 0.2, l2: 0, l1_method: "proximal" });
});

test("an optimizer without a proximal step gets Keras's method", () => {
  for (const optimizer of ["lion", "adadelta"]) {
    assert.equal(withPenalty(undefined, "l1", 0.2, optimizer).l1_method, "subgradient");
  }
});
