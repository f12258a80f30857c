// Editing a graph of layers. The functions that edit change the draft they are given and leave it in an order in
// which every layer comes after those it takes; names, losses and shared weights follow.

import { LayerGone } from "../layer_gone.js";
import { setOwn } from "../../ui/own.js";

/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** @typedef {import("../../core/experiment.js").NetworkConfig} Network */
/** What of an experiment the builder edits.
 * @typedef {Pick<import("../../core/experiment.js").Experiment, "network" | "losses" | "loss_weights">} Draft */
/** The `index`-th input of layer `to`. @typedef {{ from: string, to: string, index: number }} Edge */

/** @param {Network} network @param {string} name */
export const layerNamed = (network, name) => network.layers.find((layer) => layer.name === name);

/** Throws `LayerGone`. @param {Network} network @param {string} name @returns {Layer} */
export function known(network, name) {
  const layer = layerNamed(network, name);
  if (!layer) throw new LayerGone(name);
  return layer;
}

/** @param {Network} network @returns {Edge[]} */
export const edgesOf = ({ layers }) => layers.flatMap(({ name, inputs }) => inputs.map((from, index) => ({ from, to: name, index })));

/** The layers that take a layer's values. @param {Network} network @param {string} name */
export const consumersOf = ({ layers }, name) => layers.filter(({ inputs }) => inputs.includes(name));

/** Layers that nobody takes and that are no output: they lead nowhere. @param {Network} network */
export const looseEnds = (network) => network.layers.filter(({ name }) => consumersOf(network, name).length === 0 && !network.outputs.includes(name));

/** Whether one gets from one layer to another along the edges. @param {Network} network @param {string} from @param {string} to
 * @param {Set<string>} [seen] @returns {boolean} */
export function reaches(network, from, to, seen = new Set()) {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return consumersOf(network, from).some(({ name }) => reaches(network, name, to, seen));
}

/** @param {Network} network @param {string} from @param {string} to */
export function canConnect(network, from, to) {
  const target = layerNamed(network, to);
  return target !== undefined && layerNamed(network, from) !== undefined && target.layer !== "input" && !target.inputs.includes(from) && !reaches(network, to, from);
}

/** A name of a stem and a number that no layer has. @param {Network} network @param {string} stem */
export function freshName({ layers }, stem) {
  for (let number = 1; ; number++) {
    const name = `${stem}_${number}`;
    if (!layers.some((layer) => layer.name === name)) return name;
  }
}

/** Puts every layer after those it needs; those of a cycle stay at the end. @param {Network} network */
export function sort(network) {
  const left = [...network.layers];
  /** @type {Layer[]} */
  const sorted = [];
  const isDone = (/** @type {string} */ name) => !left.some((layer) => layer.name === name);
  for (;;) {
    const index = left.findIndex(({ inputs, shared_with }) => [...inputs, ...(shared_with ? [shared_with] : [])].every(isDone));
    if (index < 0) break;
    sorted.push(...left.splice(index, 1));
  }
  network.layers = [...sorted, ...left];
}

/** Makes another layer the output that one was. @param {Draft} draft @param {string} from @param {string} to */
export function passOutput({ network, losses, loss_weights }, from, to) {
  network.outputs = network.outputs.map((name) => (name === from ? to : name));
  for (const table of [losses, loss_weights]) {
    if (!Object.hasOwn(table, from)) continue;
    setOwn(/** @type {Record<string, unknown>} */ (table), to, table[from]);
    delete table[from];
  }
}

/** @param {Draft} draft @param {string} name @param {boolean} on */
export function setOutput({ network, losses, loss_weights }, name, on) {
  network.outputs = network.outputs.filter((output) => output !== name);
  if (on) network.outputs.push(name);
  else {
    delete losses[name];
    delete loss_weights[name];
  }
}

/** @param {Draft} draft @param {Layer} layer @param {Edge} edge */
export function insertOnEdge({ network }, layer, { from, to, index }) {
  layer.inputs = [from];
  known(network, to).inputs[index] = layer.name;
  network.layers.push(layer);
  sort(network);
}

/** Between a layer and all that take it; where it was an output, the new one is. @param {Draft} draft @param {Layer} layer
 * @param {string} after */
export function insertAfter(draft, layer, after) {
  const { network } = draft;
  known(network, after);
  for (const consumer of consumersOf(network, after)) consumer.inputs = consumer.inputs.map((name) => (name === after ? layer.name : name));
  layer.inputs = [after];
  network.layers.push(layer);
  passOutput(draft, after, layer.name);
  sort(network);
}

/** Beside whatever takes the layer already. @param {Draft} draft @param {Layer} layer @param {string} after */
export function insertBranch({ network }, layer, after) {
  layer.inputs = [known(network, after).name];
  network.layers.push(layer);
  sort(network);
}

/** On its own: an input, or a layer that will be connected. @param {Draft} draft @param {Layer} layer */
export function insertAlone({ network }, layer) {
  layer.inputs = [];
  network.layers.push(layer);
  sort(network);
}

