// Where arrow keys lead, and what the others do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clamp } from "../../www/js/ui/clamp.js";
import { help as en } from "../../www/i18n/en/help.js";
import { keyOf, keys } from "../../www/js/rooms/keys.js";
import { arrowOf } from "../../www/js/ui/keys.js";

test("arrow keys lead as on screens, and five times as far with Shift", () => {
  assert.deepEqual(arrowOf({ key: "ArrowRight", shiftKey: false }), { x: 1, y: 0 });
  assert.deepEqual(arrowOf({ key: "ArrowUp", shiftKey: true }), { x: 0, y: -5 });
});

test("other keys are no arrows, whatever they are called", () => {
  for (const key of ["Enter", "a", "constructor", "toString"]) assert.equal(arrowOf({ key, shiftKey: false }), null);
});

test("a value is clamped to the nearer end", () => {
  assert.deepEqual([-2, 0.5, 7].map((value) => clamp(value, 0, 1)), [0, 0.5, 1]);
  assert.ok(Number.isNaN(clamp(NaN, 0, 1)));
});

test("every key has its words, and no two keys are alike", () => {
  for (const { name } of keys) assert.ok(`help.key.${name}` in en, name);
  const pressed = keys.filter(({ does }) => does).map(({ code, key }) => code ?? key);
  assert.equal(new Set(pressed).size, pressed.length);
});

test("a letter is what it writes, and where it lies in scripts without it", () => {
  const named = (/** @type {{ key: string, code: string }} */ event) => keyOf(/** @type {KeyboardEvent} */ (event))?.name;
  assert.equal(named({ key: "e", code: "KeyE" }), "epoch");
  assert.equal(named({ key: "E", code: "KeyE" }), "epoch");
  assert.equal(named({ key: "e", code: "KeyD" }), "epoch", "Dvorak");
  assert.equal(named({ key: "ㄷ", code: "KeyE" }), "epoch", "Korean");
  assert.equal(named({ key: " ", code: "Space" }), "play");
  assert.equal(named({ key: "?", code: "Slash" }), "keys");
  assert.equal(named({ key: "/", code: "Slash" }), undefined);
  assert.equal(named({ key: "F1", code: "F1" }), "term");
});
