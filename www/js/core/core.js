// The WebAssembly module and the workers: the module is fetched from the HTML on, compiled once while it comes, and given to
// every worker. The page and its workers each make an instance of it.

import { base, moduleAddress, workerAddress } from "./addresses.js";
import { CannotStart, fetchFile, nameOf } from "./failure.js";
import { inlinedData } from "./inlined.js";
import { lacking } from "./simd.js";

/** A module, compiled while it comes. Rejects with `CannotStart`.
 * @param {string} url @param {RequestInit} [options] @returns {Promise<WebAssembly.Module>} */
export async function compile(url, options) {
  const lack = lacking();
  if (lack) throw new CannotStart(lack, "");
  const response = await fetchFile(url, options);
  try {
    // A server that does not know the type of the file loses the time that streaming saves, nothing else.
    const streams = response.headers.get("content-type")?.startsWith("application/wasm");
    return await (streams ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  } catch (/** @type {any} */ error) {
    const blocked = /content security policy|unsafe-eval/i.test(error.message);
    throw blocked ? new CannotStart("blocked", error.message) : new CannotStart("damaged", nameOf(url));
  }
}

/** Replaces what the browser has kept of the module, which may be what is damaged. */
export const fetchAnew = () => fetch(moduleAddress(), { cache: "reload" }).then((response) => response.arrayBuffer()).catch(() => {});

/** Where workers are started from. A page in a sandbox or of one file has no origin, and someone else's page another than the
 * script: there one may be started only from a blob.
 * @param {string} url @returns {Promise<string>} */
async function workerSource(url) {
  if (self.origin !== "null" && self.origin === new URL(url).origin) return url;
  const text = await (await fetchFile(url)).text();
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}

/** A worker of another script, which is given another module. @param {string} url @param {WebAssembly.Module} module */
export async function startWorkerOf(url, module) {
  const worker = new Worker(await workerSource(url));
  worker.postMessage(beginning(module));
  return worker;
}

/** What a worker begins with: its module, where the files lie that it reads, and those that the page holds within itself.
 * @param {WebAssembly.Module} module */
const beginning = (module) => ({ type: "start", module, base: base(), data: inlinedData() });

/** @param {string} source */
function launch(source) {
  const worker = new Worker(source);
  module.then((module) => worker.postMessage(beginning(module)), () => {});
  return worker;
}

/** Resolves when the worker runs. @param {Worker} worker @returns {Promise<void>} */
const running = (worker) =>
  new Promise((resolve, reject) => {
    worker.addEventListener("message", () => resolve(), { once: true });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      reject(new CannotStart("no_worker", event.message ?? nameOf(workerAddress())));
    }, { once: true });
  });

async function firstWorker() {
  try {
    source = await workerSource(workerAddress());
    spare = launch(source);
  } catch (error) {
    throw error instanceof CannotStart ? error : new CannotStart("no_worker", String(error));
  }
  await running(spare);
}

let source = "";
/** The first worker is on its way before anyone asks for it. @type {Worker | null} */
let spare = null;

/** The compiled module. Rejects with `CannotStart`. */
export const module = (async () => compile(moduleAddress()))();
/** Resolves when workers can be started. Rejects with `CannotStart`. */
export const workers = firstWorker();
// Whoever waits for them hears of what went wrong.
for (const either of [module, workers]) either.catch(() => {});

/** A worker, which begins with the module as soon as that is there. */
export function startWorker() {
  const worker = spare ?? launch(source);
  spare = null;
  return worker;
}
