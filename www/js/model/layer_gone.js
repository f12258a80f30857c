/** An act on a layer that went between the drawing of the page and the act: no change comes of it. */
export class LayerGone extends Error {
  /** @param {string} name */
  constructor(name) {
    super(`no layer is called ${name}`);
    this.name = "LayerGone";
  }
}
