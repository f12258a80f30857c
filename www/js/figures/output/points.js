// The examples on the plane: training ones round, test ones square on their corner, mistakes ringed; where there are
// many classes, with a letter for each.

import { classMark, css, plainClasses } from "../../ui/colours.js";
import { classOf, exampleColour } from "./field.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../model/display.js").OutputOptions} Options */
/** @typedef {import("../../core/protocol.js").Examples} Examples */
/** @typedef {{ toX(x1: number): number, toY(x2: number): number, scale: number }} Frame
 * Where coordinates lie on the canvas, in its pixels. */

/** @param {CanvasRenderingContext2D} context @param {State} state @param {Options} options @param {Frame} frame */
export function drawPoints(context, state, options, frame) {
  const { data, snapshot, brush } = state;
  if (!data) return;
  drawExamples(context, state, options, frame, data.train, snapshot?.wrongTrain ?? null, false);
  // Who draws wants to see every point, the ones kept for testing too.
  if (options.showTest || brush) drawExamples(context, state, options, frame, data.test, snapshot?.wrongTest ?? null, true);
}

/** @param {CanvasRenderingContext2D} context @param {State} state @param {Options} options @param {Frame} frame
 * @param {Examples} examples @param {Uint8Array | null} wrong @param {boolean} isTest */
function drawExamples(context, state, options, frame, examples, wrong, isTest) {
  const { data, theme } = state;
  if (!data) return;
  const { count, coordinates, targets } = examples;
  const crowd = Math.min(1, Math.sqrt(600 / Math.max(1, count)));
  // More classes than colours that are plain to tell apart: each point bears its letter.
  const isMarked = data.problem === "multiclass" && data.classes > plainClasses;
  const radius = frame.scale * (isMarked ? 3.4 + 2.4 * crowd : 1.6 + 2.2 * crowd);
  context.font = `600 ${(radius * 1.25).toFixed(1)}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = frame.scale * (0.5 + 0.7 * crowd);
  for (let index = 0; index < count; index++) {
    const x = frame.toX(coordinates[index]);
    const y = frame.toY(data.dimensions === 1 ? targets[index] : coordinates[count + index]);
    context.fillStyle = data.dimensions === 1 ? (isTest ? "#e07818" : "#1269be") : css(exampleColour(data, targets, count, index, theme, options.label));
    context.strokeStyle = isTest ? "#111" : "#fff";
    context.beginPath();
    if (isTest) {
      context.moveTo(x, y - radius * 1.25);
      context.lineTo(x + radius * 1.25, y);
      context.lineTo(x, y + radius * 1.25);
      context.lineTo(x - radius * 1.25, y);
      context.closePath();
    } else context.arc(x, y, radius, 0, 7);
    context.fill();
    context.stroke();
    if (isMarked) {
      context.fillStyle = "#fff";
      context.fillText(classMark(classOf(data, targets, count, index)), x, y + radius * 0.1);
    }
    if (options.markWrong && wrong?.[index]) {
      context.strokeStyle = theme === "dark" ? "#fff" : "#000";
      context.beginPath();
      context.arc(x, y, radius * 2.1, 0, 7);
      context.stroke();
    }
  }
}
