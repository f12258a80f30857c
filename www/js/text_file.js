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

/** @param {Uint8Array} bytes @returns {{ text: string, encoding: Encoding }}
 * @throws {BadFile} */
export function decodeText(bytes) {
  if (bytes.length > mostBytes) throw new BadFile({ problem: "too_large", megabytes: Math.ceil(bytes.length / 1024 / 1024), most: 20 });
  const wide = sixteenBits(bytes);
  const order = /** @type {Encoding[]} */ (wide ? [wide] : ["utf-8", "euc-kr", "windows-1252"]);
  for (const encoding of order) {
    const text = attempt(bytes, encoding);
    // Western letters read as Korean are rare signs, not syllables; bytes that are no text at all leave control characters.
    const fits = text !== null && (encoding !== "euc-kr" || koreanShare(text) > 0.6) && (encoding !== "windows-1252" || !/[\x00-\x08\x0e-\x1f\x7f-\x9f]/.test(text));
    if (fits) return { text, encoding };
  }
  // A 0 is in no text: the core names its line.
  if (bytes.includes(0)) return { text: new TextDecoder().decode(bytes), encoding: "utf-8" };
  throw new BadFile({ problem: "encoding", line: lineOfFirstWrong(bytes) });
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
