// A function over its axis as SVG: curves, their derivatives, and how often each place occurs.

import { html, nothing, svg } from "lit-html";
import { ticks } from "../../ui/ticks.js";

/** A line over the whole axis, its values at even distances. @typedef {{ values: ArrayLike<number>, className: string }} Line */

const [width, height] = [460, 260];
const edge = { left: 34, right: 10, top: 10, bottom: 24 };

/** Low and high of what is drawn: all values, but none beyond `most`, and a little room. @param {Line[]} lines @param {number} most @returns {[number, number]} */
function rangeOf(lines, most) {
  const all = lines.flatMap(({ values }) => Array.from(values)).filter(Number.isFinite);
  const [low, high] = [Math.max(-most, Math.min(0, ...all)), Math.min(most, Math.max(1, ...all))];
  const room = 0.06 * (high - low);
  return [low - room, high + room];
}

/** Counts of values in even bins; what lies beyond counts at the ends. @param {ArrayLike<number>} values @param {number} low @param {number} high @param {number} bins */
export function binned(values, low, high, bins) {
  const counts = new Array(bins).fill(0);
  for (const value of Array.from(values)) if (Number.isFinite(value)) counts[Math.max(0, Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins)))] += 1;
  return counts;
}

/** @param {{ low: number, high: number, most: number, lines: Line[], counts: number[] | null, label: string, across: string }} shown `counts` is a histogram over the axis */
export function plot({ low, high, most, lines, counts, label, across }) {
  const [bottom, top] = rangeOf(lines, most);
  const toX = (/** @type {number} */ x) => edge.left + ((x - low) / (high - low)) * (width - edge.left - edge.right);
  const toY = (/** @type {number} */ y) => height - edge.bottom - ((y - bottom) / (top - bottom)) * (height - edge.top - edge.bottom);
  const path = (/** @type {ArrayLike<number>} */ values) =>
    Array.from(values, (value, index) => `${toX(low + ((high - low) * index) / (values.length - 1)).toFixed(1)},${toY(Math.max(bottom - 9, Math.min(top + 9, value))).toFixed(1)}`).join(" ");
  const highest = counts ? Math.max(1, ...counts) : 1;
  const room = 0.42 * (height - edge.top - edge.bottom);
  return html`<svg class="functions-plot" viewBox="0 0 ${width} ${height}" role="img" aria-label=${label}>
    ${counts ? counts.map((count, bin) => {
      const [left, right] = [toX(low + ((high - low) * bin) / counts.length), toX(low + ((high - low) * (bin + 1)) / counts.length)];
      return svg`<rect class="count" x=${left} width=${Math.max(0.5, right - left - 0.5)} y=${height - edge.bottom - (count / highest) * room} height=${(count / highest) * room} />`;
    }) : nothing}
    ${ticks(low, high, 8).map((x) => svg`<line class="grid" x1=${toX(x)} x2=${toX(x)} y1=${edge.top} y2=${height - edge.bottom} /><text x=${toX(x)} y=${height - 8}>${String(x).replace("-", "−")}</text>`)}
    ${ticks(bottom, top, 6).map((y) => svg`<line class="grid" x1=${edge.left} x2=${width - edge.right} y1=${toY(y)} y2=${toY(y)} /><text class="down" x=${edge.left - 5} y=${toY(y) + 3.5}>${String(y).replace("-", "−")}</text>`)}
    ${bottom < 0 ? svg`<line class="axis" x1=${edge.left} x2=${width - edge.right} y1=${toY(0)} y2=${toY(0)} />` : nothing}
    ${low < 0 && high > 0 ? svg`<line class="axis" x1=${toX(0)} x2=${toX(0)} y1=${edge.top} y2=${height - edge.bottom} />` : nothing}
    <svg x=${edge.left} y=${edge.top} width=${width - edge.left - edge.right} height=${height - edge.top - edge.bottom} viewBox="${edge.left} ${edge.top} ${width - edge.left - edge.right} ${height - edge.top - edge.bottom}">
      ${lines.map(({ values, className }) => svg`<polyline class=${className} points=${path(values)} />`)}
    </svg>
    <text class="across" x=${width - edge.right} y=${height - edge.bottom - 5}>${across}</text>
  </svg>`;
}
