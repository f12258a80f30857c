// Words whose keys the core's data sets name: each is there in both languages.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { en } from "../../www/i18n/en.js";
import { more as enMore } from "../../www/i18n/en_more.js";
import { ko } from "../../www/i18n/ko.js";
import { more as koMore } from "../../www/i18n/ko_more.js";

const folder = fileURLToPath(new URL("../../src/data", import.meta.url));
const sources = readdirSync(folder, { recursive: true }).map(String).filter((file) => file.endsWith(".rs"));

/** Keys of axes and answers, with the file that names each. */
const keys = sources.flatMap((file) => {
  const found = readFileSync(join(folder, file), "utf8").matchAll(/"((?:axis|answer)\.[a-z0-9_]+)"/g);
  return [...found].map(([, key]) => ({ file, key }));
});

test("every axis and answer that a data set names has its word in both languages", () => {
  assert.ok(keys.length > 20, "keys are found");
  for (const [language, words] of Object.entries({ en: { ...en, ...enMore }, ko: { ...ko, ...koMore } })) {
    assert.deepEqual(keys.filter(({ key }) => !(key in words)), [], `words that are missing in ${language}`);
  }
});
