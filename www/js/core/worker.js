// The training worker: the only file that trains. It may be killed and started again at any time.

import { Files, Worker as Core, initSync } from "#core";
import { createWorkerFiles, reply } from "./worker_files.js";

/** @typedef {import("./protocol.js").Command} Command */
/** @typedef {import("./protocol.js").Event} Event */
/** @typedef {Event extends infer E ? E extends Event ? Omit<E, "id"> : never : never} Answer */

/** Held for as long as this worker lives, so that the page learns of its death from the browser.
 * @param {string} name */
function holdLock(name) {
  // A page in a sandbox has no locks.
  navigator.locks?.request(name, () => new Promise(() => {})).catch(() => {});
}

/** All runs and what is explored. @type {Core} */
let core;
/** What experiments read. @type {ReturnType<typeof createWorkerFiles>} */
let files;

/** @param {Command} command @returns {Promise<Answer>} */
async function answerTo(command) {
  switch (command.type) {
    case "read_table":
      return files.readTable(command);
    case "keep_table":
      files.files.keepTable();
      return { type: "done" };
    case "configure":
    case "try":
      await files.fetchWanted(command.experiment);
      break;
    case "follow":
      for (const { edit } of [{ edit: { configure: command.journal.first } }, ...command.journal.edits]) {
        if (typeof edit === "object" && "configure" in edit) await files.fetchWanted(edit.configure);
      }
  }
  const { id, ...asked } = command;
  return core.answer(asked, files.files);
}

/** @type {() => void} */
let begin;
/** Commands are answered one after the other, also where one waits for a file; the first waits for the module. */
let queue = /** @type {Promise<void>} */ (new Promise((resolve) => (begin = resolve)));

self.onmessage = ({ data: command }) => {
  if (command.type === "start") {
    initSync({ module: command.module });
    core = new Core();
    files = createWorkerFiles(new Files(), command);
    return begin();
  }
  if (command.type === "hold_lock") return holdLock(command.name);
  queue = queue.then(() => reply(command.id, () => answerTo(command)));
};
self.postMessage({ type: "started" });
