import assert from "node:assert/strict";
import { test } from "node:test";
import { createGate, isSideways } from "../../www/js/ui/fingers.js";

/** @param {number} clientX @param {number} clientY @param {string} [pointerType] */
const at = (clientX, clientY, pointerType = "touch") => /** @type {PointerEvent} */ ({ clientX, clientY, pointerType });

test("a movement is sideways when it goes further across than up or down", () => {
  const from = { x: 100, y: 100 };
  assert.ok(isSideways(from, at(120, 110)) && isSideways(from, at(85, 100)));
  assert.ok(!isSideways(from, at(110, 120)) && !isSideways(from, at(105, 100)) && !isSideways(from, at(100, 40)));
});

test("a finger that swipes up never reaches the picture", () => {
  const gate = createGate();
  assert.equal(gate.press(at(50, 200)), false);
  for (let y = 195; y > 100; y -= 5) assert.equal(gate.move(at(51, y)), false);
  assert.equal(gate.release(at(51, 100)), false);
});

test("a finger that moves sideways does, also when it turns later; a tap counts when it ends", () => {
  const gate = createGate();
  gate.press(at(50, 200));
  assert.equal(gate.move(at(54, 200)), false);
  assert.equal(gate.move(at(62, 203)), true);
  assert.equal(gate.move(at(62, 100)), true);
  assert.equal(gate.release(at(62, 100)), false);
  gate.press(at(50, 200));
  assert.equal(gate.release(at(52, 201)), true);
  gate.press(at(50, 200));
  gate.cancel();
  assert.equal(gate.move(at(90, 200)), false);
});

test("a mouse counts at once", () => {
  const gate = createGate();
  assert.equal(gate.press(at(50, 200, "mouse")), true);
  assert.equal(gate.move(at(50, 100, "mouse")), true);
  assert.equal(gate.release(at(50, 100, "mouse")), false);
});
