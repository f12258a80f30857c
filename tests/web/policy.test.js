// What the Content-Security-Policy of the page forbids, found in the sources before a browser does.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const www = fileURLToPath(new URL("../../www", import.meta.url));
const read = (/** @type {string} */ path) => readFileSync(join(www, path), "utf8");

test("no template and no page has a style attribute, a script or a handler in it", () => {
  const sources = readdirSync(www, { recursive: true }).map(String).filter((path) => /\.(js|html)$/.test(path));
  assert.ok(sources.length > 100);
  for (const path of sources) {
    const text = read(path).replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
    assert.doesNotMatch(text, /<[a-z][^<>]*\sstyle=/, `${path}: bind .style instead`);
    assert.doesNotMatch(text, /<[a-z][^<>]*\son[a-z]+=/, path);
    assert.doesNotMatch(text, /<script(?![^>]*\ssrc=)/, path);
  }
});

test("the policy of the page allows its own files and nothing else", () => {
  const [, policy] = read("index.html").match(/http-equiv="Content-Security-Policy"\s+content="([^"]+)"/) ?? [];
  assert.equal(
    policy,
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
      "worker-src 'self' blob:; manifest-src 'self'; media-src blob:; font-src 'self'; base-uri 'none'",
  );
});
