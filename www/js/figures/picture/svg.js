// A figure of lines and letters as an SVG file that opens by itself: boxes become rectangles, letters text where they stand on the
// page, and drawings are copied with the styles that they have.

import { edge, groundOf, handles } from "./shown.js";
import { recordedDrawings } from "./recorded.js";
import { element } from "./svg_element.js";
import { linesOf } from "./svg_text.js";

/** What decides how a part of a drawing looks. */
const drawn = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "opacity", "visibility",
  "font-family", "font-size", "font-style", "font-weight", "text-anchor", "dominant-baseline", "letter-spacing", "paint-order", "shape-rendering", "clip-path", "vector-effect",
];

/** @typedef {import("./svg_element.js").Attributes} Attributes */

const isClear = (/** @type {string} */ colour) => colour === "transparent" || /^rgba\(.*, 0\)$/.test(colour);

let gradients = 0;

/** A gradient of the ground from left to right, or from top to bottom. @param {string} image as a style has it @param {Attributes} box */
function gradientOf(image, box) {
  const stops = [...image.matchAll(/(rgba?\([^)]*\))(?:\s+([\d.]+)%)?/g)];
  if (!image.startsWith("linear-gradient(") || stops.length < 2) return [];
  const id = `gradient-${++gradients}`;
  const isAcross = /^linear-gradient\((to right|90deg)/.test(image);
  const colours = stops.map(([, colour, share], index) => element("stop", { offset: `${share ?? (100 * index) / (stops.length - 1)}%`, "stop-color": colour }));
  return [element("linearGradient", { id, x1: "0", y1: "0", x2: isAcross ? "1" : "0", y2: isAcross ? "0" : "1" }, colours), element("rect", { ...box, fill: `url(#${id})` })];
}

/** @param {string} style of a border @param {number} width */
const dashes = (style, width) => (style === "dashed" ? `${3 * width} ${2 * width}` : style === "dotted" ? `${width} ${width}` : undefined);

/** The box of an element: its ground, and its edges where it has some. @param {CSSStyleDeclaration} style @param {DOMRect} box @param {number} zoom */
function boxOf(style, { left: x, top: y, width, height }, zoom) {
  /** @type {Element[]} */
  const parts = [];
  const sides = /** @type {const} */ (["top", "right", "bottom", "left"]).map((side) => ({
    side, width: parseFloat(style.getPropertyValue(`border-${side}-width`)) * zoom, style: style.getPropertyValue(`border-${side}-style`), colour: style.getPropertyValue(`border-${side}-color`),
  })).filter((one) => one.width > 0 && one.style !== "none" && !isClear(one.colour));
  const radius = Math.min(parseFloat(style.borderTopLeftRadius) * (style.borderTopLeftRadius.endsWith("%") ? width / 100 : zoom) || 0, width / 2, height / 2);
  const ground = { x, y, width, height, rx: radius || undefined };
  if (!isClear(style.backgroundColor)) parts.push(element("rect", { ...ground, fill: style.backgroundColor }));
  parts.push(...gradientOf(style.backgroundImage, ground));
  const [first] = sides;
  if (sides.length === 4 && sides.every((one) => one.width === first.width && one.colour === first.colour)) {
    const inset = first.width / 2;
    parts.push(element("rect", {
      x: x + inset, y: y + inset, width: Math.max(0, width - first.width), height: Math.max(0, height - first.width), rx: Math.max(0, radius - inset) || undefined, fill: "none",
      stroke: first.colour, "stroke-width": first.width, "stroke-dasharray": dashes(first.style, first.width),
    }));
  } else {
    for (const { side, width: thick, style: kind, colour } of sides) {
      const [middle, centre] = [side === "right" ? x + width - thick / 2 : x + thick / 2, side === "bottom" ? y + height - thick / 2 : y + thick / 2];
      const d = side === "top" || side === "bottom" ? `M${x} ${centre}h${width}` : `M${middle} ${y}v${height}`;
      parts.push(element("path", { d, stroke: colour, "stroke-width": thick, "stroke-dasharray": dashes(kind, thick) }));
    }
  }
  return parts;
}

