// A network to take along, in files of other programs.

import { consult } from "./desk.js";

/** @typedef {import("../core/experiment.js").ExportKind} Kind */

/** The file of a kind. @param {import("./session.js").Session} session @param {Kind} kind
 * @returns {Promise<{ name: string, bytes: Uint8Array }>} */
export const exported = (session, kind) => consult(session, { type: "export", kind });
