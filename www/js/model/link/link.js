// A link to what a room shows: `d2-<room>-<base64url>`, letters, digits, `-` and `_` only, so that no chat program ends
// it early, with checks that tell whether it has arrived whole. Of the older readable form links are only read.

import { isTensorflowPlayground, readTensorflowPlayground, writeTensorflowPlayground } from "./tensorflow_playground.js";
import { seal, unseal } from "./envelope.js";
import { decoded, enveloped, plainAddress, readings } from "./mending.js";
import { pack, unpack } from "./packing.js";

/** The version of this form. */
const form = 2;

/** Sections, by their tags. `weights` is kept free. */
const tags = /** @type {const} */ ({ content: 1, view: 2, weights: 3, journal: 4, goals: 5, answers: 6, table: 7 });

/** @typedef {keyof typeof tags} Part */

/** What a link carries. `content` is the least that stands for an experiment or a race, in the words of `version`;
 * `view` is what differs in how it is shown; `journal` is the record of a run without its version, where the link is to a moment of it;
 * `exercise` and `answers` are as `exercise.js` has them, `table` as `travelling_table.js` does.
 * @typedef {{
 *   room: string, version: number, content: Record<string, unknown>, view: Record<string, unknown>, journal?: Record<string, unknown>,
 *   exercise?: Record<string, unknown>, answers?: Record<string, unknown>, table?: Record<string, unknown>,
 * }} Link */

/** What a link carries besides, and in which section. */
const besides = /** @type {const} */ ([["journal", "journal"], ["exercise", "goals"], ["answers", "answers"], ["table", "table"]]);
/** Sections that are read. */
const read = ["content", "view", ...besides.map(([, part]) => part)];

/** What is wrong with a link. `cut`: `missing` of its `letters` are not there, null where not even that is known.
 * `changed`: other letters than were sent, from `part` on, or from the start. `case`: capitals have become small, or
 * small ones capital. `newer`: of a form, a room or a packing that is not known here.
 * @typedef {{ kind: "cut", missing: number | null, letters: number | null } | { kind: "changed", part: Part | null } | { kind: "case" } | { kind: "newer" }} LinkDamage */

/** What was read. `link` is null where the content is not whole. `left` are parts that this page does not know.
 * `mended`: the link had been changed on its way, and is as it was sent.
 * @typedef {{ link: Link | null, damage: LinkDamage | null, left: (Part | number)[], mended: boolean }} Reading */

/** @param {number} tag @returns {Part | null} */
const partOf = (tag) => /** @type {Part[]} */ (Object.keys(tags)).find((name) => tags[name] === tag) ?? null;

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {readonly string[]} rooms that are known */
export function createLinks(rooms) {
  /** @param {import("./envelope.js").Section[]} sections @param {string} room @returns {Link | null} */
  function open(sections, room) {
    const bytes = (/** @type {Part} */ part) => sections.find(({ tag }) => tag === tags[part])?.bytes;
    const content = bytes("content");
    if (!content) return null;
    const opened = (/** @type {Uint8Array | undefined} */ packed) => {
      const value = packed ? unpack(packed) : {};
      if (!isObject(value)) throw new TypeError("not an object");
      return value;
    };
    const link = { room, version: content[0], content: opened(content.subarray(1)), view: opened(bytes("view")) };
    const there = besides.filter(([, part]) => bytes(part));
    return { ...link, ...Object.fromEntries(there.map(([name, part]) => [name, opened(bytes(part))])) };
  }

  /** @param {{ version: number, room: string, letters: string }} envelope @returns {Reading & { text: string }} */
  function readEnvelope({ version, room, letters: given }) {
    const { sections, damage, letters } = unseal(room, given);
    const text = `d${form}-${room}-${letters}`;
    const left = sections.map(({ tag }) => partOf(tag) ?? tag).filter((part) => !read.includes(String(part)));
    const failed = { link: null, left, mended: false, text };
    if (version > form) return { ...failed, damage: { kind: "newer" } };
    if (damage?.kind === "changed") {
      const lost = given.length > 15 && (given === given.toLowerCase() || given === given.toUpperCase());
      if (lost) return { ...failed, damage: { kind: "case" } };
    }
    if (!damage && !rooms.includes(room)) return { ...failed, damage: { kind: "newer" } };
    /** @type {LinkDamage | null} */
    const told = damage?.kind === "changed" ? { kind: "changed", part: damage.section === null ? null : partOf(damage.section) } : damage;
    try {
      const link = rooms.includes(room) ? open(sections, room) : null;
      return { ...failed, link, damage: told ?? (link ? null : { kind: "newer" }) };
    } catch {
      // The checks hold: it was sent so, by a page that packs in another way.
      return { ...failed, damage: told ?? { kind: "newer" } };
    }
  }

  return {
    /** @param {Link} link @returns {string} without the leading `#` */
    write({ room, version, content, view, ...more }) {
      /** @type {import("./envelope.js").Section[]} */
      const sections = [{ tag: tags.content, bytes: Uint8Array.from([version, ...pack(content)]) }];
      if (Object.keys(view).length > 0) sections.push({ tag: tags.view, bytes: pack(view) });
      for (const [name, part] of besides) if (more[name]) sections.push({ tag: tags[part], bytes: pack(more[name]) });
      return `d${form}-${room}-${seal(room, sections)}`;
    },

    /** What a link of TensorFlow Playground says, null where it is none. @param {string} text what follows its `#` @param {string} [before] */
    foreign: (text, before) => (isTensorflowPlayground(text, before) ? readTensorflowPlayground(text) : null),

    writeForeign: writeTensorflowPlayground,

    decoded,
    plainAddress,
    readings,

    /** @param {string} text without the leading `#` @returns {Reading | null} null where the link is of the readable form */
    read(text) {
      const found = enveloped(text)?.map(readEnvelope);
      if (!found) return null;
      const best = found.find(({ damage }) => !damage) ?? found.find(({ damage }) => damage?.kind === "cut") ?? found[0];
      return { link: best.link, damage: best.damage, left: best.left, mended: !best.damage && best.text !== text };
    },
  };
}

/** @typedef {ReturnType<typeof createLinks>} Links */
