// Switching off: what the outputs are without a weight, or without a unit.

import { html, nothing } from "lit-html";
import { denseOf, takers, weightAt } from "./network.js";
import { written } from "./signs.js";

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {{ weight: number } | { layer: number, unit: number }} Off */

const mostRows = 6;

/** The weights that are 0 without it: its own, or all that lead on from the unit. Null where that cannot be told, as another kind of layer
 * follows or none at all. @param {Trace} trace @param {Off} off @returns {number[] | null} */
export function weightsOff(trace, off) {
  if ("weight" in off) return off.weight < trace.weights.length ? [off.weight] : null;
  const { layer, unit } = off;
  const next = takers(trace, layer).map((taker) => denseOf(trace, taker));
  if (next.length === 0 || unit >= (trace.layers[layer]?.a.length ?? 0) || trace.outputs.some((output) => output.layer === layer)) return null;
  return next.some((dense) => dense === null) ? null : next.flatMap((dense) => (dense ? Array.from({ length: dense.units }, (_, to) => weightAt(dense, unit, to)) : []));
}

/** A switch, and the outputs with and without. @param {Trace} trace @param {Trace | null} without
 * @param {{ off: Off, chosen: Off | null, set(off: Off | null): void, label: string, t: import("./needs.js").State["t"] }} context */
export function offSwitch(trace, without, { off, chosen, set, label, t }) {
  if (!weightsOff(trace, off)) return nothing;
  const isOff = JSON.stringify(chosen) === JSON.stringify(off);
  const name = "weight" in off ? "off-weight" : "off-unit";
  const rows = trace.outputs.flatMap(({ layer }, index) => Array.from(trace.layers[layer].a.slice(0, mostRows), (value, unit) => ({ name: `${trace.layers[layer].name} ${unit + 1}`, value, other: without?.layers[without.outputs[index].layer].a[unit] })));
  return html`<label class="inspect-choice"><input type="checkbox" data-part=${name} .checked=${isOff} @change=${() => set(isOff ? null : off)} /> ${label}</label>
    ${isOff && without
      ? html`<table class="inspect-outcome" data-part="outcome"><thead><tr><th scope="col"></th><th scope="col">${t("inspect.with")}</th><th scope="col">${t("inspect.without")}</th></tr></thead><tbody>
          ${rows.map((row) => html`<tr><th scope="row">${row.name}</th><td>${written(row.value)}</td><td data-value=${row.other ?? nothing}>${written(row.other ?? NaN)}</td></tr>`)}
          <tr><th scope="row">${t("inspect.loss")}</th><td>${written(trace.loss ?? NaN)}</td><td>${written(without.loss ?? NaN)}</td></tr>
        </tbody></table>`
      : nothing}`;
}
