// What every figure stands on. Its words are drawn whenever something it needs has changed; its picture rests while nobody can
// see it. All of it ends with one signal.

import { nothing, render } from "lit-html";
import { ofRun, readableMillis } from "../ui/reading_pace.js";
import { createTurns } from "../ui/turns.js";
import { adoptStyles } from "./styles.js";

/** A figure in an element of its own, outside of which it touches nothing. `needs` is what of the state it shows: `draw` may be
 * called with every state, and does nothing where none of that has changed. `set` changes how it is shown.
 * @template {object} State @template {object} Options
 * @typedef {{ needs: readonly (keyof State)[], draw(state: State): void, set(options: Partial<Options>): void }} Figure */

/** What a figure is made with. Of the `run` it gets what it subscribes to. Its options are its own; `optionsChanged` is called
 * when someone changes them in the figure. With `signal` it ends, and leaves its element empty.
 * @template {object} Options
 * @typedef {{
 *   run: Pick<import("../model/session.js").Session, "subscribe" | "moment" | "experiment" | "openedFiles">, core: import("../core/lab.js").Lab, actions: import("../model/state.js").Actions, signal: AbortSignal,
 *   options?: Partial<Options>, optionsChanged?(options: Options): void,
 * }} Context */

/** @template {object} State @template {object} Options
 * @typedef {(element: HTMLElement, context: Context<Options>) => Figure<State, Options>} CreateFigure */

/** Figures so far. */
let count = 0;

/** What is left of pictures that are drawn in parts. @type {ReturnType<typeof createTurns<null>>} */
const parts = createTurns();

/** How figures draw their pictures anew, by their elements. @type {WeakMap<Element, (between: () => void) => void>} */
const repaints = new WeakMap();

/** What draws a figure's picture twice, all of it: in other colours, and after `between` in its own. @param {Element} element */
export const repaintOf = (element) => repaints.get(element);

/** How far beyond the edge of the screen a picture is drawn already. */
const ahead = "200px";

/** A picture that follows a run is drawn 30 times a second, and so seldom that it takes at most this share of the time. On a slow
 * machine frames without it take as long as the one with it, so that half of the time is left to whoever uses the page. */
const [pictureMillis, pictureShare] = [32, 1 / 8];

/** Options with a change, null where that changes none. @template {object} Options @param {Options} options @param {Partial<Options>} change */
export function changedOptions(options, change) {
  const next = { ...options, ...change };
  return JSON.stringify(next) === JSON.stringify(options) ? null : next;
}

/** One closure, because what is due, in sight and left to draw is one state, and all of it ends with the signal.
 * @template {object} State
 * @param {HTMLElement} element
 * @param {Pick<Context<{}>, "signal"> & Partial<Pick<Context<{}>, "run">> & {
 *   name: string, needs: readonly (keyof State)[], wants?: readonly import("../model/run.js").Need[], words(state: State): void, picture(state: State): Iterator<unknown> | null | void,
 * }} parts
 * `needs` is what of the state it shows, `wants` what of the run, if it is of one, has to be computed for that. `words` writes what is read, into
 * `element`; `picture` draws what is only seen, at once or in parts: then it returns what is left of it. */
export function createStage(element, { name, needs, wants = [], run, signal, words, picture }) {
  /** @type {State | null} */
  let last = null;
  let isInSight = true;
  let isPrinted = false;
  /** Whether it is in the page, and not hidden. */
  let isThere = false;
  /** Whether words or picture are of a moment ago. */
  let areWordsDue = false;
  let isDue = false;
  /** When they may follow a run again. */
  let [wordsFrom, pictureFrom, timer] = [-Infinity, -Infinity, 0];
  /** What is left to draw of the picture. @type {Iterator<unknown> | null} */
  let rest = null;
  const unfinished = { draw: () => rest };
  const resized = { draw: redraw };
  element.dataset.figure = name;
  repaints.set(element, (between) => {
    const state = /** @type {any} */ ({ ...last, playing: false });
    // What is drawn in other colours is drawn anew.
    picture({ ...state, theme: state.theme === "light" ? "dark" : "light" });
    between();
    picture(state);
  });

  function paint() {
    if (!last || !isDue || !(isInSight || isPrinted)) return;
    isDue = false;
    const start = performance.now();
    const next = picture(last) ?? null;
    const end = performance.now();
    pictureFrom = Math.max(start + pictureMillis, end + (end - start) / pictureShare);
    requestAnimationFrame(() => (pictureFrom = Math.max(pictureFrom, 2 * performance.now() - start)));
    if (next !== rest) rest?.return?.();
    rest = next;
    if (isPrinted) while (rest && !rest.next().done);
    else if (rest) parts.draw([unfinished], null);
  }

  function write() {
    if (!last) return;
    areWordsDue = false;
    wordsFrom = performance.now() + readableMillis;
    words(last);
  }

  function redraw() {
    if (!last || signal.aborted) return;
    adoptStyles(element);
    write();
    isDue = true;
    paint();
  }

  /** Draws what may follow the run by now, and the rest in a moment. */
  function follow() {
    clearTimeout(timer);
    if (signal.aborted) return;
    const now = performance.now();
    if (areWordsDue && now >= wordsFrom) write();
    if (isDue && now >= pictureFrom) paint();
    const next = Math.min(areWordsDue ? wordsFrom : Infinity, isDue && isSeen() ? pictureFrom : Infinity);
    if (next < Infinity) timer = setTimeout(() => requestAnimationFrame(follow), Math.max(0, next - performance.now()));
  }

  /** @param {boolean} now */
  function print(now) {
    isPrinted = now;
    if (isPrinted) while (rest && !rest.next().done);
    paint();
  }

  const size = new ResizeObserver(() => {
    const isThereNow = element.getClientRects().length > 0;
    // What has just come to be there counts as seen; whether it is in sight is told after that.
    if (isThereNow && !isThere) {
      isInSight = true;
      sight.unobserve(element);
      sight.observe(element);
    }
    isThere = isThereNow;
    // Where several come to be there at once, each has its turn.
    parts.draw([resized], null);
  });
  const sight = new IntersectionObserver((entries) => {
    isInSight = entries[entries.length - 1].isIntersecting;
    paint();
  }, { rootMargin: ahead });
  size.observe(element);
  sight.observe(element);
  // No frame comes before a page is printed.
  addEventListener("beforeprint", () => print(true), { signal });
  addEventListener("afterprint", () => print(false), { signal });
  matchMedia("print").addEventListener("change", ({ matches }) => print(matches), { signal });
  signal.addEventListener("abort", () => {
    size.disconnect();
    sight.disconnect();
    clearTimeout(timer);
    rest?.return?.();
    render(nothing, element);
  }, { once: true });

  /** Whether anyone can see it now. */
  const isSeen = () => !signal.aborted && (isInSight || isPrinted);
  run?.subscribe(wants, { signal, isSeen });

  return {
    needs,
    redraw,
    /** What ids in the figure begin with, so that no two are the same on a page. */
    scope: `figure-${++count}`,
    isSeen,
    /** Draws anew when a part of the figure has another size, too. @param {Element} part */
    observe: (part) => size.observe(part),
    /** @param {State} state */
    draw(state) {
      const before = last;
      last = state;
      const changed = needs.filter((key) => before?.[key] !== state[key]);
      const isOfRun = "playing" in state && state.playing && changed.every((key) => ofRun.has(String(key)));
      if (before && isOfRun) {
        if (changed.length === 0) return;
        areWordsDue = isDue = true;
        follow();
      } else if (changed.length > 0 || areWordsDue) redraw();
    },
  };
}
