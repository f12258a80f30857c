// The kinds of blocks that a chapter may have, the keys of each, and what is wrong with a block that does not keep to them.

import { namesOf } from "../../core/registry.js";
import { raceGoalsIn } from "./race_goals.js";
import { itemsOf, partsOf, readFields } from "./fields.js";
import { isShorthand, readShorthand, shorthandKeys } from "./shorthand.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./fields.js").Fields} Fields */
/** @typedef {import("./fields.js").Mistake} Mistake */

/** A block as it was read. `name` is what other blocks and links call it, `line` where it begins.
 * @typedef {{ kind: Kind, name: string, line: number, fields: Fields }} Block */

/** @typedef {keyof typeof keys} Kind */

const ofRun = [...shorthandKeys, "show", "controls", "locked", "options", "speed", "train", "stop", "step", "caption", "of", "layout"];

/** The keys of each kind of block. Those with a star must be there. */
const keys = {
  figure: ofRun,
  exercise: [...ofRun, "task*", "goals", "predict", "guess", "truth", "hint", "answer", "solution"],
  race: ["preset", "race", "surface", "formula", "start", "steps", "optimizers", "show", "controls", "speed", "caption", "layout", "task", "goals", "hint", "answer", "solution"],
  quiz: ["ask*", "right", "wrong", "number", "tolerance", "formula", "variables", "fill", "hint", "why"],
  teacher: ["minutes", "goal", "expect", "misconception", "answer", "note", "textbook"],
};

/** What can be shown of a run, and how it can be changed. */
export const figureNames = /** @type {const} */ (["output", "network", "curves", "diagram", "task", "inspect", "health", "functions"]);
/** What is shown where nothing is said. */
export const usualFigures = "network, output";
export const controlNames = /** @type {const} */ ([
  "play", "step", "epoch", "reset", "seed", "undo", "speed", "rate", "momentum", "batch", "optimizer", "activation", "output", "loss", "layers", "units", "data", "noise", "samples", "split", "inputs", "penalty", "weights", "dropout",
  "network",
]);
export const raceFigures = /** @type {const} */ (["map", "relief", "losses", "standings", "anatomy", "contestants"]);
export const raceControls = /** @type {const} */ (["play", "step", "back", "reset", "scrub", "speed", "rate", "momentum", "start", "formula"]);
export const layouts = /** @type {const} */ (["row", "column", "wide"]);

/** Languages of code that is only shown. */
const code = new Set(["", "text", "python", "py", "json", "js", "javascript", "rust", "r", "bash", "sh", "md", "markdown", "html"]);

/** @param {string} word @returns {word is Kind} */
export const isKind = (word) => Object.hasOwn(keys, word);

/** A fence that is neither a block nor code that is only shown: most likely a misspelt block. @param {string} word */
export const isUnknown = (word) => !isKind(word) && !code.has(word.toLowerCase());

/** The kinds there are, for whoever misspelt one. */
export const kindNames = Object.keys(keys);

/** A name with what it may be set to: `data(circle spiral)`. @param {string} item */
export function choiceIn(item) {
  const [, name = item, list] = item.match(/^([\w]+)\(([^)]*)\)$/) ?? [];
  return { name, choices: list ? list.split(/[\s,]+/).filter(Boolean) : null };
}

/** @param {Kind} kind @param {string} name @param {string} text @param {number} line of the fence
 * @returns {{ block: Block, mistakes: Mistake[] }} */
export function readBlock(kind, name, text, line) {
  const { fields, mistakes } = readFields(text, line + 1);
  const known = keys[kind].map((key) => key.replace("*", ""));
  for (const [key, [{ line }]] of Object.entries(fields)) {
    if (!known.includes(key)) mistakes.push({ line, kind: "unknown_key", words: { key, block: kind, known: known.join(", ") } });
  }
  for (const key of keys[kind].filter((one) => one.endsWith("*"))) {
    if (!fields[key.slice(0, -1)]) mistakes.push({ line, kind: "missing_key", words: { key: key.slice(0, -1), block: kind } });
  }
  const block = { kind, name, line, fields };
  mistakes.push(...checks[kind](block));
  return { block, mistakes };
}

/** @param {Field | undefined} field @param {readonly string[]} known @param {string} key @returns {Mistake[]} */
const unknownIn = (field, known, key) =>
  itemsOf(field?.value ?? "").map((item) => choiceIn(item).name).filter((name) => !known.includes(name))
    .map((value) => ({ line: field?.line ?? 0, kind: "unknown_value", words: { key, value, known: known.join(", ") } }));

/** @param {Field | undefined} field @param {string} key @returns {Mistake[]} */
function notNumber(field, key) {
  if (!field || (field.value !== "" && Number.isFinite(Number(field.value)))) return [];
  return [{ line: field.line, kind: "not_number", words: { key, value: field.value } }];
}

