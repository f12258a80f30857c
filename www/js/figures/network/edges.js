// The weights as curves between the columns: colour is the sign, width the size, and they flow while training.

import { clamp } from "../../ui/clamp.js";

/** @typedef {import("./columns.js").Bundle} Bundle */
/** @typedef {{ x: number, y: number }} Place */
/** @typedef {{ bundle: Bundle, from: Place[], to: Place[] }} Placed Where the drawn units of a bundle are, on the canvas. */

const widths = [0.6, 1.2, 2, 3, 4.5, 6];
/** Curves that are drawn at most, the strongest of each bundle, and so many that still flow. */
const mostEdges = 1200;
const mostFlowing = 600;

/** Which of `widths` a weight gets. @param {number} weight */
export function widthIndex(weight) {
  const size = Math.abs(weight);
  return size < 0.1 ? 0 : size < 0.4 ? 1 : size < 0.9 ? 2 : size < 1.8 ? 3 : size < 3.5 ? 4 : 5;
}

/** The size below which the weights of a bundle are left out so that no more than `most` are drawn.
 * @param {Float32Array} weights @param {Placed} placed @param {number} most */
function threshold(weights, { bundle, from, to }, most) {
  const count = from.length * to.length;
  if (count <= most) return 0;
  const sizes = new Float32Array(count);
  for (let i = 0; i < from.length; i++) for (let u = 0; u < to.length; u++) sizes[i * to.length + u] = Math.abs(weights[bundle.offset + i * bundle.toUnits + u]);
  return sizes.sort()[count - most];
}

/** @param {Path2D} path @param {Place} from @param {Place} to */
function trace(path, from, to) {
  const bend = (to.x - from.x) * 0.5;
  path.moveTo(from.x, from.y);
  path.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y);
}

/** @param {CanvasRenderingContext2D} context @param {Placed[]} all @param {Float32Array} weights
 * @param {{ negative: string, positive: string, none: string, flow: number | null, chosen: number | null, chosenColour: string }} look
 * `none` is the colour of weights that are 0; `flow` is how far the dashes have moved, null for solid lines; `chosen` is a weight's index */
export function drawEdges(context, all, weights, { negative, positive, none, flow, chosen, chosenColour }) {
  /** @type {Path2D[]} */
  const paths = Array.from({ length: 2 * widths.length }, () => new Path2D());
  const highlight = new Path2D();
  const zeros = new Path2D();
  const total = all.reduce((sum, { from, to }) => sum + from.length * to.length, 0);
  const most = total <= mostEdges ? Infinity : Math.floor(mostEdges / all.length);
  for (const placed of all) {
    const { bundle, from, to } = placed;
    const least = threshold(weights, placed, most);
    for (let i = 0; i < from.length; i++) {
      for (let u = 0; u < to.length; u++) {
        const index = bundle.offset + i * bundle.toUnits + u;
        const weight = weights[index];
        if (!(Math.abs(weight) >= least)) continue;
        trace(weight === 0 ? zeros : paths[widthIndex(weight) + (weight < 0 ? widths.length : 0)], from[i], to[u]);
        if (index === chosen) trace(highlight, from[i], to[u]);
      }
    }
  }
  context.lineCap = "round";
  if (chosen !== null) {
    context.setLineDash([]);
    context.globalAlpha = 1;
    context.lineWidth = 9;
    context.strokeStyle = chosenColour;
    context.stroke(highlight);
  }
  context.setLineDash([1, 5]);
  context.globalAlpha = 0.7;
  context.lineWidth = 1;
  context.strokeStyle = none;
  context.stroke(zeros);
  context.setLineDash(flow === null || total > mostFlowing ? [] : [7, 4]);
  context.lineDashOffset = -(flow ?? 0);
  paths.forEach((path, index) => {
    const width = index % widths.length;
    context.lineWidth = widths[width];
    context.globalAlpha = 0.35 + 0.12 * width;
    context.strokeStyle = index < widths.length ? positive : negative;
    context.stroke(path);
  });
  context.globalAlpha = 1;
}

/** Share of the way at which a curve has come to `x`; all curves of a bundle agree on it.
 * @param {number} share how far x lies between the ends, in [0, 1] */
function along(share) {
  let t = share;
  for (let round = 0; round < 6; round++) {
    const x = 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t ** 3;
    const slope = 1.5 * (1 - t) ** 2 + 1.5 * t * t;
    t -= (x - share) / Math.max(0.1, slope);
  }
  return clamp(t, 0, 1);
}

/** The weight whose curve passes within reach of a place. @param {Placed[]} all @param {Place} at @param {number} reach
 * @returns {{ bundle: Bundle, input: number, unit: number } | null} */
export function edgeAt(all, at, reach) {
  let best = null;
  let nearest = reach;
  for (const { bundle, from, to } of all) {
    if (from.length === 0 || to.length === 0 || at.x < from[0].x || at.x > to[0].x) continue;
    const t = along((at.x - from[0].x) / (to[0].x - from[0].x));
    const late = t * t * (3 - 2 * t);
    for (let input = 0; input < from.length; input++) {
      for (let unit = 0; unit < to.length; unit++) {
        const distance = Math.abs(from[input].y * (1 - late) + to[unit].y * late - at.y);
        if (distance < nearest) [best, nearest] = [{ bundle, input, unit }, distance];
      }
    }
  }
  return best;
}

/** The middle of the curve of a weight. @param {Placed[]} all @param {number} parameter its index @returns {Place | null} */
export function middleOf(all, parameter) {
  for (const { bundle, from, to } of all) {
    const place = parameter - bundle.offset;
    const [a, b] = [from[Math.floor(place / bundle.toUnits)], to[place % bundle.toUnits]];
    if (place >= 0 && a && b) return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }
  return null;
}
