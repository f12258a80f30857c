// What the core says in English of a value that cannot be read is said in the reader's language.

import assert from "node:assert/strict";
import { test } from "node:test";
import { loadMoreWords, loadTranslator } from "../../www/js/ui/i18n.js";
import { unreadableWords } from "../../www/js/ui/unreadable.js";

const cases = [
  ['invalid type: string "x", expected a whole number', 'the text "x" where a whole number is expected', '정수가 와야 할 자리에 글 "x"가 있습니다'],
  ["invalid value: integer `256`, expected a whole number", "the number 256 where a whole number is expected", "정수가 와야 할 자리에 숫자 256이 있습니다"],
  ["invalid type: floating point `1.5`, expected a whole number", "the number 1.5 where a whole number is expected", "정수가 와야 할 자리에 숫자 1.5가 있습니다"],
  ["invalid type: null, expected a list", "null where a list is expected", "목록이 와야 할 자리에 null이 있습니다"],
  ["invalid type: sequence, expected an object", "a list where an object is expected", "객체가 와야 할 자리에 목록이 있습니다"],
  ["invalid length 1, expected an array of length 2", "1 values where a list of 2 is expected", "값 2개짜리 목록이 와야 할 자리에 값이 1개 있습니다"],
  ["unknown field `size`, expected `length`", "there is no field “size”; there is: length", "“size”라는 항목은 없습니다. 쓸 수 있는 것: length"],
  ["unknown shape `lime`, expected `point` or `line`", "there is no shape “lime”; there is: point, line", "“lime”이라는 shape는 없습니다. 쓸 수 있는 것: point, line"],
  ["unknown layer `dens`, expected one of `dense`, `conv2d`", "there is no layer “dens”; there is: dense, conv2d", "“dens”라는 층은 없습니다. 쓸 수 있는 것: dense, conv2d"],
  ["missing field `name`", "“name” is missing", "“name”이 빠졌습니다"],
  ["something else", "something else", "something else"],
];

test("values that cannot be read are told in both languages", async () => {
  for (const [index, language] of /** @type {const} */ (["en", "ko"]).entries()) {
    const t = await loadTranslator(language);
    await loadMoreWords(language);
    for (const [message, ...said] of cases) assert.equal(unreadableWords(message, t), said[index], message);
  }
});
