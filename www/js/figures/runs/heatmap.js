// The mean result over two fields, as a square for every pair: where runs succeed, and where they diverge.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { shownValue } from "../../model/sweep/fields.js";
import { isLoss } from "../../model/sweep/plan.js";
import { ranked, spread, valuesIn } from "../../model/sweep/table.js";
import { measureName, measureText } from "./words.js";
import { heat, short } from "./scale.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */
/** @typedef {import("../../model/sweep/runner.js").Row} Row */
/** @typedef {import("../../model/sweep/fields.js").FieldName} FieldName */

/** Numbers that were drawn fall into so many columns. */
const bins = 8;

/** The groups of a field's values, in order. @param {readonly Row[]} rows @param {FieldName} field
 * @param {State["t"]} t @returns {{ of(row: Row): number, labels: string[] }} */
function groupsOf(rows, field, t) {
  const values = rows.map((row) => row.values[field]);
  const distinct = [...new Set(values)];
  if (values.some((value) => typeof value !== "number")) return { of: (row) => distinct.indexOf(row.values[field]), labels: distinct.map((value) => shownValue(field, value ?? "", t)) };
  const sorted = /** @type {number[]} */ (distinct).sort((a, b) => a - b);
  if (sorted.length <= 2 * bins) return { of: (row) => sorted.indexOf(/** @type {number} */ (row.values[field])), labels: sorted.map(short) };
  const bin = (/** @type {number} */ value) => Math.floor((sorted.indexOf(value) / sorted.length) * bins);
  return { of: (row) => bin(/** @type {number} */ (row.values[field])), labels: Array.from({ length: bins }, (_, index) => `≥ ${short(sorted[Math.ceil((index * sorted.length) / bins)])}`) };
}

/** Where a value lies between the lowest and the highest, by ratio where they are far apart. @param {number} value @param {number} low @param {number} high */
function place(value, low, high) {
  if (high === low) return 0;
  return low > 0 && high / low > 50 ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** @param {State} state */
export const axesOf = ({ axes, plan: { vary } }) => axes ?? (vary.length > 1 ? /** @type {[FieldName, FieldName]} */ ([vary[0].field, vary[1].field]) : null);

/** Everything the figure shows. @param {State} state */
function gridOf(state) {
  const { rows, plan, t } = state;
  const fields = axesOf(state);
  if (!fields || rows.length === 0) return null;
  const [across, up] = fields.map((field) => groupsOf(rows, field, t));
  const cells = Array.from({ length: across.labels.length * up.labels.length }, () => /** @type {Row[]} */ ([]));
  for (const row of rows) cells[up.of(row) * across.labels.length + across.of(row)].push(row);
  const means = cells.map((own) => spread(valuesIn(own, plan.goal.measure))?.mean ?? null);
  const known = means.filter((mean) => mean !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return { fields, across, up, cells, means, low, high };
}

/** @param {HTMLElement} element
 * @param {{ signal: AbortSignal, open(row: Row): void, actions: import("../../model/sweep/session.js").SweepSession["actions"] }} context */
export function createHeatmap(element, { signal, open, actions }) {
  /** @param {State} state @param {0 | 1} which @param {[FieldName, FieldName]} fields */
  function axisChoice({ plan: { vary }, t }, which, fields) {
    const set = (/** @type {any} */ { currentTarget: { value } }) => {
      const other = fields[1 - which] === value ? fields[which] : fields[1 - which];
      actions.setAxes(which === 0 ? [value, other] : [other, value]);
    };
    return html`<label class="inline">${t(which === 0 ? "sweep.across" : "sweep.up")}
      <select @change=${set}>${vary.map(({ field }) => html`<option value=${field} ?selected=${field === fields[which]}>${t(`sweep.field.${field}`)}</option>`)}</select></label>`;
  }

  /** @param {State} state @param {NonNullable<ReturnType<typeof gridOf>>} grid @param {number} index */
  function cell({ plan: { goal }, data, theme, t }, { cells, means, low, high, across, up, fields }, index) {
    const [own, mean] = [cells[index], means[index]];
    const bad = mean === null ? 1 : isLoss(goal.measure) ? place(mean, low, high) : 1 - place(mean, low, high);
    const diverged = own.filter(({ stopped }) => stopped === "diverged").length;
    const label = t("sweep.cell", {
      first: `${t(`sweep.field.${fields[0]}`)} ${across.labels[index % across.labels.length]}`, second: `${t(`sweep.field.${fields[1]}`)} ${up.labels[Math.floor(index / across.labels.length)]}`,
      mean: measureText(mean, goal.measure, data), successes: own.filter(({ success }) => success).length, count: own.length, diverged,
    });
    const [first] = ranked(own, goal.measure);
    const isDark = theme === "light" ? bad < 0.25 : bad > 0.5;
    return html`<td><button class="heat ${isDark ? "on-dark" : "on-light"} ${own.length && diverged === own.length ? "diverged" : ""}" ?disabled=${own.length === 0} title=${label} aria-label=${label}
      .style=${own.length && mean !== null ? `background:${heat(bad, theme)}` : ""} @click=${() => first && open(first)}>${own.length === 0 ? "" : mean === null ? "✕" : measureText(mean, goal.measure, data)}</button></td>`;
  }

  /** @param {State} state */
  function words(state) {
    const grid = gridOf(state);
    const { t } = state;
    if (!grid) return render(html`<p class="hint">${t("sweep.heatmap_needs")}</p>`, element);
    const { across, up, fields } = grid;
    const rows = up.labels.map((_, index) => up.labels.length - 1 - index);
    render(
      html`<div class="heat-axes">${state.plan.vary.length > 2 ? [axisChoice(state, 0, fields), axisChoice(state, 1, fields)] : nothing}
          <span class="hint">${t("sweep.heat_legend", { measure: measureName(state, state.plan.goal.measure) })}</span></div>
        <div class="table-scroll"><table class="heatmap">
          <tbody>${rows.map((row, place) => html`<tr>${place === 0 ? html`<th class="heat-name up" rowspan=${rows.length} scope="rowgroup"><span>${t(`sweep.field.${fields[1]}`)}</span></th>` : nothing}
            <th scope="row">${up.labels[row]}</th>${across.labels.map((_, column) => cell(state, grid, row * across.labels.length + column))}</tr>`)}</tbody>
          <tfoot><tr><td></td><td></td>${across.labels.map((label) => html`<th scope="col">${label}</th>`)}</tr>
            <tr><td></td><td></td><th class="heat-name" colspan=${across.labels.length}>${t(`sweep.field.${fields[0]}`)}</th></tr></tfoot>
        </table></div>`,
      element,
    );
  }

  return createStage(element, { name: "run-heatmap", needs: /** @type {const} */ (["rows", "plan", "data", "axes", "theme", "t"]), signal, words, picture() {} });
}
