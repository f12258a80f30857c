// Goals of an exercise: comparisons over what a run is, such as `test_loss <= 0.177, hidden_units <= 3`. The core reads and
// checks them, in its second module; the README has the table of what they can be about.

import { desk } from "./desk.js";

/** @typedef {import("../core/experiment.js").GoalState} GoalState */
/** @typedef {import("../core/protocol.js").Experiment} Experiment */
/** @typedef {import("../core/protocol.js").Snapshot} Snapshot */

/** What goals are checked on. @typedef {{ experiment: Experiment, snapshot: Snapshot | null }} Moment */

/** A goal, and the best value that it has had. @typedef {GoalState & { best: number | null }} Watched */

/** How long after a check the next one waits while a run trains. */
const restMillis = 200;

/** The numbers of a run that goals are about. @param {Snapshot} snapshot */
const factsOf = ({ step, epoch, learningRate, train, test, liveWeights }) => ({ step, epoch, learningRate, train, test, liveWeights });

/** What a text says. Rejects with `InvalidExperiment`, which names the goal, the word and what is known.
 * @param {string} goals @returns {Promise<GoalState[]>} */
export const readGoals = async (goals) => (await desk.ask({ type: "goals", goals }, { experiment: {} })).goals;

/** How far a run is. Weights go along only where goals are about what they do.
 * @param {string} goals @param {{ experiment: Experiment, snapshot: Snapshot, weights?: Float32Array, files?: readonly any[] }} moment
 * @returns {Promise<GoalState[]>} */
export const checkGoals = async (goals, { experiment, snapshot, weights, files }) =>
  (await desk.ask({ type: "goals", goals, facts: factsOf(snapshot) }, { experiment, weights, files })).goals;

/** Whether all are reached. @param {readonly GoalState[]} goals */
export const allReached = (goals) => goals.length > 0 && goals.every(({ reached }) => reached);

/** The better of two values for a goal. @param {GoalState} goal @param {number | null} one @param {number | null} other */
export function better({ comparison, target }, one, other) {
  if (one === null || other === null) return one ?? other;
  if (comparison === "=") return Math.abs(one - target) <= Math.abs(other - target) ? one : other;
  return comparison.startsWith("<") ? Math.min(one, other) : Math.max(one, other);
}

/** Watches a run for goals: they are checked now and then while it trains, and once more when it rests.
 * @param {string} text @param {(now: { goals: Watched[], reachedAt: number | null, step: number }) => void} changed called with what was found at a step;
 * `reachedAt` is the first step at which all were reached together
 * @param {{ weights?(): Promise<Float32Array>, files?(): readonly any[], best?: readonly (number | null)[], failed?(error: unknown): void, check?: typeof checkGoals, wait?: (next: () => void) => void }} [run]
 * `weights` gives those of the run, for goals about units; `best` is what was best before */
export function watchGoals(text, changed, { weights, files, best = [], failed = () => {}, check = checkGoals, wait = (next) => void setTimeout(next, restMillis) } = {}) {
  /** What is to be checked next. @type {Moment | null} */
  let next = null;
  /** What was checked last. @type {Moment | null} */
  let last = null;
  let checking = false;
  let ended = false;
  const wantsWeights = /dead.units/i.test(text);
  /** @type {Watched[]} */
  let goals = [];
  /** @type {number | null} */
  let reachedAt = null;

  async function work() {
    checking = true;
    while (next?.snapshot && !ended) {
      const moment = /** @type {{ experiment: Experiment, snapshot: Snapshot }} */ (next);
      next = null;
      last = moment;
      try {
        const now = await check(text, { ...moment, weights: wantsWeights ? await weights?.() : undefined, files: files?.() });
        if (ended) return;
        goals = now.map((goal, index) => ({ ...goal, best: better(goal, goal.value, goals[index]?.best ?? best[index] ?? null) }));
        if (allReached(goals)) reachedAt ??= moment.snapshot.step;
        changed({ goals, reachedAt, step: moment.snapshot.step });
      } catch (error) {
        failed(error);
      }
      await new Promise((resolve) => wait(() => resolve(undefined)));
    }
    checking = false;
  }

  return {
    /** Hears of every moment; only the newest counts. @param {Moment} moment */
    look({ experiment, snapshot }) {
      if (ended || !snapshot || (last?.snapshot === snapshot && last.experiment === experiment)) return;
      if (next?.snapshot === snapshot && next.experiment === experiment) return;
      next = { experiment, snapshot };
      if (!checking) work();
    },
    /** Forgets what was best. */
    forget() {
      [goals, reachedAt, last] = [[], null, null];
    },
    end: () => void (ended = true),
  };
}
