// What a layer holds, painted: kernels, embeddings, recurrent weights, statistics, the units' own pictures.

import { css, signedColour, signedTable, zeroColour } from "../../ui/colours.js";
import { embeddingMap, planesOf, reach } from "../../model/builder/holdings.js";
import { clamp } from "../../ui/clamp.js";
import { contextOf, resize } from "../../ui/canvas.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/protocol.js").ModelLayer} ModelLayer */
/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** A picture's place on a canvas. @typedef {{ x: number, y: number, width: number, height: number }} Cell */

const mostTokens = 400;
const mostMasked = 1024;

/** Cells of a grid for `count` pictures of an aspect (width / height) within a canvas.
 * @param {number} count @param {number} width @param {number} height @param {number} aspect @param {number} gap @returns {Cell[]} */
export function cells(count, width, height, aspect, gap) {
  let best = { columns: 1, size: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const size = Math.min((width - gap * (columns - 1)) / columns / aspect, (height - gap * (rows - 1)) / rows);
    if (size > best.size) best = { columns, size };
  }
  const [cellWidth, cellHeight] = [Math.max(1, Math.floor(best.size * aspect)), Math.max(1, Math.floor(best.size))];
  return Array.from({ length: count }, (_, index) => ({
    x: (index % best.columns) * (cellWidth + gap), y: Math.floor(index / best.columns) * (cellHeight + gap), width: cellWidth, height: cellHeight,
  }));
}

/** Matrices below each other, each as high as its share of rows. @param {import("../../model/builder/holdings.js").Plane[]} planes
 * @param {HTMLCanvasElement} canvas @returns {Cell[]} */
function stacked(planes, { width, height }) {
  const gap = 3;
  const weights = planes.map(({ rows }) => Math.sqrt(rows));
  const total = weights.reduce((sum, one) => sum + one, 0);
  let y = 0;
  return weights.map((share) => {
    const high = Math.max(2, Math.floor(((height - gap * (planes.length - 1)) * share) / total));
    const cell = { x: 0, y, width, height: high };
    y += high + gap;
    return cell;
  });
}

/** @param {Uint32Array} words @param {number} stride @param {Cell} cell @param {(x: number, y: number) => number} colour of a place in [0, 1) */
function fill(words, stride, { x, y, width, height }, colour) {
  const bottom = Math.min(y + height, words.length / stride);
  for (let row = y; row < bottom; row++) {
    for (let column = x; column < Math.min(x + width, stride); column++) words[row * stride + column] = colour((column - x) / width, (row - y) / height);
  }
}

/** One closure, because all its painters share the theme and its table of colours.
 * @param {import("../../core/lab.js").Lab} lab */
