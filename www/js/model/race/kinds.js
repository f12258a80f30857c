// The optimizers as the field names them. Several are one rule with other arguments: momentum is SGD's, AMSGrad Adam's.

import { namesOf as members } from "../../core/registry.js";

/** @typedef {import("../../core/race_protocol.js").Contestant} Contestant */

export const kinds = members("contestants");

/** @typedef {(typeof kinds)[number]} Kind */

/** @param {Contestant} contestant @returns {Kind} */
export function kindOf({ optimizer, noise }) {
  const rule = /** @type {Record<string, unknown>} */ (optimizer);
  if (rule.optimizer === "sgd" && rule.momentum) return rule.nesterov ? "nesterov" : "momentum";
  if (rule.optimizer === "sgd") return noise > 0 ? "sgd" : "gradient_descent";
  if (rule.optimizer === "adam" && rule.amsgrad) return "amsgrad";
  return /** @type {Kind} */ (rule.optimizer);
}

/** @param {number} rate */
const short = (rate) => String(Number(rate.toPrecision(3)));

/** Names of all contestants, with the learning rate where two would be called the same.
 * @param {readonly Contestant[]} contestants @param {(key: string) => string} t @returns {string[]} */
export function namesOf(contestants, t) {
  const names = contestants.map((contestant) => t(`kind.${kindOf(contestant)}`));
  return names.map((name, index) =>
    names.filter((other) => other === name).length > 1 ? `${name} (${short(contestants[index].optimizer.learning_rate)})` : name,
  );
}
