// The arrows of a step: the step itself to scale, gradients and what is made of them to a scale of their own.

/** @typedef {import("../../core/race_protocol.js").Anatomy} Anatomy */
/** An arrow in coordinates of the plane; `line` is a line of the rule, or one of `ownLines`.
 * @typedef {{ line: number, from: number[], to: number[] }} Arrow */

/** What is drawn that is no line of the rule. */
export const ownLines = { gradient: -2, step: -1 };

/** Lines of the rule that are drawn besides the step, which is the last. @param {Anatomy} anatomy */
export function drawnLines({ lines, change }) {
  const isStep = (/** @type {number[]} */ values) => values.every((value, axis) => Math.abs(value - change[axis]) <= 1e-3 * Math.abs(change[axis]) + 1e-300);
  const drawn = (/** @type {Anatomy["lines"][number]} */ { arrow, values }) => arrow !== null && values.length === change.length && values.every(Number.isFinite) && !isStep(values);
  return [...lines.keys()].filter((index) => drawn(lines[index]));
}

/** @param {Anatomy} anatomy @param {(vector: number[]) => number} lengthOf a vector on the picture, in pixels
 * @param {number} reach of the longest arrow that is not to scale, in pixels @returns {Arrow[]} */
export function arrowsOf(anatomy, lengthOf, reach) {
  const { lines, before, after, used } = anatomy;
  const rule = drawnLines(anatomy).map((line) => ({ line, values: lines[line].values, toScale: lines[line].arrow === "step" }));
  const drawn = [{ line: ownLines.gradient, values: used, toScale: false }, ...rule].map((one) => ({ ...one, length: lengthOf(one.values) }));
  const longest = Math.max(0, ...drawn.filter(({ toScale, length }) => !toScale && Number.isFinite(length)).map(({ length }) => length));
  const arrows = drawn
    .filter(({ length }) => length > 0 && Number.isFinite(length))
    .map(({ line, values, length, toScale }) => {
      // Short ones stay visible: lengths go by their square root.
      const scale = toScale ? 1 : (reach * Math.sqrt(length / longest)) / length;
      return { line, from: before, to: before.map((at, axis) => at + values[axis] * scale) };
    });
  return [...arrows, { line: ownLines.step, from: before, to: after }];
}

/** Colour of the arrow of a line, which is the gradient's or one of those that are drawn.
 * @param {"light" | "dark"} theme @param {number} line @param {number[]} drawn by `drawnLines` */
export function arrowColour(theme, line, drawn) {
  const place = line === ownLines.gradient ? 0 : drawn.indexOf(line) + 1;
  return arrowColours[theme][place % arrowColours[theme].length];
}

/** @type {Record<"light" | "dark", string[]>} */
const arrowColours = {
  light: ["#1b1e24", "#0a5abe", "#007a52", "#9e2c96", "#a87000"],
  dark: ["#f4f4f4", "#6eb8ff", "#40d6a0", "#ec8ee6", "#ffd25a"],
};
