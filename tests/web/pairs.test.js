// What is said of outputs that cannot work.

import assert from "node:assert/strict";
import { test } from "node:test";

import { en } from "../../www/i18n/en.js";
import { ko } from "../../www/i18n/ko.js";
import { pairTrouble } from "../../www/js/ui/pairs.js";

const binary = { activation: "sigmoid", loss: "binary_crossentropy", units: 1, problem: "binary" };

test("usual pairs are left alone", () => {
  for (const output of [
    binary,
    { activation: "softmax", loss: "categorical_crossentropy", units: 3, problem: "multiclass" },
    { activation: "linear", loss: "mean_squared_error", units: 1, problem: "regression" },
    { activation: "sigmoid", loss: "binary_crossentropy", units: 64, problem: "unit_regression" },
    { activation: "linear", loss: "hinge", units: 1, problem: "binary" },
  ]) {
    assert.equal(pairTrouble(output), null, JSON.stringify(output));
  }
});

test("softmax of one unit, cross-entropy or hinge of numbers and a class alone are told, in both languages", () => {
  for (const [change, key] of [
    [{ activation: "softmax" }, "advice.softmax_of_one"],
    [{ problem: "regression" }, "advice.crossentropy_of_numbers"],
    [{ problem: "unit_regression", loss: "hinge" }, "advice.hinge_of_numbers"],
    [{ loss: "categorical_crossentropy" }, "advice.classes_of_one"],
  ]) {
    assert.equal(pairTrouble({ ...binary, .../** @type {object} */ (change) }), key);
    for (const words of [en, ko]) assert.ok(/** @type {any} */ (words)[/** @type {string} */ (key)], String(key));
  }
});
