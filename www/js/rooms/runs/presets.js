// Plans worth a lesson. Each is of an experiment of its own, or of the one that is open.

/** @typedef {import("../../model/sweep/plan.js").Plan} Plan */

/** @param {number} width @param {string} activation @param {number} [depth] */
const dense = (width, activation, depth = 2) => ({
  layers: [
    { name: "input", layer: "input" },
    ...Array.from({ length: depth }, (_, index) => ({ name: `hidden_${index + 1}`, layer: "dense", inputs: [index ? `hidden_${index}` : "input"], units: width, activation })),
    { name: "output", layer: "dense", inputs: [`hidden_${depth}`], units: 1, activation: "sigmoid" },
  ],
  outputs: ["output"],
});

/** `keepsExperiment`: the plan is made of the experiment that is open.
 * @type {readonly { name: string, keepsExperiment?: boolean, plan: Partial<Plan> }[]} */
export const plans = [
  { name: "restarts", keepsExperiment: true, plan: { vary: [], repeats: 20, epochs: 100 } },
  {
    name: "stuck",
    plan: {
      experiment: { data: { dataset: "exclusive_or", noise: 0.1 }, network: dense(2, "relu", 1), optimizer: { optimizer: "adam", learning_rate: 0.02 } },
      vary: [{ field: "width", values: [2, 3, 8] }], repeats: 12, epochs: 150, goal: { measure: "test_metric", limit: 0.9 },
    },
  },
  {
    name: "phase",
    plan: {
      experiment: { data: { dataset: "moons" }, network: dense(6, "tanh", 1), optimizer: { optimizer: "sgd", learning_rate: 0.1, momentum: 0 } },
      vary: [{ field: "learning_rate", from: 0.001, to: 30, count: 9, log: true }, { field: "momentum", values: [0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.99] }],
      repeats: 2, epochs: 20, goal: { measure: "train_loss", limit: 0.1 },
    },
  },
  {
    name: "spiral",
    plan: {
      experiment: { data: { dataset: "spiral", noise: 0.05 }, network: dense(8, "tanh"), optimizer: { optimizer: "adam", learning_rate: 0.01 } },
      vary: [{ field: "activation", values: ["tanh", "relu", "sigmoid"] }, { field: "depth", values: [1, 2, 3] }, { field: "width", values: [2, 4, 8] }],
      repeats: 3, epochs: 200,
    },
  },
  {
    name: "penalty",
    plan: {
      experiment: { data: { dataset: "circle", samples: 100, noise: 0.35, train_fraction: 0.5 }, network: dense(8, "tanh"), optimizer: { optimizer: "adam", learning_rate: 0.02 } },
      vary: [{ field: "l2", values: [0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3] }], repeats: 5, epochs: 500, goal: { measure: "test_loss", limit: 0.4 },
    },
  },
];
