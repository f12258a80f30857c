// A plan of a sweep over races: what can be swept, by which values, how it is read and written, and what is taken along.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldOf, firstSweep, minimalSweep, mistakes, offersOf, readSweep, setField, sweepOf, valuesOf } from "../../www/js/model/race/sweep.js";
import { csvOf, markdownOf } from "../../www/js/model/race/sweep_table.js";

const sgd = { optimizer: { optimizer: "sgd", learning_rate: 0.1, momentum: 0, nesterov: false }, noise: 0, colour: 0, shown: true };
const adam = { optimizer: { optimizer: "adam", learning_rate: 0.01, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false }, noise: 0, colour: 1, shown: true };
const race = { surface: "valley", formula: "", parameters: { k: 30 }, domain: [[-4, 4], [-2, 2]], start: [1, 1], contestants: [sgd, adam], steps: 100, tolerance: 0.01, seed: 1 };
const formula = { parameters: [{ name: "k", value: 30, low: 1, high: 1000, log: true }] };
const state = { race, formula, chosen: 0, sweep: null };

test("what can be swept is what the contestant and the surface have", () => {
  const fields = (chosen) => offersOf(state, chosen).map(({ field }) => field);
  assert.deepEqual(fields(0), ["optimizer.learning_rate", "optimizer.momentum", "noise", "start.0", "start.1", "parameters.k"]);
  assert.ok(fields(1).includes("optimizer.beta_1") && !fields(1).includes("optimizer.momentum") && !fields(1).includes("optimizer.amsgrad"));
  const [rate] = offersOf(state, 0);
  assert.ok(rate.low < 0.1 && rate.high > 0.1 && rate.log);
  assert.deepEqual(offersOf(state, 0).find(({ field }) => field === "start.1"), { field: "start.1", low: -2, high: 2, log: false });
  for (const { field } of offersOf(state, 1)) {
    const changed = structuredClone(race);
    setField(changed, 1, field, 0.5);
    assert.equal(fieldOf(changed, 1, field), 0.5, field);
  }
});

test("values go from end to end, by difference or by ratio", () => {
  assert.deepEqual(valuesOf({ field: "noise", low: 0, high: 1, count: 5, log: false }), [0, 0.25, 0.5, 0.75, 1]);
  assert.deepEqual(valuesOf({ field: "noise", low: 0.001, high: 10, count: 5, log: true }), [0.001, 0.01, 0.1, 1, 10]);
  assert.deepEqual(valuesOf({ field: "noise", low: 3, high: 3, count: 1, log: false }), [3]);
});

test("a plan is read with its defaults, and the least that stands for it gives it back", () => {
  const whole = readSweep(state, { contestant: 1, across: { field: "start.0", count: 12 }, up: { field: "parameters.k", low: 5 } });
  assert.deepEqual(whole.across, { field: "start.0", low: -4, high: 4, count: 12, log: false });
  assert.deepEqual(whole.up, { field: "parameters.k", low: 5, high: 1000, count: 24, log: true });
  const { contestant, ...sweep } = whole;
  const least = minimalSweep({ ...state, chosen: contestant, sweep });
  assert.deepEqual(least, { contestant: 1, across: { field: "start.0", count: 12 }, up: { field: "parameters.k", low: 5 } });
  assert.deepEqual(readSweep(state, least), whole);
  assert.deepEqual(readSweep(state, {}), { contestant: 0, ...firstSweep(offersOf(state, 0)) });
});

test("what is wrong with a plan is named by its part", () => {
  const wrong = (given) => {
    try {
      readSweep(state, given);
    } catch (error) {
      return error.errors[0].field;
    }
    return null;
  };
  assert.equal(wrong({ contestant: 7 }), "sweep.contestant");
  assert.equal(wrong({ across: { field: "optimizer.beta_1" } }), "sweep.across.field");
  assert.equal(wrong({ up: { field: "noise", low: 2, high: 1 } }), "sweep.up.high");
  assert.equal(wrong({ up: { field: "noise", low: 0, high: 1, log: true } }), "sweep.up.low");
  assert.equal(wrong({ across: { count: 1000 } }), "sweep.across.count");
  assert.deepEqual(mistakes({ field: "noise", low: 0, high: 1, count: 8, log: false }, "up"), []);
});

test("another contestant keeps of a plan what it has, and never sweeps one setting twice", () => {
  const axis = (field) => ({ field, low: 0, high: 0.5, count: 8, log: false });
  const kept = sweepOf({ ...state, chosen: 1, sweep: { across: axis("optimizer.momentum"), up: axis("noise") } });
  assert.deepEqual([kept.across.field, kept.up], ["optimizer.learning_rate", axis("noise")]);
  const once = sweepOf({ ...state, chosen: 1, sweep: { across: axis("optimizer.momentum"), up: axis("optimizer.learning_rate") } });
  assert.notEqual(once.across.field, once.up.field);
});

test("outcomes are taken along as a table, the highest row first, and as lines", () => {
  const result = { columns: [0.1, 1.23456], rows: [0, 0.5], done: 2, regimes: ["converges", "oscillates", "wanders", "diverges"], reached: [0, 0, 254, 253], arrived: [5, 9, 100, 3], losses: [0, 0.1, 2, Infinity], minima: [{ position: [1, -2], value: 0, global: true }], millis: 1 };
  assert.equal(markdownOf(result, (index) => result.regimes[index], "m \\ r"), "| m \\ r | 0.1 | 1.23 |\n| --- | --- | --- |\n| 0.5 | wanders | diverges |\n| 0 | converges | oscillates |\n");
  const lines = csvOf(result, ["rate", "momentum"]).trim().split("\n");
  assert.deepEqual(lines.slice(0, 2), ["rate,momentum,regime,minimum,step,loss", "0.1,0,converges,1 -2,5,0"]);
  assert.equal(lines[4], "1.23456,0.5,diverges,,3,Infinity");
  assert.equal(csvOf(result, ["rate", "parameters.k"]).split("\n")[1], "0.1,0,converges,1,5,0", "its number, where the letters of the formula move it");
});
