// The run survives a reload and a tab that the browser has put away: its record is kept for as long as the tab is there, and
// followed again in the background. Whoever opens a link anew begins at its start.

import { describe } from "../../model/link/words.js";
import { loadMoreWords } from "../../ui/i18n.js";
import { recordProblem, unpackedBits } from "../../model/record.js";

/** @typedef {import("../../model/session.js").Session} Session */
/** @typedef {import("../../ui/store.js").Store<import("../../model/state.js").State>} Store */
/** @typedef {import("../../model/record.js").RunRecord} RunRecord */

const place = "descent.run";
/** How long a run that is on its way is only counted, in milliseconds. */
const restMillis = 500;
/** A run that is followed within this time is not announced. */
const announcedMillis = 400;

/** Whether this page was here before. */
const isReload = () => {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
  return ["reload", "back_forward"].includes(entry?.type) || "wasDiscarded" in document && document.wasDiscarded === true;
};

/** What was kept under this address. @returns {RunRecord | null} */
function kept() {
  try {
    const { address, record } = JSON.parse(sessionStorage.getItem(place) ?? "{}");
    return address === location.hash ? record ?? null : null;
  } catch {
    return null;
  }
}

/** @param {RunRecord | null} record */
function keep(record) {
  try {
    if (record) sessionStorage.setItem(place, JSON.stringify({ address: location.hash, record }));
    else sessionStorage.removeItem(place);
  } catch {
    // A browser that keeps nothing, or a run too large to keep, begins anew after a reload.
  }
}

/** Brings a recorded run back, and tells how that went. @param {Session} session @param {unknown} record
 * @param {string} [arrived] what is said when it is there, as a key of the words @returns {Promise<boolean>} */
export async function bringBack(session, record, arrived) {
  await loadMoreWords();
  const { actions } = session;
  const step = Number(Object(record).step).toLocaleString("en");
  const startOver = { key: "record.start_over", does: () => (actions.notify(null), actions.reset()) };
  let isAnnounced = false;
  function announce() {
    isAnnounced = true;
    actions.notify({ kind: "info", key: "record.following", words: { step }, act: startOver });
  }
  const timer = setTimeout(announce, announcedMillis);
  try {
    const came = await session.replay(record);
    if (came === "elsewhere") return false;
    if (came === "differs") actions.notify({ kind: "warning", key: await ownWeights(session, record), words: { step } });
    else if (arrived) actions.notify({ kind: "info", key: arrived, words: { step }, act: startOver });
    else if (isAnnounced) actions.notify(null);
    return true;
  } catch (error) {
    const key = recordProblem(error);
    if (!key) throw error;
    actions.notify({ kind: "warning", key, words: { what: key === "record.invalid" ? describe(error) : "" } });
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Sets the weights that a record has as numbers, where the replay did not come to them.
 * @param {Session} session @param {unknown} record @returns {Promise<string>} what there is to say, as a key of the words */
async function ownWeights(session, record) {
  const { weights, forgotten } = Object(record);
  if (weights === undefined) return "record.differs";
  try {
    await session.send({ type: "set_parameters", bits: unpackedBits(weights) });
  } catch (error) {
    if (!recordProblem(error)) throw error;
    return "record.weights_unreadable";
  }
  await session.refresh();
  return forgotten ? "record.weights_only" : "record.differs_weights";
}

/** Brings back the run that was here before the page was loaded anew, and keeps it from now on.
 * @param {Session} session @param {Store} store @returns {{ draw(): void }} to be called whenever something has changed */
export function createKeeper(session, store) {
  /** The last record that was asked for, and what it is of. @type {{ record: RunRecord, of: Moment } | null} */
  let known = null;
  let asking = false;
  let resting = 0;
  /** While it is followed, what is kept stays. */
  let following = false;

  /** @typedef {Pick<import("../../model/state.js").State, "snapshot" | "experiment" | "playing">} Moment */

  /** Whether the last record has all edits of the run. Those of one step are one, so that their number alone does not tell.
   * @param {Moment} now */
  function isKnown({ snapshot, experiment, playing }) {
    const of = known?.of;
    if (!of || of.experiment !== experiment) return false;
    return playing ? of.snapshot?.run === snapshot?.run && of.snapshot?.edits === snapshot?.edits : of.snapshot === snapshot;
  }

  /** Keeps the run as it is now; one that has not begun is not kept. @param {boolean} [isLast] whether there is no time to ask */
  function write(isLast = false) {
    resting = 0;
    const { snapshot, errors } = store.state;
    if (!snapshot || following || errors.length) return;
    if (snapshot.furthest === 0 && snapshot.edits === 0) return keep(null);
    if (!isLast && !isKnown(store.state)) return void ask();
    if (known && isKnown({ ...store.state, playing: true })) {
      const { step, furthest } = snapshot;
      const { reached, fingerprint, ...record } = known.record;
      keep({ ...record, step, ...(furthest > step ? { reached: furthest } : {}), ...(step === record.step ? { fingerprint } : {}) });
    }
  }

  async function ask() {
    if (asking) return;
    asking = true;
    const of = store.state;
    // A run that is gone, or about to be another, has no record.
    const record = await session.record().catch(() => null);
    asking = false;
    if (!record) return keep(null);
    known = { record, of };
    write(true);
  }

  async function begin() {
    const record = isReload() ? kept() : null;
    if (!record) return;
    following = true;
    await bringBack(session, record, "record.back");
    following = false;
    write();
  }

  for (const [target, type] of /** @type {const} */ ([[window, "pagehide"], [document, "visibilitychange"]])) target.addEventListener(type, () => write(true));
  begin();
  return { draw: () => void (resting ||= window.setTimeout(() => write(), restMillis)) };
}
