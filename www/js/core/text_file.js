// Bytes of a file as text, whatever it was saved as. Runs in the worker; the file goes nowhere else.

export const mostBytes = 20 * 1024 * 1024;

/** A file that is no text, or too large. `invalid` says so as the core does. */
export class BadFile extends Error {
  /** @param {Record<string, unknown>} problem */
  constructor(problem) {
    super(String(problem.problem));
    this.name = "BadFile";
    this.invalid = { field: "data.file", reason: "table", ...problem };
  }
}

/** @typedef {"utf-8" | "utf-16le" | "utf-16be" | "euc-kr" | "windows-1252"} Encoding */

/** What a file can be read as, the most frequent first. `euc-kr` is Windows's code page 949, which holds it.
 * @type {Encoding[]} */
export const encodings = ["utf-8", "euc-kr", "windows-1252", "utf-16le", "utf-16be"];

/** @param {Uint8Array} bytes @param {Encoding} encoding @returns {string | null} null where the bytes are not of this encoding */
function attempt(bytes, encoding) {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** What a byte order mark says, or every other byte being 0. @param {Uint8Array} bytes @returns {Encoding | null} */
function sixteenBits(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  const sample = bytes.subarray(0, 1000);
  const zeros = [0, 0];
  sample.forEach((byte, index) => byte === 0 && zeros[index % 2]++);
  const most = sample.length / 2;
  if (zeros[1] > 0.6 * most && zeros[0] === 0) return "utf-16le";
  if (zeros[0] > 0.6 * most && zeros[1] === 0) return "utf-16be";
  return null;
}

/** Share of the letters beyond ASCII that are Korean syllables. @param {string} text */
function koreanShare(text) {
  const foreign = text.match(/[^\x00-\x7f]/g) ?? [];
  const korean = text.match(/[\uac00-\ud7a3]/g) ?? [];
  return foreign.length === 0 ? 0 : korean.length / foreign.length;
}

/** Letters of a text that are looked at to tell encodings apart. */
const sampled = 200_000;

/** Share of the letters beyond ASCII that stand as western words have them: beside a letter of ASCII, or as a sign beside
 * a number or a blank. @param {string} text */
function westernShare(text) {
  const foreign = text.match(/[^\x00-\x7f]/g) ?? [];
  const western = text.match(/(?<=[a-z])[^\x00-\x7f]|[^\x00-\x7f](?=[a-z])|(?<![^\x00-\x7f])[\u00a0-\u00bf\u00d7\u00f7](?![^\x00-\x7f])/gi) ?? [];
  return western.length / Math.max(1, foreign.length);
}

/** Whether UTF-8 is chance: pairs of bytes that make Korean syllables in EUC-KR make lone accented letters in UTF-8.
 * @param {string} text as UTF-8 @param {Uint8Array} bytes */
function isKoreanByChance(text, bytes) {
  if (!/[\u0080-\u07ff]/.test(text) || /[\u0800-\uffff]/.test(text) || westernShare(text.slice(0, sampled)) > 0.3) return false;
  const korean = attempt(bytes, "euc-kr");
  return korean !== null && koreanShare(korean) > 0.8;
}

/** The text of a file. Without an `encoding` the likeliest is taken; in a given one, bytes that it does not know become
 * U+FFFD, for the core to name their line. @param {Uint8Array} bytes @param {Encoding} [encoding]
 * @returns {{ text: string, encoding: Encoding }} @throws {BadFile} */
export function decodeText(bytes, encoding) {
  if (bytes.length > mostBytes) throw new BadFile({ problem: "too_large", megabytes: Math.ceil(bytes.length / 1024 / 1024), most: 20 });
  if (encoding && encodings.includes(encoding)) return { text: new TextDecoder(encoding).decode(bytes), encoding };
  const wide = sixteenBits(bytes);
  for (const one of wide ? [wide] : encodings.slice(0, 3)) {
    const text = attempt(bytes, one);
    if (text !== null && fits(text, one, bytes)) return { text, encoding: one };
  }
  // A 0 is in no text: the core names its line.
  if (bytes.includes(0)) return { text: new TextDecoder().decode(bytes), encoding: "utf-8" };
  throw new BadFile({ problem: "encoding", line: lineOfFirstWrong(bytes) });
}

/** Whether a text that can be read as `encoding` looks like one. @param {string} text @param {Encoding} encoding @param {Uint8Array} bytes */
function fits(text, encoding, bytes) {
  if (encoding === "utf-8") return !isKoreanByChance(text, bytes);
  // Western letters read as Korean are rare signs, not syllables.
  if (encoding === "euc-kr") return koreanShare(text) > 0.6;
  // Bytes that are no text at all leave control characters; a file of UTF-8 with a damaged byte is none of this.
  return encoding !== "windows-1252" || !(/[\x00-\x08\x0e-\x1f\x7f-\x9f]/.test(text) || isDamagedUtf8(bytes));
}

/** Whether nearly all letters beyond ASCII are those of UTF-8. @param {Uint8Array} bytes */
function isDamagedUtf8(bytes) {
  const foreign = new TextDecoder().decode(bytes).match(/[^\x00-\x7f]/g) ?? [];
  return foreign.length > 4 && foreign.filter((letter) => letter === "\ufffd").length * 4 < foreign.length;
}

/** The first line that is not UTF-8. @param {Uint8Array} bytes */
function lineOfFirstWrong(bytes) {
  let line = 1;
  let start = 0;
  for (let end = 0; end <= bytes.length; end++) {
    if (end < bytes.length && bytes[end] !== 10) continue;
    if (attempt(bytes.subarray(start, end), "utf-8") === null) return line;
    line += 1;
    start = end + 1;
  }
  return line;
}
