// The controls of a run in a chapter: those that the block names, and of these some locked.

import { html, nothing } from "lit-html";
import { dropoutAfter, denseLayers, hiddenCount, isStack, mostHidden, setDropout, setHiddenCount } from "../../model/stack.js";
import { drawControl, nameOf } from "../../ui/controls.js";
import { namesOf, dataGroups } from "../../core/registry.js";
import { featureName } from "../../figures/network/columns.js";
import { icon } from "../../ui/icons.js";
import { term } from "../../ui/term.js";
import { historyButtons } from "../playground/history.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { choiceIn } from "../../model/lessons/blocks.js";
import { itemsOf } from "../../model/lessons/fields.js";
import { learningRate } from "../../model/optimizer_controls.js";
import { firstStrength, kinds, penaltyOf, setPenalty } from "../../model/regularization.js";
import { speeds } from "../../model/speeds.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {{ name: string, choices: string[] | null, isLocked: boolean }} Asked */
/** @typedef {Event & { currentTarget: HTMLSelectElement & HTMLInputElement }} Change */

/** What stands in the bar above the others. */
const bar = ["play", "step", "epoch", "reset", "seed", "undo", "speed"];
const usual = "play, step, reset";

/** The controls that a block asks for. @param {import("../../model/lessons/fields.js").Fields} fields @returns {Asked[]} */
export function askedFor(fields) {
  const { controls: [controls] = [], locked: [locked] = [] } = /** @type {Record<string, import("../../model/lessons/fields.js").Field[] | undefined>} */ (fields);
  const fixed = itemsOf(locked?.value ?? "").map((item) => choiceIn(item));
  const free = itemsOf(controls?.value ?? usual).map((item) => choiceIn(item));
  return [...free, ...fixed].filter(({ name }) => name !== "none").map((one) => ({ ...one, isLocked: fixed.some(({ name }) => name === one.name) }));
}

/** @param {number} value */
const count = (value) => Math.floor(value).toLocaleString("en").replaceAll(",", "\u2009");

/** The bar of a run: play, step, and where it is. @param {State} state @param {import("./host.js").Host} host @param {Asked[]} asked */
export function transport(state, host, asked) {
  const { t, playing, snapshot, speed } = state;
  const { actions } = host;
  const has = (/** @type {string} */ name) => asked.some((one) => one.name === name);
  if (!bar.some(has)) return nothing;
  const held = host.isLocked || !state.data;
  /** @param {string} name @param {import("../../ui/icons.js").IconName} picture @param {string} label @param {() => void} act @param {boolean} [disabled] @param {string} [kind] */
  const button = (name, picture, label, act, disabled = held, kind = "") =>
    has(name) ? html`<button class="round ${kind}" data-part=${name} title=${label} aria-label=${label} ?disabled=${disabled} @click=${act}>${icon(picture)}</button>` : nothing;
  const words = speeds[speed] === Infinity ? t("transport.fastest") : t("transport.batches_per_second", { count: count(speeds[speed]) });
  return html`<div class="lesson-transport">
    <div class="play-buttons">
      ${button("reset", "reset", t("transport.reset"), actions.reset)}
      ${button("play", playing ? "pause" : "play", t(playing ? "transport.pause" : "transport.play"), playing ? actions.pause : actions.play, held || snapshot?.stopped === "diverged", "big primary")}
      ${button("step", "batch", t("transport.batch"), () => actions.step(1))}
      ${button("epoch", "epoch", t("transport.epoch"), () => actions.epoch())}
      ${button("seed", "seed", t("lesson.new_weights"), () => void actions.edit((draft) => (draft.seeds = { ...draft.seeds, weights: 1 + Math.floor(Math.random() * 1e6) }), { fresh: true }))}
      ${has("undo") ? historyButtons(state, actions, false) : nothing}
    </div>
    <dl class="counters">
      <div><dt>${t("transport.epochs")}</dt><dd data-part="epoch-count">${count(snapshot?.epoch ?? 0)}</dd></div>
      <div><dt>${t("transport.batches")}</dt><dd data-part="step-count">${count(snapshot?.step ?? 0)}</dd></div>
    </dl>
    ${has("speed")
      ? html`<label class="field speed"><span>${t("transport.speed")} <b class="reading">${words}</b></span>
          <input type="range" min="0" max=${speeds.length - 1} step="1" .value=${String(speed)} aria-valuetext=${words} @input=${(/** @type {Change} */ { currentTarget }) => actions.setSpeed(Number(currentTarget.value))} /></label>`
      : nothing}
  </div>`;
}

