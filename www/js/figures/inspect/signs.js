// The signs of the lecture in MathML: z_j^[i], a_j^[i], w_jk^[i], and numbers put in their place.

import { readable } from "../../ui/controls.js";

/** A line of what is told: `symbol` = `formula` = `filled` = `value`. `at` is what it is of, `difference` a finite difference to compare
 * with, `slips` are wrong values that one gets by forgetting something, and `solution` is how the value comes about where that is not
 * told before it is known.
 * @typedef {{ symbol: string, formula?: string, filled?: string, value: number, at?: { layer: number, unit: number }, weight?: number, difference?: number, slips?: Record<string, number>, solution?: string }} Line */

/** @param {number} value as it is written in a formula */
export function written(value) {
  return Number.isNaN(value) ? "?" : value === Infinity ? "∞" : value === -Infinity ? "−∞" : readable(value).replaceAll("-", "−");
}

/** @param {number} value */
export const number = (value) => `<mn>${written(value)}</mn>`;

/** A number as a factor or a term: a negative one in parentheses. @param {number} value */
export const factor = (value) => (value < 0 || written(value).includes("e") ? `<mrow><mo>(</mo>${number(value)}<mo>)</mo></mrow>` : number(value));

/** @param {string} letter @param {string} below @param {number | null} layer */
const indexed = (letter, below, layer) =>
  layer === null ? `<msub><mi>${letter}</mi><mn>${below}</mn></msub>` : `<msubsup><mi>${letter}</mi><mn>${below}</mn><mrow><mo>[</mo><mn>${layer}</mn><mo>]</mo></mrow></msubsup>`;

/** A unit's z, a or b, counted from 0 here and from 1 there. @param {"z" | "a" | "b" | "x" | "y" | "ŷ"} letter @param {number} unit @param {number | null} layer */
export const sign = (letter, unit, layer) => indexed(letter, String(unit + 1), layer);

/** The weight of a unit for one of its inputs: w_j is the vector of unit j. @param {number} unit @param {number} from @param {number} layer */
export const weightSign = (unit, from, layer) => indexed("w", unit < 9 && from < 9 ? `${unit + 1}${from + 1}` : `${unit + 1},${from + 1}`, layer);

/** @param {string} of @param {string} by */
export const partial = (of, by) => `<mfrac><mrow><mo>∂</mo>${of}</mrow><mrow><mo>∂</mo>${by}</mrow></mfrac>`;

export const loss = "<mi>L</mi>";
export const times = "<mo>·</mo>";
export const equals = "<mo>=</mo>";
export const plus = "<mo>+</mo>";

/** @param {string[]} factors */
export const product = (factors) => factors.join(times);

/** A sum of which only the first and the last few are written. @param {string[]} terms @param {number} [most] */
export function sum(terms, most = 6) {
  const shown = terms.length > most ? [...terms.slice(0, most - 2), "<mo>⋯</mo>", terms[terms.length - 1]] : terms;
  return shown.join(plus);
}
