// What can keep the page, or a part of it, from starting: told by its true cause.

import { inlined } from "./inlined.js";

/** `missing`: a file does not come. `damaged`: the module came incomplete or changed. `no_wasm`, `no_simd`: the browser lacks
 * what the module needs. `blocked`: a policy forbids to compile it. `no_worker`: a policy forbids workers.
 * @typedef {"missing" | "damaged" | "no_wasm" | "no_simd" | "blocked" | "no_worker"} Cause */

export class CannotStart extends Error {
  /** @param {Cause} cause @param {string} what the file, or the browser's own words */
  constructor(cause, what) {
    super(`${cause}: ${what}`);
    this.name = "CannotStart";
    this.reason = cause;
    this.what = what;
  }
}

/** The name of a file by its address. @param {string} url */
export const nameOf = (url) => new URL(url).pathname.split("/").at(-1) ?? url;

/** A file of the page, wherever that has it. @param {string} url @param {RequestInit} [options] @returns {Promise<Response>} */
export async function fetchFile(url, options) {
  const held = inlined(nameOf(url));
  if (held) return new Response(held);
  const response = await fetch(url, options).catch(() => null);
  if (!response?.ok) throw new CannotStart("missing", nameOf(url));
  return response;
}

/** A script that was asked for and does not come, or is not what it should be; browsers name it in their own sentence.
 * @param {unknown} error */
export function missingScript(error) {
  const [what] = String(error).match(/[\w.-]+\.js/) ?? [String(error)];
  return new CannotStart("missing", what);
}
