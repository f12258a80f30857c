"""Writes weights as NumPy, PyTorch and Keras people save them: `python3 make.py`, with NumPy, PyTorch and safetensors.

The network is two inputs, a dense layer `hidden` of 40 units, a batch normalization `norm` and a dense layer `output` of one
unit. Every tensor has the numbers 0, 1, 2 and so on, divided by 100."""

import pathlib

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

FOLDER = pathlib.Path(__file__).parent
SHAPES = {
    "hidden/kernel": (2, 40), "hidden/bias": (40,), "norm/gamma": (40,), "norm/beta": (40,), "norm/moving_mean": (40,),
    "norm/moving_variance": (40,), "output/kernel": (40, 1), "output/bias": (1,),
}


def numbers(shape):
    return np.arange(np.prod(shape), dtype="float32").reshape(shape) / 100


arrays = {name: numbers(shape) for name, shape in SHAPES.items()}
np.savez(FOLDER / "stored.npz", **arrays)
np.savez_compressed(FOLDER / "compressed.npz", **arrays)
# As arrays come from other places: 64 bits, or column by column.
arrays["hidden/kernel"] = np.asfortranarray(arrays["hidden/kernel"])
arrays["hidden/bias"] = arrays["hidden/bias"].astype("float64")
np.savez_compressed(FOLDER / "compressed_mixed.npz", **arrays)

model = nn.Sequential(nn.Linear(2, 40), nn.BatchNorm1d(40), nn.ReLU(), nn.Linear(40, 1))
save_file(model.state_dict(), FOLDER / "state_dict.safetensors")
named = {name: torch.from_numpy(np.ascontiguousarray(array, dtype="float32")) for name, array in arrays.items()}
save_file(named, FOLDER / "named.safetensors")
# Kernels as PyTorch has them.
save_file(named | {"hidden/kernel": named["hidden/kernel"].T.contiguous()}, FOLDER / "transposed.safetensors")
