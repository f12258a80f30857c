// The ground of the map: heights as colours, or where every start ends up. Numbers in, pixels out.

import { mix, rgba } from "../../ui/colours.js";
import { basinColour, surfaceTable, voidColour } from "../race/colours.js";
import { constants } from "../../core/registry.js";
import { clamp } from "../../ui/clamp.js";
import { put } from "../../ui/canvas.js";

/** @typedef {import("../../core/race_protocol.js").Grid} Grid */
/** @typedef {import("../../core/race_protocol.js").Basin} Basin */
/** @typedef {"light" | "dark"} Theme */

/** @param {Grid} grid @param {Theme} theme @returns {Uint32Array} */
export function heatPixels({ shades }, theme) {
  const table = Uint32Array.from(surfaceTable(theme), rgba);
  const nowhere = rgba(voidColour[theme]);
  const pixels = new Uint32Array(shades.length);
  for (let index = 0; index < pixels.length; index++) {
    const shade = shades[index];
    pixels[index] = Number.isFinite(shade) ? table[clamp((shade * 255) | 0, 0, 255)] : nowhere;
  }
  return pixels;
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

const shades = 64;
/** What slow starts are shaded with. @type {Record<Theme, [number, number, number]>} */
const edge = { light: [70, 70, 90], dark: [6, 8, 14] };

/** Colours of the starts that end in a minimum, from the quickest to the slowest. @param {Theme} theme @param {number} code of the minimum */
export const basinRange = (theme, code) => /** @type {const} */ ([basinColour(theme, code), mix(basinColour(theme, code), edge[theme], 0.4)]);

/** Every start in the colour of its minimum, paler the quicker it got there; or only by the number of steps.
 * @param {Basin} basin @param {Theme} theme @param {"minimum" | "steps"} by @returns {Uint32Array} */
export function basinPixels({ reached, arrived }, theme, by) {
  let slowest = 1;
  for (let index = 0; index < reached.length; index++) if (reached[index] < constants.basin_diverged) slowest = Math.max(slowest, arrived[index]);
  const [quick, slow] = paces[theme];
  /** @type {Map<number, Uint32Array>} */
  const tables = new Map();
  /** Colours of a minimum from quick to slow. @param {number} code */
  function tableOf(code) {
    const [from, to] = by === "steps" ? [quick, slow] : basinRange(theme, code);
    return Uint32Array.from({ length: shades }, (_, shade) => rgba(mix(from, to, shade / (shades - 1))));
  }
  const [diverged, nowhere] = [rgba(lost[theme].diverged), rgba(lost[theme].nowhere)];
  const pixels = new Uint32Array(reached.length);
  for (let index = 0; index < pixels.length; index++) {
    const code = reached[index];
    if (code === constants.basin_diverged) pixels[index] = diverged;
    else if (code === constants.basin_nowhere) pixels[index] = nowhere;
    else {
      let table = tables.get(code);
      if (!table) tables.set(code, (table = tableOf(code)));
      pixels[index] = table[Math.round(Math.sqrt(arrived[index] / slowest) * (shades - 1))];
    }
  }
  return pixels;
}

/** Lays pixels over a plane. @param {CanvasRenderingContext2D} context @param {Uint32Array} pixels @param {number} columns @param {number} rows
 * @param {number} width @param {number} height @param {boolean} smooth */
export function layPixels(context, pixels, columns, rows, width, height, smooth) {
  const small = document.createElement("canvas");
  put(small, new ImageData(new Uint8ClampedArray(/** @type {ArrayBuffer} */ (pixels.buffer)), columns, rows));
  context.imageSmoothingEnabled = smooth;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, width, height);
}
