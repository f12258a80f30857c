// One unit, feature or weight in full: its picture, its formula in numbers, and a way to change it.

import { html, nothing } from "lit-html";
import { readable } from "../../ui/controls.js";
import { denseLayers } from "../../model/stack.js";
import { named } from "../../ui/i18n.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { bundles, featureNames, formulaName, unitName } from "./columns.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../model/state.js").Actions} Actions */
/** @typedef {import("../../model/state.js").Selection} Selection */
/** @typedef {import("./columns.js").Bundle} Bundle */

const mostTerms = 6;
/** The largest number of single precision. */
const largest = 3.4028234e38;

/** What the card is of, and what it may change. `scope` sets its ids off from those of other figures.
 * @typedef {{ actions: Actions, selected: Selection | null, hovered: Selection | null, select(selection: Selection | null, event: UIEvent): void, close(event: Event): void, scope: string }} Own */

/** A number that can be changed by slider and by typing. @param {State} state @param {Own} own @param {number} index @param {string} label */
function editor({ snapshot, errors, t }, { actions, scope }, index, label) {
  const value = snapshot?.weights[index] ?? 0;
  const reach = Math.max(5, Math.ceil(Math.abs(value)));
  const set = (/** @type {number} */ next) => actions.setParameter(index, next);
  const box = {
    id: `${scope}-weight-typed`, part: "weight-typed", field: `weights.${index}`, value: Number(value.toPrecision(4)), takes: { low: -largest, high: largest }, className: "typed", errors, set, refuse: actions.refuse,
    label: t("network.value_of", { name: label }),
  };
  return html`<div class="weight-editor">
    <label for=${`${scope}-weight-slider`}>${label}</label>
    <input id=${`${scope}-weight-slider`} data-part="weight-slider" type="range" min=${-reach} max=${reach} step="0.01" .value=${String(value)}
      @input=${(/** @type {any} */ { currentTarget }) => set(Number(currentTarget.value))} />
    ${numberBox(box)}
  </div>
  ${boxError(box, t)}`;
}

