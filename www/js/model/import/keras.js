// The network of a model that Keras wrote as JSON (`model.to_json()`), of the layers that there are here.

/** @typedef {import("../../core/experiment.js").NetworkConfig} NetworkConfig */

/** Keras's classes that are a layer here. @type {Record<string, string>} */
const kinds = {
  Dense: "dense", Activation: "activation", Dropout: "dropout", GaussianNoise: "gaussian_noise", Conv1D: "conv1d", Conv2D: "conv2d",
  MaxPooling1D: "max_pooling1d", MaxPooling2D: "max_pooling2d", AveragePooling1D: "average_pooling1d", AveragePooling2D: "average_pooling2d",
  GlobalMaxPooling1D: "global_max_pooling1d", GlobalMaxPooling2D: "global_max_pooling2d",
  GlobalAveragePooling1D: "global_average_pooling1d", GlobalAveragePooling2D: "global_average_pooling2d",
  Flatten: "flatten", Reshape: "reshape", Embedding: "embedding", SimpleRNN: "simple_rnn", LSTM: "lstm", GRU: "gru", Bidirectional: "bidirectional",
  BatchNormalization: "batch_normalization", LayerNormalization: "layer_normalization",
  Concatenate: "concatenate", Add: "add", Multiply: "multiply", Average: "average", Maximum: "maximum",
};

/** Keras's classes that are an activation here, with the name of it and of its argument. @type {Record<string, [string, string?]>} */
const activations = { ReLU: ["relu"], LeakyReLU: ["leaky_relu", "negative_slope"], ELU: ["elu", "alpha"], Softmax: ["softmax"] };

/** Arguments that layers have here, too. Others must have one of the values that change nothing. */
const kept = new Set([
  "units", "activation", "recurrent_activation", "use_bias", "filters", "kernel_size", "strides", "padding", "pool_size", "rate", "stddev",
  "kernel_initializer", "recurrent_initializer", "bias_initializer", "embeddings_initializer", "kernel_regularizer", "recurrent_regularizer",
  "bias_regularizer", "embeddings_regularizer", "input_dim", "output_dim", "mask_zero", "target_shape", "return_sequences", "go_backwards",
  "unit_forget_bias", "merge_mode", "momentum", "epsilon", "scale", "center",
]);

/** What says nothing about what a layer computes. */
const passed = new Set([
  "name", "dtype", "seed", "unroll", "zero_output_for_mask", "time_major", "implementation", "quantization_config", "batch_input_shape", "batch_shape", "input_length",
  "beta_initializer", "gamma_initializer", "moving_mean_initializer", "moving_variance_initializer", "renorm_momentum", "noise_shape", "backward_layer", "layer",
]);

/** Values of arguments that change nothing, besides null and false. @type {Record<string, unknown>} */
const neutral = { trainable: true, data_format: "channels_last", dilation_rate: 1, groups: 1, dropout: 0, recurrent_dropout: 0, reset_after: true, axis: -1, threshold: 0, max_value: null };

/** Classes that compute each step of a sequence by itself. */
const eachStep = new Set(["Dense", "Activation", "Dropout", "LayerNormalization", ...Object.keys(activations)]);

/** Something that there is not here: a class, or an argument of a layer. */
export class NotSupported extends Error {
  /** @param {string} layer @param {string} what */
  constructor(layer, what) {
    super(`${layer}: ${what}`);
    this.name = "NotSupported";
    this.layer = layer;
    this.what = what;
  }
}

/** Whether a file is a model of Keras. @param {any} saved */
export const isKerasModel = (saved) => typeof saved?.class_name === "string" && Array.isArray(Object(saved.config).layers ?? saved.config);

/** Throws `NotSupported`. @param {any} saved @returns {{ network: NetworkConfig, losses: Record<string, string> }} */
export function fromKeras(saved) {
  const { layers, ends } = saved.class_name === "Sequential" ? sequential(saved) : functional(saved);
  dropLastAxes(layers);
  if (/^[12]\./.test(saved.keras_version ?? "")) refuseOldSigmoid(layers);
  const outputs = ends.length ? ends : [layers[layers.length - 1].name];
  const losses = Object.fromEntries(outputs.map((name) => [name, lossFor(layers.find((layer) => layer.name === name))]));
  return { network: /** @type {any} */ ({ layers, outputs }), losses };
}

