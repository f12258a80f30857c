// What has come of a sweep over races, as text to take along.

/** @typedef {import("./sweep_runs.js").Result} Result */

/** @param {number} value */
const short = (value) => String(Number(value.toPrecision(3)));

/** The regimes as a table to paste. @param {Result} result @param {(index: number) => string} word @param {string} corner */
export function markdownOf({ columns, rows }, word, corner) {
  const line = (/** @type {unknown[]} */ cells) => `| ${cells.join(" | ")} |`;
  const body = rows.map((value, row) => line([short(value), ...columns.map((_, column) => word(row * columns.length + column))]));
  return [line([corner, ...columns.map(short)]), line(Array(columns.length + 1).fill("---")), ...body.reverse()].join("\n") + "\n";
}

/** A line for each race. A minimum is written as where it is; by its number where the letters of the formula, which move it,
 * are swept. @param {Result} result @param {[string, string]} names of the axes */
export function csvOf({ columns, rows, regimes, reached, arrived, losses, minima }, names) {
  const isMoved = names.some((name) => name.startsWith("parameters."));
  const line = (/** @type {number} */ index) => {
    const minimum = minima[reached[index]];
    const place = !minimum ? "" : isMoved ? reached[index] + 1 : minimum.position.join(" ");
    return [columns[index % columns.length], rows[Math.floor(index / columns.length)], regimes[index], place, arrived[index], losses[index]].join(",");
  };
  return [[...names, "regime", "minimum", "step", "loss"].join(","), ...regimes.map((_, index) => line(index))].join("\n") + "\n";
}
