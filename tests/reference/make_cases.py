"""Makes the reference cases with Keras 3 in float64: `pip install keras jax`, and then in this folder

    python make_cases.py                            every case of the list below
    python make_cases.py masked_gru                 one of the list
    python make_cases.py activation gelu            any activation, loss, optimizer or layer that Keras has,
    python make_cases.py optimizer adam beta_1=0.8  with arguments of its own if need be

`--check` compares with the files that are there instead of writing them. Every number comes from the name of the case,
so that the same case is made again. The format is told in README.md beside this file.
"""

import argparse
import functools
import json
import os
import sys
import zlib
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np

keras.config.set_floatx("float64")
keras.config.set_dtype_policy("float64")

FOLDER = Path(__file__).parent / "cases"
MADE_WITH = f"keras {keras.__version__}, jax {jax.__version__}, float64"
TOKENS = 7
RECURRENT = ("simple_rnn", "lstm", "gru")
MERGES = ("add", "multiply", "average", "maximum", "concatenate")


def named(module, name):
    """The class of Keras that is called so in snake case: `max_pooling2d` is MaxPooling2D."""
    wanted = name.replace("_", "")
    found = [one for key, one in vars(module).items() if key.lower() == wanted and isinstance(one, type)]
    return found[0] if found else sys.exit(f"Keras has no {name} in {module.__name__}")


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


def of(network, loss="mean_squared_error", optimizer=None, steps=12, examples=8, **given):
    """What a case is made of. A loss is that of every output, unless losses are given for each."""
    names = network["outputs"]
    return {
        "network": network, "losses": {name: loss for name in names}, "loss_weights": {name: 1.0 for name in names},
        "optimizer": optimizer or {"optimizer": "sgd", "learning_rate": 0.05}, "steps": steps, "examples": examples,
    } | given


def short(network):
    return of(network, optimizer=adam(0.01), steps=3, examples=5)


def adam(learning_rate):
    return {"optimizer": "adam", "learning_rate": learning_rate}


def with_arguments(key, kind, arguments):
    return {key: kind, **arguments} if arguments else kind


def of_activation(kind, **arguments):
    activation = with_arguments("activation", kind, arguments)
    hidden = [layer("dense", units=units, activation=activation) for units in (5, 3)]
    return of(stack([3], *hidden, layer("dense", units=2)), examples=7)


def of_loss(kind, **arguments):
    last = {
        "binary_crossentropy": layer("dense", units=2, activation="sigmoid"), "hinge": layer("dense", units=2, activation="tanh"),
        "categorical_crossentropy": layer("dense", units=3, activation="softmax"), "kl_divergence": layer("dense", units=3, activation="softmax"),
    }.get(kind, layer("dense", units=2))
    return of(stack([4], layer("dense", units=6, activation="tanh"), last), with_arguments("loss", kind, arguments))


def of_optimizer(kind, **arguments):
    network = stack([4], layer("dense", units=6, activation="tanh"), layer("dense", units=1, activation="sigmoid"))
    optimizer = {"optimizer": kind, "learning_rate": 0.01} | arguments
    return of(network, "binary_crossentropy", optimizer, steps=25, examples=9)


def of_layer(kind, **arguments):
    """A layer between an input that suits it and one number."""
    last = layer("dense", units=1)
    if kind in RECURRENT:
        network = stack([6, 2], layer(kind, **{"units": 4} | arguments), *([flat] if arguments.get("return_sequences") else []), last)
        return of(network, optimizer=adam(0.02), examples=5)
    if kind in MERGES:
        return short(both("x", [4], kind, **arguments))
    if kind == "embedding":
        return short(stack([5], layer(kind, **{"input_dim": TOKENS, "output_dim": 3} | arguments), flat, last, dtype="int32"))
    shape = [6, 6, 2] if kind.endswith("2d") else [6, 2] if kind.endswith("1d") or kind == "bidirectional" else [4]
    needed = (
        {"filters": 3, "kernel_size": 2} if "conv" in kind else {"units": 4} if kind == "dense"
        else {"activation": "relu"} if kind == "activation" else {"target_shape": [2, 2]} if kind == "reshape"
        else {"wrapped": {"layer": "gru", "units": 3}} if kind == "bidirectional" else {}
    )
    return short(stack(shape, layer(kind, **needed | arguments), flat, last))


RECIPES = {"activation": of_activation, "loss": of_loss, "optimizer": of_optimizer, "layer": of_layer}
flat = layer("flatten")
dense = layer("dense", units=2)

