// The curves of many runs in one chart: those that are chosen, or all, in the colours of the field that is varied first.

import { html, render } from "lit-html";
import { createStage } from "../stage.js";
import { canvasOf, prepare } from "../../ui/canvas.js";
import { chartColours, classColour, css } from "../../ui/colours.js";
import { constants } from "../../core/registry.js";
import { shownValue } from "../../model/sweep/fields.js";
import { isLoss } from "../../model/sweep/plan.js";
import { counted } from "../../model/sweep/table.js";
import { measureName } from "./words.js";
import { axisOver, short } from "./scale.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */

const rowLength = constants.history_columns;
const columns = { train_loss: 1, test_loss: 2, train_metric: 3, test_metric: 4 };
const [left, right, top, bottom, height] = [52, 12, 10, 40, 320];
const mostGroups = 8;

/** The values of the first varied field, each with a colour; the first where there are many. @param {State} state */
function groupsOf({ rows, plan: { vary } }) {
  if (vary.length === 0) return [];
  const distinct = [...new Set(rows.map((row) => row.values[vary[0].field] ?? ""))];
  return distinct.length > mostGroups ? [] : distinct;
}

/** @param {HTMLElement} element @param {{ signal: AbortSignal }} context */
export function createRunCurves(element, { signal }) {
  /** @param {State} state */
  function words(state) {
    const { t, plan } = state;
    const groups = groupsOf(state);
    const count = counted(state).length;
    render(
      html`<div class="run-curves" role="img" aria-label=${t("sweep.curves_label", { count, measure: measureName(state, plan.goal.measure) })}><canvas .style=${`height:${height}px`}></canvas></div>
        <p class="hint legend-line">${groups.map((value, index) => html`<span class="legend-item"><span class="legend-dot" .style=${`background:${css(classColour(index))}`}></span>${shownValue(plan.vary[0].field, value, t)}</span>`)}
          ${t("sweep.curves_hint", { count, measure: measureName(state, plan.goal.measure) })}</p>`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const { plan: { vary, goal }, theme, t } = state;
    const groups = groupsOf(state);
    const lines = counted(state).map((row) => {
      const group = groups.indexOf(row.values[vary[0]?.field] ?? "");
      return { history: row.history, colour: css(group >= 0 ? classColour(group) : row.success ? chartColours[theme].train : chartColours[theme].test) };
    });
    drawCurves(canvasOf(element, "canvas"), lines, { measure: goal.measure, theme, epoch: t("curves.epoch"), height, limit: goal.limit });
  }

  return createStage(element, { name: "run-curves", needs: /** @type {const} */ (["rows", "plan", "data", "chosen", "brushes", "theme", "t"]), signal, words, picture });
}

/** Curves of several runs in one chart. Runs are evaluated more often at their beginning, and shown so.
 * @param {HTMLCanvasElement} canvas @param {{ history: Float64Array, colour: string }[]} lines
 * @param {{ measure: import("../../model/sweep/plan.js").Measure, theme: "light" | "dark", epoch: string, height: number, limit: number | null }} options */
export function drawCurves(canvas, lines, { measure, theme, epoch, height, limit }) {
  const width = canvas.clientWidth;
  const context = prepare(canvas, width, height);
  const column = columns[measure];
  const shown = lines.filter(({ history }) => history.length > 0);
  let [low, high] = isLoss(measure) ? [Infinity, -Infinity] : [0, 1];
  for (const { history } of shown) {
    for (let at = column; at < history.length; at += rowLength) {
      if (history[at] < low) low = history[at];
      if (history[at] > high && history[at] < Infinity) high = history[at];
    }
  }
  if (shown.length === 0 || low > high) return;
  const last = Math.max(1, ...shown.map(({ history }) => history[history.length - rowLength]));
  const scale = axisOver(low, high);
  const x = (/** @type {number} */ at) => left + (Math.log1p(at) / Math.log1p(last)) * (width - left - right);
  const y = (/** @type {number} */ value) => height - bottom - scale.at(value) * (height - top - bottom);
  axes(context, { x, y, width, height, last, ticks: /** @type {number[]} */ (scale.ticks), theme, epoch });
  context.lineWidth = 1.6;
  context.globalAlpha = shown.length > 30 ? 0.45 : 0.85;
  for (const { history, colour } of shown) {
    context.strokeStyle = colour;
    context.beginPath();
    for (let at = 0; at < history.length; at += rowLength) context.lineTo(x(history[at]), y(history[at + column]));
    context.stroke();
  }
  context.globalAlpha = 1;
  if (limit === null || y(limit) < top || y(limit) > height - bottom) return;
  context.setLineDash([5, 4]);
  context.strokeStyle = css(chartColours[theme].ink);
  context.beginPath();
  context.moveTo(left, y(limit));
  context.lineTo(width - right, y(limit));
  context.stroke();
  context.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} context
 * @param {{ x(value: number): number, y(value: number): number, width: number, height: number, last: number, ticks: number[], theme: "light" | "dark", epoch: string }} frame */
function axes(context, { x, y, width, height, last, ticks, theme, epoch }) {
  const { ink, grid } = chartColours[theme];
  context.font = "12px system-ui, sans-serif";
  context.lineWidth = 1;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const tick of ticks) {
    context.strokeStyle = css(grid);
    context.beginPath();
    context.moveTo(left, y(tick));
    context.lineTo(width - right, y(tick));
    context.stroke();
    context.fillStyle = css(ink);
    context.fillText(short(tick), left - 6, y(tick));
  }
  context.textAlign = "center";
  context.textBaseline = "top";
  const marks = [0, 1, 10, 100, 1000, 10_000, 100_000].filter((mark) => mark <= last);
  for (const mark of marks) context.fillText(String(mark), x(mark), height - bottom + 6);
  context.fillText(epoch, (left + width - right) / 2, height - 16);
}
