// The kinds of layers: which family each belongs to, and what a new one begins with.

/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** @typedef {Layer["layer"]} Kind */

/** Families in the order of the palette; the colours are in css/theme.css. */
export const families = /** @type {const} */ (["core", "convolution", "pooling", "sequence", "normalization", "merging", "shape"]);

/** @typedef {(typeof families)[number]} Family */

/** @type {Record<Kind, Family>} */
export const familyOf = {
  input: "core", dense: "core", activation: "core", dropout: "core", gaussian_noise: "core",
  conv1d: "convolution", conv2d: "convolution",
  max_pooling1d: "pooling", max_pooling2d: "pooling", average_pooling1d: "pooling", average_pooling2d: "pooling",
  global_max_pooling1d: "pooling", global_max_pooling2d: "pooling",
  global_average_pooling1d: "pooling", global_average_pooling2d: "pooling",
  embedding: "sequence", simple_rnn: "sequence", lstm: "sequence", gru: "sequence", bidirectional: "sequence",
  batch_normalization: "normalization", layer_normalization: "normalization",
  concatenate: "merging", add: "merging", multiply: "merging", average: "merging", maximum: "merging",
  flatten: "shape", reshape: "shape",
};

export const kinds = /** @type {Kind[]} */ (Object.keys(familyOf));

/** Whether a kind takes several inputs. @param {Kind} kind */
export const merges = (kind) => familyOf[kind] === "merging";

export const recurrentKinds = /** @type {const} */ (["simple_rnn", "lstm", "gru"]);

/** What one usually wants of a new layer, where it is not the core's default. @type {{ [K in Kind]?: Record<string, unknown> }} */
const starters = {
  dense: { units: 16, activation: "relu", kernel_initializer: "he_uniform" },
  activation: { activation: "relu" },
  dropout: { rate: 0.25 },
  gaussian_noise: { stddev: 0.1 },
  conv1d: { filters: 8, kernel_size: 3, padding: "same", activation: "relu", kernel_initializer: "he_uniform" },
  conv2d: { filters: 8, kernel_size: 3, padding: "same", activation: "relu", kernel_initializer: "he_uniform" },
  embedding: { input_dim: 100, output_dim: 8 },
  simple_rnn: { units: 8 },
  lstm: { units: 8 },
  gru: { units: 8 },
  bidirectional: { wrapped: { layer: "lstm", units: 8 } },
};

/** A new layer of a kind; what is left out takes the core's default.
 * @param {Kind} kind @param {string} name @param {Record<string, unknown>} [given] @returns {Layer} */
export function newLayer(kind, name, given = {}) {
  const layer = { name, layer: kind, inputs: [], ...starters[kind], ...given };
  return /** @type {Layer} */ (/** @type {unknown} */ (structuredClone(layer)));
}
