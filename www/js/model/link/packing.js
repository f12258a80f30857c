// JSON as few bytes: as it is, or deflated with a dictionary of what experiments and races are made of.

import { deflateSync, inflateSync } from "fflate";
import { dictionary } from "./dictionary.js";
import { leb128, readLeb128 } from "./leb128.js";

const plain = 0;
const deflated = 1;
/** Deflated bytes may stand for a thousand times as many; no link needs more than this. */
const mostBytes = 1 << 22;

const dictionaryBytes = new TextEncoder().encode(dictionary);

/** @param {unknown} value @returns {Uint8Array} */
export function pack(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const smaller = deflateSync(bytes, { level: 9, dictionary: dictionaryBytes });
  const size = leb128(bytes.length);
  return smaller.length + size.length < bytes.length && bytes.length <= mostBytes
    ? Uint8Array.from([deflated, ...size, ...smaller])
    : Uint8Array.from([plain, ...bytes]);
}

/** @param {Uint8Array} bytes @returns {unknown}
 * @throws where the bytes are nothing that `pack` writes */
export function unpack(bytes) {
  if (bytes[0] === plain) return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(1)));
  if (bytes[0] !== deflated) throw new RangeError(`packed in a way that is not known: ${bytes[0]}`);
  const size = readLeb128(bytes, 1);
  if (!size || size.number > mostBytes) throw new RangeError("longer than any link needs to be");
  const text = inflateSync(bytes.subarray(size.next), { out: new Uint8Array(size.number), dictionary: dictionaryBytes });
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
}
