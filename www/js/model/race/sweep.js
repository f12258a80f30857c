// A sweep over races: one contestant under every pair of two settings. What may be swept, by which values, and how a plan is
// read from a link.

import { argumentsOf } from "../../core/registry.js";
import { InvalidExperiment } from "../../core/lab.js";

/** @typedef {import("../../core/race_protocol.js").Race} Race */
/** @typedef {import("../../core/race_protocol.js").Contestant} Contestant */

/** A setting from `low` to `high`, by ratio where `log` is true. `field` is as Rust's `SweepAxis` has it.
 * @typedef {{ field: string, low: number, high: number, count: number, log: boolean }} Axis */

/** @typedef {{ across: Axis, up: Axis }} Sweep */

/** What of the room's state it is about. @typedef {{ race: Race, formula: import("../../core/race_protocol.js").Formula | null, chosen: number, sweep: Sweep | null, t: import("../../ui/i18n.js").Translate }} RaceState */

/** What can be swept, and by which values one would try it first. @typedef {Omit<Axis, "count">} Offer */

/** Values per axis that one can choose, the usual number in the middle. */
export const counts = [8, 12, 16, 24, 32, 40];
export const usualCount = 24;

/** Ranges of arguments for a first look, where they are not shares from 0 to 1. @type {Record<string, [number, number, boolean]>} */
const arguments_ = { epsilon: [1e-8, 1, true], weight_decay: [0, 0.2, false], initial_accumulator_value: [0, 1, false], learning_rate_power: [-1, 0, false] };
/** Arguments that multiply what was before: 1 would never forget. */
const memories = new Set(["momentum", "beta_1", "beta_2", "rho"]);

/** @param {number} value */
const short = (value) => Number(value.toPrecision(3));

/** @param {Contestant} contestant @returns {Offer[]} */
function argumentOffers({ optimizer }) {
  const own = /** @type {Record<string, unknown>} */ (optimizer);
  const rate = optimizer.learning_rate || 0.1;
  const known = optimizer.optimizer === "newton" ? { damping: { default: 0, low: 0, high: 1e6 } } : argumentsOf("optimizers", String(own.optimizer));
  const others = Object.entries(known).filter(([name, about]) => name !== "learning_rate" && typeof /** @type {any} */ (about).default === "number");
  return [
    { field: "optimizer.learning_rate", low: short(rate / 30), high: short(rate * 30), log: true },
    ...others.map(([name, about]) => {
      const { low = 0, high = 1 } = /** @type {{ low?: number, high?: number }} */ (about);
      const [from, to, log] = Object.hasOwn(arguments_, name) ? arguments_[name] : [low, memories.has(name) ? 0.99 : Math.min(1, high), false];
      return { field: `optimizer.${name}`, low: from, high: to, log };
    }),
  ];
}

/** What can be swept in a race. @param {Pick<RaceState, "race" | "formula">} state @param {number} chosen contestant @returns {Offer[]} */
export function offersOf({ race, formula }, chosen) {
  const contestant = race.contestants[chosen] ?? race.contestants[0];
  const parameters = formula?.parameters ?? [];
  return [
    ...(contestant ? argumentOffers(contestant) : []),
    { field: "noise", low: 0, high: 2, log: false },
    ...race.domain.map(([low, high], axis) => ({ field: `start.${axis}`, low, high, log: false })),
    ...parameters.map(({ name, low, high, log }) => ({ field: `parameters.${name}`, low, high, log })),
  ];
}

/** The plan one would try first: rate and momentum where there is one, else rate and the first other argument. @param {readonly Offer[]} offers @returns {Sweep} */
export function firstSweep(offers) {
  const find = (/** @type {string} */ field) => offers.find((offer) => offer.field === field);
  const [first, second] = [offers[0], find("optimizer.momentum") ?? find("optimizer.beta_1") ?? offers[1]];
  return { across: { ...first, count: usualCount }, up: { ...second, count: usualCount } };
}

/** The plan of a state: what was set, as far as the chosen contestant and the surface have it.
 * @param {Pick<RaceState, "race" | "formula" | "chosen" | "sweep">} state @returns {Sweep} */
export function sweepOf(state) {
  const offers = offersOf(state, state.chosen);
  const first = firstSweep(offers);
  const has = (/** @type {Axis | undefined} */ axis) => axis && offers.some(({ field }) => field === axis.field);
  const across = has(state.sweep?.across) ? /** @type {Sweep} */ (state.sweep).across : first.across;
  const up = has(state.sweep?.up) ? /** @type {Sweep} */ (state.sweep).up : first.up;
  if (across.field !== up.field) return { across, up };
  const other = offers.find(({ field }) => field !== across.field) ?? offers[0];
  return { across, up: { ...other, count: usualCount } };
}

