// Features by formula: how they are named, and how a list of features changes with them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { featureName, formulasOf, unitName } from "../../www/js/figures/network/columns.js";
import { withFormula, withoutFormula } from "../../www/js/figures/network/formula.js";

test("a formula is named as it is typed, with the signs of the page", () => {
  for (const [formula, name] of [["x1*x2 + 1", "x₁·x₂ + 1"], ["sin(x_1)", "sin(x₁)"], ["max1 + x10", "max1 + x10"], ["x^2", "x^2"]]) assert.equal(featureName({ formula }), name);
  assert.equal(featureName("x1_squared"), "x₁²");
});

test("a unit of the input is called by its formula", () => {
  const experiment = /** @type {any} */ ({ data: { features: ["x1", { formula: "x1*x2" }] }, network: { layers: [{ name: "features", layer: "input" }] } });
  assert.deepEqual([0, 1, 2].map((unit) => unitName({ experiment }, "features", unit)), ["x₁", "x₁·x₂", "x3"]);
});

test("a formula comes after the others, is changed in its place and goes again", () => {
  const two = withFormula(["x1"], null, "x1^3");
  assert.deepEqual(two, ["x1", { formula: "x1^3" }]);
  const three = [...two, /** @type {const} */ ("x2")];
  assert.deepEqual(withFormula(three, "x1^3", "x1^5"), ["x1", { formula: "x1^5" }, "x2"]);
  assert.deepEqual(withoutFormula(three, "x1^3"), ["x1", "x2"]);
  assert.deepEqual(formulasOf(three), ["x1^3"]);
});