export function createLayerPainter(lab) {
  /** @type {State["theme"]} */
  let theme = "light";
  let table = signedTable("light");
  /** Activation curves are the same until the activation is another. @type {Map<string, Float32Array>} */
  const curves = new Map();

  /** Paints what a layer holds. False where there is nothing to see.
   * @param {HTMLCanvasElement} canvas @param {State} state @param {Layer} layer @param {{ width: number, height: number, large?: boolean }} size
   * @param {Uint8Array | null} [passed] what a dropout let through in the last batch */
  function paint(canvas, state, layer, { width, height, large = false }, passed) {
    if (state.theme !== theme) {
      theme = state.theme;
      table = signedTable(theme);
    }
    const ratio = Math.min(2, devicePixelRatio || 1);
    resize(canvas, Math.round(width * ratio), Math.round(height * ratio));
    const context = contextOf(canvas);
    switch (layer.layer) {
      case "activation":
        return curve(context, layer.activation);
      case "dropout":
        return mask(context, state.playing ? (passed ?? null) : null, state.model?.layers.find(({ name }) => name === layer.name)?.units ?? 0);
      default:
        return holdings(context, state, layer, large);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {State} state @param {Layer} layer @param {boolean} large */
  function holdings(context, { model, snapshot, pictures }, layer, large) {
    const own = model?.layers.find(({ name }) => name === layer.name);
    const owner = layer.shared_with ? model?.layers.find(({ name }) => name === layer.shared_with) : own;
    if (!own || !owner || !snapshot) return false;
    const units = pictures?.layers.find(({ name }) => name === layer.name);
    if (pictures && units && pictures.height > 1) return unitTiles(context, pictures, units, large ? 32 : 12);
    if (owner.layer === "embedding") return tokens(context, owner, snapshot.weights, large);
    const planes = planesOf(owner);
    if (planes.length === 0) return false;
    const shown = planes.slice(0, large ? 64 : 16);
    const one = shown[0];
    const slim = shown.every(({ rows }) => rows <= 2);
    const aspect = slim || shown.length < 4 ? Math.max(0.5, context.canvas.width / context.canvas.height) * shown.length : clamp(one.columns / one.rows, 1 / 3, 3);
    const places = slim || shown.length < 4 ? stacked(shown, context.canvas) : cells(shown.length, context.canvas.width, context.canvas.height, aspect, 2);
    const image = new ImageData(context.canvas.width, context.canvas.height);
    const words = new Uint32Array(image.data.buffer);
    const scales = new Map();
    for (const plane of shown) scales.set(plane.name, Math.max(scales.get(plane.name) ?? 1e-6, reach(plane, snapshot.weights, 512)));
    shown.forEach((plane, index) => fill(words, image.width, places[index], (x, y) => {
      const value = snapshot.weights[plane.at(Math.floor(y * plane.rows), Math.floor(x * plane.columns))] ?? 0;
      return table[clamp(Math.round(128 + (value / scales.get(plane.name)) * 127), 1, 255)];
    }));
    context.putImageData(image, 0, 0);
    return true;
  }

  /** @param {CanvasRenderingContext2D} context @param {import("../../core/protocol.js").Pictures} pictures
   * @param {import("../../core/protocol.js").Pictures["layers"][number]} layer @param {number} most */
  function unitTiles(context, pictures, { units, offset }, most) {
    const count = Math.min(units, most);
    const { width, height } = pictures;
    const places = cells(count, context.canvas.width, context.canvas.height, 1, 2);
    const image = new ImageData(context.canvas.width, context.canvas.height);
    const words = new Uint32Array(image.data.buffer);
    for (let unit = 0; unit < count; unit++) {
      const start = offset + unit * width * height;
      fill(words, image.width, places[unit], (x, y) => table[pictures.values[start + Math.floor(y * height) * width + Math.floor(x * width)]]);
    }
    context.putImageData(image, 0, 0);
    return true;
  }

  /** @param {CanvasRenderingContext2D} context @param {ModelLayer} layer @param {Float32Array} weights @param {boolean} large */
  function tokens(context, layer, weights, large) {
    const { width, height } = context.canvas;
    ground(context);
    context.fillStyle = css(signedColour(theme, 1));
    const dot = large ? 5 : 3;
    for (const { x, y } of embeddingMap(layer, weights, mostTokens)) {
      context.fillRect(width / 2 + x * (width / 2 - 2 * dot) - dot / 2, height / 2 - y * (height / 2 - 2 * dot) - dot / 2, dot, dot);
    }
    return true;
  }

  /** What a dropout let through in the last batch, value by value; outside of training all pass.
   * @param {CanvasRenderingContext2D} context @param {Uint8Array | null} passed @param {number} units */
  function mask(context, passed, units) {
    const { width, height } = context.canvas;
    context.clearRect(0, 0, width, height);
    const count = Math.min(passed?.length ?? units, mostMasked);
    cells(count, width, height, 1, count > 100 ? 1 : 2).forEach(({ x, y, width: wide, height: high }, index) => {
      context.fillStyle = css(signedColour(theme, passed?.[index] === 0 ? -0.25 : 0.9));
      context.fillRect(x, y, wide, high);
    });
    return count > 0;
  }

  /** @param {CanvasRenderingContext2D} context @param {unknown} activation */
  function curve(context, activation) {
    const key = JSON.stringify(activation);
    if (key === '"softmax"') return false;
    const values = curves.get(key) ?? lab.activationCurve(activation, -3, 3, 60).values;
    curves.set(key, values);
    const { width, height } = context.canvas;
    ground(context);
    context.strokeStyle = css(signedColour(theme, 1));
    context.lineWidth = 3;
    context.beginPath();
    values.forEach((value, index) => context.lineTo((index / (values.length - 1)) * width, height / 2 - (value / 3) * (height / 2 - 3)));
    context.stroke();
    return true;
  }

  /** A surface with its axes. @param {CanvasRenderingContext2D} context */
  function ground(context) {
    const { width, height } = context.canvas;
    context.fillStyle = css(zeroColour(theme));
    context.fillRect(0, 0, width, height);
    context.fillStyle = "rgb(128 128 128 / 45%)";
    context.fillRect(0, Math.round(height / 2), width, 1);
    context.fillRect(Math.round(width / 2), 0, 1, height);
  }

  return { paint };
}
