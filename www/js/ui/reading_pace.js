// What is read follows a run no faster than one can read.

/** What a run tells of itself again and again while it trains. */
export const ofRun = new Set(["snapshot", "history", "pictures"]);

export const readableMillis = 100;

/** A view that follows a playing run at the pace of reading, and draws every other change at once.
 * @template {{ playing: boolean }} State @param {{ draw(state: State): void }} view @returns {{ draw(state: State): void }} */
export function atReadingPace(view) {
  /** @type {State | null} */
  let drawn = null;
  /** @type {State | null} */
  let last = null;
  let [from, timer] = [0, 0];

  function drawNow() {
    clearTimeout(timer);
    timer = 0;
    if (!last) return;
    drawn = last;
    from = performance.now() + readableMillis;
    view.draw(last);
  }

  return {
    draw(state) {
      last = state;
      const before = drawn;
      const isOfRun = before !== null && state.playing && /** @type {(keyof State)[]} */ (Object.keys(state)).every((key) => state[key] === before[key] || ofRun.has(String(key)));
      const wait = from - performance.now();
      if (!isOfRun || wait <= 0) drawNow();
      else timer ||= setTimeout(drawNow, wait);
    },
  };
}
