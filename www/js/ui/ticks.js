// Round numbers along an axis, and how they are written.

import { dateTick } from "./dates.js";

/** Round numbers from low to high, about `count` of them: 1, 2 or 5 times a power of ten apart.
 * @param {number} low @param {number} high @param {number} count */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? power;
  const found = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) found.push(Number(tick.toPrecision(12)));
  return found;
}

/** @param {number} tick where `isDate` a number of days since 1970-01-01 @param {{ low: number, high: number, isDate?: boolean }} scale */
export const tickText = (tick, { low, high, isDate = false }) => (isDate ? dateTick(tick, { low, high }) : String(tick));
