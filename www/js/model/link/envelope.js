// The envelope of a link, `d2-<room>-<base64url>`: sections of bytes that are whole, or are known not to be.
//
// The bytes are the length of the sections, two bytes of check, and the sections: a tag, a length, that many bytes, and
// four bytes of check. Each check is the CRC-32 of everything before it, from `d2-<room>-` on: a
// section whose check holds has arrived as it was sent, with all before it.

import { decode, encode, lettersFor } from "./base64.js";
import { leb128, longestLeb128, readLeb128 } from "./leb128.js";

/** @typedef {{ tag: number, bytes: Uint8Array }} Section */

/** What is wrong with an envelope. `cut`: so many of its letters are missing, null where not even its length is there.
 * `changed`: letters are others; `section` is the tag of the first section that is not whole, null where it is the head.
 * @typedef {{ kind: "cut", missing: number | null, letters: number | null } | { kind: "changed", section: number | null }} Damage */

const polynomial = 0xedb88320;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ polynomial : crc >>> 1;
  return crc;
});

/** CRC-32 of more bytes after those whose CRC-32 is given. @param {Iterable<number>} bytes @param {number} [before] */
export function crc32(bytes, before = 0) {
  let crc = ~before;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

const headCheck = 2;
const sectionCheck = 4;

/** @param {number} crc @param {number} count */
const checkBytes = (crc, count) => Array.from({ length: count }, (_, index) => (crc >>> (8 * index)) & 255);

/** @param {string} room */
const seed = (room) => crc32(new TextEncoder().encode(`d2-${room}-`));

/** @param {string} room @param {Section[]} sections @returns {string} what follows `d2-<room>-` */
export function seal(room, sections) {
  const framed = sections.map(({ tag, bytes }) => [[tag, ...leb128(bytes.length)], bytes]);
  const length = framed.reduce((sum, [head, bytes]) => sum + head.length + bytes.length + sectionCheck, 0);
  const head = leb128(length);
  let crc = crc32(head, seed(room));
  const all = [...head, ...checkBytes(crc, headCheck)];
  crc = crc32(all.slice(head.length), crc);
  for (const parts of framed) {
    for (const part of parts) {
      crc = crc32(part, crc);
      for (const byte of part) all.push(byte);
    }
    const check = checkBytes(crc, sectionCheck);
    crc = crc32(check, crc);
    all.push(...check);
  }
  return encode(Uint8Array.from(all));
}

/** The sections that are whole, and what is wrong with the rest. Letters after the end do no harm; `letters` of a whole
 * envelope are those that were sent.
 * @param {string} room @param {string} letters of base64url, nothing else
 * @returns {{ sections: Section[], damage: Damage | null, letters: string }} */
export function unseal(room, letters) {
  const start = decode(letters.slice(0, lettersFor(longestLeb128 + headCheck)));
  const length = readLeb128(start, 0);
  const headEnd = length ? length.next + headCheck : 0;
  if (!length || headEnd > start.length) {
    const cut = start.length < longestLeb128 + headCheck;
    return { sections: [], letters, damage: cut ? { kind: "cut", missing: null, letters: null } : { kind: "changed", section: null } };
  }
  let crc = crc32(start.subarray(0, length.next), seed(room));
  if (!matches(start, length.next, crc, headCheck)) return { sections: [], letters, damage: { kind: "changed", section: null } };
  crc = crc32(start.subarray(length.next, headEnd), crc);

  const whole = lettersFor(headEnd + length.number);
  const missing = whole - letters.length;
  const bytes = decode(letters.slice(0, whole));
  /** @type {Section[]} */
  const sections = [];
  let at = headEnd;
  while (at < headEnd + length.number) {
    const tag = bytes[at];
    const size = readLeb128(bytes, at + 1);
    if (!size || size.next + size.number + sectionCheck > bytes.length) break;
    const end = size.next + size.number;
    crc = crc32(bytes.subarray(at, end), crc);
    if (!matches(bytes, end, crc, sectionCheck)) break;
    sections.push({ tag, bytes: bytes.slice(size.next, end) });
    crc = crc32(bytes.subarray(end, end + sectionCheck), crc);
    at = end + sectionCheck;
  }
  if (missing > 0) return { sections, letters, damage: { kind: "cut", missing, letters: whole } };
  if (at < bytes.length) return { sections, letters, damage: { kind: "changed", section: bytes[at] } };
  return { sections, letters: encode(bytes), damage: null };
}

/** @param {Uint8Array} bytes @param {number} at @param {number} crc @param {number} count */
const matches = (bytes, at, crc, count) => checkBytes(crc, count).every((byte, index) => bytes[at + index] === byte);
