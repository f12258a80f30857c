// What an embedded lab shows, as its author wrote it: a link, what follows the `#` of one, a file, or a partial experiment; the
// first three may be an exercise.

import { readExercise } from "../../model/exercise.js";
import { DamagedLink } from "../../model/link/words.js";
import { createLinks } from "../../model/link/link.js";
import { readReadable, splitRoom, UnreadablePart } from "../../model/link/readable.js";
import { bringTable, experimentBeside, readTable } from "../../model/travelling_table.js";
import { roomNames } from "../rooms.js";

const links = createLinks(roomNames);

/** @typedef {import("../../model/travelling_table.js").Table} Table */
/** `beside` is the name of a table that the link has an experiment made of, `table` one that its experiment is about.
 * @typedef {{ content: unknown, version: number, exercise?: unknown, table?: unknown, beside?: string }} Read */

/** @param {string} text @param {import("../../core/lab.js").Lab} lab @param {(question: import("../../core/protocol.js").Question) => Promise<any>} ask
 * the worker, which has to read the table of a link before the experiment
 * @returns {Promise<{ partial: unknown, exercise: import("../../model/exercise.js").Exercise | null, table: Table | null }>} a partial
 * experiment of today. Rejects with `DamagedLink`, `UnreadablePart` or `InvalidExperiment` */
export async function readExperiment(text, lab, ask) {
  const trimmed = text.trim();
  const { content, version, exercise, table: given, beside } = trimmed.startsWith("{") ? readJson(trimmed, lab.version) : readLink(trimmed.slice(trimmed.indexOf("#") + 1), lab.version);
  if (beside !== undefined) return { partial: await experimentBeside(beside, content, lab, ask), exercise: null, table: { name: beside } };
  const { partial } = lab.upgrade(content, version);
  const table = readTable(given);
  if (table) await bringTable(table, ask);
  return { partial, exercise: exercise ? readExercise(exercise) : null, table };
}

/** @param {string} text @param {number} now the version of today @returns {Read} */
function readJson(text, now) {
  /** @type {any} */
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new UnreadablePart(text, "unfinished");
  }
  if (!Object.hasOwn(read, "experiment")) return { content: read, version: now };
  if (!Number.isInteger(read.version) || read.version < 1 || read.version > now) throw new DamagedLink({ kind: "newer" });
  return { content: read.experiment, version: read.version, exercise: read.task };
}

/** @param {string} text @param {number} now the version of today @returns {Read} */
function readLink(text, now) {
  const reading = text ? links.read(text) : null;
  if (!reading) {
    const { room, rest } = splitRoom(text, roomNames);
    if (room !== "playground") throw new DamagedLink({ kind: "newer" });
    const { table, ...content } = readReadable(rest);
    return { content, version: rest ? 1 : now, beside: table === undefined ? undefined : String(table) };
  }
  const { link, damage } = reading;
  if (damage || link?.room !== "playground" || link.version > now) throw new DamagedLink(damage ?? { kind: "newer" });
  return { content: link.content, version: link.version, exercise: link.exercise, table: link.table };
}

/** The link to an experiment in the whole page. @param {Record<string, unknown>} content the least that stands for it @param {number} version
 * @param {Record<string, unknown>} [exercise] @param {Table} [table] */
export const linkOf = (content, version, exercise, table) => `#${links.write({ room: "playground", version, content, view: {}, exercise, table })}`;
