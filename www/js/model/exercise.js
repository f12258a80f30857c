// An exercise that a link carries: what is to be done, goals, and what of the playground is hidden or cannot be changed.

/** @typedef {import("../core/protocol.js").Experiment} Experiment */

/** What can be locked, and what of an experiment that is. @type {Record<string, (experiment: Experiment) => unknown>} */
const locked = {
  data: ({ data: { features, ...rest }, seed, seeds }) => [rest, seeds.data ?? seed],
  features: ({ data }) => data.features,
  seed: ({ seed, seeds }) => [seed, seeds],
  layers: ({ network }) => network.layers.map((/** @type {any} */ { kernel_regularizer, activation, ...layer }) => layer),
  activation: ({ network }) => network.layers.map((/** @type {any} */ { name, activation }) => [name, activation]),
  learning_rate: ({ optimizer }) => [optimizer.learning_rate, optimizer.schedule],
  optimizer: ({ optimizer: { learning_rate, schedule, ...rest } }) => rest,
  batch_size: ({ training }) => [training.batch_size, training.shuffle, training.last_batch],
  regularization: ({ network }) => network.layers.map((/** @type {any} */ { name, kernel_regularizer }) => [name, kernel_regularizer]),
  loss: ({ losses, loss_weights }) => [losses, loss_weights],
};

/** What can be locked of an experiment, and besides: to train by itself, and to set weights by hand. */
export const lockNames = [...Object.keys(locked), "weights", "play"];
/** What can be hidden. */
export const hideNames = [...lockNames, "presets", "views", "code"];

/** Longer texts are no exercise. */
const mostLetters = 4000;

/** `text` is what is to be done, `question` one that is answered in words, `solution` what may be read after it, at once or only when all
 * goals are reached.
 * @typedef {{
 *   text: string, goals: string, question: string, solution: string, solutionAfter: boolean, hide: string[], lock: string[], language: "en" | "ko" | null,
 * }} Exercise */

/** What was answered. @typedef {{ name: string, answer: string, reached: boolean[] }} Answers */

/** @param {unknown} value */
const text = (value) => (typeof value === "string" ? value.slice(0, mostLetters) : "");

/** @param {unknown} value @param {readonly string[]} names */
const some = (value, names) => (Array.isArray(value) ? names.filter((name) => value.includes(name)) : []);

/** An exercise as a link or a file says it: what it does not say, or says otherwise, is not there. @param {unknown} given @returns {Exercise} */
export function readExercise(given) {
  const { text: task, goals, question, solution, solutionAfter, hide, lock, language } = Object(given);
  return {
    text: text(task), goals: text(goals), question: text(question), solution: text(solution), solutionAfter: solutionAfter === true,
    hide: some(hide, hideNames), lock: some(lock, lockNames), language: language === "en" || language === "ko" ? language : null,
  };
}

/** The least that stands for it. @param {Exercise} exercise @returns {Record<string, unknown>} */
export const leastOf = (exercise) => Object.fromEntries(Object.entries(exercise).filter(([, value]) => value && (!Array.isArray(value) || value.length > 0)));

/** @param {unknown} given @returns {Answers} */
export function readAnswers(given) {
  const { name, answer, reached } = Object(given);
  return { name: text(name), answer: text(answer), reached: Array.isArray(reached) ? reached.slice(0, 20).map((one) => one === true) : [] };
}

/** What cannot be changed: what is locked, and what is hidden. @param {Exercise} exercise */
export const locksOf = ({ hide, lock }) => lockNames.filter((name) => hide.includes(name) || lock.includes(name));

/** The first lock that a change breaks, null where it breaks none. @param {readonly string[]} locks
 * @param {Experiment} before @param {Experiment} after */
export function brokenLock(locks, before, after) {
  const differs = (/** @type {string} */ name) => Object.hasOwn(locked, name) && JSON.stringify(locked[name](before)) !== JSON.stringify(locked[name](after));
  return locks.find(differs) ?? null;
}
