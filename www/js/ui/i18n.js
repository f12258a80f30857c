// Words: every sentence the reader sees comes from www/i18n, by key. A language is loaded when it is first spoken.

import { start as en } from "../../i18n/en/start.js";
import { start as ko } from "../../i18n/ko/start.js";

/** @typedef {import("./preferences.js").Language} Language */
/** @typedef {(key: string, words?: Record<string, unknown>) => string} Translate */

/** What a language has besides words: the form of a particle after a text, undefined for what is none.
 * @typedef {(particle: string, text: string) => string | undefined} Particle */

/** @type {Partial<Record<Language, Particle>>} */
const particles = {};

/** The words of each language: those of the first picture, and the others.
 * @type {Record<Language, { first(): Promise<Record<string, string>>, more(): Promise<Record<string, string>> }>} */
const parts = {
  en: { first: () => import("../../i18n/en.js").then(({ en }) => en), more: () => import("../../i18n/en_more.js").then(({ more }) => more) },
  ko: {
    first: () => import("../../i18n/ko.js").then(({ ko, particle }) => ((particles.ko = particle), ko)),
    more: () => import("../../i18n/ko_more.js").then(({ more }) => more),
  },
};

/** What is loaded of each language; at first what is said where nothing else can be. @type {Record<Language, Record<string, string>>} */
const loaded = { en: { ...en }, ko: { ...ko } };

/** Whether something is shown that the first picture has no words for. */
let needsMore = false;

/** Languages that have all their words. @type {Set<Language>} */
const whole = new Set();

/** What not everything has is asked for to see whether it is there, and is no miss. */
const optional = /^hint\./;

/** What is done once words are there that were missed. @type {() => void} */
let redraw = () => {};
/** Words on their way because they were missed. @type {Promise<unknown> | null} */
let missed = null;

/** @param {Language} language @param {"first" | "more"} part */
const load = async (language, part) => Object.assign(loaded[language], await parts[language][part]());

/** Whom to tell when words are there that were missed: a translator that is asked for then has them. @param {() => void} tell */
export const whenMissedWordsCome = (tell) => void (redraw = tell);

/** Resolves when no word is missing of what is drawn. @returns {Promise<unknown>} */
export const wordsAreThere = () => Promise.resolve(missed);

/** Loads what the first picture does without, since something else is drawn. @param {Language} language */
function miss(language) {
  // What does not come now is asked for again with the next word that is missed.
  missed ??= loadMoreWords(language).then(() => redraw(), () => {}).finally(() => (missed = null));
}

/** @param {Language} language */
export const firstTranslator = (language) => translator(language);

/** @param {Language} language */
export async function loadTranslator(language) {
  await load(language, "first");
  if (needsMore) await loadMoreWords(language);
  return translator(language);
}

/** Someone else's page may be in any language. @returns {Language} */
const languageOfPage = () => (document.documentElement.lang in parts ? /** @type {Language} */ (document.documentElement.lang) : "en");

/** Loads the words that the first picture does without. Translators that are there know them, too.
 * @param {Language} [language] the one that is spoken */
export async function loadMoreWords(language = languageOfPage()) {
  needsMore = true;
  await load(language, "more");
  whole.add(language);
}

/** The translator of a language: `t("output.class", { class: 1 })` fills `{class}`. A sentence in Korean has `{을}` where
 * 을 or 를 follows. @param {Language} language @returns {Translate} */
function translator(language) {
  const sentences = loaded[language];
  return (key, words = {}) => {
    // A key may be any text, a name in a table for one: `constructor` is no word.
    const isThere = Object.hasOwn(sentences, key);
    if (!isThere && !whole.has(language) && !optional.test(key)) miss(language);
    const sentence = isThere ? sentences[key] : key;
    /** @param {string} name @param {string} before */
    const filled = (name, before) => (Object.hasOwn(words, name) ? String(words[name]) : (particles[language]?.(name, before) ?? `{${name}}`));
    return sentence.split(/\{([\w가-힣]+)\}/).reduce((said, part, index) => said + (index % 2 ? filled(part, said) : part), "");
  };
}

/** A name of something: by its key in the words, or as people gave it, which is never translated.
 * @typedef {{ key: string } | { text: string }} Label */

/** @param {Label} label @param {(key: string) => string} t */
export const named = (label, t) => ("key" in label ? t(label.key) : label.text);

/** What tells labels apart. @param {Label} label */
export const labelId = (label) => ("key" in label ? label.key : label.text);
