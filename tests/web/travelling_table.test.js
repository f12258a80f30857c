// Tables that links bring along.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createLinks } from "../../www/js/model/link/link.js";
import { isFileName, readTable } from "../../www/js/model/travelling_table.js";

const links = createLinks(["playground"]);
const link = { room: "playground", version: 1, content: { data: { dataset: "table", file: "heights.csv" } }, view: {} };

test("a link carries the text of a table, or only its name", () => {
  for (const table of [{ name: "heights.csv", text: "age,height\n7,1.22\n8,1.28\n" }, { name: "키.csv" }]) {
    const read = links.read(links.write({ ...link, table }))?.link;
    assert.deepEqual(readTable(read?.table), table);
  }
  assert.equal(links.read(links.write(link))?.link?.table, undefined);
});

test("a link that is cut within its table still has its experiment", () => {
  const text = Array.from({ length: 80 }, (_, row) => `${row},${(row * 7919) % 1000}`).join("\n");
  const whole = links.write({ ...link, table: { name: "heights.csv", text } });
  const reading = links.read(whole.slice(0, -40));
  assert.deepEqual(reading?.link?.content, link.content);
  assert.equal(reading?.link?.table, undefined);
  assert.equal(reading?.damage?.kind, "cut");
});

test("the name of a file beside the page is a plain one", () => {
  for (const name of ["heights.csv", "키와 몸무게.csv", "class-2_b.TSV", "a (1).txt"]) assert.ok(isFileName(name), name);
  for (const name of ["../heights.csv", "/etc/passwd", "a/b.csv", "a\\b.csv", "http://x/y.csv", ".csv", "..csv", "page.js", "pasted", "a.csv?b", "a%2f.csv", `${"a".repeat(200)}.csv`]) {
    assert.ok(!isFileName(name), name);
  }
});

test("what is no table in a link is none", () => {
  for (const given of [null, undefined, 3, "heights.csv", {}, { name: 3 }, { name: "" }, { name: "a".repeat(500) }]) assert.equal(readTable(given), null);
  assert.deepEqual(readTable({ name: "a.csv", text: 5 }), { name: "a.csv" });
});