/** Links what took a layer to what the layer took. @param {Draft} draft @param {Layer} layer */
function bridge(draft, { name, inputs }) {
  for (const consumer of consumersOf(draft.network, name)) {
    const kept = consumer.inputs.filter((one) => one !== name);
    consumer.inputs = consumer.inputs.flatMap((one) => (one === name ? inputs.filter((input) => !kept.includes(input)) : [one]));
  }
  if (!draft.network.outputs.includes(name)) return;
  const [before] = inputs;
  const heir = inputs.length === 1 && layerNamed(draft.network, before);
  if (heir && heir.layer !== "input" && !draft.network.outputs.includes(before)) passOutput(draft, name, before);
  else setOutput(draft, name, false);
}

/** Takes a layer away and joins the ends. Weights it shared go to the first that used them. @param {Draft} draft @param {string} name */
export function removeLayer(draft, name) {
  const { network } = draft;
  bridge(draft, known(network, name));
  const [heir, ...others] = network.layers.filter(({ shared_with }) => shared_with === name);
  if (heir) delete heir.shared_with;
  for (const other of others) other.shared_with = heir.name;
  network.layers = network.layers.filter((layer) => layer.name !== name);
  sort(network);
}

/** @param {Draft} draft @param {string} from @param {string} to */
export function connect({ network }, from, to) {
  if (!canConnect(network, from, to)) return;
  known(network, to).inputs.push(from);
  sort(network);
}

/** @param {Draft} draft @param {Edge} edge */
export function disconnect({ network }, { to, index }) {
  known(network, to).inputs.splice(index, 1);
  sort(network);
}

/** Moves a layer of one input from where it is onto an edge. @param {Draft} draft @param {string} name @param {Edge} edge */
export function moveOntoEdge(draft, name, edge) {
  if (edge.from === name || edge.to === name) return;
  const layer = known(draft.network, name);
  const { from, to } = edge;
  bridge(draft, layer);
  layer.inputs = [];
  const index = known(draft.network, to).inputs.indexOf(from);
  if (index < 0) return;
  layer.inputs = [from];
  known(draft.network, to).inputs[index] = name;
  sort(draft.network);
}

/** The layer with which one can change places going up. @param {Network} network @param {string} name */
export function before(network, name) {
  const layer = layerNamed(network, name);
  const other = layer?.inputs.length === 1 ? layerNamed(network, layer.inputs[0]) : undefined;
  return other && other.inputs.length === 1 && consumersOf(network, other.name).length === 1 ? other.name : null;
}

/** The layer with which one can change places going down. @param {Network} network @param {string} name */
export function after(network, name) {
  const consumers = consumersOf(network, name);
  return consumers.length === 1 && before(network, consumers[0].name) === name ? consumers[0].name : null;
}

/** Lets a layer and the one before change places. @param {Draft} draft @param {string} name */
export function moveBack(draft, name) {
  const { network } = draft;
  const other = before(network, name);
  if (!other) return;
  const [layer, earlier] = [known(network, name), known(network, other)];
  for (const consumer of consumersOf(network, name)) consumer.inputs = consumer.inputs.map((one) => (one === name ? other : one));
  layer.inputs = earlier.inputs;
  earlier.inputs = [name];
  if (network.outputs.includes(name) && !network.outputs.includes(other)) passOutput(draft, name, other);
  sort(network);
}

/** Why a layer cannot have a name: a key of the words, or null. @param {Network} network @param {string} name @param {string} wanted */
export function nameTrouble(network, name, wanted) {
  if (!/^[\p{L}\p{N}_]{1,40}$/u.test(wanted)) return "builder.name_letters";
  return wanted !== name && layerNamed(network, wanted) ? "builder.name_taken" : null;
}

/** @param {Draft} draft @param {string} name @param {string} wanted */
export function rename(draft, name, wanted) {
  const { network } = draft;
  known(network, name).name = wanted;
  for (const layer of network.layers) {
    layer.inputs = layer.inputs.map((one) => (one === name ? wanted : one));
    if (layer.shared_with === name) layer.shared_with = wanted;
  }
  passOutput(draft, name, wanted);
}

/** The arguments of a layer: all but how it is called and connected. @param {Layer} layer */
function argumentsOf(layer) {
  const { name, inputs, shared_with, ...rest } = layer;
  return rest;
}

/** Layers that could lend their weights to one. @param {Network} network @param {string} name */
export function lenders(network, name) {
  const layer = layerNamed(network, name);
  return network.layers.filter((other) => other.name !== name && other.layer === layer?.layer && !other.shared_with);
}

/** Lets a layer use another's weights, which takes the same arguments; null for weights of its own.
 * @param {Draft} draft @param {string} name @param {string | null} owner */
export function share({ network }, name, owner) {
  const layer = known(network, name);
  delete layer.shared_with;
  if (owner) {
    Object.assign(layer, structuredClone(argumentsOf(known(network, owner))), { shared_with: owner });
    for (const other of network.layers) if (other.shared_with === name) other.shared_with = owner;
  }
  sort(network);
}

/** Changes an argument of a layer and of all that share its weights.
 * @param {Draft} draft @param {string} name @param {string} argument @param {unknown} value missing takes it away */
export function setArgument({ network }, name, argument, value) {
  const owner = known(network, name).shared_with ?? name;
  for (const layer of network.layers) {
    if (layer.name !== owner && layer.shared_with !== owner) continue;
    const fields = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (layer));
    if (value === undefined) delete fields[argument];
    else fields[argument] = structuredClone(value);
  }
}
