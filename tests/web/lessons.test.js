// Chapters of lessons: how their Markdown is read, what is told of mistakes, and that both languages say the same.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { itemsOf, partsOf, readFields } from "../../www/js/model/lessons/fields.js";
import { holds, raceGoalsIn } from "../../www/js/model/lessons/race_goals.js";
import { checkFormula, checkGaps, checkNumber, questionIn } from "../../www/js/model/lessons/quiz.js";
import { blocksIn, lostChapters, readChapter } from "../../www/js/model/lessons/chapter.js";
import { bestOf, readProgress, withBest, withDone, writeProgress } from "../../www/js/model/lessons/progress.js";
import { experimentOf, readShorthand } from "../../www/js/model/lessons/shorthand.js";

const folder = fileURLToPath(new URL("../../www/lessons/", import.meta.url));
const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
const languages = ["en", "ko"];
const chapter = (/** @type {string} */ name, /** @type {string} */ language) => readChapter(readFileSync(`${folder}${name}/${language}.md`, "utf8"));

test("fields are keys with values, which go on in indented lines and know their line", () => {
  const { fields, mistakes } = readFields("ask: one\n  two\n\n  three\n# left out\nhint: a\nhint: b\nnonsense\n", 10);
  assert.deepEqual(fields.ask, [{ value: "one\ntwo\n\nthree", line: 10 }]);
  assert.deepEqual(fields.hint.map(({ value, line }) => [value, line]), [["a", 15], ["b", 16]]);
  assert.deepEqual(mistakes, [{ line: 17, kind: "no_key", words: { text: "nonsense" } }]);
});

test("bars within formulas do not part, nor commas within brackets", () => {
  assert.deepEqual(partsOf("a $|x|$ | why"), ["a $|x|$", "why"]);
  assert.deepEqual(itemsOf("play, data(circle, moons), rate"), ["play", "data(circle, moons)", "rate"]);
});

test("mistakes of a chapter are named by their lines", () => {
  const { mistakes } = readChapter("# Title\n\nA formula $\\frac{1$ here.\n\n```figur x\n```\n\n```figure a\ndata: spirl\nshow: output, curvs\ncolour: red\n```\n\n```quiz q\nask: ?\n```\n\n[1](set:b/rate)\n\n```figure a\n```\n");
  assert.deepEqual(mistakes.map(({ line, kind }) => [line, kind]), [
    [3, "tex"], [5, "unknown_block"], [9, "unknown_value"], [10, "unknown_value"], [11, "unknown_key"], [14, "quiz_way"], [18, "no_figure"], [20, "twice"],
  ]);
});

test("a formula that is not closed ends with its paragraph, and what comes after it is read", () => {
  const { mistakes, blocks, html } = readChapter("# Title\n\n$$\nx + 1\n\nText.\n\n$$ y\n```figure a\ndata: circle\n```\n");
  assert.deepEqual(mistakes.map(({ line, kind }) => [line, kind]), [[3, "tex_open"], [8, "tex_open"]]);
  assert.deepEqual(blocks.map(({ name }) => name), ["a"]);
  assert.match(html, /<p>Text\.<\/p>/);
});

test("links to what a figure does not show, to what cannot be set and to chapters that there are not are told", () => {
  const text = "# T\n\n```figure a\nshow: output\n```\n\n```race r\nsurface: bowl\n```\n\n[x](show:a/curves) [x](show:a/output) [x](show:a/control/rate) [x](show:a)\n\n[1](set:a/rates?min=0)\n[1](set:a/rate?min=low&max=2&log) [1](set:a/weight.3?min=-1&max=1) [1](set:r/start.1?min=0&max=2)\n";
  const told = (/** @type {any[]} */ mistakes) => mistakes.map(({ line, kind, words }) => [line, kind, words.value ?? words.name]);
  assert.deepEqual(told(readChapter(text).mistakes), [[11, "unknown_value", "curves"], [13, "unknown_value", "rates"], [14, "not_number", "low"]]);
  assert.deepEqual(told(lostChapters("[a](chapter:one)\n[b](chapter:two)", ["one"])), [[2, "no_chapter", "two"]]);
});

