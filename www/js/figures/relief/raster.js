// The surface as a solid block, painted with a depth buffer so that balls behind a ridge are known to be there.
// Pure: numbers in, pixels out. A graphics card is not asked for; many school laptops have none that can be.

import { projection } from "./camera.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("../../ui/colours.js").Rgb} Rgb */
/** @typedef {{ pixels: Uint32Array, depths: Float32Array, width: number, height: number }} Target */

/** @param {number} width @param {number} height @returns {Target} */
export const createTarget = (width, height) => ({
  width, height, pixels: new Uint32Array(width * height), depths: new Float32Array(width * height),
});

/** How deep under the lowest point the block reaches, in shades. */
const plinth = -0.06;
const light = [-0.35, 0.5, 0.79];

/** Paints a grid of shades at the middles of pixels, [row][column] with row 0 farthest along the second axis, a row of it at
 * a time: between two of them something else may have its turn.
 * @param {Target} target @param {{ width: number, height: number, shades: Float32Array }} grid
 * @param {import("./camera.js").Camera} camera
 * @param {{ surface: Rgb[], line: Rgb, side: Rgb, lines: number }} paint `surface` has 256 colours; `lines` of equal height */
export function* surfacePainting(target, grid, camera, paint) {
  const { width: columns, height: rows, shades } = grid;
  target.pixels.fill(0);
  target.depths.fill(Infinity);
  const project = projection(camera, target.width, target.height);
  const count = columns * rows;
  const vertices = { x: new Float32Array(count), y: new Float32Array(count), depth: new Float32Array(count), light: new Float32Array(count) };
  const into = { x: 0, y: 0, depth: 0 };
  const shadeAt = (/** @type {number} */ row, /** @type {number} */ column) =>
    shades[clamp(row, 0, rows - 1) * columns + clamp(column, 0, columns - 1)];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      project((2 * column + 1) / columns - 1, 1 - (2 * row + 1) / rows, shades[index], into);
      vertices.x[index] = into.x;
      vertices.y[index] = into.y;
      vertices.depth[index] = into.depth;
      vertices.light[index] = brightness(
        (shadeAt(row, column + 1) - shadeAt(row, column - 1)) * (columns / 4),
        (shadeAt(row - 1, column) - shadeAt(row + 1, column)) * (rows / 4),
      );
    }
  }
  const corner = (/** @type {number} */ index) => ({
    x: vertices.x[index], y: vertices.y[index], depth: vertices.depth[index], shade: shades[index], light: vertices.light[index],
  });
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const first = row * columns + column;
      const [a, b, c, d] = [corner(first), corner(first + 1), corner(first + columns), corner(first + columns + 1)];
      fill(target, a, b, c, paint);
      fill(target, b, d, c, paint);
    }
    yield;
  }
  yield* sidesPainting(target, grid, project, paint);
}

/** Paints all of it at once. @param {Parameters<typeof surfacePainting>} what */
export function paintSurface(...what) {
  for (const _ of surfacePainting(...what));
}

/** Brightness of a slope, 1 on flat ground. @param {number} across @param {number} away */
function brightness(across, away) {
  const steepness = 0.8;
  const [x, y] = [-across * steepness, -away * steepness];
  const length = Math.hypot(x, y, 1);
  const facing = (x * light[0] + y * light[1] + light[2]) / length;
  return Number.isFinite(facing) ? 0.62 + 0.48 * Math.max(0, facing) : 0.8;
}

/** @typedef {{ x: number, y: number, depth: number, shade: number, light: number }} Corner */

/** One triangle, every pixel tested for depth. @param {Target} target @param {Corner} a @param {Corner} b @param {Corner} c
 * @param {{ surface: Rgb[], line: Rgb, lines: number }} paint */
