// The arrows of a step: the step itself to scale, gradients and what is made of them to a scale of their own.

/** @typedef {import("./protocol.js").Anatomy} Anatomy */
/** @typedef {{ line: number, from: number[], to: number[] }} Arrow in coordinates of the plane; `line` is -1 for the step */

/** Lines of the rule that are drawn, besides the step. @param {Anatomy} anatomy */
export function drawnLines({ lines, change }) {
  const isStep = (/** @type {number[]} */ values) => values.every((value, axis) => Math.abs(value - change[axis]) <= 1e-9 * Math.abs(change[axis]) + 1e-300);
  return lines.map((line, index) => ({ line, index })).filter(({ line }) => line.vector && line.values.every(Number.isFinite) && !isStep(line.values)).map(({ index }) => index);
}

/** @param {Anatomy} anatomy @param {(vector: number[]) => number} lengthOf a vector on the picture, in pixels
 * @param {number} reach of the longest arrow that is not to scale, in pixels @returns {Arrow[]} */
export function arrowsOf(anatomy, lengthOf, reach) {
  const drawn = drawnLines(anatomy).map((line) => ({ line, values: anatomy.lines[line].values, length: lengthOf(anatomy.lines[line].values) }));
  const longest = Math.max(0, ...drawn.map(({ length }) => length));
  const arrows = drawn
    .filter(({ length }) => length > 0)
    .map(({ line, values, length }) => {
      // Short ones stay visible: lengths go by their square root.
      const scale = (reach * Math.sqrt(length / longest)) / length;
      return { line, from: anatomy.before, to: anatomy.before.map((at, axis) => at + values[axis] * scale) };
    });
  return [...arrows, { line: -1, from: anatomy.before, to: anatomy.after }];
}

/** Colours of arrows that are not the step's. @type {Record<"light" | "dark", string[]>} */
export const arrowColours = {
  light: ["#1b1e24", "#0a5abe", "#007a52", "#9e2c96", "#a87000"],
  dark: ["#f4f4f4", "#6eb8ff", "#40d6a0", "#ec8ee6", "#ffd25a"],
};
