// Above the network: which view of it is open, columns of units for stacks or the diagram of layers for every graph, and how
// many layers a stack has.

import { html, nothing, render } from "lit-html";
import { hiddenCount, isOfUnits, isStack, mostHidden, setHiddenCount } from "../../model/stack.js";
import { wordError } from "../../ui/notice.js";
import { term } from "../../ui/term.js";

/** @typedef {import("../../model/state.js").State} State */

/** Whether there is another view than the diagram: columns of units for a stack on points, or what the layers of a task make
 * of an example. Neither shows what is unfinished.
 * @param {State} state @param {import("../../core/lab.js").Lab} lab */
export const fitsColumns = ({ experiment, draft }, lab) => !draft && (lab.recommendation(experiment.data).dimensions === 0 || isOfUnits(experiment));

/** What can be shown in place of the network. */
const besides = /** @type {const} */ (["inspect", "health", "functions"]);

/** @param {State} state @param {import("../../core/lab.js").Lab} lab */
export const showsDiagram = (state, lab) => !besides.some((one) => state.display[one]) && (state.display.diagram || !fitsColumns(state, lab));

/** @param {HTMLElement} element @param {import("../../model/state.js").Actions} actions @param {import("../../core/lab.js").Lab} lab
 * @param {{ isOpen(): boolean, toggle(): void }} code the panel of the network's code */
export function mount(element, actions, lab, code) {
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`[data-part="${name}"]`));
  const [tabs, builder] = [part("views"), part("builder")];

  /** How many layers a stack has, and what is wrong with the network. @param {State} state */
  function hiddenLayers({ t, experiment, errors }) {
    const count = hiddenCount(experiment);
    const set = (/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
      actions.edit((draft) => setHiddenCount(draft, Number(currentTarget.value)));
    return html`<label class="hidden-count">
        <span>${term("layer", t("network.hidden_layers"))} <b class="reading">${count}</b></span>
        <input data-part="hidden-layers" type="range" min="0" max=${mostHidden} step="1" .value=${String(count)} ?disabled=${!isStack(experiment)} @input=${set} />
      </label>
      ${errors
        .filter(({ field }) => field === "network.parameters" || field === "network.layers")
        .map((error) => html`<p class="field-error" role="alert">${wordError({ ...error, field: "" }, t)}</p>`)}`;
  }

  /** @param {State} state */
  function draw(state) {
    const { t } = state;
    const diagram = showsDiagram(state, lab);
    const beside = besides.find((one) => state.display[one]);
    const fits = fitsColumns(state, lab);
    const columns = /** @type {HTMLElement | null} */ (element.querySelector('[data-figure="network"]'));
    if (columns) columns.hidden = diagram || beside !== undefined;
    for (const one of besides) part(one).hidden = one !== beside;
    builder.hidden = !diagram;
    const isTask = lab.recommendation(state.experiment.data).dimensions === 0;
    const [shown, names] = [beside ?? (diagram ? "diagram" : "columns"), { columns: isTask ? "builder.layers" : "builder.columns", diagram: "builder.diagram", inspect: "builder.inspect", health: "builder.health", functions: "builder.functions" }];
    const open = (/** @type {keyof typeof names} */ name) =>
      actions.display({ diagram: name === "diagram" || (name !== "columns" && state.display.diagram), inspect: name === "inspect", health: name === "health", functions: name === "functions" });
    const tab = (/** @type {keyof typeof names} */ name) => html`<button class="tab" aria-pressed=${shown === name}
      id=${`show-${name}`} title=${name !== "columns" || fits ? nothing : t(isTask ? "builder.no_layers" : "builder.no_columns")} ?disabled=${name === "columns" && !fits} @click=${() => open(name)}>${t(names[name])}</button>`;
    render(
      html`<div class="tabs" role="group" aria-label=${t("builder.views")}>${/** @type {(keyof typeof names)[]} */ (Object.keys(names)).map(tab)}</div>
        <button data-part="code" aria-pressed=${code.isOpen()} title=${t("network.code.hint")} @click=${code.toggle}>${t("network.code")}</button>
        ${fits && shown === "columns" && (!isTask || isStack(state.experiment)) ? hiddenLayers(state) : nothing}`,
      tabs,
    );
  }

  return { draw };
}
