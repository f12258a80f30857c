// What is wrong with a chapter, in words, by line.

import { wordError } from "../../ui/notice.js";

/** @param {import("../../model/lessons/fields.js").Mistake} mistake @param {import("../../ui/shell.js").Translate} t */
export function wordMistake({ line, kind, words = {} }, t) {
  const { error, ...plain } = /** @type {Record<string, any>} */ (words);
  const what = error ? wordError(error, t) : t(`lesson.error.${kind}`, plain);
  return t("lesson.error.at_line", { line, what });
}
