import keras
import numpy as np
from keras import layers

# What Descent trains on, already scaled and split.
data = np.load("data.npz")
x_train = data["x_train"]
y_train = data["y_train"]
x_test = data["x_test"]
y_test = data["y_test"]

keras.utils.set_random_seed(1)

model = keras.Sequential([
    keras.Input(shape=(2,), name="input"),
    layers.Dense(4, activation="tanh", name="hidden_1"),
    layers.Dense(4, activation="tanh", name="hidden_2"),
    layers.Dense(1, activation="sigmoid", name="output"),
])
model.summary()

model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.1),
    loss="binary_crossentropy",
    metrics=["binary_accuracy"],
)

history = model.fit(
    x_train,
    y_train,
    batch_size=10,
    epochs=100,
    validation_data=(x_test, y_test),
)
model.evaluate(x_test, y_test)

# To go on from the weights that Descent had, load them before model.fit:
# weights = np.load("weights.npz")
# for layer in model.layers:
#     layer.set_weights([weights[name] for name in weights if name.split("/")[0] == layer.name])
