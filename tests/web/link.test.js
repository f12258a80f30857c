import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decode, encode } from "../../www/js/model/link/base64.js";
import { crc32, seal, unseal } from "../../www/js/model/link/envelope.js";
import { createLinks } from "../../www/js/model/link/link.js";
import { plainAddress, readings } from "../../www/js/model/link/mending.js";
import { random } from "../../www/js/ui/random.js";

const rooms = ["playground", "optimizers"];
const links = createLinks(rooms);
const version = 2;

const words = ["spiral", "x1", "학습", "\u{1f600}", "a b", "", "constructor", "kernel_initializer", '"', "%41", "-", "&amp;"];

/** Any JSON. @param {() => number} next @param {number} depth @returns {any} */
function anything(next, depth) {
  const kind = Math.floor(next() * (depth > 0 ? 7 : 5));
  const count = Math.floor(next() * 5);
  if (kind === 0) return Math.round((next() - 0.5) * 1e4) / 100;
  if (kind === 1) return next();
  if (kind === 2) return null;
  if (kind === 3) return next() < 0.5;
  if (kind === 4) return words[Math.floor(next() * words.length)];
  if (kind === 5) return Array.from({ length: count }, () => anything(next, depth - 1));
  return anObject(next, depth - 1);
}

/** @param {() => number} next @param {number} depth */
const anObject = (next, depth) =>
  Object.fromEntries(Array.from({ length: Math.floor(next() * 6) }, (_, index) => [`${words[Math.floor(next() * words.length)]}${index}`, anything(next, depth)]));

const presets = JSON.parse(readFileSync(new URL("../../www/presets/experiments.json", import.meta.url), "utf8"));
/** @type {Record<string, unknown>} */
const spiral = presets.find(({ name }) => name === "spiral").experiment;
const sent = { room: "playground", version, content: spiral, view: { showTest: true } };
const text = links.write(sent);
const whole = { link: sent, damage: null, left: [], mended: false };

test("a link to a moment of a run has its record, and reads back", () => {
  const journal = { experiment: { seed: 4 }, edits: [{ step: 12, edit: "resume" }], step: 40, fingerprint: "00ff" };
  const moment = { ...sent, journal };
  assert.deepEqual(links.read(links.write(moment)), { ...whole, link: moment });
  const { damage, link } = links.read(links.write(moment).slice(0, -3));
  assert.equal(damage.kind, "cut");
  assert.deepEqual(link, sent, "the experiment is whole all the same");
});

test("bytes are written as base64url and read back", () => {
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 97 + length * 31) & 255);
    assert.equal(encode(bytes), Buffer.from(bytes).toString("base64url"));
    assert.deepEqual(decode(encode(bytes)), bytes);
  }
});

test("the check is the CRC-32 that everybody has", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assert.equal(crc32(new TextEncoder().encode("6789"), crc32(new TextEncoder().encode("12345"))), 0xcbf43926);
});

test("what is written into a link is read back, whatever it is", () => {
  const next = random(1);
  for (let round = 0; round < 300; round++) {
    const link = { room: rooms[round % 2], version: 1 + (round % 100), content: anObject(next, 4), view: anObject(next, 1) };
    const written = links.write(link);
    assert.match(written, /^d2-(playground|optimizers)-[\w-]+$/);
    assert.deepEqual(links.read(written), { link, damage: null, left: [], mended: false });
  }
});

/** JSON as the core writes it: its keys in order. @param {any} value @returns {any} */
function ordered(value) {
  if (Array.isArray(value)) return value.map(ordered);
  if (Object(value) !== value) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, ordered(value[key])]));
}

test("every preset makes a link of less than 300 characters", () => {
  const lengths = presets.map(({ name, experiment }) => [links.write({ room: "playground", version, content: ordered(experiment), view: {} }).length, name]);
  assert.deepEqual(lengths.filter(([length]) => length >= 300), []);
});