function fill(target, a, b, c, { surface, line, lines }) {
  const area = (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
  if (!Number.isFinite(area) || area === 0 || !Number.isFinite(a.shade + b.shade + c.shade)) return;
  const { width, height, pixels, depths } = target;
  const left = Math.max(0, Math.ceil(Math.min(a.x, b.x, c.x)));
  const right = Math.min(width - 1, Math.floor(Math.max(a.x, b.x, c.x)));
  const top = Math.max(0, Math.ceil(Math.min(a.y, b.y, c.y)));
  const bottom = Math.min(height - 1, Math.floor(Math.max(a.y, b.y, c.y)));
  // Weights of b and c grow evenly along a row; that of a is what is left.
  const [bx, by] = [(c.y - a.y) / area, -(c.x - a.x) / area];
  const [cx, cy] = [-(b.y - a.y) / area, (b.x - a.x) / area];
  const across = (/** @type {keyof Corner} */ key) => bx * (b[key] - a[key]) + cx * (c[key] - a[key]);
  const down = (/** @type {keyof Corner} */ key) => by * (b[key] - a[key]) + cy * (c[key] - a[key]);
  const steps = { depth: across("depth"), shade: across("shade"), light: across("light") };
  // Contour lines keep their width on screen however steep the ground.
  const perPixel = Math.max(1e-6, Math.hypot(steps.shade, down("shade")) * lines);
  for (let y = top; y <= bottom; y++) {
    let wb = bx * (left - a.x) + by * (y - a.y);
    let wc = cx * (left - a.x) + cy * (y - a.y);
    let depth = a.depth + wb * (b.depth - a.depth) + wc * (c.depth - a.depth);
    let shade = a.shade + wb * (b.shade - a.shade) + wc * (c.shade - a.shade);
    let bright = a.light + wb * (b.light - a.light) + wc * (c.light - a.light);
    for (let x = left, index = y * width + left; x <= right; x++, index++) {
      if (wb >= -1e-4 && wc >= -1e-4 && wb + wc <= 1.0001 && depth < depths[index]) {
        depths[index] = depth;
        const level = shade * lines;
        const off = Math.abs(level - Math.round(level)) / perPixel;
        const ink = off < 1.1 && perPixel < 0.6 ? 0.3 * Math.min(1, 1.1 - off) : 0;
        const [r, g, b2] = surface[clamp((shade * 255) | 0, 0, 255)];
        const keep = bright * (1 - ink);
        pixels[index] = word(r * keep + line[0] * ink, g * keep + line[1] * ink, b2 * keep + line[2] * ink);
      }
      wb += bx;
      wc += cx;
      depth += steps.depth;
      shade += steps.shade;
      bright += steps.light;
    }
  }
}

/** @param {number} r @param {number} g @param {number} b */
function word(r, g, b) {
  return ((255 << 24) | (Math.min(255, b) << 16) | (Math.min(255, g) << 8) | Math.min(255, r)) >>> 0;
}

/** The four walls of the block, one after the other. @param {Target} target @param {{ width: number, height: number, shades: Float32Array }} grid
 * @param {ReturnType<typeof projection>} project @param {{ side: Rgb }} paint */
function* sidesPainting(target, { width, height, shades }, project, { side }) {
  const walls = [
    { length: width, index: (/** @type {number} */ i) => i, light: 0.9 },
    { length: width, index: (/** @type {number} */ i) => (height - 1) * width + i, light: 0.9 },
    { length: height, index: (/** @type {number} */ i) => i * width, light: 0.72 },
    { length: height, index: (/** @type {number} */ i) => i * width + width - 1, light: 0.72 },
  ];
  const plain = { surface: Array.from({ length: 256 }, () => side), line: side, lines: 1e-9 };
  for (const { length, index, light: bright } of walls) {
    for (let i = 0; i + 1 < length; i++) {
      const post = (/** @type {number} */ at, /** @type {number | null} */ shade) => {
        const top = shades[index(at)];
        const place = index(at);
        const [column, row] = [place % width, Math.floor(place / width)];
        const into = project((2 * column + 1) / width - 1, 1 - (2 * row + 1) / height, shade ?? top, { x: 0, y: 0, depth: 0 });
        // Just behind the surface, so that the edge stays crisp.
        return { ...into, depth: into.depth + 1e-3, shade: Number.isFinite(top) ? 0 : NaN, light: bright * (shade === null ? 1 : 0.8) };
      };
      const [a, b, c, d] = [post(i, null), post(i + 1, null), post(i, plinth), post(i + 1, plinth)];
      fill(target, a, b, c, plain);
      fill(target, b, d, c, plain);
    }
    yield;
  }
}

/** Half the points each way, each the mean of four; a shade that is not finite stays so.
 * @param {{ width: number, height: number, shades: Float32Array }} grid */
export function halved({ width, height, shades }) {
  const [columns, rows] = [width >> 1, height >> 1];
  const means = new Float32Array(columns * rows);
  for (let index = 0; index < means.length; index++) {
    const first = Math.floor(index / columns) * 2 * width + (index % columns) * 2;
    means[index] = (shades[first] + shades[first + 1] + shades[first + width] + shades[first + width + 1]) / 4;
  }
  return { width: columns, height: rows, shades: means };
}
