// What the page makes of a penalty that is set by hand.

import assert from "node:assert/strict";
import { test } from "node:test";

import { followOptimizer, methodsOf, withPenalty } from "../../www/js/model/builder/penalty.js";

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

test("an optimizer that is chosen gives all penalties of the network the method it has", () => {
  const penalty = (/** @type {string} */ l1_method, l1 = 0.1) => ({ l1, l2: 0, l1_method });
  const layers = () => /** @type {any[]} */ ([
    { name: "x", layer: "input" },
    { name: "a", layer: "dense", kernel_regularizer: penalty("proximal"), bias_regularizer: penalty("subgradient") },
    { name: "b", layer: "bidirectional", wrapped: { layer: "gru", recurrent_regularizer: penalty("proximal") } },
    { name: "c", layer: "dense", kernel_regularizer: penalty("proximal", 0), bias_regularizer: penalty("subgradient") },
  ]);
  for (const optimizer of ["lion", "adadelta"]) {
    const changed = layers();
    assert.deepEqual(followOptimizer(changed, optimizer), ["a", "b"]);
    assert.equal(changed[1].kernel_regularizer.l1_method, "subgradient");
    assert.equal(changed[2].wrapped.recurrent_regularizer.l1_method, "subgradient");
    assert.deepEqual(changed[3], layers()[3]);
    assert.deepEqual(methodsOf(optimizer), ["subgradient", "pruning"]);
  }
  const kept = layers();
  assert.deepEqual(followOptimizer(kept, "adam"), []);
  assert.deepEqual(kept, layers());
  assert.deepEqual(methodsOf("adam"), ["proximal", "subgradient", "pruning"]);
});
