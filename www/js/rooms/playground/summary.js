// The model summary: every layer with its shape and where its number of parameters comes from.

import { html, render } from "lit-html";

/** @typedef {import("../../model/state.js").State} State */

/** @param {HTMLElement} element */
export function mount(element) {
  /** @type {State | null} */
  let last = null;

  /** @param {State} state */
  function draw(state) {
    if (last && last.model === state.model && last.language === state.language) return;
    last = state;
    const { model, t } = state;
    if (!model) return;
    render(
      html`<h2>${t("summary.title")}</h2>
        <div class="table-scroll" tabindex="0" role="group" aria-label=${t("summary.title")}>
          <table class="summary-table">
            <thead>
              <tr>
                <th scope="col">${t("summary.layer")}</th><th scope="col">${t("summary.kind")}</th>
                <th scope="col">${t("summary.shape")}</th><th scope="col" class="number">${t("summary.parameters")}</th>
              </tr>
            </thead>
            <tbody>
              ${model.layers.map(({ name, layer, activation, outputShape, parameterCount, arithmetic }) => html`<tr>
                <th scope="row">${name}</th>
                <td>${t(`layer.${layer}`)}${activation && layer === "dense" ? html`, ${t(`activation.${activation}`)}` : ""}</td>
                <td>(${t("summary.batch")}, ${outputShape.join(", ")})</td>
                <td class="number">${arithmetic || parameterCount}</td>
              </tr>`)}
            </tbody>
            <tfoot>
              <tr><th scope="row" colspan="3">${t("summary.total")}</th>
                <td class="number" id="parameter-total">${model.layers.map((layer) => layer.parameterCount).filter(Boolean).join(" + ")} = <strong>${model.parameterCount}</strong></td></tr>
            </tfoot>
          </table>
        </div>
        <p class="hint">${t("summary.hint")}</p>`,
      element,
    );
  }

  return { draw };
}
