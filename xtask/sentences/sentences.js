// Writes www/data/reviews_en.tsv and reviews_ko.tsv: the sentences written by hand, and as many again and more that are put
// together from what reviews say. `node xtask/sentences/sentences.js` writes both.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createEnglish } from "./english.js";
import { createKorean } from "./korean.js";
import { createRandom } from "./random.js";

/** How many are put together. */
const made = 1580;
const folder = new URL("../../www/data/", import.meta.url);
const languages = { en: { create: createEnglish, seed: 17 }, ko: { create: createKorean, seed: 29 } };

/** The lines of a language's file. @param {"en" | "ko"} language */
export function linesOf(language) {
  const { create, seed } = languages[language];
  const random = createRandom(seed);
  const say = create(random);
  const byHand = readFileSync(new URL(`sentences_${language}.tsv`, folder), "utf8").trim().split("\n");
  const known = new Set(byHand.map((line) => line.split("\t")[1].replace(/[.!]$/, "")));
  const lines = [...byHand];
  while (lines.length < byHand.length + made) {
    const good = lines.length % 2 === 0;
    const sentence = say(good).replace(/ +/g, " ");
    if (known.has(sentence)) continue;
    known.add(sentence);
    lines.push(`${good ? 1 : 0}\t${sentence}${random.chance(0.6) ? "." : ""}`);
  }
  return lines;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const language of /** @type {const} */ (["en", "ko"])) writeFileSync(new URL(`reviews_${language}.tsv`, folder), `${linesOf(language).join("\n")}\n`);
}
