// Many runs: plans, their trials, the runner with workers that are played, and what the rows say together.

import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidExperiment } from "../../www/js/core/lab.js";
import { WorkerDied } from "../../www/js/core/trainer_client.js";
import { brushedRows } from "../../www/js/figures/runs/parallel.js";
import { axisOf } from "../../www/js/figures/runs/scale.js";
import { measureText } from "../../www/js/figures/runs/words.js";
import { readList } from "../../www/js/rooms/runs/plan_panel.js";
import { plans } from "../../www/js/rooms/runs/presets.js";
import { canVary, fields, fieldsOf } from "../../www/js/model/sweep/fields.js";
import { differing } from "../../www/js/model/sweep/comparison.js";
import { completePlan, countOf, experimentOf, minimalPlan, trialsOf, valuesOf } from "../../www/js/model/sweep/plan.js";
import { createSweep, measured } from "../../www/js/model/sweep/runner.js";
import { bySetting, counted, csv, importance, markdown, ranked, spread } from "../../www/js/model/sweep/table.js";

const experiment = {
  data: { dataset: "circle", samples: 100, noise: 0, train_fraction: 0.7, features: ["x1", "x2"] },
  network: {
    layers: [
      { name: "input", layer: "input", inputs: [] },
      { name: "hidden", layer: "dense", inputs: ["input"], units: 4, activation: "tanh", kernel_initializer: "glorot_uniform", kernel_regularizer: { l1: 0, l2: 0 } },
      { name: "output", layer: "dense", inputs: ["hidden"], units: 1, activation: "sigmoid", kernel_initializer: "glorot_uniform", kernel_regularizer: { l1: 0, l2: 0 } },
    ],
    outputs: ["output"],
  },
  optimizer: { optimizer: "sgd", learning_rate: 0.1, momentum: 0 }, training: { batch_size: 10 }, seed: 7, seeds: {},
};

/** A lab that knows one experiment. */
const lab = /** @type {any} */ ({
  version: 2, complete: (partial) => structuredClone({ ...experiment, ...partial }), adaptToData: (one) => one,
  minimal: (whole) => Object.fromEntries(Object.entries(whole).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(experiment[key]))),
});

/** @param {number} size of workers @param {(experiment: any, tries: number) => object} answer what a run comes to */
function stage(size, answer) {
  let tries = 0;
  const open = () => ({
    async send({ type, experiment: given }) {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 3));
      if (type !== "try") return { fingerprint: "ab" };
      tries += 1;
      const snapshot = { finished: true, step: 70, epoch: 10, train: { loss: 0.5, metric: 0.5 }, test: { loss: 0.5, metric: 0.5 }, stopped: null, history: new Float64Array(5), weights: new Float32Array(3), pictures: null };
      return { snapshot: { ...snapshot, ...answer(given, tries) } };
    },
    close() {},
  });
  return /** @type {any} */ ({ size, open });
}

/** A result that depends on nothing but the experiment. @param {any} given */
const result = ({ optimizer, seeds }) => ({ test: { loss: optimizer.learning_rate, metric: 1 - optimizer.learning_rate - (seeds.weights % 7) / 100 } });

