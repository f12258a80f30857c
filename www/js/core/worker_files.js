// The files that a worker reads: those of the page, which it fetches when an experiment needs them, and those that the user
// opened.

import { BadFile, decodeText } from "./text_file.js";

/** @typedef {import("./protocol.js").ReadTable} ReadTable */
/** @typedef {import("./protocol.js").KeepTable} KeepTable */
/** @typedef {import("#core").Files} Files */

/** @param {Files} files @param {{ base: string, data: Record<string, Blob> }} page where the page lies, which a worker of a blob
 * does not know, and the files of data that it holds within itself */
export function createWorkerFiles(files, { base, data }) {
  /** The file of the user's that is being looked at, and the encoding it was last read in; `files` has its text in that.
   * @type {{ bytes: Uint8Array, encoding: import("./text_file.js").Encoding } | undefined} */
  let opened;

  return {
    files,

    /** Fetches the file of the page that an experiment needs. @param {unknown} experiment */
    async fetchWanted(experiment) {
      const name = files.wanted(experiment);
      if (!name) return;
      const path = DATA_FILES[name] ?? name;
      if (data[path]) return files.insert(name, await data[path].text());
      const response = await fetch(new URL(path, base)).catch(() => null);
      // Without it the core says which file is missing.
      if (response?.ok) files.insert(name, await response.text());
    },

    /** @param {ReadTable} command @returns {{ type: "table", preview: import("./protocol.js").Preview }} */
    readTable(command) {
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
    },
  };
}

/** The buffers of an answer, to hand over instead of copying. @param {any} value @returns {ArrayBuffer[]} */
export function buffers(value) {
  if (ArrayBuffer.isView(value)) return [/** @type {ArrayBuffer} */ (value.buffer)];
  if (value && typeof value === "object") return Object.values(value).flatMap(buffers);
  return [];
}

/** Answers a command by a message, also where that fails. @param {number} id @param {() => Promise<object>} work */
export async function reply(id, work) {
  try {
    const event = { ...(await work()), id };
    self.postMessage(event, { transfer: [...new Set(buffers(event))] });
  } catch (/** @type {any} */ thrown) {
    // Rust throws what is wrong with a file as `{ message, errors }`; everything else is a bug of ours.
    if (thrown?.errors) self.postMessage({ type: "invalid", id, ...thrown });
    else if (thrown instanceof BadFile) self.postMessage({ type: "invalid", id, message: thrown.message, errors: [thrown.invalid] });
    else self.postMessage({ type: "crashed", id, message: String(thrown) });
  }
}
