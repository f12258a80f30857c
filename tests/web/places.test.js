// Where panels open on the screen, and where arrow keys lead.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../www/js/ui/beside.js";
import { nextBox } from "../../www/js/ui/roving.js";

const screen = { width: 1000, height: 600 };
const panel = { width: 300, height: 200 };
const box = (left, top, side = 40) => ({ left, top, right: left + side, bottom: top + side });

test("a panel opens to the right of its box, or to the left where there is no room", () => {
  const right = placeOf(panel, box(100, 300), screen, "right");
  assert.ok(right.left >= 140);
  const left = placeOf(panel, box(900, 300), screen, "right");
  assert.ok(left.left + panel.width <= 900);
});

test("a panel opens below its button, or above where there is no room", () => {
  assert.ok(placeOf(panel, box(100, 100), screen, "below").top >= 140);
  assert.ok(placeOf(panel, box(100, 550), screen, "below").top + panel.height <= 550);
});

test("whatever its box and size, a panel lies wholly on a screen that is large enough for it", () => {
  for (const side of /** @type {const} */ (["below", "right"])) {
    for (let left = -100; left <= 1100; left += 60) {
      for (let top = -100; top <= 700; top += 60) {
        const place = placeOf(panel, box(left, top), screen, side);
        assert.ok(place.left >= 0 && place.top >= 0 && place.left + panel.width <= screen.width && place.top + panel.height <= screen.height, `${side} of ${left}, ${top}`);
      }
    }
  }
});

test("an arrow leads to the nearest in its direction, along rows before across them", () => {
  const [a, b, c, d] = [box(0, 0), box(100, 10), box(60, 200), box(0, 60)];
  const all = [a, b, c, d];
  assert.equal(nextBox(a, all, { x: 1, y: 0 }), b);
  assert.equal(nextBox(a, all, { x: 0, y: 1 }), d);
  assert.equal(nextBox(d, all, { x: 0, y: -1 }), a);
  assert.equal(nextBox(a, all, { x: -1, y: 0 }), null);
});
