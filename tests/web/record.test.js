// The record of a run, with a lab that is played.

import assert from "node:assert/strict";
import { test } from "node:test";
import { UnusableRecord, readRecord, recordOf, recordProblem } from "../../www/js/model/record.js";

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

test("what is no record, or a newer one, is named", () => {
  for (const wrong of [null, 3, [], {}, { version: 2 }, { version: 2, step: -1 }, { version: 2, step: 1.5 }, { version: 2, step: 1, edits: {} }, { version: 0, step: 1 }, { version: 2, step: 1, reached: "9" }]) {
    assert.throws(() => readRecord(lab, wrong), (error) => recordProblem(error) === "record.unreadable", JSON.stringify(wrong));
  }
  assert.throws(() => readRecord(lab, { version: 3, step: 1 }), (error) => error instanceof UnusableRecord && recordProblem(error) === "record.newer");
  assert.equal(recordProblem(new Error("a bug")), null);
});
