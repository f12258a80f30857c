// Runs side by side: what each answers, their curves in one chart, what differs between them and how each does.

import { html, nothing, render } from "lit-html";
import { createStage } from "../../figures/stage.js";
import { drawRun } from "../../figures/runs/picture.js";
import { drawCurves } from "../../figures/runs/curves.js";
import { measureName, measureText } from "../../figures/runs/words.js";
import { fields, shownValue } from "../../model/sweep/fields.js";
import { differing } from "../../model/sweep/comparison.js";
import { measures, mostCompared } from "../../model/sweep/plan.js";
import { classColour, css } from "../../ui/colours.js";
import { icon } from "../../ui/icons.js";
import { readNumber } from "../../ui/numbers.js";
import { summary } from "./summary.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */
/** @typedef {import("../../model/sweep/comparison.js").Compared} Compared */
/** @typedef {{ currentTarget: HTMLInputElement & HTMLSelectElement }} Change */

const letters = "ABCDEF";
const side = 150;
/** While they train, curves are drawn so seldom: one more point is hardly seen. */
const curvesMillis = 150;

/** One closure, because what is added is made of the run and the field that are chosen.
 * @param {HTMLElement} element @param {import("../../model/sweep/session.js").SweepSession} session
 * @param {{ open(experiment: import("../../core/protocol.js").Experiment, step: number): void, taken(): Record<string, unknown>, current(): State }} room */
