// Functions: activations and losses as pictures with formulas, where on them the network works, and which go with which problem.

import { html, nothing, render } from "lit-html";
import { layerWords } from "../../model/layer_names.js";
import { lossCurve, preActivations } from "../../model/health.js";
import { namesOf } from "../../core/registry.js";
import { nameOf } from "../../ui/controls.js";
import { formula } from "../../ui/tex.js";
import { changedOptions, createStage } from "../stage.js";
import { activations, losses } from "./formulas.js";
import { needs } from "./needs.js";
import { pairTable } from "./pairs.js";
import { binned, plot } from "./plot.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {keyof typeof activations} Activation */
/** @typedef {keyof typeof losses} Loss */

/** What is shown; an activation or a loss that is null is that of the network, a layer that is null its first with an activation.
 * @typedef {{ show: "activations" | "losses" | "pairs", activation: Activation | null, layer: string | null, loss: Loss | null }} Options */

const points = 241;
const bins = 48;
const restMillis = 500;
/** The axis of activations, and where z of a layer goes beyond it, the farthest it follows. */
const [usualReach, mostReach] = [6, 24];

/** @typedef {Pick<import("../stage.js").Context<Options>, "core" | "signal" | "options" | "optionsChanged"> & { run: import("../../model/trace.js").Traceable, actions: Pick<import("../../model/state.js").Actions, "edit"> }} Context */

/** Layers with an activation: name and activation. @param {State["experiment"]} experiment */
const activated = ({ network }) => network.layers.flatMap((layer) => (["dense", "activation", "conv1d", "conv2d"].includes(layer.layer) && "activation" in layer ? [{ name: layer.name, activation: layer.activation }] : []));

