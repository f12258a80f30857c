// The picture of one run: what its network answers over the plane, or along the curve, with the training data on it.

import { chartColours, css } from "../../ui/colours.js";
import { prepare, put } from "../../ui/canvas.js";
import { colourPlane, exampleColour } from "../output/field.js";
import { thresholdOf } from "../output/words.js";

/** @typedef {Pick<import("../../model/sweep/session.js").SweepState, "data" | "model" | "theme">} Scene */

const mostPoints = 120;
/** Smaller pictures have no points: they would hide it. */
const leastForPoints = 60;
const small = typeof document === "undefined" ? null : document.createElement("canvas");

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {number} side */
function drawPoints(context, { data, theme }, side) {
  if (!data) return;
  const [across, up] = [data.axes[0], data.dimensions === 1 ? data.target : data.axes[1]];
  const { count, coordinates, targets } = data.train;
  const at = (/** @type {number} */ value, /** @type {{ low: number, high: number }} */ { low, high }) => ((value - low) / (high - low)) * side;
  for (let index = 0; index < Math.min(count, mostPoints); index++) {
    const isCurve = data.dimensions === 1;
    context.fillStyle = css(isCurve ? chartColours[theme].train : exampleColour(data, targets, count, index, theme, 0));
    context.strokeStyle = "rgb(255 255 255 / 70%)";
    context.lineWidth = 0.6;
    context.beginPath();
    context.arc(at(coordinates[index], across), side - at(isCurve ? targets[index] : coordinates[count + index], up), 1.7, 0, 7);
    context.fill();
    context.stroke();
  }
}

/** Fields that change the data: the points that are here are not theirs. */
const ofData = /** @type {const} */ (["dataset", "samples", "noise", "train_fraction"]);

/** @param {HTMLCanvasElement} canvas @param {Scene} scene @param {Pick<import("../../model/sweep/runner.js").Row, "picture" | "values">} row
 * @param {number} side in pixels of the page */
export function drawRun(canvas, scene, { picture, values }, side) {
  const { theme } = scene;
  let { data } = scene;
  const hasPoints = side >= leastForPoints && !ofData.some((field) => field in values);
  const context = prepare(canvas, side, side);
  if (!data || !picture || picture.output.length < picture.width * picture.height) return;
  if (picture.height === 1) {
    if (hasPoints) drawPoints(context, scene, side);
    const { low, high } = data.target;
    context.strokeStyle = getComputedStyle(canvas).getPropertyValue("--negative");
    context.lineWidth = 1.5;
    context.beginPath();
    picture.output.slice(0, picture.width).forEach((value, index) => context.lineTo((index / (picture.width - 1)) * side, side - ((value - low) / (high - low)) * side));
    return context.stroke();
  }
  if ("dataset" in values) {
    const classes = picture.output.length / (picture.width * picture.height);
    data = { ...data, problem: classes > 1 ? "multiclass" : "binary", classes: Math.max(2, classes) };
  }
  const image = new ImageData(picture.width, picture.height);
  colourPlane(new Uint32Array(image.data.buffer), picture.output, data, { theme, discretize: false, label: 0, threshold: thresholdOf(/** @type {any} */ (scene)) });
  if (!small) return;
  put(small, image);
  context.drawImage(small, 0, 0, side, side);
  if (hasPoints) drawPoints(context, scene, side);
}
