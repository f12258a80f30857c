// Small parts that tables lean on: colours of many classes, dates, and tables whose keys people choose.

import assert from "node:assert/strict";
import { test } from "node:test";
import { classColour, classMark, plainClasses } from "../../www/js/ui/colours.js";
import { dateText, dateTick, readDate } from "../../www/js/ui/dates.js";
import { labelId, loadTranslator, named } from "../../www/js/ui/i18n.js";
import { own, setOwn } from "../../www/js/ui/own.js";

test("a hundred classes have a colour and a mark each", () => {
  const all = [...Array(100).keys()];
  assert.equal(new Set(all.map((index) => classColour(index).join())).size, 100);
  assert.equal(new Set(all.map(classMark)).size, 100);
  assert.deepEqual([classMark(0), classMark(25), classMark(26), classMark(53)], ["A", "Z", "A2", "B3"]);
  assert.ok(all.every((index) => classColour(index).every((channel) => Number.isInteger(channel) && channel >= 0 && channel <= 255)));
});

test("letters on the colours beyond the palette can be read", () => {
  const light = (/** @type {number[]} */ rgb) => {
    const [r, g, b] = rgb.map((channel) => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  for (let index = plainClasses; index < 40; index++) {
    const contrast = 1.05 / (light(classColour(index)) + 0.05);
    assert.ok(contrast > 3, `class ${index}: ${contrast.toFixed(2)} against white`);
  }
});

test("days are written as dates, and on an axis as short as tells them apart", () => {
  assert.equal(dateText(0), "1970-01-01");
  assert.equal(dateText(19783), "2024-03-01");
  assert.equal(dateText(19783.75), "2024-03-01 18:00");
  assert.equal(dateText(-1), "1969-12-31");
  assert.equal(dateText(1e12), "1000000000000");
  assert.equal(dateTick(19783, { low: 19000, high: 19800 }), "24-03");
  assert.equal(dateTick(19783, { low: 19780, high: 19800 }), "03-01");
  assert.equal(dateTick(19783, { low: 10000, high: 19800 }), "2024");
});

test("a date that is typed is read as its day, the year first, and nonsense is refused", () => {
  const read = (/** @type {string} */ text) => {
    const answer = readDate(text);
    return "value" in answer ? answer.value : answer.refusal.reason;
  };
  for (const text of ["2024-03-01", " 2024/3/1 ", "2024.03.01", "2024. 3. 1.", "2024년 3월 1일", "２０２４－０３－０１", "2024-03-01 00:00"]) assert.equal(read(text), 19783, text);
  assert.equal(read("2024-03-01T18:00"), 19783.75);
  assert.equal(read("1969-12-31"), -1);
  assert.equal(read("2024-02-29"), 19782);
  for (const text of ["2023-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-03-01 24:00", "2024-03-01 12:60"]) assert.equal(read(text), "no_such_day", text);
  for (const text of ["3/4/2024", "24-03-01", "2024-03", "tomorrow", "19783", "2024-03-01 noon"]) assert.equal(read(text), "not_a_date", text);
  assert.equal(read(" "), "empty");
  for (const day of [-40000, 0, 19783.75, 30000]) assert.equal(read(dateText(day)), day);
});

test("names of people's own are never taken for words or for what objects inherit", async () => {
  const t = await loadTranslator("ko");
  for (const name of ["constructor", "__proto__", "toString", "valueOf"]) {
    assert.equal(t(name), name);
    assert.equal(t("{constructor}", {}), "{constructor}");
    assert.equal(named({ text: name }, t), name);
    assert.equal(own(/** @type {Record<string, unknown>} */ ({}), name), undefined);
    const table = /** @type {Record<string, number>} */ ({});
    setOwn(table, name, 5);
    assert.deepEqual([own(table, name), Object.keys(table)], [5, [name]]);
    assert.deepEqual(Object.entries(structuredClone(table)), [[name, 5]]);
  }
  assert.equal(named({ text: "axis.size" }, t), "axis.size");
  assert.notEqual(named({ key: "axis.size" }, t), "axis.size");
  assert.equal(labelId({ key: "axis.size" }), "axis.size");
});
