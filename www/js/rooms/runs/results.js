// What has come of the runs: how many reach the goal, mean and spread, the best, the middle and the worst; views of all of them;
// and what can be taken along.

import { html, nothing, render } from "lit-html";
import { csv, markdown, spread, valuesIn } from "../../model/sweep/table.js";
import { measured } from "../../model/sweep/runner.js";
import { shownValue } from "../../model/sweep/fields.js";
import { views } from "../../model/sweep/session.js";
import { createTiles } from "../../figures/runs/tiles.js";
import { createTable } from "../../figures/runs/table.js";
import { createHeatmap } from "../../figures/runs/heatmap.js";
import { createParallel } from "../../figures/runs/parallel.js";
import { createRunCurves } from "../../figures/runs/curves.js";
import { measureName, measureText } from "../../figures/runs/words.js";
import { saveBytes } from "../file.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */
/** @typedef {import("../../model/sweep/runner.js").Row} Row */

/** One closure, because numbers, views and files are all of the one table.
 * @param {HTMLElement} element @param {import("../../model/sweep/session.js").SweepSession} session
 * @param {{ open(row: Row): void, current(): State }} room */
export function createResults(element, session, { open, current }) {
  const { actions } = session;
  const { signal } = new AbortController();
  const head = element.appendChild(document.createElement("div"));
  /** @param {(own: HTMLElement, context: any) => { draw(state: State): void }} create */
  function place(create) {
    const own = element.appendChild(document.createElement("div"));
    own.className = "results-view";
    return { own, figure: create(own, { signal, open, actions }) };
  }
  const figures = { tiles: place(createTiles), table: place(createTable), heatmap: place(createHeatmap), parallel: place(createParallel), curves: place(createRunCurves) };

  /** @param {State} state */
  const asMarkdown = (state) => {
    const { plan, rows, t } = state;
    return markdown(plan, rows, {
      heads: [...plan.vary.map(({ field }) => t(`sweep.field.${field}`)), ...["runs", "successes", "mean", "deviation", "best", "worst"].map((name) => t(`sweep.head.${name}`, { measure: measureName(state, plan.goal.measure) }))],
      of: (field, value) => shownValue(field, value, t),
    });
  };

  async function copyMarkdown() {
    const text = asMarkdown(current());
    try {
      await navigator.clipboard.writeText(text);
      actions.notify({ kind: "info", key: "sweep.copied" });
    } catch {
      saveBytes(new TextEncoder().encode(text), "descent-runs.md");
    }
  }

  const saveCsv = () => saveBytes(new TextEncoder().encode(`\ufeff${csv(current().plan, current().rows)}`), "descent-runs.csv");

  /** @param {State} state */
  function numbers(state) {
    const { rows, plan, t } = state;
    const { measure, limit } = plan.goal;
    const successes = rows.filter(({ success }) => success).length;
    const all = spread(valuesIn(rows, measure));
    const diverged = rows.filter(({ stopped }) => stopped === "diverged").length;
    return html`<p class="success-rate"><b data-part="successes">${t("sweep.rate", { successes, count: rows.length, percent: rows.length ? Math.round((100 * successes) / rows.length) : 0 })}</b>
        <span>${t("sweep.reach", { measure: measureName(state, measure), sign: measure.endsWith("loss") ? "≤" : "≥", limit: measureText(limit, measure, state.data) })}</span></p>
      <p>${all ? t("sweep.spread", { mean: measureText(all.mean, measure, state.data), deviation: measureText(all.deviation, measure, state.data) }) : ""}${diverged ? html` · ${t("sweep.diverged_count", { count: diverged })}` : nothing}</p>`;
  }

  /** @param {State} state */
  function notable({ t, plan, data }) {
    const found = session.notable();
    const button = (/** @type {"best" | "median" | "worst"} */ name) => {
      const row = found[name];
      return row && measured(row, plan.goal.measure) !== null ? html`<button class="small" data-notable=${name} title=${t("sweep.open")} @click=${() => open(row)}>${t(`sweep.${name}`)} ${measureText(measured(row, plan.goal.measure), plan.goal.measure, data)}</button>` : nothing;
    };
    return html`<div class="notable" role="group" aria-label=${t("sweep.notable")}>${button("best")} ${button("median")} ${button("worst")}</div>`;
  }

  /** @param {State} state */
  function drawHead(state) {
    const { rows, view, t } = state;
    render(
      rows.length === 0
        ? html`<p class="empty">${t("sweep.empty")}</p>`
        : html`<div class="results-head">${numbers(state)} ${notable(state)}</div>
            <div class="results-bar">
              <div class="segments" role="group" aria-label=${t("sweep.views")}>${views.map((name) => html`<button class="small" data-view=${name} aria-pressed=${view === name} @click=${() => actions.show(name)}>${t(`sweep.view.${name}`)}</button>`)}</div>
              ${state.chosen.size || Object.keys(state.brushes).length ? html`<button class="small" data-part="unchoose" @click=${() => (actions.brush({}), actions.choose([]))}>${t("sweep.unchoose", { count: state.chosen.size })}</button>` : nothing}
              <span class="take"><button class="small" data-part="markdown" @click=${copyMarkdown}>${t("sweep.markdown")}</button> <button class="small" data-part="csv" @click=${saveCsv}>${t("sweep.csv")}</button></span>
            </div>`,
      head,
    );
  }

  return {
    /** @param {State} state */
    draw(state) {
      drawHead(state);
      for (const name of views) {
        const { own, figure } = figures[name];
        own.hidden = name !== state.view || state.rows.length === 0;
        if (!own.hidden) figure.draw(state);
      }
    },
  };
}
