// The frame around the plane or the curve: its numbers and names, and where coordinates lie in it.

import { named } from "../../ui/i18n.js";
import { clamp } from "../../ui/clamp.js";
import { tickText } from "../../ui/ticks.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../core/protocol.js").Axis} Axis */

/** How much larger than on a small picture letters are. @param {number} size of the picture */
const growth = (size) => clamp(size / 400, 1, 3);

/** Room for the axes around a picture. @param {number} size */
export const marginOf = (size) => ({ left: 30 * growth(size), bottom: 22 * growth(size), top: 4, right: 4 });

/** Pixels of the picture without the margins for the axes. @param {number} size */
export function inside(size) {
  const { left, right, top, bottom } = marginOf(size);
  return { width: size - left - right, height: size - top - bottom };
}

/** What is shown upwards: the target of a curve, the second feature of a plane. @param {State} state */
function vertical({ data }) {
  return data && data.dimensions === 1 ? data.target : data?.axes[1];
}

/** The place in the data's own numbers. @param {State} state @param {{ x: number, y: number }} at shares of the picture @returns {[number, number]} */
export function coordinates(state, at) {
  const [across] = state.data?.axes ?? [];
  const up = vertical(state);
  if (!across || !up) return [0, 0];
  return [across.low + (across.high - across.low) * at.x, up.high - (up.high - up.low) * at.y];
}

/** @param {Axis} axis @param {number} tick */
const axisText = ({ low, high, is_date: isDate }, tick) => tickText(tick, { low, high, isDate });

/** Where coordinates lie on the canvas. @param {State} state @param {number} size of the picture */
export function frameOf(state, size) {
  const { width, height } = inside(size);
  const margin = marginOf(size);
  const [across] = state.data?.axes ?? [{ low: -1, high: 1 }];
  const up = vertical(state) ?? { low: -1, high: 1 };
  return {
    toX: (/** @type {number} */ x) => margin.left + ((x - across.low) / (across.high - across.low)) * width,
    toY: (/** @type {number} */ y) => margin.top + height - ((y - up.low) / (up.high - up.low)) * height,
    scale: size / 300,
    size,
  };
}

/** What the network answers along the only feature. @param {CanvasRenderingContext2D} context @param {State} state @param {ReturnType<typeof frameOf>} frame */
export function drawCurve(context, { data, pictures }, frame) {
  if (!data || !pictures) return;
  const [axis] = data.axes;
  const { width, height } = inside(frame.size);
  const margin = marginOf(frame.size);
  context.strokeStyle = getComputedStyle(context.canvas).getPropertyValue("--negative");
  context.lineWidth = 2.5;
  context.save();
  context.beginPath();
  context.rect(margin.left, margin.top, width, height);
  context.clip();
  context.beginPath();
  for (let pixel = 0; pixel < pictures.width; pixel++) {
    const x = axis.low + ((axis.high - axis.low) * (pixel + 0.5)) / pictures.width;
    context.lineTo(frame.toX(x), frame.toY(pictures.output[pixel]));
  }
  context.stroke();
  context.restore();
}

/** The frame, its numbers and names. @param {CanvasRenderingContext2D} context @param {State} state @param {ReturnType<typeof frameOf>} frame */
export function drawAxes(context, state, frame) {
  const { t, data } = state;
  const up = vertical(state);
  if (!data || !up) return;
  const { size } = frame;
  const [across] = data.axes;
  const { width, height } = inside(size);
  const margin = marginOf(size);
  const letters = growth(size);
  const name = (/** @type {typeof across} */ axis) => `${named(axis.label, t)}${axis.unit ? ` (${axis.unit})` : ""}`;
  context.fillStyle = getComputedStyle(context.canvas).getPropertyValue("--ink-soft");
  context.strokeStyle = getComputedStyle(context.canvas).getPropertyValue("--line");
  context.lineWidth = 1;
  context.strokeRect(margin.left, margin.top, width, height);
  // The points before may have had letters.
  context.textBaseline = "alphabetic";
  context.font = `${11 * letters}px system-ui, sans-serif`;
  const ticks = (/** @type {typeof across} */ axis) => [0.125, 0.5, 0.875].map((share) => Math.round((axis.low + (axis.high - axis.low) * share) * 10) / 10);
  context.textAlign = "center";
  // A long name takes the place of the tick in the middle.
  const isLong = context.measureText(name(across)).width > width * 0.2;
  ticks(across).forEach((tick, index) => isLong && index === 1 ? undefined : context.fillText(axisText(across, tick), frame.toX(tick), size - 8 * letters));
  context.fillText(name(across), margin.left + width * (isLong ? 0.5 : 0.69), size - 8 * letters);
  context.textAlign = "right";
  // A date has to fit beside the picture.
  context.font = `${(up.is_date ? 9 : 11) * letters}px system-ui, sans-serif`;
  for (const tick of ticks(up)) context.fillText(axisText(up, tick), margin.left - 4, frame.toY(tick) + 4);
  context.font = `${11 * letters}px system-ui, sans-serif`;
  context.save();
  context.translate(10 * letters, margin.top + height * 0.31);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(name(up), 0, 0);
  context.restore();
}
