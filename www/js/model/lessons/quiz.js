// Answers to the questions of a chapter: what is asked for, and whether an answer is right.

import { partsOf } from "./fields.js";

/** What is said of an answer. `why` is Markdown of the chapter, empty where the chapter says nothing. @typedef {{ isRight: boolean, why: string }} Verdict */

/** @typedef {{ kind: "choice", choices: { text: string, isRight: boolean, why: string }[] } |
 *   { kind: "number", value: number, tolerance: number, wrong: { text: string, why: string }[] } |
 *   { kind: "formula", formula: string, variables: string[], wrong: { text: string, why: string }[] } |
 *   { kind: "fill", pieces: (string | string[])[] }} Question
 * The pieces of a text to fill in are text, and lists of what is right in a gap. */

/** Places at which formulas are compared. */
const places = [-1.7, -0.9, -0.3, 0.4, 1.1, 2.3];

/** @param {import("./fields.js").Fields} fields @returns {Question} */
export function questionIn(fields) {
  const wrong = (fields.wrong ?? []).map(({ value }) => ({ text: partsOf(value)[0], why: partsOf(value)[1] ?? "" }));
  const value = (/** @type {string} */ key) => fields[key]?.[0]?.value ?? "";
  if (fields.number) return { kind: "number", value: Number(value("number")), tolerance: Number(value("tolerance") || 0), wrong };
  if (fields.formula) return { kind: "formula", formula: value("formula"), variables: (value("variables") || "x").split(/[\s,]+/), wrong };
  if (fields.fill) return { kind: "fill", pieces: value("fill").split(/(\[\[[^\]]+\]\])/).map((piece) => (piece.startsWith("[[") ? piece.slice(2, -2).split("/").map((one) => one.trim()) : piece)) };
  const choices = ["right", "wrong"].flatMap((key) => (fields[key] ?? []).map(({ value, line }) => ({ text: partsOf(value)[0], isRight: key === "right", why: partsOf(value)[1] ?? "", line })));
  return { kind: "choice", choices: choices.sort((a, b) => a.line - b.line).map(({ text, isRight, why }) => ({ text, isRight, why })) };
}

/** @param {Extract<Question, { kind: "number" }>} question @param {number} answer @returns {Verdict} */
export function checkNumber({ value, tolerance, wrong }, answer) {
  const isRight = Math.abs(answer - value) <= Math.max(tolerance, 1e-9 * Math.abs(value));
  const known = wrong.find(({ text }) => Math.abs(Number(text) - answer) <= Math.max(tolerance, 1e-9 * Math.abs(answer)));
  return { isRight, why: isRight ? "" : (known?.why ?? "") };
}

/** Whether two formulas have the same values. Null where the answer is none.
 * @param {Extract<Question, { kind: "formula" }>} question @param {string} answer
 * @param {(formula: string, point: number[]) => number | null} valueOf throws where a formula does not read @returns {Verdict | null} */
export function checkFormula({ formula, variables, wrong }, answer, valueOf) {
  const points = variables.length === 1 ? places.map((x) => [x]) : places.flatMap((x) => places.slice(0, 3).map((y) => [x, y]));
  const isSame = (/** @type {string} */ one, /** @type {string} */ other) => {
    const known = points.map((point) => [valueOf(one, point), valueOf(other, point)]).filter(([a, b]) => a !== null || b !== null);
    return known.length > 0 && known.every(([a, b]) => a !== null && b !== null && Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a)));
  };
  try {
    const isRight = isSame(answer, formula);
    return { isRight, why: isRight ? "" : (wrong.find(({ text }) => isSame(answer, text))?.why ?? "") };
  } catch {
    return null;
  }
}

/** Without what does not matter in a word or a number. @param {string} text */
const plain = (text) => text.normalize("NFC").trim().toLowerCase().replace(/\s+/g, " ").replace(/^(-?\d+),(\d+)$/, "$1.$2").replace(/−/g, "-");

/** Whether each gap is filled as it should be. @param {Extract<Question, { kind: "fill" }>} question @param {string[]} answers */
export function checkGaps({ pieces }, answers) {
  const gaps = pieces.filter((piece) => typeof piece !== "string");
  return gaps.map((right, index) => right.some((one) => {
    const [wanted, given] = [plain(one), plain(answers[index] ?? "")];
    return wanted === given || (given !== "" && Number.isFinite(Number(wanted)) && Math.abs(Number(wanted) - Number(given)) < 1e-9);
  }));
}
