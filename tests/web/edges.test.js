import assert from "node:assert/strict";
import { test } from "node:test";
import { drawEdges, edgeAt, widthIndex } from "../../www/js/figures/network/edges.js";

const bundle = { layer: "hidden_1", from: "input", fromUnits: 2, toUnits: 2, offset: 0, bias: 4 };
const placed = [{ bundle, from: [{ x: 0, y: 0 }, { x: 0, y: 100 }], to: [{ x: 100, y: 0 }, { x: 100, y: 100 }] }];

test("the curve under the pointer is found at its ends and on its way", () => {
  assert.deepEqual(edgeAt(placed, { x: 50, y: 1 }, 6), { bundle, input: 0, unit: 0 });
  assert.deepEqual(edgeAt(placed, { x: 50, y: 99 }, 6), { bundle, input: 1, unit: 1 });
  const rising = edgeAt(placed, { x: 20, y: 90 }, 20);
  assert.deepEqual([rising?.input, rising?.unit], [1, 0]);
});

test("away from every curve nothing is found", () => {
  assert.equal(edgeAt(placed, { x: 5, y: 50 }, 6), null);
  assert.equal(edgeAt(placed, { x: 150, y: 0 }, 6), null);
});

test("a larger weight is never thinner", () => {
  const sizes = [0, 0.05, 0.2, 0.5, 1, 2, 5, 100].map(widthIndex);
  assert.deepEqual(sizes, [...sizes].sort());
  assert.equal(widthIndex(-2), widthIndex(2));
});

test("of a network that is too large to draw, the strongest weights remain", () => {
  const traced = [];
  globalThis.Path2D = class {
    moveTo(x, y) {
      traced.push(y);
    }
    bezierCurveTo() {}
  };
  const context = new Proxy({}, { get: () => () => {}, set: () => true });
  const look = { negative: "", positive: "", flow: null, chosen: null, chosenColour: "" };
  const places = (x) => Array.from({ length: 64 }, (_, y) => ({ x, y }));
  const large = [{ bundle: { ...bundle, fromUnits: 64, toUnits: 64 }, from: places(0), to: places(100) }];
  const weights = Float32Array.from({ length: 64 * 64 }, (_, index) => (index % 64 === 0 ? 9 : 0.01));
  drawEdges(context, large, weights, look);
  assert.ok(traced.length >= 64 && new Set(traced).size === 64, "every strong weight is there");
  weights.forEach((_, index) => (weights[index] = index / 4096));
  traced.length = 0;
  drawEdges(context, large, weights, look);
  assert.ok(traced.length <= 1200, `${traced.length} curves`);
});
