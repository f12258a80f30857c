import assert from "node:assert/strict";
import { test } from "node:test";
import { readNumber, written } from "../../www/js/ui/numbers.js";

/** @param {string} text @param {import("../../www/js/ui/numbers.js").Takes} [takes] */
function read(text, takes) {
  const answer = readNumber(text, takes);
  return "value" in answer ? answer.value : answer.refusal.reason;
}

/** @param {[string, unknown][]} rows @param {import("../../www/js/ui/numbers.js").Takes} [takes] */
function all(rows, takes) {
  for (const [text, wanted] of rows) assert.equal(read(text, takes), wanted, JSON.stringify(text));
}

test("both decimal signs, exponents, signs and spaces around", () => {
  all([
    ["0.05", 0.05], ["0,05", 0.05], [" 0.05 ", 0.05], [".5", 0.5], ["5.", 5], [",5", 0.5], ["+3", 3], ["-2.5", -2.5], ["- 2", -2], ["-0", 0],
    ["1e-3", 1e-3], ["1E-3", 1e-3], ["2,5e-3", 2.5e-3], ["1e+2", 100], ["10^-3", 1e-3], ["2*10^-3", 2e-3], ["2 × 10⁻³", 2e-3], ["10⁻³", 1e-3], ["1·10^(-4)", 1e-4],
  ]);
});

test("digits and signs of other keyboards", () => {
  all([
    ["０．０５", 0.05], ["０，０５", 0.05], ["－３", -3], ["−3.5", -3.5], ["–1", -1], ["１ｅ－３", 1e-3], ["0。5", 0.5], ["\u00a00.5\u202f", 0.5], ["＋２", 2],
  ]);
});

test("grouped digits are read where they can mean one thing only", () => {
  all([
    ["1 000", 1000], ["12\u202f345", 12345], ["1'000'000", 1e6], ["1_000", 1000], ["1,234,567", 1234567], ["1.234.567", 1234567], ["1,234.5", 1234.5],
    ["1.234,5", 1234.5], ["0,125", 0.125], ["1.125", 1.125], ["1 000,5", 1000.5],
    ["1,000", "two_readings"], ["-2,500", "two_readings"], ["1 2", "not_a_number"], ["1,2,3", "not_a_number"], ["1.2.3", "not_a_number"], ["10 00", "not_a_number"],
  ]);
  all([["1.000", "two_readings"], ["1,000", "two_readings"], ["1 000", 1000], ["1000", 1000], ["5.0", 5], ["5,0", 5]], { whole: true });
});

test("fractions", () => {
  all([["1/3", 1 / 3], ["-1/4", -0.25], ["１／２", 0.5], ["3 ⁄ 4", 0.75], ["1/0", "not_a_number"], ["0/0", "not_a_number"], ["1/2/3", "not_a_number"], ["1/", "not_a_number"], ["/2", "not_a_number"]]);
});

test("what is no number is refused", () => {
  all([
    ["abc", "not_a_number"], ["", "empty"], ["   ", "empty"], ["-", "not_a_number"], [".", "not_a_number"], [",", "not_a_number"], ["e5", "not_a_number"],
    ["1e", "not_a_number"], ["0x10", "not_a_number"], ["Infinity", "not_a_number"], ["NaN", "not_a_number"], ["null", "not_a_number"], ["1;2", "not_a_number"],
    ["0.3o", "not_a_number"], ["0.1 0.2", "not_a_number"], ["--1", "not_a_number"], ["2²", "not_a_number"], ["½", "not_a_number"], ["constructor", "not_a_number"],
    ["1e-400", "not_a_number"], ["1e400", "too_large"], ["-1e400", "too_large"], ["9".repeat(400), "too_large"], ["5%", "not_percent"], ["5 ％", "not_percent"], ["%", "not_a_number"],
  ]);
});

test("a field in per cent reads per cent, with the sign or without", () => {
  all([["20", 0.2], ["20 %", 0.2], ["20%", 0.2], ["７％", 0.07], ["0,5 %", 0.005], ["12.5", 0.125], ["1/2", 0.005], ["abc", "not_a_number"], ["", "empty"]], { percent: true });
  for (let percent = 0; percent < 100; percent++) assert.equal(read(String(percent), { percent: true }), Number(`0.${String(percent).padStart(2, "0")}`));
});

test("a field that counts takes whole numbers, and one that may be empty nothing", () => {
  all([["7", 7], ["７", 7], ["1e3", 1000], ["6/2", 3], ["7.5", "not_whole"], ["7,5", "not_whole"], ["1/2", "not_whole"]], { whole: true });
  all([["", null], [" ", null], ["3", 3], ["abc", "not_a_number"]], { optional: true });
});

test("a number out of its range is refused with the range", () => {
  const takes = { whole: true, low: 1, high: 100 };
  for (const [text, value] of [["101", 101], ["0", 0], ["1e400", "1e400"]]) {
    assert.deepEqual(readNumber(String(text), takes), { refusal: { reason: "range", text, value, low: 1, high: 100 } });
  }
  assert.deepEqual(readNumber("abc", takes), { refusal: { reason: "not_a_number", text: "abc", low: 1, high: 100 } });
});

test("a number that could be two says which", () => {
  assert.deepEqual(readNumber("2,500"), { refusal: { reason: "two_readings", text: "2,500", readings: ["2500", "2.5"] } });
});

test("what a field shows reads back as the same number", () => {
  for (const value of [0, 0.1, 0.03, 1e-5, 1.5e-7, 1000, 123456, 1e9, 2.5e21, -3.25, 0.333]) assert.equal(read(written(value)), value, written(value));
  for (const value of [0, 0.05, 0.29, 0.5, 0.005]) assert.equal(read(written(value, { percent: true }), { percent: true }), value);
  assert.equal(written(null), "");
});

test("no text makes it throw, and what it reads is finite", () => {
  const signs = [..."0123456789.,-+eE%/ '*^()×·−⁻³１．，％　axπ∞_。"];
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  for (let round = 0; round < 20000; round++) {
    const text = Array.from({ length: Math.floor(random() * 9) }, () => signs[Math.floor(random() * signs.length)]).join("");
    for (const takes of [{}, { percent: true }, { whole: true }, { optional: true }]) {
      const value = read(text, takes);
      if (typeof value === "number") assert.ok(Number.isFinite(value) && (!("whole" in takes) || Number.isInteger(value)), `${text} ${value}`);
    }
  }
});
