// One layer in full: what does not fit and how to mend it, its arguments, what it takes, what it holds.

import { html, nothing } from "lit-html";
import { starvedNormalizations } from "../../model/batches.js";
import { after, before, canConnect, lenders, nameTrouble } from "../../model/builder/graph.js";
import { argumentFields } from "./argument.js";
import { targetName } from "./stage.js";
import { graphErrorWords, shapeWords } from "./words.js";
import { term } from "../../ui/term.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** @typedef {import("../../model/builder/mends.js").Mend} Mend */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */

/** What the card may ask for.
 * @typedef {{
 *   set(argument: string, value: unknown): unknown, refuse: import("../../model/state.js").Actions["refuse"], mend(mend: Mend): void, rename(name: string): void, remove(): void,
 *   earlier(): void, later(): void, output(on: boolean): void, share(owner: string | null): void,
 *   connect(from: string): void, disconnect(index: number): void, insertHere(index: number): void, close(): void,
 * }} CardActs */

/** @param {State} state
 * @param {{ network: import("../../core/experiment.js").NetworkConfig, outline: import("../../core/protocol.js").Outline, mends: Mend[], trouble: string | null, isAsked: boolean, lacks: unknown, scope: string }} scene
 * `lacks` is what the whole network lacks
 * @param {Layer} layer @param {CardActs} acts */
export function layerCard(state, { network, outline, mends, trouble, isAsked, lacks, scope }, layer, acts) {
  const { t } = state;
  const line = outline.layers.find(({ name }) => name === layer.name);
  if (!line) return nothing;
  const rename = (/** @type {Change} */ { currentTarget }) => {
    const wanted = currentTarget.value.trim();
    if (wanted !== layer.name) acts.rename(wanted);
    if (nameTrouble(network, layer.name, wanted)) currentTarget.value = layer.name;
  };
  return html`<div class="layer-head">
      <h3>${term(layer.layer, t(`layer.${layer.layer}`))}</h3>
      <button class="quiet small" aria-label=${t("network.close")} @click=${acts.close}>✕</button>
    </div>
    ${line.error ? graphErrorBox(state, graphErrorWords(line.error, t), mends, acts.mend, isAsked) : lacks}
    <p class="layer-shape">${layer.inputs.length ? html`${layer.inputs.map((name) => shapeWords(outline.layers.find((one) => one.name === name)?.shape)).join(", ")} → ` : nothing}<strong>${shapeWords(line.shape)}</strong></p>
    <p class="layer-parameters">${line.arithmetic ? t("builder.parameters", { arithmetic: line.arithmetic }) : t("builder.no_parameters")}</p>
    <p class="hint">${t(`layer.${layer.layer}.hint`)}</p>
    ${starvedNormalizations(state).includes(layer.name) ? html`<p class="advice" data-part="one-example">${t("builder.one_example")}</p>` : nothing}
    <label class="layer-name">${t("builder.name")} <input class="typed" data-part="layer-name" .value=${layer.name} aria-invalid=${trouble ? "true" : "false"} @change=${rename} /></label>
    ${trouble ? html`<p class="field-error" role="alert">${t(trouble)}</p>` : nothing}
    ${argumentFields(state, layer, acts.set, acts.refuse, scope)}
    ${wiring(state, network, outline, layer, acts)}
    <span class="layer-buttons">
      <button class="small" data-part="layer-earlier" ?disabled=${!before(network, layer.name)} @click=${acts.earlier}>${t("builder.earlier")}</button>
      <button class="small" data-part="layer-later" ?disabled=${!after(network, layer.name)} @click=${acts.later}>${t("builder.later")}</button>
      <button class="small" data-part="layer-remove" @click=${acts.remove}>${t("builder.remove")}</button>
    </span>`;
}

/** What does not fit yet, with the mends as buttons; it is called wrong once someone has asked.
 * @param {State} state @param {string} words @param {Mend[]} mends @param {(mend: Mend) => void} apply @param {boolean} isAsked */