test("a model answer that cannot be followed is told", () => {
  const { mistakes } = readChapter("# T\n\n```exercise a\ntask: Do.\ngoals: epoch >= 1\nsolution:\n  set: 0=1.5, 1=-2, two=3, 4=x\n  train: many\n```\n");
  assert.deepEqual(mistakes.map(({ line, words }) => [line, words?.key, words?.value]), [[7, "set", "two=3"], [7, "set", "4=x"], [8, "train", "many"]]);
});

test("a block that is not closed and a chapter without a title are told", () => {
  assert.deepEqual(readChapter("Text\n\n```figure a\ndata: circle\n").mistakes.map(({ line, kind }) => [line, kind]), [[1, "no_title"], [3, "unclosed"]]);
});

test("no HTML of a chapter reaches the page, and no style attribute", () => {
  const { html } = readChapter("# T\n\n<script>alert(1)</script> <b onclick=x>b</b> [x](javascript:alert(1))\n\n| a |\n|--:|\n| 1 |\n");
  assert.doesNotMatch(html, /<script|<b |href="javascript|style=/);
  assert.match(html, /class="to-right"/);
});

test("goals of a race are comparisons", () => {
  const [one, two, three, four] = raceGoalsIn("value <= 0.01, step ≤ 50, speed > 3, value");
  assert.deepEqual(one, { text: "value <= 0.01", measure: "value", sign: "<=", bound: 0.01 });
  assert.deepEqual([two.sign, two.bound], ["<=", 50]);
  assert.deepEqual([three.mistake, four.mistake], ["unknown", "unreadable"]);
  assert.ok(holds(one, 0.005) && !holds(one, 0.2) && !holds(one, null) && !holds(one, NaN));
});

test("answers are checked with the reason for a usual mistake", () => {
  const fields = (/** @type {string} */ text) => readFields(text, 1).fields;
  const number = questionIn(fields("ask: ?\nnumber: 103\nwrong: 90 | The biases."));
  assert.deepEqual(checkNumber(number, 103), { isRight: true, why: "" });
  assert.deepEqual(checkNumber(number, 90), { isRight: false, why: "The biases." });
  const formula = questionIn(fields("ask: ?\nformula: 2*x\nwrong: x^2 | f itself"));
  const valueOf = (/** @type {string} */ text, /** @type {number[]} */ [x]) => ({ "2*x": 2 * x, "x+x": x + x, "x^2": x * x, "1": 1 })[text] ?? assert.fail("unreadable");
  assert.equal(checkFormula(formula, "x+x", valueOf)?.isRight, true);
  assert.deepEqual(checkFormula(formula, "x^2", valueOf), { isRight: false, why: "f itself" });
  assert.equal(checkFormula(formula, "?", valueOf), null);
  assert.deepEqual(checkGaps(questionIn(fields("ask: ?\nfill: z = [[w / 가중치]] x + [[0.5]]")), [" 가중치 ", "0,5"]), [true, true]);
  assert.deepEqual(checkGaps(questionIn(fields("ask: ?\nfill: [[a]] [[b]]")), ["b"]), [false, false]);
});

test("an experiment is written in short", () => {
  const { wanted, mistakes } = readShorthand(readFields("data: spiral, arms 3, noise 0.1\nhidden: 4 tanh, 2 relu\noptimizer: adam 0.03 beta_1 0.8\nbatch: all\nweights: zeros\nl1: 0.01\nseed: 7", 1).fields);
  assert.deepEqual(mistakes, []);
  const lab = { complete: (/** @type {any} */ one) => structuredClone({ data: {}, network: { layers: [{ name: "output", units: 1, activation: "sigmoid" }] }, losses: { output: "hinge" }, optimizer: {}, training: {}, ...one }), adaptToData: (/** @type {any} */ one) => one };
  const experiment = experimentOf(wanted, lab, null);
  assert.deepEqual(experiment.data, { dataset: "spiral", arms: 3, noise: 0.1, features: ["x1", "x2"] });
  assert.deepEqual(experiment.network.layers.map(({ name, units, activation }) => [name, units, activation]), [["input", undefined, undefined], ["hidden_1", 4, "tanh"], ["hidden_2", 2, "relu"], ["output", 1, "sigmoid"]]);
  assert.deepEqual(experiment.optimizer, { optimizer: "adam", learning_rate: 0.03, beta_1: 0.8 });
  assert.deepEqual([experiment.training.batch_size, experiment.seed, experiment.network.layers[1].kernel_initializer, experiment.network.layers[1].kernel_regularizer], ["all", 7, "zeros", { l1: 0.01 }]);
});

test("words that say nothing in an experiment written in short are named", () => {
  const { mistakes } = readShorthand(readFields("data: spiral, noise 0.1 0.2\nhidden: 4 tanh 3, 2", 1).fields);
  assert.deepEqual(mistakes.map(({ line, kind, words }) => [line, kind, words.value]), [[1, "not_number", "0.1 0.2"], [2, "unknown_value", "tanh 3"]]);
});

test("progress is kept where it may be, and forgotten where not", () => {
  /** @type {Map<string, string>} */
  const kept = new Map();
  const storage = /** @type {any} */ ({ getItem: (/** @type {string} */ key) => kept.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => kept.set(key, value) });
  const done = withDone(withDone(readProgress(storage), "a", "q"), "a", "r");
  assert.equal(withDone(done, "a", "q"), done);
  writeProgress(done, storage);
  assert.deepEqual(readProgress(storage), { isKept: true, done: { a: ["q", "r"] }, best: {} });
  writeProgress({ ...done, isKept: false }, storage);
  assert.deepEqual(readProgress(storage), { isKept: false, done: {}, best: {} });
  for (const unreadable of ["nonsense", '{"best":{"a":7,"b":{"q":"high"}}}']) {
    kept.set("descent.lessons", unreadable);
    assert.deepEqual(bestOf(readProgress(storage), "b", "q"), []);
  }
});

test("the best values of an exercise are kept beside what is done", () => {
  const nothing = { isKept: true, done: {}, best: {} };
  const better = withBest(withBest(nothing, "a", "q", [0.4, null]), "a", "q", [0.2, 3]);
  assert.deepEqual(bestOf(better, "a", "q"), [0.2, 3]);
  assert.equal(withBest(better, "a", "q", [0.2, 3]), better, "what is known is not written again");
  assert.deepEqual(bestOf(better, "a", "constructor"), []);
});

/** What must be the same in both languages of a block: everything but its words. @param {import("../../www/js/model/lessons/blocks.js").Block} block */
function shapeOf({ kind, name, fields }) {
  const worded = new Set(["caption", "task", "predict", "guess", "truth", "hint", "answer", "ask", "right", "wrong", "why", "fill", "step", "minutes", "goal", "expect", "misconception", "note", "textbook"]);
  return { kind, name, fields: Object.fromEntries(Object.entries(fields).map(([key, all]) => [key, all.map(({ value }) => (worded.has(key) ? (key === "step" ? partsOf(value)[1] : "words") : value))])) };
}

for (const name of names) {
  test(`chapter ${name} is right in both languages, with the same blocks and headings`, () => {
    const [en, ko] = languages.map((language) => chapter(name, language));
    assert.deepEqual([en.mistakes, ko.mistakes], [[], []]);
    assert.deepEqual(ko.blocks.map(shapeOf), en.blocks.map(shapeOf));
    assert.deepEqual(blocksIn(readFileSync(`${folder}${name}/ko.md`, "utf8")), ko.blocks);
    const headings = ({ html }) => [...html.matchAll(/<(h[1-3])>/g)].map(([, tag]) => tag);
    assert.deepEqual(headings(ko), headings(en));
    const links = ({ html }) => [...html.matchAll(/data-(?:set|show|chapter)="([^"]+)"/g)].map(([, link]) => link).sort();
    assert.deepEqual(links(ko), links(en));
    assert.match(ko.title, /[가-힣]/);
    for (const link of links(en).filter((one) => /^[\dx]\w*-/.test(one))) assert.ok(names.includes(link), `chapter ${link} is there`);
  });
}
