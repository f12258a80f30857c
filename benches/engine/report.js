// Numbers as people read them.

const short = (value) => {
  const [unit, size] = value >= 1e6 ? ["M", 1e6] : value >= 1e4 ? ["k", 1e3] : ["", 1];
  return `${Number((value / size).toPrecision(3))}${unit ? ` ${unit}` : ""}`;
};

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Lines of a table whose first row is its head; numbers from column `numbers` on are set flush right. */
export function table(lines, numbers) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) => line.map((cell, column) => (column < numbers ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  ")).join("\n");
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
      `${(100 * row.share_of_peak).toFixed(1)} %`, row.losses.map((loss) => loss.toFixed(3)).join(" > "), times,
    ]);
  }
  console.log(table(lines, 3));
  for (const [runtime, peak] of Object.entries(peaks)) console.log(`peak of multiply and add in ${runtime}: ${peak.toFixed(2)} GFLOP/s`);
}

/** Bytes of compiled networks, with optimizer and workspace, against what they must hold. The config is not counted: it is shared with whoever wrote it. */
export function printMemory(entries) {
  console.log("\nmemory: parameters x (2 + optimizer slots) + activations x 2, in f32, against the bytes on the heap");
  const lines = entries.map(({ workload, least, bytes }) => {
    const ratio = bytes / least;
    return [workload.name, String(least), String(bytes), `${ratio <= 2 ? "" : "BEYOND "}${ratio.toFixed(2)}`];
  });
  console.log(table([["workload", "least", "bytes", "ratio"], ...lines], 1));
}

/** What the page's WebAssembly weighs, and what of it takes the room. */
export function printSize({ raw, brotli }, parts, limit) {
  const within = brotli <= limit ? "within" : "BEYOND";
  console.log(`\nthe page's WebAssembly: ${raw} bytes, brotli ${brotli}, ${within} ${limit}`);
  const whole = parts.reduce((sum, [, size]) => sum + size, 0);
  const lines = parts.slice(0, 20).map(([name, size]) => [name, String(size), `${((100 * size) / whole).toFixed(1)} %`]);
  console.log(table([["module", "bytes", "share"], ...lines], 1));
}

/** How many times as fast every workload is as before, in runs a second. */
export function printAgainst(rows, mean) {
  const lines = rows.map(({ workload, runtime, before, now, ratio }) => [workload, runtime, short(before), short(now), ratio.toFixed(3)]);
  console.log(table([["workload", "runtime", "before/s", "now/s", "ratio"], ...lines], 2));
  console.log(`geometric mean ${mean.toFixed(3)}`);
}
