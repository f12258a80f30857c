import assert from "node:assert/strict";
import { test } from "node:test";
import * as dagre from "@dagrejs/dagre";
import { addLayer } from "../../www/js/model/builder/additions.js";
import { argumentTable } from "../../www/js/model/builder/arguments.js";
import { insertBlock } from "../../www/js/model/builder/blocks.js";
import * as graph from "../../www/js/model/builder/graph.js";
import { embeddingMap, planesOf } from "../../www/js/model/builder/holdings.js";
import { kinds } from "../../www/js/model/builder/kinds.js";
import { layOut, neighbour, placeAt, wireNear } from "../../www/js/model/builder/layout.js";
import { mendsFor, mendsForWhole } from "../../www/js/model/builder/mends.js";
import { History, changed } from "../../www/js/model/history.js";
import { LayerGone } from "../../www/js/model/layer_gone.js";

/** `draft("a", "b<a", "c<a,b")`: layers with what they take. @returns {any} */
function draft(...layers) {
  const read = (text) => {
    const [name, inputs] = text.split("<");
    return inputs ? { name, layer: inputs.includes(",") ? "add" : "dense", inputs: inputs.split(","), units: 4 } : { name, layer: "input", inputs: [] };
  };
  const read_ = layers.map(read);
  const last = read_.at(-1).name;
  return { network: { layers: read_, outputs: [last] }, losses: { [last]: "mean_squared_error" }, loss_weights: {} };
}

const shown = ({ network }) => network.layers.map(({ name, inputs }) => (inputs.length ? `${name}<${inputs}` : name));
const layer = (name) => ({ name, layer: "dense", inputs: [], units: 4 });

test("a layer on an edge takes the one end and gives to the other", () => {
  const one = draft("x", "a<x", "b<a", "c<a,b");
  graph.insertOnEdge(one, layer("new"), { from: "a", to: "c", index: 0 });
  assert.deepEqual(shown(one), ["x", "a<x", "b<a", "new<a", "c<new,b"]);
});

test("a layer in line comes before all that took the one before, and takes over its being an output", () => {
  const one = draft("x", "a<x", "b<a", "c<a,b");
  graph.insertAfter(one, layer("new"), "a");
  assert.deepEqual(shown(one), ["x", "a<x", "new<a", "b<new", "c<new,b"]);
  graph.insertAfter(one, layer("end"), "c");
  assert.deepEqual([one.network.outputs, one.losses], [["end"], { end: "mean_squared_error" }]);
});

test("a layer that goes joins its ends, and leaves outputs and shared weights to heirs", () => {
  const one = draft("x", "a<x", "b<a", "c<a,b");
  graph.removeLayer(one, "b");
  assert.deepEqual(shown(one), ["x", "a<x", "c<a"]);
  graph.removeLayer(one, "c");
  assert.deepEqual([one.network.outputs, one.losses], [["a"], { a: "mean_squared_error" }]);
  const shared = draft("x", "a<x", "b<x", "c<x", "d<a,b,c");
  shared.network.layers[2].shared_with = shared.network.layers[3].shared_with = "a";
  graph.removeLayer(shared, "a");
  assert.deepEqual(shared.network.layers.map((each) => each.shared_with), [undefined, undefined, "b", undefined]);
});

test("an act on a layer that has gone is told from a mistake", () => {
  const acts = {
    remove: (one) => graph.removeLayer(one, "gone"),
    rename: (one) => graph.rename(one, "gone", "new"),
    argument: (one) => graph.setArgument(one, "gone", "units", 3),
    after: (one) => graph.insertAfter(one, layer("new"), "gone"),
    branch: (one) => graph.insertBranch(one, layer("new"), "gone"),
    edge: (one) => graph.disconnect(one, { from: "x", to: "gone", index: 0 }),
    block: (one) => insertBlock(one, "residual", "gone", [4]),
  };
  for (const [name, act] of Object.entries(acts)) assert.throws(() => act(draft("x", "a<x", "b<a")), LayerGone, name);
  assert.ok(!graph.canConnect(draft("x", "a<x", "b<a").network, "gone", "b"));
});

test("nothing is connected into a circle, to an input, or twice", () => {
  const { network } = draft("x", "a<x", "b<a", "c<b");
  assert.ok(graph.canConnect(network, "a", "c"));
  for (const [from, to] of [["c", "a"], ["a", "a"], ["a", "x"], ["b", "c"]]) assert.ok(!graph.canConnect(network, from, to), `${from} to ${to}`);
});

