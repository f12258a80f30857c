// The table that a link brings to the playground.

import { describe } from "../../model/link/words.js";
import { bringTable, experimentBeside, readTable } from "../../model/travelling_table.js";

/** Has a worker read what a link says, before the experiment about it. @param {unknown} given @param {(question: import("../../core/protocol.js").Question) => Promise<any>} ask */
export async function bring(given, ask) {
  const table = readTable(given);
  if (table) await bringTable(table, ask);
}

/** Opens the table `data/<name>` with an experiment of its own.
 * @param {import("../../model/session.js").Session} session @param {import("../../core/lab.js").Lab} lab
 * @param {string} name @param {any} partial what else the link says @returns {Promise<{ name: string } | null>} null where that is told to be wrong */
export async function openBeside({ actions, load }, lab, name, partial) {
  try {
    load(await experimentBeside(name, partial, lab, actions.ask));
    return { name };
  } catch (error) {
    const what = describe(error);
    actions.notify({ kind: "error", key: "notice.remarks", words: { what } });
    return null;
  }
}
