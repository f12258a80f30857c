// One-click mends for a layer that does not fit: what usually helps with each kind of trouble, tried on a copy and
// offered only where it does.

import { consumersOf, disconnect, freshName, insertOnEdge, insertAfter, layerNamed, looseEnds, removeLayer, setArgument, setOutput, share } from "./graph.js";
import { newLayer, recurrentKinds } from "./kinds.js";

/** @typedef {import("./graph.js").Draft} Draft */
/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** @typedef {import("../../core/protocol.js").Outline} Outline */
/** @typedef {import("../../core/protocol.js").GraphError} GraphError */
/** `key` is a key of the words under `mend.`. @typedef {{ key: string, words: Record<string, unknown>, apply(draft: Draft): void }} Mend */

const most = 4;

/** Mends for a layer, best first. `outline` tells a draft layer by layer.
 * @param {Draft} draft @param {Outline} outline @param {string} name @param {(draft: Draft) => Outline} tell @returns {Mend[]} */
export function mendsFor(draft, outline, name, tell) {
  const layer = layerNamed(draft.network, name);
  const error = outline.layers.find((line) => line.name === name)?.error;
  if (!layer || !error) return [];
  const helps = (/** @type {Mend} */ { apply }) => {
    const copy = structuredClone(draft);
    apply(copy);
    const after = tell(copy);
    const still = after.layers.find((line) => line.name === name);
    return troubles(after) < troubles(outline) || (still !== undefined && still.shape !== null && still.error === null);
  };
  return candidates(draft, outline, layer, error).filter(helps).slice(0, most);
}

/** Mends for what is wrong with the whole. @param {Draft} draft @param {Outline} outline @returns {Mend[]} */
export function mendsForWhole({ network }, { error }) {
  if (error?.kind !== "no_output") return [];
  const ends = looseEnds(network).filter(({ layer }) => layer !== "input");
  return ends.slice(0, most).map(({ name }) => ({ key: "make_output", words: { name }, apply: (draft) => setOutput(draft, name, true) }));
}

/** @param {Outline} outline */
const troubles = ({ layers }) => layers.filter(({ error }) => error).length;

/** One function, because it is a table: for each kind of error the mends there are.
 * @param {Draft} draft @param {Outline} outline @param {Layer} layer @param {GraphError} error @returns {Mend[]} */