test("a renamed layer keeps its edges, loss and sharers", () => {
  const one = draft("x", "a<x", "b<x", "c<a,b");
  one.network.layers[2].shared_with = "a";
  graph.rename(one, "a", "first");
  graph.rename(one, "c", "sum");
  assert.deepEqual(shown(one), ["x", "first<x", "b<x", "sum<first,b"]);
  assert.deepEqual([one.network.outputs, one.losses, one.network.layers[2].shared_with], [["sum"], { sum: "mean_squared_error" }, "first"]);
  assert.equal(graph.nameTrouble(one.network, "b", "first"), "builder.name_taken");
  assert.equal(graph.nameTrouble(one.network, "b", "two words"), "builder.name_letters");
  assert.equal(graph.nameTrouble(one.network, "b", "b"), null);
});

test("layers of a chain change places, and a layer is carried onto another edge", () => {
  const one = draft("x", "a<x", "b<a", "c<b");
  graph.moveBack(one, "b");
  assert.deepEqual(shown(one), ["x", "b<x", "a<b", "c<a"]);
  assert.equal(graph.before(one.network, "b"), null);
  assert.equal(graph.after(one.network, "b"), "a");
  graph.moveOntoEdge(one, "b", { from: "a", to: "c", index: 0 });
  assert.deepEqual(shown(one), ["x", "a<x", "b<a", "c<b"]);
});

test("an argument of shared weights changes for all that share them", () => {
  const one = draft("x", "a<x", "b<x", "c<a,b");
  graph.share(one, "b", "a");
  graph.setArgument(one, "b", "units", 9);
  assert.deepEqual(one.network.layers.map(({ units }) => units), [undefined, 9, 9, 4]);
  graph.share(one, "b", null);
  graph.setArgument(one, "b", "units", 3);
  assert.equal(one.network.layers[1].units, 9);
});

const target = { name: "digit", problem: "multiclass", units: 10, activation: "softmax", loss: "categorical_crossentropy" };
const tellOutputs = ({ network }) => ({ inputs: [], outputs: network.outputs.map((name) => ({ name, data: target })) });

test("a dense layer after a dense output becomes the output, and that one a hidden layer", () => {
  /** @type {any} */
  const one = { network: { layers: [], outputs: [] }, losses: {}, loss_weights: {} };
  addLayer(one, tellOutputs(one), "input", { at: "alone" });
  addLayer(one, tellOutputs(one), "dense", { at: "line", layer: "input_1" });
  Object.assign(one.network.layers[1], { units: 10, activation: "softmax" });
  const name = addLayer(one, tellOutputs(one), "dense", { at: "line", layer: "dense_1" });
  assert.deepEqual(one.network.outputs, [name]);
  assert.deepEqual(one.network.layers.map(({ units, activation }) => [units, activation]), [[undefined, undefined], [16, "relu"], [10, "softmax"]]);
});

test("a layer that merges takes all open ends", () => {
  const one = draft("x", "a<x", "b<x", "c<x");
  const name = addLayer(one, tellOutputs(one), "concatenate", { at: "line", layer: "c" });
  assert.deepEqual(one.network.layers.find((each) => each.name === name).inputs, ["c", "a", "b"]);
});

test("blocks stand between a layer and those that took it", () => {
  for (const [name, shape] of [["residual", [8]], ["residual", [8, 8, 4]], ["inception", [8, 8, 4]], ["inception", [5]]]) {
    const one = draft("x", "a<x", "b<a");
    const end = insertBlock(one, name, "a", shape);
    assert.deepEqual(one.network.layers.at(-1).inputs, [end]);
    assert.ok(graph.reaches(one.network, "a", end));
    assert.deepEqual(graph.looseEnds(one.network), []);
  }
});

test("every kind of layer has a table of its arguments", () => {
  assert.equal(kinds.length, 29);
  assert.deepEqual(Object.keys(argumentTable).sort(), [...kinds].sort());
});

