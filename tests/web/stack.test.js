import assert from "node:assert/strict";
import { test } from "node:test";
import { denseLayers, dropoutAfter, hiddenCount, isStack, setDropout, setHiddenCount } from "../../www/js/model/stack.js";

/** @returns {any} */
function experiment() {
  const dense = (name, input, units, activation) => ({ name, layer: "dense", inputs: [input], units, activation });
  const layers = [
    { name: "input", layer: "input", inputs: [] },
    dense("hidden_1", "input", 4, "tanh"),
    dense("hidden_2", "hidden_1", 3, "relu"),
    dense("output", "hidden_2", 1, "sigmoid"),
  ];
  return { network: { layers, outputs: ["output"] } };
}

const names = (draft) => draft.network.layers.map(({ name }) => name);

test("a new hidden layer copies the last one and stands before the output", () => {
  const draft = experiment();
  setHiddenCount(draft, 3);
  assert.deepEqual(names(draft), ["input", "hidden_1", "hidden_2", "hidden_3", "output"]);
  assert.equal(denseLayers(draft)[2].units, 3);
  assert.equal(denseLayers(draft)[2].activation, "relu");
  assert.ok(isStack(draft));
});

test("hidden layers can all go and come back", () => {
  const draft = experiment();
  setHiddenCount(draft, 0);
  assert.deepEqual(names(draft), ["input", "output"]);
  assert.ok(isStack(draft));
  setHiddenCount(draft, 2);
  assert.equal(hiddenCount(draft), 2);
  assert.deepEqual(draft.network.layers[1].units, 4);
  assert.ok(isStack(draft));
});

test("a layer takes its dropout with it", () => {
  const draft = experiment();
  setDropout(draft, "hidden_2", 0.3);
  assert.equal(dropoutAfter(draft, "hidden_2")?.rate, 0.3);
  assert.ok(isStack(draft));
  setHiddenCount(draft, 1);
  assert.deepEqual(names(draft), ["input", "hidden_1", "output"]);
});

test("a dropout of rate 0 is taken away", () => {
  const draft = experiment();
  setDropout(draft, "hidden_1", 0.5);
  setDropout(draft, "hidden_1", 0.2);
  assert.equal(dropoutAfter(draft, "hidden_1")?.rate, 0.2);
  setDropout(draft, "hidden_1", 0);
  assert.deepEqual(names(draft), ["input", "hidden_1", "hidden_2", "output"]);
  assert.ok(isStack(draft));
});

test("a graph that branches is not a stack", () => {
  const draft = experiment();
  draft.network.layers[3].inputs = ["hidden_1"];
  assert.ok(!isStack(draft));
});
