import assert from "node:assert/strict";
import { test } from "node:test";
import { createTurns } from "../../www/js/ui/turns.js";

/** Views that each take some milliseconds, and frames that come when they are told to. @param {Record<string, number>} millis */
function stage(millis) {
  let time = 0;
  /** @type {(() => void)[]} */
  const frames = [];
  /** @type {string[]} */
  const drawn = [];
  const views = Object.entries(millis).map(([name, takes]) => ({
    draw(state) {
      time += takes;
      drawn.push(`${name} ${state}`);
    },
  }));
  const turns = createTurns(20, { request: (next) => frames.push(next), now: () => time });
  const taken = () => drawn.splice(0);
  const pass = (/** @type {number} */ millis) => void (time += millis);
  return { turns, views, drawn, pass, taken, frames, frame: () => (frames.shift()?.(), taken()) };
}

test("views that are quick are all drawn at once", () => {
  const { turns, views, taken, frames } = stage({ map: 3, relief: 4, losses: 5 });
  turns.draw(views, "a");
  assert.deepEqual(taken(), ["map a", "relief a", "losses a"]);
  assert.equal(frames.length, 0);
});

test("a frame that has done enough leaves the other views to the next", () => {
  const { turns, views, taken, frame } = stage({ map: 30, relief: 10, losses: 10, table: 5 });
  turns.draw(views, "a");
  assert.deepEqual(taken(), ["map a"]);
  assert.deepEqual(frame(), ["relief a", "losses a"]);
  assert.deepEqual(frame(), ["table a"]);
  assert.deepEqual(frame(), []);
});

test("a view that has waited is drawn before the others and in the newest state, and none is drawn twice", () => {
  const { turns, views, taken, frame } = stage({ map: 30, relief: 30, losses: 1 });
  turns.draw(views, "a");
  taken();
  turns.draw(views, "b");
  assert.deepEqual(taken(), []);
  assert.deepEqual(frame(), ["relief b"]);
  assert.deepEqual(frame(), ["losses b", "map b"]);
  assert.deepEqual(frame(), []);
});

test("what is to be drawn in a frame that has done enough waits for the next", () => {
  const { turns, views: [map, losses], taken, frame } = stage({ map: 30, losses: 1 });
  turns.draw([map], "a");
  turns.draw([losses], "a");
  assert.deepEqual(taken(), ["map a"]);
  assert.deepEqual(frame(), ["losses a"]);
  turns.draw([losses], "b");
  assert.deepEqual(taken(), ["losses b"]);
});

test("nothing waits once it is asked to draw all", () => {
  const { turns, views, taken, frame } = stage({ map: 30, relief: 30, losses: 30 });
  turns.draw(views, "a");
  turns.flush();
  assert.deepEqual(taken(), ["map a", "relief a", "losses a"]);
  assert.deepEqual(frame(), []);
});

/** A view that is drawn in parts of some milliseconds each, begun anew only where what it shows is new. */
function inParts(name, millis, parts, { drawn, pass }) {
  let shown;
  let rest = null;
  function* work(state) {
    for (let part = 1; part <= parts; part++) {
      pass(millis);
      drawn.push(`${name} ${state}${part}`);
      if (part < parts) yield;
    }
    rest = null;
  }
  return {
    draw(state) {
      if (state !== shown) rest = work(state);
      shown = state;
      return rest;
    },
  };
}

test("a view that is drawn in parts lets others have their turn, and goes on in later frames", () => {
  const { turns, views, drawn, pass, taken, frame } = stage({ table: 5 });
  const map = inParts("map", 12, 5, { drawn, pass });
  turns.draw([map, ...views], "a");
  assert.deepEqual(taken(), ["map a1", "map a2"]);
  assert.deepEqual(frame(), ["table a", "map a3", "map a4"]);
  assert.deepEqual(frame(), ["map a5"]);
  assert.deepEqual(frame(), []);
});

test("what is drawn in parts gets on also where every frame asks for a drawing, and begins anew with what is new", () => {
  const { turns, drawn, pass, taken, frame } = stage({});
  const map = inParts("map", 30, 3, { drawn, pass });
  turns.draw([map], "a");
  turns.draw([map], "a");
  assert.deepEqual(taken(), ["map a1"]);
  assert.deepEqual(frame(), ["map a2"]);
  turns.draw([map], "b");
  assert.deepEqual(frame(), ["map b1"]);
  turns.flush();
  assert.deepEqual(taken(), ["map b2", "map b3"]);
});
