// Pictures of experiments: what a short training of each makes of its data, in a worker.

import { chartColours, css } from "../../ui/colours.js";
import { prepare, put } from "../../ui/canvas.js";
import { colourPlane, exampleColour } from "../../figures/output/field.js";
import { thresholdOf } from "../../figures/output/words.js";
import { icons } from "./data/icons.js";

/** @typedef {import("../../model/presets.js").Preset} Preset */
/** @typedef {import("../../core/protocol.js").Data} Data */
/** @typedef {"light" | "dark"} Theme */

export const pictureWidth = 84;
export const pictureHeight = 84;

const resolution = 50;
const mostPoints = 90;
/** How long each may train, in a few portions. */
const [portions, portionMillis] = [4, 25];

/** What was made of a preset. @typedef {{ data: Data, model: import("../../core/protocol.js").Model, snapshot: any, scans: Float32Array[] }} Made */

/** @param {Preset} preset */
const taskOf = ({ partial }) => /** @type {any} */ (partial).data?.dataset;

/** What stands for a preset without a plane to paint. @param {Preset} preset */
export function icon(preset) {
  const task = taskOf(preset);
  return task === "houses" || task === "sentences" ? icons[/** @type {"houses" | "sentences"} */ (task)] : "";
}

/** @param {import("../../core/pool.js").Pool} pool @param {import("../../core/lab.js").Lab} lab @returns {import("../presets.js").Paint} */
export function createPictures(pool, lab) {
  /** @type {Map<string, Made>} */
  const made = new Map();

  /** Trains a preset for a moment. @param {Preset} preset @param {import("../../core/pool.js").Line} line @param {AbortSignal} signal */
  async function make(preset, line, signal) {
    const { data: whole, model } = await line.send({ type: "configure", experiment: lab.complete(preset.partial), fresh: true });
    const { points = null } = taskOf(preset) === "table" ? await line.send({ type: "show_plane", plane: { plane: "principal" } }) : {};
    const data = points ? { ...whole, ...points, dimensions: 2 } : whole;
    const needs = { evaluation: false, weights: false, history: false, pictures: { resolution, unitsPerLayer: 1 } };
    /** @type {any} */
    let snapshot = null;
    for (let portion = 0; data.dimensions > 0 && portion < portions && !signal.aborted; portion++) {
      const { snapshot: next } = await line.send({ type: "advance", budgetMillis: portionMillis, steps: 1500, needs });
      snapshot = next.pictures || !snapshot ? next : snapshot;
      if (next.stopped) break;
    }
    const isDigits = taskOf(preset) === "digits";
    const { examples = [] } = isDigits ? await line.send({ type: "examples", set: "test", indices: [0, 1, 2, 3, 4, 5, 6, 7, 8] }) : {};
    return { data, model, snapshot, scans: examples.map((/** @type {any} */ { inputs }) => inputs[0]) };
  }

  return async (presets, theme, signal) => {
    for (const { preset, canvas } of presets) {
      const known = made.get(preset.name);
      if (known) draw(canvas, known, theme);
    }
    const missing = presets.filter(({ preset }) => !made.has(preset.name) && icon(preset) === "");
    if (missing.length === 0) return;
    const line = pool.open(() => {});
    try {
      for (const { preset, canvas } of missing) {
        if (signal.aborted) return;
        const one = await make(preset, line, signal);
        if (signal.aborted) return;
        made.set(preset.name, one);
        draw(canvas, one, theme);
      }
    } catch {
      // A worker that died leaves the presets that are left without pictures; they open all the same.
    } finally {
      line.close();
    }
  };
}

