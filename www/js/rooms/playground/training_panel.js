// How the network learns: loss, optimizer with its own parameters, batches, and when to stop.

import { html, nothing, render } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { starvedNormalizations } from "../../model/batches.js";
import { followOptimizer } from "../../model/builder/penalty.js";
import { drawControl, nameOf } from "../../ui/controls.js";
import { own, setOwn } from "../../ui/own.js";
import { pairTrouble } from "../../ui/pairs.js";
import { menu, tendMenus } from "../../ui/menu.js";
import { firstStrength, kinds, penaltyOf, setPenalty } from "../../model/regularization.js";
import { learningRate, optimizers, schedules } from "../../model/optimizer_controls.js";
import { argumentsOf, namesOf, rangeOf } from "../../core/registry.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { wordError } from "../../ui/notice.js";
import { term } from "../../ui/term.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/protocol.js").Experiment} Experiment */
/** @typedef {import("../../ui/controls.js").Control} Control */
/** @typedef {import("../../model/optimizer_controls.js").ScheduleName} ScheduleName */

const batchSizes = [1, 2, 5, 10, 20, 32, 50, 100, 200, 500];

/** @typedef {import("../../model/regularization.js").Kind} Kind */
/** @typedef {Event & { currentTarget: HTMLSelectElement & HTMLInputElement }} Change */

/** @param {import("../../core/experiment.js").TargetRecommendation} advice @param {string} activation @param {string} loss */
const troubleOf = ({ units, problem }, activation, loss) => pairTrouble({ activation, loss, units, problem });

/** One closure, because all its controls are drawn from the same watched state.
 * @param {HTMLElement} element @param {import("../../model/state.js").Actions} actions @param {import("../../core/lab.js").Lab} lab */
