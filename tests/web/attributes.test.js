// What the attributes of an embedded lab say.

import assert from "node:assert/strict";
import { test } from "node:test";
import { controlsOf, figuresOf, languageOf, themeOf } from "../../www/js/rooms/embedded/attributes.js";

test("figures stand in the order that is said, each once; what is not known is left out", () => {
  assert.deepEqual(figuresOf(null), ["network", "output", "curves"]);
  assert.deepEqual(figuresOf("curves, Output curves nothing"), ["curves", "output"]);
  assert.deepEqual(figuresOf(""), []);
});

test("controls stand in their own order, and there may be none", () => {
  assert.deepEqual(controlsOf("open play,reset"), ["reset", "play", "open"]);
  assert.deepEqual(controlsOf("none"), []);
});

test("the language is the one said, else that of the page around, else the reader's", () => {
  assert.equal(languageOf("ko", "en", ["en"]), "ko");
  assert.equal(languageOf(null, "ko-KR", ["en"]), "ko");
  assert.equal(languageOf("fr", "", ["de", "ko-KR"]), "ko");
  assert.equal(languageOf(null, "", []), "en");
});

test("the theme is the one said, else the system's", () => {
  assert.deepEqual([themeOf("light", true), themeOf("dark", false), themeOf("auto", true), themeOf(null, false)], ["light", "dark", "dark", "light"]);
});
