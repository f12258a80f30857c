// The line that tells what happened: a note, a broken link, a diverged run with the way back.

import { html, nothing, render } from "lit-html";
import { written } from "../numbers.js";

/** @typedef {import("../protocol.js").State} State */
/** @typedef {import("../protocol.js").InputError} InputError */

/** What is wrong with a formula, and where. @param {import("../optimizers/protocol.js").FormulaError} formulaError @param {State["t"]} t */
export function formulaErrorWords({ reason, position, found, expected }, t) {
  const word = (/** @type {string} */ name) => (t(`formula.expected.${name}`) === `formula.expected.${name}` ? name : t(`formula.expected.${name}`));
  const wants = expected.length ? t("formula.wants", { expected: expected.map(word).join(", ") }) : "";
  return `${t("formula.at", { position: position + 1 })} ${t(`formula.${reason}`, { found })} ${wants}`.trim();
}

/** What is wrong with a field, in the reader's words and in the unit of the field.
 * @param {InputError} error @param {State["t"]} t @param {import("../numbers.js").Takes} [takes] */
export function wordError(error, t, takes) {
  const shown = (/** @type {unknown} */ value) => (typeof value === "number" ? written(value, takes) : value);
  /** Whatever this reason has to say. @type {Record<string, any>} */
  const { readings: [first, second] = [], value, low, high, choices, error: formulaError, text } = error;
  const words = { ...error, value: shown(value), low: shown(low), high: shown(high), choices: choices?.join(", "), first, second, error: formulaError && formulaErrorWords(formulaError, t) };
  const sentences = [t(error.reason === "table" ? `table.${error.problem}` : `invalid.${error.reason}`, words)];
  if (text !== undefined && error.reason !== "range" && low !== undefined) sentences.push(t("invalid.takes", words));
  if (error.kept) sentences.push(t("invalid.kept", words));
  return `${error.field ? `${error.field}: ` : ""}${sentences.join(" ")}`;
}

/** @param {HTMLElement} element @param {import("../protocol.js").Actions} actions */
export function mount(element, actions) {
  /** @param {State} state */
  function diverged({ snapshot, experiment, t }) {
    const divergence = snapshot?.diverged;
    if (!divergence) return nothing;
    const rate = experiment.optimizer.learning_rate;
    const slower = Number((rate / 10).toPrecision(2));
    function gentler() {
      actions.rewind();
      actions.edit((draft) => (draft.optimizer.learning_rate = slower));
    }
    return html`<div class="notice error" role="alert">
      <p>
        <strong>${t("diverged.title", { step: divergence.step })}</strong>
        ${t(`diverged.what_${divergence.what}`, { layer: divergence.layer ?? "" })}
        ${t(`diverged.${divergence.likely}`, { rate })}
      </p>
      <div class="buttons">
        <button @click=${actions.rewind}>${t("diverged.back")}</button>
        <button class="primary" @click=${gentler}>${t("diverged.slower", { rate: slower })}</button>
      </div>
    </div>`;
  }

  return {
    /** @param {State} state */
    draw: (state) => render([diverged(state), note(state, actions)], element),
  };
}

/** @param {Record<string, unknown> | undefined} words some of them functions of the translator @param {State["t"]} t */
const worded = (words = {}, t) => Object.fromEntries(Object.entries(words).map(([name, word]) => [name, typeof word === "function" ? word(t) : word]));

/** @param {Pick<State, "notice" | "t">} state @param {Pick<import("../protocol.js").Actions, "notify">} actions */
export function note({ notice, t }, actions) {
  if (!notice) return nothing;
  return html`<div class="notice ${notice.kind} ${notice.crash ? "crashed" : ""}">
    <div class="said">
      <p>${t(notice.key, worded(notice.words, t))}</p>
      ${notice.link ? html`<input id="shared-link" readonly aria-label=${t("notice.link_field")} .value=${notice.link} @focus=${selectAll} />` : nothing}
    </div>
    ${notice.crash ? report(notice, notice.crash, t, actions) : nothing}
    <button class="quiet" aria-label=${t("notice.close")} @click=${() => actions.notify(null)}>✕</button>
  </div>`;
}

/** Where the core panicked and with which experiment, to read and to copy.
 * @param {NonNullable<State["notice"]>} notice @param {import("../protocol.js").Crash} crash @param {State["t"]} t
 * @param {Pick<import("../protocol.js").Actions, "notify">} actions */
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
