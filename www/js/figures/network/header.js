// The controls above a column: how many units, their activation, and what else a dense layer has.

import { html, nothing } from "lit-html";
import { nameOf, readable, scaleOf } from "../../ui/controls.js";
import { methodsOf, withPenalty } from "../../model/builder/penalty.js";
import { namesOf } from "../../core/registry.js";
import { menu } from "../../ui/menu.js";
import { wordError } from "../../ui/notice.js";
import { term } from "../../ui/term.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { denseNamed, dropoutAfter, mostUnits, setDropout } from "../../model/stack.js";

/** @typedef {Pick<import("../../model/state.js").State, "experiment" | "errors" | "finding" | "t">} State */
/** @typedef {import("../../model/state.js").Actions} Actions */
/** @typedef {import("../../model/stack.js").Dense} Dense */

const penalty = { kind: /** @type {const} */ ("range"), path: "", low: 1e-5, high: 1, log: true };

/** @param {State} state @param {Actions} actions @param {Dense} dense @param {string} title @param {boolean} isOutput
 * @param {boolean} editable @param {string} scope sets its ids off from those of other figures
 * @param {string} [short] the title where there is little room */
export function columnHeader(state, actions, dense, title, isOutput, editable, scope, short = title) {
  const { t, errors, finding, experiment } = state;
  const { name } = dense;
  const edit = (/** @type {(dense: Dense) => void} */ change) => actions.edit((draft) => change(denseNamed(draft, name)));
  const error = errors.find(({ field }) => field.startsWith(`network.${name}.`) && field !== `network.${name}.units`);
  const setUnits = (/** @type {number} */ next) => edit((layer) => (layer.units = next));
  const units = {
    id: `${scope}-units-${name}`, part: "units", field: `network.${name}.units`, value: dense.units, takes: { whole: true, low: 1, high: mostUnits }, errors, set: setUnits,
    refuse: actions.refuse, label: t("network.units_of", { layer: title }), className: "units-typed", disabled: !editable,
  };
  return html`<div class="column-head">
    <div class="column-title"><h3 title=${title}>${short}</h3> ${finding?.layer === name && finding.experiment === experiment ? mark(t, actions) : nothing} ${menu("⋯", more(state, actions, dense, isOutput, edit), { className: "layer-more", hidden: t("network.more_of", { layer: title }) })}</div>
    ${isOutput
      ? html`<p class="units-fixed">${dense.units === 1 ? t("network.one_unit") : t("network.units", { count: dense.units })}</p>`
      : html`<div class="units">
          ${numberBox(units)}
          <input type="range" class="units-slider" min="1" max="32" step="1" aria-label=${t("network.units_of", { layer: title })} .value=${String(Math.min(32, dense.units))} ?disabled=${!editable}
            @input=${(/** @type {any} */ { currentTarget }) => setUnits(Number(currentTarget.value))} />
        </div>
        ${boxError(units, t)}`}
    <select aria-label=${t("network.activation_of", { layer: title })} ?disabled=${!editable} data-activation=${name} data-explains=${`${nameOf(dense.activation)} activation`}
      @change=${(/** @type {any} */ { currentTarget }) => edit((layer) => (layer.activation = currentTarget.value))}>
      ${namesOf("activations").map((one) => html`<option value=${one} ?selected=${one === nameOf(dense.activation)}>${t(`activation.${one}`)}</option>`)}
    </select>
    ${error ? html`<p class="field-error" role="alert">${wordError({ ...error, field: "" }, t)}</p>` : nothing}
  </div>`;
}

/** Health has found something in this layer. @param {State["t"]} t @param {Actions} actions */
const mark = (t, actions) => html`<button class="finding" title=${t("network.finding")} aria-label=${t("network.finding")} @click=${() => actions.display({ health: true })}>!</button>`;

/** @param {State} state @param {Actions} actions @param {Dense} dense @param {boolean} isOutput
 * @param {(change: (dense: Dense) => void) => boolean} edit */
function more(state, actions, dense, isOutput, edit) {
  const { t, experiment } = state;
  const rate = dropoutAfter(experiment, dense.name)?.rate ?? 0;
  const scale = scaleOf(penalty);
  /** @param {"l1" | "l2"} kind */
  const regularizer = (kind) => {
    const value = dense.kernel_regularizer[kind];
    // The slider's left end is none at all.
    const onSlide = (/** @type {any} */ { currentTarget }) => {
      const position = Number(currentTarget.value);
      const penalty = position <= scale.low ? 0 : scale.fromSlider(position);
      edit((layer) => (layer.kernel_regularizer = withPenalty(layer.kernel_regularizer, kind, penalty, experiment.optimizer.optimizer)));
    };
    const shown = value === 0 ? t("field.none") : readable(value);
    return html`<label>${term(kind, t(`network.${kind}`))} <b class="reading">${shown}</b>
      <input type="range" min=${scale.low} max=${scale.high} step="0.05" aria-valuetext=${shown} .value=${String(value === 0 ? scale.low : scale.toSlider(value))} @input=${onSlide} /></label>`;
  };
  /** How the L1 penalty works. */
  const method = () => {
    const { l1, l1_method } = dense.kernel_regularizer;
    if (l1 === 0) return nothing;
    const set = (/** @type {any} */ { currentTarget }) => edit((layer) => (layer.kernel_regularizer = { ...layer.kernel_regularizer, l1_method: currentTarget.value }));
    return html`<label>${t("argument.l1_method")}
      <select @change=${set}>
        ${methodsOf(experiment.optimizer.optimizer).map((one) => html`<option value=${one} ?selected=${one === l1_method}>${t(`l1_method.${one}`)}</option>`)}
      </select>
    </label>`;
  };
  /** An argument of the activation, such as `negative_slope`. */
  const argument = () => {
    const { activation } = dense;
    if (typeof activation === "string") return nothing;
    const [key, value] = Object.entries(activation).find(([, one]) => typeof one === "number") ?? ["alpha", 1];
    const set = (/** @type {any} */ { currentTarget }) => edit((layer) => (layer.activation = /** @type {any} */ ({ ...activation, [key]: Number(currentTarget.value) })));
    return html`<label>${t(`network.${key}`)} <b class="reading">${readable(Number(value))}</b><input type="range" min="0" max="2" step="0.01" .value=${String(value)} @input=${set} /></label>`;
  };
  return html`<div class="layer-settings">
    ${argument()}
    <label>${term("initialization", t("network.initializer"))}
      <select @change=${(/** @type {any} */ { currentTarget }) => edit((layer) => (layer.kernel_initializer = currentTarget.value))}>
        ${namesOf("initializers").map((one) => html`<option value=${one} ?selected=${one === nameOf(dense.kernel_initializer)}>${t(`initializer.${one}`)}</option>`)}
      </select>
    </label>
    <p class="hint">${t("network.initializer_hint")}</p>
    ${regularizer("l1")} ${method()} ${regularizer("l2")}
    ${isOutput
      ? nothing
      : html`<label>${term("dropout", t("network.dropout"))} <b class="reading">${Math.round(rate * 100)} %</b>
          <input type="range" min="0" max="0.9" step="0.05" .value=${String(rate)} data-dropout=${dense.name}
            @input=${(/** @type {any} */ { currentTarget }) => actions.edit((draft) => setDropout(draft, dense.name, Number(currentTarget.value)))} /></label>`}
  </div>`;
}
