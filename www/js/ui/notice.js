// The line that tells what happened, and the words for what is wrong.

import { html, nothing } from "lit-html";
import { missingScript } from "../core/failure.js";
import { written } from "./numbers.js";
import { unreadableWords } from "./unreadable.js";

/** @typedef {import("./shell.js").Translate} Translate */
/** @typedef {import("./shell.js").Notice} Notice */
/** What closes or changes the note. @typedef {{ notify(notice: Notice | null): void }} Notifies */
/** @typedef {import("./numbers.js").InputError} InputError */

/** What is wrong with a formula, and where. @param {import("../core/race_protocol.js").FormulaError} formulaError @param {Translate} t */
export function formulaErrorWords({ reason, position, found, expected }, t) {
  const word = (/** @type {string} */ name) => (t(`formula.expected.${name}`) === `formula.expected.${name}` ? name : t(`formula.expected.${name}`));
  const wants = expected.length ? t("formula.wants", { expected: expected.map(word).join(", ") }) : "";
  return `${t("formula.at", { position: position + 1 })} ${t(`formula.${reason}`, { found })} ${wants}`.trim();
}

/** What is wrong with a field, in the reader's words and in the unit of the field.
 * @param {InputError} error @param {Translate} t @param {import("./numbers.js").Takes} [takes] */
export function wordError(error, t, takes) {
  const shown = (/** @type {unknown} */ value) => (typeof value === "number" ? written(value, takes) : value);
  /** Whatever this reason has to say. @type {Record<string, any>} */
  const { readings: [first, second] = [], value, low, high, choices, error: formulaError, text } = error;
  /** @type {Record<string, any>} */
  const words = { ...error, value: shown(value), low: shown(low), high: shown(high), choices: choices?.join(", "), first, second, error: formulaError && formulaErrorWords(formulaError, t) };
  if (words.wrong) words.what = wordError(words.wrong, t);
  if (error.reason === "unreadable") words.message = unreadableWords(error.message, t);
  const key = "problem" in error ? `table.${error.problem}` : `invalid.${error.reason}`;
  const sentences = [t(key, words)];
  if (text !== undefined && error.reason !== "range" && low !== undefined) sentences.push(t("invalid.takes", words));
  if (error.kept) sentences.push(t("invalid.kept", words));
  return `${error.field ? `${error.field}: ` : ""}${sentences.join(" ")}`;
}

/** @param {Record<string, unknown> | undefined} words some of them functions of the translator @param {Translate} t */
const worded = (words = {}, t) => Object.fromEntries(Object.entries(words).map(([name, word]) => [name, typeof word === "function" ? word(t) : word]));

/** @param {{ notice: Notice | null, t: Translate }} state @param {Notifies} actions */
export function note({ notice, t }, actions) {
  if (!notice) return nothing;
  return html`<div class="notice ${notice.kind} ${notice.crash ? "crashed" : ""}">
    <div class="said">
      <p>${t(notice.key, worded(notice.words, t))}</p>
      ${notice.link ? html`<input id="shared-link" class="shared-link" readonly aria-label=${t("notice.link_field")} .value=${notice.link} @focus=${selectAll} />` : nothing}
    </div>
    ${notice.act || notice.more ? html`<div class="buttons">${[notice.act, notice.more].flat().map((act) => (act ? html`<button @click=${act.does}>${t(act.key, act.words)}</button>` : nothing))}</div>` : nothing}
    ${notice.crash ? report(notice, notice.crash, t, actions) : nothing}
    <button class="quiet" aria-label=${t("notice.close")} @click=${() => actions.notify(null)}>✕</button>
  </div>`;
}

/** Where the core panicked and with which experiment, to read and to copy.
 * @param {Notice} notice @param {import("./shell.js").Crash} crash @param {Translate} t
 * @param {Notifies} actions */
function report(notice, crash, t, actions) {
  async function copy() {
    try {
      await navigator.clipboard.writeText(crash.report);
      actions.notify({ ...notice, crash: { ...crash, copied: true } });
    } catch {
      // Without a clipboard the text is there to be selected.
    }
  }
  return html`<details class="crash">
    <summary>${t("crash.where")}</summary>
    <textarea readonly rows="6" aria-label=${t("crash.report")} .value=${crash.report} @focus=${selectAll}></textarea>
    <button @click=${copy}>${t(crash.copied ? "crash.copied" : "crash.copy")}</button>
  </details>`;
}

/** @param {Event & { currentTarget: HTMLInputElement | HTMLTextAreaElement }} event */
const selectAll = ({ currentTarget }) => currentTarget.select();

/** What is said where a script does not come. @param {unknown} error @returns {Notice} */
export const missingNotice = (error) => ({ kind: "error", key: "page.missing", words: { what: missingScript(error).what } });