test("a character that is changed, lost, doubled or has changed places is noticed, wherever it is", () => {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const start = text.indexOf("-", 3) + 1;
  /** @param {string} damaged @param {string} what */
  const notices = (damaged, what) => {
    const reading = links.read(damaged);
    // What is read all the same is known to be what was sent.
    assert.ok(reading?.damage || reading?.mended, what);
    if (reading.link) assert.deepEqual(reading.link.content, sent.content, what);
    if (!reading.damage) assert.deepEqual(reading.link, sent, what);
  };
  for (let at = start; at < text.length; at++) {
    for (let bits = 1 + (at % 3); bits < 64; bits += 3) {
      const letter = alphabet[alphabet.indexOf(text[at]) ^ bits];
      notices(text.slice(0, at) + letter + text.slice(at + 1), `${letter} at ${at}`);
    }
    notices(text.slice(0, at) + text.slice(at + 1), `without ${at}`);
    notices(text.slice(0, at) + text[at] + text.slice(at), `twice ${at}`);
    if (text[at] !== text[at + 1] && at + 1 < text.length) notices(text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2), `swapped ${at}`);
    const other = start + ((at * 7) % (text.length - start));
    if (text[at] !== text[other]) {
      const letters = [...text];
      [letters[at], letters[other]] = [letters[other], letters[at]];
      notices(letters.join(""), `${at} for ${other}`);
    }
  }
});

test("a change in the name of the room is noticed", () => {
  for (const other of [text.replace("playground", "optimizers"), text.replace("playground", "playgrond"), text.replace("playground-", "")]) {
    assert.equal(links.read(other)?.link, null, other);
    assert.ok(links.read(other)?.damage, other);
  }
});

test("a link whose end is cut says how much is missing", () => {
  for (let missing = 1; missing < text.length - "d2-playground-".length - 8; missing++) {
    const { damage } = /** @type {any} */ (links.read(text.slice(0, -missing)));
    assert.deepEqual(damage, { kind: "cut", missing, letters: text.length - "d2-playground-".length });
  }
  for (const end of [2, 3, 5, "d2-playground".length, "d2-playground-A".length, "d2-playground-ABC".length]) {
    assert.deepEqual(links.read(text.slice(0, end))?.damage, { kind: "cut", missing: null, letters: null }, text.slice(0, end));
  }
});

test("where only the view is damaged the experiment is still there", () => {
  const { link, damage } = /** @type {any} */ (links.read(text.slice(0, -3)));
  assert.deepEqual(link, { ...sent, view: {} });
  assert.equal(damage.missing, 3);
  const last = text.slice(-6, -5) === "A" ? "B" : "A";
  const changed = links.read(text.slice(0, -6) + last + text.slice(-5));
  assert.deepEqual(changed?.damage, { kind: "changed", part: "view" });
  assert.deepEqual(changed?.link?.content, sent.content);
});

test("what mail and chat programs do to a link is undone", () => {
  const wide = (/** @type {string} */ one) => one.replace(/[!-~]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0));
  const every = (/** @type {number} */ count, /** @type {string} */ sign) => text.replace(new RegExp(`.{${count}}`, "g"), `$&${sign}`);
  const percent = [...text].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join("");
  for (const changed of [
    ...[").", ",", "]", ">", '"', "'", "”", "…", "...", "。", "!", "를 보세요", " and more", "%20and%20more", "\n", "*", "~~", "=", "==", "%3D"].map((tail) => text + tail),
    ...["&utm_source=kakao", "?utm_source=mail&utm_medium=x", "&amp;fbclid=IwAR0abc-_", "?fbclid=IwAR0abc", "&gclid=1", "%26utm_source%3Dx", "#:~:text=hello"].map((tail) => text + tail),
    `utm_source=kakao&${text}`, `?fbclid=abc&${text}`, `/${text}`, `!${text}`, ` ${text}`, `%20${text}`, `<${text}>`,
    every(76, "\r\n"), every(76, "\n> "), every(72, "%0A"), every(76, "=\r\n"), every(30, " "), every(30, "%20"), every(30, "+"), every(9, "\u200b"), every(40, "\u00ad"), every(20, "%E2%80%8B"), every(50, "%0D%0A%3E%20"),
    text.replaceAll("-", "%2D"), text.replaceAll("-", "%252D"), text.replaceAll("_", "%25255F"), text.replaceAll("-", "&#45;"), text.replaceAll("-", "&#x2d;"), percent, encodeURIComponent(percent),
    text.replaceAll("-", "\u2010"), text.replaceAll("-", "\u2011"), text.replaceAll("-", "\u2013"), text.replaceAll("-", "\u2212"), text.replaceAll("_", "\\_"), wide(text),
    text.replace("d2-playground", "D2-Playground"), text.replace(/^(d2-playground-)(.*)$/, (_, room, letters) => room + letters.replaceAll("-", "+").replaceAll("_", "/") + "=="),
  ]) {
    assert.deepEqual(links.read(changed), { ...whole, mended: changed !== text }, changed);
  }
});

