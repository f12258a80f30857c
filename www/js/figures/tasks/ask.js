// An example one puts together oneself: a slider and a box for every number and date, a list for every category.

import { html, nothing } from "lit-html";
import { readable } from "../../ui/controls.js";
import { dateText, readDate } from "../../ui/dates.js";
import { labelId, named } from "../../ui/i18n.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("../../core/protocol.js").Column} Column */
/** @typedef {import("../../model/state.js").State} State */

/** The example one starts with: the middle of everything. @param {Column[]} columns */
export const middleValues = (columns) => columns.map((column) => {
    const { mean, categories, low, high } = column;
    if (categories.length > 0) return 0;
    const step = stepOf(column);
    // A slider stands at its low end or whole steps from it.
    const steps = column.is_date ? low + Math.round((mean - low) / step) * step : Number((Math.round(mean / step) * step).toPrecision(6));
    return clamp(steps, low, high);
  });

/** A number with its unit, or the date it stands for. @param {number} value @param {Column} column */
export function withUnit(value, { unit, is_date }) {
  if (is_date) return dateText(value);
  /** @type {Record<string, () => string>} */
  const amounts = { "100k": () => `${readable(Math.round(value * 100))}k`, 1000: () => `${readable(Math.round(value))}k` };
  return Object.hasOwn(amounts, unit) ? amounts[unit]() : `${readable(Number(value.toPrecision(3)))}${unit ? ` ${unit}` : ""}`;
}

/** What stands behind a number that is typed. @param {Column} column */
const unitOf = ({ unit }) => ({ "100k": "× 100k", 1000: "k" })[unit] ?? unit;

/** Rooms and days are counted; anything else has fine steps. @param {Column} column */
const stepOf = ({ label, low, high, is_date }) => {
  const isCounted = (is_date && high - low >= 2) || labelId(label) === "axis.bathrooms";
  return isCounted ? 1 : Number(((high - low) / 200 || 1).toPrecision(1));
};

/** Beyond these no number is asked about. */
const farthest = 1e12;

/** A form for an example of one's own. @param {() => void} redraw called when what is typed cannot be read
 * @param {string} scope what ids begin with */
export function createAsking(redraw, scope) {
  /** What is wrong with what was typed last. @type {import("../../ui/number_box.js").InputError[]} */
  let errors = [];

  /** @param {Pick<State, "t">} state @param {Column[]} columns @param {number[]} values @param {(index: number, value: number) => void} set */
  return function asking({ t }, columns, values, set) {
    const give = (/** @type {number} */ index, /** @type {number} */ value) => {
      errors = [];
      set(index, value);
    };
    const row = (/** @type {Column} */ column, /** @type {number} */ index) => {
      const name = named(column.label, t);
      const id = labelId(column.label);
      if (column.categories.length > 0)
        return html`<label class="ask-row">${name}
          <select data-ask=${id} @change=${(/** @type {any} */ { currentTarget }) => give(index, Number(currentTarget.value))}>
            ${column.categories.map((one, number) => html`<option value=${number} ?selected=${number === values[index]}>${named(one, t)}</option>`)}
          </select></label>`;
      const box = {
        form: column.is_date ? { write: dateText, read: readDate } : undefined,
        id: `${scope}-ask-${index}`, field: `ask.${index}`, value: values[index], takes: { low: -farthest, high: farthest }, errors, label: name, className: column.is_date ? "typed date" : "typed",
        set: (/** @type {number} */ next) => give(index, next),
        refuse(/** @type {import("../../ui/number_box.js").InputError} */ error) {
          errors = [error];
          redraw();
        },
      };
      const shown = withUnit(values[index], column);
      return html`<div class="ask-row">
        <label for=${`${scope}-ask-${index}-slider`}>${name}</label>
        <span class="ask-typed">${numberBox(box)} ${column.is_date ? nothing : unitOf(column)}</span>
        <input id=${`${scope}-ask-${index}-slider`} type="range" min=${column.low} max=${column.high} step=${stepOf(column)} .value=${String(values[index])} data-ask=${id}
          aria-valuetext=${shown} @input=${(/** @type {any} */ { currentTarget }) => give(index, Number(currentTarget.value))} />
        ${boxError(box, t)}
      </div>`;
    };
    return html`<div class="asking">${columns.map(row)}</div>`;
  };
}