/** @param {HTMLCanvasElement} canvas @param {Made} made @param {Theme} theme */
function draw(canvas, { data, model, snapshot, scans }, theme) {
  const context = prepare(canvas, pictureWidth, pictureHeight);
  if (scans.length) return drawScans(context, scans);
  if (data.series) return drawLine(context, data.series.values, theme);
  if (data.dimensions === 2 && snapshot?.pictures) drawPlane(context, data, thresholdOf(/** @type {any} */ ({ model })), snapshot, theme);
  const [across, up] = [data.axes[0], data.dimensions === 1 ? data.target : data.axes[1]];
  if (!across || !up) return;
  const frame = {
    toX: (/** @type {number} */ x) => ((x - across.low) / (across.high - across.low)) * pictureWidth,
    toY: (/** @type {number} */ y) => pictureHeight - ((y - up.low) / (up.high - up.low)) * pictureHeight,
  };
  drawPoints(context, data, frame, theme);
  if (data.dimensions === 1 && snapshot?.pictures) drawCurve(context, snapshot.pictures.output, frame.toY);
}

/** @param {CanvasRenderingContext2D} context @param {Data} data @param {number} threshold @param {any} snapshot @param {Theme} theme */
function drawPlane(context, data, threshold, snapshot, theme) {
  const { pictures } = snapshot;
  if (pictures.height === 1 || pictures.output.length < pictures.width * pictures.height) return;
  const image = new ImageData(pictures.width, pictures.height);
  colourPlane(new Uint32Array(image.data.buffer), pictures.output, data, { theme, discretize: false, label: 0, threshold });
  const small = document.createElement("canvas");
  put(small, image);
  context.drawImage(small, 0, 0, pictureWidth, pictureHeight);
}

/** @param {CanvasRenderingContext2D} context @param {Data} data @param {{ toX(x: number): number, toY(y: number): number }} frame @param {Theme} theme */
function drawPoints(context, data, { toX, toY }, theme) {
  const { count, coordinates, targets } = data.train;
  context.strokeStyle = "rgb(255 255 255 / 75%)";
  context.lineWidth = 0.7;
  for (let index = 0; index < Math.min(count, mostPoints); index++) {
    context.fillStyle = css(data.dimensions === 1 ? chartColours[theme].train : exampleColour(data, targets, count, index, theme, 0));
    context.beginPath();
    context.arc(toX(coordinates[index]), toY(data.dimensions === 1 ? targets[index] : coordinates[count + index]), 2, 0, 7);
    context.fill();
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {Float32Array} output @param {(y: number) => number} toY */
function drawCurve(context, output, toY) {
  context.strokeStyle = getComputedStyle(context.canvas).getPropertyValue("--negative");
  context.lineWidth = 2;
  context.beginPath();
  output.forEach((value, index) => context.lineTo((index / (output.length - 1)) * pictureWidth, toY(value)));
  context.stroke();
}

/** The last days of a series. @param {CanvasRenderingContext2D} context @param {ArrayLike<number>} values @param {Theme} theme */
function drawLine(context, values, theme) {
  const last = Array.from(values).slice(-120);
  const [low, high] = [Math.min(...last), Math.max(...last)];
  context.strokeStyle = css(chartColours[theme].train);
  context.lineWidth = 1.5;
  context.beginPath();
  last.forEach((value, index) => context.lineTo((index / (last.length - 1)) * pictureWidth, 8 + (1 - (value - low) / (high - low)) * (pictureHeight - 16)));
  context.stroke();
}

/** @param {CanvasRenderingContext2D} context @param {Float32Array[]} scans of 8 by 8 pixels */
function drawScans(context, scans) {
  const cell = pictureWidth / 3;
  const pixel = cell / 9;
  context.fillStyle = getComputedStyle(context.canvas).color;
  scans.forEach((scan, index) => {
    scan.forEach((ink, at) => {
      context.globalAlpha = ink;
      context.fillRect((index % 3) * cell + (at % 8) * pixel, Math.floor(index / 3) * cell + Math.floor(at / 8) * pixel, pixel + 0.3, pixel + 0.3);
    });
  });
  context.globalAlpha = 1;
}
