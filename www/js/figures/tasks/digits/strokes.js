// What a hand draws, made into a scan: cropped, scaled, centred and inked as the scans of the data set are.
// They are 32×32 bitmaps whose digit fills the height, counted in blocks of 4×4 (Alpaydin and Kaynak, UCI). Thin and
// thick pens were evened out: every digit, a one or an eight, has about the same ink, and the outer columns are white.

import { clamp } from "../../../ui/clamp.js";

/** @typedef {{ x: number, y: number }[]} Stroke points in any one unit */
/** @typedef {{ x: number, y: number }} Point */

export const side = 8;
const fine = 32;
const block = fine / side;
/** Widest that a digit of the data set is, in fine pixels. */
const widest = 26;
/** Mean sum of a scan's pixels in the data set; from digit to digit it is 19.0 to 20.6. */
const typicalInk = 19.4;
const pens = { least: 3, most: 9, typical: 4.4 };
const refinements = 6;

/** Pixels of a scan, 0 to 1, row by row. @param {Stroke[]} strokes @returns {number[]} */
export function scanOf(strokes) {
  if (strokes.every((stroke) => stroke.length === 0)) return new Array(side * side).fill(0);
  // A dot stays a dot.
  if (size(strokes) === 0) return inked(strokes, pens.typical);
  let { least, most } = pens;
  for (let round = 0; round < refinements; round++) {
    const middle = (least + most) / 2;
    if (total(inked(strokes, middle)) < typicalInk) least = middle;
    else most = middle;
  }
  return inked(strokes, (least + most) / 2);
}

/** @param {number[]} values */
const total = (values) => values.reduce((sum, value) => sum + value, 0);

/** @param {Stroke[]} strokes */
function bounds(strokes) {
  const points = strokes.flat();
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** @param {Stroke[]} strokes */
function size(strokes) {
  const { left, right, top, bottom } = bounds(strokes);
  return Math.max(right - left, bottom - top);
}

/** Where a point lies on the fine picture when drawn with a pen of a width. The height is filled; what is too wide then
 * is narrowed, unless it is flat. @param {Stroke[]} strokes @param {number} pen @returns {(point: Point) => Point} */
function placing(strokes, pen) {
  const { left, right, top, bottom } = bounds(strokes);
  const [width, height] = [right - left, bottom - top];
  const isFlat = height < width / 2;
  const fillingWidth = (widest - pen) / Math.max(width, 1e-9);
  const tall = isFlat ? fillingWidth : (fine - pen) / Math.max(height, 1e-9);
  const wide = Math.min(tall, fillingWidth);
  return ({ x, y }) => ({ x: (x - (left + right) / 2) * wide + fine / 2, y: (y - (top + bottom) / 2) * tall + fine / 2 });
}

/** The scan of what was drawn with a pen of a width. @param {Stroke[]} strokes @param {number} pen @returns {number[]} */
function inked(strokes, pen) {
  const covered = new Uint8Array(fine * fine);
  const place = placing(strokes, pen);
  for (const stroke of strokes) {
    const points = stroke.map(place);
    points.forEach((point, index) => ink(covered, points[Math.max(0, index - 1)], point, pen));
  }
  return Array.from({ length: side * side }, (_, index) => {
    const [row, column] = [Math.floor(index / side) * block, (index % side) * block];
    let count = 0;
    for (let y = 0; y < block; y++) for (let x = 0; x < block; x++) count += covered[(row + y) * fine + column + x];
    return count / (block * block);
  });
}

/** Inks the pixels whose middle is within half a pen of a line. @param {Uint8Array} covered
 * @param {Point} from @param {Point} to @param {number} pen */
function ink(covered, from, to, pen) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const span = (/** @type {number} */ a, /** @type {number} */ b) => [Math.max(0, Math.floor(Math.min(a, b) - pen / 2)), Math.min(fine - 1, Math.ceil(Math.max(a, b) + pen / 2))];
  const [[top, bottom], [left, right]] = [span(from.y, to.y), span(from.x, to.x)];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [px, py] = [column + 0.5 - from.x, row + 0.5 - from.y];
      const along = length === 0 ? 0 : clamp((px * dx + py * dy) / length, 0, 1);
      if (Math.hypot(px - along * dx, py - along * dy) <= pen / 2) covered[row * fine + column] = 1;
    }
  }
}
