// The worker of the second module. It keeps nothing that cannot be asked for again.

import { Desk, Files, initSync } from "#desk";
import { createWorkerFiles, reply } from "./worker_files.js";

/** @typedef {import("./desk.js").Asked} Asked */

/** @type {Desk} */
let desk;
/** @type {ReturnType<typeof createWorkerFiles>} */
let files;

/** @param {Asked} asked */
async function answer({ id, files: opened = [], weights = new Float32Array(), history = new Float64Array(), file = new Uint8Array(), ...command }) {
  for (const question of opened) {
    if (question.type === "read_table") files.readTable(question);
    else files.files.keepTable();
  }
  await files.fetchWanted(command.experiment);
  return desk.answer(command, weights, history, file, files.files);
}

/** Questions are answered one after the other. */
let queue = Promise.resolve();

self.onmessage = ({ data: asked }) => {
  if (asked.type === "start") {
    initSync({ module: asked.module });
    desk = new Desk();
    files = createWorkerFiles(new Files(), asked);
  } else queue = queue.then(() => reply(asked.id, () => answer(asked)));
};
