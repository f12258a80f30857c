// Runs as small pictures side by side, each with what came of it: the sooner one sees that some get stuck, the better.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { shownValue } from "../../model/sweep/fields.js";
import { measured } from "../../model/sweep/runner.js";
import { counted, ranked } from "../../model/sweep/table.js";
import { drawRun } from "./picture.js";
import { measureText, outcome } from "./words.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */

const most = 60;
const side = 92;

/** @param {HTMLElement} element @param {{ signal: AbortSignal, open(row: import("../../model/sweep/runner.js").Row): void }} context */
export function createTiles(element, { signal, open }) {
  /** The rows whose pictures are drawn, by canvas. @type {WeakMap<HTMLCanvasElement, unknown[]>} */
  const drawn = new WeakMap();
  let hidden = 0;
  /** @type {import("../../model/sweep/runner.js").Row[]} */
  let shown = [];

  /** @param {State} state */
  function words(state) {
    const { plan, t } = state;
    const own = counted(state);
    shown = (plan.vary.length ? ranked(own, plan.goal.measure) : own).slice(0, most);
    hidden = own.length - shown.length;
    render(
      html`<ul class="run-tiles">
          ${shown.map(
            (row) => html`<li>
              <button class="run-tile ${row.success ? "success" : ""}" data-row=${row.index} title=${t("sweep.open")} @click=${() => open(row)}>
                <canvas></canvas>
                <span class="tile-result">${outcome(row, t)} <b>${measureText(measured(row, plan.goal.measure), plan.goal.measure, state.data)}</b></span>
                <span class="tile-values">${plan.vary.length ? plan.vary.map(({ field }) => shownValue(field, row.values[field] ?? "", t)).join(" · ") : t("sweep.start_number", { number: row.repeat + 1 })}</span>
              </button>
            </li>`,
          )}
        </ul>
        ${hidden > 0 ? html`<p class="hint">${t("sweep.more_tiles", { shown: shown.length, hidden })}</p>` : nothing}`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const { data, model, theme } = state;
    element.querySelectorAll("canvas").forEach((canvas, index) => {
      const row = shown[index];
      const now = [row?.picture, data, model, theme, devicePixelRatio];
      const before = drawn.get(canvas);
      if (!row || before?.every((one, at) => one === now[at])) return;
      drawn.set(canvas, now);
      drawRun(canvas, state, row, side);
    });
  }

  return createStage(element, { name: "run-tiles", needs: /** @type {const} */ (["rows", "plan", "data", "model", "theme", "t", "chosen", "brushes"]), signal, words, picture });
}
