// Networks of models that Keras wrote as JSON.

import assert from "node:assert/strict";
import { test } from "node:test";
import { NotSupported, fromKeras, isKerasModel } from "../../www/js/model/import/keras.js";

const float32 = { class_name: "DTypePolicy", config: { name: "float32" } };
const initializer = (class_name, config = {}) => ({ module: "keras.initializers", class_name, config: { seed: null, ...config } });
const common = { trainable: true, dtype: float32 };

/** As `keras.Input` and the layers write themselves, Keras 3.15. */
const input = (name, ...sides) => ({ class_name: "InputLayer", config: { batch_shape: [null, ...sides], dtype: "float32", sparse: false, ragged: false, name, optional: false }, name, inbound_nodes: [] });
const dense = (name, units, more = {}) => ({
  class_name: "Dense", name,
  config: { name, ...common, units, activation: "linear", use_bias: true, kernel_initializer: initializer("GlorotUniform", { input_axes: null }), bias_initializer: initializer("Zeros"), kernel_regularizer: null, bias_regularizer: null, kernel_constraint: null, bias_constraint: null, quantization_config: null, ...more },
});
const tensor = (name, call = 0) => ({ class_name: "__keras_tensor__", config: { shape: [null, 3], dtype: "float32", keras_history: [name, call, 0] } });
const called = (layer, ...calls) => ({ ...layer, inbound_nodes: calls.map((args) => ({ args, kwargs: {} })) });
const plainDense = { layer: "dense", activation: "linear", use_bias: true, kernel_initializer: { initializer: "glorot_uniform" }, bias_initializer: { initializer: "zeros" } };

test("a sequential model is a chain", () => {
  const pooling = { class_name: "MaxPooling2D", config: { name: "pool", ...common, pool_size: [2, 2], padding: "valid", strides: [2, 2], data_format: "channels_last" } };
  const model = { class_name: "Sequential", config: { name: "s", layers: [input("image", 8, 8, 1), pooling, dense("out", 10, { activation: "softmax", kernel_regularizer: { class_name: "L2", config: { l2: 0.01 } } })] } };
  assert.ok(isKerasModel(model));
  assert.deepEqual(fromKeras(model), {
    network: {
      layers: [
        { name: "image", layer: "input", shape: [8, 8, 1] },
        { name: "pool", layer: "max_pooling2d", pool_size: [2, 2], padding: "valid", strides: [2, 2], inputs: ["image"] },
        { ...plainDense, name: "out", units: 10, activation: "softmax", kernel_regularizer: { l1: 0, l2: 0.01 }, inputs: ["pool"] },
      ],
      outputs: ["out"],
    },
    losses: { out: "categorical_crossentropy" },
  });
});

test("a graph has its branches, its shared layers and its outputs, each layer after what it takes", () => {
  const shared = called(dense("same", 3), [tensor("in")], [tensor("same")]);
  const add = called({ class_name: "Add", config: { name: "sum", ...common } }, [[tensor("same", 1), tensor("in")]]);
  const model = { class_name: "Functional", config: { layers: [add, input("in", 3), shared], input_layers: ["in", 0, 0], output_layers: { a: ["sum", 0, 0], b: ["same", 1, 0] } } };
  const { layers, outputs } = fromKeras(model).network;
  assert.deepEqual(layers.map(({ name, inputs, shared_with }) => [name, inputs, shared_with]), [
    ["in", undefined, undefined], ["same", ["in"], undefined], ["same_2", ["same"], "same"], ["sum", ["same_2", "in"], undefined],
  ]);
  assert.deepEqual(outputs, ["sum", "same_2"]);
});

test("wrapped layers, activations as layers, tokens and initializers with numbers", () => {
  const lstm = { class_name: "LSTM", config: { name: "forward_lstm", ...common, return_sequences: true, stateful: false, units: 3, activation: "tanh", recurrent_activation: "sigmoid", unit_forget_bias: true, dropout: 0, seed: null } };
  const layers = [
    { class_name: "InputLayer", config: { name: "words", batch_shape: [null, 7], dtype: "int32" } },
    { class_name: "Embedding", config: { name: "e", ...common, input_dim: 9, output_dim: 4, mask_zero: true, embeddings_initializer: initializer("RandomUniform", { minval: -0.05, maxval: 0.05 }) } },
    { class_name: "Bidirectional", config: { name: "both", ...common, merge_mode: "sum", layer: lstm, backward_layer: lstm } },
    { class_name: "LeakyReLU", config: { name: "leak", ...common, negative_slope: 0.3 } },
    { class_name: "BatchNormalization", config: { name: "norm", ...common, axis: -1, momentum: 0.9, epsilon: 0.001, center: true, scale: false, synchronized: false } },
  ];
  const [words, embedding, both, leak, norm] = fromKeras({ class_name: "Sequential", config: { layers } }).network.layers;
  assert.equal(words.dtype, "int32");
  assert.deepEqual(embedding.embeddings_initializer, { initializer: "random_uniform", minval: -0.05, maxval: 0.05 });
  assert.deepEqual(both.wrapped, { layer: "lstm", return_sequences: true, units: 3, activation: "tanh", recurrent_activation: "sigmoid", unit_forget_bias: true });
  assert.deepEqual(leak.activation, { activation: "leaky_relu", negative_slope: 0.3 });
  assert.deepEqual([norm.scale, norm.momentum], [false, 0.9]);
});

