// What was handed in, checked: the run that a link tells of is followed again in a run of its own, and goals count where it
// comes to them.

import { InvalidExperiment } from "../core/lab.js";
import { desk } from "./desk.js";
import { decoded } from "./link/mending.js";
import { brokenLock, locksOf, readAnswers, readExercise } from "./exercise.js";
import { allReached } from "./goals.js";
import { readRecord, recordProblem } from "./record.js";
import { questionsOf, readTable } from "./travelling_table.js";

/** @typedef {import("../core/experiment.js").GoalState} GoalState */
/** @typedef {import("./link/link.js").Link} Link */

/** @typedef {import("../core/protocol.js").FieldError} FieldError */

/** What became of a link. `same`: the replay has the weights that were handed in; `differs`: it has others, so that nothing of it
 * counts; `short`: training had stopped before the step; `locked`: something that the exercise holds fast was changed (`what`);
 * `no_run`: the link tells of no run; `skipped`: nobody waited for the end of the
 * replay; `newer`, `unreadable`, `invalid`: of the record of the run, with the first thing that is wrong with it.
 * @typedef {{ verdict: "same" | "differs" | "short" | "locked" | "no_run" | "skipped" | "newer" | "unreadable" | "invalid", what?: string, wrong?: FieldError, name: string, answer: string,
 *   goals: GoalState[], reached: boolean, claimed: boolean, step: number, epoch: number, setByHand: number, version: number }} Checked */

/** Follows a journal to a step, part by part. @param {unknown} journal @param {number} step @param {string} goals
 * @param {import("../core/desk.js").Subject["files"]} files that it reads @param {AbortSignal} [signal] ends it: a step may be any number
 * @returns {Promise<any>} null where it was ended */
async function followed(journal, step, goals, files, signal) {
  const subject = { experiment: /** @type {any} */ (journal).first, files };
  let event = await desk.ask({ type: "replay", journal, step, goals }, subject);
  while (event.type === "unfinished") {
    if (signal?.aborted) return null;
    event = await desk.ask({ type: "go_on" }, subject);
  }
  return event;
}

/** Checks what a link hands in. @param {import("../core/lab.js").Lab} lab @param {Link} link
 * @param {Link} [task] the teacher's own link; else the exercise that came with the answer counts
 * @param {AbortSignal} [signal] ends the replay @param {typeof followed} [follow] @returns {Promise<Checked>} */
export async function checkAnswer(lab, link, task = link, signal = undefined, follow = followed) {
  const { name, answer, reached: claims } = readAnswers(link.answers);
  const exercise = readExercise(task.exercise);
  const { version } = link;
  /** @type {Checked} */
  const checked = {
    verdict: "no_run", name, answer, goals: [], reached: false, claimed: claims.length > 0 && claims.every(Boolean), step: 0, epoch: 0, setByHand: 0, version,
  };
  if (!link.journal) return checked;
  try {
    const { journal, step, fingerprint } = readRecord(lab, { ...link.journal, version });
    const given = lab.complete(lab.upgrade(task.content, task.version).partial);
    const experiments = [journal.first, ...journal.edits.flatMap(({ step: at, edit }) => (at <= step && typeof edit === "object" && "configure" in edit ? [edit.configure] : []))];
    for (const experiment of experiments) {
      const what = brokenLock(locksOf(exercise), given, lab.complete(experiment));
      if (what) return { ...checked, verdict: "locked", what };
    }
    const table = readTable(task.table ?? link.table);
    const event = await follow({ ...journal, first: lab.complete(journal.first) }, step, exercise.goals, table ? await questionsOf(table) : [], signal);
    if (!event) return { ...checked, verdict: "skipped" };
    const setByHand = event.set_by_hand;
    if (setByHand > 0 && locksOf(exercise).includes("weights")) return { ...checked, verdict: "locked", what: "weights", setByHand };
    const verdict = event.step !== step ? "short" : fingerprint !== event.fingerprint ? "differs" : "same";
    return { ...checked, verdict, goals: event.goals, reached: verdict === "same" && allReached(event.goals), step: event.step, epoch: event.epoch, setByHand };
  } catch (error) {
    const problem = recordProblem(error)?.split(".")[1];
    if (!problem) throw error;
    return { ...checked, verdict: /** @type {Checked["verdict"]} */ (problem), wrong: error instanceof InvalidExperiment ? error.errors[0] : undefined };
  }
}

/** The links in a text, however they are parted: one on a line, or among words. `after` is what stands between a link and the next:
 * mail parts long links in lines. @param {string} text @returns {{ link: string, after: string }[]} */
export function linksIn(text) {
  const plain = decoded(text);
  const found = [...plain.matchAll(/(?:https?:\/\/\S*?)?#?\bd\d+-[a-z]+-[\w-]+/gi)];
  return found.map(({ 0: link, index }, at) => ({ link, after: plain.slice(index + link.length, found[at + 1]?.index) }));
}

/** A link with as many letters as it lacks from what stands after it; null where there are not so many.
 * @param {{ link: string, after: string }} found @param {number | null} missing */
export function continued({ link, after }, missing) {
  const letters = after.replace(/[^\w-]/g, "").slice(0, missing ?? 0);
  return missing && letters.length === missing ? link + letters : null;
}

/** How many different tasks answers bring along. @param {readonly Link[]} links */
export const tasksAmong = (links) => new Set(links.map(({ exercise }) => JSON.stringify(readExercise(exercise)))).size;

/** A value as CSV has it; what a table program would read as a formula is text. @param {unknown} value */
function csvCell(value) {
  const plain = String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** @param {readonly (readonly unknown[])[]} rows */
export const csvOf = (rows) => `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;
