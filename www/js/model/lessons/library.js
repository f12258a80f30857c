// The chapters there are: those that come with the page, and those that a teacher has put beside it and listed in
// `lessons/index.json`.

/** @typedef {import("../../ui/preferences.js").Language} Language */
/** @typedef {"lecture" | "classroom" | "own" | "guide"} Collection */
/** A chapter that can be opened. `language` is the one its text is in. @typedef {{ name: string, collection: Collection, title: string, language: Language, text: string }} Entry */
/** What is listed beside the page: a name, and a file of each language there is. @typedef {{ name: string } & Partial<Record<Language, string>>} Listed */

export const collections = /** @type {Collection[]} */ (["lecture", "classroom", "own", "guide"]);

/** @type {Record<Language, () => Promise<{ chapters: Record<string, string> }>>} */
const shipped = { en: () => import("#lessons/en"), ko: () => import("#lessons/ko") };

/** @param {string} name @returns {Collection} */
const collectionOf = (name) => (/^\d/.test(name) ? "lecture" : /^x\d/.test(name) ? "classroom" : "guide");

/** @param {string} text */
export const titleOf = (text) => text.match(/^#\s+(.+)$/m)?.[1].replace(/\$/g, "").trim() ?? "";

/** What a teacher has listed; nothing where there is no list, or none can be asked for.
 * @returns {Promise<Listed[]>} */
async function listed() {
  if (!location.protocol.startsWith("http")) return [];
  try {
    const { chapters } = await (await fetch("lessons/index.json")).json();
    return Array.isArray(chapters) ? chapters.filter((one) => typeof one?.name === "string") : [];
  } catch {
    return [];
  }
}

/** @param {Listed} one @param {Language} language @returns {Promise<Entry | null>} */
async function read(one, language) {
  const spoken = one[language] ? language : language === "en" ? "ko" : "en";
  const file = one[spoken];
  if (!file) return null;
  try {
    const answer = await fetch(new URL(file, new URL("lessons/", location.href.split("#")[0])));
    if (!answer.ok) return null;
    const text = await answer.text();
    return { name: one.name, collection: "own", title: titleOf(text) || one.name, language: spoken, text };
  } catch {
    return null;
  }
}

/** All chapters in a language, in order. A listed chapter takes the place of one with its name. @param {Language} language
 * @returns {Promise<Entry[]>} */
export async function chaptersIn(language) {
  const [{ chapters }, own] = await Promise.all([shipped[language](), listed()]);
  const beside = (await Promise.all(own.map((one) => read(one, language)))).filter((one) => one !== null);
  const all = Object.entries(chapters).filter(([name]) => !beside.some((one) => one.name === name))
    .map(([name, text]) => ({ name, collection: collectionOf(name), title: titleOf(text), language, text }));
  return collections.flatMap((collection) => [...all, ...beside].filter((one) => one.collection === collection));
}
