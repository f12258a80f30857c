// Tables: ask about an example of one's own, see which are taken for what, and choose the plane the boundary is shown on.

import { html, nothing, render } from "lit-html";
import { labelId, named } from "../../ui/i18n.js";
import { createAsking, middleValues, withUnit } from "./ask.js";
import { confusionTable } from "./digits/confusion.js";
import { createStage } from "../stage.js";
import { needs, wants } from "./needs.js";
import { tabbed } from "./tabs.js";
import { createLive, shapeOf } from "../../model/live.js";
import { likeliest, percent, shareBars, story } from "./pictures.js";
import { agreement } from "./plot.js";
import { liveWhilePaused } from "../../ui/spoken.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/protocol.js").ExampleDetail} ExampleDetail */
/** @typedef {import("../../core/protocol.js").Plane} Plane */

const mostShown = 12;

/** One closure, because the plane and the cell of the matrix that were chosen decide what is asked and shown.
 * @type {import("./needs.js").CreateTask} */
export function createFigure(element, { run, actions, signal }) {
  const stage = createStage(element, { name: "table", needs, wants, run, signal, words, picture });
  const { redraw } = stage;
  const live = createLive(actions, redraw, signal);
  const asking = createAsking(redraw, stage.scope);
  let tab = "plane";
  /** The two columns of the plane; null for principal components. @type {{ x: number, y: number } | null} */
  let chosen = null;
  /** @type {import("./digits/confusion.js").Cell | null} */
  let cell = null;
  /** Plane that was asked for last, and of which data. @type {{ data: unknown, plane: string } | null} */
  let shown = null;
  let columnsKey = "";

  /** @param {State} state @returns {Plane} */
  const planeOf = ({ looked }) => (chosen ? { plane: "columns", ...chosen, rest: looked?.inputs[0] ?? [] } : { plane: "principal" });

  /** Has the boundary shown where it is wanted. @param {State} state */
  function showPlane(state) {
    const { data } = state;
    const plane = planeOf(state);
    const key = JSON.stringify(plane);
    if (!data || (data.inputs[0].columns.length ?? 0) < 2 || (shown?.data === data && shown.plane === key)) return;
    shown = { data, plane: key };
    actions.ask({ type: "show_plane", plane });
  }

  /** @param {State} state */
  function names({ data, t }) {
    return data?.targets[0].column.categories.map((name) => named(name, t)) ?? [];
  }

  /** The classes, each with its share of the training rows. @param {State} state */
  function classes(state) {
    const { data } = state;
    const all = live("truth", { type: "outputs", set: "train", head: 0, most: 100_000 }, [data], shapeOf(state))?.outputs;
    if (!data || !all) return names(state).join(", ");
    const { count, truth } = all;
    const counts = new Array(data.classes).fill(0);
    for (let row = 0; row < count; row++) {
      if (data.problem === "binary") counts[Number(truth[row] > 0.5)] += 1;
      else for (let unit = 0; unit < data.classes; unit++) counts[unit] += truth[unit * count + row] > 0.5 ? 1 : 0;
    }
    return names(state).map((name, unit) => `${name} (${percent(counts[unit] / Math.max(1, count))})`).join(", ");
  }

  /** @param {State} state */
  function answer(state) {
    const { looked, snapshot, data, t } = state;
    if (!looked || !data) return nothing;
    const values = /** @type {Float64Array | undefined} */ (live("answer", { type: "ask", inputs: looked.inputs }, [snapshot, looked.inputs], shapeOf(state))?.heads[0]);
    if (!values) return nothing;
    const [target] = data.targets;
    if (data.problem === "regression") return html`<p class="house-answer"><span>${named(target.column.label, t)}</span> <strong data-part="asked-value">${withUnit(values[0], target.column)}</strong></p>`;
    const shares = data.problem === "binary" ? [1 - values[0], values[0]] : [...values];
    return html`<div aria-live=${liveWhilePaused(state)}>${shareBars(names(state).map((name, index) => ({ name, share: shares[index] ?? 0 })), named(target.column.label, t))}</div>`;
  }

  /** @param {State} state */
  function question(state) {
    const { data, looked, t } = state;
    if (!data || !looked) return nothing;
    const { columns } = data.inputs[0];
    const set = (/** @type {number} */ index, /** @type {number} */ value) =>
      actions.look({ inputs: [looked.inputs[0].map((one, at) => (at === index ? value : one))], name: t("task.table.yours") });
    return html`<div class="table-ask">
      <h3>${t("task.table.ask")}</h3>
      ${answer(state)}
      <div class="ask-scroll" tabindex="0" role="group" aria-label=${t("task.table.ask")}>${asking(state, columns, looked.inputs[0], set)}</div>
    </div>`;
  }

  /** @param {State} state */
  function planeChoice({ data, t }) {
    const columns = data?.inputs[0].columns ?? [];
    const numbers = columns.map((column, index) => ({ ...column, index })).filter(({ categories }) => categories.length === 0);
    if (columns.length < 2) return nothing;
    const pick = (/** @type {"x" | "y"} */ axis) => html`<label>${t(`task.table.${axis}`)}
      <select data-axis=${axis} @change=${(/** @type {any} */ { currentTarget }) => ((chosen = { .../** @type {any} */ (chosen), [axis]: Number(currentTarget.value) }), redraw())}>
        ${numbers.map(({ label, index }) => html`<option value=${index} ?selected=${chosen?.[axis] === index}>${named(label, t)}</option>`)}
      </select></label>`;
    const toColumns = () => ((chosen = { x: numbers[0].index, y: numbers[1].index }), redraw());
    return html`<div class="plane-choice">
      <div class="filters" role="group" aria-label=${t("task.table.plane")}>
        <button class="small" aria-pressed=${!chosen} @click=${() => ((chosen = null), redraw())}>${t("task.table.principal")}</button>
        ${numbers.length >= 2 ? html`<button class="small" data-part="two-columns" aria-pressed=${Boolean(chosen)} @click=${toColumns}>${t("task.table.two")}</button>` : nothing}
      </div>
      ${chosen ? html`<div class="plane-axes">${pick("x")} ${pick("y")}</div>` : nothing}
      <p class="hint">${t(chosen ? "task.table.two_hint" : "task.table.principal_hint")}</p>
    </div>`;
  }

  /** Rows of the test set that are of the chosen cell, or that are wrong. @param {State} state */
  function rows(state) {
    const { data, snapshot, t, experiment } = state;
    if (!data || data.problem === "regression" || experiment.data.dataset !== "table") return nothing;
    const outputs = live("outputs", { type: "outputs", set: "test", head: 0, most: 2000 }, [snapshot], shapeOf(state))?.outputs;
    if (!outputs?.answer) return nothing;
    const { count, truth, answer: said } = outputs;
    const classOf = (/** @type {Float32Array} */ values, /** @type {number} */ example) =>
      data.problem === "binary" ? Number(values[example] > 0.5) : likeliest(Array.from({ length: data.classes }, (_, unit) => values[unit * count + example]));
    const fits = (/** @type {number} */ example) => {
      const [is, says] = [classOf(truth, example), classOf(said, example)];
      return cell ? is === cell.truth && says === cell.said : is !== says;
    };
    const indices = [...Array(count).keys()].filter(fits).slice(0, mostShown);
    const details = /** @type {ExampleDetail[]} */ (live("examples", { type: "examples", set: "test", indices }, [indices.join()], shapeOf(state))?.examples ?? []);
    const columns = experiment.data.columns.map(({ name }) => name);
    const title = cell ? t("task.confusion.filter", { truth: names(state)[cell.truth], said: names(state)[cell.said] }) : t("task.table.wrong", { count: indices.length });
    return html`<div class="wrong-rows"><h3>${title}</h3>
      ${indices.length === 0 ? html`<p class="hint">${t("task.digits.none_wrong")}</p>` : html`<div class="table-scroll" tabindex="0" role="group" aria-label=${title}><table class="rows">
        <thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${details.map(({ cells }) => html`<tr>${cells?.map((one) => html`<td>${one}</td>`)}</tr>`)}</tbody></table></div>`}
    </div>`;
  }

  /** @param {State} state */
  function matrix(state) {
    const { snapshot, t } = state;
    if (!snapshot?.confusion) return nothing;
    return html`<div class="table-confusion"><p class="hint">${t("task.confusion.hint")}</p>
      ${confusionTable(state, snapshot.confusion, names(state), cell, (one) => ((cell = one), open(one ? "mistakes" : "confusion")))}</div>`;
  }

  /** @param {string} key */
  function open(key) {
    tab = key;
    redraw();
  }

  /** @param {State} state */
  function more(state) {
    const { t, data, snapshot } = state;
    const isRegression = data?.problem === "regression";
    const plot = () => html`<canvas class="agreement" role="img" aria-label=${t("task.predicted")}></canvas><p class="hint">${t("task.predicted_hint")}</p>`;
    return tabbed([
      (data?.inputs[0].columns.length ?? 0) >= 2 ? { key: "plane", label: t("task.table.plane"), content: () => planeChoice(state) } : null,
      isRegression ? { key: "predicted", label: t("task.predicted"), content: plot } : null,
      snapshot?.confusion ? { key: "confusion", label: t("task.confusion.title"), content: () => matrix(state) } : null,
      isRegression ? null : { key: "mistakes", label: t("task.table.mistakes"), content: () => rows(state) },
    ], tab, t("task.more"), open);
  }

  /** @param {State} state */
  function words(state) {
    const { data, looked, t, experiment } = state;
    if (element.hidden || data?.task !== "table" || experiment.data.dataset !== "table") return;
    const { columns } = data.inputs[0];
    const key = `${experiment.data.file} ${columns.map(({ label }) => labelId(label)).join()}`;
    if (key !== columnsKey) [columnsKey, chosen, cell, tab] = [key, null, null, data.problem === "regression" ? "predicted" : "plane"];
    if (!looked || looked.inputs[0].length !== columns.length) {
      actions.look({ inputs: [middleValues(columns)], name: t("task.table.middle") });
      return;
    }
    showPlane(state);
    const file = experiment.data.file;
    const known = t(`task.${file}`);
    const name = known === `task.${file}` ? file : known;
    render(
      html`${story("table", t)}
        <p>${t("task.table.what", { name, rows: data.train.count + data.test.count, columns: columns.length, target: named(data.targets[0].column.label, t) })}
          ${data.problem === "regression" ? nothing : t("task.table.classes", { classes: classes(state) })}</p>
        <div class="task-pair table-grid">
          ${question(state)}
          <div class="table-side">${more(state)}</div>
        </div>`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const { data, snapshot, t } = state;
    const plot = /** @type {HTMLCanvasElement | null} */ (element.querySelector(".agreement"));
    if (element.hidden || !plot || data?.problem !== "regression") return;
    const outputs = live("outputs", { type: "outputs", set: "test", head: 0, most: 500 }, [snapshot], shapeOf(state))?.outputs;
    if (outputs?.answer) agreement(plot, outputs, t("task.true"), t("task.said"), data.targets[0].column.is_date);
  }

  return { needs, draw: stage.draw, set() {} };
}
