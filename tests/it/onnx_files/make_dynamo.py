"""Writes ONNX files of the exporter that PyTorch has since 2.5, as `make.py` does of the older one: `python3 make_dynamo.py`,
with PyTorch 2.9 or newer, onnxscript and onnxruntime."""

import json
import pathlib

import onnx
import onnxruntime
import torch
from torch import nn

FOLDER = pathlib.Path(__file__).parent
EXAMPLES = 3


class Of(nn.Module):
    """A function of a model's layers and an input."""

    def __init__(self, function, **layers):
        super().__init__()
        self.function = function
        for name, layer in layers.items():
            setattr(self, name, layer)

    def forward(self, x):
        return self.function(self, x)


def models():
    """Name, model, shape of an example, and whether the channels come first in it."""
    yield "dynamo_mlp", nn.Sequential(
        nn.Linear(4, 5), nn.Softplus(), nn.LayerNorm(5), nn.Linear(5, 5), nn.Softsign(), nn.BatchNorm1d(5), nn.Linear(5, 5),
        nn.Hardsigmoid(), nn.Linear(5, 1), nn.Sigmoid(), nn.Flatten(0)), (4,), False
    yield "dynamo_cnn", nn.Sequential(
        nn.Conv2d(1, 3, 3, padding=1, bias=False), nn.BatchNorm2d(3), nn.SiLU(), nn.MaxPool2d(2), nn.Conv2d(3, 4, 2), nn.GELU(),
        nn.Flatten(), nn.Linear(16, 2), nn.Softmax(1)), (1, 6, 6), True
    yield "dynamo_flat_image", nn.Sequential(nn.Flatten(), nn.Linear(16, 4), nn.Tanh(), nn.Linear(4, 2)), (1, 4, 4), False
    yield "dynamo_unsqueezed", Of(
        lambda net, x: net.head(torch.relu(net.conv(x.unsqueeze(1))).flatten(1)), conv=nn.Conv1d(1, 3, 3), head=nn.Linear(18, 2)), (8,), False
    yield "dynamo_viewed", Of(
        lambda net, x: net.head(torch.relu(net.conv(x.view(-1, 1, 5, 5))).flatten(1)), conv=nn.Conv2d(1, 2, 3), head=nn.Linear(18, 2)), (25,), False
    yield "dynamo_lstm", Of(
        lambda net, x: net.head(net.recurrent(x)[0][:, -1]), recurrent=nn.LSTM(3, 4, batch_first=True), head=nn.Linear(4, 2)), (5, 3), False
    yield "dynamo_lstm_both", Of(
        lambda net, x: net.head(net.recurrent(x)[0]),
        recurrent=nn.LSTM(3, 2, batch_first=True, bidirectional=True), head=nn.Linear(4, 2)), (5, 3), False
    yield "dynamo_gru_state", Of(
        lambda net, x: net.head(net.recurrent(x)[1][-1]), recurrent=nn.GRU(3, 4, batch_first=True), head=nn.Linear(4, 2)), (5, 3), False
    yield "dynamo_gru_states", Of(
        lambda net, x: net.head(torch.cat([net.recurrent(x)[1][-2], net.recurrent(x)[1][-1]], 1)),
        recurrent=nn.GRU(3, 2, batch_first=True, bidirectional=True), head=nn.Linear(4, 2)), (5, 3), False


def write(name, model, shape, channels_first):
    torch.manual_seed(len(name))
    model.apply(lambda layer: [nn.init.uniform_(one, -0.6, 0.6) for one in layer.parameters(recurse=False)])
    for layer in model.modules():
        if hasattr(layer, "running_var"):
            layer.running_mean.uniform_(-0.5, 0.5)
            layer.running_var.uniform_(0.3, 2)
    model.eval()
    x = torch.randn(EXAMPLES, *shape)
    file = FOLDER / f"{name}.onnx"
    # As most people write it: with one example, whose number is then in the file.
    torch.onnx.export(model, (x[:1],), file, dynamo=True, external_data=False, verbose=False)
    # Where each operator comes from in the code of this machine is no part of the network.
    written = onnx.load(file)
    for part in [written.graph, *written.graph.node, *written.graph.input, *written.graph.output]:
        part.ClearField("metadata_props")
    del written.functions[:]
    onnx.save(written, file)
    session = onnxruntime.InferenceSession(file)
    (given,) = session.get_inputs()
    y = [session.run(None, {given.name: x[one : one + 1].numpy()})[0] for one in range(EXAMPLES)]
    inputs = x.movedim(1, -1) if channels_first else x
    case = {"inputs": inputs.reshape(EXAMPLES, -1).tolist(), "outputs": [one.reshape(-1).tolist() for one in y]}
    file.with_suffix(".json").write_text(json.dumps(case) + "\n")


for one in models():
    write(*one)