/** The other controls of a run. @param {State} state @param {import("./host.js").Host} host @param {Asked[]} asked @param {string} scope */
export function controls(state, host, asked, scope) {
  const shown = asked.flatMap((one) => {
    const draw = Object.hasOwn(drawn, one.name) ? drawn[/** @type {keyof typeof drawn} */ (one.name)] : null;
    const what = draw?.(state, host.actions, one, `${scope}-${one.name}`);
    return what ? [html`<fieldset class="lesson-control" data-control=${one.name} ?disabled=${one.isLocked}>${what}</fieldset>`] : [];
  });
  return shown.length ? html`<div class="controls lesson-controls">${shown}</div>` : nothing;
}

/** @typedef {import("../../model/state.js").Actions} Actions */
/** @typedef {(state: State, actions: Actions, asked: Asked, scope: string) => unknown} Draw */

/** A choice by name. @param {string} scope @param {unknown} label @param {readonly string[]} names @param {string} chosen
 * @param {(name: string) => string} word @param {(name: string) => void} choose */
const choice = (scope, label, names, chosen, word, choose) => html`<div class="control choice">
  <label for=${scope}>${label}</label>
  <select id=${scope} @change=${(/** @type {Change} */ { currentTarget }) => choose(currentTarget.value)}>
    ${[...new Set([...names, chosen])].map((name) => html`<option value=${name} ?selected=${name === chosen}>${word(name)}</option>`)}
  </select>
</div>`;

/** A number of a field. @param {Partial<import("../../ui/controls.js").Control> & { path: string }} control @param {{ fresh?: boolean }} [options] @returns {Draw} */
const field = (control, options) => (state, actions, _, scope) => drawControl(/** @type {any} */ (control), state, actions, { ...options, scope });

const batchSizes = ["1", "2", "5", "10", "20", "50", "100", "all"];

