// A run and the pool of workers, with workers that are played.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createPool } from "../../www/js/core/pool.js";
import { createRun } from "../../www/js/model/run.js";

/** A pool whose workers count steps, and what each of them was asked. */
function stage(size) {
  /** @type {{ sent: any[], die(panic: string | null): void }[]} */
  const workers = [];
  function createClient(died) {
    const sent = [];
    const steps = new Map();
    workers.push({ sent, die: died });
    return {
      async send(run, request) {
        sent.push({ run, ...request });
        // An answer takes its time: everything else has its turn before it comes.
        await new Promise((resolve) => setImmediate(resolve));
        if (request.type !== "advance") return { type: "done" };
        steps.set(run, (steps.get(run) ?? 0) + Math.min(request.steps, 10));
        const { pictures, evaluation, weights, history } = request.needs;
        const snapshot = {
          step: steps.get(run), heads: [], stopped: null, picturesDue: false, metricsDue: false, pictures: pictures ? {} : null,
          weights: weights ? new Float32Array([steps.get(run)]) : null, history: history ? new Float64Array(5) : null, train: { loss: evaluation ? 1 : null },
        };
        return { type: "snapshot", snapshot };
      },
    };
  }
  return { pool: createPool({ size, createClient }), workers };
}

/** A run of its own owner. */
function play(pool, { isPlaying = true } = {}) {
  const owner = { isPlaying, snapshots: [], deaths: 0, failures: [] };
  const run = createRun(pool, {
    isPlaying: () => owner.isPlaying, pace: () => Infinity, died: () => (owner.deaths += 1), failed: (error) => owner.failures.push(error),
    took: (snapshot, sent) => owner.snapshots.push({ snapshot, sent }),
  });
  return Object.assign(owner, { run });
}

const turns = async (count) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

test("workers are started as runs need them, and no more than allowed", () => {
  const { pool, workers } = stage(2);
  assert.equal(workers.length, 0);
  const lines = Array.from({ length: 5 }, () => pool.open(() => {}));
  assert.equal(workers.length, 2);
  for (const line of lines) line.send({ type: "reset" });
  assert.deepEqual(workers.map(({ sent }) => sent.length).sort(), [2, 3]);
  assert.equal(new Set(workers.flatMap(({ sent }) => sent.map(({ run }) => run))).size, 5, "no two runs have the same number");
});

test("a run that is closed makes room for another", async () => {
  const { pool, workers } = stage(2);
  const [first] = [pool.open(() => {}), pool.open(() => {})];
  first.close();
  first.close();
  pool.open(() => {}).send({ type: "reset" });
  assert.equal(workers.length, 2);
  assert.deepEqual(workers[0].sent.map(({ run, type }) => `${run} ${type}`), ["1 close", "3 reset"]);
});

test("only the runs of a worker that died hear of it", () => {
  const { pool, workers } = stage(2);
  const heard = [];
  for (const name of ["a", "b", "c"]) pool.open((panic) => heard.push(`${name} ${panic}`));
  workers[0].die("ouch");
  assert.deepEqual(heard, ["a ouch", "c ouch"]);
});

test("nothing but steps is asked of a run that nobody has subscribed to", async () => {
  const { pool, workers } = stage(1);
  const { run, snapshots } = play(pool);
  run.pull();
  await turns(9);
  assert.ok(snapshots.length > 2);
  for (const { needs } of workers[0].sent) assert.deepEqual(needs, { evaluation: false, weights: false, history: false });
  run.close();
});

test("what is subscribed to is asked for, by all together, for as long as each wants it", async () => {
  const { pool, workers } = stage(1);
  const owner = play(pool);
  const { run } = owner;
  const asked = async () => (await turns(6), workers[0].sent.findLast(({ type }) => type === "advance").needs);
  const [curves, network] = [new AbortController(), new AbortController()];
  run.subscribe(["history", "evaluation"], { signal: curves.signal });
  run.pull();
  assert.deepEqual(await asked(), { evaluation: true, weights: false, history: true });
  run.subscribe(["pictures", "weights"], { signal: network.signal });
  assert.deepEqual(await asked(), { evaluation: true, weights: true, history: true, pictures: { resolution: 100, unitsPerLayer: 32 } });
  curves.abort();
  assert.deepEqual(await asked(), { evaluation: false, weights: true, history: false, pictures: { resolution: 100, unitsPerLayer: 32 } });
  network.abort();
  assert.deepEqual(await asked(), { evaluation: false, weights: false, history: false });
  owner.isPlaying = false;
});

test("what nobody sees is left out while the run trains, and made up for when it rests", async () => {
  const { pool, workers } = stage(1);
  const owner = play(pool);
  let isSeen = false;
  owner.run.subscribe(["weights"], { isSeen: () => isSeen });
  const asked = async () => (await turns(6), workers[0].sent.at(-1).needs.weights);
  owner.run.pull();
  assert.equal(await asked(), false);
  isSeen = true;
  assert.equal(await asked(), true);
  isSeen = false;
  assert.equal(await asked(), false);
  owner.isPlaying = false;
  assert.equal(await asked(), true);
});

test("what was not sent again stays as it was", async () => {
  const { pool } = stage(1);
  const owner = play(pool, { isPlaying: false });
  const weights = new AbortController();
  owner.run.subscribe(["weights"], { signal: weights.signal });
  await owner.run.advance(3);
  weights.abort();
  const { weights: kept } = await owner.run.advance(3);
  assert.equal(owner.snapshots.at(-1).sent.weights, null);
  assert.deepEqual([...kept], [3]);
});

test("a run that is closed asks for nothing more", async () => {
  const { pool, workers } = stage(1);
  const { run } = play(pool);
  run.pull();
  await turns(4);
  run.close();
  await turns(4);
  const { length } = workers[0].sent;
  await turns(6);
  assert.equal(workers[0].sent.length, length);
  assert.equal(workers[0].sent.filter(({ type }) => type === "close").length, 1);
});

test("what is asked of a run after its end goes to no worker and is never an error", async () => {
  const { pool, workers } = stage(1);
  const line = pool.open(() => {});
  await line.send({ type: "fingerprint" });
  line.close();
  let isAnswered = false;
  line.send({ type: "fingerprint" }).finally(() => (isAnswered = true));
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(workers[0].sent.map(({ type }) => type), ["fingerprint", "close"]);
  assert.equal(isAnswered, false);
});
