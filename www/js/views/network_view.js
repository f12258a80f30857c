// Which view of the network is open: columns of units for stacks, or the diagram of layers for every graph.

import { html, nothing, render } from "../lib/lit-html.js";
import { isStack } from "../stack.js";

/** @typedef {import("../protocol.js").State} State */

/** Whether the columns can show the network: a stack on features of the plane, and nothing unfinished.
 * @param {State} state @param {import("../lab.js").Lab} lab */
export const fitsColumns = ({ experiment, draft }, lab) => !draft && isStack(experiment) && lab.advice(experiment.data).dimensions > 0;

/** @param {State} state @param {import("../lab.js").Lab} lab */
export const showsDiagram = (state, lab) => state.display.diagram || !fitsColumns(state, lab);

/** @param {HTMLElement} element @param {import("../protocol.js").Actions} actions @param {import("../lab.js").Lab} lab */
export function mount(element, actions, lab) {
  const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (element.querySelector(`#${id}`));
  const [tabs, columns, builder] = [part("network-tabs"), part("columns"), part("builder")];

  /** @param {State} state */
  function draw(state) {
    const { t } = state;
    const diagram = showsDiagram(state, lab);
    const fits = fitsColumns(state, lab);
    columns.hidden = diagram;
    builder.hidden = !diagram;
    const tab = (/** @type {boolean} */ isDiagram, /** @type {string} */ key) => html`<button class="tab" aria-pressed=${diagram === isDiagram}
      id=${isDiagram ? "show-diagram" : "show-columns"} ?disabled=${!isDiagram && !fits} @click=${() => actions.display({ diagram: isDiagram })}>${t(key)}</button>`;
    render(
      html`<div class="tabs" role="group" aria-label=${t("builder.views")}>${tab(false, "builder.columns")} ${tab(true, "builder.diagram")}</div>
        ${fits ? nothing : html`<p class="hint">${t("builder.no_columns")}</p>`}`,
      tabs,
    );
  }

  return { draw };
}
