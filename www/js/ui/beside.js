// Panels that open beside something on the screen and are never cut by its edges.

import { clamp } from "./clamp.js";

const gap = 8;

/** Where a panel goes, in pixels of the screen: below or to the right of a box, on the other side where there is no room, and
 * wholly in view. @param {{ width: number, height: number }} panel @param {{ left: number, right: number, top: number, bottom: number }} box
 * @param {{ width: number, height: number }} screen @param {"below" | "right"} side */
export function placeOf(panel, box, screen, side) {
  const across = (/** @type {number} */ left) => clamp(left, gap, Math.max(gap, screen.width - panel.width - gap));
  const down = (/** @type {number} */ top) => clamp(top, gap, Math.max(gap, screen.height - panel.height - gap));
  const fitsBelow = box.bottom + gap + panel.height <= screen.height;
  const fitsAbove = box.top - gap - panel.height >= 0;
  const below = fitsBelow || !fitsAbove ? box.bottom + gap : box.top - gap - panel.height;
  if (side === "below") return { left: across(box.left), top: down(below) };
  const middle = (box.top + box.bottom - panel.height) / 2;
  if (box.right + gap + panel.width <= screen.width) return { left: across(box.right + gap), top: down(middle) };
  if (box.left - gap - panel.width >= 0) return { left: across(box.left - gap - panel.width), top: down(middle) };
  return { left: across(box.left), top: down(below) };
}

/** Puts a panel, whose position is `fixed`, beside a box on the screen. @param {HTMLElement} panel @param {DOMRect} box @param {"below" | "right"} side */
export function putBeside(panel, box, side) {
  // An ancestor that contains its layout is what fixed positions count from. What is moved by a transform shifts no layout.
  panel.style.transform = "none";
  const own = panel.getBoundingClientRect();
  const { clientWidth: width, clientHeight: height } = panel.ownerDocument.documentElement;
  const { left, top } = placeOf(own, box, { width, height }, side);
  panel.style.transform = `translate(${left - own.left}px, ${top - own.top}px)`;
}
