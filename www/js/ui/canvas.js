// Canvases laid over each other: what changes seldom below, what moves on top.

/** Sizes a canvas to its place on the page and empties it. @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
export function prepare(canvas, width, height) {
  const ratio = devicePixelRatio;
  const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== across || canvas.height !== down) {
    canvas.width = across;
    canvas.height = down;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** @param {HTMLElement} element @param {string} selector */
export const canvasOf = (element, selector) => /** @type {HTMLCanvasElement} */ (element.querySelector(selector));
