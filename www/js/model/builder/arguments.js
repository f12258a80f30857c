// What can be set on a layer of each kind: every argument of experiment.d.ts, in the order in which one wants it.
// Names are Keras's; ranges and defaults are the core's.

import { rangeOf } from "../../core/registry.js";

/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** @typedef {import("./kinds.js").Kind} Kind */

/** How an argument is set. `rare` ones stand behind "More".
 * @typedef {(
 *   { is: "whole", sliderEnd: number } |
 *   { is: "number", step: number } |
 *   { is: "switch" } |
 *   { is: "choice", choices: readonly string[], words: string } |
 *   { is: "sides", axes: 1 | 2, optional?: boolean } |
 *   { is: "shape", optional?: boolean, open?: boolean } |
 *   { is: "activation" } | { is: "initializer" } | { is: "regularizer" } | { is: "wrapped" }
 * ) & { rare?: boolean }} Argument
 * `sliderEnd` is the end of a whole number's slider; more can be typed. `open`: one side may be -1 and takes what is left. */

/** The names of a kind's arguments, from the types of the core.
 * @template {Kind} K
 * @typedef {Exclude<Extract<keyof Extract<Layer, { layer: K }>, string>, "name" | "layer" | "inputs" | "shared_with">} ArgumentOf */

/** @type {Argument} */
const activation = { is: "activation" };
/** @type {Argument} */
const toggle = { is: "switch" };
/** @type {Argument} */
const rarely = { is: "switch", rare: true };
/** @type {Argument} */
const initializer = { is: "initializer", rare: true };
/** @type {Argument} */
const regularizer = { is: "regularizer", rare: true };
/** @type {Argument} */
const padding = { is: "choice", choices: ["valid", "same"], words: "padding" };
/** @type {Argument} */
const epsilon = { is: "number", step: 1e-4, rare: true };
/** @type {Argument} */
const filters = { is: "whole", sliderEnd: 64 };
/** @type {Argument} */
const recurrentUnits = { is: "whole", sliderEnd: 64 };

const biased = {
  use_bias: rarely, kernel_initializer: initializer, bias_initializer: initializer,
  kernel_regularizer: regularizer, bias_regularizer: regularizer,
};
const recurrent = {
  units: recurrentUnits, return_sequences: toggle, go_backwards: toggle, activation,
  ...biased, recurrent_initializer: initializer, recurrent_regularizer: regularizer,
};
/** @param {1 | 2} axes */
const convolution = (axes) => ({
  filters, kernel_size: sides(axes), strides: sides(axes), padding, activation, ...biased,
});
/** @param {1 | 2} axes */
const pooling = (axes) => ({ pool_size: sides(axes), strides: /** @type {Argument} */ ({ is: "sides", axes, optional: true }), padding });
/** @param {1 | 2} axes @returns {Argument} */
const sides = (axes) => ({ is: "sides", axes });

/** @type {{ [K in Kind]: { [A in ArgumentOf<K>]-?: Argument } }} */
export const argumentTable = {
  input: { shape: { is: "shape", optional: true }, dtype: { is: "choice", choices: ["", "float32", "int32"], words: "dtype", rare: true } },
  dense: { units: { is: "whole", sliderEnd: 128 }, activation, ...biased },
  activation: { activation },
  dropout: { rate: { is: "number", step: 0.05 } },
  gaussian_noise: { stddev: { is: "number", step: 0.05 } },
  conv1d: convolution(1),
  conv2d: convolution(2),
  max_pooling1d: pooling(1),
  max_pooling2d: pooling(2),
  average_pooling1d: pooling(1),
  average_pooling2d: pooling(2),
  global_max_pooling1d: {},
  global_max_pooling2d: {},
  global_average_pooling1d: {},
  global_average_pooling2d: {},
  flatten: {},
  reshape: { target_shape: { is: "shape", open: true } },
  embedding: {
    input_dim: { is: "whole", sliderEnd: 1000 }, output_dim: { is: "whole", sliderEnd: 64 },
    mask_zero: toggle, embeddings_initializer: initializer, embeddings_regularizer: regularizer,
  },
  simple_rnn: recurrent,
  lstm: { ...recurrent, recurrent_activation: { is: "activation", rare: true }, unit_forget_bias: rarely },
  gru: { ...recurrent, recurrent_activation: { is: "activation", rare: true } },
  bidirectional: { wrapped: { is: "wrapped" }, merge_mode: { is: "choice", choices: ["concat", "sum", "mul", "ave"], words: "merge_mode" } },
  batch_normalization: { momentum: { is: "number", step: 0.01 }, epsilon, center: rarely, scale: rarely },
  layer_normalization: { epsilon, center: rarely, scale: rarely },
  concatenate: { axis: { is: "whole", sliderEnd: 4 } },
  add: {},
  multiply: {},
  average: {},
  maximum: {},
};

/** An argument with the range in which its numbers must be. @typedef {Argument & { low: number, high: number }} Ranged */

/** @param {Kind} kind @returns {[string, Ranged][]} */
export const argumentsOf = (kind) =>
  Object.entries(/** @type {Record<string, Argument>} */ (argumentTable[kind])).map(([name, argument]) => {
    const isNumber = ["whole", "number", "sides"].includes(argument.is);
    return [name, { ...argument, ...(isNumber ? rangeOf("layers", kind, name) : { low: 0, high: 0 }) }];
  });
