"""Makes reference cases with Keras 3 in float64: `pip install keras jax && python tests/reference/make_cases.py`.

Cases that are there already are left alone. The format is told in README.md beside this file.
"""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")

HERE = Path(__file__).parent
KINDS = {
    "dense": keras.layers.Dense, "activation": keras.layers.Activation, "conv1d": keras.layers.Conv1D,
    "conv2d": keras.layers.Conv2D, "max_pooling1d": keras.layers.MaxPooling1D,
    "max_pooling2d": keras.layers.MaxPooling2D, "average_pooling1d": keras.layers.AveragePooling1D,
    "average_pooling2d": keras.layers.AveragePooling2D, "global_max_pooling1d": keras.layers.GlobalMaxPooling1D,
    "global_max_pooling2d": keras.layers.GlobalMaxPooling2D,
    "global_average_pooling1d": keras.layers.GlobalAveragePooling1D,
    "global_average_pooling2d": keras.layers.GlobalAveragePooling2D, "flatten": keras.layers.Flatten,
    "reshape": keras.layers.Reshape, "embedding": keras.layers.Embedding, "simple_rnn": keras.layers.SimpleRNN,
    "lstm": keras.layers.LSTM, "gru": keras.layers.GRU, "batch_normalization": keras.layers.BatchNormalization,
    "layer_normalization": keras.layers.LayerNormalization, "concatenate": keras.layers.Concatenate,
    "add": keras.layers.Add, "multiply": keras.layers.Multiply, "average": keras.layers.Average,
    "maximum": keras.layers.Maximum, "bidirectional": keras.layers.Bidirectional,
}
STEPS, EXAMPLES, TOKENS = 3, 5, 7


def layer(kind, inputs=("x",), name=None, **arguments):
    return {"name": name, "layer": kind, "inputs": list(inputs), **arguments}


def stack(shape, *layers, dtype=None):
    """A network whose every layer takes the one before; the last is called y."""
    first = {"name": "x", "layer": "input", "shape": shape} | ({"dtype": dtype} if dtype else {})
    named, before = [first], "x"
    for index, one in enumerate(layers):
        name = "y" if index == len(layers) - 1 else f"l{index + 1}"
        named.append(one | {"name": name, "inputs": [before]})
        before = name
    return {"layers": named, "outputs": ["y"]}


def both(x, shape, kind, **arguments):
    """Two branches of one input, merged."""
    return {
        "layers": [
            {"name": "x", "layer": "input", "shape": shape},
            layer("dense", name="a", units=3, activation="tanh"), layer("dense", name="b", units=3, activation="sigmoid"),
            layer(kind, ["a", "b"], "m", **arguments), layer("dense", ["m"], "y", units=2),
        ],
        "outputs": ["y"],
    }


def masked(*layers):
    """Sentences in which token 0 is padding, through layers into two numbers."""
    return stack([5], layer("embedding", input_dim=TOKENS, output_dim=3, mask_zero=True), *layers, layer("dense", units=2), dtype="int32")


def merged_tokens(kind, masks=(True, True), **arguments):
    """Two sentences, embedded and merged, read by a recurrent layer."""
    inputs = [{"name": name, "layer": "input", "shape": [4], "dtype": "int32"} for name in ("x", "z")]
    embedded = [
        layer("embedding", [source], name, input_dim=TOKENS, output_dim=3, mask_zero=mask)
        for source, name, mask in zip("xz", "ab", masks)
    ]
    return {
        "layers": [*inputs, *embedded, layer(kind, ["a", "b"], "m", **arguments), layer("gru", ["m"], "g", units=3), layer("dense", ["g"], "y", units=2)],
        "outputs": ["y"],
    }


