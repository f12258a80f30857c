// Views drawn in turn, so that no frame waits for all of them where many have much to draw at once.

/** A view, drawn at once or in parts: then `draw` returns what is left of it, to go on with between other views.
 * @template State @typedef {{ draw(state: State): Iterator<unknown> | null | void }} View */

/** @template State
 * @param {number} [budgetMillis] after so long the rest is left to the next frame
 * @param {{ request(next: () => void): unknown, now(): number }} [clock] of frames */
export function createTurns(budgetMillis = 12, clock = { request: (next) => requestAnimationFrame(next), now: () => performance.now() }) {
  /** Those whose turn is yet to come, and what is left of one that is drawn in parts. @type {Map<View<State>, Iterator<unknown> | null>} */
  const waiting = new Map();
  /** @type {State} */
  let last;
  let scheduled = false;

  /** @param {number} millis */
  function go(millis) {
    const start = clock.now();
    for (const [view, begun] of waiting) {
      waiting.delete(view);
      const rest = begun ?? view.draw(last);
      while (rest && !rest.next().done) {
        if (clock.now() - start < millis) continue;
        // It goes on after those that have not begun yet.
        waiting.set(view, rest);
        break;
      }
      if (clock.now() - start >= millis) break;
    }
    // What comes up later in a frame that has done enough waits for the next one, too.
    const isSpent = clock.now() - start >= millis;
    if (scheduled || (waiting.size === 0 && !isSpent)) return;
    scheduled = true;
    clock.request(() => {
      scheduled = false;
      go(budgetMillis);
    });
  }

  return {
    /** Draws the views, those first that have waited longest. Whose turn comes later is drawn in the state of that time; one
     * that was drawn in part is begun anew.
     * @param {View<State>[]} views @param {State} state */
    draw(views, state) {
      last = state;
      for (const view of views) waiting.set(view, null);
      // A frame that was asked for already goes on with it.
      if (!scheduled) go(budgetMillis);
    },
    /** Draws all whose turn has not come. */
    flush: () => go(Infinity),
  };
}
