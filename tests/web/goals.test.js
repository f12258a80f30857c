// Goals that are watched while a run trains, with a core that is played.

import assert from "node:assert/strict";
import { test } from "node:test";
import { allReached, better, watchGoals } from "../../www/js/model/goals.js";

const goal = (value, reached) => ({ quantity: "test_loss", comparison: "<=", target: 0.2, value, reached });
const at = (step, loss) => ({ experiment: {}, snapshot: { step, epoch: step, learningRate: 0.1, train: { loss }, test: { loss }, liveWeights: 3 } });

/** A watch over checks that are answered one by one. */
function stage(text = "test_loss <= 0.2") {
  const asked = [];
  const found = [];
  const watch = watchGoals(text, (now) => found.push(now), {
    check: async (_, { snapshot, weights }) => (asked.push({ step: snapshot.step, weights }), [goal(snapshot.test.loss, snapshot.test.loss <= 0.2)]),
    weights: async () => new Float32Array(2), wait: (next) => setImmediate(next),
  });
  return { asked, found, watch };
}

const rest = () => new Promise((resolve) => setTimeout(resolve, 20));

test("the newest moment counts, the best value and the first step that reached all are kept", async () => {
  const { asked, found, watch } = stage();
  for (const moment of [at(1, 0.5), at(2, 0.4), at(3, 0.15)]) watch.look(moment);
  await rest();
  watch.look(at(4, 0.3));
  await rest();
  assert.deepEqual(asked.map(({ step }) => step), [1, 3, 4]);
  assert.deepEqual(found.map(({ goals: [one], reachedAt }) => [one.value, one.best, one.reached, reachedAt]), [[0.5, 0.5, false, null], [0.15, 0.15, true, 3], [0.3, 0.15, false, 3]]);
  watch.forget();
  watch.look(at(5, 0.4));
  await rest();
  assert.equal(found.at(-1).reachedAt, null);
  watch.end();
  watch.look(at(6, 0.1));
  await rest();
  assert.equal(asked.at(-1).step, 5);
});

test("weights go along only where goals are about units", async () => {
  const without = stage();
  without.watch.look(at(1, 1));
  const withUnits = stage("dead_units = 0");
  withUnits.watch.look(at(1, 1));
  await rest();
  assert.equal(without.asked[0].weights, undefined);
  assert.equal(withUnits.asked[0].weights.length, 2);
});

test("better is lower, higher or nearer, as the goal says", () => {
  assert.equal(better({ comparison: "<=", target: 1 }, 3, 2), 2);
  assert.equal(better({ comparison: ">", target: 1 }, 3, 2), 3);
  assert.equal(better({ comparison: "=", target: 1 }, 3, 0.5), 0.5);
  assert.equal(better({ comparison: "<", target: 1 }, null, 2), 2);
  assert.equal(allReached([]), false);
});
