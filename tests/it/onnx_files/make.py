"""Writes ONNX files of PyTorch with what they compute: `python3 make.py`, with PyTorch 1.13 or newer.

Each file has a case beside it, as JSON: inputs `[example][value]` with the channels last, and outputs."""

import json
import pathlib

import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parent
EXAMPLES = 3


class LastStep(nn.Module):
    """A recurrent layer, of which the last step goes on."""

    def __init__(self, layer, width):
        super().__init__()
        self.recurrent = layer
        self.head = nn.Linear(width, 2)

    def forward(self, x):
        steps, _ = self.recurrent(x)
        return self.head(steps[:, -1])


class EveryStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent = nn.LSTM(3, 4, batch_first=True, bidirectional=True)
        self.head = nn.Linear(8, 2)

    def forward(self, x):
        return self.head(self.recurrent(x)[0])


class Residual(nn.Module):
    """Two ways that are added up, and two inputs of one layer."""

    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 6)
        self.second = nn.Linear(6, 6)
        self.head = nn.Linear(12, 1)

    def forward(self, x):
        a = torch.tanh(self.first(x))
        b = a + nn.functional.silu(self.second(a))
        return torch.sigmoid(self.head(torch.cat([a, b], dim=1)))


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(7, 3)
        self.head = nn.Linear(3, 2)

    def forward(self, x):
        return torch.softmax(self.head(self.words(x).mean(1)), dim=-1)


def models():
    """Name, model and shape of an example as PyTorch has it."""
    yield "mlp", nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 5), nn.GELU(), nn.Linear(5, 3), nn.Softmax(1)), (4,)
    yield "mlp_activations", nn.Sequential(
        nn.Linear(4, 5), nn.LeakyReLU(0.3), nn.Linear(5, 5), nn.ELU(), nn.Linear(5, 5, bias=False), nn.Mish(),
        nn.Linear(5, 5), nn.Hardtanh(), nn.Linear(5, 5), nn.Softplus(), nn.Linear(5, 2), nn.SELU()), (4,)
    yield "cnn", nn.Sequential(
        nn.Conv2d(2, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 3, 3), nn.Tanh(), nn.Flatten(),
        nn.Linear(3 * 2 * 3, 5), nn.ReLU(), nn.Linear(5, 2)), (2, 8, 10)
    yield "cnn_of_means", nn.Sequential(
        nn.Conv2d(1, 3, 3, bias=False), nn.BatchNorm2d(3), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(3, 4, 2),
        nn.BatchNorm2d(4), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2), nn.Sigmoid()), (1, 8, 8)
    yield "cnn_flat_norm", nn.Sequential(
        nn.Conv2d(2, 3, 2), nn.Flatten(), nn.BatchNorm1d(3 * 2 * 3), nn.ReLU(), nn.Linear(18, 2)), (2, 3, 4)
    yield "sequence", nn.Sequential(
        nn.Conv1d(2, 4, 3), nn.ReLU(), nn.MaxPool1d(2), nn.Flatten(), nn.Linear(4 * 4, 2)), (2, 10)
    yield "rnn", LastStep(nn.RNN(3, 4, batch_first=True), 4), (6, 3)
    yield "lstm", LastStep(nn.LSTM(3, 4, batch_first=True), 4), (6, 3)
    yield "gru", LastStep(nn.GRU(3, 4, batch_first=True), 4), (6, 3)
    yield "lstm_both", EveryStep(), (6, 3)
    yield "residual", Residual(), (4,)
    yield "words", Words(), (5,)


def channels_last(x, is_steps):
    """Convolutions have the channels first in PyTorch and last in Descent."""
    return x if x.dim() < 3 or is_steps else x.movedim(1, -1)


def write(name, model, shape):
    torch.manual_seed(len(name))
    model.apply(lambda layer: [torch.nn.init.uniform_(one, -0.6, 0.6) for one in layer.parameters(recurse=False)])
    for layer in model.modules():
        if hasattr(layer, "running_var"):
            layer.running_mean.uniform_(-0.5, 0.5)
            layer.running_var.uniform_(0.3, 2)
    model.eval()
    x = torch.randint(0, 7, (EXAMPLES, *shape)) if name == "words" else torch.randn(EXAMPLES, *shape)
    with torch.no_grad():
        y = model(x)
    torch.onnx.export(model, x, FOLDER / f"{name}.onnx", opset_version=16, input_names=["x"], output_names=["y"], dynamic_axes={"x": {0: "n"}, "y": {0: "n"}})
    is_steps = isinstance(model, (LastStep, EveryStep))
    case = {"inputs": channels_last(x, is_steps).reshape(EXAMPLES, -1).tolist(), "outputs": y.reshape(EXAMPLES, -1).tolist()}
    (FOLDER / f"{name}.json").write_text(json.dumps(case) + "\n")


for one in models():
    write(*one)
