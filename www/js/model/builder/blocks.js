// Blocks of several layers that are added at once: a residual block and an Inception block, for vectors and for images.

import { consumersOf, freshName, known, layerNamed, passOutput, sort } from "./graph.js";
import { newLayer } from "./kinds.js";

/** @typedef {import("./graph.js").Draft} Draft */
/** @typedef {import("./kinds.js").Kind} Kind */

export const blocks = /** @type {const} */ (["residual", "inception"]);

/** Puts a block between a layer and all that take it, and returns the name of its last layer.
 * @param {Draft} draft @param {(typeof blocks)[number]} name @param {string} after @param {readonly number[]} shape of the layer's values */
export function insertBlock(draft, name, after, shape) {
  const { network } = draft;
  known(network, after);
  const consumers = consumersOf(network, after).map((layer) => layer.name);
  /** @param {Kind} kind @param {string[]} inputs @param {Record<string, unknown>} given */
  const add = (kind, inputs, given = {}) => {
    const layer = newLayer(kind, freshName(network, kind), given);
    layer.inputs = inputs;
    network.layers.push(layer);
    return layer.name;
  };
  const end = name === "residual" ? residual(add, after, shape) : inception(add, after, shape);
  for (const consumer of consumers) {
    const layer = layerNamed(network, consumer);
    if (layer) layer.inputs = layer.inputs.map((one) => (one === after ? end : one));
  }
  passOutput(draft, after, end);
  sort(network);
  return end;
}

/** Two layers and the way around them (He et al., 2015).
 * @param {(kind: Kind, inputs: string[], given?: Record<string, unknown>) => string} add @param {string} after @param {readonly number[]} shape */
function residual(add, after, shape) {
  const width = shape.at(-1) ?? 8;
  const kind = shape.length === 3 ? "conv2d" : shape.length === 2 ? "conv1d" : "dense";
  const size = kind === "dense" ? { units: width } : { filters: width };
  const first = add(kind, [after], size);
  const second = add(kind, [first], { ...size, activation: "linear" });
  const sum = add("add", [after, second]);
  return add("activation", [sum], { activation: "relu" });
}

/** Ways of several widths side by side (Szegedy et al., 2014).
 * @param {(kind: Kind, inputs: string[], given?: Record<string, unknown>) => string} add @param {string} after @param {readonly number[]} shape */
function inception(add, after, shape) {
  if (shape.length < 2) {
    const ways = ["relu", "tanh", "sin"].map((activation) => add("dense", [after], { units: 4, activation, kernel_initializer: "glorot_uniform" }));
    return add("concatenate", ways);
  }
  const conv = shape.length === 3 ? "conv2d" : "conv1d";
  const pool = shape.length === 3 ? "max_pooling2d" : "max_pooling1d";
  const narrow = add(conv, [after], { filters: 4, kernel_size: 1 });
  const middle = add(conv, [add(conv, [after], { filters: 4, kernel_size: 1 })], { filters: 6, kernel_size: 3 });
  const wide = add(conv, [add(conv, [after], { filters: 2, kernel_size: 1 })], { filters: 4, kernel_size: 5 });
  const pooled = add(conv, [add(pool, [after], { pool_size: 3, strides: 1, padding: "same" })], { filters: 4, kernel_size: 1 });
  return add("concatenate", [narrow, middle, wide, pooled]);
}
