// Who imports whom in the page, read from its sources: types count as much as code.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path/posix";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../www/js", import.meta.url));
const files = readdirSync(root, { recursive: true }).map((file) => String(file).replaceAll("\\", "/")).filter((file) => file.endsWith(".js"));

/** What a file needs to be there before itself; what it loads later, by `import()` in code, it does not. @param {string} file */
function importsOf(file) {
  const text = readFileSync(join(root, file), "utf8");
  const code = [...text.matchAll(/^\s*(?:import|export)\b[^"';]*?(?:from\s*)?"(\.[^"]+)"/gm)];
  const types = [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(([comment]) => [...comment.matchAll(/import\("(\.[^"]+)"\)/g)]);
  return [...new Set([...code, ...types].map(([, path]) => join(dirname(file), path)))].filter((path) => files.includes(path));
}

/** A way from a file back to itself, if there is one. @param {Map<string, string[]>} graph */
function circle(graph) {
  /** @type {Set<string>} */
  const done = new Set();
  /** @param {string} file @param {string[]} way @returns {string[] | null} */
  function follow(file, way) {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const found = follow(next, [...way, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  }
  for (const file of graph.keys()) {
    const found = follow(file, []);
    if (found) return found;
  }
  return null;
}

test("a circle is found", () => {
  assert.deepEqual(circle(new Map([["a", ["b"]], ["b", ["c"]], ["c", ["b"]]])), ["b", "c", "b"]);
  assert.equal(circle(new Map([["a", ["b", "c"]], ["b", ["c"]], ["c", []]])), null);
});

test("no files of the page import each other in a circle, not even for types", () => {
  const some = ["ui/store.js", "rooms/rooms.js"];
  assert.deepEqual(importsOf("rooms/playground/room.js").filter((file) => some.includes(file)), some);
  assert.equal(circle(new Map(files.map((file) => [file, importsOf(file)]))), null);
});

/** Folders, lowest first. A file imports from its own folder and those before it. */
const layers = ["core", "ui", "model", "figures", "rooms"];

test("nobody in the page imports upwards", () => {
  const layerOf = (/** @type {string} */ file) => (file.includes("/") ? layers.indexOf(file.split("/")[0]) : layers.length);
  assert.deepEqual(files.filter((file) => layerOf(file) < 0), [], "every folder has its place among the layers");
  const upwards = files.flatMap((file) => importsOf(file).filter((other) => layerOf(other) > layerOf(file)).map((other) => `${file} -> ${other}`));
  assert.deepEqual(upwards, []);
});
