// A network to take along, as code and in files of other programs.

import { loadMoreWords } from "../ui/i18n.js";
import { consult, consultOn } from "./desk.js";

/** @typedef {import("../core/experiment.js").ExportKind} Kind */
/** @typedef {import("./session.js").Session} Session */

/** @typedef {import("../ui/i18n.js").Translate} Translate */

/** Kinds that are text. @type {Kind[]} */
export const texts = ["keras", "pytorch", "notebook", "csv", "data_csv"];

/** The file of a kind, which may say where it is from. @param {Session} session @param {Kind} kind @param {Translate} t
 * @param {string} [link] @returns {Promise<{ name: string, bytes: Uint8Array<ArrayBuffer> }>} */
export function exported(session, kind, t, link) {
  const own = link?.startsWith("http") ? link : undefined;
  return consult(session, { type: "export", kind, link: own, texts: kind === "notebook" ? notebookTexts(t, own) : undefined });
}

/** What stands between the code of a notebook. @param {Translate} t @param {string} [link] */
function notebookTexts(t, link) {
  const [data, network, training, weights, check] = ["data", "network", "training", "weights", "check"].map((part) => t(`notebook.${part}`));
  const title = link ? `${t("notebook.title")}\n\n[${t("notebook.link")}](${link})` : t("notebook.title");
  return { title, data, network, training, weights, check };
}

/** The code of an experiment and its model summary. @param {Session} session
 * @param {import("../core/experiment.js").Experiment} experiment @returns {Promise<{ keras: string, pytorch: string, summary: string }>} */
export const codeOf = (session, experiment) => consultOn(session, experiment, { type: "code" });

/** What a script gets: text where the kind is text, else bytes. @param {Session} session @param {Kind} kind
 * @param {Translate} t @param {string} [link] */
export async function forScripts(session, kind, t, link) {
  await loadMoreWords();
  const { bytes } = await exported(session, kind, t, link);
  return texts.includes(kind) ? new TextDecoder().decode(bytes) : bytes;
}
