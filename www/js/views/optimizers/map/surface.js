// The ground of the map: heights as colours, or where every start ends up. Numbers in, pixels out.

import { mix, rgba } from "../../../colours.js";
import { basinColour, surfaceTable, voidColour } from "../../../optimizers/colours.js";
import { basinCodes } from "../../../optimizers/protocol.js";

/** @typedef {import("../../../optimizers/protocol.js").Grid} Grid */
/** @typedef {import("../../../optimizers/protocol.js").Basin} Basin */
/** @typedef {"light" | "dark"} Theme */

/** @param {Grid} grid @param {Theme} theme @returns {Uint32Array} */
export function heatPixels({ shades }, theme) {
  const table = Uint32Array.from(surfaceTable(theme), rgba);
  const nowhere = rgba(voidColour[theme]);
  return Uint32Array.from(shades, (shade) => (Number.isFinite(shade) ? table[Math.max(0, Math.min(255, (shade * 255) | 0))] : nowhere));
}

/** Starts that did not arrive. @type {Record<Theme, { diverged: [number, number, number], nowhere: [number, number, number] }>} */
export const lost = {
  light: { diverged: [120, 110, 112], nowhere: [238, 236, 230] },
  dark: { diverged: [10, 10, 12], nowhere: [58, 62, 70] },
};

/** From quick to slow. @type {Record<Theme, [[number, number, number], [number, number, number]]>} */
export const paces = {
  light: [[255, 250, 225], [38, 70, 130]],
  dark: [[250, 226, 150], [22, 34, 66]],
};

/** Every start in the colour of its minimum, paler the quicker it got there; or only by the number of steps.
 * @param {Basin} basin @param {Theme} theme @param {"minimum" | "steps"} by @returns {Uint32Array} */
export function basinPixels({ reached, arrived }, theme, by) {
  let slowest = 1;
  for (let index = 0; index < reached.length; index++) if (reached[index] < basinCodes.diverged) slowest = Math.max(slowest, arrived[index]);
  const [quick, slow] = paces[theme];
  const edge = theme === "light" ? [70, 70, 90] : [6, 8, 14];
  return Uint32Array.from(reached, (code, index) => {
    if (code === basinCodes.diverged) return rgba(lost[theme].diverged);
    if (code === basinCodes.nowhere) return rgba(lost[theme].nowhere);
    const share = Math.sqrt(arrived[index] / slowest);
    if (by === "steps") return rgba(mix(quick, slow, share));
    return rgba(mix(basinColour(theme, code), /** @type {[number, number, number]} */ (edge), 0.4 * share));
  });
}

/** Lays pixels over a plane. @param {CanvasRenderingContext2D} context @param {Uint32Array} pixels @param {number} columns @param {number} rows
 * @param {number} width @param {number} height @param {boolean} smooth */
export function layPixels(context, pixels, columns, rows, width, height, smooth) {
  const small = new OffscreenCanvas(columns, rows);
  small.getContext("2d")?.putImageData(new ImageData(new Uint8ClampedArray(/** @type {ArrayBuffer} */ (pixels.buffer)), columns, rows), 0, 0);
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, width, height);
}
