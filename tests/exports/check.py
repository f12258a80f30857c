"""Runs what Descent exports, from a folder that the tests of `tests/it/exports.rs` have written:

    python check.py FOLDER outputs      the Keras code of every case of tests/reference and of presets builds the network, loads
                                        the exported weights, gives the outputs that Keras or Descent computed, and prints the
                                        summary that Descent shows; onnxruntime computes the same from the ONNX file of each, and
                                        from one for every argument of every layer
    python check.py FOLDER training     the code of presets, losses and optimizers trains an epoch; L1, carried batches and
                                        steps make weights as in Descent; notebooks run from the first cell to the last, which checks their outputs

Outputs are computed by Keras's NumPy backend, which need not compile anything; only JAX's can train.
"""

import io
import os
import re
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

WHAT = sys.argv[2]
os.environ["KERAS_BACKEND"] = "numpy" if WHAT == "outputs" else "jax"
os.environ.setdefault("COLUMNS", "140")
# Compiling takes longer than what little is trained.
os.environ.setdefault("XLA_FLAGS", "--xla_backend_optimization_level=0 --xla_llvm_disable_expensive_passes=true")

import keras
import numpy as np
from safetensors.numpy import load_file

TRAINED = ("loss_", "optimizer_")


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


def built(folder):
    """The names that the code up to training defines, with the exported weights in the model, and the code of training."""
    os.chdir(folder)
    keras.utils.clear_session()
    build, rest = (folder / "keras.py").read_text().split("model.summary()\n")
    training, loading = rest.split("# To go on from the weights that Descent had")
    scope = {}
    exec(compile(build, "keras.py", "exec"), scope)
    exec("\n".join(line[2:] for line in loading.splitlines()[1:]), scope)
    return scope, training


def quiet(training):
    """One epoch, without a line for each batch."""
    return re.sub(r"epochs=\d+", "epochs=1, verbose=0", training).replace("(x_test, y_test)\n", "(x_test, y_test, verbose=0)\n")


def check_outputs(folder):
    scope, _ = built(folder)
    model = scope["model"]
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


def check_training(folder):
    scope, training = built(folder)
    for name in ("x_train", "y_train", "x_test", "y_test"):
        if name in scope:
            scope[name] = first(scope[name])
    exec(compile(quiet(training), "keras.py", "exec"), scope)
    assert all(np.isfinite(scope["history"].history["loss"])), "the loss is not finite"


def check_trained(folder):
    """Nothing is left to chance, so that the weights after some epochs are those of Descent."""
    scope, training = built(folder)
    exec(compile(re.sub(r"(epochs=\d+)", r"\1, verbose=0", training), "keras.py", "exec"), scope)
    after = np.load("after.npz")
    for layer in scope["model"].layers:
        names = [name for name in after if name.split("/")[0] == layer.name]
        for name, values in zip(names, layer.get_weights()):
            close(values, after[name], name)


def check_notebook(folder):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(folder / "network.ipynb", as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = quiet(cell.source)
    # Beside what it reads and nothing else: a keras.py would be imported in place of Keras.
    with tempfile.TemporaryDirectory() as beside:
        for name in ("data.npz", "weights.npz"):
            shutil.copy(folder / name, beside)
        NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": beside}}).execute()
    assert "The same as in Descent." in str(notebook.cells[-1].outputs), "the last cell says nothing"


def check_onnx(folder):
    import onnx
    import onnxruntime

    model = onnx.load(folder / "model.onnx")
    onnx.checker.check_model(model, full_check=True)
    options = onnxruntime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 3, 1
    session = onnxruntime.InferenceSession(folder / "model.onnx", options)
    data, expected = np.load(folder / "data.npz"), np.load(folder / "check.npz")
    inputs, outputs = session.get_inputs(), [output.name for output in session.get_outputs()]
    key = lambda sign, name, names: f"{sign}_train" if len(names) == 1 else f"{sign}_train_{name}"
    given = {one.name: data[key("x", one.name, inputs)] for one in inputs}
    for name, values in zip(outputs, session.run(outputs, given)):
        close(values, expected[key("y", name, outputs)], name)


def folders(root, group, file, chosen=lambda name: True):
    return [path.parent for path in sorted(root.glob(f"{group}/*/{file}")) if chosen(path.parent.name)]


def checks(root):
    """What is checked: a name for it, the check, and the folders."""
    if WHAT == "outputs":
        yield "Keras in their outputs", check_outputs, folders(root, "cases", "keras.py") + folders(root, "presets", "keras.py")
        yield "onnxruntime", check_onnx, [path for path in folders(root, "*", "model.onnx") if (path / "check.npz").exists()]
    else:
        trained = folders(root, "cases", "keras.py", lambda name: name.startswith(TRAINED))
        yield "Keras in their training", check_training, trained + folders(root, "presets", "keras.py")
        yield "Keras in their weights after training", check_trained, folders(root, "trained", "keras.py")
        yield "their notebooks", check_notebook, folders(root, "presets", "network.ipynb", lambda name: name in NOTEBOOKS)


NOTEBOOKS = ("circle", "siamese", "digits_conv")


def main():
    root = Path(sys.argv[1]).resolve()
    has_failed = False
    for what, check, all_folders in checks(root):
        start, failures = time.time(), []
        for folder in all_folders:
            try:
                check(folder)
            except Exception as error:
                where = traceback.extract_tb(error.__traceback__)[-1]
                failures.append(f"{folder.parent.name}/{folder.name}: {type(error).__name__}: {error} (line {where.lineno} of {where.name})")
        for failure in failures:
            print(failure, flush=True)
        count = len(all_folders)
        print(f"{count - len(failures)} of {count} exports agree with {what} ({time.time() - start:.0f} s)", flush=True)
        has_failed |= bool(failures) or not count
    sys.exit(has_failed)


main()
