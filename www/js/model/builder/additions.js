// Adding a layer where a person means it: after what is chosen, on an edge, as a branch, on its own.

import { canConnect, connect, consumersOf, freshName, insertAfter, insertAlone, insertBranch, insertOnEdge, layerNamed, looseEnds, setOutput } from "./graph.js";
import { merges, newLayer } from "./kinds.js";

/** @typedef {import("./graph.js").Draft} Draft */
/** @typedef {import("./kinds.js").Kind} Kind */
/** @typedef {import("../../core/protocol.js").Outline} Outline */
/** Where a new layer goes. @typedef {(
 *   { at: "alone" } | { at: "edge", edge: import("./graph.js").Edge } | { at: "line", layer: string } | { at: "branch", layer: string }
 * )} Spot */

/** Adds a layer of a kind and returns its name. A layer that ends the network is its output; one that merges takes the
 * open ends too. @param {Draft} draft @param {Outline} outline before the change @param {Kind} kind @param {Spot} spot */
export function addLayer(draft, outline, kind, spot) {
  const { network } = draft;
  const given = outline.inputs.map(({ data }) => data).find(({ vocabulary }) => vocabulary !== null);
  const own = kind === "embedding" && given ? { input_dim: given.vocabulary } : {};
  const layer = newLayer(kind, freshName(network, kind), own);
  const open = looseEnds(network).map(({ name }) => name);
  if (kind === "input" || spot.at === "alone") insertAlone(draft, layer);
  else if (spot.at === "edge") insertOnEdge(draft, layer, spot.edge);
  else if (spot.at === "branch") insertBranch(draft, layer, spot.layer);
  else {
    becomeOutput(draft, outline, layer, spot.layer);
    insertAfter(draft, layer, spot.layer);
  }
  if (merges(kind)) for (const end of open) if (canConnect(network, end, layer.name)) connect(draft, end, layer.name);
  const ends = kind !== "input" && consumersOf(network, layer.name).length === 0;
  if (ends && network.outputs.length === 0) setOutput(draft, layer.name, true);
  return layer.name;
}

/** A dense layer after a dense output takes over its units and activation; the one before becomes a hidden layer.
 * @param {Draft} draft @param {Outline} outline @param {import("../../core/experiment.js").LayerConfig} layer @param {string} after */
function becomeOutput({ network }, outline, layer, after) {
  const before = layerNamed(network, after);
  const target = outline.outputs.find(({ name }) => name === after)?.data;
  if (!target || layer.layer !== "dense") return;
  if (before?.layer === "dense" && before.units === target.units && !before.shared_with) {
    const { units, activation, kernel_initializer } = layer;
    Object.assign(before, { units, activation, kernel_initializer });
  }
  Object.assign(layer, { units: target.units, activation: target.activation, kernel_initializer: "glorot_uniform" });
}
