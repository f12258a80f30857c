// What a hand draws, made into a scan: cropped, scaled and centred as the scans of the data set are.
// They are 32×32 bitmaps whose digit fills the height, counted in blocks of 4×4 (Alpaydin and Kaynak, UCI).

/** @typedef {{ x: number, y: number }[]} Stroke points in any one unit */

export const side = 8;
const fine = 32;
const pen = 4.4;

/** Where the fine picture's pixels lie on what was drawn. @param {Stroke[]} strokes @returns {{ scale: number, left: number, top: number }} */
export function fit(strokes) {
  const points = strokes.flat();
  const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
  const room = fine - pen;
  // A dot stays a dot: nothing is blown up beyond recognition.
  const scale = room / Math.max(right - left, bottom - top, 1e-9);
  return { scale, left: (left + right) / 2 - fine / 2 / scale, top: (top + bottom) / 2 - fine / 2 / scale };
}

/** Pixels of a scan, 0 to 1, row by row. @param {Stroke[]} strokes @returns {number[]} */
export function scanOf(strokes) {
  const covered = coverage(strokes);
  return Array.from({ length: side * side }, (_, index) => {
    const block = fine / side;
    const [row, column] = [Math.floor(index / side) * block, (index % side) * block];
    let count = 0;
    for (let y = 0; y < block; y++) for (let x = 0; x < block; x++) count += covered[(row + y) * fine + column + x];
    return count / (block * block);
  });
}

/** Which pixels of the fine picture the pen has touched. @param {Stroke[]} strokes @returns {Uint8Array} */
function coverage(strokes) {
  const covered = new Uint8Array(fine * fine);
  if (strokes.every((stroke) => stroke.length === 0)) return covered;
  const { scale, left, top } = fit(strokes);
  const place = (/** @type {{ x: number, y: number }} */ { x, y }) => ({ x: (x - left) * scale, y: (y - top) * scale });
  for (const stroke of strokes) {
    const points = stroke.map(place);
    points.forEach((point, index) => ink(covered, points[Math.max(0, index - 1)], point));
  }
  return covered;
}

/** Inks the pixels whose middle is within half a pen of a line. @param {Uint8Array} covered
 * @param {{ x: number, y: number }} from @param {{ x: number, y: number }} to */
function ink(covered, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  for (let row = 0; row < fine; row++) {
    for (let column = 0; column < fine; column++) {
      const [px, py] = [column + 0.5 - from.x, row + 0.5 - from.y];
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
      if (Math.hypot(px - along * dx, py - along * dy) <= pen / 2) covered[row * fine + column] = 1;
    }
  }
}
