// What an embedded lab shows, as its author wrote it: a link, what follows the `#` of one, a file, or a partial experiment; the
// first three may be an exercise.

import { readExercise } from "../../model/exercise.js";
import { DamagedLink } from "../../model/link/words.js";
import { createLinks } from "../../model/link/link.js";
import { readReadable, splitRoom, UnreadablePart } from "../../model/link/readable.js";
import { roomNames } from "../rooms.js";

const links = createLinks(roomNames);

/** @typedef {{ content: unknown, version: number, exercise?: unknown }} Read */

/** @param {string} text @param {import("../../core/lab.js").Lab} lab
 * @returns {{ partial: unknown, exercise: import("../../model/exercise.js").Exercise | null }} a partial experiment of today
 * @throws {DamagedLink | UnreadablePart | import("../../core/lab.js").InvalidExperiment} */
export function readExperiment(text, lab) {
  const trimmed = text.trim();
  const { content, version, exercise } = trimmed.startsWith("{") ? readJson(trimmed, lab.version) : readLink(trimmed.slice(trimmed.indexOf("#") + 1), lab.version);
  return { partial: lab.upgrade(content, version).partial, exercise: exercise ? readExercise(exercise) : null };
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
    return { content: readReadable(rest), version: rest ? 1 : now };
  }
  const { link, damage } = reading;
  if (damage || link?.room !== "playground" || link.version > now) throw new DamagedLink(damage ?? { kind: "newer" });
  return { content: link.content, version: link.version, exercise: link.exercise };
}

/** The link to an experiment in the whole page. @param {Record<string, unknown>} content the least that stands for it @param {number} version
 * @param {Record<string, unknown>} [exercise] */
export const linkOf = (content, version, exercise) => `#${links.write({ room: "playground", version, content, view: {}, exercise })}`;
