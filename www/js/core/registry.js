// What the core says of its closed sets: the names to choose from, and what numbers each takes.

import { constants, dataGroups, sets, withoutProximalStep } from "./registry_data.js";

export { constants, dataGroups };

/** @typedef {keyof typeof sets} SetName */
/** @typedef {{ default?: number | boolean, low?: number, high?: number }} Known */

/** The names of a set, in the order in which they are offered.
 * @template {SetName} S @param {S} set @returns {(keyof (typeof sets)[S] & string)[]} */
export const namesOf = (set) => /** @type {any} */ (Object.keys(sets[set]));

/** The numbers and switches of a member. @param {SetName} set @param {string} name @returns {Record<string, Known>} */
export const argumentsOf = (set, name) => /** @type {any} */ (sets[set])[name];

/** The range of a number. @param {SetName} set @param {string} name @param {string} argument */
export function rangeOf(set, name, argument) {
  const { low, high } = argumentsOf(set, name)[argument] ?? {};
  if (low === undefined || high === undefined) throw new Error(`${set}: ${name} has no range of ${argument}`);
  return { low, high };
}

/** Whether an L1 penalty can leave zeros that stay. @param {string} optimizer */
export const hasProximalStep = (optimizer) => !withoutProximalStep.includes(optimizer);
