// Goals of a race in a chapter, as `value <= 0.01, step <= 50`: comparisons over its first contestant where the playhead is. Goals of
// runs are the core's (`model/goals.js`), which knows nothing of playheads.

/** @typedef {import("../race/state.js").RaceState} RaceState */
/** @typedef {"<=" | ">=" | "<" | ">" | "=="} Sign */
/** @typedef {keyof typeof measures} Measure */
/** @typedef {{ text: string, measure: Measure, sign: Sign, bound: number }} Goal */

/** What can be compared; null where the race has not come so far. */
const measures = {
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

/** @param {string} text @returns {(Goal | { mistake: "unreadable" | "unknown", text: string })[]} */
export function raceGoalsIn(text) {
  return text.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean).map((part) => {
    const [, name, written, number] = part.match(/^([a-z_]+)\s*(<=|>=|==|=|<|>|≤|≥)\s*(-?[\d.]+(?:e-?\d+)?)$/i) ?? [];
    if (name === undefined || !Number.isFinite(Number(number))) return { mistake: "unreadable", text: part };
    if (!Object.hasOwn(measures, name)) return { mistake: "unknown", text: name };
    const signs = /** @type {Record<string, Sign>} */ ({ "≤": "<=", "≥": ">=", "=": "==" });
    return { text: part, measure: /** @type {Measure} */ (name), sign: signs[written] ?? /** @type {Sign} */ (written), bound: Number(number) };
  });
}

/** What a race has of a goal now. @param {Goal} goal @param {RaceState} state @returns {number | null} */
export const measuredOfRace = ({ measure }, state) => measures[measure](state);

/** @param {Goal} goal @param {number | null} value */
export function holds({ sign, bound }, value) {
  if (value === null || !Number.isFinite(value)) return false;
  return sign === "<=" ? value <= bound : sign === ">=" ? value >= bound : sign === "<" ? value < bound : sign === ">" ? value > bound : value === bound;
}
