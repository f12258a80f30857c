// A sweep over races: which two settings, from where to where; its picture, its table, and what can be taken along. It follows
// the race: a plan that has changed is computed anew at once.

import { html, nothing, render } from "lit-html";
import { createFigure, marks, short, told } from "../../figures/race/sweep.js";
import { csvOf, markdownOf } from "../../model/race/sweep_table.js";
import { createSweepRuns } from "../../model/race/sweep_runs.js";
import { counts, fieldName, mistakes, offersOf, setField, sweepOf, usualCount } from "../../model/race/sweep.js";
import { namesOf } from "../../model/race/kinds.js";
import { classMark } from "../../ui/colours.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { wordError } from "../../ui/notice.js";
import { saveBytes } from "../file.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */
/** @typedef {import("../../model/race/sweep.js").Sweep} Sweep */
/** @typedef {import("../../model/race/sweep_runs.js").Result} Result */
/** @typedef {import("../../figures/race/sweep.js").By} By */
/** @typedef {{ currentTarget: HTMLSelectElement & HTMLInputElement }} Change */

/** After so long without a change it is computed. */
const restMillis = 120;
const ways = /** @type {const} */ (["regime", "minimum", "steps"]);

/** All that the outcomes depend on. @param {RaceState} state @param {Sweep} sweep */
function keyOf({ race, chosen }, sweep) {
  const own = structuredClone(race);
  for (const { field } of [sweep.across, sweep.up]) setField(own, chosen, field, 0);
  const { optimizer, noise } = own.contestants[chosen];
  return JSON.stringify([{ ...own, contestants: null, tolerance: 0 }, optimizer, noise, sweep]);
}

/** One closure, because plan, outcomes and table are of the one race.
 * @param {HTMLElement} element
 * @param {import("../../model/race/state.js").RaceActions} actions @param {Pick<import("../../model/race/state.js").Tools, "lab">} _tools */
