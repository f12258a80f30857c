// Pictures of races: the surface, and the paths over it.

import { css } from "../../ui/colours.js";
import { prepare } from "../../ui/canvas.js";
import { heatPixels, layPixels } from "../../figures/map/surface.js";
import { look } from "../../figures/race/colours.js";

const [width, height] = [84, 84];
const [columns, rows] = [56, 56];

/** A frame has time for one of them. */
const idle = () => new Promise((resolve) => setTimeout(resolve));

/** @param {import("../../core/race_lab.js").RaceLab} lab @returns {import("../presets.js").Paint} */
export const createPictures = (lab) => async (presets, theme, signal) => {
  for (const { preset, canvas } of presets) {
    await idle();
    if (signal.aborted) return;
    const { sweep: _, ...race } = preset.partial;
    draw(prepare(canvas, width, height), lab, lab.complete(race), theme);
  }
};

/** @param {CanvasRenderingContext2D} context @param {import("../../core/race_lab.js").RaceLab} lab @param {import("../../core/race_protocol.js").Race} race
 * @param {"light" | "dark"} theme */
function draw(context, lab, race, theme) {
  const grid = lab.grid(race, columns, rows);
  const [[left, right], vertical] = grid.domain;
  const isCurve = race.start.length === 1;
  const [low, high] = isCurve ? bounds(grid.values) : vertical;
  const toX = (/** @type {number} */ x) => ((x - left) / (right - left)) * width;
  const toY = (/** @type {number} */ y) => (1 - (y - low) / (high - low)) * height;
  if (isCurve) {
    context.strokeStyle = getComputedStyle(context.canvas).color;
    context.lineWidth = 1.5;
    line(context, Array.from(grid.values, (value, index) => [(index / (grid.values.length - 1)) * width, toY(value)]));
  } else layPixels(context, heatPixels(grid, theme), grid.width, grid.values.length / grid.width, width, height, true);
  const run = lab.run(race);
  run.advance(Math.min(race.steps, 300));
  context.lineWidth = 1.6;
  race.contestants.forEach((_, index) => {
    const { colour } = look(theme, index);
    context.strokeStyle = context.fillStyle = css(colour);
    const path = run.path(index);
    const losses = run.losses(index);
    const places = isCurve
      ? Array.from(path, (x, step) => [toX(x), toY(losses[step])])
      : Array.from({ length: path.length / 2 }, (_, step) => [toX(path[2 * step]), toY(path[2 * step + 1])]);
    line(context, places);
    const [x, y] = places[places.length - 1] ?? [-9, -9];
    context.beginPath();
    context.arc(x, y, 2.4, 0, 7);
    context.fill();
  });
  run.free();
}

/** @param {ArrayLike<number>} values @returns {[number, number]} with some room above and below */
function bounds(values) {
  const finite = Array.from(values).filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const room = (high - low) * 0.06 || 1;
  return [low - room, high + room];
}

/** @param {CanvasRenderingContext2D} context @param {number[][]} places */
function line(context, places) {
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  context.stroke();
}
