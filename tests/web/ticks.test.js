// Round numbers along an axis, and how they are written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ticks, tickText } from "../../www/js/ui/ticks.js";

test("ticks are 1, 2 or 5 times a power of ten apart", () => {
  assert.deepEqual(ticks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticks(-6, 6, 3), [-5, 0, 5]);
  assert.deepEqual(ticks(-0.12, 0.31, 4), [0, 0.2]);
  assert.deepEqual(ticks(1234, 1290, 4), [1240, 1260, 1280]);
  assert.deepEqual(ticks(0, 1e-6, 4), [0, 5e-7, 1e-6]);
});

test("ticks are written without the error of their sum", () => {
  assert.deepEqual(ticks(0, 0.7, 7).map(String), ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
});

test("every tick lies on its axis, and there are never more than one above what was asked", () => {
  for (const [low, high] of [[0, 1], [-3.7, 12.9], [0.0013, 0.0021], [5e5, 9.99e6], [-1e-3, 1e3]]) {
    for (const count of [3, 4.5, 9]) {
      const found = ticks(low, high, count);
      const slack = (high - low) * 1e-9;
      assert.ok(found.every((tick) => tick >= low - slack && tick <= high + slack), `${found} within ${low} to ${high}`);
      assert.ok(found.length >= 1 && found.length <= count + 1, `${found.length} of ${count}`);
    }
  }
});

test("an axis of one value has that value", () => assert.deepEqual(ticks(3, 3, 4), [3]));

test("days are written as dates, other numbers as numbers", () => {
  const axis = { low: 19_000, high: 19_400 };
  assert.equal(tickText(19_100, axis), "19100");
  assert.equal(tickText(19_100, { ...axis, isDate: true }), "22-04");
});
