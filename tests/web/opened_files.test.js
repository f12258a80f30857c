// What a new worker is asked to read.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createOpenedFiles } from "../../www/js/model/opened_files.js";

const table = (/** @type {string} */ file) => ({ preview: { config: { file } } });
const fresh = (/** @type {string} */ name) => ({ type: /** @type {const} */ ("read_table"), name, bytes: new ArrayBuffer(1) });
const again = (/** @type {string} */ name, encoding = "euc-kr") => ({ type: /** @type {const} */ ("read_table"), name, config: { encoding } });
const keep = /** @type {const} */ ({ type: "keep_table" });

test("kept files are read as they were, then the one that is looked at", () => {
  const files = createOpenedFiles();
  assert.deepEqual(files.questions(), []);
  files.note(fresh("a.csv"), table("a.csv"));
  files.note(again("a.csv"), table("a.csv"));
  assert.deepEqual(files.questions(), [fresh("a.csv"), again("a.csv")]);
  files.note(keep, {});
  files.note(fresh("b.csv"), table("b.csv"));
  assert.deepEqual(files.questions(), [fresh("a.csv"), again("a.csv"), keep, fresh("b.csv")]);
});

test("a file that is kept again under its name takes the place of the one before", () => {
  const files = createOpenedFiles();
  for (const way of [[fresh("a.csv")], [fresh("a.csv"), again("a.csv", "utf-8")]]) {
    for (const question of way) files.note(question, table("a.csv"));
    files.note(keep, {});
  }
  assert.deepEqual(files.questions().slice(0, 3), [fresh("a.csv"), again("a.csv", "utf-8"), keep]);
});

test("other questions are about no file", () => {
  const files = createOpenedFiles();
  files.note({ type: "read_sentence", text: "x" }, {});
  files.note(keep, {});
  assert.deepEqual(files.questions(), []);
});
