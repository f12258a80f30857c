// What the oldest of the supported browsers lack: Chrome 97 `structuredClone`, Firefox 102 `roundRect` of a canvas.

globalThis.structuredClone ??= (/** @type {any} */ value) => JSON.parse(JSON.stringify(value));

/** Square corners will do. @this {CanvasRenderingContext2D} @param {number} x @param {number} y @param {number} width @param {number} height */
function rectangle(x, y, width, height) {
  this.rect(x, y, width, height);
}
CanvasRenderingContext2D.prototype.roundRect ??= rectangle;