# A bias before a batch normalisation has no gradient but rounding, which Adam would make a step of.
dense = layer("dense", units=2)
flat = layer("flatten")
CASES = {
    "conv1d": stack([9, 2], layer("conv1d", filters=4, kernel_size=3, strides=2, padding="same", activation="relu"), layer("conv1d", filters=3, kernel_size=2), flat, dense),
    "conv2d_strides": stack([7, 6, 2], layer("conv2d", filters=5, kernel_size=[3, 2], strides=[2, 3], padding="same", activation="tanh"), flat, dense),
    "conv2d_large_kernel": stack([3, 4, 1], layer("conv2d", filters=2, kernel_size=[5, 6], padding="same"), flat, dense),
    "pooling2d_same": stack([5, 7, 2], layer("average_pooling2d", pool_size=[3, 2], strides=[2, 2], padding="same"), layer("max_pooling2d", pool_size=2, strides=1, padding="same"), flat, dense),
    "pooling1d": stack([8, 3], layer("conv1d", filters=4, kernel_size=3, activation="tanh"), layer("max_pooling1d", pool_size=2), layer("average_pooling1d", pool_size=2, strides=1), flat, dense),
    "global_average_pooling2d": stack([5, 5, 2], layer("conv2d", filters=4, kernel_size=2), layer("global_average_pooling2d"), dense),
    "global_max_pooling2d": stack([5, 5, 2], layer("conv2d", filters=4, kernel_size=2), layer("global_max_pooling2d"), dense),
    "global_pooling1d": stack([6, 3], layer("conv1d", filters=4, kernel_size=2), layer("global_max_pooling1d"), dense),
    "global_average_pooling1d": stack([4], layer("embedding", input_dim=TOKENS, output_dim=3), layer("global_average_pooling1d"), dense, dtype="int32"),
    "reshape": stack([12], layer("dense", units=12, activation="tanh"), layer("reshape", target_shape=[3, 4]), layer("simple_rnn", units=3), dense),
    "simple_rnn_sequences": stack([5, 2], layer("simple_rnn", units=3, return_sequences=True, activation="relu"), layer("simple_rnn", units=4, go_backwards=True), dense),
    "lstm_sequences": stack([5, 2], layer("lstm", units=3, return_sequences=True, go_backwards=True), layer("lstm", units=2, use_bias=False), dense),
    "gru_sequences": stack([5, 2], layer("gru", units=3, return_sequences=True, go_backwards=True), layer("gru", units=2, use_bias=False), dense),
    "recurrent_activations": stack([4, 2], layer("lstm", units=3, activation="relu", recurrent_activation="hard_sigmoid", return_sequences=True), layer("gru", units=3, activation="softsign", recurrent_activation="tanh"), dense),
    "bidirectional": stack([5, 2], layer("bidirectional", wrapped={"layer": "gru", "units": 3, "return_sequences": True}), layer("bidirectional", merge_mode="mul", wrapped={"layer": "lstm", "units": 2}), dense),
    "batch_normalization_images": stack([4, 4, 2], layer("conv2d", filters=3, kernel_size=2, use_bias=False), layer("batch_normalization", momentum=0.8, epsilon=0.01), flat, dense),
    "batch_normalization_plain": stack([3], layer("dense", units=4, use_bias=False), layer("batch_normalization", center=False, scale=False), dense),
    "layer_normalization": stack([4], layer("dense", units=6), layer("layer_normalization"), layer("activation", activation="relu"), dense),
    "layer_normalization_sequences": stack([4, 3], layer("layer_normalization", epsilon=0.1, center=False), layer("gru", units=3), dense),
    "add": both("x", [4], "add"),
    "multiply": both("x", [4], "multiply"),
    "average": both("x", [4], "average"),
    "maximum": both("x", [4], "maximum"),
    "concatenate_axis": {
        "layers": [
            {"name": "x", "layer": "input", "shape": [3, 2]}, {"name": "z", "layer": "input", "shape": [4, 2]},
            layer("concatenate", ["x", "z"], "m", axis=1), layer("gru", ["m"], "g", units=3), layer("dense", ["g"], "y", units=2),
        ],
        "outputs": ["y"],
    },
    **{f"masked_{kind}": masked(layer(kind, units=3)) for kind in ("simple_rnn", "lstm", "gru")},
    **{f"masked_{kind}_backwards": masked(layer(kind, units=3, go_backwards=True)) for kind in ("simple_rnn", "lstm", "gru")},
    "masked_sequences": masked(layer("lstm", units=3, return_sequences=True), layer("gru", units=2, return_sequences=True, go_backwards=True), layer("simple_rnn", units=2)),
    "masked_flat": masked(layer("gru", units=2, return_sequences=True), flat),
    "masked_bidirectional": masked(layer("bidirectional", wrapped={"layer": "lstm", "units": 2, "return_sequences": True}), layer("bidirectional", merge_mode="sum", wrapped={"layer": "gru", "units": 2})),
    "masked_global_average_pooling1d": masked(layer("dense", units=4, activation="tanh"), layer("global_average_pooling1d")),
    "masked_global_max_pooling1d": masked(layer("global_max_pooling1d")),
    "masked_conv1d": masked(layer("conv1d", filters=3, kernel_size=2), layer("global_average_pooling1d")),
    "masked_normalizations": masked(layer("batch_normalization", momentum=0.8), layer("layer_normalization"), layer("global_average_pooling1d")),
    "masked_add": merged_tokens("add"),
    "masked_concatenate": merged_tokens("concatenate"),
    "masked_concatenate_steps": merged_tokens("concatenate", axis=1),
    "masked_average_unmasked": merged_tokens("average", masks=(True, False)),
    "masked_concatenate_unmasked": merged_tokens("concatenate", axis=1, masks=(True, False)),
    "dense_on_sequences": stack([3, 4], layer("dense", units=5, activation="tanh"), flat, dense),
}


