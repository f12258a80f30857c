// An example one puts together oneself: a slider for every number, a list for every category.

import { html } from "lit-html";
import { readable } from "../../controls.js";

/** @typedef {import("../../protocol.js").Column} Column */
/** @typedef {import("../../protocol.js").State} State */

/** The example one starts with: the middle of everything. @param {Column[]} columns */
export const usualValues = (columns) => columns.map((column) => {
    const { mean, categories, low, high } = column;
    if (categories.length > 0) return 0;
    const step = stepOf(column);
    return Math.max(low, Math.min(high, Number((Math.round(mean / step) * step).toPrecision(6))));
  });

/** A number with its unit. @param {number} value @param {Column} column */
export function withUnit(value, { unit }) {
  const money = { "100k": () => `${readable(Math.round(value * 100))}k`, 1000: () => `${readable(Math.round(value))}k` }[unit];
  return money ? money() : `${readable(Number(value.toPrecision(3)))}${unit ? ` ${unit}` : ""}`;
}

/** Rooms are counted; anything else has fine steps. @param {Column} column */
const stepOf = ({ label, low, high }) => (label === "axis.bathrooms" ? 1 : Number(((high - low) / 200 || 1).toPrecision(1)));

/** @param {State} state @param {Column[]} columns @param {number[]} values @param {(index: number, value: number) => void} set */
export function asking({ t }, columns, values, set) {
  return html`<div class="asking">
    ${columns.map((column, index) => {
      const name = t(column.label);
      if (column.categories.length > 0)
        return html`<label class="ask-row">${name}
          <select data-ask=${column.label} @change=${(/** @type {any} */ { currentTarget }) => set(index, Number(currentTarget.value))}>
            ${column.categories.map((one, number) => html`<option value=${number} ?selected=${number === values[index]}>${t(one)}</option>`)}
          </select></label>`;
      const step = stepOf(column);
      return html`<label class="ask-row">${name} <output>${withUnit(values[index], column)}</output>
        <input type="range" min=${column.low} max=${column.high} step=${step} .value=${String(values[index])} data-ask=${column.label}
          aria-valuetext=${withUnit(values[index], column)} @input=${(/** @type {any} */ { currentTarget }) => set(index, Number(currentTarget.value))} /></label>`;
    })}
  </div>`;
}
