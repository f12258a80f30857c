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
import { particle } from "../../www/i18n/particles.js";
import { loadTranslator, whenMissedWordsCome, wordsAreThere } from "../../www/js/ui/i18n.js";

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

test("a word that is missed is loaded, and whoever draws is told of it", async () => {
  const t = await loadTranslator("en");
  let told = 0;
  whenMissedWordsCome(() => void told++);
  t("hint.nothing_of_this_name");
  await wordsAreThere();
  assert.equal(told, 0, "not everything has a hint");
  assert.equal(t("task.digits"), "task.digits");
  await wordsAreThere();
  assert.equal(told, 1);
  assert.equal(t("task.digits"), enMore["task.digits"]);
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

test("a particle follows from how the word before it is read out", async () => {
  const spoken = {
    은: "층은 수는 3은 2는 L1은 x는", 이: "10이 6이 5가 hidden_1이 output이 price가 Adam이 SGD가", 을: "3을 9를 x₁을 table을 GRU를 FTRL을 RMSprop을",
    와: "input과 softmax와 (8, 8)과 flatten과 network와", 으로: "1로 2로 3으로 7로 10으로 0.01로 “집”으로 “물”로 dropout으로 10 %로", 이라: "8이라 2라 집이라",
  };
  for (const [name, forms] of Object.entries(spoken)) {
    for (const form of forms.match(/\([^)]*\)\S+|10 %\S+|\S+/g) ?? []) {
      const [, word, ending] = form.match(/^(.*?)(은|는|이라|라|이|가|을|를|과|와|으로|로)$/) ?? assert.fail(form);
      assert.equal(particle(name, word), ending, form);
    }
  }
  assert.equal(particle("class", "3"), undefined);
  const t = await loadTranslator("ko");
  assert.match(t("diverged.slower", { rate: "0.01" }), /^학습률 0\.01로 /);
  assert.match(t("diverged.slower", { rate: "0.03" }), /^학습률 0\.03으로 /);
  assert.match(t("formula.number", { found: "{을}" }), /^“{을}”/, "what is filled in is no sentence of ours");
});

/** Words that the page once had, and that nobody should have to decode. @type {Record<"en" | "ko", [RegExp, string][]>} */
const banned = {
  en: [
    [/\bNotice (that|how|the)\b/, "ask a question, or say what to do"], [/\b(?:train|test|few|noisy|all) examples\b/i, "data are samples"],
    [/\bexamples? (?:layer by layer|on it)\b/, "data are samples"], [/\b(?:is|are) given (?:this|numbers)\b/, "inputs"], [/\bthe lecture/i, "nobody else has that lecture"],
    [/\bparts? them\b|\bterritory\b|\btaking turns\b|\bis a hair\b/, "plain words"], [/\bto (?:train|test) on$/, "training data, test data"], [/\bdied\b/, "stopped"],
  ],
  ko: [
    [/\((?:을|를|은|는|이|가|와|과|으|이라)\)/, "{을}, {은}, {이}, {와}, {으로}"], [/예시/, "샘플이나 예제"], [/배우|배울|배운/, "학습"], [/그래디언트/, "기울기"],
    [/극솟/, "극소점"], [/순서열/, "시퀀스"], [/보폭/, "스트라이드"], [/밀집/, "완전 연결"], [/자르기/, "클리핑"], [/유역/, "수렴 영역"], [/견주/, "비교"], [/강의/, "다른 사람에게는 그 강의가 없다"], [/네트워크/, "신경망"],
  ],
};

test("one term for one thing, and no words that need explaining", () => {
  for (const language of /** @type {const} */ (["en", "ko"])) {
    const found = Object.entries(languages[language]).flatMap(([key, sentence]) =>
      banned[language].filter(([wrong]) => wrong.test(sentence)).map(([, better]) => `${key}: ${sentence} (${better})`));
    assert.deepEqual(found, []);
  }
});

test("presets do not all begin alike", () => {
  const notices = Object.entries(en).filter(([key]) => /^preset\..*\.notice$/.test(key)).map(([, sentence]) => sentence);
  assert.ok(notices.length > 40);
  const counts = new Map();
  for (const [first] of notices.map((notice) => notice.split(" "))) counts.set(first, (counts.get(first) ?? 0) + 1);
  assert.deepEqual([...counts].filter(([, count]) => count > notices.length / 6), []);
  const asking = notices.filter((notice) => notice.includes("?"));
  assert.ok(asking.length > notices.length / 4, `${asking.length} of ${notices.length} ask something`);
});
