// The plan of many runs: one experiment, what is varied in it, how often each setting is repeated, and when it stops. The same
// plan gives the same runs, in the same order.

import { InvalidExperiment } from "../../core/lab.js";
import { random } from "../../ui/random.js";
import { fieldNames, fields } from "./fields.js";

/** @typedef {import("../../core/protocol.js").Experiment} Experiment */
/** @typedef {import("../../core/lab.js").Lab} Lab */
/** @typedef {import("./fields.js").FieldName} FieldName */
/** @typedef {import("./fields.js").Value} Value */

/** Values one by one, or `count` of them from `from` to `to`; `log`: with the same ratio from each to the next.
 * @typedef {{ field: FieldName } & ({ values: Value[] } | { from: number, to: number, count: number, log?: boolean })} Varied */

/** What counts as a success: a measure below or above a limit.
 * @typedef {{ measure: Measure, limit: number }} Goal */
/** @typedef {"test_loss" | "train_loss" | "test_metric" | "train_metric"} Measure */

/** `draws` settings at random in place of all there are, 0 for all. Each is repeated with other first weights and another order;
 * `seed` decides which, and what is drawn.
 * `compare` are experiments that train side by side.
 * @typedef {{ experiment: Record<string, unknown>, vary: Varied[], draws: number, repeats: number, epochs: number, goal: Goal, seed: number, compare: Record<string, unknown>[] }} Plan */

/** One run of a plan. @typedef {{ index: number, setting: number, repeat: number, values: Partial<Record<FieldName, Value>> }} Trial */

export const measures = /** @type {Measure[]} */ (["test_metric", "train_metric", "test_loss", "train_loss"]);
export const isLoss = (/** @type {Measure} */ measure) => measure.endsWith("loss");

/** @type {Plan} */
const defaults = { experiment: {}, vary: [], draws: 0, repeats: 20, epochs: 100, goal: { measure: "test_metric", limit: 0.95 }, seed: 1, compare: [] };

/** So many runs side by side can still be told apart. */
export const mostCompared = 6;

export const limits = { repeats: [1, 200], epochs: [1, 100_000], draws: [0, 5000], count: [2, 100], runs: [1, 5000], seed: [0, 4294967295] };

/** What is wrong with a plan, as the core says it of an experiment. @param {string} field @param {object} wrong */
function wrong(field, wrong) {
  const message = `${field}: ${JSON.stringify(wrong)}`;
  return new InvalidExperiment([/** @type {any} */ ({ field, ...wrong })], message);
}

/** @param {string} field @param {unknown} value @param {number} low @param {number} high @param {boolean} [whole] */
function checkNumber(field, value, low, high, whole = false) {
  if (typeof value !== "number" || !(value >= low && value <= high)) throw wrong(field, { reason: "range", value: typeof value === "number" ? value : String(value), low, high });
  if (whole && !Number.isInteger(value)) throw wrong(field, { reason: "unreadable", message: `${value} is not a whole number` });
}

/** @param {Varied} varied @param {string} at */
function checkVaried(varied, at) {
  const field = Object.hasOwn(fields, varied.field) ? fields[varied.field] : null;
  if (!field) throw wrong(`${at}.field`, { reason: "unreadable", message: `unknown variant \`${varied.field}\`, expected one of ${fieldNames.map((name) => `\`${name}\``).join(", ")}` });
  if ("values" in varied) {
    if (!Array.isArray(varied.values) || varied.values.length === 0) throw wrong(`${at}.values`, { reason: "unreadable", message: "it must be a list of at least one value" });
    varied.values.forEach((value, index) => {
      if (!field.choices) return checkNumber(`${at}.values[${index}]`, value, field.low ?? 0, field.high ?? Infinity, field.whole);
      if (!field.choices.includes(String(value))) throw wrong(`${at}.values[${index}]`, { reason: "unreadable", message: `unknown variant \`${value}\`` });
    });
    return;
  }
  if (field.choices) throw wrong(at, { reason: "unreadable", message: "missing field `values`" });
  checkNumber(`${at}.from`, varied.from, field.low ?? 0, field.high ?? Infinity);
  checkNumber(`${at}.to`, varied.to, field.low ?? 0, field.high ?? Infinity);
  checkNumber(`${at}.count`, varied.count, limits.count[0], limits.count[1], true);
  if (varied.log && !(Math.min(varied.from, varied.to) > 0)) throw wrong(`${at}.from`, { reason: "unreadable", message: "a range by ratio cannot begin at 0" });
}

/** The whole plan a partial one stands for. Throws `InvalidExperiment` with the field that is wrong.
 * @param {Lab} lab @param {any} partial @returns {Plan} */
