// An embedding as a map: every token at its place, the two directions in which the tokens differ most.

import { prepare } from "./plot.js";

/** @typedef {import("../../model/state.js").State} State */

/** The first embedding layer and its vectors, [token][dimension]. @param {State} state */
export function embeddingOf({ model, snapshot }) {
  const layer = model?.layers.find((one) => one.layer === "embedding");
  const table = layer?.parameters[0];
  if (!layer || !table || !snapshot || snapshot.weights.length < table.offset + table.shape[0] * table.shape[1]) return null;
  const [tokens, dimensions] = table.shape;
  return { name: layer.name, tokens, dimensions, values: snapshot.weights.subarray(table.offset, table.offset + tokens * dimensions) };
}

/** Keeps the two directions from one moment to the next, so that the map turns slowly instead of jumping. */
export function createProjector() {
  /** @type {number[][]} */
  let directions = [];

  /** Places of the chosen tokens, in two dimensions. @param {Float32Array} values @param {number} dimensions @param {number[]} tokens @returns {[number, number][]} */
  return function project(values, dimensions, tokens) {
    if (dimensions === 1) return tokens.map((token) => [values[token], 0]);
    if (dimensions === 2) return tokens.map((token) => [values[2 * token], values[2 * token + 1]]);
    const axis = [...Array(dimensions).keys()];
    const mean = axis.map((d) => tokens.reduce((sum, token) => sum + values[token * dimensions + d], 0) / Math.max(1, tokens.length));
    const centred = tokens.map((token) => axis.map((d) => values[token * dimensions + d] - mean[d]));
    if (directions[0]?.length !== dimensions) directions = [0, 1].map((which) => axis.map((d) => (d === which ? 1 : 0.1)));
    const dot = (/** @type {number[]} */ a, /** @type {number[]} */ b) => a.reduce((sum, value, index) => sum + value * b[index], 0);
    directions.forEach((start, which) => {
      let now = start;
      for (let round = 0; round < 8; round++) {
        const next = axis.map(() => 0);
        for (const row of centred) {
          const along = dot(row, now);
          for (const d of axis) next[d] += along * row[d];
        }
        if (which === 1) {
          const along = dot(next, directions[0]);
          for (const d of axis) next[d] -= along * directions[0][d];
        }
        const size = Math.sqrt(dot(next, next));
        if (size < 1e-12) break;
        now = next.map((value) => value / size);
      }
      directions[which] = now;
    });
    return centred.map((row) => [dot(row, directions[0]), dot(row, directions[1])]);
  };
}

/** @param {HTMLCanvasElement | null} canvas @param {number} height @param {[number, number][]} places
 * @param {{ name: string, strong?: boolean, colour?: string }[]} marks words first that must be readable */
export function paintMap(canvas, height, places, marks) {
  const place = prepare(canvas, height);
  if (!place) return;
  const { context, width, colour } = place;
  // Both directions fill the map: one that hardly differs would leave all words on a line.
  const reach = [0, 1].map((axis) => Math.max(1e-6, ...places.map((at) => Math.abs(at[axis]))));
  const [wide, high] = [(width - 90) / 2, (height - 30) / 2];
  context.strokeStyle = colour("line");
  context.beginPath();
  context.moveTo(width / 2, 0);
  context.lineTo(width / 2, height);
  context.moveTo(0, height / 2);
  context.lineTo(width, height / 2);
  context.stroke();
  context.textAlign = "center";
  context.textBaseline = "middle";
  /** Where words already stand. @type {[number, number, number][]} */
  const taken = [];
  marks.forEach(({ name, strong, colour: own }, index) => {
    const [x, y] = [width / 2 + (places[index][0] / reach[0]) * wide, height / 2 - (places[index][1] / reach[1]) * high];
    context.font = strong ? "700 14px system-ui, sans-serif" : "12px system-ui, sans-serif";
    const half = context.measureText(name).width / 2 + 3;
    context.fillStyle = own ?? colour(strong ? "ink" : "ink-soft");
    const free = taken.every(([tx, ty, th]) => Math.abs(tx - x) > half + th || Math.abs(ty - y) > 14);
    if (free || strong) {
      taken.push([x, y, half]);
      context.fillText(name, x, y);
    } else {
      context.beginPath();
      context.arc(x, y, 2, 0, 7);
      context.fill();
    }
  });
}
