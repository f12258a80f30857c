// The races of a sweep, computed row by row by the second module, so that what is there shows and another plan can take over.

import { desk } from "../desk.js";
import { valuesOf } from "./sweep.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("../../core/experiment.js").Regime} Regime */

/** What is there of a sweep, `[up][across]` from the lowest values. `done` of the `rows` are there. `minima` are those of the last row's surface.
 * @typedef {{
 *   sweep: import("./sweep.js").Sweep, columns: number[], rows: number[], done: number, regimes: Regime[], reached: number[], arrived: number[], losses: number[],
 *   minima: import("../../core/experiment.js").Minimum[], millis: number,
 * }} Result */

/** How long a question should take: what is there is shown so often. */
const partMillis = 120;

/** @param {(result: Result | null, errors: import("../../ui/numbers.js").InputError[]) => void} tell */
export function createSweepRuns(tell) {
  /** The newest plan: answers to older ones come too late. */
  let newest = 0;

  return {
    stop: () => void (newest += 1),
    /** @param {import("./state.js").Race} race @param {number} contestant @param {import("./sweep.js").Sweep} sweep */
    async run(race, contestant, sweep) {
      const { across, up } = sweep;
      const own = ++newest;
      const [columns, rows] = [valuesOf(across), valuesOf(up)];
      const start = performance.now();
      /** @type {Result} */
      let result = { sweep, columns, rows, done: 0, regimes: [], reached: [], arrived: [], losses: [], minima: [], millis: 0 };
      let count = 2;
      try {
        while (result.done < rows.length) {
          const before = performance.now();
          const part = rows.slice(result.done, result.done + count);
          const answer = await desk.ask({ type: "race_sweep", race, contestant, across: { field: across.field, values: columns }, up: { field: up.field, values: part } }, { experiment: {} });
          if (own !== newest) return;
          const now = performance.now();
          count = clamp(Math.round((part.length * partMillis) / Math.max(1, now - before)), 1, 64);
          result = {
            ...result, done: result.done + part.length, minima: answer.minima, millis: now - start, regimes: [...result.regimes, ...answer.regimes],
            reached: [...result.reached, ...answer.reached], arrived: [...result.arrived, ...answer.arrived], losses: [...result.losses, ...answer.losses],
          };
          tell(result, []);
        }
      } catch (/** @type {any} */ error) {
        if (own !== newest) return;
        tell(null, error.errors ?? [{ field: "sweep", reason: "unreadable", message: error.message }]);
      }
    },
  };
}
