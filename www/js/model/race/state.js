// What the Optimizers room knows, and what its views are given.

import { clamp } from "../../ui/clamp.js";
import { namesOf } from "./kinds.js";

/** @typedef {import("../../core/race_protocol.js").Race} Race */
/** @typedef {import("../../core/race_protocol.js").Contestant} Contestant */
/** @typedef {import("../../core/race_protocol.js").OptimizerConfig} OptimizerConfig */
/** @typedef {import("../../core/race_protocol.js").Grid} Grid */
/** @typedef {import("../../core/race_protocol.js").Minimum} Minimum */
/** @typedef {import("../../core/race_protocol.js").Formula} Formula */
/** @typedef {import("../../core/race_protocol.js").FormulaError} FormulaError */
/** @typedef {import("../../core/race_protocol.js").Directions} Directions */
/** @typedef {import("./kinds.js").Kind} Kind */

/** A path on the surface. `points` are [point][dimension]; `steps` is the step of each point, null where point i is
 * step i. `ended` is the step at which it diverged; `why` tells how.
 * @typedef {{
 *   colour: number, shown: boolean, points: Float32Array, losses: Float64Array, steps: Float64Array | null,
 *   ended: number | null, why: "left" | "overflow" | "singular" | "undefined" | null,
 * }} Lane */

/** What is drawn, be it a race or the runs of a real network.
 * @typedef {{
 *   dimensions: 1 | 2, grid: Grid | null, domain: [number, number][], minima: Minimum[], labels: [string, string],
 *   start: number[] | null, lanes: Lane[], last: number, lowest: number | null, tolerance: number | null,
 * }} Scene
 * `start` is null where it cannot be moved; `last` is the last step there is; `lowest` the lowest value that is known;
 * `tolerance` how near to it counts as arrived. */

/** @typedef {{ logLoss: boolean, by: "minimum" | "steps", show: "both" | "map" | "relief" | "step" | "sweep", arrows: boolean }} RaceDisplay
 * `by` colours a basin map; `arrows` draws the anatomy of the step on the map. */

/** Work in the worker: null where none was asked for.
 * @template Picture @typedef {{ running: boolean, picture: Picture | null }} Work */

/** What figures draw, be it a race or the runs of a real network.
 * @typedef {import("../../ui/shell.js").Shared & {
 *   kind: "race" | "landscape", scene: Scene, contestants: Contestant[], version: number, computed: number,
 *   playing: boolean, speed: number, step: number, chosen: number, previewing: boolean, display: RaceDisplay,
 *   basin: Work<import("../../core/race_protocol.js").Basin> & { contestant: number } | null,
 *   errors: import("../../ui/numbers.js").InputError[], notice: import("../../ui/shell.js").Notice | null,
 * }} Track
 * `scene` is new whenever anything to draw is; `version` whenever the paths are others, not only longer. `step` is where
 * the playhead is, between steps too; `computed` how far the paths go. Lane i is that of contestant i. */

/** Contestants on a surface of a function.
 * @typedef {Track & {
 *   kind: "race", race: Race, formula: Formula | null, noValue: import("../../core/race_protocol.js").Undefined | null,
 *   draft: { text: string, error: FormulaError | null } | null, sweep: import("./sweep.js").Sweep | null,
 * }} RaceState
 * `contestants` are those of `race`. `draft` is a formula being typed. `noValue` says why there is no value at the start. `sweep` is what was set of a sweep;
 * null is the one that one would try first. */

/** Optimizers on the loss surface of the playground's network, whose own run has one more lane.
 * @typedef {Track & {
 *   kind: "landscape", directions: Directions, steps: number, running: boolean, picture: import("../../core/race_protocol.js").Landscape | null,
 * }} LandscapeState
 * `directions` span the plane in weight space; `steps` is how far the contestants go. */

/** What one can do with either.
 * @typedef {{
 *   refuse(error: import("../../ui/numbers.js").InputError): void,
 *   play(): void, pause(): void, reset(): void, stepBy(count: number): void, seek(step: number): void, setSpeed(speed: number): void,
 *   choose(contestant: number): void, display(change: Partial<RaceDisplay>): void,
 *   addContestant(kind: Kind): void, changeKind(index: number, kind: Kind): void, duplicateContestant(index: number): void, removeContestant(index: number): void,
 *   editContestant(index: number, recipe: (contestant: Contestant) => void): boolean,
 *   notify(notice: Track["notice"]): void,
 * }} TrackActions */

/** @typedef {TrackActions & {
 *   edit(recipe: (race: Race) => void): boolean, setSurface(name: string): void, typeFormula(text: string): void,
 *   dropStart(position: number[], how: "drag" | "drop" | "move"): void, nudgeStart(shares: number[]): void,
 *   setSweep(sweep: import("./sweep.js").Sweep | null): void,
 *   findBasins(): void, stopBasins(): void, closeBasins(): void,
 * }} RaceActions
 * `nudgeStart` moves it by shares of the domain. A start is dragged while the pointer moves, dropped when it was let go, and moved by a key. */

/** @typedef {TrackActions & { findLandscape(directions: Directions): void, otherDirections(): void, stopLandscape(): void }} LandscapeActions */

/** Where a lane is at a step: the point before it, and how far on the way to the next.
 * @param {Lane} lane @param {number} step @returns {{ point: number, share: number }} */
