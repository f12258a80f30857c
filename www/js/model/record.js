// The record of a run: the experiment it began with, what was changed at which step, and the step where it is. Followed again
// it gives the same bits, so that it stands for the run in a link, in a file and over a reload.

import { InvalidExperiment } from "../core/lab.js";

/** @typedef {import("../core/experiment.js").Journal} Journal */
/** @typedef {import("../core/lab.js").Lab} Lab */

/** What was changed, and at which step. Experiments are partial, in the words of the record's version.
 * @typedef {{ step: number, before?: "check" | "review", edit: "resume" | { configure: unknown } | { set_parameter: { index: number, value: number } } }} RecordedEdit */

/** `version` is that of experiments, links and files. `reached` is there where the run had been further than it is.
 * `fingerprint` is that of all weights, to tell whether the same run has come again.
 * @typedef {{ version: number, experiment: unknown, edits?: RecordedEdit[], step: number, reached?: number, fingerprint?: string }} RunRecord */

/** A record that cannot be followed here. `newer`: a later Descent wrote it. `unreadable`: it is no record. */
export class UnusableRecord extends Error {
  /** @param {"newer" | "unreadable"} problem */
  constructor(problem) {
    super(`the record of the run is ${problem}`);
    this.name = "UnusableRecord";
    this.problem = problem;
  }
}

const isCount = (/** @type {unknown} */ value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

/** @param {RecordedEdit[]} edits @param {(experiment: any) => unknown} change */
const withExperiments = (edits, change) =>
  edits.map((entry) => (typeof entry?.edit === "object" && entry.edit && "configure" in entry.edit ? { ...entry, edit: { configure: change(entry.edit.configure) } } : entry));

/** The least that stands for a run. @param {Lab} lab @param {Journal} journal
 * @param {{ step: number, reached?: number, fingerprint?: string }} moment @returns {RunRecord} */
export function recordOf(lab, { first, edits }, { step, reached = step, fingerprint }) {
  return {
    version: lab.version,
    experiment: lab.minimal(first),
    ...(edits.length ? { edits: withExperiments(/** @type {RecordedEdit[]} */ (edits), lab.minimal) } : {}),
    step,
    ...(reached > step ? { reached } : {}),
    ...(fingerprint ? { fingerprint } : {}),
  };
}

/** What a record says, in the words of this version. Throws `UnusableRecord`, or `InvalidExperiment` where a field is wrong.
 * @param {Lab} lab @param {any} record @returns {{ journal: { first: unknown, edits: RecordedEdit[] }, step: number, reached: number, fingerprint?: string }} */
export function readRecord(lab, record) {
  const { version, experiment = {}, edits = [], step, reached = step, fingerprint } = Object(record);
  if (!isCount(version) || version < 1 || !Array.isArray(edits) || !isCount(step) || !isCount(reached)) throw new UnusableRecord("unreadable");
  if (version > lab.version) throw new UnusableRecord("newer");
  const current = (/** @type {unknown} */ partial) => lab.upgrade(partial, version).partial;
  return { journal: { first: current(experiment), edits: withExperiments(edits, current) }, step, reached: Math.max(step, reached), fingerprint };
}

/** What is wrong with a record, as a key of the page's words; null where it is something else. @param {unknown} error */
export function recordProblem(error) {
  if (error instanceof UnusableRecord) return `record.${error.problem}`;
  return error instanceof InvalidExperiment ? "record.invalid" : null;
}
