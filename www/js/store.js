// The page's one state. However many changes come, the views are drawn once a frame.

/** @typedef {import("./protocol.js").State} State */

/** @param {State} initial @param {(state: State) => void} draw */
export function createStore(initial, draw) {
  let state = initial;
  let scheduled = false;

  function redraw() {
    scheduled = false;
    draw(state);
  }

  return {
    get state() {
      return state;
    },
    /** @param {Partial<State>} change */
    update(change) {
      state = { ...state, ...change };
      if (!scheduled) {
        scheduled = true;
        requestAnimationFrame(redraw);
      }
    },
  };
}

/** @typedef {ReturnType<typeof createStore>} Store */
