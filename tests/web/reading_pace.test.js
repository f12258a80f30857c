// Panels follow a run that plays at the pace of reading, and everything else at once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atReadingPace, readableMillis } from "../../www/js/ui/reading_pace.js";

/** A view that keeps what it drew, and a clock in place of the page's. */
function paced(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let now = 1000;
  context.mock.method(performance, "now", () => now);
  const drawn = [];
  const view = atReadingPace({ draw: (state) => drawn.push(state) });
  const pass = (millis) => {
    now += millis;
    context.mock.timers.tick(millis);
  };
  return { view, drawn, pass };
}

const first = { playing: true, snapshot: { step: 1 }, history: [], experiment: {} };

test("snapshots that come faster than one can read are drawn once a while, and the last of them always", (context) => {
  const { view, drawn, pass } = paced(context);
  for (let step = 1; step <= 10; step++) {
    view.draw({ ...first, snapshot: { step } });
    pass(10);
  }
  pass(readableMillis);
  assert.deepEqual(drawn.map(({ snapshot }) => snapshot.step), [1, 10]);
});

test("what a person changes is drawn at once while a run plays", (context) => {
  const { view, drawn } = paced(context);
  view.draw(first);
  view.draw({ ...first, experiment: { seed: 2 } });
  assert.equal(drawn.length, 2);
});

test("a run that stops is drawn at once, and nothing after it", (context) => {
  const { view, drawn, pass } = paced(context);
  view.draw(first);
  view.draw({ ...first, snapshot: { step: 2 } });
  view.draw({ ...first, snapshot: { step: 3 }, playing: false });
  pass(10 * readableMillis);
  assert.deepEqual(drawn.map(({ snapshot }) => snapshot.step), [1, 3]);
});
