// The network with the numbers of the moment in its units: values going forward, gradients going back.

import { html, nothing, svg } from "lit-html";
import { mostUnits } from "./lines.js";
import { denseOf, layerNumber, weightAt } from "./network.js";
import { written } from "./signs.js";
import { seenAt } from "./timeline.js";

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {import("./timeline.js").Moment} Moment */

const [columnWidth, rowHeight, radius] = [104, 37, 16.5];
/** Units that have room. */
const mostShown = 6;

/** @param {Trace} trace @param {number} index */
const shownUnits = (trace, index) => Math.min(trace.layers[index].a.length, mostShown, mostUnits);

/** Layers in columns: as far from the inputs as the longest way. @param {Trace} trace */
function depths(trace) {
  /** @type {number[]} */
  const depth = [];
  for (const { inputs } of trace.layers) depth.push(Math.max(-1, ...inputs.map((input) => depth[input])) + 1);
  return depth;
}

/** Where the middle of each unit is. @param {Trace} trace */
function placesOf(trace) {
  const depth = depths(trace);
  const columns = depth.map((at) => depth.flatMap((other, layer) => (other === at ? [layer] : [])));
  const rowsOf = (/** @type {number[]} */ layers) => layers.reduce((rows, layer) => rows + shownUnits(trace, layer) + 0.6, 0);
  const height = Math.max(...columns.map(rowsOf)) * rowHeight + 20;
  const places = trace.layers.map((_, layer) => {
    const column = columns[layer];
    const above = rowsOf(column.slice(0, column.indexOf(layer)));
    const top = (height - rowsOf(column) * rowHeight) / 2 + above * rowHeight + 30;
    return Array.from({ length: shownUnits(trace, layer) }, (_, unit) => ({ x: 40 + depth[layer] * columnWidth, y: top + unit * rowHeight }));
  });
  return { places, width: (Math.max(...depth) + 1) * columnWidth - 24, height };
}

/** @param {Trace} trace @param {ReturnType<typeof placesOf>["places"]} places @param {number | null} chosen @param {(weight: number) => void} choose */
function edges(trace, places, chosen, choose) {
  return trace.layers.flatMap(({ inputs }, layer) => {
    const dense = denseOf(trace, layer);
    return inputs.flatMap((input) => places[input].flatMap((from, source) => places[layer].flatMap((to, unit) => {
      if (!dense && source !== unit) return [];
      const weight = dense ? weightAt(dense, source, unit) : null;
      const value = weight === null ? 0 : trace.weights[weight];
      const line = { x1: from.x + radius, y1: from.y, x2: to.x - radius, y2: to.y };
      return [svg`<g class=${weight !== null && weight === chosen ? "edge chosen" : "edge"} data-sign=${value < 0 ? "negative" : "positive"} data-weight=${weight ?? nothing} @click=${() => weight !== null && choose(weight)}>
        <line class="target" x1=${line.x1} y1=${line.y1} x2=${line.x2} y2=${line.y2} /><line x1=${line.x1} y1=${line.y1} x2=${line.x2} y2=${line.y2} stroke-width=${0.6 + Math.min(4, 1.6 * Math.abs(value))} />
      </g>`];
    })));
  });
}

/** @param {{ trace: Trace, moments: Moment[], at: number, weight: number | null, choose(weight: number): void, label: string, titles: string[], hides: boolean }} shown `hides`: the numbers of the moment are to be filled in. */
export function picture({ trace, moments, at, weight, choose, label, titles, hides }) {
  const { places, width, height } = placesOf(trace);
  const now = moments[at];
  const units = trace.layers.map(({ a, z, gradZ, gradA, kind }, layer) => {
    const seen = seenAt(trace, moments, at, layer);
    const gradients = kind === "input" || z.length === 0 ? gradA : gradZ;
    const isNow = now.layer === layer || (now.kind === "inputs" && kind === "input");
    const value = (/** @type {number} */ unit) => (seen === "nothing" ? "" : hides && isNow && now.kind !== "inputs" ? "?" : written(Number((seen === "values" ? a : gradients)[unit].toPrecision(2))));
    const last = places[layer][places[layer].length - 1];
    return svg`<g class=${isNow ? "layer now" : "layer"} data-seen=${seen}>
      <text class="title" x=${places[layer][0].x} y=${places[layer][0].y - radius - 6}>${titles[layer]}</text>
      ${places[layer].map(({ x, y }, unit) => svg`<g class="unit" data-at=${`${layer}-${unit}`}><circle cx=${x} cy=${y} r=${radius} /><text class=${value(unit).length > 5 ? "long" : nothing} x=${x} y=${y + 4}>${value(unit)}</text></g>`)}
      ${a.length > places[layer].length ? svg`<text class="more" x=${last.x} y=${last.y + radius + 13}>+${a.length - places[layer].length}</text>` : nothing}
    </g>`;
  });
  return html`<svg class="inspect-network" viewBox=${`0 0 ${width} ${height}`} role="img" aria-label=${label}>${edges(trace, places, weight, choose)}${units}</svg>`;
}

/** Short titles of layers: [1] and so on, and x. @param {Trace} trace */
export const titlesOf = (trace) => trace.layers.map(({ kind }, index) => (kind === "input" ? "x" : `[${layerNumber(trace, index)}]`));
