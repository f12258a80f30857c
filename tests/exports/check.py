"""Runs the Keras code that Descent exports, from a folder that the tests of `tests/it/exports.rs` have written:

    python check.py FOLDER outputs      the code of every case of tests/reference and of some presets builds the network, loads
                                        the exported weights, gives the outputs that Keras or Descent computed, and prints the
                                        summary that Descent shows
    python check.py FOLDER training     the code of presets, losses and optimizers trains an epoch

Outputs are computed by Keras's NumPy backend, which need not compile anything; only JAX's can train.
"""

import io
import os
import re
import sys
import time
import traceback
from pathlib import Path

WHAT = sys.argv[2]
os.environ["KERAS_BACKEND"] = "numpy" if WHAT == "outputs" else "jax"
os.environ.setdefault("COLUMNS", "140")

import keras
import numpy as np
from safetensors.numpy import load_file

TRAINED = ("loss_", "optimizer_")


def trains(folder):
    return folder.parent.name == "presets" or folder.name.startswith(TRAINED)


def close(got, expected, what):
    got = np.asarray(got)
    assert got.shape == expected.shape, f"{what}: shape {got.shape} instead of {expected.shape}"
    difference = np.abs(got - expected) - (1e-5 + 1e-4 * np.abs(expected))
    assert difference.max() <= 0, f"{what}: differs by {np.abs(got - expected).max()}"


def first(examples):
    """Enough of them to see that training works."""
    return {name: values[:60] for name, values in examples.items()} if isinstance(examples, dict) else examples[:60]


def check_weights(folder):
    archive = np.load(folder / "weights.npz")
    tensors = load_file(folder / "weights.safetensors")
    assert sorted(tensors) == sorted(archive), "safetensors and npz have different names"
    for name in archive:
        assert np.array_equal(tensors[name], archive[name]), name


def summary_of(model):
    text = io.StringIO()
    model.summary(print_fn=lambda line, line_break=False: text.write(line + "\n"), line_length=None)
    return re.sub(r'"(sequential|functional)(_\d+)?"', r'"\1"', text.getvalue())


def check(folder):
    os.chdir(folder)
    keras.utils.clear_session()
    script = (folder / "keras.py").read_text()
    build, rest = script.split("model.summary()\n")
    training, loading = rest.split("# To go on from the weights that Descent had")
    scope = {}
    exec(compile(build, "keras.py", "exec"), scope)
    model = scope["model"]
    exec("\n".join(line[2:] for line in loading.splitlines()[1:]), scope)
    if WHAT == "training":
        for name in ("x_train", "y_train", "x_test", "y_test"):
            if name in scope:
                scope[name] = first(scope[name])
        once = re.sub(r"epochs=\d+", "epochs=1, verbose=0", training).replace("(x_test, y_test)\n", "(x_test, y_test, verbose=0)\n")
        exec(compile(once, "keras.py", "exec"), scope)
        assert all(np.isfinite(scope["history"].history["loss"])), "the loss is not finite"
        return
    check_weights(folder)
    expected = np.load("check.npz")
    outputs = model(scope["x_train"], training=False)
    if isinstance(outputs, dict):
        for name, values in outputs.items():
            close(values, expected[f"y_train_{name}"], name)
    else:
        close(outputs, expected["y_train"], "output")
    ours = [line.rstrip() for line in (folder / "summary.txt").read_text().strip().splitlines()]
    theirs = [line.rstrip() for line in summary_of(model).strip().splitlines()]
    # Of masks that are computed between layers Keras makes rows of their own.
    if any("(NotEqual)" in line for line in theirs):
        return
    assert ours == theirs, "summary:\n" + "\n".join(ours) + "\ninstead of\n" + "\n".join(theirs)


def main():
    root = Path(sys.argv[1]).resolve()
    start, failures, count = time.time(), [], 0
    for folder in sorted(path.parent for path in root.glob("*/*/keras.py")):
        if WHAT == "training" and not trains(folder):
            continue
        count += 1
        try:
            check(folder)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            failures.append(f"{folder.parent.name}/{folder.name}: {type(error).__name__}: {error} (line {where.lineno} of {where.name})")
    for failure in failures:
        print(failure, flush=True)
    print(f"{count - len(failures)} of {count} exports agree with Keras in their {WHAT} ({time.time() - start:.0f} s)")
    sys.exit(bool(failures) or not count)


main()
