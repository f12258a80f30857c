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


def load_weights(model, path="weights.npz"):
    """Loads the weights that Descent had. Keras's kernels, whose shapes they have, are PyTorch's transposed."""
    weights = {name: torch.from_numpy(array) for name, array in np.load(path).items()}
    with torch.no_grad():
        model[0].weight.copy_(weights["hidden_1/kernel"].T)
        model[0].bias.copy_(weights["hidden_1/bias"])
        model[2].weight.copy_(weights["hidden_2/kernel"].T)
        model[2].bias.copy_(weights["hidden_2/bias"])
        model[4].weight.copy_(weights["output/kernel"].T)
        model[4].bias.copy_(weights["output/bias"])


torch.manual_seed(1)
model = nn.Sequential(
    nn.Linear(2, 4),
    nn.Tanh(),
    nn.Linear(4, 4),
    nn.Tanh(),
    nn.Linear(4, 1),
    nn.Sigmoid(),
)
nn.init.xavier_uniform_(model[0].weight)
nn.init.zeros_(model[0].bias)
nn.init.xavier_uniform_(model[2].weight)
nn.init.zeros_(model[2].bias)
nn.init.xavier_uniform_(model[4].weight)
nn.init.zeros_(model[4].bias)

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
