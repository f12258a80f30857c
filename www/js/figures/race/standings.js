// Who is where: a table one can sort.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { createPace } from "./pace.js";
import { readable } from "../../ui/controls.js";
import { endedWords, laneNames, lossAt, sharedStep } from "../../model/race/state.js";
import { swatch } from "./swatch.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {{ index: number, name: string, colour: number, steps: number | null, diverged: number | null, loss: number | null, length: number | null } & Pick<import("../../model/race/state.js").Lane, "ended" | "why">} Row */
/** @typedef {"name" | "steps" | "loss" | "length"} Column */

/** What of a race, or of the runs of a network, it shows. */
const needs = /** @type {const} */ (["step", "scene", "version", "language", "theme", "chosen", "contestants", "kind", "playing", "t"]);

/** @typedef {Pick<Track, (typeof needs)[number]>} State */

/** The column it is sorted by, and which way. @typedef {{ column: Column, rising: boolean }} Options */

/** Rows in the order of a column; what is missing comes last either way, and what diverged after that.
 * @param {Row[]} rows @param {Column} column @param {boolean} rising */
export function sorted(rows, column, rising) {
  return [...rows].sort((a, b) => {
    const [left, right] = [a[column], b[column]];
    if (left === right) return Number(a.diverged !== null) - Number(b.diverged !== null) || a.index - b.index;
    if (left === null || right === null) return left === null ? 1 : -1;
    return (left < right ? -1 : 1) * (rising ? 1 : -1);
  });
}

/** One closure, because the order of the table belongs to its rows and its head.
 * @param {HTMLElement} element
 * @param {Pick<import("../stage.js").Context<Options>, "signal" | "options" | "optionsChanged"> & {
 *   statistics: import("../../model/race/state.js").Tools["statistics"], actions: Pick<import("../../model/race/state.js").TrackActions, "choose">,
 * }} context @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { statistics: statisticsAt, actions, signal, options: given, optionsChanged }) {
  /** @type {Options} */
  let order = { column: "steps", rising: true, ...given };

  /** @param {State} state @returns {Row[]} */
  function rows(state) {
    const { scene, kind, t, step } = state;
    const names = laneNames(state, t);
    const statistics = kind === "race" ? statisticsAt(Math.floor(step)) : null;
    const comparedAt = sharedStep(scene.lanes, step);
    return scene.lanes.flatMap((lane, index) => {
      if (!lane.shown || !names[index]) return [];
      const own = statistics?.[index];
      const diverged = lane.ended !== null && step >= lane.ended ? lane.ended : null;
      const loss = own ? own.finalLoss : lossAt(lane, comparedAt);
      return [{
        index, name: names[index], colour: lane.colour, diverged, ended: lane.ended, why: lane.why, steps: own?.stepsToTolerance ?? null, loss: Number.isFinite(loss) ? /** @type {number} */ (loss) : null, length: own?.pathLength ?? null,
      }];
    });
  }

  /** @param {Column} column @param {State} state */
  function heading(column, { t }) {
    const chosen = order.column === column;
    const sort = () => change({ column, rising: chosen ? !order.rising : true }, true);
    return html`<th scope="col" class=${column} aria-sort=${chosen ? (order.rising ? "ascending" : "descending") : nothing}>
      <button class="sort" @click=${sort}>${t(`standings.${column}`)}<span aria-hidden="true">${chosen ? (order.rising ? " ▲" : " ▼") : ""}</span></button>
    </th>`;
  }

  /** @param {State} state */
  function show(state) {
    const { t, theme, kind, chosen, scene, step } = state;
    const comparedAt = Math.floor(sharedStep(scene.lanes, step));
    const isRace = kind === "race";
    const figure = (/** @type {number | null} */ value) => (value === null ? "–" : readable(Number(value.toPrecision(3))));
    /** @type {Column[]} */
    const columns = isRace ? ["name", "steps", "loss", "length"] : ["name", "loss"];
    render(
      html`<h2>${t("standings.title")}</h2>
        <div class="table-scroll" tabindex="0" role="group" aria-label=${t("standings.title")}>
          <table class="standings">
            <thead><tr>${columns.map((column) => heading(column, state))}</tr></thead>
            <tbody>
              ${sorted(rows(state), order.column, order.rising).map((row) => html`<tr class=${row.index === chosen ? "chosen" : ""} @click=${() => actions.choose(row.index)}>
                <th scope="row"><span>${swatch(theme, row.colour)} <span>${row.name}</span></span></th>
                ${row.diverged === null
                  ? html`${isRace ? html`<td>${row.steps ?? "–"}</td>` : nothing}<td>${figure(row.loss)}</td>`
                  : html`<td class="diverged" colspan=${isRace ? 3 : 1} title=${endedWords(row, t)}>${endedWords(row, t)}</td>`}
                ${isRace && row.diverged === null ? html`<td>${figure(row.length)}</td>` : nothing}
              </tr>`)}
            </tbody>
          </table>
        </div>
        ${isRace || comparedAt === Math.floor(step) ? nothing : html`<p class="hint">${t("standings.shared", { step: comparedAt })}</p>`}
        ${scene.tolerance === null ? nothing : html`<p class="hint">${t("standings.tolerance", { tolerance: readable(scene.tolerance) })}</p>`}`,
      element,
    );
  }

  const paced = createPace(show, signal);
  const stage = createStage(element, { name: "standings", needs, signal, words: (/** @type {State} */ state) => paced(state, { settles: true }), picture() {} });

  /** @param {Partial<Options>} given @param {boolean} byPerson */
  function change(given, byPerson) {
    const next = { ...order, ...given };
    if (next.column === order.column && next.rising === order.rising) return;
    order = next;
    if (byPerson) optionsChanged?.(order);
    stage.redraw();
  }

  return { needs, draw: stage.draw, set: (given) => change(given, false) };
}
