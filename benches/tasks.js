// What the tasks' presets reach on held-out examples, and in which time, trained in Chromium as the page does.
// Run by `cargo xtask bench tasks`; reported, not asserted: `tests/it/tasks.rs` asserts the figures with a margin.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { close, onPage, root } from "../tests/browser/harness.js";

/** Seeds are those of the presets; the digits and the sentences have goals, the others are told for comparison. */
const runs = [
  { preset: "digits_conv", epochs: 30, goal: 0.97 },
  { preset: "digits_dense", epochs: 30 },
  { preset: "sentences_lstm", epochs: 30, goal: 0.85 },
  { preset: "sentences_pooling", epochs: 30, goal: 0.85 },
  { preset: "sentences_ko", epochs: 30, goal: 0.85 },
  { preset: "houses", epochs: 60 },
  { preset: "series_sines", epochs: 40 },
  { preset: "series_seasonal", epochs: 40 },
  { preset: "series_walk", epochs: 40 },
  { preset: "table_iris", epochs: 60 },
  { preset: "table_wine", epochs: 40 },
  { preset: "table_cancer", epochs: 40 },
  { preset: "table_diabetes", epochs: 40 },
];

const rows = [];
await onPage({}, async (page) => {
  for (const { preset, epochs, goal } of runs) {
    const row = await page.evaluate(
      async ({ name, count, wanted }) => {
        const presets = await (await fetch("presets/experiments.json")).json();
        const { experiment } = presets.find((one) => one.name === name);
        await window.descent.load(experiment);
        const start = performance.now();
        let reachedMillis = null;
        let snapshot = window.descent.snapshot();
        // A hundred batches at a time, so that the moment of reaching the goal is seen.
        while (snapshot.epoch < count && !snapshot.stopped) {
          snapshot = await window.descent.step(100);
          if (reachedMillis === null && wanted && snapshot.testMetric >= wanted) reachedMillis = performance.now() - start;
        }
        const seconds = (millis) => (millis === null ? null : Number((millis / 1000).toFixed(2)));
        return {
          preset: name, epochs: Number(snapshot.epoch.toFixed(1)), seconds: seconds(performance.now() - start),
          train: snapshot.trainMetric, heldOut: snapshot.testMetric, goal: wanted ?? null, secondsToGoal: seconds(reachedMillis),
        };
      },
      { name: preset, count: epochs, wanted: goal ?? null },
    );
    rows.push(row);
  }
});
await close();
mkdirSync(join(root, "target/bench"), { recursive: true });
writeFileSync(join(root, "target/bench/tasks.json"), `${JSON.stringify({ rows }, null, 2)}\n`);
console.table(rows);