def built(config):
    kind, arguments = config["layer"], {k: v for k, v in config.items() if k not in ("name", "layer", "inputs")}
    if kind in ("simple_rnn", "lstm", "gru"):
        arguments["unroll"] = True  # the loop of JAX insists on float32
    if kind == "bidirectional":
        arguments["layer"] = built(arguments.pop("wrapped") | {"name": f"{config['name']}_one"})
    return KINDS[kind](name=config["name"], dtype="float64", **arguments)


def nested(value):
    return np.asarray(value).tolist()


def case(network, seed):
    random = np.random.default_rng(seed)
    made, values = {}, {}
    masks = any(config.get("mask_zero") for config in network["layers"])
    inputs = {}
    for config in network["layers"]:
        name = config["name"]
        if config["layer"] == "input":
            values[name] = inputs[name] = keras.Input(config["shape"], name=name, dtype=config.get("dtype", "float64"))
            continue
        made[name] = built(config)
        given = [values[one] for one in config["inputs"]]
        values[name] = made[name](given if len(given) > 1 else given[0])
    model = keras.Model(inputs, {name: values[name] for name in network["outputs"]})
    for one in made.values():
        one.set_weights([w + random.normal(size=w.shape) * 0.1 for w in one.get_weights()[:2]] + one.get_weights()[2:])

    def batch():
        def one(name):
            shape = (EXAMPLES, *inputs[name].shape[1:])
            if "int" not in inputs[name].dtype:
                return random.normal(size=shape)
            tokens = random.integers(0, TOKENS, shape)
            if masks:
                # Padding in front, behind and in between; some of every sentence counts.
                tokens[:, 1] = random.integers(1, TOKENS, EXAMPLES)
                tokens[0, 0] = tokens[1, -1] = tokens[2, 2] = 0
            return tokens

        targets = {name: random.normal(size=(EXAMPLES, *values[name].shape[1:])) for name in network["outputs"]}
        return {name: one(name) for name in inputs}, targets

    batches = [batch() for _ in range(STEPS)]
    optimizer = keras.optimizers.Adam(learning_rate=0.01)
    optimizer.build(model.trainable_variables)
    first = {name: [nested(w) for w in one.get_weights()] for name, one in made.items() if one.get_weights()}

    def loss(trained, kept, x, y):
        out, kept = model.stateless_call(trained, kept, x, training=True)
        total = sum(jax.numpy.mean((out[name] - y[name]) ** 2) for name in y)
        return total, (out, kept)

    gradient = jax.value_and_grad(loss, has_aux=True)
    expected = {"losses": []}
    for step, (x, y) in enumerate(batches):
        trained = [v.value for v in model.trainable_variables]
        kept = [v.value for v in model.non_trainable_variables]
        (total, (out, kept)), slopes = gradient(trained, kept, x, y)
        expected["losses"].append(float(total))
        if step == 0:
            expected["outputs"] = {name: nested(value) for name, value in out.items()}
            by_path = {v.path: nested(s) for v, s in zip(model.trainable_variables, slopes)}
            expected["gradients"] = {
                name: [by_path[v.path] for v in one.trainable_variables] for name, one in made.items() if one.trainable_variables
            }
        optimizer.apply(slopes, model.trainable_variables)
        for variable, value in zip(model.non_trainable_variables, kept):
            variable.assign(value)
    expected["weights"] = {name: [nested(w) for w in one.get_weights()] for name, one in made.items() if one.get_weights()}
    expected["inference"] = {name: nested(value) for name, value in model(batches[0][0], training=False).items()}
    return {
        "network": network, "losses": {name: "mean_squared_error" for name in network["outputs"]},
        "loss_weights": {name: 1.0 for name in network["outputs"]},
        "optimizer": {"optimizer": "adam", "learning_rate": 0.01}, "weights": first,
        "batches": [
            {"inputs": {k: nested(v) for k, v in x.items()}, "targets": {k: nested(v) for k, v in y.items()}} for x, y in batches
        ],
        "expected": expected,
    }


for seed, (name, network) in enumerate(CASES.items()):
    file = HERE / "cases" / f"{name}.json"
    if not file.exists():
        file.write_text(json.dumps(case(network, seed)))
        print(file.name)
