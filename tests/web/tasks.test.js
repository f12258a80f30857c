// The tasks' pure modules: strokes into scans, directions of a map.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { scanOf } from "../../www/js/figures/tasks/digits/strokes.js";
import { createProjector } from "../../www/js/figures/tasks/embedding.js";

const seven = [[{ x: 0.2, y: 0.2 }, { x: 0.8, y: 0.2 }, { x: 0.4, y: 0.9 }]];

test("a drawing fills the height of a scan wherever and however small it is drawn", () => {
  const far = seven.map((stroke) => stroke.map(({ x, y }) => ({ x: 100 + 0.1 * x, y: 7 + 0.1 * y })));
  const scan = scanOf(seven);
  assert.equal(scan.length, 64);
  assert.deepEqual(scanOf(far), scan);
  const row = (index) => scan.slice(8 * index, 8 * index + 8);
  assert.ok(Math.max(...row(0)) > 0.5 && Math.max(...row(7)) > 0.2, "ink from top to bottom");
  const inked = (index) => row(index).filter((ink) => ink > 0).length;
  assert.ok(inked(0) > inked(5), "the bar is above the stem");
});

test("a drawing is as wide and as dark as the scans of the data set, whatever the digit", () => {
  const lines = readFileSync(new URL("../../www/data/digits.txt", import.meta.url), "utf8").trim().split("\n");
  const ink = (scan) => scan.reduce((sum, value) => sum + value, 0);
  const usual = lines.reduce((sum, line) => sum + ink([...line.slice(0, 64)].map((grey) => Number.parseInt(grey, 17) / 16)), 0) / lines.length;
  const round = Array.from({ length: 30 }, (_, index) => ({ x: Math.sin(index / 4.6), y: Math.cos(index / 4.6) }));
  for (const strokes of [seven, [round], [[{ x: 0.5, y: 0.1 }, { x: 0.55, y: 0.9 }]]]) {
    const scan = scanOf(strokes);
    const most = strokes[0].length === 2 ? 3 : 1.5;
    assert.ok(Math.abs(ink(scan) - usual) < most, `${ink(scan)} where ${usual.toFixed(1)} is usual`);
    for (let row = 0; row < 8; row++) assert.ok(scan[8 * row] < 0.5 && scan[8 * row + 7] < 0.5, "the outer columns are all but white");
  }
});

test("nothing drawn is an empty scan, and a dot is in the middle", () => {
  assert.deepEqual(scanOf([]), new Array(64).fill(0));
  const dot = scanOf([[{ x: 0.9, y: 0.1 }]]);
  assert.ok(dot[27] > 0 && dot[36] > 0 && dot[0] === 0 && dot[63] === 0);
});

test("the map of an embedding shows the directions in which its tokens differ most", () => {
  const project = createProjector();
  // Four tokens in three dimensions that differ along the last one, and a little along the first.
  const values = Float32Array.from([1, 5, -9, -1, 5, -9, 1, 5, 9, -1, 5, 9]);
  const places = project(values, 3, [0, 1, 2, 3]);
  assert.deepEqual(places.map(([x]) => Math.round(Math.abs(x))), [9, 9, 9, 9]);
  assert.deepEqual(places.map(([, y]) => Math.round(Math.abs(y))), [1, 1, 1, 1]);
  assert.equal(Math.sign(places[0][0]), -Math.sign(places[2][0]));
});