export function mount(element, actions, lab) {
  /** @type {State | null} */
  let last = null;
  /** The room is never closed. */
  tendMenus(element, new AbortController().signal);

  /** Every output with what the data ask of it, and what is chosen. @param {State} state */
  function targetsOf({ experiment, model }) {
    const { targets } = lab.recommendation(experiment.data);
    return experiment.network.outputs.map((output, index) => {
      const advice = targets[model?.outputs.find(({ name }) => name === output)?.index ?? index] ?? targets[0];
      const layer = experiment.network.layers.find(({ name }) => name === output);
      const activation = layer && "activation" in layer ? nameOf(layer.activation) : "linear";
      return { output, advice, activation, value: own(experiment.losses, output) ?? advice.loss };
    });
  }

  /** Whether the loss of an output cannot go with its activation. @param {State} state */
  const lossTrouble = (state) => targetsOf(state).some(({ advice, activation, value }) => troubleOf(advice, activation, nameOf(value)));

  /** The loss of every output, named where there are several. @param {State} state */
  const losses = (state) => targetsOf(state).map((target, _, { length }) => loss(state, target, length > 1 ? target.output : ""));

  /** @param {State} state @param {ReturnType<typeof targetsOf>[number]} target @param {string} name */
  function loss(state, { output, advice, activation, value }, name) {
    const { t } = state;
    const id = name ? `control-loss-${name}` : "control-loss";
    const chosen = nameOf(value);
    const recommended = { activation: nameOf(advice.activation), loss: nameOf(advice.loss) };
    const trouble = troubleOf(advice, activation, chosen);
    const fits = chosen === recommended.loss && activation === recommended.activation;
    const words = { problem: t(`problem.${advice.problem}`), activation: t(`activation.${recommended.activation}`), loss: t(`loss.${recommended.loss}`) };
    function follow() {
      actions.edit((draft) => {
        setOwn(draft.losses, output, /** @type {any} */ (advice.loss));
        const end = draft.network.layers.find(({ name }) => name === output);
        if (end && "activation" in end) /** @type {any} */ (end).activation = advice.activation;
      });
    }
    return html`<div class="control choice">
      <label for=${id}>${term(`${chosen} loss`, t("field.loss"))} ${name}</label>
      <select id=${id} @change=${(/** @type {Change} */ { currentTarget }) => actions.edit((draft) => setOwn(draft.losses, output, /** @type {any} */ (currentTarget.value)))}>
        ${namesOf("losses").map((one) => html`<option value=${one} ?selected=${one === chosen}>${t(`loss.${one}`)}</option>`)}
      </select>
      ${fits
        ? html`<p class="hint">${t("advice.fits", words)}</p>`
        : html`<p class="advice">${t(trouble ?? "advice.differs", words)} <button class="small" @click=${follow}>${t("advice.follow")}</button></p>`}
    </div>
    ${Object.keys(argumentsOf("losses", chosen)).map((argument) => lossArgument(state, output, value, argument, id))}`;
  }

  /** A number of a loss, such as Huber's delta. @param {State} state @param {string} output @param {any} value of the loss
   * @param {string} argument @param {string} scope sets the ids of one output off from another's */
  function lossArgument({ errors, t }, output, value, argument, scope) {
    const name = nameOf(value);
    const known = argumentsOf("losses", name)[argument];
    const box = {
      id: `${scope}-${argument}`, field: `losses.${output}.${argument}`, value: value?.[argument] ?? known.default, errors, refuse: actions.refuse,
      takes: rangeOf("losses", name, argument), hint: `${scope}-${argument}-hint`,
      set: (/** @type {number} */ next) => actions.edit((draft) => setOwn(draft.losses, output, /** @type {any} */ ({ ...(typeof value === "object" ? value : { loss: name }), [argument]: next }))),
    };
    return html`<div class="control number">
      <label for=${box.id}>${term(argument, t(`field.${argument}`))}</label>
      ${numberBox(box)}
      <p class="hint" id=${box.hint}>${t(`hint.${argument}`)}</p>
      ${boxError(box, t)}
    </div>`;
  }

  /** @param {State} state */
  function optimizer(state) {
    const { experiment, errors, t } = state;
    const { optimizer: name } = experiment.optimizer;
    const refusal = errors.find(({ field }) => field === "optimizer.optimizer");
    function choose(/** @type {Change} */ { currentTarget }) {
      const { value } = currentTarget;
      /** @type {string[]} */
      let followed = [];
      const taken = actions.edit((draft) => {
        const { schedule, clipnorm, clipvalue, global_clipnorm } = draft.optimizer;
        const kept = { schedule, clipnorm, clipvalue, global_clipnorm };
        draft.optimizer = /** @type {any} */ ({ optimizer: value, ...kept });
        followed = followOptimizer(draft.network.layers, value);
      });
      if (!taken || followed.length === 0) return;
      const words = { optimizer: t(`optimizer.${value}`), layers: followed.join(", ") };
      actions.notify({ kind: "info", key: "notice.l1_follows", words });
    }
    return html`<div class="control choice">
        <label for="control-optimizer">${term(`${name} optimizer`, t("field.optimizer"))}</label>
        <select id="control-optimizer" @change=${choose}>
          ${Object.keys(optimizers).map((one) => html`<option value=${one} .selected=${live(one === name)}>${t(`optimizer.${one}`)}</option>`)}
        </select>
        ${refusal ? html`<p class="field-error" role="alert">${wordError({ ...refusal, field: "" }, t)}</p>` : nothing}
      </div>`;
  }

  /** @param {State} state */
  function batchSize(state) {
    const { experiment, errors, data, t } = state;
    const starved = starvedNormalizations(state);
    const size = experiment.training.batch_size;
    const sizes = [...new Set([...batchSizes, ...(size === "all" ? [] : [size])])].sort((a, b) => a - b);
    const choose = (/** @type {Change} */ { currentTarget }) =>
      actions.edit((draft) => (draft.training.batch_size = currentTarget.value === "all" ? "all" : Number(currentTarget.value)));
    return html`<div class="control choice">
      <label for="control-batch-size">${term("batch_size", t("field.batch_size"))}</label>
      <select id="control-batch-size" @change=${choose}>
        ${sizes.map((one) => html`<option value=${one} ?selected=${one === size}>${one}</option>`)}
        <option value="all" ?selected=${size === "all"}>${t("field.batch_all", { count: data?.train.count ?? "" })}</option>
      </select>
      ${starved.length ? html`<p class="advice" id="batch-of-one">${starved.join(", ")}: ${t("builder.one_example")}</p>` : nothing}
      ${errors.some(({ field }) => field === "training.batch_size") ? html`<p class="field-error">${wordError({ ...errors[0], field: "" }, t)}</p>` : nothing}
    </div>`;
  }

  /** @param {State} state */
  function schedule(state) {
    const { experiment, t } = state;
    const name = /** @type {ScheduleName} */ (nameOf(experiment.optimizer.schedule));
    const choose = (/** @type {Change} */ { currentTarget }) =>
      actions.edit((draft) => (draft.optimizer.schedule = /** @type {any} */ (currentTarget.value)));
    return html`<div class="control choice">
        <label for="control-schedule">${term("schedule", t("field.schedule"))}</label>
        <select id="control-schedule" @change=${choose}>
          ${Object.keys(schedules).map((one) => html`<option value=${one} ?selected=${one === name}>${t(`schedule.${one}`)}</option>`)}
        </select>
      </div>
      ${schedules[name].map((control) => drawControl(control, state, actions))}`;
  }

  /** @param {State} state */
  function stopping(state) {
    const { experiment, t } = state;
    const early = experiment.training.early_stopping;
    const toggle = (/** @type {Change} */ { currentTarget }) =>
      actions.edit((draft) => (draft.training.early_stopping = currentTarget.checked ? /** @type {any} */ ({}) : null));
    return html`${drawControl({ path: "training.stop_epoch", kind: "number", low: 1, high: 1e9, whole: true, optional: true }, state, actions)}
      <div class="control switch">
        <label class="switch"><input type="checkbox" .checked=${early !== null} @change=${toggle} /> ${term("early_stopping", t("field.early_stopping"))}</label>
        <p class="hint">${t("hint.early_stopping")}</p>
      </div>
      ${early
        ? html`${drawControl({ path: "training.early_stopping.patience", kind: "number", low: 1, high: 1e6, whole: true }, state, actions)}
            ${drawControl({ path: "training.early_stopping.restore_best_weights", kind: "switch" }, state, actions)}`
        : nothing}`;
  }

  /** One penalty on all weights, of the kind that is chosen. @param {State} state */
  function regularization(state) {
    const { experiment, errors, t } = state;
    const { kind, strength } = penaltyOf(experiment);
    const set = (/** @type {Kind} */ next, /** @type {number} */ value) => actions.edit((draft) => setPenalty(draft, next, value));
    const box = {
      id: "penalty-strength", field: "regularization", value: strength, takes: { positive: true }, errors, refuse: actions.refuse, label: t("field.strength"),
      disabled: kind === "none" || kind === "mixed", set: (/** @type {number} */ value) => set(kind, value),
    };
    return html`<div class="control choice regularization">
      <label for="control-regularization">${term("regularization l1 l2", t("field.regularization"))}</label>
      <div class="pair">
        <select id="control-regularization" @change=${(/** @type {Change} */ { currentTarget }) => set(/** @type {Kind} */ (currentTarget.value), strength ?? firstStrength)}>
          ${kinds.map((one) => html`<option value=${one} .selected=${live(one === kind)}>${t(`regularization.${one}`)}</option>`)}
          ${kind === "mixed" ? html`<option value="mixed" .selected=${live(true)} disabled>${t("regularization.mixed")}</option>` : nothing}
        </select>
        ${numberBox(box)}
      </div>
      ${boxError(box, t)}
    </div>`;
  }

  /** What is set less often. @param {State} state */
  function further(state) {
    const { experiment, t } = state;
    const clipping = ["clipnorm", "clipvalue", "global_clipnorm"].map((name) => /** @type {Control} */ ({ path: `optimizer.${name}`, kind: "number", low: 1e-9, high: 1e9, optional: true }));
    return html`<div class="controls">${losses(state)}</div>
      <h3>${t(`optimizer.${experiment.optimizer.optimizer}`)}</h3>
      <p class="hint">${t(`optimizer.${experiment.optimizer.optimizer}.hint`)}</p>
      <div class="controls">${optimizers[experiment.optimizer.optimizer].map((control) => drawControl(control, state, actions))}</div>
      <h3>${t("training.more")}</h3>
      <div class="controls">${schedule(state)} ${clipping.map((control) => drawControl(control, state, actions))} ${stopping(state)}</div>`;
  }

  /** @param {State} state */
  function draw(state) {
    const same = last && ["experiment", "errors", "t", "data", "model"].every((key) => /** @type {any} */ (last)[key] === /** @type {any} */ (state)[key]);
    if (same) return;
    last = state;
    const { t } = state;
    render(
      html`<h2>${t("training.title")}</h2>
        <div class="controls">${drawControl(learningRate, state, actions)} ${optimizer(state)} ${batchSize(state)} ${regularization(state)}</div>
        ${menu(html`${t("training.further")}${lossTrouble(state) ? html` <span class="trouble" title=${t("training.trouble")}>!</span>` : nothing}`, further(state), { className: "further" })}`,
      element,
    );
  }

  return { draw };
}
