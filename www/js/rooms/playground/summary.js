// The model summary: every layer with its shape and where its number of parameters comes from.

import { html, nothing, render } from "lit-html";
import { menu, tendMenus } from "../../ui/menu.js";
import { layerWords } from "../../model/layer_names.js";
import { term } from "../../ui/term.js";

/** @typedef {import("../../model/state.js").State} State */

/** How many connections an L1 penalty has left, where it has cut any. @param {State} state */
function live({ snapshot, t }) {
  if (!snapshot || snapshot.liveWeights === snapshot.kernelWeights) return nothing;
  return html` · ${t("network.live", { live: snapshot.liveWeights, count: snapshot.kernelWeights })}`;
}

/** @param {HTMLElement} element */
export function mount(element) {
  /** @type {State | null} */
  let last = null;
  /** The room is never closed. */
  tendMenus(element, new AbortController().signal);

  /** @param {State} state */
  function draw(state) {
    const { model, snapshot, t } = state;
    const same = last && last.model === model && last.t === state.t && last.snapshot?.liveWeights === snapshot?.liveWeights;
    if (same || !model) return;
    last = state;
    render(menu(html`${t("network.parameters", { count: model.parameterCount })}${live(state)}`, table(state), { className: "summary", hidden: t("summary.title") }), element);
  }

  /** @param {State} state */
  function table({ model, t }) {
    const layers = model?.layers ?? [];
    return html`<h3>${term("parameter", t("summary.title"))}</h3>
      <div class="table-scroll" tabindex="0" role="group" aria-label=${t("summary.title")}>
        <table class="summary-table">
          <thead>
            <tr>
              <th scope="col">${t("summary.layer")}</th><th scope="col">${t("summary.kind")}</th>
              <th scope="col">${t("summary.shape")}</th><th scope="col" class="number">${t("summary.parameters")}</th>
            </tr>
          </thead>
          <tbody>
            ${layers.map(({ name, layer, activation, outputShape, parameterCount, arithmetic }) => html`<tr>
              <th scope="row" title=${name}>${layerWords(name, t)}</th>
              <td>${t(`layer.${layer}`)}${activation && layer === "dense" ? html`, ${t(`activation.${activation}`)}` : ""}</td>
              <td>(${t("summary.batch")}, ${outputShape.join(", ")})</td>
              <td class="number">${arithmetic || parameterCount}</td>
            </tr>`)}
          </tbody>
          <tfoot>
            <tr><th scope="row" colspan="3">${t("summary.total")}</th>
              <td class="number" id="parameter-total">${layers.map((layer) => layer.parameterCount).filter(Boolean).join(" + ")} = <strong>${model?.parameterCount}</strong></td></tr>
          </tfoot>
        </table>
      </div>
      <p class="hint">${t("summary.hint")}</p>`;
  }

  return { draw };
}
