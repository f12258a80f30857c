// What the browser loads as the core.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

test("the page's module does not carry the names of its functions", () => {
  const module = new WebAssembly.Module(readFileSync(new URL("../../target/page/page_bg.wasm", import.meta.url)));
  const bytes = WebAssembly.Module.customSections(module, "name").reduce((sum, section) => sum + section.byteLength, 0);
  assert.ok(bytes < 1000, `${bytes} bytes of names: a profile of its own for the package that is linked loses the strip of the release profile`);
});
