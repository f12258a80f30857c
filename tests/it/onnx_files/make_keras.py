"""Writes ONNX files of Keras 3 with what they compute, as `make.py` does of PyTorch: `python3 make_keras.py`, with
tensorflow-cpu, tf2onnx and onnxruntime."""

import json
import pathlib

import keras
import numpy as np
import onnxruntime
from keras import layers

FOLDER = pathlib.Path(__file__).parent
EXAMPLES = 3
VOCABULARY = 7


def chain(*shape, dtype="float32"):
    """A model of layers one after the other."""
    return lambda *rest: keras.Sequential([layers.Input(shape, dtype=dtype), *rest])


def merged():
    x = layers.Input((4,))
    a, b, c = (layers.Dense(5, activation=name)(x) for name in ["relu", "tanh", "softsign"])
    return keras.Model(x, layers.Dense(2)(layers.Average()([a, b, c])))


def residual():
    x = layers.Input((6, 6, 2))
    a = layers.ReLU()(layers.BatchNormalization()(layers.Conv2D(3, 3, padding="same", use_bias=False)(x)))
    b = layers.BatchNormalization()(layers.Conv2D(3, 3, padding="same")(a))
    y = layers.GlobalAveragePooling2D()(layers.ReLU()(layers.Add()([a, b])))
    return keras.Model(x, layers.Dense(2, activation="softmax")(y))


def models():
    yield "keras_mlp", chain(4)(
        layers.Dense(6, activation="softplus"), layers.BatchNormalization(), layers.Dense(5, activation="hard_tanh"),
        layers.LayerNormalization(), layers.Dense(4, use_bias=False), layers.BatchNormalization(center=False),
        layers.Activation("silu"), layers.LayerNormalization(scale=False), layers.Dropout(0.2), layers.Dense(3, activation="hard_sigmoid"), layers.Dense(1, activation="sigmoid"))
    yield "keras_average", merged()
    yield "keras_cnn", chain(9, 9, 1)(
        layers.Conv2D(3, 3, activation="relu"), layers.MaxPooling2D(2), layers.Conv2D(4, 2, padding="same"),
        layers.LayerNormalization(), layers.Flatten(), layers.BatchNormalization(), layers.Dense(3, activation="softmax"))
    yield "keras_image", chain(5, 5, 2)(
        layers.Conv2D(3, 3, strides=2, padding="same", activation="elu"), layers.Conv2D(1, 2, padding="same", activation="sigmoid"))
    yield "keras_kept_means", chain(6, 6, 2)(
        layers.Conv2D(3, 3, activation="relu"), layers.GlobalAveragePooling2D(keepdims=True), layers.Conv2D(2, 1), layers.Flatten())
    yield "keras_residual", residual()
    yield "keras_reshape", chain(36)(
        layers.Reshape((6, 6, 1)), layers.Conv2D(2, 3, activation="relu"), layers.AveragePooling2D(2), layers.Flatten(), layers.Dense(2))
    yield "keras_sequence", chain(10, 2)(
        layers.Conv1D(4, 3, padding="same", activation="relu"), layers.BatchNormalization(), layers.MaxPooling1D(2),
        layers.Conv1D(3, 2, strides=2), layers.AveragePooling1D(2, strides=1, padding="same"), layers.Flatten(), layers.Dense(2))
    yield "keras_steps", chain(6, 3)(
        layers.Dense(4, activation="relu"), layers.LayerNormalization(), layers.GlobalAveragePooling1D(), layers.Dense(2))
    yield "keras_rnn", chain(5, 3)(layers.SimpleRNN(4, return_sequences=True), layers.SimpleRNN(3, activation="relu"), layers.Dense(2))
    yield "keras_gru", chain(5, 3)(layers.GRU(4, return_sequences=True), layers.GRU(3, use_bias=False), layers.Dense(2))
    yield "keras_gru_both", chain(5, 3)(layers.Bidirectional(layers.GRU(3)), layers.Dense(2))
    yield "keras_lstm_both", chain(5, 3)(
        layers.Bidirectional(layers.LSTM(3, return_sequences=True)), layers.Bidirectional(layers.LSTM(2)), layers.Dense(2))
    yield "keras_gru_both_steps", chain(5, 3)(layers.Bidirectional(layers.GRU(2, return_sequences=True)), layers.Dense(2))
    yield "keras_backwards", chain(5, 3)(layers.LSTM(3, go_backwards=True), layers.Dense(2))
    yield "keras_words", chain(5, dtype="int32")(layers.Embedding(VOCABULARY, 3), layers.GRU(3), layers.Dense(1))
    yield "keras_words_as_floats", chain(5)(layers.Embedding(VOCABULARY, 3), layers.GlobalAveragePooling1D(), layers.Dense(1))


def write(name, model):
    random = np.random.default_rng(len(name))
    for weight in model.weights:
        if "seed" not in weight.path:
            weight.assign(random.uniform(0.3 if "variance" in weight.path else -0.8, 0.9, weight.shape))
    shape = (EXAMPLES, *model.inputs[0].shape[1:])
    has_tokens = "words" in name
    x = random.integers(0, VOCABULARY, shape) if has_tokens else random.normal(size=shape)
    file = FOLDER / f"{name}.onnx"
    model(x)
    model.export(file, format="onnx", verbose=False)
    session = onnxruntime.InferenceSession(file)
    (given,) = session.get_inputs()
    (y,) = session.run(None, {given.name: x.astype("int32" if "int32" in given.type else "float32")})
    case = {"inputs": x.reshape(EXAMPLES, -1).tolist(), "outputs": y.reshape(EXAMPLES, -1).tolist()}
    file.with_suffix(".json").write_text(json.dumps(case) + "\n")


for one in models():
    write(*one)
