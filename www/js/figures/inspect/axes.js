// Two units of a layer as axes: where they put the grid of the inputs and the training samples.

import { html, nothing } from "lit-html";
import { prepare } from "../../ui/canvas.js";
import { css } from "../../ui/colours.js";
import { exampleColour } from "../output/field.js";

/** @typedef {import("./needs.js").State} State */

const [side, margin] = [230, 12];
/** The lines of the grid, each way. */
const lines = 11;
const mostPoints = 600;

/** The pictures of a layer's units, where there are at least two over a plane. @param {State} state @param {string} layer */
function pictured({ pictures, data }, layer) {
  const found = data?.dimensions === 2 ? pictures?.layers.find(({ name }) => name === layer) : undefined;
  return pictures && found && found.units > 1 ? { pictures, found } : null;
}

/** Where a unit puts each place of the picture, from 0 to 1. @param {NonNullable<State["pictures"]>} pictures @param {{ offset: number }} layer @param {number} unit
 * @returns {(x: number, y: number) => number} of a place in pixels of the picture */
export function valuesOf({ values, width, height }, { offset }, unit) {
  const first = offset + unit * width * height;
  const within = (/** @type {number} */ at, /** @type {number} */ sides) => Math.max(0, Math.min(sides - 1, Math.round(at)));
  return (x, y) => values[first + within(y, height) * width + within(x, width)] / 255;
}

/** @param {State} state @param {string} layer @param {[number, number]} axes units @param {(axes: [number, number]) => void} choose */
export function axesView(state, layer, axes, choose) {
  const known = pictured(state, layer);
  if (!known) return nothing;
  const { t } = state;
  const [x, y] = axes.map((unit, axis) => (unit < known.found.units ? unit : axis));
  const choice = (/** @type {"horizontal" | "vertical"} */ name, /** @type {number} */ chosen, /** @type {(unit: number) => [number, number]} */ next) =>
    html`<label>${t(`inspect.${name}`)} <select data-part=${name} @change=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) => choose(next(Number(currentTarget.value)))}>
      ${Array.from({ length: known.found.units }, (_, unit) => html`<option value=${unit} .selected=${unit === chosen}>${unit + 1}</option>`)}</select></label>`;
  return html`<details data-part="axes"><summary>${t("inspect.axes")}</summary>
    <div class="inspect-choice">${choice("horizontal", x, (unit) => [unit, y])} ${choice("vertical", y, (unit) => [x, unit])}</div>
    <canvas class="inspect-axes" data-layer=${layer} data-x=${x} data-y=${y} role="img" aria-label=${t("inspect.axes_label", { x: x + 1, y: y + 1 })}></canvas>
    <p class="hint">${t("inspect.axes_hint", { x: x + 1, y: y + 1 })}</p></details>`;
}

/** Paints the open one of a figure. @param {HTMLElement} element @param {State} state */
export function paintAxes(element, state) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (element.querySelector("details[open] .inspect-axes"));
  const known = canvas && pictured(state, canvas.dataset.layer ?? "");
  const { data, theme } = state;
  if (!canvas || !known || !data) return;
  const context = prepare(canvas, side, side);
  const { pictures, found } = known;
  const [toX, toY] = [valuesOf(pictures, found, Number(canvas.dataset.x)), valuesOf(pictures, found, Number(canvas.dataset.y))];
  const place = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {const} */ ([margin + toX(x, y) * (side - 2 * margin), side - margin - toY(x, y) * (side - 2 * margin)]);
  context.strokeStyle = getComputedStyle(element).getPropertyValue("--line-strong");
  context.lineWidth = 0.8;
  for (let line = 0; line < lines; line++) {
    for (const isAcross of [true, false]) {
      context.beginPath();
      for (let at = 0; at <= 50; at++) {
        const [along, fixed] = [at / 50, line / (lines - 1)];
        context.lineTo(...place((isAcross ? along : fixed) * (pictures.width - 1), (isAcross ? fixed : along) * (pictures.height - 1)));
      }
      context.stroke();
    }
  }
  const [across, up] = data.axes;
  const share = (/** @type {number} */ value, /** @type {{ low: number, high: number }} */ { low, high }) => (value - low) / (high - low);
  const { count, coordinates, targets } = data.train;
  for (let index = 0; index < Math.min(count, mostPoints); index++) {
    const [x, y] = place(share(coordinates[index], across) * pictures.width - 0.5, (1 - share(coordinates[count + index], up)) * pictures.height - 0.5);
    context.fillStyle = css(exampleColour(data, targets, count, index, theme, 0));
    context.beginPath();
    context.arc(x, y, 2.6, 0, 7);
    context.fill();
  }
}
