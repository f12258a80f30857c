// The page's style sheets: which layer each is in, and that none picks an element by its id.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path/posix";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../www", import.meta.url)).replaceAll("\\", "/");
/** The sheets that are built: of the first picture, and of what is loaded when it is asked for. */
const entries = ["css/page.css", "css/more.css"];
const sheets = readdirSync(root, { recursive: true }).map((file) => String(file).replaceAll("\\", "/")).filter((file) => file.endsWith(".css") && !entries.includes(file));

/** Layers, the weakest first. */
const layers = ["base", "ui", "figures", "rooms", "touch"];

/** The layer of a sheet, by its folder. @param {string} sheet */
const layerOf = (sheet) => layers.find((layer) => sheet.startsWith(`css/${layer}/`) || sheet.startsWith(`js/${layer}/`)) ?? "base";

/** @param {string} text */
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, "");

/** What stands before each brace of a sheet: selectors, and the conditions of media. @param {string} text */
const preludes = (text) => [...withoutComments(text).matchAll(/([^{};]+)\{/g)].map(([, prelude]) => prelude.trim());

test("what stands before braces is found", () => {
  assert.deepEqual(preludes("a, #b:not(.c) { color: #fff; --d: #aabbcc } /* #e {} */ @media print { f { top: 0 } }"), ["a, #b:not(.c)", "@media print", "f"]);
});

test("each sheet that is built declares the layers first, and together they take every other sheet into the layer of its folder", () => {
  const taken = entries.flatMap((entry) => {
    const [first, ...rest] = withoutComments(readFileSync(join(root, entry), "utf8")).split(";").map((line) => line.trim()).filter(Boolean);
    assert.equal(first, `@layer ${layers.join(", ")}`);
    const imported = rest.map((line) => {
      const [, path, layer] = line.match(/^@import "([^"]+)" layer\((\w+)\)$/) ?? assert.fail(`a rule outside of a layer: ${line}`);
      return { sheet: relative(root, join(root, "css", path)), layer };
    });
    const order = imported.map(({ layer }) => layers.indexOf(layer));
    assert.deepEqual(order, [...order].sort(), "sheets stand in the order of their layers");
    return imported;
  });
  assert.deepEqual(taken.map(({ sheet }) => sheet).sort(), [...sheets].sort());
  assert.deepEqual(taken.filter(({ sheet, layer }) => layer !== layerOf(sheet)), []);
});

for (const sheet of sheets) {
  test(`${sheet} picks no element by its id, and opens no layer of its own`, () => {
    const found = preludes(readFileSync(join(root, sheet), "utf8"));
    assert.ok(found.length > 0, "it has rules");
    assert.deepEqual(found.filter((prelude) => /#[\w-]|\[id\b|^@(layer|import)/.test(prelude)), []);
  });
}
