// What the rows of many runs say together, and how they are written for other programs.

import { isLoss } from "./plan.js";
import { measured } from "./runner.js";

/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("./plan.js").Measure} Measure */
/** @typedef {import("./runner.js").Row} Row */
/** @typedef {import("./fields.js").FieldName} FieldName */

/** Mean, standard deviation (of the sample), median and range; null without numbers. @param {number[]} numbers */
export function spread(numbers) {
  const count = numbers.length;
  if (count === 0) return null;
  const sorted = [...numbers].sort((a, b) => a - b);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / count;
  const squares = numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const middle = (count - 1) / 2;
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2, low: sorted[0], high: sorted[count - 1] };
}

/** The values of a measure where there are any. @param {readonly Row[]} rows @param {Measure} measure */
export const valuesIn = (rows, measure) => rows.flatMap((row) => measured(row, measure) ?? []);

/** The rows that are looked at: those that are chosen; all where nothing chooses. A brush may leave none.
 * @template {{ index: number }} T @param {{ rows: readonly T[], chosen: ReadonlySet<number>, brushes: object }} state @returns {T[]} */
export const counted = ({ rows, chosen, brushes }) => (chosen.size || Object.keys(brushes).length ? rows.filter(({ index }) => chosen.has(index)) : [...rows]);

/** Rows from the best to the worst by a measure; those without one come last. @param {readonly Row[]} rows @param {Measure} measure */
export function ranked(rows, measure) {
  const sign = isLoss(measure) ? 1 : -1;
  const of = (/** @type {Row} */ row) => measured(row, measure);
  return [...rows].sort((a, b) => {
    const [first, second] = [of(a), of(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null) || a.index - b.index;
    return sign * (first - second) || a.index - b.index;
  });
}

/** One line for every setting: all its repeats together. @param {readonly Row[]} rows @param {Measure} measure */
export function bySetting(rows, measure) {
  /** @type {Map<number, Row[]>} */
  const groups = new Map();
  for (const row of rows) groups.set(row.setting, [...(groups.get(row.setting) ?? []), row]);
  return [...groups].map(([setting, own]) => ({ setting, values: own[0].values, rows: own, successes: own.filter(({ success }) => success).length, spread: spread(valuesIn(own, measure)) }));
}

/** Numbers that were drawn fall into so many groups. */
const groups = 5;

/** The group that each row is in by its value of a field. @param {readonly Row[]} rows @param {FieldName} field */
function groupsOf(rows, field) {
  const values = rows.map((row) => row.values[field]);
  const distinct = [...new Set(values)];
  if (distinct.length <= 2 * groups || distinct.some((value) => typeof value !== "number")) return values;
  const sorted = /** @type {number[]} */ ([...values]).sort((a, b) => a - b);
  return /** @type {number[]} */ (values).map((value) => Math.floor((sorted.indexOf(value) / sorted.length) * groups));
}

/** The share of a measure's variance that each field explains by itself, from 0 to 1; null where nothing varies.
 * @param {Plan} plan @param {readonly Row[]} rows @param {Measure} measure */
export function importance({ vary }, rows, measure) {
  const known = rows.filter((row) => measured(row, measure) !== null);
  const values = valuesIn(known, measure);
  const all = spread(values);
  const total = all ? values.reduce((sum, value) => sum + (value - all.mean) ** 2, 0) : 0;
  return vary.map(({ field }) => {
    if (!all || total === 0) return { field, share: null };
    /** @type {Map<unknown, number[]>} */
    const members = new Map();
    groupsOf(known, field).forEach((group, index) => members.set(group, [...(members.get(group) ?? []), values[index]]));
    const between = [...members.values()].reduce((sum, own) => sum + own.length * ((spread(own)?.mean ?? 0) - all.mean) ** 2, 0);
    return { field, share: between / total };
  });
}

/** The columns of a table of all runs. @param {Plan} plan */
const columnsOf = ({ vary }) => [...vary.map(({ field }) => field), "seed", "epoch", "step", "parameters", "train_loss", "test_loss", "train_metric", "test_metric", "success", "stopped", "fingerprint"];

/** @param {Row} row */
const cellsOf = (row) => ({
  ...row.values, seed: row.seed, epoch: row.epoch, step: row.step, parameters: row.parameters, train_loss: row.trainLoss, test_loss: row.testLoss, train_metric: row.trainMetric,
  test_metric: row.testMetric, success: row.success, stopped: row.problem ? "failed" : row.stopped ?? "", fingerprint: row.fingerprint,
});

/** @param {unknown} cell */
const written = (cell) => (cell === null || cell === undefined ? "" : typeof cell === "number" && !Number.isInteger(cell) ? String(Number(cell.toPrecision(6))) : String(cell));

/** All runs for a spreadsheet, a line for each. @param {Plan} plan @param {readonly Row[]} rows */
export function csv(plan, rows) {
  const columns = columnsOf(plan);
  const quoted = (/** @type {string} */ cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = rows.map((row) => columns.map((column) => quoted(column in row.values ? String(/** @type {any} */ (row.values)[column]) : written(/** @type {any} */ (cellsOf(row))[column]))).join(","));
  return `${[columns.join(","), ...lines].join("\r\n")}\r\n`;
}

/** One line for every setting, for a report. @param {Plan} plan @param {readonly Row[]} rows
 * @param {{ heads: string[], of(field: FieldName, value: any): string }} words names of the fields, then of runs, success, mean, deviation, best and worst */
export function markdown(plan, rows, { heads, of }) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const { measure } = plan.goal;
  const body = bySetting(rows, measure).map(({ values, rows: own, successes, spread: all }) => {
    const [best, worst] = all ? (isLoss(measure) ? [all.low, all.high] : [all.high, all.low]) : [null, null];
    const fields = plan.vary.map(({ field }) => of(field, values[field]));
    return line([...fields, String(own.length), `${successes} / ${own.length}`, ...[all?.mean, all?.deviation, best, worst].map((value) => (value === null || value === undefined ? "–" : value.toPrecision(3)))]);
  });
  return `${[line(heads), line(heads.map(() => "---")), ...body].join("\n")}\n`;
}
