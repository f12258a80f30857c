// Numbers as people read them.

const short = (value) => {
  const [unit, size] = value >= 1e6 ? ["M", 1e6] : value >= 1e4 ? ["k", 1e3] : ["", 1];
  return `${Number((value / size).toPrecision(3))}${unit ? ` ${unit}` : ""}`;
};

/** Lines of a table whose first row is its head. */
export function table(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => line.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ")).join("\n");
}

/** Prints every row; the last column says how many times as fast Descent is, on its own row against the best peer. */
export function printTable(rows, peaks) {
  const lines = [["workload", "runtime", "system", "min", "median", "max", "unit", "GFLOP/s", "of peak", "loss", "Descent is"]];
  for (const row of rows) {
    const same = rows.filter(({ workload, runtime }) => workload === row.workload && runtime === row.runtime);
    const ours = same.find(({ system }) => system === "descent");
    const peers = same.filter(({ system }) => system !== "descent");
    const against = row === ours ? Math.max(...peers.map(({ median }) => median)) : row.median;
    const times = ours && peers.length ? `${(ours.median / against).toPrecision(3)} x${row === ours ? " the best" : ""}` : "";
    lines.push([
      row.workload, row.runtime, row.system, short(row.min), short(row.median), short(row.max), row.unit, row.gflops.toFixed(2),
      `${(100 * row.share_of_peak).toFixed(1)} %`, row.first_loss ? `${row.first_loss.toFixed(3)} > ${row.last_loss.toFixed(3)}` : "", times,
    ]);
  }
  console.log(table(lines));
  for (const [runtime, peak] of Object.entries(peaks)) console.log(`peak of multiply and add in ${runtime}: ${peak.toFixed(2)} GFLOP/s`);
}