/** How many axes what a layer gives has, with the batch. @param {any} layer @param {number} given */
function axesOf({ layer, wrapped, shape, target_shape, return_sequences }, given) {
  if (layer === "input") return 1 + shape?.length;
  if (layer === "reshape") return 1 + target_shape.length;
  if (layer === "flatten" || layer.startsWith("global_")) return 2;
  if (layer === "embedding") return given + 1;
  if (layer === "bidirectional") return wrapped.return_sequences ? 3 : 2;
  return return_sequences === false ? 2 : given;
}

/** Keras 2 counts the axis of a normalization from the front: only the last is what layers have here. @param {any[]} layers each after those that it takes */
function dropLastAxes(layers) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const layer of layers) {
    const given = counts.get(layer.inputs?.[0]) ?? NaN;
    counts.set(layer.name, axesOf(layer, given));
    if (!layer.layer.endsWith("_normalization") || layer.axis === undefined) continue;
    if (layer.axis !== given - 1) throw new NotSupported(layer.name, `axis: ${layer.axis}`);
    delete layer.axis;
  }
}

/** Keras 2 has another function of this name: 0.2 z + 0.5, clipped. @param {any[]} layers */
function refuseOldSigmoid(layers) {
  for (const { name, wrapped, ...layer } of layers) {
    for (const argument of ["activation", "recurrent_activation"]) {
      if ((wrapped ?? layer)[argument] === "hard_sigmoid") throw new NotSupported(name, `${argument}: hard_sigmoid (Keras 2)`);
    }
  }
}

/** The loss that belongs to the activation of an output. @param {any} output */
export function lossFor(output) {
  if (output?.activation === "softmax") return "categorical_crossentropy";
  return output?.activation === "sigmoid" ? "binary_crossentropy" : "mean_squared_error";
}

/** @param {any} saved @returns {{ layers: any[], ends: string[] }} */
function sequential({ config }) {
  const given = config.layers ?? config;
  const shape = config.build_input_shape ?? given[0].config.batch_input_shape;
  const all = given[0].class_name === "InputLayer" || !shape ? given : [{ class_name: "InputLayer", config: { name: "input", batch_shape: shape } }, ...given];
  /** @type {any[]} */
  const layers = [];
  for (const one of all) layers.push({ ...layerOf(one), ...(layers.length ? { inputs: [layers[layers.length - 1].name] } : {}) });
  return { layers, ends: [] };
}

/** The calls of a layer are layers here: the second shares the weights of the first. @param {any} saved @returns {{ layers: any[], ends: string[] }} */
function functional({ class_name, config }) {
  if (!["Functional", "Model"].includes(class_name)) throw new NotSupported(config?.name ?? "", class_name);
  const call = (/** @type {string} */ name, /** @type {number} */ index) => (index ? `${name}_${index + 1}` : name);
  const layers = config.layers.filter((/** @type {any} */ one) => one.class_name !== "NotEqual").flatMap((/** @type {any} */ one) => {
    const layer = layerOf(one);
    const nodes = one.inbound_nodes ?? [];
    if (nodes.length === 0) return [layer];
    return nodes.map((/** @type {any} */ node, /** @type {number} */ index) => ({
      ...layer,
      name: call(layer.name, index),
      inputs: sources(node).map(([name, which]) => call(name, which)),
      ...(index ? { shared_with: layer.name } : {}),
    }));
  });
  const ends = pairs(config.output_layers).map(([name, which]) => call(name, which));
  return { layers: inOrder(layers), ends };
}

/** The layers and calls that a call takes, of Keras 3 and of Keras 2. @param {any} node @returns {[string, number][]} */
function sources(node) {
  if (Array.isArray(node)) return node.map(([name, which]) => [name, which]);
  const tensors = node.args.flat(2).filter((/** @type {any} */ one) => one?.class_name === "__keras_tensor__");
  return tensors.map((/** @type {any} */ { config }) => [config.keras_history[0], config.keras_history[1]]);
}

/** One `[layer, call, output]`, a list of them or an object. @param {any} given @returns {[string, number][]} */
function pairs(given) {
  if (Array.isArray(given)) return typeof given[0] === "string" ? [[given[0], given[1]]] : given.map(([name, which]) => [name, which]);
  return Object.values(given).flatMap(pairs);
}

