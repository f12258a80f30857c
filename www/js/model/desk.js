// What is asked of the second module about the playground: the experiment, its weights and curves as they are, and the opened
// files go along.

import { createDesk } from "../core/desk.js";

/** @typedef {import("./session.js").Session} Session */

/** One for the page: it keeps nothing between questions. */
export const desk = createDesk();

/** The run at this moment, with its weights and curves. @param {Session} session */
export async function present(session) {
  const wanted = new AbortController();
  session.subscribe(["weights", "history", "evaluation"], wanted);
  try {
    return await session.refresh();
  } finally {
    wanted.abort();
  }
}

/** Asks about the playground as it is. Rejects as `Desk.ask` does.
 * @param {Session} session @param {import("../core/desk.js").Command} command @param {Uint8Array} [file] to be read @returns {Promise<any>} */
export async function consult(session, command, file) {
  const { weights } = await present(session);
  return desk.ask(command, { experiment: session.experiment(), weights, history: session.history(), files: session.openedFiles(), file });
}

/** The same about an experiment alone, whatever its weights. @param {Session} session
 * @param {import("../core/experiment.js").Experiment} experiment @param {import("../core/desk.js").Command} command @returns {Promise<any>} */
export const consultOn = (session, experiment, command) => desk.ask(command, { experiment, files: session.openedFiles() });