function candidates({ network }, outline, layer, error) {
  const { name } = layer;
  const shapeOf = (/** @type {string} */ one) => outline.layers.find((line) => line.name === one)?.shape ?? null;
  /** @param {import("./kinds.js").Kind} kind @param {number} index @param {Record<string, unknown>} given */
  const inFront = (kind, index, given = {}) => (/** @type {Draft} */ draft) =>
    insertOnEdge(draft, newLayer(kind, freshName(draft.network, kind), given), { from: layer.inputs[index], to: name, index });
  /** @param {string} argument @param {unknown} value @param {string} [of] */
  const set = (argument, value, of = name) => (/** @type {Draft} */ draft) => setArgument(draft, of, argument, value);
  const cuts = layer.inputs.map((from, index) => mend("remove_edge", { from, to: name }, (draft) => disconnect(draft, { from, to: name, index })));
  const remove = mend("remove_layer", { name }, (draft) => removeLayer(draft, name));
  const unfolded = (/** @type {number} */ index) => mend("insert_flatten", { from: layer.inputs[index] }, inFront("flatten", index));

  switch (error.kind) {
    case "axes": {
      const { axes, shape } = error;
      const sequences = recurrentBefore(network, layer).map((one) => mend("return_sequences", { name: one }, set("return_sequences", true, one)));
      const fitting = reshaped(shape, axes.length).map((target) =>
        mend("insert_reshape", { target: target.join(" × ") }, inFront("reshape", 0, { target_shape: target })));
      return [...(axes.length > shape.length ? sequences : []), ...fitting, ...cuts, remove];
    }
    case "window": {
      const argument = "kernel_size" in layer ? "kernel_size" : "pool_size";
      const sides = /** @type {number[]} */ (/** @type {any} */ (layer)[argument] ?? []);
      const smaller = sides.map((side) => Math.min(side, error.side));
      return [mend("padding_same", {}, set("padding", "same")), mend("smaller_window", { side: error.side }, set(argument, smaller)), remove];
    }
    case "one_shape": {
      const first = error.first;
      const wrong = layer.inputs.map((_, index) => index).filter((index) => String(shapeOf(layer.inputs[index])) === String(error.other));
      const index = wrong[0] ?? 1;
      const last = first.at(-1) ?? 1;
      const maker = widthOf(network, layer.inputs[index]);
      const flat = layer.inputs.flatMap((input, at) => ((shapeOf(input)?.length ?? 1) > 1 ? [at] : []));
      return [
        ...(maker ? [mend("set_width", { name: maker.name, argument: maker.argument, count: last }, set(maker.argument, last, maker.name))] : []),
        mend("insert_dense", { count: last }, inFront("dense", index, { units: last, activation: "linear", kernel_initializer: "glorot_uniform" })),
        ...(first.length === 3 ? [mend("insert_convolution", { count: last }, inFront("conv2d", index, { filters: last, kernel_size: 1, activation: "linear" }))] : []),
        mend("concatenate_instead", {}, (draft) => void Object.assign(layerNamed(draft.network, name) ?? {}, { layer: "concatenate", axis: -1 })),
        ...(flat.length ? [flattenAll(layer, flat)] : []),
        ...cuts,
      ];
    }
    case "one_axis": {
      const flat = layer.inputs.flatMap((input, at) => ((shapeOf(input)?.length ?? 1) > 1 ? [at] : []));
      const makers = layer.inputs.map((input) => layerNamed(network, input)).filter((one) => one !== undefined && "padding" in one && one.padding === "valid");
      return [
        ...(makers.length ? [mend("padding_same_before", {}, (draft) => makers.forEach((one) => one && setArgument(draft, one.name, "padding", "same")))] : []),
        ...(flat.length ? [flattenAll(layer, flat)] : []),
        ...cuts,
      ];
    }
    case "axis":
      return [mend("last_axis", {}, set("axis", -1))];
    case "too_many_inputs":
      return [
        mend("insert_concatenate", {}, (draft) => {
          const joined = newLayer("concatenate", freshName(draft.network, "concatenate"));
          const target = /** @type {Layer} */ (layerNamed(draft.network, name));
          const inputs = target.inputs;
          insertOnEdge(draft, joined, { from: inputs[0], to: name, index: 0 });
          joined.inputs = inputs.map((one) => (one === joined.name ? layer.inputs[0] : one));
          target.inputs = [joined.name];
        }),
        ...cuts,
      ];
    case "too_few_inputs":
      return [remove];
    case "no_input": {
      const ends = [...looseEnds(network), ...network.layers].filter((one) => one.name !== name && shapeOf(one.name) !== null);
      const names = [...new Set(ends.map((one) => one.name))].reverse();
      return [
        ...names.slice(0, 3).map((from) => mend("connect_from", { from }, (draft) => void layerNamed(draft.network, name)?.inputs.push(from))),
        remove,
      ];
    }
    case "input_of_input":
    case "unknown_input":
    case "cycle":
      return [...cuts, remove];
    case "units":
      return unitMends(network, outline, layer, error.expected, unfolded);
    case "target_sides":
    case "target_size":
      return [...reshaped(error.kind === "target_size" ? error.shape : [-1], 1).map((target) => mend("target_flat", {}, set("target_shape", target))), remove];
    case "shape_sides":
    case "shape_missing":
      return [mend("follow_data", {}, set("shape", undefined))];
    case "name_taken":
      return [mend("new_name", {}, (draft) => renameSecond(draft, name)), remove];
    case "other_kind":
    case "other_shapes":
    case "unknown_owner":
    case "owns_nothing":
      return [
        ...(error.kind === "other_kind" ? [mend("share_again", { name: error.name }, (draft) => share(draft, name, error.name))] : []),
        mend("share_nothing", {}, (draft) => share(draft, name, null)),
      ];
    default:
      return [remove];
  }
}

/** @param {string} key @param {Record<string, unknown>} words @param {(draft: Draft) => void} apply @returns {Mend} */
const mend = (key, words, apply) => ({ key, words, apply });

