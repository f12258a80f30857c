// A room's one state. However many changes come, the views are drawn once a frame.

/** @template State @param {State} initial @param {(state: State) => void} draw @returns {Store<State>} */
export function createStore(initial, draw) {
  let state = initial;
  let scheduled = false;

  function redraw() {
    if (!scheduled) return;
    scheduled = false;
    draw(state);
  }

  return {
    get state() {
      return state;
    },
    update(change) {
      state = { ...state, ...change };
      if (!scheduled) {
        scheduled = true;
        requestAnimationFrame(redraw);
      }
    },
    flush: redraw,
  };
}

/** @template State @typedef {{ readonly state: State, update(change: Partial<State>): void, flush(): void }} Store
 * `flush` draws now what would be drawn with the next frame. */
