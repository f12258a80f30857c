// A table that a link brings along: its text in the link, or the name of a file under `data/` beside the page.

import { addressOf, base } from "../core/addresses.js";
import { InvalidExperiment } from "../core/lab.js";
import { inlined } from "../core/inlined.js";
import { decodeText } from "../core/text_file.js";
import { loadMoreWords } from "../ui/i18n.js";

/** @typedef {import("../core/protocol.js").ReadTable} ReadTable */
/** @typedef {import("../core/protocol.js").KeepTable} KeepTable */
/** @typedef {import("../core/protocol.js").Question} Question */
/** @typedef {import("../core/protocol.js").TravelProblem} TravelProblem */

/** The name that experiments know a table by, and its text where that is in the link. @typedef {{ name: string, text?: string }} Table */

/** Characters after the `#` of the longest link that carries a table. */
export const mostLinkLetters = 8192;
/** Longer names are none. */
const mostNameLetters = 120;

/** A table as a link says it, null where it says none. @param {unknown} given @returns {Table | null} */
export function readTable(given) {
  const { name, text } = Object(given);
  if (typeof name !== "string" || !name || name.length > mostNameLetters) return null;
  return typeof text === "string" ? { name, text } : { name };
}

/** Whether a file of this name can lie under `data/`: a plain name of a table, without a path. @param {string} name */
export const isFileName = (name) => /^[\p{L}\p{N}][\p{L}\p{N} _.()-]*\.(csv|tsv|txt)$/iu.test(name) && name.length <= mostNameLetters;

/** @param {TravelProblem} problem @param {string} name @param {Record<string, unknown>} [words] */
const refused = (problem, name, words) => new InvalidExperiment([{ field: "data.file", reason: "missing_file", problem, name, ...words }], `${name}: ${problem}`);

/** The bytes of a file under `data/`. @param {string} name @param {typeof fetch} get @returns {Promise<ArrayBuffer>} */
async function fetched(name, get) {
  if (!isFileName(name)) throw refused("no_file_name", name);
  const within = inlined(`data/${name}`);
  if (within) return within.arrayBuffer();
  if (base().startsWith("file:") || inlined("core.wasm")) throw refused("single_file", name);
  const response = await get(addressOf(`data/${encodeURIComponent(name)}`)).catch(() => null);
  // Some servers answer with a page where there is no file.
  if (!response?.ok || response.headers.get("content-type")?.startsWith("text/html")) throw refused("not_beside", name);
  return response.arrayBuffer();
}

/** What a worker is asked to read a table. Rejects with `InvalidExperiment`. @param {Table} table @param {typeof fetch} [get]
 * @returns {Promise<[ReadTable & { bytes: ArrayBuffer }, KeepTable]>} */
export async function questionsOf({ name, text }, get = fetch) {
  // What is wrong with it is said in words that the first picture does without.
  await loadMoreWords();
  /** @type {ReadTable & { bytes: ArrayBuffer }} */
  const read = text === undefined
    ? { type: "read_table", name, bytes: await fetched(name, get) }
    : { type: "read_table", name, bytes: new TextEncoder().encode(text).buffer, encoding: "utf-8" };
  return [read, { type: "keep_table" }];
}

/** Has a worker read a table and keep it. Rejects with an `InvalidExperiment` that names the file.
 * @param {Table} table @param {(question: Question) => Promise<any>} ask
 * @returns {Promise<import("../core/experiment.js").Preview>} */
export async function bringTable(table, ask) {
  const [read, keep] = await questionsOf(table);
  const { preview } = await ask(read).catch((/** @type {unknown} */ error) => {
    if (!(error instanceof InvalidExperiment)) throw error;
    throw refused("unusable", table.name, { wrong: { ...error.errors[0], field: "" } });
  });
  await ask(keep);
  return preview;
}

/** An experiment to begin with on a table. @param {import("../core/experiment.js").Preview["config"]} config @param {number} seed */
export const experimentOn = (config, seed) => ({ data: { dataset: "table", ...config }, optimizer: { optimizer: "adam", learning_rate: 0.005 }, training: { batch_size: 16 }, seed });

/** Has a worker read the table `data/<name>`, and gives an experiment on it: the columns are guessed where a link does not say.
 * @param {string} name @param {any} partial what else the link says @param {import("../core/lab.js").Lab} lab @param {(question: Question) => Promise<any>} ask */
export async function experimentBeside(name, partial, lab, ask) {
  const { config } = await bringTable({ name }, ask);
  const start = experimentOn(config, 1);
  return lab.complete({ ...start, ...partial, data: { ...start.data, ...partial.data } });
}

/** The text of a table that was opened here, for a link. @param {ArrayBuffer} bytes @param {string} [encoding] that it is read in */
export const textOf = (bytes, encoding) => decodeText(new Uint8Array(bytes), /** @type {import("../core/text_file.js").Encoding | undefined} */ (encoding)).text;