export function createCompare(element, session, { open, taken, current }) {
  const { actions } = session;
  const { signal } = new AbortController();
  /** What another run is to differ in. @type {string} */
  let chosen = "learning_rate";
  let from = 0;
  /** The run that is shown where there is room for one only. */
  let tab = 0;
  let curvesDrawn = 0;
  /** @type {{ of: import("../../core/protocol.js").Experiment[], rows: ReturnType<typeof differing> }} */
  let found = { of: [], rows: [] };
  /** @type {WeakMap<HTMLCanvasElement, unknown[]>} */
  const drawn = new WeakMap();
  /** Widths of pictures as they were laid out: to ask for one of them lays out the page. @type {WeakMap<Element, number>} */
  const widths = new WeakMap();
  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) widths.set(target, Math.round(contentRect.width));
    stage.redraw();
  });

  /** @param {HTMLCanvasElement} canvas */
  function widthOf(canvas) {
    if (!widths.has(canvas)) {
      widths.set(canvas, canvas.clientWidth);
      sizes.observe(canvas);
    }
    return widths.get(canvas) || side;
  }

  /** What differs, found anew where the experiments are others. @param {import("../../core/protocol.js").Experiment[]} experiments */
  function differences(experiments) {
    if (experiments.length !== found.of.length || experiments.some((one, index) => one !== found.of[index])) found = { of: experiments, rows: differing(experiments) };
    return found.rows;
  }

  const add = (/** @type {Record<string, unknown>} */ partial) => actions.edit((plan) => void plan.compare.push(partial));

  /** Adds a run like another but for one thing. @param {State} state @param {any} value */
  function addAnother({ compared }, value) {
    const base = compared.runs[Math.min(from, compared.runs.length - 1)];
    if (!base) return;
    add(session.changed(base.experiment, chosen, value));
  }

  /** @param {State} state @param {Compared} run @param {number} index */
  function card({ t, plan }, { experiment, snapshot, failure, data }, index) {
    const number = (/** @type {number | null | undefined} */ value, /** @type {import("../../model/sweep/plan.js").Measure} */ measure) => measureText(value ?? null, measure, data);
    return html`<li class="compared ${index === tab ? "tab" : ""}" data-run=${letters[index]}>
      <h3><span class="run-letter" .style=${`background:${css(classColour(index))}`}>${letters[index]}</span> <span class="run-summary">${summary(experiment, t)}</span></h3>
      <canvas class="answer" ?hidden=${data?.dimensions === 0}></canvas>
      <dl class="run-numbers">
        <div><dt>${t("compare.step")}</dt><dd data-part="step">${snapshot?.step.toLocaleString("en") ?? 0}</dd></div>
        <div><dt>${t("sweep.column.train_loss")}</dt><dd>${number(snapshot?.train.loss, "train_loss")}</dd></div>
        <div><dt>${t("sweep.column.test_loss")}</dt><dd>${number(snapshot?.test.loss, "test_loss")}</dd></div>
        <div><dt>${t("compare.test")}</dt><dd>${number(snapshot?.test.metric, "test_metric")}</dd></div>
      </dl>
      ${failure ? html`<p class="field-error">${failure}</p>` : snapshot?.stopped ? html`<p class="hint">${t(snapshot.stopped === "diverged" ? "sweep.diverged" : "compare.stopped")}</p>` : nothing}
      <div class="run-buttons"><button class="small" data-part="open" title=${t("compare.open")} @click=${() => open(experiment, snapshot?.step ?? 0)}>${t("sweep.open_short")}</button>
        <button class="small quiet" aria-label=${t("compare.remove", { name: letters[index] })} title=${t("compare.remove", { name: letters[index] })} ?disabled=${plan.compare.length < 2} @click=${() => actions.edit((draft) => void draft.compare.splice(index, 1))}>✕</button></div>
    </li>`;
  }

  /** @param {State} state */
  function another(state) {
    const { compared, t } = state;
    const base = compared.runs[Math.min(from, compared.runs.length - 1)];
    if (!base) return nothing;
    const offered = [...session.varied(base.experiment), "seed"];
    if (!offered.includes(chosen)) chosen = offered[0];
    const isFull = compared.runs.length >= mostCompared;
    const field = chosen === "seed" ? null : fields[/** @type {import("../../model/sweep/fields.js").FieldName} */ (chosen)];
    function typed(/** @type {Change} */ { currentTarget }) {
      const answer = readNumber(currentTarget.value, { low: field?.low, high: field?.high, whole: field?.whole });
      if ("value" in answer) addAnother(current(), answer.value);
      else actions.refuse({ field: "compare", ...answer.refusal });
      currentTarget.value = "";
    }
    return html`<div class="another" role="group" aria-label=${t("compare.another")}><span>${t("compare.another")}</span>
      ${compared.runs.length > 1 ? html`<select aria-label=${t("compare.like")} @change=${(/** @type {Change} */ { currentTarget }) => (from = Number(currentTarget.value))}>${compared.runs.map((_, index) => html`<option value=${index} ?selected=${index === from}>${t("compare.like_run", { name: letters[index] })}</option>`)}</select>` : nothing}
      <select data-part="another-field" aria-label=${t("sweep.vary")} @change=${(/** @type {Change} */ { currentTarget }) => ((chosen = currentTarget.value), stage.redraw())}>${offered.map((name) => html`<option value=${name} ?selected=${name === chosen}>${t(`sweep.field.${name}`)}</option>`)}</select>
      ${chosen === "seed"
        ? html`<button class="small" data-part="another" ?disabled=${isFull} @click=${() => addAnother(current(), null)}>${t("compare.new_seed")}</button>`
        : field?.choices
          ? html`<select data-part="another" aria-label=${t(`sweep.field.${chosen}`)} ?disabled=${isFull} .value=${""} @change=${(/** @type {Change} */ { currentTarget }) => { const { value } = currentTarget; currentTarget.value = ""; if (value) addAnother(current(), value); }}>
              <option value="">${t("compare.choose")}</option>${field.choices.filter((one) => one !== field.of(base.experiment)).map((one) => html`<option value=${one}>${field.word ? t(field.word(one)) : one}</option>`)}</select>`
          : html`<input class="number short" data-part="another" type="text" inputmode="decimal" autocomplete="off" aria-label=${t(`sweep.field.${chosen}`)} placeholder=${String(field?.of(base.experiment) ?? "")} ?disabled=${isFull} @change=${typed} />`}
      ${isFull ? html`<span class="hint">${t("compare.full", { most: mostCompared })}</span>` : nothing}</div>`;
  }

  /** @param {State} state */
  function table({ compared: { runs }, t }) {
    if (runs.length < 2) return nothing;
    const rows = differences(runs.map(({ experiment }) => experiment));
    const head = runs.map((_, index) => html`<th scope="col"><span class="run-letter" .style=${`background:${css(classColour(index))}`}>${letters[index]}</span></th>`);
    const cell = (/** @type {import("../../model/sweep/fields.js").FieldName | null} */ field, /** @type {any} */ value) => (value === null || value === undefined ? "–" : field ? shownValue(field, value, t) : typeof value === "object" ? JSON.stringify(value) : String(value));
    const result = (/** @type {import("../../model/sweep/plan.js").Measure} */ measure, /** @type {(run: Compared) => number | null | undefined} */ of) => html`<tr><th scope="row">${measureName({ data: runs[0].data, t }, measure)}</th>${runs.map((run) => html`<td>${measureText(of(run) ?? null, measure, run.data)}</td>`)}</tr>`;
    return html`<div class="table-scroll"><table class="rows compare-table"><thead><tr><td></td>${head}</tr></thead><tbody>
      ${rows.length === 0 ? html`<tr><td colspan=${runs.length + 1}>${t("compare.same")}</td></tr>` : rows.map(({ field, path, values }) => html`<tr><th scope="row">${nameOf(field, path, t)}</th>${values.map((value) => html`<td>${cell(field, value)}</td>`)}</tr>`)}
      ${result("test_metric", ({ snapshot }) => snapshot?.test.metric)}${result("train_metric", ({ snapshot }) => snapshot?.train.metric)}${result("test_loss", ({ snapshot }) => snapshot?.test.loss)}${result("train_loss", ({ snapshot }) => snapshot?.train.loss)}
    </tbody></table></div>`;
  }

  /** @param {State} state */
  function curves({ compared: { runs }, compareMeasure, t }) {
    const name = (/** @type {import("../../model/sweep/plan.js").Measure} */ one) => measureName({ data: runs[0]?.data ?? null, t }, one);
    return html`<div class="compare-chart">
      <select data-part="compare-measure" aria-label=${t("compare.measure")} @change=${(/** @type {Change} */ { currentTarget }) => actions.compareBy(/** @type {any} */ (currentTarget.value))}>${measures.map((one) => html`<option value=${one} ?selected=${one === compareMeasure}>${name(one)}</option>`)}</select>
      <div class="compare-curves" role="img" aria-label=${t("sweep.curves_label", { count: runs.length, measure: name(compareMeasure) })}><canvas></canvas></div></div>`;
  }

  /** The name of what differs: the field's word, the word of its last part, or its place. @param {string | null} field @param {string} path @param {State["t"]} t */
  function nameOf(field, path, t) {
    const key = field ? `sweep.field.${field}` : `field.${path.split(".").at(-1)}`;
    const word = t(key);
    return word === key || (!field && !/^(data|optimizer|training)\./.test(path)) ? path : word;
  }

  /** @param {State} state */
  function bar({ compared: { playing, sync, runs }, t, plan }) {
    return html`<div class="compare-bar">
      <button class="round" title=${t("compare.reset")} aria-label=${t("compare.reset")} @click=${session.comparison.reset}>${icon("reset")}</button>
      <button class="round primary" data-part="compare-play" ?disabled=${runs.length === 0} title=${t(playing ? "transport.pause" : "transport.play")} aria-label=${t(playing ? "transport.pause" : "transport.play")} @click=${playing ? session.comparison.pause : session.comparison.play}>${icon(playing ? "pause" : "play")}</button>
      <div class="segments" role="group" aria-label=${t("compare.sync")}>${/** @type {const} */ (["step", "time"]).map((one) => html`<button class="small" data-sync=${one} aria-pressed=${sync === one} @click=${() => session.comparison.setSync(one)}>${t(`compare.sync.${one}`)}</button>`)}</div>
      <button class="small" data-part="pin" ?disabled=${plan.compare.length >= mostCompared} @click=${() => add(taken())}>${t("compare.pin")}</button>
    </div>`;
  }

  /** @param {State} state */
  function words(state) {
    const { compared, t } = state;
    if (tab >= compared.runs.length) tab = 0;
    const wrong = state.errors.find(({ field }) => field === "compare" || !/^(vary|repeats|epochs|draws|seed|goal|runs)/.test(field ?? ""));
    render(
      html`${bar(state)} ${another(state)} ${wrong ? html`<p class="field-error" role="alert">${session.wordError(wrong)}</p>` : nothing}
        ${compared.runs.length === 0 ? html`<p class="empty">${t("compare.empty")}</p>` : nothing}
        <div class="compare-tabs segments" role="group" aria-label=${t("compare.runs")}>${compared.runs.map((_, index) => html`<button class="small" aria-pressed=${tab === index} @click=${() => ((tab = index), stage.redraw())}>${letters[index]}</button>`)}</div>
        <ul class="compared-runs">${compared.runs.map((run, index) => card(state, run, index))}</ul>
        <div class="compare-foot" ?hidden=${compared.runs.length === 0}>${curves(state)}${table(state)}</div>`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const { compared: { runs }, theme } = state;
    element.querySelectorAll("canvas.answer").forEach((found, index) => {
      const canvas = /** @type {HTMLCanvasElement} */ (found);
      const { pictures, data, model } = runs[index] ?? {};
      const size = widthOf(canvas);
      const now = [pictures, data, theme, size, devicePixelRatio];
      if (!data || !pictures || drawn.get(canvas)?.every((one, at) => one === now[at])) return;
      drawn.set(canvas, now);
      drawRun(canvas, { data, model: model ?? null, theme }, { picture: pictures, values: {} }, size);
    });
    const canvas = /** @type {HTMLCanvasElement | null} */ (element.querySelector(".compare-curves canvas"));
    const now = performance.now();
    if ((state.compared.playing && now - curvesDrawn < curvesMillis) || !canvas || canvas.clientWidth === 0) return;
    curvesDrawn = now;
    drawCurves(canvas, runs.map(({ history }, index) => ({ history, colour: css(classColour(index)) })), { measure: state.compareMeasure, theme, epoch: state.t("curves.epoch"), height: 230, limit: null });
  }

  const stage = createStage(element, { name: "compare", needs: /** @type {const} */ (["compared", "plan", "theme", "t", "errors", "compareMeasure"]), signal, words, picture });
  return stage;
}
