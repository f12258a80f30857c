// How results of runs are written, wherever they stand.

import { html } from "lit-html";
import { isLoss } from "../../model/sweep/plan.js";

/** @typedef {import("../../model/sweep/runner.js").Row} Row */
/** @typedef {import("../../model/sweep/plan.js").Measure} Measure */
/** @typedef {(key: string, words?: Record<string, unknown>) => string} Translate */

/** @typedef {import("../../model/sweep/session.js").SweepState["data"]} Data */

/** Whether a measure is a share, written in percent: an accuracy is, R² is none. @param {Data} data @param {Measure} measure */
export const isShare = (data, measure) => !isLoss(measure) && !data?.problem.includes("regression");

/** A loss or R² with three digits, a share in percent. @param {number | null} value @param {Measure} measure @param {Data} data that it is of */
export function measureText(value, measure, data) {
  if (value === null) return "–";
  return !isShare(data, measure) ? (value !== 0 && Math.abs(value) < 0.001) || value >= 1000 ? value.toExponential(1) : value.toFixed(3) : `${(100 * value).toFixed(1)} %`;
}

/** Whether a run reached the goal, by mark and word: colour alone says nothing to some.
 * @param {Pick<Row, "success" | "problem" | "stopped">} row @param {Translate} t */
export function outcome({ success, problem, stopped }, t) {
  const kind = problem ? "failed" : stopped === "diverged" ? "diverged" : success ? "success" : "missed";
  const marks = { success: "✓", missed: "○", diverged: "✕", failed: "!" };
  return html`<span class="outcome ${kind}" role="img" aria-label=${t(`sweep.${kind}`)} title=${t(`sweep.${kind}`)}>${marks[kind]}</span>`;
}

/** What a measure is called for the data that are there. @param {Pick<import("../../model/sweep/session.js").SweepState, "data" | "t">} state @param {Measure} measure */
export const measureName = ({ data, t }, measure) => t(`sweep.measure.${isLoss(measure) || isShare(data, measure) ? measure : measure.replace("metric", "r2")}`);