/** Shapes of `rank` sides that hold the same values. @param {number[]} shape @param {number} rank @returns {number[][]} */
function reshaped(shape, rank) {
  const size = shape.reduce((product, side) => product * side, 1);
  const side = Math.round(Math.sqrt(size));
  const last = shape.at(-1) ?? 1;
  if (rank === 1) return [[-1]];
  if (rank === 2) return shape.length > 2 ? [[-1, last]] : [[size, 1]];
  if (shape.length === 2) return [[...shape, 1]];
  return side * side === size ? [[side, side, 1]] : [[size, 1, 1]];
}

/** The nearest recurrent layer before one, past layers that keep the shape. @param {import("../../core/experiment.js").NetworkConfig} network
 * @param {Layer} layer @returns {string[]} */
function recurrentBefore(network, layer) {
  const before = layerNamed(network, layer.inputs[0] ?? "");
  if (!before) return [];
  if (/** @type {readonly string[]} */ (recurrentKinds).includes(before.layer)) return [before.name];
  return ["dropout", "activation", "gaussian_noise", "batch_normalization", "layer_normalization"].includes(before.layer) ? recurrentBefore(network, before) : [];
}

/** The layer that decides how wide the values of one are, and by which argument. @param {import("../../core/experiment.js").NetworkConfig} network
 * @param {string} name @returns {{ name: string, argument: string } | null} */
function widthOf(network, name) {
  const layer = layerNamed(network, name);
  if (!layer) return null;
  const argument = ["units", "filters", "output_dim"].find((one) => one in layer);
  if (argument) return { name, argument };
  return layer.inputs.length === 1 && layer.layer !== "input" ? widthOf(network, layer.inputs[0]) : null;
}

/** @param {Layer} layer @param {number[]} indices @returns {Mend} */
function flattenAll({ name, inputs }, indices) {
  return mend("flatten_all", {}, (draft) => {
    for (const index of indices) insertOnEdge(draft, newLayer("flatten", freshName(draft.network, "flatten")), { from: inputs[index], to: name, index });
  });
}

/** @param {import("../../core/experiment.js").NetworkConfig} network @param {Outline} outline @param {Layer} layer @param {number} expected
 * @param {(index: number) => Mend} unfolded @returns {Mend[]} */
function unitMends(network, outline, layer, expected, unfolded) {
  const { name } = layer;
  if (layer.layer === "input") return [mend("follow_data", {}, (draft) => setArgument(draft, name, "shape", undefined))];
  const target = outline.outputs.find((output) => output.name === name)?.data;
  const activation = target?.activation ?? "linear";
  const shape = outline.layers.find((line) => line.name === name)?.shape ?? [];
  const width = shape.length === 1 ? widthOf(network, name) : null;
  const setUnits = width && width.name === name ? [mend("set_width", { name, argument: width.argument, count: expected }, (draft) => {
    setArgument(draft, name, width.argument, expected);
    if (layer.layer === "dense") setArgument(draft, name, "activation", activation);
  })] : [];
  const flatUnits = layer.layer === "dense" && shape.length > 1 ? [mend("flatten_units", { count: expected }, (draft) => {
    unfolded(0).apply(draft);
    setArgument(draft, name, "units", expected);
    setArgument(draft, name, "activation", activation);
  })] : [];
  const append = mend("append_dense", { count: expected }, (draft) => {
    let end = name;
    const add = (/** @type {import("./kinds.js").Kind} */ kind, /** @type {Record<string, unknown>} */ given) => {
      const added = newLayer(kind, freshName(draft.network, kind), given);
      insertAfter(draft, added, end);
      end = added.name;
    };
    if (shape.length > 1) add("flatten", {});
    add("dense", { units: expected, activation, kernel_initializer: "glorot_uniform" });
  });
  const leads = consumersOf(network, name).length > 0;
  return [...setUnits, ...flatUnits, append, ...(leads ? [mend("no_output", { name }, (draft) => setOutput(draft, name, false))] : [])];
}

/** @param {Draft} draft @param {string} name */
function renameSecond({ network }, name) {
  const second = network.layers.filter((layer) => layer.name === name)[1];
  if (second) second.name = freshName(network, name);
}

