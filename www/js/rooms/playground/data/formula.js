// The field for a formula of one's own, with what is wrong marked at its character.

import { html, nothing } from "lit-html";
import { formulaErrorWords } from "../../../ui/notice.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("../../../model/state.js").Actions} Actions */

const examples = ["y > 2 sin(x)", "x^2 + y^2 < 9", "x*y > 0", "sin(x) * cos(y)", "x^2 - y^2"];

/** @param {Actions} actions @param {() => void} redraw */
export function createFormula(actions, redraw) {
  /** What is typed but does not read yet. @type {string | null} */
  let typed = null;

  /** @param {string} formula */
  function set(formula) {
    typed = formula;
    const reads = actions.edit((draft) => draft.data.dataset === "function" && (draft.data.formula = formula), { fresh: true });
    if (reads) typed = null;
    redraw();
  }

  /** @param {State["t"]} t @param {import("../../../core/race_protocol.js").FormulaError} formulaError @param {string} text */
  function complaint(t, formulaError, text) {
    const { position, length } = formulaError;
    return html`<div class="field-error formula-error" id="formula-error" role="alert">
      <code aria-hidden="true">${text.slice(0, position)}<mark>${text.slice(position, position + Math.max(1, length)) || " "}</mark>${text.slice(position + Math.max(1, length))}</code>
      <p>${formulaErrorWords(formulaError, t)}</p>
    </div>`;
  }

  return {
    /** @param {State} state */
    template({ t, experiment, errors }) {
      if (experiment.data.dataset !== "function") return nothing;
      const text = typed ?? experiment.data.formula;
      const error = typed === null ? undefined : errors.find(({ field }) => field === "data.formula");
      const formulaError = error && "error" in error ? error.error : undefined;
      return html`<div class="control formula-field">
        <label for="formula">${t("field.formula")}</label>
        <input id="formula" type="text" spellcheck="false" autocomplete="off" autocapitalize="off" .value=${text} aria-invalid=${formulaError ? "true" : "false"}
          aria-describedby=${formulaError ? "formula-error" : "formula-hint"} @input=${(/** @type {any} */ { currentTarget }) => set(currentTarget.value)} />
        ${formulaError ? complaint(t, formulaError, text) : nothing}
        <p class="hint" id="formula-hint">${t("hint.formula")}</p>
        <div class="filters" role="group" aria-label=${t("formula.examples")}>${examples.map((one) => html`<button class="small" @click=${() => set(one)}>${one}</button>`)}</div>
      </div>`;
    },
  };
}
