// The exercise of an embedded lab: what is to be done, its goals, and what it does not let change.

import { html, nothing } from "lit-html";
import { goalList, wordGoal } from "../../figures/goals/list.js";
import { brokenLock, leastOf, locksOf } from "../../model/exercise.js";
import { watchGoals } from "../../model/goals.js";
import { wordFailure } from "../playground/exercise/words.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/exercise.js").Exercise} Exercise */
/** @typedef {import("../../model/goals.js").Watched} Watched */

/** One closure, because goals and which of them have been told are one state.
 * @param {import("../../model/session.js").Session} session
 * @param {(type: "goal" | "error", detail: Record<string, unknown>) => void} tell @param {() => void} redraw */
export function createEmbeddedExercise(session, tell, redraw) {
  /** @type {Exercise | null} */
  let exercise = null;
  /** @type {ReturnType<typeof watchGoals> | null} */
  let watch = null;
  /** @type {Watched[]} */
  let goals = [];
  /** @type {unknown} */
  let failure = null;
  /** The goals of the run `ofRun` that were told, by their places. @type {Set<number>} */
  let told = new Set();
  let ofRun = -1;
  /** @type {State["t"]} */
  let words;

  /** Each goal is told once in a run: where it was reached, and what it was about. @param {Watched[]} now @param {number} step */
  function tellReached(now, step) {
    for (const [index, goal] of now.entries()) {
      if (!goal.reached || told.has(index)) continue;
      told.add(index);
      const { quantity, comparison, target, value } = goal;
      tell("goal", { goal: wordGoal(goal, words), index, step, quantity, comparison, target, value, reached: now.filter(({ reached }) => reached).length, goals: now.length });
    }
  }

  /** @param {unknown} error */
  function fail(error) {
    if (failure) return;
    failure = error;
    tell("error", { message: wordFailure(error, words) });
    redraw();
  }

  return {
    /** Takes the place of the exercise before; null ends it. @param {Exercise | null} next */
    set(next) {
      watch?.end();
      [exercise, goals, failure, told] = [next, [], null, new Set()];
      const locks = next ? locksOf(next) : [];
      session.guard(locks.length ? { allows: (what) => !locks.includes(what), broken: (before, after) => brokenLock(locks, before, after) } : null);
      watch = next?.goals.trim() ? watchGoals(next.goals, ({ goals: now, step }) => ((goals = now), tellReached(now, step), redraw()), {
        files: session.openedFiles, failed: fail, weights: async () => (await session.send({ type: "moment" })).numbers,
      }) : null;
    },
    end: () => watch?.end(),
    /** What a link carries of it. */
    content: () => (exercise ? leastOf(exercise) : undefined),
    /** @param {State} state */
    look({ t, experiment, snapshot, playing }) {
      words = t;
      if (!watch || !snapshot || (snapshot.metricsDue && !playing)) return;
      if (snapshot.run !== ofRun) told = new Set();
      ofRun = snapshot.run;
      watch.look({ experiment, snapshot });
    },
    /** @param {State} state */
    template({ t }) {
      if (!exercise) return nothing;
      return html`<section class="embedded-exercise" aria-label=${t("exercise.title")}>
        ${exercise.text.split(/\n+/).filter(Boolean).map((line) => html`<p>${line}</p>`)}
        ${failure ? html`<p class="field-error" role="alert">${wordFailure(failure, t)}</p>` : goalList(goals, t)}
      </section>`;
    },
  };
}
