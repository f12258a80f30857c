// A network to take along, as code and in files of other programs.

import { consult, consultOn } from "./desk.js";

/** @typedef {import("../core/experiment.js").ExportKind} Kind */
/** @typedef {import("./session.js").Session} Session */

/** Kinds that are text. @type {Kind[]} */
export const texts = ["keras", "pytorch", "csv", "data_csv"];

/** The file of a kind. @param {Session} session @param {Kind} kind @returns {Promise<{ name: string, bytes: Uint8Array<ArrayBuffer> }>} */
export const exported = (session, kind) => consult(session, { type: "export", kind });

/** The code of an experiment and its model summary. @param {Session} session
 * @param {import("../core/experiment.js").Experiment} experiment @returns {Promise<{ keras: string, pytorch: string, summary: string }>} */
export const codeOf = (session, experiment) => consultOn(session, experiment, { type: "code" });

/** What a script gets: text where the kind is text, else bytes. @param {Session} session @param {Kind | "experiment"} kind */
export async function forScripts(session, kind) {
  if (kind === "experiment") return `${JSON.stringify(session.experiment(), null, 2)}\n`;
  const { bytes } = await exported(session, kind);
  return texts.includes(kind) ? new TextDecoder().decode(bytes) : bytes;
}