/** Terms of a unit's sum, the largest weights first. @param {State} state @param {Bundle} bundle @param {number} unit */
function terms(state, bundle, unit) {
  const weights = state.snapshot?.weights ?? new Float32Array(0);
  return Array.from({ length: bundle.fromUnits }, (_, input) => {
    const index = bundle.offset + input * bundle.toUnits + unit;
    return { input, index, value: weights[index] ?? 0, name: unitName(state, bundle.from, input) };
  }).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

/** A unit's name as one writes it by hand, with its layer above and its number below the letter. @param {string} name */
function notation(name) {
  const [, letter, layer, unit] = name.match(/^(.)⁽(.+)⁾([₀-₉]+)$/) ?? [];
  return letter ? html`<span class="indexed">${letter}<span><sup>(${plainDigits(layer)})</sup><sub>${plainDigits(unit)}</sub></span></span>` : name;
}

/** @param {string} raised or lowered digits */
const plainDigits = (raised) => raised.normalize("NFKC");

const signedNumber = (/** @type {number} */ value) => `${value < 0 ? "−" : "+"} ${Math.abs(value).toFixed(3)}`;

/** What the coordinates stand for where a unit takes them, such as the size of a house. @param {State} state @param {string} from */
function meanings({ data, experiment, t }, from) {
  if (experiment.network.layers.find(({ name }) => name === from)?.layer !== "input") return nothing;
  const words = (data?.axes ?? []).flatMap(({ label, unit }, index) => {
    const [plain, meaning] = [`x${"₁₂"[index]}`, named(label, t)];
    return meaning === plain ? [] : [`${plain}: ${meaning}${unit ? ` (${unit})` : ""}`];
  });
  return words.length ? html`<p class="hint">${words.join(", ")}</p>` : nothing;
}

/** What the column of a dense layer is called. @param {State} state @param {string} layer */
function layerTitle({ experiment, t }, layer) {
  const dense = denseLayers(experiment);
  const index = dense.findIndex(({ name }) => name === layer);
  return index === dense.length - 1 ? t("network.output") : t("network.hidden", { index: index + 1 });
}

/** @param {State} state @param {Own} own @param {Extract<Selection, { kind: "unit" }>} selection @param {boolean} pinned */
function unitCard(state, own, { layer, unit }, pinned) {
  const { model, snapshot, pictures, t } = state;
  const bundle = model && bundles(model).find((one) => one.layer === layer);
  const planned = model?.layers.find(({ name }) => name === layer);
  if (!bundle || !snapshot || !planned || unit >= planned.units) return nothing;
  const all = terms(state, bundle, unit);
  const shown = all.slice(0, mostTerms).sort((a, b) => a.input - b.input);
  const more = all.length - shown.length;
  const bias = bundle.bias === null ? null : (snapshot.weights[bundle.bias + unit] ?? 0);
  const name = unitName(state, layer, unit);
  const z = name.replace("a", "z");
  const scale = pictures?.layers.find((one) => one.name === layer)?.scales[unit];
  return html`<div class="card-words">
    <h3>${t("network.unit_title", { name, layer: layerTitle(state, layer) })}</h3>
    <p class="formula">${notation(z)} = ${shown.map(({ value, name: input }, index) => html`<span class="term">${index === 0 ? value.toFixed(3).replace("-", "−") : signedNumber(value)}·${notation(input)}</span> `)}
      ${more > 0 ? html`<span class="term">${t("network.more_terms", { count: more })}</span> ` : nothing}${bias === null ? nothing : html`<span class="term">${signedNumber(bias)}</span>`}</p>
    <p class="formula">${notation(name)} = ${t(`activation.${planned.activation ?? "linear"}`)}(${notation(z)})</p>
    ${meanings(state, bundle.from)}
    <p class="hint">${t("network.unit_words", { activation: t(`activation.${planned.activation ?? "linear"}`) })} ${scale ? t("network.unit_scale", { scale: readable(Number(scale.toPrecision(2))) }) : ""}</p>
    ${pinned && bundle.bias !== null ? editor(state, own, bundle.bias + unit, t("network.bias")) : nothing}
    ${pinned
      ? html`<div class="incoming" role="group" aria-label=${t("network.incoming")}>
          ${all.slice(0, 40).map(({ index, value, name: from }) => html`<button class="small" data-weight=${index}
            @click=${(/** @type {UIEvent} */ event) => own.select({ kind: "weight", parameter: index, layer, from, to: name }, event)}>${from}: ${value.toFixed(2)}</button>`)}
        </div>`
      : nothing}
  </div>`;
}

/** The words of the card for what is selected or hovered. @param {State} state @param {Own} own */
export function card(state, own) {
  const { t, experiment } = state;
  const { selected, hovered } = own;
  const selection = selected ?? hovered;
  const close = selected ? html`<button class="quiet close" aria-label=${t("network.close")} @click=${own.close}>✕</button>` : nothing;
  if (!selection) return nothing;
  switch (selection.kind) {
    case "unit":
      return html`${unitCard(state, own, selection, Boolean(selected))} ${close}`;
    case "weight":
      return html`<div class="card-words">
          <h3>${t("network.weight_title", { from: selection.from, to: selection.to })}</h3>
          ${selected
            ? html`<p class="hint">${t("network.weight_words")}</p> ${editor(state, own, selection.parameter, t("network.weight"))}`
            : html`<p class="formula">${readable(Number((state.snapshot?.weights[selection.parameter] ?? 0).toPrecision(4)))}</p>`}
        </div>
        ${close}`;
    case "formula":
      return html`<div class="card-words"><h3>${formulaName(selection.formula ?? "")}</h3><p class="hint">${t("network.formula_on")}</p></div>`;
    case "feature": {
      const on = experiment.data.features.some((feature) => feature === selection.feature);
      return html`<div class="card-words">
        <h3>${featureNames[/** @type {keyof typeof featureNames} */ (selection.feature)]}</h3>
        <p>${t(`feature.${selection.feature}`)}</p>
        <p class="hint">${t(on ? "network.feature_on" : "network.feature_off")}</p>
      </div>`;
    }
  }
}
