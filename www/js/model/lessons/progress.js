// What a reader has done, kept in the browser alone, and only where the reader wants it kept.

const place = "descent.lessons";

/** The best value that each goal of an exercise had. @typedef {readonly (number | null)[]} Best */

/** Names of what is done, by chapter, and by chapter and exercise what was best. `isKept` is false on a computer that others use, too.
 * @typedef {{ isKept: boolean, done: Record<string, string[]>, best: Record<string, Record<string, Best>> }} Progress */

/** @type {Progress} */
const nothing = { isKept: true, done: {}, best: {} };

/** @param {unknown} values @returns {values is Best} */
const isBest = (values) => Array.isArray(values) && values.every((value) => value === null || Number.isFinite(value));

/** @returns {Progress} */
export function readProgress(storage = localStorageOrNothing()) {
  try {
    const { isKept, done, best } = JSON.parse(storage?.getItem(place) ?? "{}");
    const entries = Object.entries(done ?? {}).filter(([, names]) => Array.isArray(names) && names.every((name) => typeof name === "string"));
    const bests = Object.entries(best ?? {}).map(([chapter, of]) => [chapter, Object.fromEntries(Object.entries(Object(of)).filter(([, values]) => isBest(values)))]);
    return { isKept: isKept !== false, done: Object.fromEntries(entries), best: Object.fromEntries(bests) };
  } catch {
    return nothing;
  }
}

/** @param {Progress} progress */
export function writeProgress({ isKept, done, best }, storage = localStorageOrNothing()) {
  try {
    storage?.setItem(place, JSON.stringify(isKept ? { isKept, done, best } : { ...nothing, isKept }));
  } catch {
    // A browser that keeps nothing still shows what is done until it is closed.
  }
}

/** @param {Progress} progress @param {string} chapter @param {string} name @returns {Progress} the same where it was done before */
export function withDone(progress, chapter, name) {
  const before = Object.hasOwn(progress.done, chapter) ? progress.done[chapter] : [];
  return before.includes(name) ? progress : { ...progress, done: { ...progress.done, [chapter]: [...before, name] } };
}

/** @param {Progress} progress @param {string} chapter @param {string} name @returns {Best} empty where nothing is known */
export const bestOf = ({ best }, chapter, name) => (Object.hasOwn(best, chapter) && Object.hasOwn(best[chapter], name) ? best[chapter][name] : []);

/** @param {Progress} progress @param {string} chapter @param {string} name @param {Best} values @returns {Progress} the same where they were known before */
export function withBest(progress, chapter, name, values) {
  if (JSON.stringify(bestOf(progress, chapter, name)) === JSON.stringify(values)) return progress;
  const of = Object.hasOwn(progress.best, chapter) ? progress.best[chapter] : {};
  return { ...progress, best: { ...progress.best, [chapter]: { ...of, [name]: values } } };
}

function localStorageOrNothing() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}
