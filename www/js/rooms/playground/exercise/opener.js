// The exercise of the room, if it has one, and what it locks.

import { brokenLock, leastOf, locksOf, readAnswers, readExercise } from "../../../model/exercise.js";
import { missingNotice } from "../../../ui/notice.js";

/** @typedef {import("../../../model/exercise.js").Exercise} Exercise */
/** @typedef {import("../../../model/state.js").State} State */

/** One closure, because an exercise that is loaded may be followed by another before its strip is there.
 * @param {HTMLElement} root @param {import("../../../model/session.js").Session} session
 * @param {import("../../../ui/store.js").Store<State>} store
 * @param {{ link(answers: Record<string, unknown>): Promise<string>, setLanguage(language: State["language"]): unknown, leave(): void }} page `link` is the one to hand in */
export function createExercise(root, session, store, { link, setLanguage, leave }) {
  /** @type {Exercise | null} */
  let exercise = null;
  /** @type {Awaited<ReturnType<typeof import("./strip.js").createStrip>> | null} */
  let strip = null;
  /** @type {unknown} */
  let given = null;

  /** @param {unknown} next as a link says it; null ends the exercise that there is @param {unknown} [answers] that were handed in with it */
  async function set(next, answers) {
    if (next === given) return;
    given = next;
    strip?.end();
    strip = null;
    exercise = next ? readExercise(next) : null;
    const locks = exercise ? locksOf(exercise) : [];
    session.guard(locks.length ? { allows: (what) => !locks.includes(what), broken: (before, after) => brokenLock(locks, before, after) } : null);
    mark(!root.hidden);
    if (exercise?.language && exercise.language !== store.state.language) setLanguage(exercise.language);
    store.update({});
    if (!exercise) return;
    try {
      const { createStrip } = await import("./strip.js");
      if (given !== next) return;
      const now = await createStrip(/** @type {HTMLElement} */ (root.querySelector(".bar")), session, exercise, readAnswers(answers), { link, leave });
      if (given === next) strip = now;
      else now.end();
      mark(!root.hidden);
      store.update({});
    } catch (error) {
      session.actions.notify(missingNotice(error));
    }
  }

  /** What the style sheet hides, while the room is shown. @param {boolean} shown */
  function mark(shown) {
    strip?.setShown(shown);
    const { dataset } = root.ownerDocument.documentElement;
    dataset.hides = shown && exercise ? exercise.hide.join(" ") : "";
    dataset.locks = shown && exercise ? exercise.lock.join(" ") : "";
  }

  return {
    set,
    mark,
    /** Whether it hides a part of the room. @param {string} name */
    hides: (name) => exercise?.hide.includes(name) ?? false,
    /** What a link carries of it. */
    content: () => (exercise ? leastOf(exercise) : null),
    /** @param {State} state */
    draw: (state) => strip?.draw(state),
  };
}