export function mount(element, actions, _tools) {
  const { signal } = new AbortController();
  const head = element.appendChild(document.createElement("div"));
  const figureElement = element.appendChild(document.createElement("div"));
  const tableElement = element.appendChild(document.createElement("div"));
  figureElement.className = "phase";
  /** @type {Result | null} */
  let result = null;
  /** @type {import("../../ui/numbers.js").InputError[]} */
  let errors = [];
  /** @type {RaceState} */
  let last;
  /** @type {By | null} */
  let chosenBy = null;
  let [key, timer, hasTable] = ["", 0, false];
  /** Whether what is shown is that of an older plan. */
  let isOld = true;

  const runs = createSweepRuns((next, wrong) => {
    result = next ?? result;
    isOld = false;
    errors = wrong;
    show();
  });
  const figure = createFigure(figureElement, { signal, open });

  /** A grid of starts is about where they end. @param {Sweep} sweep @returns {By} */
  const byOf = ({ across, up }) => chosenBy ?? (across.field.startsWith("start.") && up.field.startsWith("start.") ? "minimum" : "regime");

  /** Opens a square as the race it is. @param {number} across @param {number} up */
  function open(across, up) {
    if (!result) return;
    const { sweep } = result;
    const { chosen } = last;
    const isValid = actions.edit((race) => {
      setField(race, chosen, sweep.across.field, across);
      setField(race, chosen, sweep.up.field, up);
    });
    if (!isValid) return;
    // What was swept stays, for when one comes back.
    actions.setSweep(sweep);
    actions.display({ show: last.scene.dimensions === 1 ? "map" : "both" });
    actions.reset();
    actions.play();
  }

  /** @param {"across" | "up"} name @param {Partial<import("../../model/race/sweep.js").Axis>} change */
  function edit(name, change) {
    const sweep = sweepOf(last);
    const axis = { ...sweep[name], ...change };
    const wrong = mistakes(axis, name);
    errors = wrong;
    if (wrong.length === 0) actions.setSweep({ ...sweep, [name]: axis });
    show();
    return wrong.length === 0;
  }

  /** Another field; what the other axis has changes places with it. @param {"across" | "up"} name @param {string} field */
  function choose(name, field) {
    const sweep = sweepOf(last);
    const other = name === "across" ? "up" : "across";
    const offer = offersOf(last, last.chosen).find((one) => one.field === field);
    if (!offer) return;
    actions.setSweep(sweep[other].field === field ? { across: sweep.up, up: sweep.across } : { ...sweep, [name]: { ...offer, count: sweep[name].count ?? usualCount } });
  }

  /** @param {"across" | "up"} name @param {Sweep} sweep */
  function axis(name, sweep) {
    const { t } = last;
    const own = sweep[name];
    const box = (/** @type {"low" | "high"} */ part) => ({
      id: `phase-${name}-${part}`, field: `sweep.${name}.${part}`, value: own[part], takes: {}, errors, label: `${t(`phase.${name}`)}: ${t(part === "low" ? "sweep.from" : "sweep.to")}`, className: "short",
      set: (/** @type {number} */ value) => edit(name, { [part]: value }), refuse: (/** @type {import("../../ui/numbers.js").InputError} */ error) => ((errors = [error]), show()),
    });
    return html`<fieldset class="phase-axis"><legend>${t(`phase.${name}`)}</legend>
      <select id=${`phase-${name}`} aria-label=${t(`phase.${name}`)} @change=${(/** @type {Change} */ { currentTarget }) => choose(name, currentTarget.value)}>${offersOf(last, last.chosen).map(({ field }) => html`<option value=${field} ?selected=${field === own.field}>${fieldName(field, last)}</option>`)}</select>
      ${numberBox(box("low"))} <span aria-hidden="true">–</span> ${numberBox(box("high"))}
      <select aria-label=${`${t(`phase.${name}`)}: ${t("sweep.count")}`} @change=${(/** @type {Change} */ { currentTarget }) => edit(name, { count: Number(currentTarget.value) })}>${[...new Set([...counts, own.count])].sort((a, b) => a - b).map((count) => html`<option value=${count} ?selected=${count === own.count}>${t("phase.count", { count })}</option>`)}</select>
      <label class="inline"><input type="checkbox" .checked=${own.log} @change=${(/** @type {Change} */ { currentTarget }) => { if (!edit(name, { log: currentTarget.checked })) currentTarget.checked = own.log; }} /> ${t("phase.log")}</label>
      ${boxError(box("low"), t)} ${boxError(box("high"), t)}</fieldset>`;
  }

  const word = (/** @type {number} */ index) => (result && index < result.regimes.length ? last.t(`phase.${result.regimes[index]}`) : "");

  async function copy() {
    if (!result) return;
    const { sweep } = result;
    const text = markdownOf(result, word, `${fieldName(sweep.up.field, last)} \\ ${fieldName(sweep.across.field, last)}`);
    try {
      await navigator.clipboard.writeText(text);
      actions.notify({ kind: "info", key: "sweep.copied" });
    } catch {
      saveBytes(text, "descent-races.md");
    }
  }

  function saveCsv() {
    if (result) saveBytes(`\ufeff${csvOf(result, [result.sweep.across.field, result.sweep.up.field])}`, "descent-races.csv");
  }

  /** @param {Sweep} sweep */
  function plan(sweep) {
    const { t, contestants, chosen } = last;
    const names = namesOf(contestants, t);
    const own = errors.find(({ field }) => !/^sweep\.(across|up)\.(low|high)$/.test(field ?? ""));
    const isRunning = errors.length === 0 && (isOld || !result || result.done < result.rows.length);
    return html`<p class="phase-title">${t("phase.title")}
        <select id="phase-contestant" aria-label=${t("contestants.kind")} @change=${(/** @type {Change} */ { currentTarget }) => actions.choose(Number(currentTarget.value))}>${names.map((name, index) => html`<option value=${index} ?selected=${index === chosen}>${name}</option>`)}</select></p>
      <div class="phase-plan">${axis("across", sweep)} ${axis("up", sweep)}</div>
      ${own ? html`<p class="field-error" role="alert">${wordError({ ...own, field: "" }, t)}</p>` : nothing}
      <div class="phase-bar">
        <div class="segments" role="group" aria-label=${t("basin.by")}>${ways.map((by) => html`<button class="small" data-by=${by} aria-pressed=${by === byOf(sweep)} @click=${() => ((chosenBy = by), show())}>${t(`phase.by.${by}`)}</button>`)}</div>
        <span class="hint" data-part="phase-state" data-done=${isRunning ? nothing : ""}>${isRunning ? t("phase.running", { done: isOld ? 0 : (result?.done ?? 0) * (result?.columns.length ?? 0), count: sweep.across.count * sweep.up.count }) : result ? t("phase.done", { count: result.regimes.length, seconds: (result.millis / 1000).toFixed(2) }) : nothing}</span>
        <span class="take"><button class="small" data-part="phase-table" aria-pressed=${hasTable} @click=${() => ((hasTable = !hasTable), show())}>${t("phase.table")}</button> <button class="small" data-part="phase-markdown" ?disabled=${isRunning} @click=${copy}>${t("sweep.markdown")}</button> <button class="small" data-part="phase-csv" ?disabled=${isRunning} @click=${saveCsv}>${t("sweep.csv")}</button></span>
      </div>`;
  }

  /** The same as the picture, to be read. @param {import("../../figures/race/sweep.js").State} state */
  function table(state) {
    const { t } = last;
    if (!hasTable || !result) return nothing;
    const { columns, rows, done, regimes, reached } = result;
    const cell = (/** @type {number} */ index) => {
      const mark = state.by === "minimum" && regimes[index] !== "diverges" && regimes[index] !== "wanders" ? classMark(reached[index]) : marks[regimes[index]] || "✓";
      const label = told(state, index);
      return html`<td><button class="quiet phase-cell" title=${label} aria-label=${label} @click=${() => open(columns[index % columns.length], rows[Math.floor(index / columns.length)])}>${mark}</button></td>`;
    };
    const order = rows.map((_, row) => row).filter((row) => row < done).reverse();
    return html`<div class="table-scroll phase-scroll"><table class="rows phase-cells"><caption class="visually-hidden">${t("phase.title")}</caption>
      <thead><tr><th scope="col">${fieldName(state.sweep.up.field, last)} \\ ${fieldName(state.sweep.across.field, last)}</th>${columns.map((value) => html`<th scope="col">${short(value)}</th>`)}</tr></thead>
      <tbody>${order.map((row) => html`<tr><th scope="row">${short(rows[row])}</th>${columns.map((_, column) => cell(row * columns.length + column))}</tr>`)}</tbody></table></div>`;
  }

  function show() {
    if (last.display.show !== "sweep") return;
    const sweep = sweepOf(last);
    const { race, chosen, theme, t, language } = last;
    // What is there is named by its own plan, until that of the new one comes.
    const state = { result, sweep: result?.sweep ?? sweep, by: byOf(sweep), race, chosen, theme, t, language };
    render(plan(sweep), head);
    figure.draw(state);
    render(table(state), tableElement);
  }

  /** Computes what is shown, where it is not what is there. */
  function follow() {
    const sweep = sweepOf(last);
    const next = last.contestants.length === 0 ? "" : keyOf(last, sweep);
    if (next === key) return;
    key = next;
    isOld = true;
    runs.stop();
    clearTimeout(timer);
    if (next) timer = setTimeout(() => void runs.run(last.race, last.chosen, sweep), result ? restMillis : 0);
  }

  return {
    /** @param {RaceState} state */
    draw(state) {
      last = state;
      if (state.display.show !== "sweep") return;
      if (errors.length && state.errors.length === 0 && errors.every(({ field }) => !field?.startsWith("sweep."))) errors = [];
      follow();
      show();
    },
  };
}