# A bias before a batch normalisation has no gradient but rounding, which Adam would make a step of.
NETWORKS = {
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
    **{f"masked_{kind}": masked(layer(kind, units=3)) for kind in RECURRENT},
    **{f"masked_{kind}_backwards": masked(layer(kind, units=3, go_backwards=True)) for kind in RECURRENT},
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
    "masked_multiply": merged_tokens("multiply"),
    "masked_maximum": merged_tokens("maximum"),
    **{f"masked_{kind}_unmasked": merged_tokens(kind, masks=(True, False)) for kind in ("multiply", "maximum")},
    "masked_average_unmasked": merged_tokens("average", masks=(True, False)),
    "masked_concatenate_unmasked": merged_tokens("concatenate", axis=1, masks=(True, False)),
    "dense_on_sequences": stack([3, 4], layer("dense", units=5, activation="tanh"), flat, dense),
}

ACTIVATIONS = (
    "linear", "sigmoid", "tanh", "relu", "elu", "selu", "softplus", "softsign", "silu", "gelu", "mish", "sin", "hard_tanh",
)
LOSSES = (
    "mean_squared_error", "mean_absolute_error", "huber", "log_cosh", "binary_crossentropy", "categorical_crossentropy", "hinge", "kl_divergence",
)
CASES = {
    **{name: short(network) for name, network in NETWORKS.items()},
    **{f"activation_{kind}": of_activation(kind) for kind in ACTIVATIONS},
    "activation_leaky_relu": of_activation("leaky_relu", negative_slope=0.1),
    **{f"loss_{kind}": of_loss(kind) for kind in LOSSES},
    "loss_binary_crossentropy_smoothed": of_loss("binary_crossentropy", label_smoothing=0.1),
    "loss_categorical_crossentropy_smoothed": of_loss("categorical_crossentropy", label_smoothing=0.1),
    **{f"optimizer_{kind}": of_optimizer(kind) for kind in ("adam", "nadam", "adamax", "rmsprop")},
    "optimizer_adam_amsgrad": of_optimizer("adam", amsgrad=True),
    "optimizer_adamw": of_optimizer("adamw", weight_decay=0.02),
    "optimizer_adadelta": of_optimizer("adadelta", learning_rate=1.0),
    "optimizer_adagrad": of_optimizer("adagrad", learning_rate=0.05),
    "optimizer_ftrl": of_optimizer(
        "ftrl", learning_rate=0.1, l1_regularization_strength=0.01, l2_regularization_strength=0.02,
        l2_shrinkage_regularization_strength=0.05, beta=0.3,
    ),
    "optimizer_lion": of_optimizer("lion", learning_rate=0.003),
    "optimizer_sgd_momentum": of_optimizer("sgd", learning_rate=0.05, momentum=0.9),
    "optimizer_sgd_nesterov": of_optimizer("sgd", learning_rate=0.05, momentum=0.9, nesterov=True),
    **{kind: of_layer(kind) for kind in RECURRENT},
    "regularizer_l1_l2": of(stack([4], layer("dense", units=6, activation="tanh", kernel_regularizer={"l1": 0.01, "l2": 0.02}), layer("dense", units=1))),
    "batch_normalization": of(
        stack([3], layer("dense", units=5), layer("batch_normalization"), layer("activation", activation="relu"), dense), examples=10,
    ),
    "conv2d_pool": of(
        stack(
            [8, 8, 1], layer("conv2d", filters=3, kernel_size=[3, 3], padding="same", activation="relu"), layer("max_pooling2d", pool_size=[2, 2]),
            layer("conv2d", filters=2, kernel_size=[2, 2], padding="valid", activation="tanh"), layer("average_pooling2d", pool_size=[2, 2]),
            flat, layer("dense", units=3, activation="softmax"),
        ),
        "categorical_crossentropy", adam(0.01), steps=8, examples=5,
    ),
    "embedding_lstm": of(
        stack([5], layer("embedding", input_dim=12, output_dim=3), layer("lstm", units=4), layer("dense", units=1, activation="sigmoid"), dtype="int32"),
        "binary_crossentropy", adam(0.02), examples=6,
    ),
    "lecture_6_9_4": of(stack([6], layer("dense", units=9), layer("dense", units=4))),
    "lecture_8_9_9_9_4": of(
        stack([8], *[layer("dense", units=9, activation="relu")] * 3, layer("dense", units=4, activation="softmax")),
        "categorical_crossentropy", adam(0.01),
    ),
    "two_inputs_two_outputs": of(
        {
            "layers": [
                {"name": "a", "layer": "input", "shape": [3]}, {"name": "b", "layer": "input", "shape": [2]},
                layer("dense", ["a"], "ha", units=4, activation="tanh"), layer("dense", ["b"], "hb", units=4, activation="relu"),
                layer("concatenate", ["ha", "hb"], "cat"), layer("add", ["ha", "hb"], "sum"),
                layer("dense", ["cat"], "price", units=1), layer("dense", ["sum"], "sold", units=1, activation="sigmoid"),
            ],
            "outputs": ["price", "sold"],
        },
        optimizer=adam(0.01), examples=6,
        losses={"price": "mean_squared_error", "sold": "binary_crossentropy"}, loss_weights={"price": 1.0, "sold": 0.5},
    ),
}


