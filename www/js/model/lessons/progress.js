// What a reader has done, kept in the browser alone, and only where the reader wants it kept.

const place = "descent.lessons";

/** Names of what is done, by chapter. `isKept` is false on a computer that others use, too.
 * @typedef {{ isKept: boolean, done: Record<string, string[]> }} Progress */

/** @type {Progress} */
const nothing = { isKept: true, done: {} };

/** @returns {Progress} */
export function readProgress(storage = localStorageOrNothing()) {
  try {
    const { isKept, done } = JSON.parse(storage?.getItem(place) ?? "{}");
    const entries = Object.entries(done ?? {}).filter(([, names]) => Array.isArray(names) && names.every((name) => typeof name === "string"));
    return { isKept: isKept !== false, done: Object.fromEntries(entries) };
  } catch {
    return nothing;
  }
}

/** @param {Progress} progress */
export function writeProgress({ isKept, done }, storage = localStorageOrNothing()) {
  try {
    storage?.setItem(place, JSON.stringify(isKept ? { isKept, done } : { isKept, done: {} }));
  } catch {
    // A browser that keeps nothing still shows what is done until it is closed.
  }
}

/** @param {Progress} progress @param {string} chapter @param {string} name @returns {Progress} the same where it was done before */
export function withDone(progress, chapter, name) {
  const before = Object.hasOwn(progress.done, chapter) ? progress.done[chapter] : [];
  return before.includes(name) ? progress : { ...progress, done: { ...progress.done, [chapter]: [...before, name] } };
}

function localStorageOrNothing() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
