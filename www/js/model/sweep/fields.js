// What a sweep can vary: how each is read from an experiment and set in a draft of it. The functions that set change the draft
// they are given.

import { argumentsOf, dataGroups, namesOf } from "../../core/registry.js";
import { followOptimizer, withPenalty } from "../builder/penalty.js";
import { denseLayers, dropoutAfter, hiddenCount, isOfUnits, mostHidden, mostUnits, setDropout, setHiddenCount } from "../stack.js";
import { penalized } from "../regularization.js";

/** @typedef {import("../../core/protocol.js").Experiment} Experiment */
/** @typedef {number | string} Value */

/** `of` is what an experiment has, null where this cannot be varied in it. A number lies between `low` and `high`; `log`: its
 * ranges are best spread so that neighbours have the same ratio. A choice is one of `choices`. `first` are the values to begin
 * with. `word` is the key of what a choice is called. `adapts`: outputs and losses follow.
 * @typedef {{
 *   of(experiment: Experiment): Value | null, set(draft: Experiment, value: any): void, first: Value[],
 *   low?: number, high?: number, whole?: boolean, log?: boolean, choices?: readonly string[], word?: (choice: string) => string, adapts?: boolean,
 * }} Field */

/** @param {Experiment} experiment */
const hidden = (experiment) => denseLayers(experiment).slice(0, -1);

/** What all hidden layers have in common; the first one's where they differ, null where there is none.
 * @template T @param {Experiment} experiment @param {(layer: any) => T} read */
function ofHidden(experiment, read) {
  const [first] = isOfUnits(experiment) ? hidden(experiment) : [];
  return first ? read(first) : null;
}

/** @param {any} choice */
const nameOf = (choice) => (typeof choice === "string" ? choice : Object.values(choice ?? {})[0]);

/** One of the two penalties; a network may have both. @param {"l1" | "l2"} kind @returns {Field} */
const penalty = (kind) => ({
  of(experiment) {
    const [first, ...rest] = penalized(experiment).map(({ kernel_regularizer }) => kernel_regularizer[kind]);
    return first === undefined || rest.some((strength) => strength !== first) ? null : first;
  },
  set(draft, value) {
    for (const layer of penalized(draft)) layer.kernel_regularizer = withPenalty(layer.kernel_regularizer, kind, value, draft.optimizer.optimizer);
  },
  low: 0, high: 1, log: true, first: [0, 0.001, 0.01, 0.1],
});

/** @param {string} argument @param {number} high @param {number[]} first @returns {Field} */
const ofOptimizer = (argument, high, first) => ({
  of: ({ optimizer }) => (argument in argumentsOf("optimizers", optimizer.optimizer) ? /** @type {any} */ (optimizer)[argument] : null),
  set(draft, value) {
    if (argument in argumentsOf("optimizers", draft.optimizer.optimizer)) /** @type {any} */ (draft.optimizer)[argument] = value;
  },
  low: 0, high, first,
});

