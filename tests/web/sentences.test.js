// The sentences that come with the page are those that their generator writes.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { linesOf } from "../../xtask/sentences/sentences.js";

for (const language of /** @type {const} */ (["en", "ko"])) {
  test(`the reviews are written anew as they are, half of them positive, none twice (${language})`, () => {
    const lines = readFileSync(new URL(`../../www/data/reviews_${language}.tsv`, import.meta.url), "utf8").trim().split("\n");
    assert.deepEqual(linesOf(language), lines);
    assert.equal(lines.length, 2000);
    assert.equal(lines.filter((line) => line.startsWith("1\t")).length, 1000);
    assert.equal(new Set(lines.map((line) => line.split("\t")[1])).size, lines.length);
  });
}
