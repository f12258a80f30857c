// Drawing one's own data: brushing points of a class or value onto the plane, and erasing them.

import { html, nothing } from "lit-html";
import { classColour, css, signedColour } from "../../ui/colours.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../model/state.js").Actions} Actions */
/** @typedef {[number, number, number]} DrawnPoint */

const spacing = 0.55;
const scatter = 0.28;
const eraser = 0.7;
const most = 5000;

/** Points between two places of a stroke, a little scattered.
 * @param {[number, number]} from @param {[number, number]} to @param {number} value @returns {DrawnPoint[]} */
export function brushed(from, to, value) {
  const distance = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const count = Math.floor(distance / spacing);
  const within = (/** @type {number} */ x) => clamp(Math.round(x * 100) / 100, -6, 6);
  return Array.from({ length: count }, (_, index) => {
    const share = (index + 1) / count;
    const wobble = () => (Math.random() * 2 - 1) * scatter;
    return [within(from[0] + (to[0] - from[0]) * share + wobble()), within(from[1] + (to[1] - from[1]) * share + wobble()), value];
  });
}

/** @param {DrawnPoint[]} points @param {[number, number]} at */
export const erased = (points, at) => points.filter(([x1, x2]) => Math.hypot(x1 - at[0], x2 - at[1]) > eraser);

/** The points of any set of the plane as a drawing. @param {NonNullable<State["data"]>} data */
export function asDrawing(data) {
  const round = (/** @type {number} */ x) => Math.round(x * 1000) / 1000;
  /** @type {DrawnPoint[]} */
  const points = [];
  for (const { count, coordinates, targets } of [data.train, data.test]) {
    for (let index = 0; index < count; index++) {
      let value = targets[index];
      if (data.problem === "multiclass") value = [...Array(data.classes).keys()].findIndex((unit) => targets[unit * count + index] > 0.5);
      if (data.problem.includes("regression")) value = clamp(round(value), -1, 1);
      points.push([round(coordinates[index]), round(coordinates[count + index]), value]);
    }
  }
  const problem = data.problem.includes("regression") ? "regression" : "classification";
  return { problem, classes: Math.max(2, data.classes), points };
}

/** Changes the points of a drawing; changes of one gesture are undone together.
 * @param {Actions} actions @param {(points: DrawnPoint[]) => DrawnPoint[]} change @param {number} [gesture] */
export function redraw(actions, change, gesture) {
  return actions.edit(
    (draft) => {
      if (draft.data.dataset === "drawn") draft.data.points = change(/** @type {DrawnPoint[]} */ (draft.data.points)).slice(-most);
    },
    { gesture },
  );
}

/** The tools beside the picture. @param {State} state @param {Actions} actions */
export function tools(state, actions) {
  const { experiment, brush, theme, t, data } = state;
  if (experiment.data.dataset !== "drawn" || !brush) {
    const drawable = data && data.dimensions === 2 && data.problem !== "multi_label";
    const begin = () =>
      data &&
      actions.edit((draft) => {
        const { samples, noise, train_fraction, features } = draft.data;
        draft.data = /** @type {any} */ ({ dataset: "drawn", ...asDrawing(data), samples, noise, train_fraction, features });
      });
    return drawable ? html`<button class="small" data-part="edit-points" @click=${begin}>${t("draw.begin")}</button>` : nothing;
  }
  const { problem, classes, points } = experiment.data;
  const isRegression = problem === "regression";
  const values = isRegression ? [-1, -0.5, 0, 0.5, 1] : [...Array(classes).keys()];
  const colour = (/** @type {number} */ value) => css(isRegression ? signedColour(theme, value) : classColour(value));
  const name = (/** @type {number} */ value) => (isRegression ? String(value) : t("output.class", { class: value }));
  const setClasses = (/** @type {number} */ count) =>
    actions.edit((draft) => {
      if (draft.data.dataset !== "drawn") return;
      draft.data.classes = count;
      draft.data.points = draft.data.points.filter(([, , value]) => value < count);
    });
  const setProblem = (/** @type {"classification" | "regression"} */ next) => {
    actions.edit((draft) => {
      if (draft.data.dataset !== "drawn") return;
      draft.data.problem = next;
      draft.data.points = [];
    });
    actions.brush({ mode: "brush", value: next === "regression" ? 1 : 0 });
  };
  return html`<div class="drawing-tools" role="group" aria-label=${t("draw.tools")}>
    ${values.map(
      (value) => html`<button class="swatch" .style=${`--swatch:${colour(value)}`} aria-pressed=${brush.mode === "brush" && brush.value === value}
        @click=${() => actions.brush({ mode: "brush", value })}>${name(value)}</button>`,
    )}
    <button aria-pressed=${brush.mode === "erase"} @click=${() => actions.brush({ ...brush, mode: "erase" })}>${t("draw.erase")}</button>
    <button @click=${actions.undo}>${t("draw.undo")}</button>
    <button ?disabled=${points.length === 0} @click=${() => redraw(actions, () => [])}>${t("draw.clear")}</button>
    <label class="inline">${t("draw.kind")}
      <select @change=${(/** @type {any} */ { currentTarget }) => setProblem(currentTarget.value)}>
        <option value="classification" ?selected=${!isRegression}>${t("draw.classification")}</option>
        <option value="regression" ?selected=${isRegression}>${t("draw.regression")}</option>
      </select>
    </label>
    ${isRegression
      ? nothing
      : html`<label class="inline">${t("field.classes")}
          <select @change=${(/** @type {any} */ { currentTarget }) => setClasses(Number(currentTarget.value))}>
            ${[2, 3, 4, 5, 6].map((count) => html`<option value=${count} ?selected=${count === classes}>${count}</option>`)}
          </select>
        </label>`}
    <p class="hint">${points.length === 0 ? t("draw.hint_empty") : t("draw.hint", { count: points.length })}</p>
  </div>`;
}
