// Arrow keys: where each leads on the screen, and how far with Shift.

/** Steps at once while Shift is held. */
const farther = 5;

/** Where an arrow key leads, in steps. `y` grows downwards, as on screens. @typedef {{ x: number, y: number }} Arrow */

/** @type {Map<string, Arrow>} */
const arrows = new Map([
  ["ArrowLeft", { x: -1, y: 0 }],
  ["ArrowRight", { x: 1, y: 0 }],
  ["ArrowUp", { x: 0, y: -1 }],
  ["ArrowDown", { x: 0, y: 1 }],
]);

/** Where a pressed key leads; null where it is no arrow. @param {{ key: string, shiftKey: boolean }} event @returns {Arrow | null} */
export function arrowOf({ key, shiftKey }) {
  const arrow = arrows.get(key);
  if (!arrow) return null;
  const far = shiftKey ? farther : 1;
  return { x: arrow.x * far, y: arrow.y * far };
}
