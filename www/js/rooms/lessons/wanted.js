// The experiment that a block asks for: of a preset, of a link, or as it is written.

import { experimentOf, readShorthand } from "../../model/lessons/shorthand.js";
import { experimentPresets } from "../../model/presets.js";
import { InvalidExperiment } from "../../core/lab.js";
import { readReadable } from "../../model/link/readable.js";

/** @typedef {import("../../model/lessons/fields.js").Fields} Fields */
/** @typedef {import("../../model/lessons/fields.js").Mistake} Mistake */

/** What a link or a preset stands for, null where neither is named.
 * @param {import("../../model/lessons/shorthand.js").Wanted} wanted @param {import("../../core/lab.js").Lab} lab @returns {Promise<any>} */
async function startOf({ preset, link }, lab) {
  if (preset !== null) {
    const found = (await experimentPresets()).find(({ name }) => name === preset);
    if (!found) throw new NotThere("no_preset", preset);
    return found.partial;
  }
  if (link === null) return null;
  const text = link.slice(link.indexOf("#") + 1);
  const { createLinks } = await import("../../model/link/link.js");
  const read = createLinks(["playground"]).read(text);
  if (read && !read.link) throw new NotThere("bad_link", link.slice(0, 40));
  const { content, version } = read?.link ?? { content: readReadable(text), version: 1 };
  return lab.upgrade(content, version).partial;
}

/** A preset or a link that is none. */
export class NotThere extends Error {
  /** @param {string} kind @param {string} name */
  constructor(kind, name) {
    super(name);
    this.kind = kind;
  }
}

/** The experiment that a block asks for. @param {Fields} fields @param {import("../../core/lab.js").Lab} lab */
export async function experimentIn(fields, lab) {
  const { wanted } = readShorthand(fields);
  return experimentOf(wanted, lab, await startOf(wanted, lab));
}

/** What is wrong with the experiment of a block, as the core or the link says it. @param {unknown} error @param {Fields} fields @param {number} line
 * @returns {Mistake} */
export function mistakeOf(error, fields, line) {
  const { wanted } = readShorthand(fields);
  const at = Number.isFinite(wanted.line) ? wanted.line : line;
  if (error instanceof InvalidExperiment) return { line: at, kind: "invalid", words: { error: error.errors[0] } };
  if (error instanceof NotThere) return { line: at, kind: error.kind, words: { name: error.message } };
  return { line: at, kind: "invalid_text", words: { message: error instanceof Error ? error.message : String(error) } };
}
