// What stands around the picture: the answer at the cross, what its colours mean, and how often classes were mistaken.

import { html, nothing } from "lit-html";
import { classColour, classMark, css, plainClasses, signedColour } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { dateText } from "../../ui/dates.js";
import { named } from "../../ui/i18n.js";
import { coordinates } from "./axes.js";
import { term } from "../../ui/term.js";

/** @typedef {import("./needs.js").State} State */

/** Classes in the legend that need no scrolling. */
const mostInView = 20;

/** Where the first output begins to mean yes. @param {Pick<State, "model">} state */
export const thresholdOf = ({ model }) => model?.outputs[0]?.threshold ?? 0.5;

/** What a class is called: by its name where it has one. @param {State} state @param {number} index */
function className({ data, t }, index) {
  const name = data?.targets[0]?.column.categories[index];
  if (data && data.task !== "plane" && name !== undefined) return named(name, t);
  return t(data?.problem === "multi_label" ? "output.label" : "output.class", { class: index, label: index });
}

/** A value of the target in its own unit. @param {import("../../core/protocol.js").Data} data @param {number} value what the network says */
function targetText({ targets }, value) {
  const { mean, deviation, is_date } = targets[0].column;
  const own = mean + deviation * value;
  return is_date ? dateText(Math.round(own)) : readable(own);
}

/** The answer at the cross, in words. @param {State} state @param {{ x: number, y: number } | null} cross shares of the picture */
export function readout(state, cross) {
  const { data, pictures, t } = state;
  if (!cross || !data || !pictures) return t("output.readout_hint");
  const { width, height, output } = pictures;
  const pixel = Math.min(height - 1, Math.floor(cross.y * height)) * width + Math.min(width - 1, Math.floor(cross.x * width));
  const at = coordinates(state, cross);
  const count = width * height;
  const answer = (unit = 0) => output[unit * count + pixel];
  const place = data.axes.map((axis, index) => `${named(axis.label, t)} = ${axis.is_date ? dateText(Math.round(at[index])) : at[index].toFixed(2)}${axis.unit ? ` × ${axis.unit}` : ""}`).join(", ");
  const share = (/** @type {number} */ value) => `${Math.round(value * 100)} %`;
  let says = "";
  if (data.problem === "binary" && thresholdOf(state) === 0) says = t("output.says_margin", { class: className(state, answer() > 0 ? 1 : 0), margin: readable(answer()) });
  else if (data.problem === "binary") says = t("output.says_class", { class: className(state, answer() > 0.5 ? 1 : 0), share: share(answer() > 0.5 ? answer() : 1 - answer()) });
  else if (data.problem === "multiclass") {
    const units = [...Array(data.classes).keys()];
    const best = units.reduce((a, b) => (answer(b) > answer(a) ? b : a));
    says = t("output.says_class", { class: className(state, best), share: share(answer(best)) });
  } else if (data.problem === "multi_label") says = [...Array(data.classes).keys()].map((unit) => `${t("output.label", { label: unit })} ${share(answer(unit))}`).join(", ");
  else says = t("output.says_value", { value: targetText(data, answer()), name: named(data.target.label, t), unit: data.target.unit ? ` × ${data.target.unit}` : "" });
  return `${place} → ${says}`;
}

/** What colours and marks stand for. @param {State} state @param {boolean} showTest whether the test data are shown */
export function legend(state, showTest) {
  const { data, theme, t } = state;
  if (!data) return nothing;
  const marked = data.classes > plainClasses;
  const key = (/** @type {number} */ index) => html`<span class="key-entry"><i class="key-dot" .style=${`background:${css(classColour(index))}`}>${marked ? classMark(index) : ""}</i>${className(state, index)}</span>`;
  const names =
    data.dimensions === 1
      ? html`<span class="key-entry"><i class="key-line"></i>${t("output.curve")}</span>`
      : data.problem.includes("regression")
        ? html`<span class="key-entry">${targetText(data, data.target.low)}<i class="key-scale" .style=${`background:linear-gradient(to right, ${css(signedColour(theme, -1))}, ${css(signedColour(theme, 0))}, ${css(signedColour(theme, 1))})`}></i>${targetText(data, data.target.high)}</span>`
        : html`<span class="key-classes" tabindex=${data.classes > mostInView ? 0 : nothing}>${[...Array(data.classes).keys()].map(key)}</span>`;
  return html`<div class="legend">
    ${names}
    <span class="key-entry"><i class="key-mark round"></i>${t("output.train")}</span>
    ${showTest ? html`<span class="key-entry"><i class="key-mark tilted"></i>${t("output.test")}</span>` : nothing}
  </div>`;
}

/** How often each class was taken for each. @param {State} state */
export function confusion({ snapshot, data, t }) {
  const counts = snapshot?.confusion;
  if (!counts || !data) return nothing;
  const classes = [...Array(data.classes).keys()];
  return html`<h3>${term("confusion_matrix", t("output.confusion"))}</h3>
    <table class="confusion">
      <thead><tr><td></td>${classes.map((c) => html`<th scope="col">${t("output.said", { class: c })}</th>`)}</tr></thead>
      <tbody>
        ${classes.map((truth) => html`<tr><th scope="row">${t("output.is", { class: truth })}</th>
          ${classes.map((said) => html`<td class=${truth === said ? "right" : ""}>${counts[truth * classes.length + said]}</td>`)}</tr>`)}
      </tbody>
    </table>`;
}
