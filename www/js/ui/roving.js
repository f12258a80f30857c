// One tab stop for a whole group: arrow keys move the focus within it, to the nearest in their direction on the screen.

import { arrowOf } from "./keys.js";

/** How much a pixel off the way counts beside one along it. */
const aside = 3;

/** The box that an arrow leads to from another: the nearest of those that lie in its direction.
 * @template {{ left: number, right: number, top: number, bottom: number }} Box
 * @param {Box} from @param {Box[]} boxes @param {{ x: number, y: number }} way */
export function nextBox(from, boxes, way) {
  const middle = (/** @type {Box} */ { left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
  const start = middle(from);
  let best = null;
  let least = Infinity;
  for (const box of boxes) {
    const { x, y } = middle(box);
    const along = way.x !== 0 ? (x - start.x) * Math.sign(way.x) : (y - start.y) * Math.sign(way.y);
    const off = Math.abs(way.x !== 0 ? y - start.y : x - start.x);
    const distance = along + aside * off;
    if (box === from || along < 4 || distance >= least) continue;
    [best, least] = [box, distance];
  }
  return best;
}

/** Makes a group of what a root holds: one of its items is a tab stop, and arrow keys lead to the others.
 * Call what it returns when the items are others. @param {HTMLElement} root @param {string} items a selector @param {AbortSignal} signal */
export function rove(root, items, signal) {
  /** @type {HTMLElement | null} */
  let current = null;
  const all = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(items)]).filter((item) => !item.matches(":disabled"));

  function tend() {
    const present = all();
    const stop = current && present.includes(current) ? current : present.find((item) => item.matches('[aria-pressed="true"]')) ?? present[0];
    for (const item of present) item.tabIndex = item === stop ? 0 : -1;
  }

  root.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches(items)) return;
    current = target;
    tend();
  }, { signal });
  root.addEventListener("keydown", (event) => {
    const way = arrowOf(event);
    const { target } = event;
    if (!way || event.defaultPrevented || !(target instanceof HTMLElement) || !target.matches(items)) return;
    const present = all();
    const boxes = present.map((item) => item.getBoundingClientRect());
    const next = nextBox(boxes[present.indexOf(target)], boxes, way);
    event.preventDefault();
    if (next) present[boxes.indexOf(next)].focus();
  }, { signal });
  return tend;
}
