// The controls of an optimizer and of its schedule, wherever one is set: what they are is these tables.

import { argumentsOf, namesOf } from "../core/registry.js";

/** @typedef {import("../ui/controls.js").Control} Control */
/** @typedef {import("../core/protocol.js").Experiment["optimizer"]} Optimizer */
/** @typedef {Extract<Optimizer["schedule"], string> | Exclude<Optimizer["schedule"], string>["schedule"]} ScheduleName */

/** @param {number} low @param {number} high @param {number} step */
const range = (low, high, step) => ({ kind: /** @type {const} */ ("range"), low, high, step });
const share = range(0, 0.9999, 0.001);
const toggle = { kind: /** @type {const} */ ("switch") };

/** How each parameter is set, in the order in which one wants them. */
const looks = {
  initial_accumulator_value: range(0, 1, 0.01), beta_1: share, beta_2: share, rho: share, weight_decay: range(0, 0.2, 0.001),
  learning_rate_power: range(-1, 0, 0.01), l1_regularization_strength: range(0, 1, 0.01), l2_regularization_strength: range(0, 1, 0.01),
  l2_shrinkage_regularization_strength: range(0, 1, 0.01), beta: range(0, 1, 0.01), momentum: range(0, 0.99, 0.01), epsilon: { kind: /** @type {const} */ ("range"), low: 1e-10, high: 1, log: true },
  nesterov: toggle, centered: toggle, amsgrad: toggle,
};

/** @type {Control} */
export const learningRate = { path: "optimizer.learning_rate", kind: "range", low: 1e-5, high: 10, log: true };

/** Own parameters of each optimizer. */
export const optimizers = /** @type {Record<Optimizer["optimizer"], Control[]>} */ (
  Object.fromEntries(namesOf("optimizers").map((name) => [name, controlsOf(name)]))
);

/** @param {string} name @returns {Control[]} */
function controlsOf(name) {
  const known = Object.entries(looks).filter(([parameter]) => parameter in argumentsOf("optimizers", name));
  return known.map(([parameter, look]) => ({ path: `optimizer.${parameter}`, ...look }));
}

/** @param {string} name @returns {Control} */
const steps = (name) => ({ path: `optimizer.schedule.${name}`, kind: "number", low: 1, high: 1e9, whole: true });

/** Own parameters of each schedule. @type {Record<ScheduleName, Control[]>} */
export const schedules = {
  constant: [],
  exponential_decay: [steps("decay_steps"), { path: "optimizer.schedule.decay_rate", kind: "range", low: 0.01, high: 1, step: 0.01 }],
  step_decay: [steps("decay_steps"), { path: "optimizer.schedule.decay_rate", kind: "range", low: 0.01, high: 1, step: 0.01 }],
  cosine_decay: [steps("decay_steps"), { path: "optimizer.schedule.alpha", kind: "range", low: 0, high: 1, step: 0.01 }],
  warmup: [steps("warmup_steps")],
};
