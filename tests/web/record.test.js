// The record of a run, with a lab that is played.

import assert from "node:assert/strict";
import { test } from "node:test";
import { UnusableRecord, readRecord, recordOf, recordProblem, recordRun, unpackedBits } from "../../www/js/model/record.js";

const lab = /** @type {any} */ ({
  version: 2,
  minimal: ({ seed, ...rest }) => (seed === 1 ? rest : { seed, ...rest }),
  upgrade: (partial, version) => ({ partial: { ...partial, from: version }, kept: [] }),
});

const journal = /** @type {any} */ ({
  first: { seed: 1 },
  edits: [{ step: 4, edit: { configure: { seed: 2 } } }, { step: 9, before: "check", edit: { set_parameter: { index: 3, value: 0.5 } } }, { step: 9, edit: "resume" }],
});

test("a record has the least of each experiment, and only what a run has", () => {
  assert.deepEqual(recordOf(lab, { first: journal.first, edits: [] }, { step: 7 }), { version: 2, experiment: {}, step: 7 });
  const record = recordOf(lab, journal, { step: 7, reached: 12, fingerprint: "ab" });
  assert.deepEqual(record, {
    version: 2, experiment: {}, step: 7, reached: 12, fingerprint: "ab",
    edits: [{ step: 4, edit: { configure: { seed: 2 } } }, journal.edits[1], journal.edits[2]],
  });
  assert.equal("reached" in recordOf(lab, journal, { step: 12, reached: 12 }), false);
});

test("a record of an older version is read in the words of this one", () => {
  const { journal: read, step, reached } = readRecord(lab, { version: 1, experiment: { a: 1 }, edits: journal.edits, step: 20 });
  assert.deepEqual(read.first, { a: 1, from: 1 });
  assert.deepEqual(read.edits[0], { step: 4, edit: { configure: { seed: 2, from: 1 } } });
  assert.deepEqual(read.edits.slice(1), journal.edits.slice(1));
  assert.deepEqual([step, reached], [20, 20]);
});

test("weights of a file are base64 of their bits in a record, and come back to the bit", () => {
  const bits = [...new Uint32Array(Float32Array.of(0.1, -0, 3e-45, -1.5).buffer)];
  const edits = [{ step: 3, edit: { set_parameters: { bits } } }];
  const record = recordOf(lab, /** @type {any} */ ({ first: journal.first, edits }), { step: 3 });
  assert.deepEqual(record.edits, [{ step: 3, edit: { set_parameters: "zczMPQAAAIACAAAAAADAvw" } }]);
  assert.deepEqual(readRecord(lab, record).journal.edits, edits);
  for (const wrong of [3, null, "zczM", "zcz MPQ", [1]]) {
    assert.throws(() => readRecord(lab, { ...record, edits: [{ step: 3, edit: { set_parameters: wrong } }] }), UnusableRecord, JSON.stringify(wrong));
  }
});

test("the record of a file has the weights without the slots of the optimizer, and they are all it has of a forgotten run", async () => {
  const numbers = Float32Array.of(0.5, 2, 9, 9);
  /** @param {string | null} written */
  const send = (written) => async (/** @type {any} */ { type }) =>
    ({ journal: { journal: written }, advance: { snapshot: { step: 4, furthest: 4 } }, fingerprint: { fingerprint: "ab" }, moment: { numbers } })[type];
  const whole = /** @type {any} */ ({ experiment: { seed: 2 }, model: { parameterCount: 2 } });
  const record = await recordRun(lab, send(JSON.stringify(journal)), whole);
  assert.deepEqual([...new Float32Array(Uint32Array.from(unpackedBits(record?.weights)).buffer)], [0.5, 2]);
  assert.equal((await recordRun(lab, send(JSON.stringify(journal)), null))?.weights, undefined);
  assert.equal(await recordRun(lab, send(null), null), null);
  assert.deepEqual(await recordRun(lab, send(null), whole), { version: 2, experiment: { seed: 2 }, step: 0, fingerprint: "ab", weights: record?.weights, forgotten: true });
});

test("what is no record, or a newer one, is named", () => {
  for (const wrong of [null, 3, [], {}, { version: 2 }, { version: 2, step: -1 }, { version: 2, step: 1.5 }, { version: 2, step: 1, edits: {} }, { version: 0, step: 1 }, { version: 2, step: 1, reached: "9" }]) {
    assert.throws(() => readRecord(lab, wrong), (error) => recordProblem(error) === "record.unreadable", JSON.stringify(wrong));
  }
  assert.throws(() => readRecord(lab, { version: 3, step: 1 }), (error) => error instanceof UnusableRecord && recordProblem(error) === "record.newer");
  assert.equal(recordProblem(new Error("a bug")), null);
});
