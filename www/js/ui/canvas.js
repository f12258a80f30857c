// Canvases: as sharp as the screen, and as pictures with a pixel for each number.

/** Gives a canvas its number of pixels, and leaves what is on it where it has them. @param {HTMLCanvasElement} canvas @param {number} across @param {number} down */
export function resize(canvas, across, down) {
  if (canvas.width === across && canvas.height === down) return;
  canvas.width = across;
  canvas.height = down;
}

/** Sizes a canvas to its place on the page and empties it. @param {HTMLCanvasElement} canvas @param {number} width @param {number} height */
export function prepare(canvas, width, height) {
  const ratio = devicePixelRatio;
  resize(canvas, Math.round(width * ratio), Math.round(height * ratio));
  const context = contextOf(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** An empty canvas of as many pixels as are drawn on, whatever its place on the page. @param {HTMLCanvasElement} canvas @param {number} across @param {number} [down] */
export function blank(canvas, across, down = across) {
  resize(canvas, across, down);
  const context = contextOf(canvas);
  context.clearRect(0, 0, across, down);
  return context;
}

/** Makes a canvas a picture, pixel by pixel. @param {HTMLCanvasElement} canvas @param {ImageData} image */
export function put(canvas, image) {
  resize(canvas, image.width, image.height);
  contextOf(canvas).putImageData(image, 0, 0);
}

/** @param {HTMLCanvasElement} canvas */
export const contextOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** @param {HTMLElement} element @param {string} selector */
export const canvasOf = (element, selector) => /** @type {HTMLCanvasElement} */ (element.querySelector(selector));
