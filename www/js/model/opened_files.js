// Files that the user opened, as the worker was asked to read them: one that takes a dead one's place reads them again.

/** @typedef {import("../core/protocol.js").Question} Question */
/** @typedef {import("../core/protocol.js").ReadTable} ReadTable */

/** @typedef {import("../core/protocol.js").KeepTable} KeepTable */

/** @type {KeepTable} */
const keep = { type: "keep_table" };

export function createOpenedFiles() {
  /** How the file that is looked at was read, and the name that experiments know it by.
   * @type {{ name: string, questions: ReadTable[] } | null} */
  let opened = null;
  /** How files were read that experiments may need, by their names. @type {Map<string, ReadTable[]>} */
  const kept = new Map();

  return {
    /** Takes note of a question that was answered. @param {Question} question @param {any} answer */
    note(question, answer) {
      if (question.type === "read_table") {
        const before = "bytes" in question ? [] : opened?.questions ?? [];
        opened = { name: answer.preview.config.file, questions: [...before, question] };
      }
      if (question.type === "keep_table" && opened) kept.set(opened.name, opened.questions);
    },

    /** The bytes of a file that experiments know by this name, null where none was opened. @param {string} name */
    bytes(name) {
      const [first] = kept.get(name) ?? [];
      return first && "bytes" in first ? first.bytes : null;
    },

    /** What to ask a worker that has read nothing yet, in this order. @returns {(ReadTable | KeepTable)[]} */
    questions() {
      const all = [...kept.values()].flatMap((questions) => [...questions, keep]);
      return [...all, ...(opened?.questions ?? [])];
    },
  };
}
