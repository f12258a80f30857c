// Parallel coordinates: an axis for every field and one for the result, a line for every run. Brushing an axis keeps the runs
// that cross it there; brushes of several axes hold together.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { canvasOf, prepare } from "../../ui/canvas.js";
import { clamp } from "../../ui/clamp.js";
import { arrowOf } from "../../ui/keys.js";
import { shownValue } from "../../model/sweep/fields.js";
import { isLoss } from "../../model/sweep/plan.js";
import { measured } from "../../model/sweep/runner.js";
import { importance } from "../../model/sweep/table.js";
import { axisOf, heat, short } from "./scale.js";
import { measureName, measureText } from "./words.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */
/** @typedef {import("../../model/sweep/runner.js").Row} Row */

const [top, bottom, edge, height] = [46, 16, 66, 320];
/** Names of axes do not touch at this distance; where there is less room, the axes scroll. */
const apart = 124;
/** A brush that a key begins. */
const firstBrush = /** @type {[number, number]} */ ([0.5, 1]);

/** @typedef {{ name: string, axis: ReturnType<typeof axisOf>, of(row: Row): any }} Line */

/** @param {State} state @returns {Line[]} the fields, and the result */
function linesOf({ rows, plan: { vary, goal } }) {
  const fields = vary.map(({ field }) => ({ name: field, axis: axisOf(rows.map((row) => row.values[field] ?? ""), vary.length > 0 && new Set(rows.map((row) => row.values[field])).size <= 8), of: (/** @type {Row} */ row) => row.values[field] }));
  const results = rows.flatMap((row) => measured(row, goal.measure) ?? []);
  const result = axisOf(results.length ? results : [0, 1]);
  return [...fields, { name: "result", axis: result, of: (row) => measured(row, goal.measure) }];
}

/** The rows that all brushes keep. @param {State} state @param {Line[]} lines */
export function brushedRows({ rows, brushes }, lines) {
  return rows.filter((row) => lines.every(({ name, axis, of }) => {
    const brush = brushes[name];
    const value = of(row);
    if (!brush || value === null) return !brush;
    const at = axis.at(value);
    return at >= brush[0] - 1e-9 && at <= brush[1] + 1e-9;
  }));
}

/** One closure, because the brush under the pointer is drawn, kept and told.
 * @param {HTMLElement} element @param {{ signal: AbortSignal, actions: import("../../model/sweep/session.js").SweepSession["actions"] }} context */
