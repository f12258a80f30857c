// A penalty on weights as it is set by hand.

/** @typedef {import("../experiment.js").Regularizer} Regularizer */

/** Optimizers without a proximal step. */
const without = ["adadelta", "lion"];

/** A regularizer with another strength. An L1 penalty that is new leaves zeros that stay, where the optimizer can.
 * @param {Regularizer | undefined} regularizer @param {"l1" | "l2"} kind @param {number} strength @param {string} optimizer
 * @returns {Regularizer} */
export function withPenalty(regularizer, kind, strength, optimizer) {
  const before = regularizer ?? { l1: 0, l2: 0, l1_method: "subgradient" };
  const isNew = kind === "l1" && before.l1 === 0;
  const l1_method = isNew ? (without.includes(optimizer) ? "subgradient" : "proximal") : before.l1_method;
  return { ...before, l1_method, [kind]: strength };
}
