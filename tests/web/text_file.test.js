// Bytes of a file as text: the encodings that tables come in, and files that are no text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BadFile, decodeText, mostBytes } from "../../www/js/text_file.js";

const bytes = (...values) => Uint8Array.from(values);
/** "키,등급" and two rows, as Korean spreadsheets save them. */
const korean = bytes(0xc5, 0xb0, 0x2c, 0xb5, 0xee, 0xb1, 0xde, 10, 0x31, 0x2c, 0xc5, 0xad, 10, 0x32, 0x2c, 0xc0, 0xdb, 0xc0, 0xbd, 10);
const wide = (text, little) => Uint8Array.from([...text].flatMap((letter) => {
  const [low, high] = [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8];
  return little ? [low, high] : [high, low];
}));

function refusal(file) {
  try {
    decodeText(file);
  } catch (error) {
    assert.ok(error instanceof BadFile);
    return error.invalid;
  }
  return assert.fail("the file was read");
}

test("UTF-8 is read, in any language, with and without its mark", () => {
  for (const text of ["a,b\n1,2\n", "이름,값\n가,1\n", "größe,été\n1,2\n", ""]) {
    assert.deepEqual(decodeText(new TextEncoder().encode(text)), { text, encoding: "utf-8" });
  }
  assert.equal(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61)).text, "a");
});

test("EUC-KR is told from western letters by its syllables", () => {
  assert.deepEqual(decodeText(korean), { text: "키,등급\n1,큼\n2,작음\n", encoding: "euc-kr" });
  // "café,größe" in windows-1252.
  const western = bytes(0x63, 0x61, 0x66, 0xe9, 0x2c, 0x67, 0x72, 0xf6, 0xdf, 0x65, 10);
  assert.deepEqual(decodeText(western), { text: "café,größe\n", encoding: "windows-1252" });
});

test("what spreadsheets call Unicode text is read in both byte orders, with and without a mark", () => {
  for (const [little, encoding] of [[true, "utf-16le"], [false, "utf-16be"]]) {
    const plain = wide("size,kind\n1,2\n", little);
    const mark = little ? [0xff, 0xfe] : [0xfe, 0xff];
    assert.deepEqual(decodeText(plain), { text: "size,kind\n1,2\n", encoding });
    assert.deepEqual(decodeText(Uint8Array.from([...mark, ...wide("키,값\n", little)])), { text: "키,값\n", encoding });
  }
});

test("a file in no encoding names its first line that cannot be read", () => {
  assert.deepEqual(refusal(bytes(...new TextEncoder().encode("a,b\n1,2\n"), 0x81, 0x20, 0x2c, 0x31, 10)), {
    field: "data.file", reason: "table", problem: "encoding", line: 3,
  });
});

test("a file with zeros is handed on, for the core to name the line", () => {
  assert.match(decodeText(bytes(0x50, 0x4b, 3, 4, 0, 0, 0, 8, 0, 10, 1, 2, 0, 255, 10)).text, /\0/);
});

test("a file of just 20 MB is read, and one byte more is refused with its size", () => {
  assert.equal(decodeText(new Uint8Array(mostBytes).fill(0x61)).text.length, mostBytes);
  assert.deepEqual(refusal(new Uint8Array(mostBytes + 1)), { field: "data.file", reason: "table", problem: "too_large", megabytes: 21, most: 20 });
});
