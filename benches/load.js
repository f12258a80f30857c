// How fast the page opens: first paint, first picture (the network is drawn, Play works), layout shift, requests and
// kilobytes, over three lines, on a first visit and on a second one that asks whether its files are still the newest.
// Run by `cargo xtask bench load`; the seconds are reported, requests and bytes are asserted in tests/browser/load.test.js.

import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serve } from "./load/server.js";
import { launch, lines, linkTo, visit } from "./load/visit.js";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Another build of the page may be named, to compare with. */
const folder = process.argv[2] ?? join(root, "dist");
const rounds = 5;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const server = await serve(folder);
server.prepare(readdirSync(folder, { recursive: true }).filter((path) => !path.endsWith(".map")));
const browser = await launch();

/** One link of each kind: the start page, another room, a task. */
const links = { start: "", optimizers: "#optimizers", task: await linkTo(browser, server.address, "digits_conv") };
const rows = [];
for (const [line, conditions] of Object.entries(lines)) {
  for (const [name, hash] of Object.entries(links)) {
    const visits = { first: [], second: [] };
    for (let round = 0; round < rounds; round += 1) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "en-US" });
      visits.first.push(await visit(context, server, conditions, hash));
      visits.second.push(await visit(context, server, conditions, hash));
      await context.close();
    }
    for (const [which, all] of Object.entries(visits)) {
      const of = (key) => median(all.map((one) => one[key]));
      rows.push({
        line, page: name, visit: which, first_paint_ms: Math.round(of("firstPaint")), first_picture_ms: Math.round(of("firstPicture")),
        layout_shift: Number(Math.max(...all.map(({ shift }) => shift)).toFixed(4)), requests: of("requests"),
        room_opens_ms: Math.round(of("roomMillis") ?? 0) || undefined, brotli_kb: Number((of("brotli") / 1000).toFixed(1)), gzip_kb: Number((of("gzip") / 1000).toFixed(1)),
      });
    }
  }
}
await browser.close();
server.close();
console.table(rows);
mkdirSync(join(root, "target/bench"), { recursive: true });
writeFileSync(join(root, "target/bench/load.json"), `${JSON.stringify({ rounds, rows }, null, 2)}\n`);