test("what there is not here is named, with its layer", () => {
  const refused = (layer, message) => assert.throws(() => fromKeras({ class_name: "Sequential", config: { layers: [input("x", 4), layer] } }), (error) => error instanceof NotSupported && error.message === message);
  refused({ class_name: "DepthwiseConv2D", config: { name: "deep" } }, "deep: DepthwiseConv2D");
  refused({ class_name: "Conv2D", config: { name: "wide", filters: 2, kernel_size: [3, 3], dilation_rate: [2, 2] } }, "wide: dilation_rate: [2,2]");
  refused(dense("capped", 2, { kernel_constraint: { class_name: "MaxNorm", config: {} } }), 'capped: kernel_constraint: {"class_name":"MaxNorm","config":{}}');
  refused({ class_name: "GRU", config: { name: "old", units: 2, reset_after: false } }, "old: reset_after: false");
});

/** As tf.keras writes models, Keras 2.21. */
const keras2 = (...layers) => ({ class_name: "Sequential", keras_version: "2.21.0", backend: "tensorflow", config: { name: "sequential", layers } });
const input2 = (...sides) => ({ class_name: "InputLayer", config: { batch_input_shape: [null, ...sides], dtype: "float32", sparse: false, ragged: false, name: "input_1" } });
const normalization2 = (kind, axis) => ({ class_name: kind, config: { name: "norm", trainable: true, dtype: "float32", axis: [axis], epsilon: 0.001, center: true, scale: true } });
const conv2 = { class_name: "Conv2D", config: { name: "conv", trainable: true, dtype: "float32", filters: 3, kernel_size: [3, 3], strides: [1, 1], padding: "valid", data_format: "channels_last", dilation_rate: [1, 1], groups: 1, activation: "linear", use_bias: true } };
const lstm2 = { class_name: "LSTM", config: { name: "lstm", trainable: true, dtype: "float32", return_sequences: true, return_state: false, go_backwards: false, stateful: false, unroll: false, time_major: false, units: 3, activation: "tanh", recurrent_activation: "sigmoid", use_bias: true, unit_forget_bias: true, dropout: 0.0, recurrent_dropout: 0.0, implementation: 2 } };

test("the axis of a normalization that Keras 2 counts from the front is the last one, or is named", () => {
  for (const layers of [
    [input2(4), dense("d", 3), normalization2("BatchNormalization", 1)],
    [input2(8, 8, 1), conv2, normalization2("BatchNormalization", 3)],
    [input2(6, 3), lstm2, normalization2("LayerNormalization", 2)],
    [input2(8, 8, 1), conv2, { class_name: "Flatten", config: { name: "flat", data_format: "channels_last" } }, normalization2("BatchNormalization", 1)],
  ]) {
    const { network } = fromKeras(keras2(...layers));
    assert.ok(!("axis" in network.layers.at(-1)), JSON.stringify(network));
  }
  const refused = keras2(input2(8, 8, 1), conv2, normalization2("BatchNormalization", 1));
  assert.throws(() => fromKeras(refused), (error) => error instanceof NotSupported && error.message === "norm: axis: 1");
});

test("hard_sigmoid of Keras 2 is another function, and is refused", () => {
  const layer = dense("gate", 2, { activation: "hard_sigmoid" });
  assert.throws(() => fromKeras(keras2(input2(4), layer)), (error) => error instanceof NotSupported && error.message === "gate: activation: hard_sigmoid (Keras 2)");
  assert.equal(fromKeras({ ...keras2(input2(4), layer), keras_version: "3.15.1" }).network.layers[1].activation, "hard_sigmoid");
});

test("a dense layer that is applied to each step is one here", () => {
  const each = (layer) => ({ class_name: "TimeDistributed", config: { name: "each", trainable: true, dtype: "float32", layer } });
  const { layers } = fromKeras({ class_name: "Sequential", config: { layers: [input("x", 6, 3), each(dense("inner", 4, { activation: "relu" }))] } }).network;
  assert.deepEqual(layers[1], { ...plainDense, name: "each", units: 4, activation: "relu", inputs: ["x"] });
  assert.throws(() => fromKeras(keras2(input2(5, 8, 8, 1), each(conv2))), (error) => error instanceof NotSupported && error.message === "each: TimeDistributed");
});

test("files of one's own are no models of Keras", () => {
  for (const other of [{ version: 2, room: "playground", experiment: {} }, { network: {} }, null, [], "Sequential"]) assert.ok(!isKerasModel(other));
});
