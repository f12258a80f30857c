// What a link carries of how a room is shown: choices that differ from the first of those there are.

/** The values each choice may have, its default first. @typedef {Record<string, readonly unknown[]>} Choices */

/** @param {Choices} choices @param {Record<string, unknown>} shown @returns {Record<string, unknown>} */
export const differences = (choices, shown) =>
  Object.fromEntries(Object.keys(choices).filter((key) => shown[key] !== choices[key][0]).map((key) => [key, shown[key]]));

/** All choices, as a link says them; what it does not say, or is no choice, is the default.
 * @param {Choices} choices @param {Record<string, unknown>} view @returns {Record<string, any>} */
export const completed = (choices, view) =>
  Object.fromEntries(Object.entries(choices).map(([key, values]) => [key, Object.hasOwn(view, key) && values.includes(view[key]) ? view[key] : values[0]]));
