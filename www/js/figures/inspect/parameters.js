// How many parameters each layer has, to be computed by hand.

import { layerNumber } from "./network.js";

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {import("./signs.js").Line} Line */

const number = (/** @type {number} */ value) => `<mn>${value}</mn>`;
const words = (/** @type {string} */ text) => `<mtext>${text.replace(/[&<>]/g, "")}</mtext>`;

/** The number of each layer's parameters, and of all. @param {Trace} trace @returns {Line[]} */
export function parameterLines(trace) {
  const counts = trace.layers.flatMap(({ name, inputs, shape }, layer) => {
    const own = trace.parameters.filter((one) => one.layer === layer);
    if (own.length === 0) return [];
    const sizes = own.map((one) => one.shape.reduce((product, side) => product * side, 1));
    const value = sizes.reduce((sum, size) => sum + size, 0);
    const bias = own.findIndex((one) => one.name === "bias");
    const from = trace.layers[inputs[0]]?.shape.join(" × ") ?? "";
    /** @type {Line} */
    const line = {
      symbol: `${words(`[${layerNumber(trace, layer)}] ${name}: `)}${words(from)}<mo>→</mo>${words(shape.join(" × "))}`, value,
      solution: own.map((one) => one.shape.map(number).join("<mo>·</mo>")).join("<mo>+</mo>"), slips: bias >= 0 ? { bias: value - sizes[bias] } : undefined,
    };
    return [line];
  });
  if (counts.length < 2) return counts;
  const total = counts.reduce((sum, { value }) => sum + value, 0);
  return [...counts, { symbol: "<mo>∑</mo>", value: total, solution: counts.map(({ value }) => number(value)).join("<mo>+</mo>") }];
}
