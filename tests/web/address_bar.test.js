import assert from "node:assert/strict";
import { test } from "node:test";
import { writeAddress } from "../../www/js/address_bar.js";

test("an address is written with a step of the way back or without", () => {
  /** @type {string[]} */
  const calls = [];
  const history = /** @type {any} */ ({
    pushState: (/** @type {any[]} */ ...all) => calls.push(`push ${all[2]}`),
    replaceState: (/** @type {any[]} */ ...all) => calls.push(`replace ${all[2]}`),
  });
  assert.equal(writeAddress("push", "#a", history), true);
  assert.equal(writeAddress("replace", "#b", history), true);
  assert.deepEqual(calls, ["push #a", "replace #b"]);
});

test("a browser that refuses an address throws nothing at the page", () => {
  const refuse = () => {
    throw new Error("SecurityError: Attempt to use history.replaceState() more than 100 times per 30 seconds");
  };
  const history = /** @type {any} */ ({ pushState: refuse, replaceState: refuse });
  assert.equal(writeAddress("push", "#a", history), false);
  assert.equal(writeAddress("replace", "#a", history), false);
});
