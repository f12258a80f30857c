import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

# What Descent trains on, already scaled and split.
data = {name: torch.from_numpy(array) for name, array in np.load("data.npz").items()}
x_train = data["x_train"]
y_train = data["y_train"]
x_test = data["x_test"]
y_test = data["y_test"]


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden_1 = nn.Linear(2, 4)
        self.hidden_2 = nn.Linear(4, 4)
        self.output = nn.Linear(4, 1)
        self.initialize()

    def initialize(self):
        nn.init.xavier_uniform_(self.hidden_1.weight)
        nn.init.zeros_(self.hidden_1.bias)
        nn.init.xavier_uniform_(self.hidden_2.weight)
        nn.init.zeros_(self.hidden_2.bias)
        nn.init.xavier_uniform_(self.output.weight)
        nn.init.zeros_(self.output.bias)

    def forward(self, x):
        hidden_1 = torch.tanh(self.hidden_1(x))
        hidden_2 = torch.tanh(self.hidden_2(hidden_1))
        output = torch.sigmoid(self.output(hidden_2))
        return output


def load_weights(model, path="weights.npz"):
    """Loads the weights that Descent had. Keras's kernels, whose shapes they have, are PyTorch's transposed."""
    weights = {name: torch.from_numpy(array) for name, array in np.load(path).items()}
    with torch.no_grad():
        model.hidden_1.weight.copy_(weights["hidden_1/kernel"].T)
        model.hidden_1.bias.copy_(weights["hidden_1/bias"])
        model.hidden_2.weight.copy_(weights["hidden_2/kernel"].T)
        model.hidden_2.bias.copy_(weights["hidden_2/bias"])
        model.output.weight.copy_(weights["output/kernel"].T)
        model.output.bias.copy_(weights["output/bias"])


torch.manual_seed(1)
model = Network()

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def loss_of(y_pred, y):
    return F.binary_cross_entropy(y_pred.clamp(1e-7, 1 - 1e-7), y)


for epoch in range(100):
    model.train()
    for batch in torch.randperm(350).split(10):
        optimizer.zero_grad()
        loss = loss_of(model(x_train[batch]), y_train[batch])
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        test_loss = loss_of(model(x_test), y_test).item()
    print(f"epoch {epoch + 1}: loss {loss:.4f}, test loss {test_loss:.4f}")
