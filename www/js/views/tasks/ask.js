// An example one puts together oneself: a slider for every number, a list for every category.

import { html } from "lit-html";
import { readable } from "../../controls.js";
import { dateText } from "../../dates.js";
import { labelId, named } from "../../i18n.js";

/** @typedef {import("../../protocol.js").Column} Column */
/** @typedef {import("../../protocol.js").State} State */

/** The example one starts with: the middle of everything. @param {Column[]} columns */
export const usualValues = (columns) => columns.map((column) => {
    const { mean, categories, low, high } = column;
    if (categories.length > 0) return 0;
    const step = stepOf(column);
    // A slider stands at its low end or whole steps from it.
    const steps = column.is_date ? low + Math.round((mean - low) / step) * step : Number((Math.round(mean / step) * step).toPrecision(6));
    return Math.max(low, Math.min(high, steps));
  });

/** A number with its unit, or the date it stands for. @param {number} value @param {Column} column */
export function withUnit(value, { unit, is_date }) {
  if (is_date) return dateText(value);
  /** @type {Record<string, () => string>} */
  const amounts = { "100k": () => `${readable(Math.round(value * 100))}k`, 1000: () => `${readable(Math.round(value))}k` };
  return Object.hasOwn(amounts, unit) ? amounts[unit]() : `${readable(Number(value.toPrecision(3)))}${unit ? ` ${unit}` : ""}`;
}

/** Rooms and days are counted; anything else has fine steps. @param {Column} column */
const stepOf = ({ label, low, high, is_date }) => {
  const isCounted = (is_date && high - low >= 2) || labelId(label) === "axis.bathrooms";
  return isCounted ? 1 : Number(((high - low) / 200 || 1).toPrecision(1));
};

/** @param {State} state @param {Column[]} columns @param {number[]} values @param {(index: number, value: number) => void} set */
export function asking({ t }, columns, values, set) {
  return html`<div class="asking">
    ${columns.map((column, index) => {
      const name = named(column.label, t);
      if (column.categories.length > 0)
        return html`<label class="ask-row">${name}
          <select data-ask=${labelId(column.label)} @change=${(/** @type {any} */ { currentTarget }) => set(index, Number(currentTarget.value))}>
            ${column.categories.map((one, number) => html`<option value=${number} ?selected=${number === values[index]}>${named(one, t)}</option>`)}
          </select></label>`;
      const step = stepOf(column);
      return html`<label class="ask-row">${name} <b class="reading">${withUnit(values[index], column)}</b>
        <input type="range" min=${column.low} max=${column.high} step=${step} .value=${String(values[index])} data-ask=${labelId(column.label)}
          aria-valuetext=${withUnit(values[index], column)} @input=${(/** @type {any} */ { currentTarget }) => set(index, Number(currentTarget.value))} /></label>`;
    })}
  </div>`;
}