export function placeAt({ steps, points, losses }, step) {
  const count = losses.length;
  if (count === 0) return { point: -1, share: 0 };
  if (!steps) {
    const point = Math.min(Math.floor(step), count - 1);
    return { point, share: point === count - 1 ? 0 : step - point };
  }
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle - 1;
  }
  return { point: low, share: low === count - 1 ? 0 : (step - steps[low]) / (steps[low + 1] - steps[low]) };
}

/** The coordinates there. @param {Lane} lane @param {1 | 2} dimensions @param {number} step
 * @returns {{ x: number, y: number } | null} */
export function positionAt(lane, dimensions, step) {
  const { point, share } = placeAt(lane, step);
  if (point < 0) return null;
  const at = (/** @type {number} */ axis) => {
    const from = lane.points[point * dimensions + axis];
    return share === 0 ? from : from + share * (lane.points[(point + 1) * dimensions + axis] - from);
  };
  return { x: at(0), y: dimensions === 2 ? at(1) : lossAt(lane, step) };
}

/** NaN where nothing is known yet. @param {Lane} lane @param {number} step */
export function lossAt(lane, step) {
  const { losses } = lane;
  const { point, share } = placeAt(lane, step);
  if (point < 0) return NaN;
  return share === 0 ? losses[point] : losses[point] + share * (losses[point + 1] - losses[point]);
}

/** Where the runs of a network can be compared: at a step, or before it at the last one that all have reached which are shown
 * and have not diverged. @param {Lane[]} lanes @param {number} step */
export function sharedStep(lanes, step) {
  const ends = lanes.filter(({ shown, steps, ended }) => shown && ended === null && steps?.length).map(({ steps }) => /** @type {Float64Array} */ (steps).at(-1) ?? step);
  return Math.min(step, ...ends);
}

/** The shade of the surface under a place, between the middles of the grid's pixels; NaN outside.
 * @param {Grid} grid @param {number} x @param {number} y */
export function shadeUnder({ width, height, domain, shades }, x, y) {
  const [[left, right], [bottom, top]] = domain;
  const column = ((x - left) / (right - left)) * width - 0.5;
  const row = ((top - y) / (top - bottom)) * height - 0.5;
  if (!(column >= -0.51 && column <= width - 0.49 && row >= -0.51 && row <= height - 0.49)) return NaN;
  const c = clamp(Math.floor(column), 0, width - 2);
  const r = clamp(Math.floor(row), 0, height - 2);
  const [across, down] = [column - c, row - r];
  const at = (/** @type {number} */ index) => shades[index];
  const first = r * width + c;
  const upper = at(first) * (1 - across) + at(first + 1) * across;
  const lower = at(first + width) * (1 - across) + at(first + width + 1) * across;
  return upper * (1 - down) + lower * down;
}

/** Where the plane of a scene lies on a picture. @param {[number, number][]} domain @param {number} width @param {number} height */
export function planeOn([[left, right], [bottom, top]], width, height) {
  // The difference of two heights may be beyond all numbers, that of their halves is not.
  const half = Number.isFinite(top - bottom) ? 1 : 0.5;
  return {
    toX: (/** @type {number} */ x) => ((x - left) / (right - left)) * width,
    toY: (/** @type {number} */ y) => ((top * half - y * half) / (top * half - bottom * half)) * height,
    fromX: (/** @type {number} */ pixel) => left + (pixel / width) * (right - left),
    fromY: (/** @type {number} */ pixel) => top * (1 - pixel / height) + bottom * (pixel / height),
  };
}

/** Names of all lanes: a network has one more, the playground's own run.
 * @param {Pick<Track, "kind" | "contestants">} track @param {(key: string) => string} t @returns {string[]} */
export const laneNames = ({ kind, contestants }, t) => [...namesOf(contestants, t), ...(kind === "landscape" ? [t("network.own_run")] : [])];

/** The value of the surface under a place, in the pixel of the grid it lies in; NaN outside.
 * @param {Grid} grid @param {number[]} place */
export function valueUnder({ width, height, domain, values }, [x, y]) {
  const [left, right] = domain[0];
  const column = Math.floor(((x - left) / (right - left)) * width);
  const [bottom, top] = domain[1] ?? [0, 1];
  const row = height === 1 ? 0 : Math.min(height - 1, Math.floor(((top - y) / (top - bottom)) * height));
  return column >= 0 && column < width && row >= 0 && row < height ? values[row * width + column] : NaN;
}

/** Width over height of the picture: both axes to one scale, within reason. @param {Scene} scene */
export function aspectOf({ dimensions, domain }) {
  if (dimensions === 1) return 1.6;
  const [width, height] = domain.map(([low, high]) => high - low);
  return clamp(width / height, 0.8, 1.5);
}

/** Why a contestant does not go on, and since when, in words.
 * @param {{ ended: number | null, why: Lane["why"] }} lane @param {Track["t"]} t */
export function endedWords({ ended, why }, t) {
  const key = why === "undefined" ? "contestants.no_value" : why === "singular" ? "contestants.singular" : "contestants.diverged";
  return t(key, { step: ended });
}

/** What the figures may ask besides the state.
 * @typedef {{
 *   lab: import("../../core/race_lab.js").RaceLab,
 *   statistics(step: number): import("../../core/race_protocol.js").Statistics[],
 *   anatomy(state: Pick<Track, "kind" | "chosen" | "step" | "scene" | "version" | "computed">): import("../../core/race_protocol.js").Anatomy | null,
 * }} Tools
 * `statistics` are of the race. `anatomy` is of the chosen contestant's step that the playhead is at, or its last one;
 * null where the optimizers are those of a network. */
