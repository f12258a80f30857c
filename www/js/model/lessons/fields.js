// The text of a fenced block of a chapter: lines `key: value`. Indented lines go on with the value above, empty lines and those
// that begin with `#` are left out. Every value knows the line it stands on, so that a mistake can be told where it is.

/** A value and its line, counted from 1. @typedef {{ value: string, line: number }} Field */
/** What is wrong with a chapter, and where. `words` fill the sentence of `lesson.error.<kind>`.
 * @typedef {{ line: number, kind: string, words?: Record<string, unknown> }} Mistake */
/** The fields of a block by their keys, in order. @typedef {Record<string, Field[]>} Fields */

/** @param {string} text @param {number} first the line of the chapter that the text begins on
 * @returns {{ fields: Fields, mistakes: Mistake[] }} */
export function readFields(text, first) {
  /** @type {Fields} */
  const fields = {};
  /** @type {Mistake[]} */
  const mistakes = [];
  /** @type {Field | null} */
  let last = null;
  for (const [index, written] of text.split("\n").entries()) {
    const line = first + index;
    if (/^\s+\S/.test(written)) {
      if (last) last.value += `${last.value ? "\n" : ""}${written.replace(/^ {1,2}|^\t/, "")}`;
      else mistakes.push({ line, kind: "indented" });
      continue;
    }
    if (written.trim() === "") {
      // Within a value an empty line parts paragraphs.
      if (last?.value) last.value += "\n";
      continue;
    }
    if (written.startsWith("#")) continue;
    const [, key, value] = written.match(/^([A-Za-z][A-Za-z0-9_ ]*?)\s*:(?:\s+(.*))?$/) ?? [];
    if (key === undefined) {
      mistakes.push({ line, kind: "no_key", words: { text: written.trim() } });
      last = null;
      continue;
    }
    last = { value: (value ?? "").trim(), line };
    (fields[key] ??= []).push(last);
  }
  for (const all of Object.values(fields)) for (const field of all) field.value = field.value.trim();
  return { fields, mistakes };
}

/** The parts of a value that bars separate. A bar within a formula is none. @param {string} text */
export function partsOf(text) {
  const parts = [""];
  let isTex = false;
  for (const letter of text) {
    if (letter === "$") isTex = !isTex;
    if (letter === "|" && !isTex) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

/** The items of a list, separated by commas outside of brackets. @param {string} text */
export function itemsOf(text) {
  const items = [""];
  let depth = 0;
  for (const letter of text) {
    if ("([{".includes(letter)) depth += 1;
    if (")]}".includes(letter)) depth -= 1;
    if (letter === "," && depth === 0) items.push("");
    else items[items.length - 1] += letter;
  }
  return items.map((item) => item.trim()).filter(Boolean);
}
