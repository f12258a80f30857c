// The editor of a feature by formula: typed, with what is wrong marked at its character as one types.

import { html, nothing } from "lit-html";
import { InvalidExperiment } from "../../core/lab.js";
import { formulaErrorWords, wordError } from "../../ui/notice.js";
import { formulasOf } from "./columns.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../core/protocol.js").FieldError} FieldError */

/** What there is to try, of two coordinates and of one. */
const examples = { 1: ["x1^3", "sin(2 x1)", "exp(-x1^2)"], 2: ["x1*x2 + 1", "sin(x1 + x2)", "exp(-x1^2 - x2^2)", "max(x1, x2)"] };

/** The features with a formula in place of another, or after the others. @param {import("./columns.js").Feature[]} features
 * @param {string | null} before @param {string} formula */
export const withFormula = (features, before, formula) =>
  before === null ? [...features, { formula }] : features.map((feature) => (typeof feature !== "string" && feature.formula === before ? { formula } : feature));

/** The features without a formula. @param {import("./columns.js").Feature[]} features @param {string} formula */
export const withoutFormula = (features, formula) => features.filter((feature) => typeof feature === "string" || feature.formula !== formula);

/** One closure, because what is typed, what is wrong with it and what it changes are shared by all of the card.
 * @param {{ actions: import("../../model/state.js").Actions, core: import("../../core/lab.js").Lab, scope: string, redraw(): void, close(formula: string | null): void }} own
 * `close` is told which formula there is now, null for none. */
export function createFormulaEditor({ actions, core, scope, redraw, close }) {
  /** The formula that is changed; null for a new one. @type {string | null} */
  let before = null;
  let text = "";
  /** @type {FieldError | null} */
  let error = null;

  /** What is wrong with the features as they would be. @param {State} state @returns {FieldError | null} */
  function errorIn({ experiment: { data } }) {
    try {
      core.complete({ data: { ...data, features: withFormula(data.features, before, text.trim()) } });
      return null;
    } catch (thrown) {
      if (!(thrown instanceof InvalidExperiment)) throw thrown;
      return thrown.errors.find(({ field }) => field.startsWith("data.features")) ?? null;
    }
  }

  /** @param {string} formula */
  function type(formula) {
    text = formula;
    redraw();
  }

  /** @param {Event} event */
  function keep(event) {
    event.preventDefault();
    const formula = text.trim();
    if (error || formula === "") return;
    if (formula === before || actions.edit((draft) => void (draft.data.features = withFormula(draft.data.features, before, formula)))) close(formula);
  }

  function remove() {
    const formula = before;
    if (formula !== null && actions.edit((draft) => void (draft.data.features = withoutFormula(draft.data.features, formula)))) close(null);
  }

  /** @param {State["t"]} t @param {FieldError} wrong */
  function complaint(t, wrong) {
    const place = wrong.reason === "formula" ? wrong.error : null;
    const end = place ? place.position + Math.max(1, place.length) : 0;
    return html`<div class="field-error formula-error" id=${`${scope}-formula-error`} role="alert">
      ${place ? html`<code aria-hidden="true">${text.slice(0, place.position)}<mark>${text.slice(place.position, end) || " "}</mark>${text.slice(end)}</code>` : nothing}
      <p>${place ? formulaErrorWords(place, t) : wordError({ ...wrong, field: "" }, t)}</p>
    </div>`;
  }

  return {
    /** @param {string | null} formula */
    open(formula) {
      before = formula;
      text = formula ?? "";
    },

    /** The formula as it is typed, if it reads. */
    typed: () => (error ? null : text.trim()),

    /** @param {State} state @param {(event: Event) => void} dismiss */
    template(state, dismiss) {
      const { t, experiment } = state;
      const { features } = experiment.data;
      // What was removed meanwhile is added anew.
      if (before !== null && !formulasOf(features).includes(before)) before = null;
      error = text.trim() === "" ? null : errorIn(state);
      const id = `${scope}-formula`;
      const one = core.recommendation(experiment.data).dimensions === 1;
      return html`<form class="card-words formula-editor" @submit=${keep}>
          <label for=${id}>${t(before === null ? "network.formula_new" : "network.formula_change")}</label>
          <input id=${id} data-part="feature-formula" type="text" spellcheck="false" autocomplete="off" autocapitalize="off" .value=${text}
            aria-invalid=${error ? "true" : "false"} aria-describedby=${error ? `${scope}-formula-error` : `${scope}-formula-hint`} @input=${(/** @type {any} */ { currentTarget }) => type(currentTarget.value)} />
          ${error ? complaint(t, error) : html`<p class="hint" id=${`${scope}-formula-hint`}>${t(one ? "network.formula_hint_curve" : "network.formula_hint")}</p>`}
          <div class="filters" role="group" aria-label=${t("formula.examples")}>${examples[one ? 1 : 2].map((example) => html`<button type="button" class="small" @click=${() => type(example)}>${example}</button>`)}</div>
          <div class="formula-actions">
            <button class="primary" data-part="keep-formula" ?disabled=${error !== null || text.trim() === ""}>${t(before === null ? "network.formula_add" : "network.formula_keep")}</button>
            ${before === null ? nothing : html`<button type="button" data-part="remove-formula" ?disabled=${features.length === 1} @click=${remove}>${t("network.formula_remove")}</button>`}
          </div>
        </form>
        <button class="quiet close" aria-label=${t("network.close")} @click=${dismiss}>✕</button>`;
    },
  };
}
