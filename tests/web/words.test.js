import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { en } from "../../www/i18n/en.js";
import { ko } from "../../www/i18n/ko.js";
import { merge } from "../../www/i18n/merge.js";
import { translator } from "../../www/js/i18n.js";

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
  assert.deepEqual(Object.keys(ko).sort(), Object.keys(en).sort());
  const blanks = (/** @type {string} */ sentence) => [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
  for (const key of Object.keys(en)) {
    assert.deepEqual(blanks(/** @type {any} */ (ko)[key]), blanks(/** @type {any} */ (en)[key]), key);
  }
});

test("text that is a name of the language itself is no word", () => {
  for (const language of /** @type {const} */ (["en", "ko"])) {
    const t = translator(language);
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) assert.equal(t(name), name);
    assert.equal(t("output.class", { class: "constructor" }), language === "en" ? "class constructor" : "클래스 constructor");
  }
});

test("the class is named once where the answer is read out", () => {
  for (const [language, says] of /** @type {const} */ ([["en", "class 1 (64 %)"], ["ko", "클래스 1 (64 %)"]])) {
    const t = translator(language);
    assert.equal(t("output.says_class", { class: t("output.class", { class: 1 }), share: "64 %" }), says);
  }
});