test("a range has values one by one, with few digits, and a plan all combinations with all repeats", () => {
  assert.deepEqual(valuesOf({ field: "learning_rate", from: 0.001, to: 1, count: 4, log: true }), [0.001, 0.01, 0.1, 1]);
  assert.deepEqual(valuesOf({ field: "noise", from: 0, to: 0.3, count: 4 }), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(valuesOf({ field: "width", from: 1, to: 8, count: 20 }), [1, 2, 3, 4, 5, 6, 7, 8]);
  const plan = completePlan(lab, { vary: [{ field: "width", values: [2, 4] }, { field: "learning_rate", from: 0.01, to: 1, count: 3, log: true }], repeats: 2 });
  const trials = trialsOf(plan);
  assert.equal(trials.length, countOf(plan));
  assert.deepEqual(trials.slice(0, 3).map(({ values, repeat }) => [values.width, values.learning_rate, repeat]), [[2, 0.01, 0], [2, 0.01, 1], [2, 0.1, 0]]);
});

test("settings that are drawn are the same for the same seed, and within their range", () => {
  const plan = (seed) => completePlan(lab, { vary: [{ field: "learning_rate", from: 0.001, to: 1, count: 3, log: true }, { field: "activation", values: ["tanh", "relu"] }], draws: 50, repeats: 1, seed });
  const values = (seed) => trialsOf(plan(seed)).map((trial) => trial.values);
  assert.deepEqual(values(3), values(3));
  assert.notDeepEqual(values(3), values(4));
  assert.ok(values(3).every(({ learning_rate: rate, activation }) => rate >= 0.001 && rate <= 1 && ["tanh", "relu"].includes(activation)));
  assert.ok(values(3).filter(({ learning_rate: rate }) => rate < 0.0316).length > 12, "half of them by ratio");
});

test("what is wrong with a plan names its field", () => {
  const wrong = (partial) => {
    try {
      completePlan(lab, partial);
    } catch (error) {
      assert.ok(error instanceof InvalidExperiment, String(error));
      return error.errors[0].field;
    }
    return "nothing";
  };
  assert.equal(wrong({ vary: [{ field: "colour", values: [1] }] }), "vary[0].field");
  assert.equal(wrong({ vary: [{ field: "constructor", values: [1] }] }), "vary[0].field");
  assert.equal(wrong({ vary: [{ field: "width", values: [1] }, { field: "width", values: [2] }] }), "vary[1].field");
  assert.equal(wrong({ vary: [{ field: "width", values: [] }] }), "vary[0].values");
  assert.equal(wrong({ vary: [{ field: "width", values: [2, 0] }] }), "vary[0].values[1]");
  assert.equal(wrong({ vary: [{ field: "activation", values: ["tanhh"] }] }), "vary[0].values[0]");
  assert.equal(wrong({ vary: [{ field: "activation", from: 0, to: 1, count: 2 }] }), "vary[0]");
  assert.equal(wrong({ vary: [{ field: "l2", from: 0, to: 1, count: 5, log: true }] }), "vary[0].from");
  assert.equal(wrong({ repeats: 0 }), "repeats");
  assert.equal(wrong({ epochs: 1.5 }), "epochs");
  assert.equal(wrong({ goal: { measure: "luck", limit: 1 } }), "goal.measure");
  assert.equal(wrong({ goal: { measure: "test_loss", limit: "low" } }), "goal.limit");
  assert.equal(wrong({ vary: [{ field: "width", from: 1, to: 4000, count: 100 }], repeats: 200 }), "runs");
  assert.equal(wrong({ runs: 3 }), "runs");
});

test("the least of a plan stands for it", () => {
  const plan = completePlan(lab, { repeats: 3, experiment: { seed: 7 } });
  assert.deepEqual(minimalPlan(lab, plan), { repeats: 3, experiment: {} });
  assert.deepEqual(minimalPlan(lab, completePlan(lab, {})), {});
});

test("a setting changes its field and nothing else, and a new start the seeds of weights and order", () => {
  for (const [field, value] of /** @type {const} */ ([["width", 9], ["activation", "relu"], ["learning_rate", 0.5], ["momentum", 0.9], ["batch_size", 3], ["noise", 0.2], ["samples", 50], ["l2", 0.01], ["train_fraction", 0.5], ["depth", 3], ["dropout", 0.2], ["initializer", "zeros"]])) {
    const plan = completePlan(lab, { vary: [{ field, values: [value] }], repeats: 2 });
    const [first, second] = trialsOf(plan).map((trial) => experimentOf(lab, plan, trial));
    assert.equal(fields[field].of(first), value, field);
    assert.deepEqual(first.seeds, {}, "the first start is the experiment's own");
    assert.equal(second.seeds.data, 7, "the data stay");
    assert.equal(second.seeds.weights, second.seeds.order);
    assert.notEqual(second.seeds.weights, 7);
    const back = structuredClone(first);
    fields[field].set(back, fields[field].of(/** @type {any} */ (experiment)));
    assert.equal(fields[field].of(back), fields[field].of(/** @type {any} */ (experiment)), field);
  }
  assert.ok(fieldsOf(/** @type {any} */ (experiment)).includes("momentum"));
  assert.ok(!fieldsOf(/** @type {any} */ ({ ...experiment, optimizer: { optimizer: "adam", learning_rate: 0.1 } })).includes("momentum"));
});

test("what an experiment has not can be varied only with what brings it", () => {
  const adam = /** @type {any} */ ({ ...experiment, optimizer: { optimizer: "adam", learning_rate: 0.1 } });
  assert.ok(!canVary(adam, "momentum", ["momentum", "learning_rate"]), "Adam has no momentum");
  assert.ok(canVary(adam, "momentum", ["momentum", "optimizer"]), "another optimizer may have one");
  assert.ok(canVary(/** @type {any} */ (experiment), "momentum", ["momentum"]));
});

test("L1 and L2 are varied together, and one leaves the other as it is", () => {
  const plan = completePlan(lab, { vary: [{ field: "l1", values: [0, 0.01] }, { field: "l2", values: [0, 0.1] }], repeats: 1 });
  const trained = trialsOf(plan).map((trial) => experimentOf(lab, plan, trial));
  assert.deepEqual(trained.map((one) => [fields.l1.of(one), fields.l2.of(one)]), [[0, 0], [0, 0.1], [0.01, 0], [0.01, 0.1]]);
  const [both] = trained.slice(-1);
  fields.l1.set(both, 0.3);
  assert.deepEqual([fields.l1.of(both), fields.l2.of(both)], [0.3, 0.1]);
});

test("the table is the same whatever the number of workers", async () => {
  const plan = completePlan(lab, { vary: [{ field: "learning_rate", values: [0.01, 0.1, 0.4] }], repeats: 7 });
  const tables = await Promise.all([1, 2, 4].map((size) => createSweep(stage(size, result), lab, plan).run()));
  assert.equal(tables[0].length, 21);
  assert.deepEqual(tables[0].map(({ index }) => index), [...Array(21).keys()]);
  assert.deepEqual(tables[1], tables[0]);
  assert.deepEqual(tables[2], tables[0]);
  assert.equal(tables[0].filter(({ success }) => success).length, tables[0].filter(({ testMetric }) => testMetric >= 0.95).length);
});

test("a worker that dies loses nothing, and a run that always kills its worker is told", async () => {
  const plan = completePlan(lab, { repeats: 8 });
  const rows = await createSweep(stage(2, (given, tries) => {
    if (tries === 2 || tries === 5) throw new WorkerDied("it ended");
    return result(given);
  }), lab, plan).run();
  assert.equal(rows.length, 8);
  assert.ok(rows.every(({ problem }) => problem === null));
  const lost = await createSweep(stage(1, () => {
    throw new WorkerDied("it ended");
  }), lab, completePlan(lab, { repeats: 2 })).run();
  assert.deepEqual(lost.map(({ problem }) => problem), ["died", "died"]);
  assert.equal(measured(lost[0], "test_metric"), null);
});

test("a sweep that was stopped goes on with what is left", async () => {
  const plan = completePlan(lab, { repeats: 30 });
  let tried = 0;
  const sweep = createSweep(stage(2, (given) => (++tried === 10 && sweep.cancel(), result(given))), lab, plan);
  const first = await sweep.run();
  assert.ok(first.length >= 9 && first.length < 30, `${first.length}`);
  assert.ok(sweep.progress().isCancelled);
  assert.equal((await sweep.run()).length, 30);
  assert.ok(tried <= 34, "nothing is trained twice but what was on its way");
});

/** @param {object[]} changes */
const rowsOf = (changes) => changes.map((change, index) => /** @type {any} */ ({
  index, setting: index, repeat: 0, values: {}, seed: 1, step: 1, epoch: 1, trainLoss: 1, testLoss: 1, trainMetric: 0.5, testMetric: 0.5, stopped: null, success: false, parameters: 3, fingerprint: "f", problem: null, ...change,
}));

test("rows are ranked, spread and explained", () => {
  assert.deepEqual(spread([3, 1, 2, 4]), { count: 4, mean: 2.5, deviation: Math.sqrt(5 / 3), median: 2.5, low: 1, high: 4 });
  assert.equal(spread([]), null);
  const rows = rowsOf([{ testMetric: 0.5 }, { testMetric: 0.9 }, { testMetric: 0.99, stopped: "diverged" }, { testMetric: 0.7 }]);
  assert.deepEqual(ranked(rows, "test_metric").map(({ index }) => index), [1, 3, 0, 2]);
  const plan = completePlan(lab, { vary: [{ field: "width", values: [2, 4] }, { field: "noise", values: [0, 0.1] }], repeats: 1 });
  const explained = rowsOf([[2, 0, 0.2], [2, 0.1, 0.2], [4, 0, 0.8], [4, 0.1, 0.8]].map(([width, noise, testMetric]) => ({ values: { width, noise }, testMetric })));
  assert.deepEqual(importance(plan, explained, "test_metric"), [{ field: "width", share: 1 }, { field: "noise", share: 0 }]);
  const repeated = rowsOf([{ setting: 0, success: true }, { setting: 0 }, { setting: 1 }]);
  assert.deepEqual(bySetting(repeated, "test_metric").map(({ successes, rows: own }) => [successes, own.length]), [[1, 2], [0, 1]]);
});

test("tables for other programs read back", () => {
  const plan = completePlan(lab, { vary: [{ field: "activation", values: ["tanh", "relu"] }], repeats: 1 });
  const rows = rowsOf([{ values: { activation: "tanh" }, testLoss: 0.123456789 }, { values: { activation: "relu" }, testLoss: null, stopped: "diverged" }]);
  const [head, ...lines] = csv(plan, rows).trim().split("\r\n").map((line) => line.split(","));
  const read = lines.map((line) => Object.fromEntries(line.map((cell, index) => [head[index], cell])));
  assert.deepEqual(read.map(({ activation, test_loss: loss, stopped }) => [activation, loss, stopped]), [["tanh", "0.123457", ""], ["relu", "", "diverged"]]);
  const text = markdown(plan, rows, { heads: ["a|b", "n", "s", "m", "d", "+", "-"], of: (_, value) => value });
  assert.deepEqual(text.trim().split("\n").map((line) => line.split(/(?<!\\)\|/).length), [9, 9, 9, 9]);
  assert.match(text, /\| tanh \| 1 \| 0 \/ 1 \| 0\.500 \|/);
});

test("seeds and steps of any length stay whole in a table for a spreadsheet", () => {
  const text = csv(completePlan(lab, { repeats: 1 }), rowsOf([{ seed: 2654435762, step: 1234567, epoch: 12.5, testLoss: 1e21 }]));
  assert.match(text, /\r\n2654435762,12\.5,1234567,3,1,1e\+21,/);
});

test("lists of values are read as people write them", () => {
  const field = fields.learning_rate;
  assert.deepEqual(readList("0.1, 0.01 1e-3", field), { value: [0.1, 0.01, 0.001] });
  assert.deepEqual(readList("0,1; 0,5", field), { value: [0.1, 0.5] });
  assert.ok("refusal" in readList("0.1, fast", field));
  assert.ok("refusal" in readList("", field));
  assert.ok("refusal" in readList("-1", field));
});

test("all that differs between compared runs is told: by its field, or by its place in the experiment", () => {
  const told = (...changes) => differing(changes.map((change) => {
    const draft = structuredClone({ ...experiment, losses: { output: "binary_crossentropy" } });
    change(draft);
    return /** @type {any} */ (draft);
  })).map(({ path, values }) => [path, ...values]);
  const nothing = () => {};
  /** @param {object[]} hidden */
  const layers = (...hidden) => (draft) => {
    const [input, first, output] = draft.network.layers;
    const made = hidden.map((change, index) => ({ ...structuredClone(first), name: `hidden_${index}`, inputs: [index ? `hidden_${index - 1}` : "input"], ...change }));
    draft.network.layers = [input, ...made, { ...output, inputs: [made.at(-1).name] }];
  };
  assert.deepEqual(told(nothing, nothing), []);
  assert.deepEqual(told(nothing, (draft) => (draft.optimizer.learning_rate = 1)), [["learning_rate", 0.1, 1]]);
  assert.deepEqual(told(nothing, (draft) => (draft.losses.output = "hinge")), [["losses.output", "binary_crossentropy", "hinge"]]);
  assert.deepEqual(told(nothing, (draft) => (draft.data.dataset = "plane")), [["dataset", "circle", "plane"]]);
  assert.deepEqual(told(nothing, (draft) => (draft.training.batch_size = "all")), [["batch_size", 10, "all"]]);
  assert.deepEqual(told(layers({}, {}), layers({}, { units: 9 })), [["hidden_1.units", 4, 9]]);
  assert.deepEqual(told(layers({}, {}), layers({ units: 9 }, { units: 9 })), [["width", 4, 9]], "once");
  assert.deepEqual(told(layers({}), layers({ layer: "gru" })).at(-1), ["hidden_0", "dense", "gru"]);
  assert.deepEqual(told(nothing, (draft) => (draft.network.layers[2].activation = "tanh")), [["output.activation", "sigmoid", "tanh"]]);
});

test("a brush keeps runs that diverged unless it is on the result, and one that leaves none leaves none", () => {
  const rows = rowsOf([{ values: { learning_rate: 1 } }, { values: { learning_rate: 30 }, testMetric: null }]);
  const lines = [["learning_rate", (row) => row.values.learning_rate], ["result", ({ testMetric }) => testMetric]].map(([name, of]) => ({ name, of, axis: axisOf(rows.map(of).filter((value) => value !== null)) }));
  const kept = (brushes) => brushedRows(/** @type {any} */ ({ rows, brushes }), /** @type {any} */ (lines)).map(({ index }) => index);
  assert.deepEqual(kept({ learning_rate: [0.9, 1] }), [1]);
  assert.deepEqual(kept({ learning_rate: [0, 1], result: [0, 1] }), [0]);
  assert.deepEqual(counted({ rows, chosen: new Set(), brushes: {} }), rows);
  assert.deepEqual(counted({ rows, chosen: new Set(), brushes: { learning_rate: [0.4, 0.6] } }), []);
});

test("an accuracy is written in percent, R² as the number that it is, below 0, too", () => {
  const of = (problem) => /** @type {any} */ ({ problem });
  assert.equal(measureText(0.893, "test_metric", of("binary")), "89.3 %");
  assert.equal(measureText(0.893, "test_metric", of("regression")), "0.893");
  assert.equal(measureText(-1.2, "train_metric", of("unit_regression")), "-1.200");
  assert.equal(measureText(0.0004, "test_loss", of("binary")), "4.0e-4");
  assert.equal(measureText(null, "test_metric", of("regression")), "–");
});

test("axes lie by size, by ratio, or with the same room for each", () => {
  assert.deepEqual([0.001, 0.01, 0.1].map((value) => Number(axisOf([0.1, 0.001, 0.01]).at(value).toFixed(6))), [0, 0.5, 1]);
  assert.equal(axisOf([0, 10, 5]).at(5), 0.5);
  assert.equal(axisOf(["relu", "tanh", "gelu"]).at("tanh"), 0.5);
  assert.equal(axisOf([3]).at(3), 0.5);
});

test("every plan to start from can be completed", () => {
  for (const { name, plan } of plans) assert.ok(countOf(completePlan(lab, plan)) >= 20, name);
});
