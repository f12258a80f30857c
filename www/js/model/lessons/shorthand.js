// An experiment as a teacher writes it: `data: spiral, noise 0.1`, `hidden: 4 tanh, 2 relu`, `optimizer: adam 0.03`. What is not
// said is as in the playground. A preset, whole JSON or a link from the page can be the start.

import { argumentsOf, dataGroups, namesOf } from "../../core/registry.js";
import { itemsOf } from "./fields.js";

/** @typedef {import("./fields.js").Fields} Fields */
/** @typedef {import("./fields.js").Mistake} Mistake */

export const shorthandKeys = ["preset", "experiment", "link", "data", "inputs", "hidden", "output", "loss", "optimizer", "rate", "batch", "weights", "bias", "l1", "l2", "dropout", "seed"];

/** @param {string} key */
export const isShorthand = (key) => shorthandKeys.includes(key);

/** What a chapter wants of an experiment, in the order in which it is done. A recipe changes a complete experiment.
 * @typedef {{ preset: string | null, link: string | null, partial: Record<string, unknown> | null, line: number, edits: ((experiment: any, lab: Lab) => void)[] }} Wanted */
/** @typedef {Pick<import("../../core/lab.js").Lab, "complete" | "adaptToData">} Lab */

const dataNumbers = new Set(["noise", "samples", "train_fraction", "arms", "classes"]);
/** @type {string[]} */
const dataSets = Object.values(dataGroups).flat();
/** @type {readonly string[]} */
const curves = dataGroups.curve;

/** @param {Fields} fields @returns {{ wanted: Wanted, mistakes: Mistake[] }} */
export function readShorthand(fields) {
  /** @type {Mistake[]} */
  const mistakes = [];
  const value = (/** @type {string} */ key) => fields[key]?.[0]?.value;
  /** @param {string} key @param {string} kind @param {Record<string, unknown>} [words] */
  const wrong = (key, kind, words) => void mistakes.push({ line: fields[key]?.[0]?.line ?? 0, kind, words: { key, ...words } });
  /** @param {string} key @param {string} name @param {readonly string[]} known */
  const isOf = (key, name, known) => known.includes(name) || (wrong(key, "unknown_value", { value: name, known: known.join(", ") }), false);
  /** @param {string} key @param {string | undefined} text */
  const number = (key, text) => {
    const read = Number(text);
    if (text === undefined || text === "" || !Number.isFinite(read)) wrong(key, "not_number", { value: text ?? "" });
    return read;
  };
  /** @type {Wanted} */
  const wanted = { preset: value("preset") ?? null, link: value("link") ?? null, partial: null, line: Math.min(...Object.entries(fields).filter(([key]) => isShorthand(key)).map(([, [{ line }]]) => line)), edits: [] };
  const { edits } = wanted;
  if (value("experiment") !== undefined) {
    try {
      wanted.partial = JSON.parse(value("experiment") ?? "");
    } catch (error) {
      wrong("experiment", "not_json", { message: /** @type {Error} */ (error).message });
    }
  }
  if (value("data") !== undefined) edits.push(dataEdit(value("data") ?? "", isOf, number));
  if (value("inputs") !== undefined) {
    const inputs = itemsOf(value("inputs") ?? "");
    edits.push((experiment) => (experiment.data.features = inputs));
  }
  if (value("hidden") !== undefined) edits.push(hiddenEdit(value("hidden") ?? "", isOf, number));
  if (value("data") !== undefined || value("hidden") !== undefined) edits.push((experiment, lab) => Object.assign(experiment, lab.adaptToData(experiment)));
  const output = value("output");
  if (output !== undefined && isOf("output", output, namesOf("activations"))) edits.push(({ network }) => (network.layers.at(-1).activation = output));
  const loss = value("loss");
  if (loss !== undefined && isOf("loss", loss, namesOf("losses"))) edits.push((experiment) => (experiment.losses = { [experiment.network.outputs[0]]: loss }));
  edits.push(...trainingEdits(value, isOf, number), ...weightEdits(value, isOf, number));
  return { wanted, mistakes };
}

/** @typedef {(key: string, name: string, known: readonly string[]) => boolean} IsOf */
/** @typedef {(key: string, text: string | undefined) => number} ReadNumber */

/** @param {string} text @param {IsOf} isOf @param {ReadNumber} number */
function dataEdit(text, isOf, number) {
  const [dataset, ...rest] = itemsOf(text);
  isOf("data", dataset, dataSets);
  const numbers = Object.fromEntries(rest.map((one) => {
    const [name, ...value] = one.split(/\s+/);
    isOf("data", name, [...dataNumbers]);
    return [name, number("data", value.join(" "))];
  }));
  return (/** @type {any} */ experiment) => {
    experiment.data = { dataset, features: curves.includes(dataset) ? ["x1"] : ["x1", "x2"], ...numbers };
  };
}

