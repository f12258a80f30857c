// What is wrong in one sentence, and the press that mends it.

import { html, nothing } from "lit-html";
import { layerWords } from "../../model/layer_names.js";
import { nameOf, readable } from "../../ui/controls.js";

/** @typedef {import("./trail.js").Health} Health */
/** @typedef {import("./needs.js").State} State */

/** What a sentence is told with. @param {NonNullable<Health["finding"]>} finding @param {Pick<State, "experiment" | "t">} state */
function wordsOf({ layer, count, of, value }, { experiment: { optimizer }, t }) {
  const share = value === null ? "?" : `${Math.round(100 * value)} %`;
  return { layer: layerWords(layer ?? "", t), count, of, value: value === null ? "?" : readable(value), share, rate: readable(optimizer.learning_rate) };
}

/** @param {NonNullable<Health["remedy"]>} remedy @param {State["t"]} t */
function remedyWords({ remedy: given }, t) {
  const { remedy: name } = given;
  const to = name === "activation" ? t(/** @type {any} */ (`activation.${nameOf(given.to)}`)) : name === "learning_rate" ? readable(given.to) : name === "regularizer" ? readable(given.l2) : "";
  return t(/** @type {any} */ (`health.remedy.${name}`), { to });
}

/** @param {Health} health @param {State} state @param {((experiment: State["experiment"]) => void) | null} mend where it can be mended */
export function verdict(health, { t, experiment }, mend) {
  const { finding, remedy } = health;
  if (!finding) return html`<div class="health-verdict" data-finding="none" role="status"><p><span class="health-mark good" aria-hidden="true">✓</span> ${t(health.step === 0 ? "health.ready" : "health.good")}</p></div>`;
  const words = wordsOf(finding, { experiment, t });
  return html`<div class="health-verdict wrong" data-finding=${finding.kind} data-at=${finding.layer ?? nothing} role="status">
    <p><span class="health-mark" aria-hidden="true">!</span> <b>${t(/** @type {any} */ (`health.finding.${finding.kind}`), words)}</b> ${t(/** @type {any} */ (`health.cause.${finding.kind}`), words)}</p>
    ${remedy && mend ? html`<p><button class="primary" data-part="remedy" @click=${() => mend(remedy.experiment)}>${remedyWords(remedy, t)}</button> <span class="hint">${t("health.starts_over")}</span></p>` : nothing}
  </div>`;
}
