// The layers of a network, one row each: units, shares, gradients, steps and weights.

import { html, nothing, svg } from "lit-html";
import { layerWords } from "../../model/layer_names.js";
import { readable } from "../../ui/controls.js";
import { pointsOf } from "./trail.js";

/** @typedef {import("./trail.js").Health} Health */
/** @typedef {import("./trail.js").Layer} Layer */
/** @typedef {import("./needs.js").State["t"]} Translate */

const [mostDots, dotsInRow] = [48, 8];
const [curveWidth, curveHeight] = [64, 18];

/** @param {number | null | undefined} value */
const number = (value) => (value === null || value === undefined ? "?" : readable(value));
/** @param {number | null | undefined} share */
const percent = (share) => (share === null || share === undefined ? "–" : `${Math.round(100 * share)} %`);

/** A dot for each unit, the fuller the more examples it has a derivative for; a dead one is crossed.
 * @param {Layer} layer @param {Translate} t */
function dots({ slopes, units, dead }, t) {
  if (slopes.length === 0) return html`<span class="hint">${t("health.units", { count: units })}</span>`;
  const shown = Math.min(slopes.length, mostDots);
  const columns = Math.min(shown, dotsInRow);
  const rows = Math.ceil(shown / columns);
  return html`<svg class="health-dots" width=${columns * 14} height=${rows * 14} viewBox="0 0 ${columns * 14} ${rows * 14}" role="img" aria-label=${t("health.dots", { count: units, dead })}>
    ${Array.from({ length: shown }, (_, unit) => {
      const [x, y] = [7 + (unit % columns) * 14, 7 + Math.floor(unit / columns) * 14];
      const cross = svg`<path d=${`M${x - 4} ${y - 4}l8 8m0-8l-8 8`} />`;
      return svg`<g class=${slopes[unit] === 0 ? "none" : ""}><circle cx=${x} cy=${y} r="5" /><circle class="full" cx=${x} cy=${y} r=${5 * Math.sqrt(slopes[unit])} />${slopes[unit] === 0 ? cross : nothing}</g>`;
    })}
  </svg>`;
}

/** @param {Health[]} trail @param {string} name @param {keyof typeof import("./trail.js").measures} measure */
function curve(trail, name, measure) {
  const points = pointsOf(trail, name, measure);
  if (points.length === 0) return nothing;
  const path = points.map(([x, y]) => `${(1 + x * (curveWidth - 2)).toFixed(1)},${(2 + y * (curveHeight - 4)).toFixed(1)}`).join(" ");
  return html`<svg class="health-curve" width=${curveWidth} height=${curveHeight} aria-hidden="true">${svg`<polyline points=${path} />`}</svg>`;
}

/** @param {NonNullable<Layer["weights"]>} weights @param {Translate} t */
function histogram({ counts, low, high, count }, t) {
  const most = Math.max(1, ...counts);
  const [width, height] = [4, 24];
  const zero = high > low && low < 0 && high > 0 ? (-low / (high - low)) * counts.length * width : null;
  return html`<svg class="health-histogram" width=${counts.length * width} height=${height} role="img" aria-label=${t("health.histogram", { count, low: readable(low), high: readable(high) })}>
      ${Array.from(counts, (one, bin) => svg`<rect x=${bin * width} y=${height - (one / most) * height} width=${width - 0.5} height=${(one / most) * height} />`)}
      ${zero === null ? nothing : svg`<line x1=${zero} x2=${zero} y1="0" y2=${height} />`}
    </svg>
    <small>${readable(low)} … ${readable(high)}</small>`;
}

/** The columns: the key of its heading and what stands in a cell. @param {Health[]} trail @param {Translate} t
 * @returns {[Parameters<Translate>[0], (layer: Layer) => unknown][]} */
const columns = (trail, t) => [
  ["health.units_column", (layer) => dots(layer, t)],
  ["health.dead", ({ slopes, dead }) => (slopes.length === 0 ? "–" : t("health.dead_of", { dead, count: slopes.length }))],
  ["health.flat", ({ name, saturated }) => html`${percent(saturated)} ${curve(trail, name, "flat")}`],
  ["health.gradient", ({ name, weights }) => (weights ? html`${number(weights.gradient)} ${curve(trail, name, "gradient")}` : "–")],
  ["health.update", ({ name, weights }) => (weights ? html`${number(weights.update)} ${curve(trail, name, "update")}` : "–")],
  ["health.weights", ({ weights, notFinite }) => html`${weights && weights.counts.length > 0 ? histogram(weights, t) : "–"}
    ${notFinite > 0 ? html`<small class="health-not-finite" title=${t("health.not_finite.hint")}>${t("health.not_finite", { count: notFinite })}</small>` : nothing}`],
];

/** @param {Health[]} trail the last one is shown @param {Translate} t */
export function layerTable(trail, t) {
  const { layers, finding } = trail[trail.length - 1];
  const all = columns(trail, t);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("health.layers")}><table class="health-layers">
    <caption class="visually-hidden">${t("health.layers")}</caption>
    <thead><tr><th scope="col">${t("health.layer")}</th>${all.map(([key]) => html`<th scope="col" title=${t(/** @type {any} */ (`${key}.hint`))}>${t(key)}</th>`)}</tr></thead>
    <tbody>${layers.map((layer) => html`<tr class=${finding?.layer === layer.name ? "marked" : ""} data-layer=${layer.name}>
      <th scope="row">${finding?.layer === layer.name ? html`<span class="health-mark" aria-hidden="true">!</span> ` : nothing}${layerWords(layer.name, t)}
        <small>${layer.activation ? t(/** @type {any} */ (`activation.${layer.activation}`)) : t(/** @type {any} */ (`layer.${layer.kind}`))}</small></th>
      ${all.map(([key, cell]) => html`<td data-label=${t(key)}>${cell(layer)}</td>`)}
    </tr>`)}</tbody>
  </table></div>`;
}
