// The line that tells what happened: a note, a broken link, a diverged run with the way back.

import { html, nothing, render } from "lit-html";
import { note } from "../../ui/notice.js";

/** @typedef {import("../../model/state.js").State} State */

/** @param {HTMLElement} element @param {import("../../model/state.js").Actions} actions */
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
