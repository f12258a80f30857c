// The next step of the playground, taken apart by the second module: one example forward and backward, and the new weights.

import { desk } from "./desk.js";

/** @typedef {import("../core/experiment.js").Trace} Trace */

/** What the run of a session says of itself. @typedef {Pick<import("./session.js").Session, "moment" | "experiment" | "openedFiles">} Traceable */

/** Rejects where there is no such example or weight. @param {Traceable} session
 * @param {import("../core/experiment.js").ChosenExample} example @param {number | null} weight whose update is written out
 * @param {readonly number[]} [off] weights that count as 0 @returns {Promise<Trace>} */
export async function traced(session, example, weight, off = []) {
  const { moment, numbers } = await session.moment();
  for (const index of off) numbers[index] = 0;
  const { trace } = await desk.ask({ type: "trace", moment, example, weight }, { experiment: session.experiment(), weights: numbers, files: session.openedFiles() });
  if (!trace) throw new RangeError("inspect: there is no such example or weight");
  return trace;
}

/** An example as one states it to the page: typed, with a list for each input and each target, or one of the next batch, the training
 * or the test set by its index. @typedef {{ inputs: number[][], targets: number[][] } | { batch: number } | { train: number } | { test: number }} Given */

/** @param {Traceable} session @param {Given} [example] @param {number | null} [weight] */
export const inspected = (session, example = { batch: 0 }, weight = null) => traced(session, "inputs" in example ? { given: example } : example, weight);
