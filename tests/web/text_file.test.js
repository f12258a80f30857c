// Bytes of a file as text: the encodings that tables come in, and files that are no text.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BadFile, decodeText, mostBytes } from "../../www/js/core/text_file.js";

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

/** How EUC-KR writes a text, found by reading every pair of bytes. */
const koreanBytes = (() => {
  const known = new Map();
  for (let lead = 0x81; lead <= 0xc8; lead++) {
    for (let trail = 0x41; trail <= 0xfe; trail++) known.set(new TextDecoder("euc-kr").decode(bytes(lead, trail)), [lead, trail]);
  }
  return (/** @type {string} */ text) => Uint8Array.from([...text].flatMap((letter) => (letter.charCodeAt(0) < 128 ? [letter.charCodeAt(0)] : known.get(letter))));
})();

test("EUC-KR that is UTF-8 by chance is read as Korean", () => {
  const file = Uint8Array.from(Buffer.from("xbAsxq/CoQ0KMTIwLMShxbINCjEzMSzFuA0KMTQyLMShxbINCg==", "base64"));
  assert.doesNotThrow(() => new TextDecoder("utf-8", { fatal: true }).decode(file));
  const { text, encoding } = decodeText(file);
  assert.equal(encoding, "euc-kr");
  assert.match(text, /^키,특징\r\n120,/);
  for (const word of ["키", "특징", "큰", "점수,학교\n1,서울\n", "나이,성별\n31,남\n24,여\n"]) {
    assert.deepEqual(decodeText(koreanBytes(word)), { text: word, encoding: "euc-kr" });
  }
});

test("UTF-8 with accents, signs and other scripts stays UTF-8", () => {
  for (const text of [
    "ville,été\nBesançon,5\n", "größe,maß\n1,2\n", "temp (°C)\n25\n", "Łódź,Kraków\n1,2\n", "naïve\n", "price\n£5\n£6\n",
    "цена,город\n5,Москва\n", "τιμή,πόλη\n5,Αθήνα\n", "מחיר,עיר\n1,2\n", "ű,ő\nhosszú,tűz\n", "値段,町\n5,東京\n", "±5\n", "이름\n철수\n",
  ]) {
    assert.deepEqual(decodeText(new TextEncoder().encode(text)), { text, encoding: "utf-8" });
  }
});

test("a file is read again in the encoding that is chosen", () => {
  assert.deepEqual(decodeText(korean, "euc-kr"), { text: "키,등급\n1,큼\n2,작음\n", encoding: "euc-kr" });
  assert.equal(decodeText(korean, "windows-1252").text.slice(0, 2), "Å°");
  assert.match(decodeText(korean, "utf-8").text, /\ufffd/);
});

test("UTF-8 with a damaged letter is not taken for western text", () => {
  const whole = new TextEncoder().encode("이름,지역\n철수,서울\n영희,부산\n");
  assert.deepEqual(refusal(whole.subarray(0, whole.length - 2)), { field: "data.file", reason: "table", problem: "encoding", line: 3 });
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
