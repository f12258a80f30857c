// What a reader chose once and the browser keeps: theme and language; and that the guide of the first start was shown.

/** @typedef {"en" | "ko"} Language */
/** @typedef {"light" | "dark"} Theme */

/** @type {readonly Language[]} */
const languages = ["en", "ko"];
/** @type {readonly Theme[]} */
const themes = ["light", "dark"];

/** @template T @param {string} key @param {readonly T[]} allowed @returns {T | undefined} */
function remembered(key, allowed) {
  try {
    const value = localStorage.getItem(`descent.${key}`);
    return allowed.find((one) => one === value);
  } catch {
    return undefined;
  }
}

/** @param {"language" | "theme" | "guide"} key @param {string} value */
export function remember(key, value) {
  try {
    localStorage.setItem(`descent.${key}`, value);
  } catch {
    // A browser that keeps nothing still runs the page.
  }
}

/** @param {readonly string[]} wanted languages of the browser, best first @returns {Language} */
export function preferredLanguage(wanted) {
  const known = wanted.map((tag) => tag.slice(0, 2)).flatMap((tag) => languages.find((one) => one === tag) ?? []);
  return known[0] ?? "en";
}

/** The language remembered, or else the first of the browser's that the page speaks. @returns {Language} */
export const firstLanguage = () => remembered("language", languages) ?? preferredLanguage(navigator.languages);

/** The theme remembered, or else the system's. @returns {Theme} */
export const firstTheme = () => remembered("theme", themes) ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

/** Whether the guide of the first start was shown, as far as the browser knows. */
export const isGuideSeen = () => remembered("guide", ["seen"]) !== undefined;
