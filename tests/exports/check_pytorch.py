"""Runs the PyTorch code that Descent exports: python3 check_pytorch.py FOLDER

As check.py does for Keras, with whichever PyTorch there is: Debian's python3-torch is enough.
"""

import os
import re
import sys
import time
import traceback
from pathlib import Path

import numpy as np
import torch

torch.set_num_threads(1)


def close(got, expected, what, tolerance=1e-5):
    got = got.detach().numpy()
    assert got.shape == expected.shape, f"{what}: shape {got.shape} instead of {expected.shape}"
    difference = np.abs(got - expected) - (tolerance + 1e-4 * np.abs(expected))
    assert difference.max() <= 0, f"{what}: differs by {np.abs(got - expected).max()}"


def channels_last(values):
    return values.permute(0, 2, 3, 1) if values.dim() == 4 else values


def check(folder):
    os.chdir(folder)
    script = (folder / "pytorch.py").read_text()
    build, training = script.split("\noptimizer = ")
    scope = {}
    exec(compile(build, "pytorch.py", "exec"), scope)
    model = scope["model"]
    scope["load_weights"](model)
    model.eval()
    inputs = scope["x_train"]
    outputs = model(**inputs) if isinstance(inputs, dict) else model(inputs)
    expected = np.load("check.npz")
    if isinstance(outputs, dict):
        for name, values in outputs.items():
            close(channels_last(values), expected[f"y_train_{name}"], name)
    else:
        close(channels_last(outputs), expected["y_train"], "output")
    train(re.sub(r"range\(\d+\):\n    model.train", "range(1):\n    model.train", training), scope)


def train(training, scope):
    exec(compile("optimizer = " + training.replace("    print(", "    str("), "pytorch.py", "exec"), scope)
    assert torch.isfinite(scope["loss"]), "the loss is not finite"


def check_trained(folder):
    """The weights after some epochs are those of Descent; nothing is left to chance."""
    os.chdir(folder)
    build, training = (folder / "pytorch.py").read_text().split("\noptimizer = ")
    scope = {}
    exec(compile(build, "pytorch.py", "exec"), scope)
    scope["load_weights"](scope["model"])
    train(training, scope)
    own = [parameter.T if parameter.dim() == 2 else parameter for parameter in scope["model"].parameters()]
    # PyTorch adds the epsilon of adaptive optimizers after the root, which counts where gradients are small.
    tolerance = 1e-2 if folder.name.startswith("rmsprop") else 2e-3
    for (name, expected), parameter in zip(np.load("after.npz").items(), own):
        close(parameter, expected, name, tolerance)


def main():
    root = Path(sys.argv[1]).resolve()
    start, failures, count = time.time(), [], 0
    for folder in sorted(path.parent for path in root.glob("*/*/pytorch.py")):
        count += 1
        try:
            (check_trained if (folder / "after.npz").exists() else check)(folder)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            failures.append(f"{folder.parent.name}/{folder.name}: {type(error).__name__}: {error} (line {where.lineno} of {where.name})")
    for failure in failures:
        print(failure)
    print(f"{count - len(failures)} of {count} exports agree with PyTorch ({time.time() - start:.0f} s)")
    sys.exit(bool(failures) or not count)


main()
