// A penalty on weights as it is set by hand.

import { hasProximalStep } from "../../core/registry.js";

/** @typedef {import("../../core/experiment.js").Regularizer} Regularizer */

/** A regularizer with another strength. An L1 penalty that is new leaves zeros that stay, where the optimizer can.
 * @param {Regularizer | undefined} regularizer @param {"l1" | "l2"} kind @param {number} strength @param {string} optimizer
 * @returns {Regularizer} */
export function withPenalty(regularizer, kind, strength, optimizer) {
  const before = regularizer ?? { l1: 0, l2: 0, l1_method: "proximal" };
  const isNew = kind === "l1" && before.l1 === 0;
  const l1_method = isNew ? (hasProximalStep(optimizer) ? "proximal" : "subgradient") : before.l1_method;
  return { ...before, l1_method, [kind]: strength };
}

/** The methods of an L1 penalty that an optimizer can use. @param {string} optimizer @returns {Regularizer["l1_method"][]} */
export const methodsOf = (optimizer) => (hasProximalStep(optimizer) ? ["proximal", "subgradient", "pruning"] : ["subgradient", "pruning"]);

/** Gives the layers the subgradient method where an optimizer has no other. Returns the names of those that are changed.
 * @param {import("../../core/experiment.js").LayerConfig[]} layers @param {string} optimizer @returns {string[]} */
export function followOptimizer(layers, optimizer) {
  return hasProximalStep(optimizer) ? [] : layers.filter(useSubgradients).map(({ name }) => name);
}

/** Whether anything changed in the regularizers of a layer, and of one that it wraps. @param {Record<string, any>} config @returns {boolean} */
function useSubgradients(config) {
  let changed = false;
  for (const [key, value] of Object.entries(config)) {
    if (key === "wrapped") changed = useSubgradients(value) || changed;
    if (!key.endsWith("_regularizer") || !value?.l1 || value.l1_method !== "proximal") continue;
    value.l1_method = "subgradient";
    changed = true;
  }
  return changed;
}
