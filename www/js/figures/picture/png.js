// A figure as a picture to save: its element is copied with the styles that it has, drawn as an image, and that at twice the size.

import { edge, groundOf, handles } from "./shown.js";

const scale = 2;
/** What a copy needs of an element's style: the rest has no part in a picture. */
const properties = [
  "align-items", "align-self", "background-color", "background-image", "background-position", "background-size", "border-bottom", "border-collapse", "border-left", "border-radius", "border-right",
  "border-spacing", "border-top", "bottom", "box-shadow", "box-sizing", "clip-path", "color", "column-gap", "display", "fill", "fill-opacity", "fill-rule", "flex-basis", "flex-direction", "flex-grow",
  "flex-shrink", "flex-wrap", "font-family", "font-feature-settings", "font-size", "font-style", "font-variant-numeric", "font-weight", "gap", "grid-area", "grid-auto-flow", "grid-template-columns",
  "grid-template-rows", "height", "justify-content", "justify-items", "justify-self", "left", "letter-spacing", "line-height", "list-style-type", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-height",
  "max-width", "min-height", "min-width", "opacity", "order", "overflow", "padding-bottom", "padding-left", "padding-right", "padding-top", "position", "right", "rotate", "row-gap", "scale", "stroke", "stroke-dasharray",
  "stroke-linecap", "stroke-opacity", "stroke-width", "table-layout", "text-align", "text-anchor", "text-decoration", "text-orientation", "text-overflow", "text-transform", "top", "transform", "transform-origin", "translate", "vertical-align", "visibility",
  "white-space", "width", "word-break", "writing-mode", "z-index",
];

/** @param {Element} original @param {Element} copy */
function copyStyle(original, copy) {
  const computed = getComputedStyle(original);
  const { style } = /** @type {HTMLElement} */ (copy);
  for (const name of properties) style.setProperty(name, computed.getPropertyValue(name));
}

/** What a person has typed or chosen is no attribute. @param {Element} original @param {Element} copy */
function copyValue(original, copy) {
  if (original instanceof HTMLInputElement) {
    copy.setAttribute("value", original.value);
    copy.toggleAttribute("checked", original.checked);
  }
  if (original instanceof HTMLOptionElement) copy.toggleAttribute("selected", original.selected);
}

/** A canvas as an image of the same size: what is on it, or nothing. @param {HTMLCanvasElement} canvas @param {boolean} isEmpty */
function imageOf(canvas, isEmpty) {
  const image = document.createElement("img");
  if (canvas.width && canvas.height && !isEmpty) image.src = canvas.toDataURL();
  copyStyle(canvas, image);
  if (isEmpty) {
    image.style.visibility = "hidden";
    image.dataset.canvas = "";
  }
  return image;
}

/** @param {Element} original @param {boolean} [isEmpty] whether nothing is on its canvases @returns {Element | null} null for what is not to be seen */
export function copyOf(original, isEmpty = false) {
  if (getComputedStyle(original).display === "none") return null;
  if (original.parentElement?.matches(handles)) return null;
  if (original instanceof HTMLCanvasElement) return imageOf(original, isEmpty);
  const copy = /** @type {HTMLElement} */ (original.cloneNode(false));
  copyStyle(original, copy);
  copyValue(original, copy);
  if (original.matches(handles)) copy.style.visibility = "hidden";
  for (const child of original.childNodes) {
    const next = child instanceof Element ? copyOf(child, isEmpty) : child.nodeType === Node.TEXT_NODE ? child.cloneNode() : null;
    if (next) copy.append(next);
  }
  return copy;
}

/** A copy as an image with room around it, painted at twice its size.
 * @param {HTMLElement} copy @param {{ width: number, height: number }} box of the original
 * @returns {Promise<{ image: HTMLImageElement, wide: number, high: number }>} the size is in pixels of the page */
export async function paintingOf(copy, { width, height }) {
  Object.assign(copy.style, { margin: "0", position: "relative", inset: "0" });
  const [wide, high] = [width, height].map((length) => Math.ceil(length) + 2 * edge);
  const markup = new XMLSerializer().serializeToString(copy);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${wide * scale}" height="${high * scale}" viewBox="0 0 ${wide} ${high}"><foreignObject x="${edge}" y="${edge}" width="${wide}" height="${high}">${markup}</foreignObject></svg>`;
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return { image, wide, high };
}

/** @param {HTMLElement} element @returns {Promise<Blob>} a PNG of what it shows, at twice its size */
export async function pictureOf(element) {
  const { image, wide, high } = await paintingOf(/** @type {HTMLElement} */ (copyOf(element)), element.getBoundingClientRect());
  const canvas = Object.assign(document.createElement("canvas"), { width: wide * scale, height: high * scale });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = groundOf(element);
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the browser gives no picture")))));
}
