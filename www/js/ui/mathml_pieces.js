// Formulas that may be longer than a line.

/** A piece of more letters than this is cut once more. */
const long = 22;

/** A formula cut where a line may be broken: browsers break none within `<math>`. It is cut before the terms of its sum,
 * and a term that is long in its parentheses. Every piece but the first begins with its operator.
 * @param {string} mathml @returns {string[]} */
export function pieces(mathml) {
  return cut(withoutFenceRows(mathml), 0).flatMap((piece) => (letters(piece) > long ? cut(piece, 1) : piece));
}

/** @param {string} mathml */
const letters = (mathml) => mathml.replace(/<[^>]*>/g, "").length;

/** Rows that hold a pair of parentheses together would be torn. @param {string} mathml */
function withoutFenceRows(mathml) {
  /** @type {boolean[]} */
  const fenced = [];
  return mathml.replace(/<(\/?)mrow>(?=(<mo[^>]*>\(<\/mo>)?)/g, (tag, closing, fence) => {
    if (closing) return fenced.pop() ? "" : tag;
    fenced.push(Boolean(fence));
    return fence ? "" : tag;
  });
}

/** @param {string} mathml @param {number} within how many parentheses it may be cut @returns {string[]} */
function cut(mathml, within) {
  const cuts = [0];
  let [depth, fences, operand] = [0, 0, false];
  for (const { 1: closing, 2: tag, 3: text, index } of mathml.matchAll(/<(\/?)(\w+)[^>]*>([^<]*)/g)) {
    if (depth === 0 && !closing) {
      const sign = tag === "mo" && /^[+−]$/.test(text);
      if (index > 0 && operand && sign && fences <= within) cuts.push(index);
      if (tag === "mo") fences += text === "(" ? 1 : text === ")" ? -1 : 0;
      operand = tag !== "mo" || text === ")";
    }
    depth += closing ? -1 : 1;
  }
  return cuts.map((from, index) => infix(mathml.slice(from, cuts[index + 1]), from > 0));
}

/** An operator at the beginning would be taken for a sign. @param {string} mathml @param {boolean} follows */
const infix = (mathml, follows) => (follows ? mathml.replace(/^<mo>/, '<mo form="infix">') : mathml);
