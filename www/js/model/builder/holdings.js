// What a layer holds, as planes of numbers to look at: kernels, embeddings, recurrent weights, statistics.

/** @typedef {import("../../core/protocol.js").ModelLayer} ModelLayer */
/** A rectangle of weights: `at(row, column)` is an index into all weights. `name` is the array's, `part` which of several.
 * @typedef {{ name: string, part: number, rows: number, columns: number, at(row: number, column: number): number }} Plane */

const mostPlanes = 64;

/** @param {ModelLayer} layer @returns {Plane[]} the first planes, those of one array together */
export function planesOf(layer) {
  return layer.parameters.flatMap(({ name, shape, offset }) => planesOfArray(name, shape, offset)).slice(0, mostPlanes);
}

/** Kernels that slide are one plane for each filter and channel, everything else is a matrix as it stands.
 * @param {string} name @param {number[]} shape @param {number} offset @returns {Plane[]} */
function planesOfArray(name, shape, offset) {
  if (shape.length === 4) {
    const [rows, columns, channels, filters] = shape;
    const at = (/** @type {number} */ channel, /** @type {number} */ filter) => (/** @type {number} */ row, /** @type {number} */ column) =>
      offset + ((row * columns + column) * channels + channel) * filters + filter;
    const count = Math.min(mostPlanes, filters * channels);
    return Array.from({ length: count }, (_, part) => ({ name, part, rows, columns, at: at(Math.floor(part / filters), part % filters) }));
  }
  if (shape.length === 3) {
    const [steps, channels, filters] = shape;
    return Array.from({ length: Math.min(mostPlanes, filters) }, (_, filter) => ({
      name, part: filter, rows: channels, columns: steps,
      at: (/** @type {number} */ row, /** @type {number} */ column) => offset + (column * channels + row) * filters + filter,
    }));
  }
  const columns = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, side) => product * side, 1);
  return [{ name, part: 0, rows, columns, at: (row, column) => offset + row * columns + column }];
}

/** The largest value of a plane among at most `samples` of them. @param {Plane} plane @param {Float32Array} weights @param {number} [samples] */
export function reach({ rows, columns, at }, weights, samples = 2048) {
  const count = rows * columns;
  const step = Math.max(1, Math.ceil(count / samples));
  let most = 0;
  for (let index = 0; index < count; index += step) most = Math.max(most, Math.abs(weights[at(Math.floor(index / columns), index % columns)] ?? 0));
  return most;
}

/** Where the tokens of an embedding lie, by their first two numbers, scaled into [-1, 1].
 * @param {ModelLayer} layer @param {Float32Array} weights @param {number} most @returns {{ x: number, y: number, token: number }[]} */
export function embeddingMap({ parameters }, weights, most) {
  const table = parameters.find(({ name }) => name === "embeddings");
  if (!table) return [];
  const [tokens, numbers] = table.shape;
  const points = Array.from({ length: Math.min(tokens, most) }, (_, token) => {
    const row = table.offset + token * numbers;
    return { x: weights[row] ?? 0, y: numbers > 1 ? (weights[row + 1] ?? 0) : 0, token };
  });
  const scale = Math.max(1e-6, ...points.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))));
  return points.map(({ x, y, token }) => ({ x: x / scale, y: y / scale, token }));
}
