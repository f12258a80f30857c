// The training worker: the only file that trains. It may be killed and started again at any time.

import { Files, Worker as Core, initSync } from "#core";
import { BadFile, decodeText } from "./text_file.js";

/** @typedef {import("./protocol.js").Command} Command */
/** @typedef {import("./protocol.js").Event} Event */
/** @typedef {Event extends infer E ? E extends Event ? Omit<E, "id"> : never : never} Answer */

/** Where the page lies: a worker of a blob does not know. */
let base = "";

/** Held for as long as this worker lives, so that the page learns of its death from the browser.
 * @param {string} name */
function holdLock(name) {
  // A page in a sandbox has no locks.
  navigator.locks?.request(name, () => new Promise(() => {})).catch(() => {});
}

/** All runs and what is explored. @type {Core} */
let core;
/** What experiments read. @type {Files} */
let files;

/** The file of the user's that is being looked at, and the encoding it was last read in; `files` has its text in that.
 * @type {{ bytes: Uint8Array, encoding: import("./text_file.js").Encoding } | undefined} */
let opened;

/** Fetches the file of the page that an experiment needs. @param {unknown} experiment */
async function fetchWanted(experiment) {
  const name = files.wanted(experiment);
  if (!name) return;
  const response = await fetch(new URL(DATA_FILES[name] ?? name, base)).catch(() => null);
  // Without it the core says which file is missing.
  if (response?.ok) files.insert(name, await response.text());
}

/** @param {import("./protocol.js").ReadTable} command @returns {Answer} */
function readTable(command) {
  const { name } = command;
  if ("bytes" in command) {
    const bytes = new Uint8Array(command.bytes);
    const { text, encoding } = decodeText(bytes, command.encoding);
    const preview = files.readTable(name, encoding, text, undefined);
    // Only what could be read takes the place of what was there.
    opened = { bytes, encoding };
    return { type: "table", preview };
  }
  const { config } = command;
  if (!opened) throw new Error("no file is open");
  const { bytes } = opened;
  const isDecoded = config.encoding === opened.encoding;
  const { text, encoding } = isDecoded ? { text: undefined, encoding: opened.encoding } : decodeText(bytes, /** @type {import("./text_file.js").Encoding | undefined} */ (config.encoding));
  const preview = files.readTable(name, encoding, text, config);
  opened = { bytes, encoding };
  return { type: "table", preview };
}

/** @param {Command} command @returns {Promise<Answer>} */
async function answerTo(command) {
  switch (command.type) {
    case "read_table":
      return readTable(command);
    case "keep_table":
      files.keepTable();
      return { type: "done" };
    case "configure":
      await fetchWanted(command.experiment);
  }
  const { id, ...asked } = command;
  return core.answer(asked, files);
}

/** The buffers of an answer, to hand over instead of copying. @param {any} value @returns {ArrayBuffer[]} */
function buffers(value) {
  if (ArrayBuffer.isView(value)) return [/** @type {ArrayBuffer} */ (value.buffer)];
  if (value && typeof value === "object") return Object.values(value).flatMap(buffers);
  return [];
}

/** @param {Command} command */
async function answer(command) {
  const { id } = command;
  try {
    const event = { ...(await answerTo(command)), id };
    self.postMessage(event, { transfer: [...new Set(buffers(event))] });
  } catch (/** @type {any} */ thrown) {
    // Rust throws what is wrong with a file as `{ message, errors }`; everything else is a bug of ours.
    if (thrown?.errors) self.postMessage({ type: "invalid", id, ...thrown });
    else if (thrown instanceof BadFile) self.postMessage({ type: "invalid", id, message: thrown.message, errors: [thrown.invalid] });
    else self.postMessage({ type: "crashed", id, message: String(thrown) });
  }
}

/** @type {() => void} */
let begin;
/** Commands are answered one after the other, also where one waits for a file; the first waits for the module. */
let queue = /** @type {Promise<void>} */ (new Promise((resolve) => (begin = resolve)));

self.onmessage = ({ data: command }) => {
  if (command.type === "start") {
    initSync({ module: command.module });
    core = new Core();
    files = new Files();
    base = command.base;
    return begin();
  }
  if (command.type === "hold_lock") return holdLock(command.name);
  queue = queue.then(() => answer(command));
};
self.postMessage({ type: "started" });
