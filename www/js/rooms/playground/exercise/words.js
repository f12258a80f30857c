// What is wrong with goals or an answer, in the reader's words.

import { InvalidExperiment } from "../../../core/lab.js";
import { missingNotice, wordError } from "../../../ui/notice.js";

/** @param {unknown} error @param {import("../../../ui/shell.js").Translate} t */
export function wordFailure(error, t) {
  if (error instanceof InvalidExperiment) return wordError(error.errors[0], t);
  const { key, words } = missingNotice(error);
  return t(key, words);
}
