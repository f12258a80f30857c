// Fill-in: a number of a line is hidden until it is typed, and what is wrong with an answer is told where that can be seen.

import { readNumber } from "../../ui/numbers.js";

/** @typedef {import("./signs.js").Line} Line */

/** An answer counts as right within half a per cent, or in the third decimal. @param {number} answer @param {number} value */
const close = (answer, value) => Math.abs(answer - value) <= Math.max(0.005 * Math.abs(value), 5e-4);

/** What is wrong with an answer: the key of its sentence ends with this. `slips` are wrong answers that have a name.
 * @param {number} answer @param {Pick<Line, "value" | "slips">} line @returns {string | null} null where it is right */
export function mistakeIn(answer, { value, slips = {} }) {
  if (close(answer, value)) return null;
  if (close(answer, -value)) return "sign";
  return Object.entries(slips).find(([, slip]) => close(answer, slip))?.[0] ?? "other";
}

/** @param {string} text @param {Line} line @returns {string | null} */
export function mistakeInText(text, line) {
  const read = readNumber(text, {});
  return "value" in read && read.value !== null ? mistakeIn(read.value, line) : "number";
}