/** The values of an axis, in single steps of its size or ratio. @param {Axis} axis @returns {number[]} */
export function valuesOf({ low, high, count, log }) {
  if (count === 1) return [low];
  const at = (/** @type {number} */ share) => (log ? low * (high / low) ** share : low + (high - low) * share);
  return Array.from({ length: count }, (_, index) => (index === count - 1 ? high : Number(at(index / (count - 1)).toPrecision(6))));
}

/** What is wrong with an axis, as a list of errors beside the number that is meant. @param {Axis} axis @param {"across" | "up"} name
 * @returns {import("../../ui/numbers.js").InputError[]} */
export function mistakes({ low, high, count, log }, name) {
  /** @type {any[]} */
  const errors = [];
  const range = (/** @type {string} */ part, /** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ to) =>
    (value >= from && value <= to) || errors.push({ field: `sweep.${name}.${part}`, reason: /** @type {const} */ ("range"), value, low: from, high: to });
  if (log) range("low", low, 1e-12, 1e6);
  range("high", high, low, 1e6);
  range("count", count, 1, 64);
  return errors;
}

/** Reads a plan from a link; what is missing is as in the plan one would try first. Throws `InvalidExperiment`.
 * @param {Pick<RaceState, "race" | "formula">} state @param {any} given @returns {Sweep & { contestant: number }} */
export function readSweep(state, given) {
  const { contestant = 0 } = Object(given);
  if (!Number.isInteger(contestant) || !(contestant in state.race.contestants)) {
    throw invalid([{ field: "sweep.contestant", reason: "range", value: contestant, low: 0, high: state.race.contestants.length - 1 }]);
  }
  const offers = offersOf(state, contestant);
  const first = firstSweep(offers);
  const read = (/** @type {"across" | "up"} */ name) => {
    const own = Object(given)[name] ?? {};
    const offer = offers.find(({ field }) => field === (own.field ?? first[name].field));
    if (!offer) throw invalid([{ field: `sweep.${name}.field`, reason: "choice", value: own.field, choices: offers.map(({ field }) => field) }]);
    const axis = { ...offer, count: usualCount, ...own };
    const wrong = mistakes(axis, name);
    if (wrong.length) throw invalid(wrong);
    const { field, low, high, count, log } = axis;
    return { field, low, high, count: Math.round(count), log: Boolean(log) };
  };
  return { contestant, across: read("across"), up: read("up") };
}

/** @param {any[]} errors */
const invalid = (errors) => new InvalidExperiment(errors, errors.map(({ field, value }) => `${field}: ${value} is not possible`).join("; "));

/** The least that stands for a plan. @param {Pick<RaceState, "race" | "formula" | "chosen" | "sweep">} state @returns {Record<string, unknown>} */
export function minimalSweep(state) {
  const offers = offersOf(state, state.chosen);
  const sweep = sweepOf(state);
  const least = (/** @type {Axis} */ axis) => {
    const usual = /** @type {Record<string, unknown>} */ ({ ...offers.find(({ field }) => field === axis.field), count: usualCount, field: null });
    return Object.fromEntries(Object.entries(axis).filter(([key, value]) => usual[key] !== value));
  };
  return { ...(state.chosen ? { contestant: state.chosen } : {}), across: least(sweep.across), up: least(sweep.up) };
}

/** Sets a field of a race, for the one contestant. @param {Race} race @param {number} contestant @param {string} field @param {number} value */
export function setField(race, contestant, field, value) {
  const [head, name] = field.split(".");
  if (head === "noise") race.contestants[contestant].noise = value;
  else if (head === "start") race.start[Number(name)] = value;
  else if (head === "parameters") race.parameters[name] = value;
  else /** @type {any} */ (race.contestants[contestant].optimizer)[name] = value;
}

/** What a race has there. @param {Race} race @param {number} contestant @param {string} field @returns {number} */
export function fieldOf(race, contestant, field) {
  const [head, name] = field.split(".");
  if (head === "noise") return race.contestants[contestant].noise;
  if (head === "start") return race.start[Number(name)];
  if (head === "parameters") return Number(race.parameters[name]);
  return Number(/** @type {any} */ (race.contestants[contestant].optimizer)[name]);
}

/** What a field is called. @param {string} field @param {Pick<RaceState, "race" | "t">} state */
export function fieldName(field, { race, t }) {
  const [head, name] = field.split(".");
  if (head === "noise") return t("field.noise");
  if (head === "start") return t("surfaces.start", { axis: ["x", "y"][Number(name)] });
  if (head === "optimizer") return t(`field.${name}`);
  const key = `parameter.${race.surface}.${name}`;
  return t(key) === key ? name : t(key);
}