/** Each after those that it takes. @param {any[]} layers */
function inOrder(layers) {
  /** @type {any[]} */
  const placed = [];
  const names = new Set();
  for (let left = layers; left.length; ) {
    const ready = left.filter((layer) => (layer.inputs ?? []).every((/** @type {string} */ input) => names.has(input)) && (!layer.shared_with || names.has(layer.shared_with)));
    if (ready.length === 0) return [...placed, ...left];
    placed.push(...ready);
    for (const { name } of ready) names.add(name);
    left = left.filter((layer) => !names.has(layer.name));
  }
  return placed;
}

/** A layer without its inputs. @param {any} given @returns {Record<string, any>} */
function layerOf({ class_name, config }) {
  const { name } = config;
  // A layer that is applied to each step by itself does that here anyway.
  if (class_name === "TimeDistributed" && eachStep.has(config.layer.class_name)) return { ...layerOf(config.layer), name };
  if (class_name === "InputLayer") return { name, layer: "input", ...inputOf(config) };
  const activation = activations[class_name];
  if (activation) return { name, layer: "activation", activation: activationClass(name, activation, config) };
  const layer = kinds[class_name];
  if (!layer) throw new NotSupported(name, class_name);
  return { name, layer, ...argumentsOf(name, layer, config) };
}

/** @param {any} config */
function inputOf({ batch_shape, batch_input_shape, dtype }) {
  const shape = (batch_shape ?? batch_input_shape ?? []).slice(1);
  return { ...(shape.every(Number.isInteger) ? { shape } : {}), ...(String(dtype).startsWith("int") ? { dtype: "int32" } : {}) };
}

/** @param {string} layer @param {[string, string?]} of @param {any} config */
function activationClass(layer, [activation, argument], config) {
  for (const other of ["threshold", "max_value"]) if (config[other]) throw new NotSupported(layer, other);
  if (activation === "relu" && config.negative_slope) return { activation: "leaky_relu", negative_slope: config.negative_slope };
  if (!argument) return activation;
  return { activation, [argument]: config[argument] ?? config.alpha };
}

/** @param {string} name @param {string} layer @param {any} config @returns {Record<string, unknown>} */
function argumentsOf(name, layer, config) {
  /** @type {Record<string, unknown>} */
  const all = {};
  for (const [argument, value] of Object.entries(config)) {
    const single = [value].flat();
    if (argument === "axis" && layer === "concatenate") all.axis = value;
    else if (argument === "axis" && single.length === 1 && single[0] > 0) [all.axis] = single;
    else if (kept.has(argument)) Object.assign(all, argumentOf(name, argument, value));
    else if (!passed.has(argument) && !changesNothing(argument, value)) throw new NotSupported(name, `${argument}: ${JSON.stringify(value)}`);
  }
  if (layer === "bidirectional") {
    const { name: _, ...wrapped } = layerOf(config.layer);
    return { ...all, wrapped };
  }
  return all;
}

/** @param {string} argument @param {unknown} value */
function changesNothing(argument, value) {
  const usual = argument in neutral ? neutral[argument] : null;
  return [value].flat().every((one) => one === null || one === usual || (one === false && usual !== true));
}

/** @param {string} layer @param {string} argument @param {any} value */
function argumentOf(layer, argument, value) {
  if (value === null) return {};
  if (argument.endsWith("activation")) return { [argument]: activationOf(layer, value) };
  if (argument.endsWith("initializer")) return { [argument]: initializerOf(value) };
  if (argument.endsWith("regularizer")) return { [argument]: regularizerOf(layer, argument, value) };
  return { [argument]: value };
}

/** @param {string} layer @param {any} value */
function activationOf(layer, value) {
  const name = typeof value === "string" ? value : value.config;
  if (typeof name !== "string") throw new NotSupported(layer, `activation: ${value.class_name ?? "lambda"}`);
  return name === "swish" ? "silu" : name;
}

/** @param {string} name */
const snake = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();

/** @param {any} value */
function initializerOf(value) {
  if (typeof value === "string") return snake(value);
  const numbers = Object.entries(value.config ?? {}).filter(([key, number]) => typeof number === "number" && key !== "seed");
  return { initializer: snake(value.class_name), ...Object.fromEntries(numbers) };
}

/** @param {string} layer @param {string} argument @param {any} value */
function regularizerOf(layer, argument, value) {
  if (!["L1", "L2", "L1L2"].includes(value.class_name)) throw new NotSupported(layer, `${argument}: ${value.class_name ?? value}`);
  const { l1 = 0, l2 = 0 } = value.config;
  return { l1, l2, ...(l1 ? { l1_method: "subgradient" } : {}) };
}
