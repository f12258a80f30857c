// What moves on a picture of the surface: balls, the start, and the arrows of a step.

import { css } from "../../ui/colours.js";
import { halo, look } from "./colours.js";
import { traceMarker } from "./trails.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {{ x: number, y: number }} Point */

const radius = 6.5;

/** @param {CanvasRenderingContext2D} context @param {Point} at @param {number} colour @param {"light" | "dark"} theme
 * @param {{ chosen?: boolean, hidden?: boolean, size?: number }} [options] `hidden` behind a ridge */
export function drawBall(context, at, colour, theme, { chosen = false, hidden = false, size = 1 } = {}) {
  const { colour: rgb, marker } = look(theme, colour);
  context.save();
  context.globalAlpha = hidden ? 0.35 : 1;
  if (chosen) {
    context.beginPath();
    context.arc(at.x, at.y, radius * 2 * size, 0, 2 * Math.PI);
    context.fillStyle = css(rgb).replace(")", " / 22%)");
    context.fill();
  }
  context.beginPath();
  traceMarker(context, marker, at.x, at.y, radius * size);
  context.shadowColor = "rgb(0 0 0 / 35%)";
  context.shadowBlur = 5;
  context.shadowOffsetY = 1.5;
  context.fillStyle = css(rgb);
  context.fill();
  context.shadowColor = "transparent";
  context.lineJoin = "round";
  context.lineWidth = 2;
  context.strokeStyle = theme === "light" ? "#fff" : "#0b0f17";
  context.stroke();
  context.restore();
}

/** Where a contestant left the picture. @param {CanvasRenderingContext2D} context @param {Point} at @param {number} colour @param {"light" | "dark"} theme */
export function drawCross(context, at, colour, theme) {
  context.save();
  context.lineCap = "round";
  for (const [width, stroke] of /** @type {[number, string][]} */ ([[7, halo[theme]], [3.2, css(look(theme, colour).colour)]])) {
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.beginPath();
    for (const way of [-1, 1]) {
      context.moveTo(at.x - 6, at.y - 6 * way);
      context.lineTo(at.x + 6, at.y + 6 * way);
    }
    context.stroke();
  }
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Point} at @param {string} ink @param {"light" | "dark"} theme */
export function drawStart(context, at, ink, theme) {
  context.save();
  for (const [width, stroke] of /** @type {[number, string][]} */ ([[5, halo[theme]], [1.8, ink]])) {
    context.lineWidth = width;
    context.strokeStyle = stroke;
    context.beginPath();
    context.arc(at.x, at.y, 10, 0, 2 * Math.PI);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(at.x + 7 * dx, at.y + 7 * dy);
      context.lineTo(at.x + 14 * dx, at.y + 14 * dy);
    }
    context.stroke();
  }
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Point} from @param {Point} to @param {string} colour @param {"light" | "dark"} theme */
export function drawArrow(context, from, to, colour, theme) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (!(length > 2)) return;
  const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const head = Math.min(10, length * 0.6);
  const neck = { x: to.x - dx * head, y: to.y - dy * head };
  const trace = () => {
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(neck.x, neck.y);
    context.stroke();
    context.beginPath();
    context.moveTo(to.x, to.y);
    context.lineTo(neck.x - dy * head * 0.5, neck.y + dx * head * 0.5);
    context.lineTo(neck.x + dy * head * 0.5, neck.y - dx * head * 0.5);
    context.closePath();
  };
  context.save();
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = halo[theme];
  context.lineWidth = 6;
  trace();
  context.stroke();
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 2.6;
  trace();
  context.fill();
  context.restore();
}

/** A few words on a plate, kept inside the picture. @param {CanvasRenderingContext2D} context @param {string} text @param {Point} at
 * @param {{ width: number, height: number, ink: string, plate: string }} look @returns {void} */
export function drawLabel(context, text, at, { width, height, ink, plate }) {
  context.save();
  context.font = "600 11.5px system-ui, sans-serif";
  const wide = context.measureText(text).width + 12;
  const left = clamp(at.x - wide / 2, 2, width - wide - 2);
  const top = clamp(at.y, 2, height - 22);
  context.fillStyle = plate;
  context.beginPath();
  context.roundRect(left, top, wide, 20, 6);
  context.fill();
  context.fillStyle = ink;
  context.textBaseline = "middle";
  context.fillText(text, left + 6, top + 10.5);
  context.restore();
}
