// Tables whose keys people choose: a layer, a column or a word may be called `constructor` or `__proto__`.

/** What an object itself has under a name. @template T @param {Record<string, T>} object @param {string} name @returns {T | undefined} */
export const own = (object, name) => (Object.hasOwn(object, name) ? object[name] : undefined);

/** Sets what an object itself has under a name. @template T @param {Record<string, T>} object @param {string} name @param {T} value */
export function setOwn(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}
