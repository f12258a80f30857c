// The goals of an exercise or of a step in a chapter: read and checked by the core, and told by line where they cannot be read.

import { InvalidExperiment } from "../../core/lab.js";
import { allReached, readGoals, watchGoals } from "../../model/goals.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/goals.js").Watched} Watched */
/** @typedef {import("../../model/lessons/fields.js").Field} Field */
/** @typedef {import("../../model/lessons/fields.js").Mistake} Mistake */

/** @param {Field[]} fields goals as they are written @param {import("./host.js").Host} host whose run they are about
 * @param {{ signal: AbortSignal, told(mistake: Mistake): void, changed(): void, best?: import("../../model/lessons/progress.js").Best, improved?(best: import("../../model/lessons/progress.js").Best): void }} context
 * `changed` is called when something else is known of them; `best` is what was best before, `improved` hears of what is now */
export function createRunGoals(fields, { session }, { signal, told, changed, best = [], improved = () => {} }) {
  /** @type {Watched[]} */
  let goals = [];
  /** @type {Mistake[]} */
  let mistakes = [];
  /** The step that they were checked at last; null before the first time. @type {number | null} */
  let step = null;

  /** @param {{ goals: Watched[], step: number }} now */
  function heard(now) {
    [goals, step] = [now.goals, now.step];
    improved(goals.map((goal) => goal.best));
    changed();
  }

  const watch = watchGoals(fields.map(({ value }) => value).join(", "), heard, {
    files: session.openedFiles, best, weights: async () => (await session.send({ type: "moment" })).numbers, failed: (error) => read.then(() => mistakes.length || signal.aborted || told(mistakeOf(error, fields[0]))),
  });
  signal.addEventListener("abort", watch.end, { once: true });

  /** @param {Field} field @returns {Promise<Watched[]>} */
  const readOne = (field) =>
    readGoals(field.value).then((found) => found.map((goal) => ({ ...goal, best: null })), (error) => {
      const mistake = mistakeOf(error, field);
      mistakes = [...mistakes, mistake];
      if (!signal.aborted) told(mistake);
      return [];
    });
  const read = Promise.all(fields.map(readOne)).then((found) => {
    if (step === null) goals = found.flat().map((goal, index) => ({ ...goal, best: best[index] ?? null }));
    if (!signal.aborted) changed();
  });

  return {
    get goals() {
      return goals;
    },
    get mistakes() {
      return mistakes;
    },
    get step() {
      return step;
    },
    isEmpty: fields.length === 0,
    /** Whether all are reached now. */
    areReached: () => mistakes.length === 0 && allReached(goals),
    /** Hears of every state. @param {State} state */
    look({ experiment, snapshot, playing, data }) {
      // What was measured of the weights before an edit says nothing of those after it.
      if (fields.length && mistakes.length === 0 && data && snapshot && (!snapshot.metricsDue || playing)) watch.look({ experiment, snapshot });
    },
  };
}

/** @param {unknown} error @param {Field} field @returns {Mistake} */
const mistakeOf = (error, { line }) =>
  error instanceof InvalidExperiment ? { line, kind: "invalid", words: { error: error.errors[0] } } : { line, kind: "invalid_text", words: { message: error instanceof Error ? error.message : String(error) } };
