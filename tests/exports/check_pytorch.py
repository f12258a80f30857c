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


def close(got, expected, what):
    got = got.detach().numpy()
    assert got.shape == expected.shape, f"{what}: shape {got.shape} instead of {expected.shape}"
    difference = np.abs(got - expected) - (1e-5 + 1e-4 * np.abs(expected))
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
    training = re.sub(r"range\(\d+\):\n    model.train", "range(1):\n    model.train", training).replace("    print(", "    str(")
    exec(compile("optimizer = " + training, "pytorch.py", "exec"), scope)
    assert torch.isfinite(scope["loss"]), "the loss is not finite"


def main():
    root = Path(sys.argv[1]).resolve()
    start, failures, count = time.time(), [], 0
    for folder in sorted(path.parent for path in root.glob("*/*/pytorch.py")):
        count += 1
        try:
            check(folder)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            failures.append(f"{folder.parent.name}/{folder.name}: {type(error).__name__}: {error} (line {where.lineno} of {where.name})")
    for failure in failures:
        print(failure)
    print(f"{count - len(failures)} of {count} exports agree with PyTorch ({time.time() - start:.0f} s)")
    sys.exit(bool(failures) or not count)


main()