test("two dashes that an editor made one of are two again", () => {
  let seed = 0;
  let link = { room: "playground", version, content: {}, view: {} };
  while (!/[^-]--[^-]/.test(links.write(link).slice(14)) && seed < 20_000) link = { ...link, content: { seed: (seed += 1) } };
  const written = links.write(link);
  assert.deepEqual(links.read(written.replace("--", "\u2014"))?.link, link);
});

test("a link whose capitals are lost says so", () => {
  const start = "d2-playground-".length;
  assert.deepEqual(links.read(text.slice(0, start) + text.slice(start).toLowerCase())?.damage, { kind: "case" });
  assert.deepEqual(links.read(text.toUpperCase())?.damage, { kind: "case" });
});

test("what a newer version writes is told, and what is known of it is read", () => {
  const section = (/** @type {number} */ tag) => ({ tag, bytes: Uint8Array.from([1, 2, 3]) });
  const content = { tag: 1, bytes: Uint8Array.from([version, 0, ...new TextEncoder().encode('{"seed":4}')]) };
  const write = (/** @type {string} */ room, /** @type {any[]} */ ...sections) => `d2-${room}-${seal(room, sections)}`;
  const link = { room: "playground", version, content: { seed: 4 }, view: {} };
  assert.deepEqual(links.read(write("playground", content, section(3), section(77))), { ...whole, link, left: ["weights", 77] });
  assert.deepEqual(links.read(write("playground", section(3), content)), { ...whole, link, left: ["weights"] });
  assert.equal(links.read(write("playground", section(5), content))?.damage?.kind, "newer");
  assert.equal(links.read(write("lessons", content))?.damage?.kind, "newer");
  assert.equal(links.read(write("playground", section(3)))?.damage?.kind, "newer");
  assert.equal(links.read(text.replace("d2", "d3"))?.damage?.kind, "newer");
  assert.equal(links.read("d17-lessons")?.damage?.kind, "newer");
  for (const bytes of [[version, 9, 1, 2], [version], [], [version, 0, 0xff], [version, 1, 1, 0, 0, 0xff], [version, 0, ...new TextEncoder().encode("[1]")], [version, 1, 255, 255, 255, 1]]) {
    assert.equal(links.read(write("playground", { tag: 1, bytes: Uint8Array.from(bytes) }))?.damage?.kind, "newer", String(bytes));
  }
});

test("readable links and other texts are none of these", () => {
  for (const other of ["", "seed=3", "data.dataset=spiral&seed=7", "nonsense", "optimizers", "optimizers&seed=3", "d2=3", "data.file=d2-playground-AAAA", "d2x-playground"]) assert.equal(links.read(other), null, other);
});

test("no text at all makes reading throw", () => {
  const next = random(2);
  const signs = [..."d2-playgroundoptimizers-ABCabc019_%&=?#+/ .é학\u200b\u{1f600}\ud800%E0%A4;x"];
  for (let round = 0; round < 3000; round++) {
    const garbage = Array.from({ length: Math.floor(next() * 60) }, () => signs[Math.floor(next() * signs.length)]).join("");
    for (const one of [garbage, `d2-playground-${garbage}`, text.slice(0, Math.floor(next() * text.length)) + garbage]) {
      const reading = links.read(one);
      if (reading?.link) assert.deepEqual(reading.link.content, sent.content, one);
      assert.ok(readings(one).length > 0);
    }
  }
});

test("sections are whole up to the first that is not", () => {
  const sections = [{ tag: 1, bytes: Uint8Array.from([1]) }, { tag: 2, bytes: new Uint8Array(300) }, { tag: 3, bytes: new Uint8Array(0) }];
  const letters = seal("x", sections);
  assert.deepEqual(unseal("x", letters), { sections, letters, damage: null });
  assert.deepEqual(unseal("x", letters.slice(0, -1)).sections, sections.slice(0, 2));
  assert.deepEqual(unseal("y", letters), { sections: [], letters, damage: { kind: "changed", section: null } });
});

test("an address keeps what the page's host needs, not what others add to follow it", () => {
  for (const [address, plain] of [
    ["https://a.b/c/", "https://a.b/c/"], ["https://a.b/?fbclid=1", "https://a.b/"], ["https://a.b/?v=3&utm_source=x&utm_medium=y", "https://a.b/?v=3"], ["https://a.b/?utm=3&lang=ko", "https://a.b/?utm=3&lang=ko"],
  ]) assert.equal(plainAddress(address), plain);
});
