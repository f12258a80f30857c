// What is asked of the second module about the playground: the experiment, its weights as they are and the opened files go along.

import { createDesk } from "../core/desk.js";

/** @typedef {import("./session.js").Session} Session */

/** One for the page: it keeps nothing between questions. */
const desk = createDesk();

/** The run at this moment, with its weights and curves. @param {Session} session */
export async function present(session) {
  const wanted = new AbortController();
  session.subscribe(["weights", "history"], wanted);
  try {
    return await session.refresh();
  } finally {
    wanted.abort();
  }
}

/** Asks about the playground as it is. Rejects as `Desk.ask` does.
 * @param {Session} session @param {import("../core/desk.js").Command} command @returns {Promise<any>} */
export async function consult(session, command) {
  const { weights } = await present(session);
  return desk.ask(command, { experiment: session.experiment(), weights, files: session.openedFiles() });
}
