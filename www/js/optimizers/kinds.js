// The optimizers as the field names them. Several are one rule with other arguments: momentum is SGD's, AMSGrad Adam's.

/** @typedef {import("./protocol.js").Contestant} Contestant */

/** What a new contestant of a kind is; all else follows the surface.
 * @type {Record<string, { optimizer: Record<string, unknown>, noise?: number }>} */
export const kinds = {
  gradient_descent: { optimizer: { optimizer: "sgd" } },
  sgd: { optimizer: { optimizer: "sgd" }, noise: 0.5 },
  momentum: { optimizer: { optimizer: "sgd", momentum: 0.9 } },
  nesterov: { optimizer: { optimizer: "sgd", momentum: 0.9, nesterov: true } },
  adagrad: { optimizer: { optimizer: "adagrad" } },
  adadelta: { optimizer: { optimizer: "adadelta" } },
  rmsprop: { optimizer: { optimizer: "rmsprop" } },
  adam: { optimizer: { optimizer: "adam" } },
  amsgrad: { optimizer: { optimizer: "adam", amsgrad: true } },
  adamw: { optimizer: { optimizer: "adamw" } },
  nadam: { optimizer: { optimizer: "nadam" } },
  adamax: { optimizer: { optimizer: "adamax" } },
  lion: { optimizer: { optimizer: "lion" } },
  newton: { optimizer: { optimizer: "newton" } },
};

/** @param {Contestant} contestant @returns {string} a key of `kinds` */
export function kindOf({ optimizer, noise }) {
  const rule = /** @type {Record<string, unknown>} */ (optimizer);
  if (rule.optimizer === "sgd" && rule.momentum) return rule.nesterov ? "nesterov" : "momentum";
  if (rule.optimizer === "sgd") return noise > 0 ? "sgd" : "gradient_descent";
  if (rule.optimizer === "adam" && rule.amsgrad) return "amsgrad";
  return String(rule.optimizer);
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
