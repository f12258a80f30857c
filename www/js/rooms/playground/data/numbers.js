// Numbers that only some data sets have, as controls.

import { argumentsOf, rangeOf } from "../../../core/registry.js";

/** @typedef {import("../../../core/protocol.js").Experiment["data"]["dataset"]} DataSetName */

/** @param {DataSetName} set @param {string} name */
export function numberOf(set, name) {
  const { low, high } = rangeOf("data_sets", set, name);
  return /** @type {const} */ ({ path: `data.${name}`, kind: "range", low, high, step: 1, whole: true, limits: /** @type {[number, number]} */ ([low, high]) });
}

/** All of a data set. @param {DataSetName} set */
export const numbersOf = (set) => Object.keys(argumentsOf("data_sets", set)).map((name) => numberOf(set, name));
