// Marks on the curves: where something was changed during the run.

import { html, render } from "lit-html";
import { readable } from "../../ui/controls.js";

/** @typedef {import("../../model/state.js").Mark} Mark */
/** @typedef {import("../../core/experiment.js").Plot} Plot */

/** Changes of one kind that are nearer than so many pixels are one: a slider makes many. */
const apart = 6;

/** Where marks stand in a chart, in pixels of its canvas: of several of a kind at one place the last.
 * @param {Mark[]} marks @param {Plot} plot */
export function placed(marks, { left, right, low, high }) {
  const inChart = marks.filter(({ epoch }) => epoch >= low && epoch <= high);
  const all = inChart.map((mark) => ({ mark, at: left + ((mark.epoch - low) / (high - low)) * (right - left) }));
  return all.filter(({ mark, at }, index) => !all.some((later, other) => other > index && later.mark.change === mark.change && later.at - at < apart));
}

/** @param {HTMLElement} element @param {Pick<import("../../model/state.js").State, "marks" | "t">} state @param {Plot} plot
 * @param {number} pixelRatio */
export function drawMarks(element, { marks, t }, plot, pixelRatio) {
  /** @param {Mark} mark */
  const words = ({ change, epoch, learning_rate }) => t(`mark.${change}`, { epoch: readable(Number(epoch.toFixed(1))), rate: readable(learning_rate) });
  render(
    placed(marks, plot).map(({ mark, at }) => html`<i class="chart-mark" role="img" title=${words(mark)} aria-label=${words(mark)} .style=${`left:${at / pixelRatio}px`}></i>`),
    element,
  );
}
