// Axes of figures over many runs: where values lie, by size, by ratio, or each with the same room.

import { ticks } from "../../ui/ticks.js";

/** @typedef {import("../../model/sweep/fields.js").Value} Value */
/** An axis from 0 to 1. @typedef {{ at(value: any): number, ticks: Value[], isLog: boolean, isChoice: boolean }} Axis */

/** A number in few letters. @param {number} value */
export const short = (value) => (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e5) ? value.toExponential(0).replace("e+", "e") : String(Number(value.toPrecision(3))));

/** Few values have a place each; many numbers lie by their size, by ratio where they span more than two powers of ten.
 * @param {readonly Value[]} values @param {boolean} [discrete] whether each has a place of its own @returns {Axis} */
export function axisOf(values, discrete = false) {
  const numbers = values.filter((value) => typeof value === "number");
  const distinct = [...new Set(values)];
  const isChoice = numbers.length < values.length;
  if (!isChoice) /** @type {number[]} */ (distinct).sort((a, b) => a - b);
  if (isChoice || discrete) return { at: (value) => (distinct.length < 2 ? 0.5 : distinct.indexOf(value) / (distinct.length - 1)), ticks: distinct, isLog: false, isChoice: true };
  const axis = axisOver(/** @type {number} */ (distinct[0]), /** @type {number} */ (distinct.at(-1)));
  return distinct.length <= 6 ? { ...axis, ticks: distinct } : axis;
}

/** From one number to another, by ratio where they span more than two powers of ten. @param {number} low @param {number} high @returns {Axis} */
export function axisOver(low, high) {
  const isLog = low > 0 && high / low >= 100;
  const [from, to] = isLog ? [Math.log(low), Math.log(high)] : [low, high];
  const at = (/** @type {number} */ value) => (to === from ? 0.5 : ((isLog ? Math.log(Math.max(value, low)) : value) - from) / (to - from));
  const powers = Array.from({ length: 40 }, (_, index) => 10 ** (index - 20)).filter((power) => power >= low * 0.999 && power <= high * 1.001);
  return { at, ticks: isLog && powers.length > 1 ? powers : ticks(low, high, 4), isLog, isChoice: false };
}

/** From good (0) to bad (1): a scale of one hue that colour-blind eyes read, too. @param {number} share @param {"light" | "dark"} theme */
export function heat(share, theme) {
  const [good, bad] = theme === "light" ? [[0, 92, 156], [244, 236, 214]] : [[110, 195, 255], [52, 46, 40]];
  const at = Math.min(1, Math.max(0, share));
  return `rgb(${good.map((channel, index) => Math.round(channel + (bad[index] - channel) * at)).join(" ")})`;
}