/** @param {string} text `none`, or layers as `4 tanh` @param {IsOf} isOf @param {ReadNumber} number */
function hiddenEdit(text, isOf, number) {
  const hidden = text.trim() === "none" ? [] : itemsOf(text).map((one) => {
    const [units, ...words] = one.split(/\s+/);
    const activation = words.join(" ") || "tanh";
    isOf("hidden", activation, namesOf("activations"));
    return { units: number("hidden", units), activation };
  });
  return (/** @type {any} */ experiment) => {
    const output = experiment.network.layers.at(-1);
    const layers = hidden.map((one, index) => ({ name: `hidden_${index + 1}`, layer: "dense", inputs: [index ? `hidden_${index}` : "input"], ...one }));
    experiment.network = {
      layers: [{ name: "input", layer: "input" }, ...layers, { name: "output", layer: "dense", units: output.units ?? 1, activation: output.activation ?? "sigmoid", inputs: [layers.at(-1)?.name ?? "input"] }],
      outputs: ["output"],
    };
    experiment.losses = { output: Object.values(experiment.losses)[0] };
    experiment.loss_weights = {};
  };
}

/** @param {(key: string) => string | undefined} value @param {IsOf} isOf @param {ReadNumber} number */
function trainingEdits(value, isOf, number) {
  /** @type {((experiment: any) => void)[]} */
  const edits = [];
  const optimizer = value("optimizer");
  if (optimizer !== undefined) {
    const [name, first, ...rest] = optimizer.split(/[\s,]+/).filter(Boolean);
    if (isOf("optimizer", name, namesOf("optimizers"))) {
      const learning_rate = first === undefined ? undefined : number("optimizer", first);
      const pairs = Object.fromEntries(rest.flatMap((key, index) => (index % 2 ? [] : isOf("optimizer", key, Object.keys(argumentsOf("optimizers", name))) ? [[key, number("optimizer", rest[index + 1])]] : [])));
      edits.push((experiment) => (experiment.optimizer = { optimizer: name, ...(learning_rate === undefined ? {} : { learning_rate }), ...pairs }));
    }
  }
  const [rate, batch, seed] = ["rate", "batch", "seed"].map(value);
  if (rate !== undefined) {
    const learning_rate = number("rate", rate);
    edits.push((experiment) => (experiment.optimizer.learning_rate = learning_rate));
  }
  if (batch !== undefined) {
    const size = batch === "all" ? batch : number("batch", batch);
    edits.push((experiment) => (experiment.training.batch_size = size));
  }
  if (seed !== undefined) {
    const read = number("seed", seed);
    edits.push((experiment) => (experiment.seed = read));
  }
  return edits;
}

/** What all layers have alike. @param {(key: string) => string | undefined} value @param {IsOf} isOf @param {ReadNumber} number */
function weightEdits(value, isOf, number) {
  /** @type {((experiment: any) => void)[]} */
  const edits = [];
  const dense = (/** @type {any} */ { network }) => network.layers.filter((/** @type {any} */ { layer }) => layer === "dense");
  for (const [key, field] of [["weights", "kernel_initializer"], ["bias", "bias_initializer"]]) {
    const name = value(key);
    if (name !== undefined && isOf(key, name, namesOf("initializers"))) edits.push((experiment) => dense(experiment).forEach((/** @type {any} */ layer) => (layer[field] = name)));
  }
  for (const key of ["l1", "l2"]) {
    if (value(key) === undefined) continue;
    const strength = number(key, value(key));
    edits.push((experiment) => dense(experiment).forEach((/** @type {any} */ layer) => (layer.kernel_regularizer = { ...layer.kernel_regularizer, [key]: strength })));
  }
  if (value("dropout") !== undefined) {
    const rate = number("dropout", value("dropout"));
    edits.push(({ network }) => {
      const { layers } = network;
      network.layers = layers.flatMap((/** @type {any} */ layer) => (layer.name.startsWith("hidden_") ? [layer, { name: `dropout_${layer.name.slice(7)}`, layer: "dropout", rate }] : [layer]));
      network.layers.forEach((/** @type {any} */ layer, /** @type {number} */ index) => (layer.inputs = index ? [network.layers[index - 1].name] : []));
    });
  }
  return edits;
}

/** The experiment that a chapter wants, complete. Throws `InvalidExperiment`, or what says that a preset or link is not there.
 * @param {Wanted} wanted @param {Lab} lab @param {any} start the partial experiment of a preset or a link, or null
 * @returns {import("../../core/protocol.js").Experiment} */
export function experimentOf({ partial, edits }, lab, start) {
  let experiment = lab.complete(start ?? partial ?? {});
  const edited = structuredClone(experiment);
  for (const edit of edits) edit(edited, lab);
  experiment = lab.complete(edited);
  return experiment;
}