def activation(config):
    kind, arguments = (config, {}) if isinstance(config, str) else (config["activation"], {k: v for k, v in config.items() if k != "activation"})
    if kind == "sin":
        return keras.ops.sin
    try:
        return functools.partial(keras.activations.get(kind), **arguments)
    except ValueError:
        sys.exit(f"Keras has no activation {kind}")


def loss_of(config):
    kind, arguments = (config, {}) if isinstance(config, str) else (config["loss"], {k: v for k, v in config.items() if k != "loss"})
    return named(keras.losses, kind)(**arguments)


def built(config):
    kind, arguments = config["layer"], {k: v for k, v in config.items() if k not in ("name", "layer", "inputs")}
    for key in ("activation", "recurrent_activation"):
        if key in arguments:
            arguments[key] = activation(arguments[key])
    if "kernel_regularizer" in arguments:
        arguments["kernel_regularizer"] = keras.regularizers.L1L2(**arguments["kernel_regularizer"])
    if kind in RECURRENT:
        arguments["unroll"] = True  # the loop of JAX insists on float32
    if kind == "bidirectional":
        arguments["layer"] = built(arguments.pop("wrapped") | {"name": f"{config['name']}_one"})
    return named(keras.layers, kind)(name=config["name"], dtype="float64", **arguments)


def nested(value):
    """Nested lists of numbers, of 9 digits as f32 needs them."""
    value = np.asarray(value)
    return np.vectorize(lambda one: float(f"{one:.9g}"), otypes=[float])(value).tolist() if value.dtype.kind == "f" else value.tolist()


def weights(layers):
    return {name: [nested(w) for w in one.get_weights()] for name, one in layers.items() if one.get_weights()}


def model_of(network):
    """The model of Keras and its layers by name."""
    made, values, inputs = {}, {}, {}
    for config in network["layers"]:
        name = config["name"]
        if config["layer"] == "input":
            values[name] = inputs[name] = keras.Input(config["shape"], name=name, dtype=config.get("dtype", "float64"))
            continue
        made[name] = built(config)
        given = [values[one] for one in config["inputs"]]
        values[name] = made[name](given if len(given) > 1 else given[0])
    return keras.Model(inputs, {name: values[name] for name in network["outputs"]}), made


def targets(random, loss, shape):
    kind = loss if isinstance(loss, str) else loss["loss"]
    if kind == "binary_crossentropy":
        return random.integers(0, 2, shape).astype(float)
    if kind == "hinge":
        return random.choice([-1.0, 1.0], shape)
    if kind == "categorical_crossentropy":
        return np.eye(shape[-1])[random.integers(0, shape[-1], shape[:-1])]
    if kind == "kl_divergence":
        return random.dirichlet(np.ones(shape[-1]), shape[:-1])
    return random.normal(size=shape)


def batch(random, recipe, model):
    """Inputs and targets of one step."""
    examples = recipe["examples"]
    layers = recipe["network"]["layers"]
    tokens = min((one["input_dim"] for one in layers if one["layer"] == "embedding"), default=TOKENS)

    def one(config):
        shape = (examples, *config["shape"])
        if "dtype" not in config:
            return random.normal(size=shape)
        sentences = random.integers(0, tokens, shape)
        if any(other.get("mask_zero") for other in layers):
            # Padding in front, behind and in between; some of every sentence counts.
            sentences[:, 1] = random.integers(1, tokens, examples)
            sentences[0, 0] = sentences[1, -1] = sentences[2, 2] = 0
        return sentences

    inputs = {config["name"]: nested(one(config)) for config in layers if config["layer"] == "input"}
    outputs = {name: (examples, *model.output[name].shape[1:]) for name in recipe["network"]["outputs"]}
    return {"inputs": inputs, "targets": {name: nested(targets(random, recipe["losses"][name], shape)) for name, shape in outputs.items()}}


