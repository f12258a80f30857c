import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { en as enFirst } from "../../www/i18n/en.js";
import { more as enMore } from "../../www/i18n/en_more.js";
import { start as firstEnglish } from "../../www/i18n/en/start.js";
import { ko as koFirst } from "../../www/i18n/ko.js";
import { more as koMore } from "../../www/i18n/ko_more.js";
import { start as firstKorean } from "../../www/i18n/ko/start.js";
import { merge } from "../../www/i18n/merge.js";
import { loadTranslator } from "../../www/js/ui/i18n.js";

const en = merge(enFirst, enMore);
const ko = merge(koFirst, koMore);
const languages = { en, ko };
const i18n = new URL("../../www/i18n/", import.meta.url);

test("two files with one key throw instead of losing a sentence", () => {
  assert.deepEqual(merge({ a: "1" }, { b: "2" }), { a: "1", b: "2" });
  assert.throws(() => merge({ "network.close": "Close" }, { "network.close": "Back" }), /network\.close/);
  assert.throws(() => merge({ constructor: "1" }, { constructor: "2" }), /constructor/);
});

test("no file of words has a key twice", () => {
  for (const language of Object.keys(languages)) {
    for (const file of readdirSync(new URL(`${language}/`, i18n))) {
      const keys = [...readFileSync(new URL(`${language}/${file}`, i18n), "utf8").matchAll(/^\s*"([^"]+)":/gm)].map(([, key]) => key);
      assert.deepEqual(keys.filter((key, index) => keys.indexOf(key) !== index), [], `${language}/${file}`);
    }
  }
});

test("both languages have the same keys, and fill in the same words", () => {
  const blanks = (/** @type {string} */ sentence) => [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
  for (const [english, korean] of [[en, ko], [firstEnglish, firstKorean]]) {
    assert.deepEqual(Object.keys(korean).sort(), Object.keys(english).sort());
    for (const key of Object.keys(english)) {
      assert.deepEqual(blanks(/** @type {any} */ (korean)[key]), blanks(/** @type {any} */ (english)[key]), key);
    }
  }
});

test("what is said before the words are loaded has keys of its own", () => {
  assert.doesNotThrow(() => merge(en, firstEnglish));
});

test("text that is a name of the language itself is no word", async () => {
  for (const language of /** @type {const} */ (["en", "ko"])) {
    const t = await loadTranslator(language);
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) assert.equal(t(name), name);
    assert.equal(t("output.class", { class: "constructor" }), language === "en" ? "class constructor" : "클래스 constructor");
  }
});

test("the class is named once where the answer is read out", async () => {
  for (const [language, says] of /** @type {const} */ ([["en", "class 1 (64 %)"], ["ko", "클래스 1 (64 %)"]])) {
    const t = await loadTranslator(language);
    assert.equal(t("output.says_class", { class: t("output.class", { class: 1 }), share: "64 %" }), says);
  }
});

/** Files below a folder, with one of these endings. @param {URL} folder @param {string} ending @returns {{ path: string, text: string }[]} */
function sources(folder, ending) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending) && !/[\\/]lib$/.test(entry.parentPath ?? entry.path))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

const root = new URL("../../", import.meta.url);
const all = { ...en, ...firstEnglish };

test("every key that the page names has its words", () => {
  const missing = [];
  for (const { path, text } of sources(new URL("www/js/", root), ".js")) {
    for (const [, key] of text.matchAll(/\bt\(\s*"([^"]+)"/g)) if (!Object.hasOwn(all, key)) missing.push(`${path}: ${key}`);
    for (const [, key] of text.matchAll(/\bkey: "([a-z_]+\.[a-z_.]+)"/g)) if (!Object.hasOwn(all, key)) missing.push(`${path}: ${key}`);
    // Of a key that is put together, the part before the first blank.
    for (const [, start] of text.matchAll(/\bt\(`([a-z_.]+)\$\{/g)) {
      // No version of links keeps the meaning of anything yet.
      if (start !== "link.kept." && !Object.keys(all).some((key) => key.startsWith(start))) missing.push(`${path}: ${start}…`);
    }
  }
  assert.deepEqual(missing, []);
});

test("every key that the core names has its words", () => {
  const keys = sources(new URL("src/", root), ".rs").flatMap(({ path, text }) =>
    [...text.matchAll(/"((?:axis|answer|diverged)\.[a-z_0-9]+)"/g)].map(([, key]) => `${path}: ${key}`));
  assert.ok(keys.length > 15);
  assert.deepEqual(keys.filter((named) => !Object.hasOwn(en, named.split(": ")[1])), []);
});
