// How the builder puts layers and their troubles into words.

import { nameOf, readable } from "../../ui/controls.js";

/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** @typedef {import("../../model/state.js").State} State */

/** `8 × 8 × 4`; an unknown shape is a question mark. @param {readonly number[] | null | undefined} shape */
export const shapeWords = (shape) => (shape ? shape.join(" × ") : "?");

/** What of a layer one wants to know at a glance. @param {Layer} layer @param {State["t"]} t */
export function facts(layer, t) {
  const activation = "activation" in layer && nameOf(layer.activation) !== "linear" ? t(`activation.${nameOf(layer.activation)}`) : "";
  const join = (/** @type {unknown[]} */ ...parts) => parts.filter((part) => part !== "").join(" · ");
  switch (layer.layer) {
    case "dense": return join(layer.units, activation);
    case "activation": return t(`activation.${nameOf(layer.activation)}`);
    case "dropout": return `${Math.round(layer.rate * 100)} %`;
    case "gaussian_noise": return `σ ${readable(layer.stddev)}`;
    case "conv1d":
    case "conv2d": return join(layer.filters, shapeWords(layer.kernel_size), activation);
    case "max_pooling1d":
    case "max_pooling2d":
    case "average_pooling1d":
    case "average_pooling2d": return shapeWords(layer.pool_size);
    case "reshape": return shapeWords(/** @type {number[]} */ (/** @type {unknown} */ (layer.target_shape)));
    case "embedding": return `${layer.input_dim} → ${layer.output_dim}`;
    case "simple_rnn":
    case "lstm":
    case "gru": return join(layer.units, layer.return_sequences ? "…" : "");
    case "bidirectional": return join(t(`layer.${layer.wrapped.layer}`), layer.wrapped.units);
    default: return "";
  }
}

/** What does not fit, in the reader's words. @param {import("../../core/protocol.js").GraphError} error @param {State["t"]} t */
export function graphErrorWords(error, t) {
  const words = Object.fromEntries(Object.entries(error).map(([key, value]) => [key, Array.isArray(value) ? sides(value) : value]));
  if (error.kind === "axes") words.axes = error.axes.map((axis) => t(`axis_name.${axis}`)).join(" × ");
  return t(`graph_error.${error.kind}`, words);
}

/** @param {any[]} value */
const sides = (value) => (Array.isArray(value[0]) ? value.map(shapeWords).join(", ") : shapeWords(value));
