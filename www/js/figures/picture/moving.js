// A figure that is painted again and again: its canvases in every frame, all that is around and over them only when it has changed,
// which takes much longer.

import { copyOf, paintingOf } from "./png.js";
import { edge, groundOf } from "./shown.js";

/** Words follow so often at most. */
const wordsMillis = 400;

/** What stands around canvases is behind them, all else before them. @param {HTMLElement} copy of a figure */
function layersOf(copy) {
  const holders = [copy, ...copy.querySelectorAll("*")].filter((one) => one.querySelector("img[data-canvas]"));
  const others = holders.flatMap((one) => [...one.children].filter((child) => !holders.includes(child)));
  return { holders: /** @type {HTMLElement[]} */ (holders), others: /** @type {HTMLElement[]} */ (others) };
}

/** A copy as pixels: an image of shapes and text would be drawn from these in every frame.
 * @param {HTMLElement} copy @param {DOMRect} box @param {number} scale */
async function pixelsOf(copy, box, scale) {
  const { image, wide, high } = await paintingOf(copy, box);
  const pixels = Object.assign(document.createElement("canvas"), { width: Math.max(1, Math.round(wide * scale)), height: Math.max(1, Math.round(high * scale)) });
  pixels.getContext("2d")?.drawImage(image, 0, 0, pixels.width, pixels.height);
  return { image: pixels, wide, high };
}

/** @param {HTMLElement} figure @param {number} scale @returns {Promise<Awaited<ReturnType<typeof pixelsOf>>[]>} what is behind its canvases, and what is before them */
async function surroundings(figure, scale) {
  const box = figure.getBoundingClientRect();
  const copy = /** @type {HTMLElement} */ (copyOf(figure, true));
  const { holders, others } = layersOf(copy);
  if (holders.length === 0) return [await pixelsOf(copy, box, scale)];
  const seen = others.map(({ style }) => style.opacity);
  for (const { style } of others) style.opacity = "0";
  const behind = await pixelsOf(copy, box, scale);
  others.forEach(({ style }, index) => (style.opacity = seen[index]));
  for (const { style } of holders) Object.assign(style, { backgroundColor: "transparent", backgroundImage: "none", borderColor: "transparent", boxShadow: "none" });
  return [behind, await pixelsOf(copy, box, scale)];
}

/** @param {HTMLElement} figure @param {number} scale at which it is painted */
export async function createMovingPicture(figure, scale) {
  let isDue = false;
  let [isBusy, from] = [false, 0];
  let layers = await surroundings(figure, scale);
  const changes = new MutationObserver((records) => (isDue ||= records.some(({ target }) => !(target instanceof HTMLCanvasElement))));
  changes.observe(figure, { subtree: true, childList: true, characterData: true, attributes: true });

  async function refresh() {
    [isBusy, isDue] = [true, false];
    from = performance.now() + wordsMillis;
    // What could not be painted now is painted the next time.
    layers = await surroundings(figure, scale).catch(() => layers);
    isBusy = false;
  }

  return {
    /** Paints it as it is now. @param {CanvasRenderingContext2D} context @param {number} x @param {number} y */
    paint(context, x, y) {
      if (figure.getClientRects().length === 0) return;
      if (isDue && !isBusy && performance.now() > from) refresh();
      const box = figure.getBoundingClientRect();
      const [behind, front] = layers;
      const place = /** @type {const} */ ([x, y, behind.wide * scale, behind.high * scale]);
      context.fillStyle = groundOf(figure);
      context.fillRect(...place);
      context.drawImage(behind.image, ...place);
      for (const canvas of front ? figure.querySelectorAll("canvas") : []) {
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const isSeen = width > 0 && canvas.width > 0 && canvas.height > 0 && getComputedStyle(canvas).visibility === "visible";
        if (isSeen) context.drawImage(canvas, x + (left - box.left + edge) * scale, y + (top - box.top + edge) * scale, width * scale, height * scale);
      }
      if (front) context.drawImage(front.image, ...place);
    },
    end: () => changes.disconnect(),
  };
}
