// Words that change no faster than one can read while a race plays.

const readableMillis = 180;

/** @template {{ playing: boolean, version: number, contestants: unknown }} State
 * @param {(state: State) => void} show @param {AbortSignal} signal */
export function createPace(show, signal) {
  /** @type {State | null} */
  let last = null;
  let shown = -Infinity;
  let timer = 0;
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });

  function now() {
    shown = performance.now();
    if (last) show(last);
  }

  /** Shows a state: at once, or in a moment. `settles` is set where it is to wait until the race itself has stopped changing.
   * @param {State} state @param {{ settles?: boolean }} [how] */
  return (state, { settles = false } = {}) => {
    const isOther = last && (last.version !== state.version || last.contestants !== state.contestants);
    last = state;
    clearTimeout(timer);
    const wait = settles && isOther ? readableMillis : state.playing ? readableMillis - (performance.now() - shown) : 0;
    if (wait > 0) timer = setTimeout(now, wait);
    else now();
  };
}
