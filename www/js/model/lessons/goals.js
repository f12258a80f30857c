// Goals of an exercise: comparisons over what a run is, as `test_loss <= 0.177, hidden_units <= 3`.

import { denseLayers } from "../stack.js";

/** @typedef {import("../state.js").State} State */
/** @typedef {import("../race/state.js").RaceState} RaceState */
/** @typedef {"<=" | ">=" | "<" | ">" | "=="} Sign */
/** @typedef {{ text: string, measure: Measure, sign: Sign, bound: number }} Goal */
/** @typedef {keyof typeof measures} Measure */

/** @param {State} state */
const hidden = ({ experiment }) => denseLayers(experiment).slice(0, -1);

/** What can be compared; null where the run has not told yet. */
const measures = {
  train_loss: (/** @type {State} */ { snapshot }) => snapshot?.train.loss ?? null,
  test_loss: (/** @type {State} */ { snapshot }) => snapshot?.test.loss ?? null,
  gap: (/** @type {State} */ { snapshot }) => (snapshot?.train.loss == null || snapshot.test.loss == null ? null : snapshot.test.loss - snapshot.train.loss),
  accuracy: (/** @type {State} */ { snapshot }) => (snapshot?.metricName === "accuracy" ? snapshot.test.metric ?? snapshot.train.metric : null),
  test_accuracy: (/** @type {State} */ { snapshot }) => (snapshot?.metricName === "accuracy" ? snapshot.test.metric : null),
  train_accuracy: (/** @type {State} */ { snapshot }) => (snapshot?.metricName === "accuracy" ? snapshot.train.metric : null),
  epoch: (/** @type {State} */ { snapshot }) => snapshot?.epoch ?? null,
  step: (/** @type {State} */ { snapshot }) => snapshot?.step ?? null,
  learning_rate: (/** @type {State} */ { experiment }) => experiment.optimizer.learning_rate,
  hidden_layers: (/** @type {State} */ state) => hidden(state).length,
  hidden_units: (/** @type {State} */ state) => hidden(state).reduce((sum, { units }) => sum + units, 0),
  parameters: (/** @type {State} */ { model }) => model?.layers.reduce((sum, { parameters }) => sum + parameters.reduce((all, { shape }) => all + shape.reduce((product, side) => product * side, 1), 0), 0) ?? null,
  inputs: (/** @type {State} */ { experiment }) => experiment.data.features.length,
};

/** What can be compared of a race: all of its first contestant, where the playhead is. */
const ofRace = {
  value: (/** @type {RaceState} */ { scene, step }) => scene.lanes[0]?.losses[Math.min(Math.floor(step), scene.lanes[0].losses.length - 1)] ?? null,
  x: (/** @type {RaceState} */ state) => placeOf(state)[0] ?? null,
  y: (/** @type {RaceState} */ state) => placeOf(state)[1] ?? null,
  step: (/** @type {RaceState} */ { step }) => Math.floor(step),
  learning_rate: (/** @type {RaceState} */ { race }) => race.contestants[0].optimizer.learning_rate,
  momentum: (/** @type {RaceState} */ { race }) => /** @type {{ momentum?: number }} */ (race.contestants[0].optimizer).momentum ?? 0,
};

/** @param {RaceState} state */
function placeOf({ scene, step }) {
  const { points, losses } = scene.lanes[0] ?? { points: [], losses: [] };
  const at = Math.min(Math.floor(step), losses.length - 1) * scene.dimensions;
  return [...points.slice(at, at + scene.dimensions)];
}

export const measureNames = /** @type {Measure[]} */ (Object.keys(measures));
export const raceMeasureNames = Object.keys(ofRace);

/** @param {string} text @param {readonly string[]} [known] measures
 * @returns {(Goal | { mistake: "unreadable" | "unknown", text: string })[]} */
export function goalsIn(text, known = measureNames) {
  return text.split(/,|\band\b/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const [, name, written, number] = part.match(/^([a-z_]+)\s*(<=|>=|==|=|<|>|≤|≥)\s*(-?[\d.]+(?:e-?\d+)?)\s*(%?)$/i) ?? [];
    if (name === undefined || !Number.isFinite(Number(number))) return { mistake: "unreadable", text: part };
    if (!known.includes(name)) return { mistake: "unknown", text: name };
    const signs = /** @type {Record<string, Sign>} */ ({ "≤": "<=", "≥": ">=", "=": "==" });
    return { text: part, measure: /** @type {Measure} */ (name), sign: signs[written] ?? /** @type {Sign} */ (written), bound: Number(number) / (part.endsWith("%") ? 100 : 1) };
  });
}

/** What a run has of a goal now. @param {Goal} goal @param {State} state */
export const measured = ({ measure }, state) => measures[measure](state);

/** @param {Goal} goal @param {State} state */
export const isReached = (goal, state) => holds(goal, measured(goal, state));

/** What a race has of a goal now. @param {Goal} goal @param {RaceState} state @returns {number | null} */
export const measuredOfRace = ({ measure }, state) => ofRace[/** @type {keyof typeof ofRace} */ (/** @type {string} */ (measure))](state);

/** @param {Goal} goal @param {number | null} value */
export function holds(goal, value) {
  if (value === null || !Number.isFinite(value)) return false;
  const { sign, bound } = goal;
  return sign === "<=" ? value <= bound : sign === ">=" ? value >= bound : sign === "<" ? value < bound : sign === ">" ? value > bound : value === bound;
}
