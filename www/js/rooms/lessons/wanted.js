// The experiment that a block asks for: of a preset, of a link, or as it is written.

import { experimentOf, readShorthand } from "../../model/lessons/shorthand.js";
import { experimentPresets } from "../../model/presets.js";
import { InvalidExperiment } from "../../core/lab.js";
import { readReadable } from "../../model/link/readable.js";
import { bringTable, experimentBeside, readTable } from "../../model/travelling_table.js";

/** @typedef {import("../../model/lessons/fields.js").Fields} Fields */
/** @typedef {import("../../model/lessons/fields.js").Mistake} Mistake */

/** @typedef {import("../../model/travelling_table.js").Table} Table */
/** @typedef {(question: import("../../core/protocol.js").Question) => Promise<any>} Ask */

/** What a link or a preset stands for, null where neither is named, and the table that the link has had the worker read.
 * @param {import("../../model/lessons/shorthand.js").Wanted} wanted @param {import("../../core/lab.js").Lab} lab @param {Ask} ask
 * @returns {Promise<{ partial: any, table: Table | null }>} */
async function startOf({ preset, link }, lab, ask) {
  if (preset !== null) {
    const found = (await experimentPresets()).find(({ name }) => name === preset);
    if (!found) throw new NotThere("no_preset", preset);
    return { partial: found.partial, table: null };
  }
  if (link === null) return { partial: null, table: null };
  const text = link.slice(link.indexOf("#") + 1);
  const { createLinks } = await import("../../model/link/link.js");
  const read = createLinks(["playground"]).read(text);
  if (read && !read.link) throw new NotThere("bad_link", link.slice(0, 40));
  const { content, version, table: given } = read?.link ?? { content: readReadable(text), version: 1, table: null };
  if (!read && content.table !== undefined) {
    const { table: name, ...partial } = content;
    return { partial: await experimentBeside(String(name), partial, lab, ask), table: { name: String(name) } };
  }
  const table = readTable(given);
  if (table) await bringTable(table, ask);
  return { partial: lab.upgrade(content, version).partial, table };
}

/** A preset or a link that is none. */
export class NotThere extends Error {
  /** @param {string} kind @param {string} name */
  constructor(kind, name) {
    super(name);
    this.kind = kind;
  }
}

/** The experiment that a block asks for, and the table it brings. @param {Fields} fields @param {import("../../core/lab.js").Lab} lab
 * @param {Ask} ask the worker, which has to read the table first */
export async function experimentIn(fields, lab, ask) {
  const { wanted } = readShorthand(fields);
  const { partial, table } = await startOf(wanted, lab, ask);
  return { experiment: experimentOf(wanted, lab, partial), table };
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