/** A drawing with the styles that it has, where it stands. @param {SVGSVGElement} original @param {DOMRect} box */
function drawingOf(original, { left, top, width, height }) {
  const copy = /** @type {SVGSVGElement} */ (original.cloneNode(true));
  const parts = [original, ...original.querySelectorAll("*")];
  const copies = [copy, ...copy.querySelectorAll("*")];
  for (const [index, part] of parts.entries()) {
    const style = getComputedStyle(part);
    const target = copies[index];
    for (const name of ["class", "style", "tabindex", "role", "aria-hidden"]) target.removeAttribute(name);
    if (style.display === "none") target.setAttribute("display", "none");
    for (const name of drawn) {
      const value = style.getPropertyValue(name);
      if ((value && value !== "none") || name === "fill" || name === "stroke") target.setAttribute(name, value);
    }
    if (style.transform !== "none" && !part.hasAttribute("transform") && part !== original) target.setAttribute("transform", style.transform);
  }
  // Comments are places where a template may put something.
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${original.clientWidth || width} ${original.clientHeight || height}`);
  for (const [name, value] of Object.entries({ x: left, y: top, width, height, overflow: getComputedStyle(original).overflow === "visible" ? "visible" : "hidden" })) copy.setAttribute(name, String(value));
  return copy;
}

/** Lines of fractions and roots, which MathML draws and nothing stands for. @param {Element} original @param {DOMRect} box @param {string} colour */
function mathLines(original, box, colour) {
  const name = original.localName;
  const [first, second] = original.children;
  if (name === "mfrac" && second) {
    const y = (first.getBoundingClientRect().bottom + second.getBoundingClientRect().top) / 2;
    return [element("path", { d: `M${box.left} ${y}H${box.right}`, stroke: colour, fill: "none" })];
  }
  if (name !== "msqrt" || !first) return [];
  const inner = first.getBoundingClientRect();
  const { top, left, right, height } = box;
  return [element("path", { d: `M${left} ${top + 0.6 * height}l${(inner.left - left) * 0.3} ${0.4 * height - 1}L${inner.left - 1} ${top + 1}H${right}`, stroke: colour, fill: "none" })];
}

/** A canvas by what was drawn on it; as an image where that is not known. @param {HTMLCanvasElement} canvas @param {DOMRect} box @param {Drawings} drawings */
function canvasOf(canvas, { left: x, top: y, width, height }, drawings) {
  const parts = drawings.get(canvas);
  if (parts) return [element("svg", { x, y, width, height, viewBox: `0 0 ${canvas.width} ${canvas.height}`, preserveAspectRatio: "none" }, parts)];
  return canvas.width && width ? [element("image", { href: canvas.toDataURL(), x, y, width, height, preserveAspectRatio: "none" })] : [];
}

/** @typedef {Map<HTMLCanvasElement, Element[]>} Drawings */

/** @param {Element} original @param {Drawings} drawings @returns {Element[]} what it shows, in pixels of the screen */
function partsOf(original, drawings) {
  const style = getComputedStyle(original);
  if (style.display === "none" || original.matches(handles) || style.opacity === "0") return [];
  const box = original.getBoundingClientRect();
  // What only a screen reader says is cut to nothing.
  if (style.clipPath.startsWith("inset(50%") || original.matches(".visually-hidden")) return [];
  if (original instanceof SVGSVGElement) return [drawingOf(original, box)];
  if (original instanceof HTMLCanvasElement) return canvasOf(original, box, drawings);
  const zoom = original instanceof HTMLElement && original.offsetWidth ? Math.abs(box.width / original.offsetWidth) || 1 : 1;
  const isSeen = style.visibility === "visible";
  const own = isSeen ? [...boxOf(style, box, isTurned(original) ? 1 : zoom), ...mathLines(original, box, style.color)] : [];
  const inner = isSeen ? linesOf(original, style, zoom) : [];
  const children = [...original.children].flatMap((child) => partsOf(child, drawings));
  const content = [...inner, ...children];
  const isCut = style.overflowX !== "visible" && (original.scrollWidth > original.clientWidth + 1 || original.scrollHeight > original.clientHeight + 1);
  const all = isCut ? [...own, element("svg", { x: box.left, y: box.top, width: box.width, height: box.height, viewBox: [box.left, box.top, box.width, box.height].join(" "), overflow: "hidden" }, content)] : [...own, ...content];
  return style.opacity === "1" ? all : [element("g", { opacity: style.opacity }, all)];
}

/** Whether its box on the screen is not as wide as it is by itself because it is turned. @param {Element} original */
const isTurned = (original) => /vertical/.test(getComputedStyle(original).writingMode);

/** @param {HTMLElement} figure @returns {string} an SVG file of what it shows */
export function svgOf(figure) {
  const { left, top, width, height } = figure.getBoundingClientRect();
  const [wide, high] = [width, height].map((length) => Math.ceil(length) + 2 * edge);
  const ground = element("rect", { width: wide, height: high, fill: groundOf(figure) });
  const shifted = element("g", { transform: `translate(${edge - left} ${edge - top})` }, partsOf(figure, recordedDrawings(figure)));
  const svg = element("svg", { width: wide, height: high, viewBox: `0 0 ${wide} ${high}` }, [ground, shifted]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}
