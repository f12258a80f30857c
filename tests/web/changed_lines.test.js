// Which lines of the code stand out after a change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { changedLines } from "../../www/js/rooms/playground/take_along/lines.js";

const text = (/** @type {string[]} */ ...lines) => lines.join("\n");

test("only lines that were not there before are new, wherever they stand", () => {
  assert.deepEqual([...changedLines(text("a", "b", "c"), text("a", "x", "c"))], [1]);
  assert.deepEqual([...changedLines(text("a", "b"), text("new", "a", "b"))], [0]);
  assert.deepEqual([...changedLines(text("a", "b"), text("a", "b"))], []);
});

test("a line that comes twice now is new once", () => {
  assert.deepEqual([...changedLines(text("dense", "end"), text("dense", "dense", "end"))], [1]);
});