export function completePlan(lab, partial) {
  const given = Object(partial);
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(defaults, key));
  if (unknown) throw wrong(unknown, { reason: "unreadable", message: `unknown field \`${unknown}\`` });
  const plan = /** @type {Plan} */ ({ ...defaults, ...given });
  lab.complete(plan.experiment);
  if (!Array.isArray(plan.vary)) throw wrong("vary", { reason: "unreadable", message: "it must be a list" });
  if (!Array.isArray(plan.compare) || plan.compare.length > mostCompared) throw wrong("compare", { reason: "unreadable", message: `it must be a list of at most ${mostCompared} experiments` });
  plan.compare.forEach((one) => lab.complete(one));
  plan.vary.forEach((varied, index) => checkVaried(Object(varied), `vary[${index}]`));
  const twice = plan.vary.findIndex(({ field }, index) => plan.vary.some((other, before) => before < index && other.field === field));
  if (twice >= 0) throw wrong(`vary[${twice}].field`, { reason: "repeated", value: plan.vary[twice].field });
  for (const key of /** @type {const} */ (["draws", "repeats", "epochs", "seed"])) checkNumber(key, plan[key], limits[key][0], limits[key][1], true);
  if (!measures.includes(plan.goal?.measure)) throw wrong("goal.measure", { reason: "unreadable", message: `unknown variant \`${plan.goal?.measure}\`` });
  checkNumber("goal.limit", plan.goal.limit, -1e9, 1e9);
  checkNumber("runs", countOf(plan), limits.runs[0], limits.runs[1]);
  return structuredClone(plan);
}

/** What differs from the default. @param {Lab} lab @param {Plan} plan @returns {Record<string, unknown>} */
export function minimalPlan(lab, plan) {
  const differs = Object.entries(plan).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(defaults[/** @type {keyof Plan} */ (key)]));
  const least = Object.fromEntries(differs);
  if (least.experiment) least.experiment = lab.minimal(lab.complete(least.experiment));
  if (least.compare) least.compare = plan.compare.map((one) => lab.minimal(lab.complete(one)));
  return least;
}

/** The values of a field one by one. @param {Varied} varied @returns {Value[]} */
export function valuesOf(varied) {
  if ("values" in varied) return varied.values;
  const { from, to, count, log = false, field } = varied;
  const [low, high] = log ? [Math.log(from), Math.log(to)] : [from, to];
  const at = (/** @type {number} */ share) => rounded(field, log ? Math.exp(low + share * (high - low)) : low + share * (high - low));
  return [...new Set(Array.from({ length: count }, (_, index) => at(index / (count - 1))))];
}

/** A number with few digits: the same in a link, in a table and in every browser. @param {FieldName} field @param {number} value */
const rounded = (field, value) => (fields[field].whole ? Math.round(value) : Number(value.toPrecision(4)));

/** @param {Plan} plan */
export const settingsOf = ({ vary, draws }) => (draws > 0 && vary.length > 0 ? draws : vary.reduce((product, varied) => product * valuesOf(varied).length, 1));

/** How many runs a plan has. @param {Plan} plan */
export const countOf = (plan) => settingsOf(plan) * plan.repeats;

/** A value at random: one of the list, or any in the range. @param {Varied} varied @param {() => number} next @returns {Value} */
function drawn(varied, next) {
  const share = next();
  if ("values" in varied) return varied.values[Math.floor(share * varied.values.length)];
  const { from, to, log = false, field } = varied;
  return rounded(field, log ? Math.exp(Math.log(from) + share * (Math.log(to) - Math.log(from))) : from + share * (to - from));
}

/** All runs of a plan, each setting with all its repeats before the next. @param {Plan} plan @returns {Trial[]} */
export function trialsOf(plan) {
  const { vary, repeats, draws, seed } = plan;
  /** @type {Trial["values"][]} */
  let settings = [{}];
  if (draws > 0 && vary.length > 0) {
    const next = random(seed);
    settings = Array.from({ length: draws }, () => Object.fromEntries(vary.map((varied) => [varied.field, drawn(varied, next)])));
  } else {
    for (const varied of vary) settings = settings.flatMap((setting) => valuesOf(varied).map((value) => ({ ...setting, [varied.field]: value })));
  }
  return settings.flatMap((values, setting) => Array.from({ length: repeats }, (_, repeat) => ({ index: setting * repeats + repeat, setting, repeat, values })));
}

/** The seed of the first weights and the order of a repeat; the first has those of the experiment itself.
 * @param {Experiment} experiment @param {number} seed of the plan @param {number} repeat */
export const seedOf = ({ seeds, seed: own }, seed, repeat) => (repeat === 0 ? seeds.weights ?? own : (Math.imul(seed, 0x9e3779b1) + repeat) >>> 0);

/** The experiment that a run trains. Throws `InvalidExperiment` where a setting cannot be.
 * @param {Lab} lab @param {Plan} plan @param {Trial} trial @returns {Experiment} */
export function experimentOf(lab, plan, { values, repeat }) {
  const base = lab.complete(plan.experiment);
  let draft = structuredClone(base);
  for (const name of fieldNames) {
    if (!Object.hasOwn(values, name)) continue;
    fields[name].set(draft, values[name]);
    if (fields[name].adapts) draft = structuredClone(lab.adaptToData(draft));
  }
  if (repeat > 0) {
    const seed = seedOf(base, plan.seed, repeat);
    draft.seeds = { data: base.seeds.data ?? base.seed, weights: seed, order: seed };
  }
  return lab.complete(draft);
}
