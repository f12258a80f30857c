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
        self.first = nn.Linear(3, 3)
        self.same_width = nn.Linear(3, 3, bias=False)
        self.price = nn.Linear(3, 1)
        self.initialize()

    def initialize(self):
        nn.init.normal_(self.first.weight, 0.0, 0.3)
        nn.init.zeros_(self.first.bias)
        nn.init.xavier_uniform_(self.same_width.weight)
        nn.init.xavier_uniform_(self.price.weight)
        nn.init.zeros_(self.price.bias)

    def forward(self, x):
        first = F.leaky_relu(self.first(x), 0.1)
        same_width = torch.sign(self.same_width(first)).clamp(min=0)
        again = torch.sign(self.same_width(same_width)).clamp(min=0)
        sum_ = first + again
        price = self.price(sum_)
        return price


def load_weights(model, path="weights.npz"):
    """Loads the weights that Descent had. Keras's kernels, whose shapes they have, are PyTorch's transposed."""
    weights = {name: torch.from_numpy(array) for name, array in np.load(path).items()}
    with torch.no_grad():
        model.first.weight.copy_(weights["first/kernel"].T)
        model.first.bias.copy_(weights["first/bias"])
        model.same_width.weight.copy_(weights["same width/kernel"].T)
        model.price.weight.copy_(weights["price/kernel"].T)
        model.price.bias.copy_(weights["price/bias"])


torch.manual_seed(1)
model = Network()

optimizer = torch.optim.Adam(model.parameters(), lr=0.01, betas=(0.9, 0.999), eps=1e-7)
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min((step + 1) / 100, 1))


def loss_of(y_pred, y):
    return F.mse_loss(y_pred, y) / 2


def penalty():
    return 0.01 * model.first.weight.square().sum()


best, waited = float("inf"), 0

for epoch in range(50):
    model.train()
    for batch in torch.randperm(350).split(350):
        optimizer.zero_grad()
        loss = loss_of(model(x_train[batch]), y_train[batch]) + penalty()
        loss.backward()
        for parameter in model.parameters():
            nn.utils.clip_grad_norm_(parameter, 1.0)
        optimizer.step()
        # L1 moves weights towards 0 after each step, as far as the optimizer moves for a gradient of its size.
        # Those that reach 0 stay there.
        with torch.no_grad():
            for weight, l1 in [(model.first.weight, 0.001)]:
                state = optimizer.state[weight]
                size = optimizer.param_groups[0]["lr"] * l1 / ((state["exp_avg_sq"] / (1 - 0.999 ** state["step"].item())).sqrt() + 1e-7)
                weight.copy_(weight.sign() * (weight.abs() - size).clamp(min=0))
        schedule.step()
    model.eval()
    with torch.no_grad():
        test_loss = loss_of(model(x_test), y_test).item()
    print(f"epoch {epoch + 1}: loss {loss:.4f}, test loss {test_loss:.4f}")
    if test_loss < best:
        best, waited = test_loss, 0
        best_weights = {name: value.clone() for name, value in model.state_dict().items()}
    else:
        waited += 1
        if waited >= 5:
            model.load_state_dict(best_weights)
            break
