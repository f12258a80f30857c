// Networks that are a stack: every layer takes the one before. Reads their columns and edits them by name.
// The editing functions change the draft they are given.

import { LayerGone } from "./layer_gone.js";

/** @typedef {import("../core/experiment.js").Experiment} Experiment */
/** @typedef {import("../core/experiment.js").LayerConfig} Layer */
/** @typedef {Extract<Layer, { layer: "dense" }>} Dense */
/** @typedef {Extract<Layer, { layer: "dropout" }>} Dropout */

export const mostHidden = 8;
export const mostUnits = 4096;

/** Whether each layer takes the one before, from one input to one dense output.
 * @param {Experiment} experiment */
export function isStack({ network: { layers, outputs } }) {
  const last = layers.at(-1);
  const chained = layers.every(({ inputs }, index) => (index === 0 ? inputs.length === 0 : inputs.length === 1 && inputs[0] === layers[index - 1].name));
  return layers[0]?.layer === "input" && chained && last?.layer === "dense" && outputs.length === 1 && outputs[0] === last.name;
}

/** Whether columns of units show all of a stack: dense layers and dropouts. @param {Experiment} experiment */
export const isOfUnits = (experiment) =>
  isStack(experiment) && experiment.network.layers.slice(1).every(({ layer, shared_with }) => ["dense", "dropout"].includes(layer) && !shared_with);

/** The dense layers in order; the last is the output. @param {Experiment} experiment @returns {Dense[]} */
export function denseLayers({ network }) {
  return network.layers.filter((layer) => layer.layer === "dense");
}

/** @param {Experiment} experiment */
export const hiddenCount = (experiment) => denseLayers(experiment).length - 1;

/** The dropout right after a dense layer. @param {Experiment} experiment @param {string} dense @returns {Dropout | undefined} */
export function dropoutAfter({ network: { layers } }, dense) {
  const next = layers[layers.findIndex(({ name }) => name === dense) + 1];
  return next?.layer === "dropout" ? next : undefined;
}

/** Links every layer to the one before. @param {Layer[]} layers */
function chain(layers) {
  layers.forEach((layer, index) => (layer.inputs = index === 0 ? [] : [layers[index - 1].name]));
}

/** A name that no layer has. @param {Layer[]} layers @param {string} stem */
function freshName(layers, stem) {
  for (let number = 1; ; number++) {
    const name = `${stem}_${number}`;
    if (!layers.some((layer) => layer.name === name)) return name;
  }
}

/** Adds copies of the last hidden layer, or takes the last ones away. @param {Experiment} draft @param {number} count */
export function setHiddenCount(draft, count) {
  const { layers } = draft.network;
  while (hiddenCount(draft) > count) {
    const dense = denseLayers(draft);
    const start = layers.indexOf(dense[dense.length - 2]);
    layers.splice(start, layers.indexOf(dense[dense.length - 1]) - start);
  }
  while (hiddenCount(draft) < count) {
    const dense = denseLayers(draft);
    const model = dense.at(-2) ?? { ...dense[0], units: 4, activation: /** @type {const} */ ("tanh") };
    layers.splice(layers.indexOf(dense[dense.length - 1]), 0, { ...structuredClone(model), name: freshName(layers, "hidden") });
  }
  chain(layers);
}

/** A dense layer of the draft by name. Throws `LayerGone`. @param {Experiment} draft @param {string} name */
export function denseNamed(draft, name) {
  const dense = denseLayers(draft).find((layer) => layer.name === name);
  if (!dense) throw new LayerGone(name);
  return dense;
}

/** Puts a dropout after a dense layer, changes its rate, or takes it away at rate 0.
 * @param {Experiment} draft @param {string} dense @param {number} rate */
export function setDropout(draft, dense, rate) {
  const { layers } = draft.network;
  const present = dropoutAfter(draft, dense);
  if (present && rate > 0) present.rate = rate;
  else if (present) layers.splice(layers.indexOf(present), 1);
  else if (rate > 0) {
    const index = layers.findIndex(({ name }) => name === dense);
    layers.splice(index + 1, 0, { name: freshName(layers, "dropout"), layer: "dropout", inputs: [], rate });
  }
  chain(layers);
}
