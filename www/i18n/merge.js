// The words of one language, put together from its files.

/** All words of several files. A key that two of them have would lose one of its sentences, so it throws.
 * @template {Record<string, string>[]} Parts
 * @param {Parts} parts
 * @returns {Merged<Parts>} */
export function merge(...parts) {
  /** @type {Record<string, string>} */
  const all = {};
  for (const part of parts) {
    for (const [key, sentence] of Object.entries(part)) {
      if (Object.hasOwn(all, key)) throw new Error(`two sentences for one key: ${key}`);
      all[key] = sentence;
    }
  }
  return /** @type {any} */ (all);
}

/** @template {unknown[]} Parts
 * @typedef {Parts extends [infer First, ...infer Rest] ? First & Merged<Rest> : {}} Merged */
