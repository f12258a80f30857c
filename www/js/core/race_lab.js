// What the Optimizers room asks of the page's own WebAssembly instance.

import * as core from "#core";
import { checked } from "./lab.js";

/** @typedef {import("./race_protocol.js").Race} Race */
/** @typedef {import("./race_protocol.js").Grid} Grid */
/** @typedef {import("./race_protocol.js").Run} Run */

/** Asks the instance that `started` stands for. One function, because it is a list of what may be asked. @param {import("./lab.js").Lab} _started */
export const createRaceLab = (_started) => ({
  /** A seed by chance, another than this one. @param {number} current @returns {number} */
  freshSeed: (current) => core.freshSeed(current),

  /** @returns {Race} */
  defaultRace: () => core.defaultRace(),

  /** The whole race a partial one stands for. Throws `InvalidExperiment`, as all of these do.
   * @param {unknown} partial @returns {Race} */
  complete: (partial) => checked(() => core.completeRace(partial)),

  /** A partial race of an older version in the words of this one, as `upgrade` of the playground's lab.
   * @param {unknown} partial @param {number} version @returns {{ partial: unknown, kept: string[] }} */
  upgrade: (partial, version) => checked(() => core.upgradeRace(partial, version)),

  /** The least that still stands for this race. @param {Race} race @returns {Record<string, unknown>} */
  minimal: (race) => checked(() => core.minimalRace(race)),

  /** Those to choose from, "typed" last. @returns {import("./race_protocol.js").SurfaceInfo[]} */
  surfaces: () => core.surfaces(),

  /** Reads a typed formula; never throws. @param {string} text @returns {import("./race_protocol.js").CheckedFormula} */
  checkFormula: (text) => core.checkFormula(text),

  /** A contestant with arguments that suit the race's surface.
   * @param {Race} race @param {string} name
   * @returns {import("./race_protocol.js").Contestant} */
  contestant: (race, name) => checked(() => core.defaultContestant(race, name)),

  /** Heights over the race's domain, or over another. In one dimension `height` is ignored.
   * @param {Race} race @param {number} width @param {number} height @param {[number, number][]} [domain] @returns {Grid} */
  grid: (race, width, height, domain) =>
    checked(() => core.surfaceGrid(race, width, height, domain ?? [])),

  /** Value and gradient at a point. @param {Race} race @param {number[]} point
   * @returns {{ value: number | null, gradient: (number | null)[] }} */
  slope: (race, point) => checked(() => core.surfaceSlope(race, new Float64Array(point))),

  /** A race under way. @param {Race} race @returns {Run} */
  run(race) {
    const run = checked(() => new core.RaceRun(race));
    return {
      configure: (changed) => checked(() => run.configure(changed)),
      advance: (step) => run.advance(step),
      path: (contestant) => run.path(contestant),
      losses: (contestant) => run.losses(contestant),
      ended: (contestant) => run.ended(contestant),
      know: (minima) => run.know(minima),
      noValue: () => run.undefined(),
      statistics: (step) => run.statistics(step),
      anatomy: (contestant, step) => withMissing(run.anatomy(contestant, step)),
      fingerprint: () => run.fingerprint(),
      free: () => run.free(),
    };
  },

  /** Losses against steps. @param {HTMLCanvasElement} canvas @param {{ steps: Float64Array | null, losses: Float64Array }[]} lines
   * whose point i is step i where `steps` is null; `options.lines` has as many
   * @param {import("./race_protocol.js").LossOptions} options @returns {import("./race_protocol.js").LossPlot} */
  drawLosses(canvas, lines, options) {
    const points = new Float64Array(2 * lines.reduce((sum, { losses }) => sum + losses.length, 0));
    let at = 0;
    for (const { steps, losses } of lines) {
      for (let index = 0; index < losses.length; index++) {
        points[at++] = steps ? steps[index] : index;
        points[at++] = losses[index];
      }
    }
    const looks = options.lines.map((line, index) => ({ ...line, count: lines[index].losses.length }));
    return checked(() => core.drawLosses(canvas, points, { ...options, lines: looks }));
  },

  /** Contour lines along the levels of a grid. @param {HTMLCanvasElement} canvas @param {Grid} grid
   * @param {import("./race_protocol.js").ContourOptions} options @returns {import("./race_protocol.js").Frame} */
  drawContour: (canvas, grid, options) =>
    checked(() => core.drawContour(canvas, grid.values, grid.width, grid.levels, { ...options, domain: grid.domain })),

  /** The curve of a grid in one dimension. @param {HTMLCanvasElement} canvas @param {Grid} grid
   * @param {import("./race_protocol.js").ProfileOptions} options
   * @returns {import("./race_protocol.js").Frame & { low: number, high: number }} */
  drawProfile: (canvas, grid, options) =>
    checked(() => core.drawProfile(canvas, grid.values, { ...options, domain: grid.domain })),
});

/** Plain data with NaN for every `null` in a list: what is not finite comes as `null`. @param {any} value @returns {any} */
function withMissing(value) {
  if (Array.isArray(value)) return value.map((item) => (item === null ? NaN : withMissing(item)));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withMissing(field)]));
}

/** Where a value lies between the levels of a grid, from 0 to 1: the shade it has, and its height in three dimensions.
 * NaN stays. @param {ArrayLike<number>} levels @param {number} value */
export function shade(levels, value) {
  const last = levels.length - 1;
  if (last < 1 || !Number.isFinite(value)) return NaN;
  let above = 1;
  while (above < last && levels[above] <= value) above += 1;
  const [low, high] = [levels[above - 1], levels[above]];
  // The difference of two numbers may be beyond all numbers, that of their halves is not.
  const share = Number.isFinite(high - low) ? (value - low) / (high - low) : (value / 2 - low / 2) / (high / 2 - low / 2);
  return (above - 1 + Math.min(1, Math.max(0, share))) / last;
}

/** @typedef {ReturnType<typeof createRaceLab>} RaceLab */
