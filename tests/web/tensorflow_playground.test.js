// Links of TensorFlow Playground: read as that page reads them, whole or damaged, and written back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isTensorflowPlayground, readTensorflowPlayground as read, writeTensorflowPlayground as write } from "../../www/js/model/link/tensorflow_playground.js";

const golden = "activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.59704&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false";
const sparse = "activation=tanh&regularization=L1&batchSize=7&dataset=xor&learningRate=0.01&regularizationRate=0.1&noise=30&networkShape=&seed=0.57899&percTrainData=20&x=true&y=true&xTimesY=true&xSquared=true&ySquared=true&problem=classification&goalTestLossMinThresholdFirst=0.205&goalTrainTestDiffMinThresholdFirst=0.05";

const none = { l1: 0, l2: 0, l1_method: "proximal" };
const complete = (content) => ({
  ...content,
  network: { ...content.network, layers: content.network.layers.map((layer) => (layer.layer === "input" ? layer : { use_bias: true, bias_regularizer: none, kernel_regularizer: none, ...layer })) },
  optimizer: { schedule: "constant", clipnorm: null, clipvalue: null, global_clipnorm: null, momentum: 0, ...content.optimizer },
  seeds: {}, seed: 1,
});

test("a whole link says data, network, loss and training", () => {
  const { content, view, goals, remarks } = read(golden);
  assert.deepEqual(content.data, { dataset: "tensorflow_playground", samples: 500, seed: "0.59704", pattern: "circle", noise: 0, train_fraction: 0.5, features: ["x1", "x2"] });
  assert.deepEqual(content.network.layers.map(({ name, units, activation }) => [name, units, activation]), [["input", undefined, undefined], ["hidden_1", 4, "tanh"], ["hidden_2", 2, "tanh"], ["output", 1, "tanh"]]);
  assert.deepEqual(content.network.layers[1].bias_initializer, { initializer: "constant", value: 0.1 });
  assert.deepEqual(content.losses, { output: { loss: "half_squared_error", signed: true } });
  assert.deepEqual(content.training, { batch_size: 10, shuffle: false, last_batch: "carried" });
  assert.deepEqual([view, goals, remarks], [{}, "", []]);
});

test("penalties, empty shapes, the order of inputs and milestones are those of the page", () => {
  const { content, goals } = read(sparse);
  assert.deepEqual(content.data.features, ["x1", "x2", "x1_squared", "x2_squared", "x1_x2"]);
  assert.equal(content.network.layers.length, 2);
  assert.deepEqual(content.network.layers[1].kernel_regularizer, { l1: 0.1, l1_method: "pruning" });
  assert.equal(goals, "test_loss <= 0.205, gap <= 0.05");
  assert.equal(read("regularization=L2&regularizationRate=0.3&seed=0.1").content.network.layers[1].kernel_regularizer.l2, 0.15);
});

test("what a link leaves out, spells otherwise or gives too large is as there", () => {
  const { content } = read("problem=regression&regDataset=reg-gauss&activation=ReLU&noise=120&percTrainData=33.3&initZero=true&seed=7&seed=8&showTestData=1");
  assert.deepEqual([content.data.pattern, content.data.samples, content.data.noise, content.data.seed, content.data.train_fraction], ["gaussians", 1200, 0.5, "8", 399 / 1200]);
  assert.equal(content.network.layers[1].activation, "tanh");
  assert.equal(content.network.layers[1].kernel_initializer, "zeros");
  assert.deepEqual(content.losses, { output: "half_squared_error" });
  assert.equal(read("noise=-5&seed=1").content.data.noise, 0);
  assert.equal(read("noise=80&seed=1").content.data.noise, 0.8);
  assert.deepEqual(read("xSquared=true&xSquared_hide=true&seed=1").content.data.features, ["x1", "x2"]);
  assert.deepEqual(read("x=false&y=false&seed=1").content.data.features, [{ formula: "0" }]);
});

test("damaged links say the same", () => {
  const whole = read(golden).content;
  for (const damaged of [
    golden.replaceAll("&", "&amp;"), golden.replaceAll("&reg", "®"), `${golden}!)`, `${golden}].`, golden.replaceAll("&", "&\n"),
    encodeURIComponent(golden), encodeURIComponent(encodeURIComponent(golden)), `${golden}&unknown=3`, `${golden}&x`,
  ]) assert.deepEqual(read(damaged).content, whole, damaged);
});

test("controls that are hidden there are hidden here", () => {
  assert.deepEqual(read("playButton_hide=true&learningRate_hide=true&discretize_hide=true&seed=1").hide, ["play", "learning_rate"]);
});

test("what cannot be carried over is said", () => {
  const keys = (text) => read(text).remarks.map(({ key }) => key);
  assert.deepEqual(keys("dataset=xor"), ["tfp.no_seed"]);
  assert.deepEqual(keys("learningRate=fast&seed=1"), ["tfp.no_number"]);
  assert.deepEqual(keys("networkShape=4,x&seed=1"), ["tfp.shape"]);
  assert.deepEqual(keys("loss=mae&batchSize=2.5&seed=1"), ["tfp.left", "tfp.batch_size"]);
  assert.deepEqual(keys("percTrainData=0&seed=1"), ["tfp.little_data"]);
});

test("they are told from links of Descent", () => {
  for (const text of [golden, "dataset=spiral", "seed=1&networkShape=", "playButton_hide=true&seed=3"]) assert.ok(isTensorflowPlayground(text), text);
  for (const text of ["", "seed=7", "data.dataset=spiral&seed=7", "data={}", "d2-playground-abc", "optimizers&surface=beale&noise=1", "step=5"]) assert.ok(!isTensorflowPlayground(text), text);
  assert.ok(isTensorflowPlayground("", "https://playground.tensorflow.org/"));
  assert.ok(isTensorflowPlayground("seed=1", "https://developers.google.com/machine-learning/crash-course/playground/?hl=ko"));
});

test("what can be said in such a link is written, and reads back as the same", () => {
  for (const text of [golden, sparse, "problem=regression&seed=0.2&networkShape=&initZero=true&noise=20"]) {
    const { content } = read(text);
    const link = write(complete(content));
    assert.deepEqual(read(link.split("#")[1]).content, content, link);
  }
  const { content } = read(golden);
  for (const change of [
    (one) => (one.data = { ...one.data, dataset: "circle" }), (one) => (one.optimizer.momentum = 0.9), (one) => (one.training = { ...one.training, shuffle: true }),
    (one) => (one.network.layers[1] = { ...one.network.layers[1], activation: "relu" }), (one) => (one.data = { ...one.data, features: ["radius"] }),
    (one) => (one.losses = { output: "binary_crossentropy" }),
  ]) {
    const other = complete(structuredClone(content));
    change(other);
    assert.equal(write(other), null);
  }
});
