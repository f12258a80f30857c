// Where arrow keys lead.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clamp } from "../../www/js/ui/clamp.js";
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