/** How each is drawn. @type {Record<string, Draw>} */
const drawn = {
  rate: field(learningRate),
  momentum: (state, actions, _, scope) => ("momentum" in state.experiment.optimizer ? drawControl({ path: "optimizer.momentum", kind: "range", low: 0, high: 0.99, step: 0.01 }, state, actions, { scope }) : null),
  noise: field({ path: "data.noise", kind: "range", low: 0, high: 0.5, step: 0.05, percent: true }, { fresh: true }),
  samples: field({ path: "data.samples", kind: "range", low: 20, high: 1000, step: 10, whole: true, limits: [4, 5000] }, { fresh: true }),
  split: field({ path: "data.train_fraction", kind: "range", low: 0.1, high: 0.9, step: 0.05, percent: true }, { fresh: true }),
  batch: ({ t, experiment, data }, actions, { choices }, scope) =>
    choice(scope, term("batch_size", t("field.batch_size")), choices ?? batchSizes, String(experiment.training.batch_size), (size) => (size === "all" ? t("field.batch_all", { count: data?.train.count ?? "" }) : size),
      (size) => actions.edit((draft) => (draft.training.batch_size = size === "all" ? size : Number(size)))),
  optimizer: ({ t, experiment }, actions, { choices }, scope) =>
    choice(scope, term(`${experiment.optimizer.optimizer} optimizer`, t("field.optimizer")), choices ?? namesOf("optimizers"), experiment.optimizer.optimizer, (name) => t(`optimizer.${name}`),
      (name) => actions.edit((draft) => (draft.optimizer = /** @type {any} */ ({ optimizer: name, learning_rate: draft.optimizer.learning_rate })))),
  activation: ({ t, experiment }, actions, { choices }, scope) => {
    const hidden = denseLayers(experiment).slice(0, -1);
    if (hidden.length === 0) return null;
    return choice(scope, term("activation", t("lesson.control.activation")), choices ?? ["tanh", "sigmoid", "relu", "leaky_relu", "elu", "linear"], nameOf(hidden[0].activation), (name) => t(`activation.${name}`),
      (name) => actions.edit((draft) => denseLayers(draft).slice(0, -1).forEach((layer) => (layer.activation = /** @type {any} */ (name)))));
  },
  output: ({ t, experiment }, actions, { choices }, scope) =>
    choice(scope, term("activation", t("lesson.control.output")), choices ?? ["linear", "sigmoid", "relu", "tanh", "softmax"], nameOf(denseLayers(experiment).at(-1)?.activation), (name) => t(`activation.${name}`),
      (name) => actions.edit((draft) => void (/** @type {any} */ (denseLayers(draft).at(-1)).activation = name))),
  loss: ({ t, experiment }, actions, { choices }, scope) => {
    const [output] = experiment.network.outputs;
    return choice(scope, term("loss", t("field.loss")), choices ?? namesOf("losses"), nameOf(experiment.losses[output]), (name) => t(`loss.${name}`),
      (name) => actions.edit((draft) => void (draft.losses[output] = /** @type {any} */ (name))));
  },
  layers: ({ t, experiment }, actions, _, scope) => {
    const count = hiddenCount(experiment);
    if (!isStack(experiment)) return null;
    return html`<div class="control range"><label for=${scope}>${term("layer", t("network.hidden_layers"))}</label> <b class="reading">${count}</b>
      <input id=${scope} type="range" min="0" max=${mostHidden} step="1" .value=${String(count)} @input=${(/** @type {Change} */ { currentTarget }) => actions.edit((draft) => setHiddenCount(draft, Number(currentTarget.value)))} /></div>`;
  },
  units: ({ t, experiment, errors }, actions, _, scope) => {
    const hidden = denseLayers(experiment).slice(0, -1);
    if (hidden.length === 0) return null;
    const set = (/** @type {number} */ units) => actions.edit((draft) => denseLayers(draft).slice(0, -1).forEach((layer) => (layer.units = units)));
    const box = { id: `${scope}-typed`, field: "network.units", value: hidden[0].units, takes: { whole: true, low: 1, high: 64 }, errors, set, refuse: actions.refuse, label: t("lesson.control.units"), className: "typed" };
    return html`<div class="control range"><label for=${scope}>${term("unit", t("lesson.control.units"))}</label> ${numberBox(box)}
      <input id=${scope} type="range" min="1" max="16" step="1" .value=${String(Math.min(16, hidden[0].units))} @input=${(/** @type {Change} */ { currentTarget }) => set(Number(currentTarget.value))} /> ${boxError(box, t)}</div>`;
  },
  data: ({ t, experiment }, actions, { choices }, scope) =>
    choice(scope, t("data.title"), choices ?? dataGroups.classes, experiment.data.dataset, (name) => t(`dataset.${name}`),
      (name) => actions.edit((draft) => {
        const { samples, noise, train_fraction, features } = draft.data;
        draft.data = /** @type {any} */ ({ dataset: name, samples, noise, train_fraction, features });
      }, { fresh: true })),
  inputs: ({ t, experiment }, actions, { choices }) => {
    const chosen = experiment.data.features.map(String);
    const toggle = (/** @type {string} */ name) => actions.edit((draft) => {
      const next = chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name];
      if (next.length > 0) draft.data.features = /** @type {any} */ (next);
    });
    return html`<div class="control"><span class="control-name">${t("lesson.control.inputs")}</span>
      <div class="input-choices">${(choices ?? ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]).map((name) => html`<button class="small" aria-pressed=${chosen.includes(name)} @click=${() => toggle(name)} title=${t(`feature.${name}`)}>${featureName(/** @type {any} */ (name))}</button>`)}</div></div>`;
  },
  penalty: (state, actions, _, scope) => {
    const { t, experiment, errors } = state;
    const { kind, strength } = penaltyOf(experiment);
    const set = (/** @type {any} */ next, /** @type {number} */ value) => actions.edit((draft) => setPenalty(draft, next, value));
    const box = { id: `${scope}-strength`, field: "regularization", value: strength, takes: { positive: true }, errors, refuse: actions.refuse, label: t("field.strength"), disabled: kind === "none" || kind === "mixed", set: (/** @type {number} */ value) => set(kind, value) };
    return html`<div class="control choice regularization"><label for=${scope}>${term("regularization l1 l2", t("field.regularization"))}</label>
      <div class="pair"><select id=${scope} @change=${(/** @type {Change} */ { currentTarget }) => set(currentTarget.value, strength ?? firstStrength)}>
        ${kinds.map((one) => html`<option value=${one} ?selected=${one === kind}>${t(`regularization.${one}`)}</option>`)}</select> ${numberBox(box)}</div> ${boxError(box, t)}</div>`;
  },
  weights: ({ t, experiment }, actions, { choices }, scope) =>
    choice(scope, term("initialization", t("network.initializer")), choices ?? namesOf("initializers"), nameOf(denseLayers(experiment)[0]?.kernel_initializer), (name) => t(`initializer.${name}`),
      (name) => actions.edit((draft) => denseLayers(draft).forEach((layer) => (layer.kernel_initializer = /** @type {any} */ (name))), { fresh: true })),
  dropout: ({ t, experiment }, actions, _, scope) => {
    const hidden = denseLayers(experiment).slice(0, -1);
    if (hidden.length === 0) return null;
    const rate = dropoutAfter(experiment, hidden[0].name)?.rate ?? 0;
    return html`<div class="control range"><label for=${scope}>${term("dropout", t("network.dropout"))}</label> <b class="reading">${Math.round(rate * 100)} %</b>
      <input id=${scope} type="range" min="0" max="0.9" step="0.05" .value=${String(rate)} @input=${(/** @type {Change} */ { currentTarget }) => actions.edit((draft) => hidden.forEach(({ name }) => setDropout(draft, name, Number(currentTarget.value))))} /></div>`;
  },
};