/** In the order in which they are set: what comes later may ask for what comes before. */
export const fields = /** @type {const} */ ({
  dataset: /** @type {Field} */ ({
    of: ({ data }) => (dataGroups.classes.includes(/** @type {any} */ (data.dataset)) ? data.dataset : null),
    set(draft, value) {
      const { samples, noise, train_fraction, features } = draft.data;
      draft.data = /** @type {any} */ ({ dataset: value, samples, noise, train_fraction, features });
    },
    choices: dataGroups.classes, word: (name) => `dataset.${name}`, first: ["circle", "spiral"], adapts: true,
  }),
  samples: /** @type {Field} */ ({
    of: ({ data }) => ("samples" in data && !["table", "drawn", "digits", "sentences"].includes(data.dataset) ? data.samples : null),
    set: (draft, value) => void (draft.data.samples = value), low: 10, high: 10_000, whole: true, log: true, first: [100, 200, 400, 800],
  }),
  noise: /** @type {Field} */ ({
    of: ({ data }) => ("noise" in data && !["table", "drawn", "digits", "sentences"].includes(data.dataset) ? data.noise : null),
    set: (draft, value) => void (draft.data.noise = value), low: 0, high: 1, first: [0, 0.1, 0.2, 0.3],
  }),
  train_fraction: /** @type {Field} */ ({
    of: ({ data }) => data.train_fraction, set: (draft, value) => void (draft.data.train_fraction = value), low: 0.05, high: 1, first: [0.1, 0.3, 0.5, 0.8],
  }),
  depth: /** @type {Field} */ ({
    of: (experiment) => (isOfUnits(experiment) ? hiddenCount(experiment) : null),
    set: setHiddenCount, low: 0, high: mostHidden, whole: true, first: [1, 2, 3],
  }),
  width: /** @type {Field} */ ({
    of: (experiment) => ofHidden(experiment, ({ units }) => units),
    set: (draft, value) => hidden(draft).forEach((layer) => (layer.units = value)), low: 1, high: mostUnits, whole: true, log: true, first: [2, 4, 8],
  }),
  activation: /** @type {Field} */ ({
    of: (experiment) => ofHidden(experiment, ({ activation }) => nameOf(activation)),
    set: (draft, value) => hidden(draft).forEach((layer) => (layer.activation = value)),
    choices: namesOf("activations").filter((name) => name !== "softmax"), word: (name) => `activation.${name}`, first: ["tanh", "relu", "sigmoid"],
  }),
  initializer: /** @type {Field} */ ({
    of: (experiment) => ofHidden(experiment, ({ kernel_initializer }) => nameOf(kernel_initializer)),
    set: (draft, value) => hidden(draft).forEach((layer) => (layer.kernel_initializer = value)),
    choices: namesOf("initializers").filter((name) => name !== "constant"), word: (name) => `initializer.${name}`, first: ["glorot_uniform", "he_uniform", "zeros"],
  }),
  dropout: /** @type {Field} */ ({
    of: (experiment) => ofHidden(experiment, ({ name }) => dropoutAfter(experiment, name)?.rate ?? 0),
    set: (draft, value) => hidden(draft).forEach(({ name }) => setDropout(draft, name, value)), low: 0, high: 0.9, first: [0, 0.1, 0.3],
  }),
  optimizer: /** @type {Field} */ ({
    of: ({ optimizer }) => optimizer.optimizer,
    set(draft, value) {
      if (draft.optimizer.optimizer === value) return;
      const { schedule, clipnorm, clipvalue, global_clipnorm } = draft.optimizer;
      draft.optimizer = /** @type {any} */ ({ optimizer: value, schedule, clipnorm, clipvalue, global_clipnorm });
      followOptimizer(draft.network.layers, value);
    },
    choices: namesOf("optimizers"), word: (name) => `optimizer.${name}`, first: ["sgd", "rmsprop", "adam"],
  }),
  learning_rate: /** @type {Field} */ ({
    of: ({ optimizer }) => optimizer.learning_rate, set: (draft, value) => void (draft.optimizer.learning_rate = value),
    low: 1e-6, high: 100, log: true, first: [0.001, 0.01, 0.1, 1],
  }),
  momentum: ofOptimizer("momentum", 0.999, [0, 0.5, 0.9, 0.99]),
  batch_size: /** @type {Field} */ ({
    of: ({ training }) => (training.batch_size === "all" ? null : training.batch_size),
    set: (draft, value) => void (draft.training.batch_size = value), low: 1, high: 10_000, whole: true, log: true, first: [1, 10, 100],
  }),
  l1: penalty("l1"),
  l2: penalty("l2"),
});

/** @typedef {keyof typeof fields} FieldName */

export const fieldNames = /** @type {FieldName[]} */ (Object.keys(fields));

/** Those that can be varied in an experiment. @param {Experiment} experiment */
export const fieldsOf = (experiment) => fieldNames.filter((name) => fields[name].of(experiment) !== null);

/** What lets a field be varied that the experiment itself has not. @type {Partial<Record<FieldName, FieldName>>} */
const openedBy = { samples: "dataset", noise: "dataset", width: "depth", activation: "depth", initializer: "depth", dropout: "depth", momentum: "optimizer" };

/** Whether a field that is varied with others changes anything in some of the runs. @param {Experiment} experiment @param {FieldName} field @param {readonly FieldName[]} others */
export const canVary = (experiment, field, others) => fields[field].of(experiment) !== null || others.some((other) => other === openedBy[field]);

/** A value as it is shown. @param {FieldName} name @param {Value} value @param {(key: string) => string} t */
export function shownValue(name, value, t) {
  const { word } = fields[name];
  return word ? t(word(String(value))) : String(typeof value === "number" ? Number(value.toPrecision(4)) : value);
}
