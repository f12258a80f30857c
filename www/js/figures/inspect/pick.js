// The example that a press on the picture of the output means: the nearest point.

import { frameOf } from "../output/axes.js";

/** @typedef {import("../../model/state.js").State} State */

/** How far beside a point a press may be, in pixels. */
const reach = 24;

/** @param {State} state @param {EventTarget | null} target @param {{ clientX: number, clientY: number }} at
 * @returns {import("../../core/experiment.js").ChosenExample | null} */
export function exampleAt(state, target, { clientX, clientY }) {
  const { data, display, brush } = state;
  const plane = target instanceof Element ? target.closest(".plane") : null;
  if (!plane || !data || data.dimensions === 0 || brush) return null;
  const { left, top, width } = plane.getBoundingClientRect();
  const { toX, toY } = frameOf(/** @type {any} */ (state), width);
  let best = null;
  let least = reach;
  const sets = /** @type {const} */ (["train", "test"]);
  for (const set of sets.slice(0, display.output.showTest ? 2 : 1)) {
    const { count, coordinates, targets } = data[set];
    for (let index = 0; index < count; index++) {
      const distance = Math.hypot(toX(coordinates[index]) - (clientX - left), toY(data.dimensions === 1 ? targets[index] : coordinates[count + index]) - (clientY - top));
      if (distance < least) [best, least] = [/** @type {import("../../core/experiment.js").ChosenExample} */ ({ [set]: index }), distance];
    }
  }
  return best;
}
