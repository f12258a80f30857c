import keras
import numpy as np
from keras import layers

# What Descent trains on, already scaled and split.
data = np.load("data.npz")
x_train = data["x_train"]
y_train = data["y_train"]
x_test = data["x_test"]
y_test = data["y_test"]


def step(x):
    """1 above 0, else 0. Its derivative is 0, so the layers before it do not learn."""
    return keras.ops.maximum(keras.ops.sign(x), 0.0)


class Warmup(keras.optimizers.schedules.LearningRateSchedule):
    """Rises to the learning rate within a number of batches, then stays there."""

    def __init__(self, learning_rate, warmup_steps):
        self.learning_rate = learning_rate
        self.warmup_steps = warmup_steps

    def __call__(self, step):
        share = (keras.ops.cast(step, "float32") + 1) / self.warmup_steps
        return self.learning_rate * keras.ops.minimum(share, 1.0)

    def get_config(self):
        return {"learning_rate": self.learning_rate, "warmup_steps": self.warmup_steps}


def half_squared_error(y_true, y_pred):
    """(y_pred - y_true)^2 / 2, whose derivative is y_pred - y_true."""
    return keras.ops.mean(keras.ops.square(y_pred - y_true), axis=-1) / 2


class ProximalL1(keras.callbacks.Callback):
    """Moves weights towards 0 after each batch, as far as the optimizer moves for a gradient of the size of l1.
    Those that reach 0 stay there."""

    def __init__(self, weights):
        super().__init__()
        self.weights = weights

    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        rate = optimizer._learning_rate(optimizer.iterations - 1)
        for weight, l1 in self.weights:
            index = optimizer._get_variable_index(weight)
            size = rate * l1 / (keras.ops.sqrt(optimizer._velocities[index] / (1 - 0.999 ** int(optimizer.iterations))) + 1e-7)
            shrunk = keras.ops.maximum(keras.ops.abs(weight) - size, 0.0)
            weight.assign(keras.ops.sign(weight) * shrunk)


keras.utils.set_random_seed(1)

inputs = keras.Input(shape=(3,), name="input")
first = layers.Dense(
    3,
    activation=lambda x: keras.activations.leaky_relu(x, negative_slope=0.1),
    kernel_initializer=keras.initializers.RandomNormal(stddev=0.3),
    kernel_regularizer=keras.regularizers.L2(0.01),
    name="first",
)(inputs)
same_width_layer = layers.Dense(3, activation=step, use_bias=False, name="same width")
same_width = same_width_layer(first)
again = same_width_layer(same_width)
sum_ = layers.Add(name="sum")([first, again])
price = layers.Dense(1, name="price")(sum_)
model = keras.Model(inputs=inputs, outputs=price)
model.summary()

model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=Warmup(0.01, 100), clipnorm=1.0),
    loss=half_squared_error,
    metrics=[keras.metrics.R2Score()],
)

history = model.fit(
    x_train,
    y_train,
    batch_size=350,
    epochs=50,
    validation_data=(x_test, y_test),
    callbacks=[
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
        ProximalL1([(model.get_layer("first").kernel, 0.001)]),
    ],
)
model.evaluate(x_test, y_test)

# To go on from the weights that Descent had, load them before model.fit:
# weights = np.load("weights.npz")
# for layer in model.layers:
#     layer.set_weights([weights[name] for name in weights if name.split("/")[0] == layer.name])
