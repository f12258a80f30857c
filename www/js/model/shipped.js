// The tables that come with the page: their columns and classes have names in the reader's language. Configs keep those of the
// file, and tables of one's own are never translated.

/** @typedef {import("../core/protocol.js").Data} Data */
/** @typedef {import("../ui/i18n.js").Label} Label */

const tables = ["iris", "wine", "breast_cancer", "diabetes"];

/** Whether a table comes with the page. @param {import("../core/protocol.js").Experiment["data"]} data */
export const isShipped = (data) => data.dataset === "table" && tables.includes(data.file);

/** @param {Label} label @returns {Label} */
const worded = (label) => ("text" in label && !/^\d/.test(label.text) ? { key: `column.${label.text}` } : label);

/** @template {{ label: Label }} T @param {T} one @returns {T} */
const wordedLabel = (one) => ({ ...one, label: worded(one.label) });

/** Data whose labels are keys of the page's words. @param {Data} data @returns {Data} */
export function withWords(data) {
  const column = (/** @type {import("../core/experiment.js").Column} */ one) => ({ ...wordedLabel(one), categories: one.categories.map(worded) });
  return {
    ...data,
    axes: data.axes.map(wordedLabel),
    target: wordedLabel(data.target),
    inputs: data.inputs.map((input) => ({ ...input, columns: input.columns.map(column) })),
    targets: data.targets.map((target) => ({ ...target, column: column(target.column) })),
  };
}