def made_case(name, recipe):
    seed = zlib.crc32(name.encode())
    random = np.random.default_rng(seed)
    keras.utils.set_random_seed(seed)
    model, layers = model_of(recipe["network"])
    for one in layers.values():
        one.set_weights([w + random.normal(size=w.shape) * 0.1 for w in one.get_weights()])
    batches = [batch(random, recipe, model) for _ in range(recipe["steps"])]
    told = {key: recipe[key] for key in ("network", "losses", "loss_weights", "optimizer")}
    told |= {"weights": weights(layers), "batches": batches}
    return {"made_with": MADE_WITH, **told, "expected": expected(told)}


def expected(told):
    """What Keras makes of the network, the weights and the batches of a case."""
    model, layers = model_of(told["network"])
    for name, arrays in told["weights"].items():
        layers[name].set_weights([np.asarray(one) for one in arrays])
    arguments = {key: value for key, value in told["optimizer"].items() if key != "optimizer"}
    optimizer = named(keras.optimizers, told["optimizer"]["optimizer"])(**arguments)
    optimizer.build(model.trainable_variables)
    losses = {name: loss_of(config) for name, config in told["losses"].items()}

    @jax.jit
    @functools.partial(jax.value_and_grad, has_aux=True)
    def gradient(trained, kept, x, y):
        out, kept, penalties = model.stateless_call(trained, kept, x, training=True, return_losses=True)
        total = sum(told["loss_weights"][name] * losses[name](y[name], out[name]) for name in y)
        return total + sum(penalties), (out, kept)

    def arrays(values):
        return {name: np.asarray(value) for name, value in values.items()}

    found = {"losses": []}
    for step, one in enumerate(told["batches"]):
        trained = [v.value for v in model.trainable_variables]
        kept = [v.value for v in model.non_trainable_variables]
        (total, (out, kept)), slopes = gradient(trained, kept, arrays(one["inputs"]), arrays(one["targets"]))
        found["losses"].append(nested(total))
        if step == 0:
            found["outputs"] = {name: nested(value) for name, value in out.items()}
            by_path = {v.path: nested(slope) for v, slope in zip(model.trainable_variables, slopes)}
            found["gradients"] = {
                name: [by_path[v.path] for v in layer.trainable_variables] for name, layer in layers.items() if layer.trainable_variables
            }
        optimizer.apply(slopes, model.trainable_variables)
        for variable, value in zip(model.non_trainable_variables, kept):
            variable.assign(value)
    found["weights"] = weights(layers)
    last = model(arrays(told["batches"][0]["inputs"]), training=False)
    found["inference"] = {name: nested(value) for name, value in last.items()}
    return found


def difference(got, want, path=""):
    """Where two cases differ by more than 1e-6, or None."""
    if isinstance(want, dict) and isinstance(got, dict):
        if got.keys() != want.keys():
            return f"{path}: {sorted(got.keys() ^ want.keys())}"
        pairs = [(got[key], want[key], f"{path}/{key}") for key in want]
    elif isinstance(want, list) and isinstance(got, list):
        if len(got) != len(want):
            return f"{path}: {len(got)} against {len(want)}"
        pairs = [(*pair, f"{path}/{index}") for index, pair in enumerate(zip(got, want))]
    elif isinstance(want, (int, float)) and isinstance(got, (int, float)):
        return None if abs(got - want) <= 1e-6 * max(1, abs(want)) else f"{path}: {got} against {want}"
    else:
        return None if got == want else f"{path}: {got} against {want}"
    return next((one for one in (difference(*pair) for pair in pairs) if one), None)


def value(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def chosen(words):
    """The cases that the command line asks for."""
    if not words:
        return CASES
    if len(words) == 1:
        name = words[0]
        return {name: CASES[name]} if name in CASES else sys.exit(f"no case is called {name}")
    family, kind, *rest = words
    if family not in RECIPES:
        sys.exit(f"{family} is not one of {', '.join(RECIPES)}")
    arguments = {key: value(text) for key, _, text in (one.partition("=") for one in rest)}
    name = "_".join(([] if family == "layer" else [family]) + [kind, *arguments])
    listed = CASES.get(name) if not arguments else None
    return {name: listed or RECIPES[family](kind, **arguments)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="a case, or activation, loss, optimizer or layer with a name and arguments")
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the files are")
    options = parser.parse_args()
    differing = 0
    for name, recipe in chosen(options.words).items():
        file = options.folder / f"{name}.json"
        case = made_case(name, recipe)
        if options.check:
            there = json.loads(file.read_text())
            found = difference(case | {"made_with": None}, there | {"made_with": None})
            differing += found is not None
            print(name, found or "agrees")
        else:
            file.write_text(json.dumps(case))
            print(file.name)
    sys.exit(differing > 0)


if __name__ == "__main__":
    main()
