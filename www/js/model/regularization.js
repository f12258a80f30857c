// One penalty on the weights of all layers, as it is set beside the optimizer.

import { withPenalty } from "./builder/penalty.js";

/** @typedef {import("../core/protocol.js").Experiment} Experiment */
/** @typedef {"none" | "l1" | "l2" | "mixed"} Kind `mixed` where layers differ, or have both. */

export const kinds = /** @type {const} */ (["none", "l1", "l2"]);

/** What a penalty has that is new. */
export const firstStrength = 0.003;

/** The layers whose weights can have one. @param {Experiment} experiment @returns {any[]} */
export const penalized = ({ network }) => network.layers.filter((layer) => "kernel_regularizer" in layer);

/** The one that all layers have. @param {Experiment} experiment @returns {{ kind: Kind, strength: number | null }} */
export function penaltyOf(experiment) {
  const [first, ...rest] = penalized(experiment).map(({ kernel_regularizer: { l1, l2 } }) => ({ l1, l2 }));
  if (!first) return { kind: "none", strength: null };
  const { l1, l2 } = first;
  if ((l1 > 0 && l2 > 0) || rest.some((one) => one.l1 !== l1 || one.l2 !== l2)) return { kind: "mixed", strength: null };
  return l1 > 0 ? { kind: "l1", strength: l1 } : l2 > 0 ? { kind: "l2", strength: l2 } : { kind: "none", strength: null };
}

/** Gives all layers of the draft the same. @param {Experiment} draft @param {Kind} kind @param {number} strength */
export function setPenalty(draft, kind, strength) {
  for (const layer of penalized(draft)) {
    for (const one of /** @type {const} */ (["l1", "l2"])) {
      layer.kernel_regularizer = withPenalty(layer.kernel_regularizer, one, one === kind ? strength : 0, draft.optimizer.optimizer);
    }
  }
}