test("undo goes back a hundred changes, redo forward, and a dragged slider is one of them", () => {
  const history = new History();
  let value = 0;
  const change = (next, gesture = "", now = 0) => (history.keep(value, gesture, now), (value = next));
  for (let next = 1; next <= 130; next++) change(next);
  for (let count = 0; count < 100; count++) value = history.undo(() => value);
  assert.deepEqual([value, history.undo(() => value), history.canUndo], [30, undefined, false]);
  for (let count = 0; count < 100; count++) value = history.redo(() => value);
  assert.deepEqual([value, history.canRedo], [130, false]);
  for (let next = 131; next < 140; next++) change(next, "units", next);
  assert.equal(history.undo(() => value), 130);
  change(7, "units", 5000);
  assert.equal(history.canRedo, false, "a new change forgets what was undone");
  history.forget((moment) => moment === 139);
  assert.equal(history.undo(() => value), 129);
});

test("only one number that changes counts as being dragged", () => {
  assert.equal(changed({ a: { b: 1 }, c: 2 }, { a: { b: 3 }, c: 2 }), "a.b");
  for (const [a, b] of [[{ a: 1, b: 1 }, { a: 2, b: 2 }], [{ a: "x" }, { a: "y" }], [{ a: [1] }, { a: [1, 2] }]]) assert.equal(changed(a, b), "");
});

test("layers never overlap, edges start and end at them, and arrow keys lead along", () => {
  const { network } = draft("x", "a<x", "b<x", "c<x", "d<a,b,c");
  const { places, wires } = layOut(dagre, network);
  for (const one of places) {
    const crossing = places.filter((other) => other !== one && Math.abs(other.x - one.x) < one.width && Math.abs(other.y - one.y) < one.height);
    assert.deepEqual(crossing, []);
  }
  assert.equal(wires.length, 6);
  assert.ok(wires.every(({ path, middle }) => /^M[\d.]+ [\d.]+C/.test(path) && Number.isFinite(middle.x)));
  assert.equal(wireNear(wires, wires[2].middle, 1)?.to, wires[2].to);
  assert.equal(placeAt(places, { x: places[0].x + 1, y: places[0].y + 1 })?.name, "x");
  assert.equal(neighbour(places, "d", { x: 0, y: 1 }), null);
  assert.ok(["a", "b", "c"].includes(neighbour(places, "x", { x: 0, y: 1 })));
  assert.deepEqual(layOut(dagre, { layers: [], outputs: [] }), { width: 0, height: 0, places: [], wires: [] });
});

test("a mend is offered only where it helps", () => {
  const one = draft("x", "a<x", "b<a");
  const wrong = { kind: "units", count: 4, expected: 10 };
  const tell = ({ network }) => {
    const right = network.layers.some(({ units }) => units === 10);
    return { ...tellOutputs({ network }), error: null, layers: network.layers.map(({ name }) => ({ name, shape: [4], error: name === "b" && !right ? wrong : null })) };
  };
  const mends = mendsFor(one, tell(one), "b", tell);
  assert.deepEqual(mends.map(({ key }) => key), ["set_width", "append_dense"]);
  mends[0].apply(one);
  assert.equal(one.network.layers[2].units, 10);
  assert.equal(one.network.layers[2].activation, "softmax");
  assert.deepEqual(mendsFor(one, tell(one), "b", tell), []);
  const none = draft("x", "a<x");
  graph.setOutput(none, "a", false);
  assert.equal(mendsForWhole(none, /** @type {any} */ ({ error: { kind: "no_output" } }))[0].words.name, "a");
});

test("a kernel is a plane for each filter and channel, in the order of the weights", () => {
  const planes = planesOf(/** @type {any} */ ({ parameters: [{ name: "kernel", shape: [3, 3, 2, 4], offset: 10 }, { name: "bias", shape: [4], offset: 82 }] }));
  assert.equal(planes.length, 9);
  assert.equal(planes[0].at(0, 1), 10 + 1 * 2 * 4);
  assert.equal(planes[5].at(2, 2), 10 + (8 * 2 + 1) * 4 + 1);
  assert.deepEqual([planes[8].name, planes[8].rows, planes[8].columns, planes[8].at(0, 3)], ["bias", 1, 4, 85]);
});

test("the map of an embedding fills its square", () => {
  const map = embeddingMap(/** @type {any} */ ({ parameters: [{ name: "embeddings", shape: [2, 3], offset: 1 }] }), Float32Array.of(9, 0.5, -0.25, 9, 0.1, 0, 9), 10);
  assert.deepEqual(map[0], { x: 1, y: -0.5, token: 0 });
});
