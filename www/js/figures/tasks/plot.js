// Plain plots on a canvas: a frame with round ticks, and where values lie in it.

import { prepare as prepareCanvas } from "../../ui/canvas.js";
import { ticks, tickText } from "../../ui/ticks.js";

/** Where `isDate` its numbers are days since 1970-01-01.
 * @typedef {{ low: number, high: number, label: string, isDate?: boolean }} Scale */

/** Fits a canvas to its place on the page, and clears it; null where it is not shown.
 * @param {HTMLCanvasElement | null} canvas @param {number} height */
export function prepare(canvas, height) {
  const width = canvas?.clientWidth ?? 0;
  if (!canvas || width === 0) return null;
  const context = prepareCanvas(canvas, width, height);
  const style = getComputedStyle(canvas);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(`--${name}`);
  return { context, width, height, colour };
}

/** Draws the frame and its ticks, and says where values lie.
 * @param {NonNullable<ReturnType<typeof prepare>>} place @param {Scale} x @param {Scale} y */
export function frame({ context, width, height, colour }, x, y) {
  const margin = { left: 46, right: 18, top: 10, bottom: 34 };
  const [across, down] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  const toX = (/** @type {number} */ value) => margin.left + ((value - x.low) / (x.high - x.low || 1)) * across;
  const toY = (/** @type {number} */ value) => margin.top + down - ((value - y.low) / (y.high - y.low || 1)) * down;
  context.font = "11px system-ui, sans-serif";
  context.fillStyle = colour("ink-soft");
  context.strokeStyle = colour("line");
  context.lineWidth = 1;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  for (const tick of ticks(x.low, x.high, Math.max(3, across / 70))) context.fillText(tickText(tick, x), toX(tick), margin.top + down + 14);
  context.fillText(x.label, margin.left + across / 2, height - 5);
  context.textAlign = "right";
  for (const tick of ticks(y.low, y.high, Math.max(3, down / 45))) {
    context.fillText(tickText(tick, y), margin.left - 5, toY(tick) + 4);
    context.beginPath();
    context.moveTo(margin.left, toY(tick));
    context.lineTo(margin.left + across, toY(tick));
    context.stroke();
  }
  context.save();
  context.translate(11, margin.top + down / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(y.label, 0, 0);
  context.restore();
  context.strokeRect(margin.left, margin.top, across, down);
  return { toX, toY, left: margin.left, top: margin.top, across, down };
}

/** Predicted against true values, with the line on which they agree.
 * @param {HTMLCanvasElement | null} canvas @param {{ count: number, truth: Float32Array, answer: Float32Array }} outputs @param {string} truth @param {string} answer
 * @param {boolean} [isDate] */
export function agreement(canvas, { count, truth: is, answer: said }, truth, answer, isDate = false) {
  const place = prepare(canvas, 260);
  if (!place || count === 0) return;
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < count; index++) [low, high] = [Math.min(low, is[index]), Math.max(high, is[index])];
  const room = 0.08 * (high - low || 1);
  const scale = { low: low - room, high: high + room, isDate };
  const { toX, toY, left, top, across, down } = frame(place, { ...scale, label: truth }, { ...scale, label: answer });
  const { context, colour } = place;
  context.save();
  context.beginPath();
  context.rect(left, top, across, down);
  context.clip();
  context.setLineDash([5, 4]);
  context.strokeStyle = colour("ink-soft");
  context.beginPath();
  context.moveTo(toX(scale.low), toY(scale.low));
  context.lineTo(toX(scale.high), toY(scale.high));
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = colour("positive");
  context.globalAlpha = count > 200 ? 0.5 : 0.75;
  for (let index = 0; index < count; index++) {
    context.beginPath();
    context.arc(toX(is[index]), toY(said[index]), 3, 0, 7);
    context.fill();
  }
  context.restore();
}
