// The record of a run: the experiment it began with, what was changed at which step, and the step where it is. Followed again
// it gives the same bits, so that it stands for the run in a link, in a file and over a reload.

import { InvalidExperiment } from "../core/lab.js";
import { decode, encode } from "./link/base64.js";

/** @typedef {import("../core/experiment.js").Journal} Journal */
/** @typedef {import("../core/lab.js").Lab} Lab */

/** What was changed, and at which step. Experiments are partial, in the words of the record's version.
 * @typedef {{ step: number, before?: "check" | "review", edit: "resume" | { configure: unknown } | { set_parameter: { index: number, value: number } } | { set_parameters: string } }} RecordedEdit
 * All weights at once are base64url of their bytes: little-endian, 32 bits each. */

/** `version` is that of experiments, links and files. `reached` is there where the run had been further than it is.
 * `fingerprint` is that of all weights, to tell whether the same run has come again. A file has
 * the weights themselves, too, in the form of edits; with `forgotten` it has nothing else of a run that was changed too often.
 * @typedef {{ version: number, experiment: unknown, edits?: RecordedEdit[], step: number, reached?: number, fingerprint?: string, weights?: string, forgotten?: true }} RunRecord */

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

/** @param {any[]} edits @param {(experiment: any) => unknown} change of experiments @param {(weights: any) => unknown} weights of all weights */
const withEdits = (edits, change, weights) =>
  edits.map((entry) => {
    const edit = Object(entry?.edit);
    if ("configure" in edit) return { ...entry, edit: { configure: change(edit.configure) } };
    return "set_parameters" in edit ? { ...entry, edit: { set_parameters: weights(edit.set_parameters) } } : entry;
  });

/** @param {ArrayLike<number>} bits of numbers */
const packed = (bits) => encode(new Uint8Array(Uint32Array.from(bits).buffer));

/** The bits of numbers. Throws `UnusableRecord`. @param {unknown} letters */
export function unpackedBits(letters) {
  if (typeof letters !== "string" || !/^[\w-]*$/.test(letters)) throw new UnusableRecord("unreadable");
  const bytes = decode(letters);
  if (bytes.length % 4) throw new UnusableRecord("unreadable");
  return [...new Uint32Array(bytes.buffer)];
}

/** Asks for the record of a run.
 * @param {Lab} lab @param {(request: any) => Promise<any>} send
 * @param {Pick<import("./state.js").State, "experiment" | "model"> | null} whole what its weights are of, where they are wanted as numbers
 * @returns {Promise<RunRecord | null>} null where the run was changed so often that its beginning is forgotten, and its weights are not wanted */
export async function recordRun(lab, send, whole) {
  // Asked at once, the answers are of one moment.
  const [{ journal }, { snapshot: { step, furthest } }, { fingerprint }, at] = await Promise.all([
    send({ type: "journal" }), send({ type: "advance", budgetMillis: 0, steps: 0, needs: {} }), send({ type: "fingerprint" }), whole && send({ type: "moment" }),
  ]);
  // After the weights come the slots of the optimizer.
  const weights = whole ? { weights: packed(new Uint32Array(at.numbers.slice(0, whole.model?.parameterCount).buffer)) } : {};
  if (journal) return { ...recordOf(lab, JSON.parse(journal), { step, reached: furthest, fingerprint }), ...weights };
  return whole && { version: lab.version, experiment: lab.minimal(whole.experiment), step: 0, fingerprint, ...weights, forgotten: true };
}

/** The least that stands for a run. @param {Lab} lab @param {Journal} journal
 * @param {{ step: number, reached?: number, fingerprint?: string }} moment @returns {RunRecord} */
export function recordOf(lab, { first, edits }, { step, reached = step, fingerprint }) {
  return {
    version: lab.version,
    experiment: lab.minimal(first),
    ...(edits.length ? { edits: withEdits(edits, lab.minimal, ({ bits }) => packed(bits)) } : {}),
    step,
    ...(reached > step ? { reached } : {}),
    ...(fingerprint ? { fingerprint } : {}),
  };
}

/** What a record says, in the words of this version. Throws `UnusableRecord`, or `InvalidExperiment` where a field is wrong.
 * @param {Lab} lab @param {any} record @returns {{ journal: { first: unknown, edits: any[] }, step: number, reached: number, fingerprint?: string }} */
export function readRecord(lab, record) {
  const { version, experiment = {}, edits = [], step, reached = step, fingerprint } = Object(record);
  if (!isCount(version) || version < 1 || !Array.isArray(edits) || !isCount(step) || !isCount(reached)) throw new UnusableRecord("unreadable");
  if (version > lab.version) throw new UnusableRecord("newer");
  if (!edits.every((entry) => entry?.edit)) throw new UnusableRecord("unreadable");
  const current = (/** @type {unknown} */ partial) => lab.upgrade(partial, version).partial;
  return { journal: { first: current(experiment), edits: withEdits(edits, current, (letters) => ({ bits: unpackedBits(letters) })) }, step, reached: Math.max(step, reached), fingerprint };
}

/** What is wrong with a record, as a key of the page's words; null where it is something else. @param {unknown} error */
export function recordProblem(error) {
  if (error instanceof UnusableRecord) return `record.${error.problem}`;
  return error instanceof InvalidExperiment ? "record.invalid" : null;
}
