// What was handed in, judged: the run that a link tells of is followed again in a run of its own, and goals count where it
// comes to them.

import { InvalidExperiment } from "../core/lab.js";
import { desk } from "./desk.js";
import { brokenLock, locksOf, readAnswers, readExercise } from "./exercise.js";
import { allReached } from "./goals.js";
import { readRecord, recordProblem } from "./record.js";
import { questionsOf, readTable } from "./travelling_table.js";

/** @typedef {import("../core/experiment.js").GoalState} GoalState */
/** @typedef {import("./link/link.js").Link} Link */

/** What became of a link. `same`: the replay has the weights that were handed in; `differs`: it has others, so that nothing of it
 * counts; `short`: training had stopped before the step; `locked`: something that the exercise holds fast was changed (`what`);
 * `no_run`: the link tells of no run; `newer`, `unreadable`, `invalid`: of the record of the run.
 * @typedef {{ verdict: "same" | "differs" | "short" | "locked" | "no_run" | "newer" | "unreadable" | "invalid", what?: string, name: string, answer: string,
 *   goals: GoalState[], reached: boolean, claimed: boolean, step: number, epoch: number, setByHand: number, version: number }} Judged */

/** Follows a journal to a step, part by part. @param {unknown} journal @param {number} step @param {string} goals
 * @param {import("../core/desk.js").Subject["files"]} files that it reads */
async function followed(journal, step, goals, files) {
  const subject = { experiment: /** @type {any} */ (journal).first, files };
  let event = await desk.ask({ type: "replay", journal, step, goals }, subject);
  while (event.type === "unfinished") event = await desk.ask({ type: "go_on" }, subject);
  return event;
}

/** Judges what a link hands in. @param {import("../core/lab.js").Lab} lab @param {Link} link
 * @param {Link} [task] the teacher's own link; else the exercise that came with the answer counts
 * @param {typeof followed} [follow] @returns {Promise<Judged>} */
export async function judge(lab, link, task = link, follow = followed) {
  const { name, answer, reached: claims } = readAnswers(link.answers);
  const exercise = readExercise(task.exercise);
  const { version } = link;
  /** @type {Judged} */
  const judged = {
    verdict: "no_run", name, answer, goals: [], reached: false, claimed: claims.length > 0 && claims.every(Boolean), step: 0, epoch: 0, setByHand: 0, version,
  };
  if (!link.journal) return judged;
  try {
    const { journal, step, fingerprint } = readRecord(lab, { ...link.journal, version });
    const given = lab.complete(lab.upgrade(task.content, task.version).partial);
    const experiments = [journal.first, ...journal.edits.flatMap(({ step: at, edit }) => (at <= step && typeof edit === "object" && "configure" in edit ? [edit.configure] : []))];
    for (const experiment of experiments) {
      const what = brokenLock(locksOf(exercise), given, lab.complete(experiment));
      if (what) return { ...judged, verdict: "locked", what };
    }
    const table = readTable(task.table ?? link.table);
    const event = await follow({ ...journal, first: lab.complete(journal.first) }, step, exercise.goals, table ? await questionsOf(table) : []);
    const setByHand = event.set_by_hand;
    if (setByHand > 0 && locksOf(exercise).includes("weights")) return { ...judged, verdict: "locked", what: "weights", setByHand };
    const verdict = event.step !== step ? "short" : fingerprint !== event.fingerprint ? "differs" : "same";
    return { ...judged, verdict, goals: event.goals, reached: verdict === "same" && allReached(event.goals), step: event.step, epoch: event.epoch, setByHand };
  } catch (error) {
    const problem = recordProblem(error)?.split(".")[1];
    if (!problem) throw error;
    const what = error instanceof InvalidExperiment ? error.message : "";
    return { ...judged, verdict: /** @type {Judged["verdict"]} */ (problem), what };
  }
}

/** The links in a text, however they are parted: one on a line, or among words. @param {string} text */
export const linksIn = (text) => [...text.matchAll(/(?:https?:\/\/\S*?)?#?\bd\d+-[a-z]+-[\w-]+/gi)].map(([link]) => link);

/** A value as CSV has it; what a table program would read as a formula is text. @param {unknown} value */
function csvCell(value) {
  const plain = String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** @param {readonly (readonly unknown[])[]} rows */
export const csvOf = (rows) => `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
