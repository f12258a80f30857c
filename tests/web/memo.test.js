// Answers that are kept.

import assert from "node:assert/strict";
import { test } from "node:test";

import { memoized } from "../../www/js/core/memo.js";

test("the same object is asked about once, another one anew", () => {
  let asked = 0;
  const size = memoized((/** @type {number[]} */ list) => (asked++, list.length));
  const list = [1, 2, 3];
  assert.deepEqual([size(list), size(list), asked], [3, 3, 1]);
  assert.deepEqual([size([1]), asked], [1, 2]);
});
