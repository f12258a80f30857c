// The table of all runs: sorted by a press on a column, each line with its picture, and a press opens the run as it was.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { shownValue } from "../../model/sweep/fields.js";
import { ranked } from "../../model/sweep/table.js";
import { drawRun } from "./picture.js";
import { measureText, outcome } from "./words.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */
/** @typedef {import("../../model/sweep/runner.js").Row} Row */

const most = 200;
const side = 30;

/** What a row is sorted by in a column. @type {Record<string, (row: Row) => number>} */
const numbers = {
  success: ({ success }) => -Number(success), seed: ({ repeat }) => repeat, epoch: ({ epoch }) => epoch, parameters: ({ parameters }) => parameters,
  test_metric: ({ testMetric }) => -(testMetric ?? -Infinity), train_metric: ({ trainMetric }) => -(trainMetric ?? -Infinity), test_loss: ({ testLoss }) => testLoss ?? Infinity, train_loss: ({ trainLoss }) => trainLoss ?? Infinity,
};

/** The rows in the order of a column. @param {State} state @returns {Row[]} */
export function sorted({ rows, plan, sort: { by, down } }) {
  const up = by === "result" ? ranked(rows, plan.goal.measure) : [...rows].sort((a, b) => compare(a, b, by) || a.index - b.index);
  return down ? up.reverse() : up;
}

/** @param {Row} a @param {Row} b @param {string} by */
function compare(a, b, by) {
  if (Object.hasOwn(numbers, by)) return numbers[by](a) - numbers[by](b);
  const [first, second] = [a, b].map(({ values }) => /** @type {any} */ (values)[by]);
  return typeof first === "number" ? first - second : String(first).localeCompare(String(second));
}

/** @param {HTMLElement} element
 * @param {{ signal: AbortSignal, open(row: Row): void, actions: import("../../model/sweep/session.js").SweepSession["actions"] }} context */
export function createTable(element, { signal, open, actions }) {
  /** @type {WeakMap<HTMLCanvasElement, unknown[]>} */
  const drawn = new WeakMap();
  /** @type {Row[]} */
  let shown = [];

  /** @param {State} state @param {string} name @param {string} label */
  function head({ sort }, name, label) {
    const way = sort.by === name ? (sort.down ? "descending" : "ascending") : "none";
    return html`<th scope="col" aria-sort=${way}><button class="quiet sort" @click=${() => actions.sort(name)}>${label}<span aria-hidden="true">${way === "none" ? "" : sort.down ? " ▾" : " ▴"}</span></button></th>`;
  }

  /** @param {Row} row @param {boolean} now */
  function choose(row, now, /** @type {State} */ { chosen }) {
    const next = new Set(chosen);
    if (now) next.add(row.index);
    else next.delete(row.index);
    actions.choose(next);
  }

  /** @param {State} state @param {Row} row */
  function line(state, row) {
    const { plan, t, chosen, data } = state;
    return html`<tr class=${chosen.has(row.index) ? "chosen" : ""}>
      <td><input type="checkbox" aria-label=${t("sweep.choose_row", { number: row.index + 1 })} .checked=${chosen.has(row.index)} @change=${(/** @type {any} */ { currentTarget }) => choose(row, currentTarget.checked, state)} /></td>
      <td><canvas></canvas></td>
      ${plan.vary.map(({ field }) => html`<td>${shownValue(field, row.values[field] ?? "", t)}</td>`)}
      <td>${row.repeat + 1}</td>
      <td>${outcome(row, t)}</td>
      ${/** @type {const} */ ([["testMetric", "test_metric"], ["trainMetric", "train_metric"], ["testLoss", "test_loss"], ["trainLoss", "train_loss"]]).map(([key, measure]) => html`<td class="digits">${row.stopped === "diverged" ? "–" : measureText(row[key], measure, data)}</td>`)}
      <td class="digits">${Math.round(row.epoch)}</td>
      <td class="digits">${row.parameters || "–"}</td>
      <td><button class="small" data-open=${row.index} @click=${() => open(row)} ?disabled=${row.problem !== null}>${t("sweep.open_short")}</button></td>
    </tr>`;
  }

  /** @param {State} state */
  function words(state) {
    const { plan, t, rows } = state;
    shown = sorted(state).slice(0, most);
    render(
      html`<div class="table-scroll"><table class="rows runs-table">
          <thead><tr>
            <td></td><td></td>
            ${plan.vary.map(({ field }) => head(state, field, t(`sweep.field.${field}`)))}
            ${["seed", "success", "test_metric", "train_metric", "test_loss", "train_loss", "epoch", "parameters"].map((name) => head(state, name, t(`sweep.column.${name}`)))}<td></td>
          </tr></thead>
          <tbody>${shown.map((row) => line(state, row))}</tbody>
        </table></div>
        ${rows.length > shown.length ? html`<p class="hint">${t("sweep.more_rows", { shown: shown.length, count: rows.length })}</p>` : nothing}`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    element.querySelectorAll("canvas").forEach((canvas, index) => {
      const now = [shown[index]?.picture, state.data, state.model, state.theme, devicePixelRatio];
      if (!shown[index] || drawn.get(canvas)?.every((one, at) => one === now[at])) return;
      drawn.set(canvas, now);
      drawRun(canvas, state, shown[index], side);
    });
  }

  return createStage(element, { name: "run-table", needs: /** @type {const} */ (["rows", "plan", "data", "model", "theme", "t", "chosen", "sort"]), signal, words, picture });
}
