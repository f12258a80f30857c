// Unit pictures: quantised bytes onto small canvases, through a table of colours.

import { css, signedColour, signedTable } from "../../ui/colours.js";
import { blank, put } from "../../ui/canvas.js";
import { colourUnit } from "../output/field.js";

/** @typedef {import("../../core/protocol.js").Pictures} Pictures */
/** @typedef {"light" | "dark"} Theme */

/** Paints planes of bytes; remembers its table and image between calls. */
export function createTilePainter() {
  /** @type {Theme | null} */
  let theme = null;
  let table = signedTable("light");
  /** @type {Map<number, ImageData>} */
  const images = new Map();

  /** @param {Theme} next */
  function setTheme(next) {
    if (next === theme) return;
    theme = next;
    table = signedTable(next);
  }

  /** @param {number} size */
  function imageOf(size) {
    const image = images.get(size) ?? new ImageData(size, size);
    images.set(size, image);
    return image;
  }

  /** A square picture of a plane of `side` pixels, every `skip`-th of them.
   * @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes @param {number} start @param {number} side @param {number} skip */
  function plane(canvas, bytes, start, side, skip) {
    const size = Math.floor(side / skip);
    const image = imageOf(size);
    const pixels = new Uint32Array(image.data.buffer);
    for (let y = 0, to = 0; y < size; y++) {
      for (let x = 0, from = start + y * skip * side; x < size; x++, from += skip) pixels[to++] = table[bytes[from]];
    }
    put(canvas, image);
  }

  /** A unit of one-dimensional data as a curve around its zero line.
   * @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes @param {number} start @param {number} count */
  function curve(canvas, bytes, start, count) {
    const size = 80;
    if (!theme) return;
    const context = blank(canvas, size);
    context.fillStyle = css(signedColour(theme, 0));
    context.fillRect(0, 0, size, size);
    context.strokeStyle = "rgb(128 128 128 / 60%)";
    context.lineWidth = 1;
    context.strokeRect(-1, size / 2, size + 2, 0);
    context.strokeStyle = css(signedColour(theme, 1));
    context.lineWidth = 5;
    context.beginPath();
    for (let x = 0; x < count; x += 2) context.lineTo((x / (count - 1)) * size, size / 2 - ((bytes[start + x] - 128) / 127) * (size / 2 - 6));
    context.stroke();
  }

  /** @param {HTMLCanvasElement} canvas @param {Uint8Array} bytes @param {number} start
   * @param {{ width: number, height: number }} shape @param {number} skip */
  function paint(canvas, bytes, start, { width, height }, skip) {
    if (height === 1) curve(canvas, bytes, start, width);
    else plane(canvas, bytes, start, width, skip);
  }

  /** One unit of the output, in the colours of the large picture. @param {HTMLCanvasElement} canvas @param {Pictures} pictures @param {number} skip
   * @param {import("../../core/protocol.js").Data} data @param {number} unit @param {number} threshold */
  function paintOutput(canvas, pictures, skip, data, unit, threshold) {
    const image = imageOf(Math.floor(pictures.width / skip));
    if (theme) colourUnit(new Uint32Array(image.data.buffer), pictures, skip, data, unit, { theme, threshold });
    put(canvas, image);
  }

  return { setTheme, paint, paintOutput };
}