/** One closure, because what was asked and what came are one state.
 * @param {HTMLElement} element @param {Context} context @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { core, run, actions, signal, options: given, optionsChanged }) {
  /** @type {Options} */
  let options = { show: "activations", activation: null, layer: null, loss: null, ...given };
  /** @type {{ z: Float32Array, of: string, curves: Map<string, { values: Float32Array, slopes: Float32Array }> }} */
  const own = { z: new Float32Array(), of: "", curves: new Map() };
  const asked = { busy: false, again: false, what: "", timer: 0 };
  /** @type {State | null} */
  let last = null;
  /** Formulas are made once. @type {Map<string, HTMLElement>} */
  const formulas = new Map();

  /** @param {string} tex */
  function written(tex) {
    if (!formulas.has(tex)) formulas.set(tex, formula(tex));
    return formulas.get(tex)?.cloneNode(true);
  }

  /** @param {Partial<Options>} change */
  function choose(change) {
    options = { ...options, ...change };
    optionsChanged?.(options);
    stage.redraw();
  }

  /** Asks where the layer works, one question at a time. @param {string} layer */
  async function look(layer) {
    if (asked.busy) return void (asked.again = true);
    Object.assign(asked, { busy: true, again: false });
    const z = await preActivations(run, layer).catch(() => new Float32Array());
    if (signal.aborted) return;
    Object.assign(own, { z, of: layer });
    stage.redraw();
    asked.timer = setTimeout(() => {
      asked.busy = false;
      if (asked.again && !signal.aborted && stage.isSeen()) stage.redraw();
    }, last?.playing ? restMillis : 0);
  }

  /** The curve of a loss for a target; null while it is on its way. @param {Loss} loss @param {number} target */
  function curveOf(loss, target) {
    const key = `${loss} ${target}`;
    if (!own.curves.has(key)) {
      own.curves.set(key, { values: new Float32Array(), slopes: new Float32Array() });
      const { low, high } = losses[loss];
      lossCurve(run, /** @type {any} */ (loss), target, low, high).then((curve) => (own.curves.set(key, curve), stage.redraw()), () => own.curves.delete(key));
    }
    const curve = own.curves.get(key);
    return curve && curve.values.length > 0 ? curve : null;
  }

  /** @param {State} state @param {string} name @param {Record<string, string>} words @param {readonly string[]} names */
  const choice = ({ t }, name, words, names, chosen = "", set = (/** @type {string} */ _value) => {}) =>
    html`<label>${t(/** @type {any} */ (`functions.${name}`))} <select data-part=${name} @change=${(/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) => set(currentTarget.value)}>
      ${names.map((one) => html`<option value=${one} .selected=${one === chosen}>${words[one]}</option>`)}
    </select></label>`;

  /** @param {State} state */
  function activationView(state) {
    const { t, experiment } = state;
    const layers = activated(experiment);
    const layer = layers.find(({ name }) => name === options.layer) ?? layers[0];
    const activation = options.activation ?? (layer ? nameOf(layer.activation) : "sigmoid");
    const of = /** @type {Activation} */ (activation);
    const isOfLayer = layer && nameOf(layer.activation) === of;
    if (layer && stage.isSeen() && asked.what !== `${layer.name} ${state.snapshot?.step} ${state.snapshot?.run}`) {
      asked.what = `${layer.name} ${state.snapshot?.step} ${state.snapshot?.run}`;
      look(layer.name);
    }
    // A run that diverged has numbers that lie nowhere on the axis.
    const z = (layer && own.of === layer.name ? own.z : new Float32Array()).filter(Number.isFinite);
    const reach = Math.min(mostReach, Math.max(usualReach, Math.ceil(z.reduce((most, one) => Math.max(most, Math.abs(one)), 0))));
    const { values, derivative } = core.activationCurve(isOfLayer ? layer.activation : of, -reach, reach, points);
    const largest = derivative.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    const slopeAt = (/** @type {number} */ one) => derivative[Math.round(((Math.max(-reach, Math.min(reach, one)) + reach) / (2 * reach)) * (points - 1))];
    const flat = z.reduce((count, one) => count + (Math.abs(slopeAt(one)) < 0.01 * largest ? 1 : 0), 0) / Math.max(1, z.length);
    const names = Object.fromEntries(namesOf("activations").map((one) => [one, t(`activation.${one}`)]));
    return html`<div class="functions-bar">
        ${choice(state, "activation", names, namesOf("activations"), of, (next) => choose({ activation: /** @type {Activation} */ (next) }))}
        ${layers.length > 0 ? choice(state, "layer", Object.fromEntries(layers.map(({ name }) => [name, layerWords(name, state.t)])), layers.map(({ name }) => name), layer.name, (next) => choose({ layer: next, activation: null })) : nothing}
      </div>
      ${view(state, { kind: "activation", name: of, formula: activations[of], left: "a", down: "\\frac{da}{dz}" }, plot({
        low: -reach, high: reach, most: usualReach, counts: z.length > 0 ? binned(z, -reach, reach, bins) : null, label: t("functions.plot", { name: names[of] }), across: "z",
        lines: [{ values: derivative, className: "slope" }, { values, className: "value" }],
      }))}
      ${z.length > 0 && layer ? html`<p data-part="flat">${t(isOfLayer ? "functions.flat" : "functions.flat_if", { share: Math.round(100 * flat), layer: layerWords(layer.name, state.t) })}</p>` : nothing}`;
  }

  /** @param {State} state */
  function lossView(state) {
    const { t, experiment } = state;
    const loss = options.loss ?? /** @type {Loss} */ (nameOf(Object.values(experiment.losses)[0] ?? "mean_squared_error"));
    const { low, high, targets } = losses[loss];
    const curves = targets.map((target) => ({ target, curve: curveOf(loss, target) }));
    const names = Object.fromEntries(namesOf("losses").map((one) => [one, t(`loss.${one}`)]));
    const lines = curves.flatMap(({ target, curve }) => (curve ? [{ values: curve.slopes, className: `slope target-${target}` }, { values: curve.values, className: `value target-${target}` }] : []));
    return html`<div class="functions-bar">${choice(state, "loss", names, namesOf("losses"), loss, (next) => choose({ loss: /** @type {Loss} */ (next) }))}
        <span class="functions-legend"><i class="target-0"></i> y = ${loss === "hinge" ? "−1" : "0"} <i class="target-1"></i> y = 1</span></div>
      ${view(state, { kind: "loss", name: loss, formula: losses[loss], left: "L", down: "\\frac{dL}{d\\hat y}" }, plot({ low: low < 0 ? low : 0, high: high < 1 ? 1 : high, most: 5, lines, counts: null, label: t("functions.plot", { name: names[loss] }), across: "ŷ" }))}`;
  }

  /** A picture beside its formulas. @param {State} state
   * @param {{ kind: "activation" | "loss", name: string, formula: import("./formulas.js").Formula, left: string, down: string }} told @param {unknown} picture */
  const view = ({ t }, { kind, name, formula: { value, slope, range }, left, down }, picture) => html`<div class="functions-view" data-kind=${kind} data-function=${name}>
      <div>${picture}<p class="functions-legend"><i class="value"></i> ${t("functions.value")} <i class="slope"></i> ${t("functions.derivative")}</p></div>
      <dl>
        <dt>${t("functions.formula")}</dt><dd>${written(`${left} = ${value}`)}</dd>
        <dt>${t("functions.derivative")}</dt><dd>${written(slope.includes("partial") ? slope : `${down} = ${slope}`)}</dd>
        <dt>${t("functions.range")}</dt><dd>${written(range)}</dd>
        <dt>${t("functions.when")}</dt><dd>${t(/** @type {any} */ (`functions.${kind}.${name}`))}</dd>
      </dl>
    </div>`;

  /** @param {State} state */
  function words(state) {
    last = state;
    if (element.hidden) return;
    element.classList.add("functions");
    const { t } = state;
    const tab = (/** @type {Options["show"]} */ show) => html`<button class="small" aria-pressed=${options.show === show} data-show=${show} @click=${() => choose({ show })}>${t(`functions.show.${show}`)}</button>`;
    render(
      html`<div class="functions-tabs" role="group" aria-label=${t("functions.show")}>${tab("activations")} ${tab("losses")} ${tab("pairs")}</div>
        ${options.show === "activations" ? activationView(state) : options.show === "losses" ? lossView(state) : pairTable(state, core, actions)}`,
      element,
    );
  }

  const stage = createStage(element, { name: "functions", needs, signal, words, picture() {} });
  signal.addEventListener("abort", () => clearTimeout(asked.timer), { once: true });

  return {
    needs,
    draw: stage.draw,
    set(change) {
      const next = changedOptions(options, change);
      if (!next) return;
      options = next;
      stage.redraw();
    },
  };
}