/** Weights by their places: `0=1.5, 2=-1`. @param {Field} field @returns {Mistake[]} */
const notSettings = ({ value, line }) =>
  value.split(",").filter((part) => !/^\s*\d+\s*=\s*\S/.test(part) || !Number.isFinite(Number(part.split("=")[1]))).map((part) => ({ line, kind: "not_number", words: { key: "set", value: part.trim() } }));

/** @param {Field | undefined} field @param {string} key @returns {Mistake[]} */
function notJson(field, key) {
  if (!field) return [];
  try {
    JSON.parse(field.value);
    return [];
  } catch (error) {
    return [{ line: field.line, kind: "not_json", words: { key, message: /** @type {Error} */ (error).message } }];
  }
}

/** Goals of a run are for the core to read. @param {Field[] | undefined} fields @returns {Mistake[]} */
const notRaceGoals = (fields = []) =>
  fields.flatMap(({ value, line }) => raceGoalsIn(value).flatMap((goal) => ("mistake" in goal ? [{ line, kind: `goal_${goal.mistake}`, words: { text: goal.text } }] : [])));

/** @param {Block} block @returns {Mistake[]} */
const checkRun = ({ fields }) => [
  ...unknownIn(fields.show?.[0], figureNames, "show"), ...unknownIn(fields.controls?.[0], controlNames, "controls"), ...unknownIn(fields.locked?.[0], controlNames, "locked"),
  ...unknownIn(fields.layout?.[0], layouts, "layout"),
  ...notNumber(fields.speed?.[0], "speed"), ...notNumber(fields.train?.[0], "train"), ...notNumber(fields.stop?.[0], "stop"),
  ...notJson(fields.options?.[0], "options"),
  ...(fields.step ?? []).flatMap(({ value, line }) => (partsOf(value).length === 2 ? [] : [{ line, kind: "step_parts", words: { text: value } }])),
  ...readShorthand(fields).mistakes,
];

/** What someone does, which ticks off a step where no goals do. */
export const acts = ["play", "pause", "step", "reset", "edit", "weight", "select"];

/** What is wrong with a block beyond its keys. @type {Record<Kind, (block: Block) => Mistake[]>} */
const checks = {
  figure: checkRun,
  exercise: (block) => [
    ...checkRun(block),
    ...(block.fields.goals || block.fields.step ? [] : [{ line: block.line, kind: "missing_key", words: { key: "goals", block: "exercise" } }]),
    ...(block.fields.predict && !(block.fields.guess?.length >= 2) ? [{ line: block.fields.predict[0].line, kind: "few_guesses" }] : []),
    ...(block.fields.solution ?? []).flatMap(({ value, line }) => {
      const inner = readFields(value, line + 1);
      const wrong = Object.entries(inner.fields).filter(([key]) => !isShorthand(key) && !["set", "train"].includes(key));
      return [...inner.mistakes, ...notNumber(inner.fields.train?.[0], "train"), ...(inner.fields.set ?? []).flatMap(notSettings), ...wrong.map(([key, [field]]) => ({ line: field.line, kind: "unknown_key", words: { key, block: "solution", known: [...shorthandKeys, "set", "train"].join(", ") } })), ...readShorthand(inner.fields).mistakes];
    }),
  ],
  race: ({ fields }) => [
    ...unknownIn(fields.show?.[0], raceFigures, "show"), ...unknownIn(fields.controls?.[0], raceControls, "controls"), ...unknownIn(fields.layout?.[0], layouts, "layout"), ...notJson(fields.race?.[0], "race"),
    ...notNumber(fields.steps?.[0], "steps"), ...notNumber(fields.speed?.[0], "speed"),
    ...notRaceGoals(fields.goals), ...(fields.surface ? unknownIn(fields.surface[0], namesOf("surfaces"), "surface") : []),
    ...(fields.solution ?? []).flatMap(({ value, line }) => {
      const inner = readFields(value, line + 1);
      const known = ["rate", "momentum", "start", "step"];
      return [...inner.mistakes, ...Object.entries(inner.fields).filter(([key]) => !known.includes(key)).map(([key, [field]]) => ({ line: field.line, kind: "unknown_key", words: { key, block: "solution", known: known.join(", ") } }))];
    }),
  ],
  quiz: ({ fields, line }) => {
    const ways = ["right", "number", "formula", "fill"].filter((key) => fields[key]);
    /** @type {Mistake[]} */
    const mistakes = [...notNumber(fields.number?.[0], "number"), ...notNumber(fields.tolerance?.[0], "tolerance")];
    if (ways.length !== 1) mistakes.push({ line, kind: "quiz_way" });
    if (fields.right && !fields.wrong) mistakes.push({ line, kind: "missing_key", words: { key: "wrong", block: "quiz" } });
    if (fields.fill && !/\[\[[^\]]+\]\]/.test(fields.fill[0].value)) mistakes.push({ line: fields.fill[0].line, kind: "no_gap" });
    return mistakes;
  },
  teacher: () => [],
};
