// Views drawn in turn, so that no frame waits for all of them where many have much to draw at once.

/** @template State
 * @param {number} [budgetMillis] after so long the other views are left to the next frame
 * @param {{ request(next: () => void): unknown, now(): number }} [clock] of frames */
export function createTurns(budgetMillis = 20, clock = { request: (next) => requestAnimationFrame(next), now: () => performance.now() }) {
  /** Those whose turn is yet to come. @type {{ draw(state: State): void }[]} */
  let waiting = [];
  /** @type {State} */
  let last;
  let scheduled = false;

  /** @param {number} millis */
  function go(millis) {
    const start = clock.now();
    for (let view = waiting.shift(); view; view = waiting.shift()) {
      view.draw(last);
      if (clock.now() - start >= millis) break;
    }
    if (waiting.length === 0 || scheduled) return;
    scheduled = true;
    clock.request(() => {
      scheduled = false;
      go(budgetMillis);
    });
  }

  return {
    /** Draws the views, those first that have waited longest. Whose turn comes later is drawn in the state of that time.
     * @param {{ draw(state: State): void }[]} views @param {State} state */
    draw(views, state) {
      last = state;
      waiting = [...waiting, ...views.filter((view) => !waiting.includes(view))];
      // A frame that was asked for already goes on with it.
      if (!scheduled) go(budgetMillis);
    },
    /** Draws all whose turn has not come. */
    flush: () => go(Infinity),
  };
}
