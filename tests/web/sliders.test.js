// Sliders by ratio: values of two digits, and no arrow key without effect.

import assert from "node:assert/strict";
import { test } from "node:test";
import { scaleOf } from "../../www/js/ui/controls.js";

const { low, high, step, toSlider, fromSlider } = scaleOf({ path: "optimizer.learning_rate", kind: "range", low: 1e-5, high: 10, log: true });

/** What a range input makes of a position: the nearest step. */
const snapped = (position) => Math.min(high, Math.max(low, low + Math.round((position - low) / step) * step));

test("each press of an arrow key changes the value, and all round values are reached", () => {
  for (const way of [1, -1]) {
    const seen = [way > 0 ? 1e-5 : 10];
    for (;;) {
      const value = seen.at(-1);
      const position = snapped(snapped(toSlider(value)) + way * step);
      if (position === snapped(toSlider(value))) break;
      seen.push(fromSlider(position, value));
      assert.ok(way > 0 ? seen.at(-1) > value : seen.at(-1) < value, `from ${value} to ${seen.at(-1)}`);
    }
    for (const round of [1e-4, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3]) assert.ok(seen.includes(round), `${round}, going ${way > 0 ? "up" : "down"}`);
  }
});

test("a slider that is drawn goes to the value of its place", () => {
  assert.equal(fromSlider(-2.7), 0.002);
  assert.equal(fromSlider(-2, 0.5), 0.01);
});