export function graphErrorBox({ t }, words, mends, apply, isAsked) {
  return html`<div class="graph-error ${isAsked ? "asked" : ""}" role="status">
    <p>${words}</p>
    ${mends.length
      ? html`<div class="mends">${mends.map((mend) => html`<button class="small primary-soft" data-mend=${mend.key} @click=${() => apply(mend)}>${t(`mend.${mend.key}`, mend.words)}</button>`)}</div>`
      : nothing}
  </div>`;
}

/** What the layer takes and what it is. @param {State} state @param {import("../../core/experiment.js").NetworkConfig} network
 * @param {import("../../core/protocol.js").Outline} outline @param {Layer} layer @param {CardActs} acts */
function wiring({ t }, network, outline, layer, acts) {
  const isInput = layer.layer === "input";
  const offers = network.layers.filter(({ name }) => canConnect(network, name, layer.name));
  const owners = lenders(network, layer.name);
  const sharers = network.layers.some(({ shared_with }) => shared_with === layer.name);
  const output = outline.outputs.find(({ name }) => name === layer.name);
  const given = outline.inputs.find(({ name }) => name === layer.name);
  return html`${isInput
      ? html`<p class="hint">${given ? t("builder.input_long", { data: targetName(given.data.name, t), shape: shapeWords(given.data.shape) }) : ""}</p>`
      : html`<h4>${t("builder.inputs")}</h4>
        <ul class="input-list">${layer.inputs.map((from, index) => html`<li><span>${from}</span>
          <button class="small" data-insert=${from} @click=${() => acts.insertHere(index)}>${t("builder.insert_here")}</button>
          <button class="small" data-disconnect=${from} aria-label=${t("builder.disconnect", { from })} title=${t("builder.disconnect", { from })} @click=${() => acts.disconnect(index)}>✕</button></li>`)}</ul>
        ${offers.length
          ? html`<label class="connect">${t("builder.connect")}
              <select data-part="connect-from" @change=${(/** @type {any} */ { currentTarget }) => {
                if (currentTarget.value) acts.connect(currentTarget.value);
                currentTarget.value = "";
              }}><option value="">${t("builder.choose_layer")}</option>${offers.map(({ name }) => html`<option value=${name}>${name}</option>`)}</select></label>`
          : nothing}
        <label class="switch"><input type="checkbox" data-part="is-output" .checked=${network.outputs.includes(layer.name)} @change=${(/** @type {Change} */ { currentTarget }) => acts.output(currentTarget.checked)} />
          ${t("builder.is_output")}</label>
        ${output ? html`<p class="hint">${t("builder.output_long", { target: targetName(output.data.name, t), units: output.data.units })}</p>` : nothing}`}
    ${!isInput && !sharers && (owners.length || layer.shared_with)
      ? html`<label class="share">${t("builder.share")}
          <select data-part="share-with" @change=${(/** @type {any} */ { currentTarget }) => acts.share(currentTarget.value || null)}>
            <option value="">${t("builder.own_weights")}</option>
            ${owners.map(({ name }) => html`<option value=${name} ?selected=${name === layer.shared_with}>${name}</option>`)}
          </select></label>`
      : nothing}`;
}

/** The card of an edge. @param {State} state @param {import("../../core/protocol.js").Outline} outline @param {import("../../model/builder/graph.js").Edge} edge
 * @param {{ disconnect(): void, close(): void }} acts */
export function edgeCard({ t }, outline, { from, to }, { disconnect, close }) {
  const shape = shapeWords(outline.layers.find(({ name }) => name === from)?.shape);
  return html`<div class="layer-head">
      <h3>${from} → ${to}</h3>
      <button class="quiet small" aria-label=${t("network.close")} @click=${close}>✕</button>
    </div>
    <p class="layer-shape"><strong>${shape}</strong></p>
    <p class="hint">${t("builder.edge_card")}</p>
    <span class="layer-buttons"><button class="small" data-part="edge-remove" @click=${disconnect}>${t("builder.remove_edge")}</button></span>`;
}

