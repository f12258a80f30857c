// Words: every sentence the reader sees comes from www/i18n, by key. A language is loaded when it is first spoken.

import { start as en } from "../i18n/en/start.js";
import { start as ko } from "../i18n/ko/start.js";

/** @typedef {import("./preferences.js").Language} Language */
/** @typedef {(key: string, words?: Record<string, unknown>) => string} Translate */

/** @type {Record<Language, () => Promise<Record<string, string>>>} */
const languages = {
  en: () => import("../i18n/en.js").then(({ en }) => en),
  ko: () => import("../i18n/ko.js").then(({ ko }) => ko),
};

/** What is said where nothing else is loaded yet, or can be. @type {Record<Language, Record<string, string>>} */
const first = { en, ko };

/** @param {Language} language */
export const firstTranslator = (language) => translator(first[language]);

/** @param {Language} language */
export const loadTranslator = async (language) => translator({ ...first[language], ...(await languages[language]()) });

/** The translator of some sentences: `t("output.class", { class: 1 })` fills `{class}`. @param {Record<string, string>} sentences @returns {Translate} */
function translator(sentences) {
  return (key, words = {}) => {
    // A key may be any text, a name in a table for one: `constructor` is no word.
    const sentence = Object.hasOwn(sentences, key) ? sentences[key] : key;
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(words, name) ? String(words[name]) : whole));
  };
}

/** A name of something: by its key in the words, or as people gave it, which is never translated.
 * @typedef {{ key: string } | { text: string }} Label */

/** @param {Label} label @param {(key: string) => string} t */
export const named = (label, t) => ("key" in label ? t(label.key) : label.text);

/** What tells labels apart. @param {Label} label */
export const labelId = (label) => ("key" in label ? label.key : label.text);
