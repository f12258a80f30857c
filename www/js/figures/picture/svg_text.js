// The letters of an element as text of an SVG, line by line where they stand on the page.

import { element } from "./svg_element.js";

const measure = typeof document === "undefined" ? null : document.createElement("canvas").getContext("2d");

/** @typedef {{ text: string, box: { left: number, top: number, right: number, bottom: number } }} Line */

/** The lines of a text, each with its place: words with the same top are in one.
 * @param {Text} node @returns {Line[]} */
function brokenLines(node) {
  /** @type {Line[]} */
  const lines = [];
  const range = document.createRange();
  for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const { left, top, right, bottom, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    const last = lines[lines.length - 1];
    if (last && Math.abs(last.box.top - top) < 2 && left >= last.box.left) Object.assign(last, { text: `${last.text} ${word}`, box: { ...last.box, right } });
    else lines.push({ text: word, box: { left, top, right, bottom } });
  }
  return lines;
}

/** A letter of a formula stands upright only where it is more than one. @param {Element} original @param {CSSStyleDeclaration} style */
const slant = (original, style) => (original.localName === "mi" && original.textContent?.trim().length === 1 && original.getAttribute("mathvariant") !== "normal" ? "italic" : style.fontStyle);

/** What a field holds is no text in the page. @param {Element} original @returns {string | null} null where it is none */
function valueOf(original) {
  if (original instanceof HTMLSelectElement) return original.selectedOptions[0]?.label ?? "";
  if (original instanceof HTMLTextAreaElement) return original.value;
  if (!(original instanceof HTMLInputElement)) return null;
  return original.type === "checkbox" ? (original.checked ? "✓" : "") : original.value;
}

/** @param {Element} original @param {CSSStyleDeclaration} style @returns {Line[]} */
function textLines(original, style) {
  const value = valueOf(original);
  if (value === null) return [...original.childNodes].flatMap((node) => (node instanceof Text ? brokenLines(node) : []));
  const { left, top, right, bottom } = original.getBoundingClientRect();
  const inner = { left: left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth), top, right: right - parseFloat(style.paddingRight) - parseFloat(style.borderRightWidth), bottom };
  return value ? [{ text: value, box: inner }] : [];
}

/** @param {Element} original @param {string} text @param {string} transform */
function cased(original, text, transform) {
  const isTitled = getComputedStyle(original, "::first-letter").textTransform === "uppercase" && original.textContent?.trim().startsWith(text);
  if (isTitled) return text.charAt(0).toUpperCase() + text.slice(1);
  return transform === "uppercase" ? text.toUpperCase() : transform === "lowercase" ? text.toLowerCase() : text;
}

/** @param {Element} original @param {CSSStyleDeclaration} style @param {number} zoom by which it is larger on the screen than by itself */
export function linesOf(original, style, zoom) {
  if (original instanceof HTMLSelectElement === false && original.closest("select")) return [];
  const isField = valueOf(original) !== null;
  const size = parseFloat(style.fontSize) * zoom;
  const isDown = /vertical/.test(style.writingMode);
  return textLines(original, style).map(({ text, box }) => {
    const shared = {
      "font-family": style.fontFamily, "font-size": size, "font-weight": style.fontWeight === "400" ? undefined : style.fontWeight, "font-style": slant(original, style) === "normal" ? undefined : slant(original, style), fill: style.color,
    };
    if (isDown) {
      const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
      return element("text", { ...shared, x, y, "text-anchor": "middle", "dominant-baseline": "central", transform: `rotate(${style.rotate === "180deg" ? -90 : 90} ${x} ${y})` }, [text]);
    }
    const y = baseline(box, style, size);
    // The letters of formulas have fonts of their own, which a viewer need not have: they stay in their middle.
    if (original.namespaceURI?.endsWith("MathML")) return element("text", { ...shared, x: (box.left + box.right) / 2, y, "text-anchor": "middle" }, [text]);
    const fitted = isField ? aligned(style.textAlign, box) : { x: box.left, textLength: box.right - box.left, lengthAdjust: "spacingAndGlyphs" };
    return element("text", { ...shared, ...fitted, y }, [cased(original, text, style.textTransform)]);
  });
}

/** Where the text of a field is. @param {string} align @param {Line["box"]} box */
function aligned(align, { left, right }) {
  if (align === "center") return { x: (left + right) / 2, "text-anchor": "middle" };
  return align === "right" || align === "end" ? { x: right, "text-anchor": "end" } : { x: left };
}

/** Where letters stand in a line. @param {Line["box"]} box @param {CSSStyleDeclaration} style @param {number} size of the letters */
function baseline({ top, bottom }, style, size) {
  if (!measure) return bottom;
  measure.font = `${style.fontWeight} ${size}px ${style.fontFamily}`;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = measure.measureText("x");
  return (top + bottom - up - down) / 2 + up;
}
