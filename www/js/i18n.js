// Words: every sentence the reader sees comes from www/i18n, by key.

import { en } from "../i18n/en.js";
import { ko } from "../i18n/ko.js";

/** @typedef {"en" | "ko"} Language */

/** @type {Record<Language, Record<string, string>>} */
const languages = { en, ko };

/** The translator of a language: `t("loss.value", { loss: 0.1 })` fills `{loss}`.
 * @param {Language} language @returns {(key: string, words?: Record<string, unknown>) => string} */
export function translator(language) {
  return (key, words = {}) => {
    // A key may be any text, a name in a table for one: `constructor` is no word.
    const sentence = Object.hasOwn(languages[language], key) ? languages[language][key] : key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(words, name) ? String(words[name]) : whole));
  };
}

/** @param {readonly string[]} wanted languages of the browser, best first @returns {Language} */
export function preferredLanguage(wanted) {
  const first = wanted.map((tag) => tag.slice(0, 2)).find((tag) => tag in languages);
  return /** @type {Language} */ (first ?? "en");
}