export function createParallel(element, { signal, actions }) {
  /** @type {State | null} */
  let last = null;
  /** @type {Line[]} */
  let lines = [];
  /** Where a brush was begun, and on which axis. @type {{ name: string, from: number } | null} */
  let begun = null;

  /** @param {string} name @param {[number, number] | null} brush */
  function set(name, brush) {
    if (!last) return;
    const { [name]: _, ...rest } = last.brushes;
    const brushes = brush ? { ...rest, [name]: brush } : rest;
    actions.brush(brushes);
    const kept = Object.keys(brushes).length ? brushedRows({ ...last, brushes }, lines) : [];
    actions.choose(kept.map(({ index }) => index));
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function at(event) {
    const box = event.currentTarget.getBoundingClientRect();
    return clamp(1 - (event.clientY - box.top) / box.height, 0, 1);
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event @param {string} name */
  function press(event, name) {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    event.currentTarget.focus();
    begun = { name, from: at(event) };
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function move(event) {
    if (!begun) return;
    const to = at(event);
    if (Math.abs(to - begun.from) > 0.02) set(begun.name, [Math.min(begun.from, to), Math.max(begun.from, to)]);
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function release(event) {
    if (begun && Math.abs(at(event) - begun.from) <= 0.02) set(begun.name, null);
    begun = null;
  }

  /** @param {KeyboardEvent} event @param {string} name */
  function key(event, name) {
    const way = arrowOf(event)?.y;
    const [low, high] = last?.brushes[name] ?? firstBrush;
    if (way) set(name, event.shiftKey ? [clamp(low - way * 0.1, 0, high - 0.05), high] : [clamp(low - way * 0.1, 0, 0.95), clamp(high - way * 0.1, 0.05, 1)]);
    else if (event.key === "Delete" || event.key === "Backspace" || event.key === "Escape") set(name, null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Line} line @param {number} index @param {State} state @param {ReturnType<typeof importance>} shares */
  function axis({ name, axis: { ticks, at: placeOf } }, index, state, shares) {
    const { plan, t, brushes } = state;
    const share = shares[index]?.share;
    const text = (/** @type {any} */ tick) => (name === "result" ? measureText(tick, plan.goal.measure, state.data) : typeof tick === "number" ? short(tick) : shownValue(/** @type {any} */ (name), tick, t));
    const label = name === "result" ? measureName(state, plan.goal.measure) : t(`sweep.field.${name}`);
    const brush = brushes[name];
    return html`<div class="parallel-axis" .style=${`left:calc(${edge}px + (100% - ${2 * edge}px) * ${index / Math.max(1, lines.length - 1)})`}>
      <span class="axis-name" title=${label}>${label}</span>${share === null || share === undefined ? nothing : html`<span class="axis-share" title=${t("sweep.importance_hint")}>${t("sweep.importance", { share: Math.round(100 * share) })}</span>`}
      <div class="axis-line" role="group" tabindex="0" data-axis=${name} aria-label=${t("sweep.brush", { name: label })}
        @pointerdown=${(/** @type {any} */ event) => press(event, name)} @pointermove=${move} @pointerup=${release} @pointercancel=${() => (begun = null)} @keydown=${(/** @type {any} */ event) => key(event, name)}>
        ${ticks.map((tick) => html`<span class="axis-tick" .style=${`bottom:${100 * placeOf(tick)}%`}>${text(tick)}</span>`)}
        ${brush ? html`<span class="axis-brush" .style=${`bottom:${100 * brush[0]}%;height:${100 * (brush[1] - brush[0])}%`}></span>` : nothing}
      </div>
    </div>`;
  }

  /** @param {State} state */
  function words(state) {
    last = state;
    lines = linesOf(state);
    const { t, plan, rows, brushes, chosen } = state;
    if (plan.vary.length === 0 || rows.length === 0) return render(html`<p class="hint">${t("sweep.parallel_needs")}</p>`, element);
    const shares = importance(plan, rows, plan.goal.measure);
    const isBrushed = Object.keys(brushes).length > 0;
    render(
      html`<div class="table-scroll"><div class="parallel" .style=${`height:${height}px;min-width:${2 * edge + apart * (lines.length - 1)}px`}><canvas></canvas>${lines.map((line, index) => axis(line, index, state, shares))}</div></div>
        <p class="hint">${isBrushed ? t("sweep.brushed", { count: chosen.size, of: rows.length }) : t("sweep.brush_hint")}
          ${isBrushed ? html`<button class="small" @click=${() => (actions.brush({}), actions.choose([]))}>${t("sweep.brush_clear")}</button>` : nothing}</p>`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const canvas = canvasOf(element, "canvas");
    if (!canvas) return;
    const width = canvas.clientWidth;
    const context = prepare(canvas, width, height);
    const { rows, brushes, theme, plan } = state;
    const kept = new Set(brushedRows(state, lines));
    const x = (/** @type {number} */ index) => edge + ((width - 2 * edge) * index) / Math.max(1, lines.length - 1);
    const y = (/** @type {number} */ at) => top + (1 - at) * (height - top - bottom);
    const isBrushed = Object.keys(brushes).length > 0;
    const order = isBrushed ? [...rows].sort((a, b) => Number(kept.has(a)) - Number(kept.has(b))) : rows;
    for (const row of order) {
      const result = lines[lines.length - 1].of(row);
      const isKept = kept.has(row);
      const place = result === null ? null : lines[lines.length - 1].axis.at(result);
      context.globalAlpha = isBrushed && !isKept ? 0.08 : rows.length > 200 ? 0.35 : 0.65;
      context.strokeStyle = place === null ? "#b3261e" : heat(isLoss(plan.goal.measure) ? place : 1 - place, theme);
      context.lineWidth = 1.4;
      context.beginPath();
      // A run that diverged ends before the result.
      lines.slice(0, result === null ? -1 : undefined).forEach(({ axis: { at }, of }, index) => context.lineTo(x(index), y(at(of(row)))));
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  return createStage(element, { name: "run-parallel", needs: /** @type {const} */ (["rows", "plan", "data", "brushes", "chosen", "theme", "t"]), signal, words, picture });
}
