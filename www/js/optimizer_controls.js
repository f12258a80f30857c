// The controls of an optimizer and of its schedule, wherever one is set: what they are is these tables.

/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./protocol.js").Experiment["optimizer"]} Optimizer */
/** @typedef {Extract<Optimizer["schedule"], string> | Exclude<Optimizer["schedule"], string>["schedule"]} ScheduleName */

/** @param {string} name @param {number} low @param {number} high @returns {Control} */
const share = (name, low = 0, high = 0.9999) => ({ path: `optimizer.${name}`, kind: "range", low, high, step: 0.001 });
/** @type {Control} */
const momentum = { path: "optimizer.momentum", kind: "range", low: 0, high: 0.99, step: 0.01 };
/** @type {Control} */
const epsilon = { path: "optimizer.epsilon", kind: "range", low: 1e-10, high: 1, log: true };
/** @type {Control} */
const weightDecay = { path: "optimizer.weight_decay", kind: "range", low: 0, high: 0.2, step: 0.001 };
const betas = [share("beta_1"), share("beta_2")];

/** @type {Control} */
export const learningRate = { path: "optimizer.learning_rate", kind: "range", low: 1e-5, high: 10, log: true };

/** Own parameters of each optimizer. @type {Record<Optimizer["optimizer"], Control[]>} */
export const optimizers = {
  sgd: [momentum, { path: "optimizer.nesterov", kind: "switch" }],
  adagrad: [{ path: "optimizer.initial_accumulator_value", kind: "range", low: 0, high: 1, step: 0.01 }, epsilon],
  adadelta: [share("rho"), epsilon],
  rmsprop: [share("rho"), momentum, epsilon, { path: "optimizer.centered", kind: "switch" }],
  adam: [...betas, epsilon, { path: "optimizer.amsgrad", kind: "switch" }],
  adamw: [...betas, weightDecay, epsilon, { path: "optimizer.amsgrad", kind: "switch" }],
  nadam: [...betas, epsilon],
  adamax: [...betas, epsilon],
  lion: betas,
};

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
