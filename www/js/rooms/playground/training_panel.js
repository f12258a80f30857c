// How the network learns: loss, optimizer with its own parameters, batches, and when to stop.

import { html, nothing, render } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { starvedNormalizations } from "../../model/batches.js";
import { followOptimizer } from "../../model/builder/penalty.js";
import { drawControl, nameOf } from "../../ui/controls.js";
import { own, setOwn } from "../../ui/own.js";
import { pairTrouble } from "../../ui/pairs.js";
import { learningRate, optimizers, schedules } from "../../model/optimizer_controls.js";
import { argumentsOf, namesOf, rangeOf } from "../../core/registry.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { wordError } from "../../ui/notice.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/protocol.js").Experiment} Experiment */
/** @typedef {import("../../ui/controls.js").Control} Control */
/** @typedef {import("../../model/optimizer_controls.js").ScheduleName} ScheduleName */

const batchSizes = [1, 2, 5, 10, 20, 32, 50, 100, 200, 500];

/** @typedef {Event & { currentTarget: HTMLSelectElement & HTMLInputElement }} Change */

/** One closure, because all its controls are drawn from the same watched state.
 * @param {HTMLElement} element @param {import("../../model/state.js").Actions} actions @param {import("../../core/lab.js").Lab} lab */
export function mount(element, actions, lab) {
  /** @type {State | null} */
  let last = null;
  let moreOpen = false;

  /** The loss of every output, named where there are several. @param {State} state */
  function losses(state) {
    const { outputs } = state.experiment.network;
    const { targets } = lab.recommendation(state.experiment.data);
    return outputs.map((output, index) => {
      const target = targets[state.model?.outputs.find(({ name }) => name === output)?.index ?? index] ?? targets[0];
      return loss(state, output, target, outputs.length > 1 ? output : "");
    });
  }

  /** @param {State} state @param {string} output @param {ReturnType<typeof lab.recommendation>["targets"][number]} advice @param {string} name */
  function loss(state, output, advice, name) {
    const { experiment, t } = state;
    const layer = experiment.network.layers.find(({ name }) => name === output);
    const activation = layer && "activation" in layer ? nameOf(layer.activation) : "linear";
    const id = name ? `control-loss-${name}` : "control-loss";
    const value = own(experiment.losses, output) ?? advice.loss;
    const chosen = nameOf(value);
    const recommended = { activation: nameOf(advice.activation), loss: nameOf(advice.loss) };
    const trouble = pairTrouble({ activation, loss: chosen, units: advice.units, problem: advice.problem });
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
      <label for=${id}>${t("field.loss")} ${name}</label>
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
      <label for=${box.id}>${t(`field.${argument}`)}</label>
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
        <label for="control-optimizer">${t("field.optimizer")}</label>
        <select id="control-optimizer" @change=${choose}>
          ${Object.keys(optimizers).map((one) => html`<option value=${one} .selected=${live(one === name)}>${t(`optimizer.${one}`)}</option>`)}
        </select>
        <p class="hint">${t(`optimizer.${name}.hint`)}</p>
        ${refusal ? html`<p class="field-error" role="alert">${wordError({ ...refusal, field: "" }, t)}</p>` : nothing}
      </div>
      ${drawControl(learningRate, state, actions)}
      ${optimizers[name].map((control) => drawControl(control, state, actions))}`;
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
      <label for="control-batch-size">${t("field.batch_size")}</label>
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
        <label for="control-schedule">${t("field.schedule")}</label>
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
        <label class="switch"><input type="checkbox" .checked=${early !== null} @change=${toggle} /> ${t("field.early_stopping")}</label>
        <p class="hint">${t("hint.early_stopping")}</p>
      </div>
      ${early
        ? html`${drawControl({ path: "training.early_stopping.patience", kind: "number", low: 1, high: 1e6, whole: true }, state, actions)}
            ${drawControl({ path: "training.early_stopping.restore_best_weights", kind: "switch" }, state, actions)}`
        : nothing}`;
  }

  /** @param {State} state */
  function draw(state) {
    const same = last && ["experiment", "errors", "language", "data", "model"].every((key) => /** @type {any} */ (last)[key] === /** @type {any} */ (state)[key]);
    if (same) return;
    last = state;
    const { t } = state;
    /** @type {Control[]} */
    const clipping = ["clipnorm", "clipvalue", "global_clipnorm"].map((name) => ({ path: `optimizer.${name}`, kind: "number", low: 1e-9, high: 1e9, optional: true }));
    render(
      html`<h2>${t("training.title")}</h2>
        <div class="controls">${losses(state)} ${optimizer(state)} ${batchSize(state)}</div>
        <details ?open=${moreOpen} @toggle=${(/** @type {any} */ { currentTarget }) => (moreOpen = currentTarget.open)}>
          <summary>${t("training.more")}</summary>
          <div class="controls">${schedule(state)} ${clipping.map((control) => drawControl(control, state, actions))} ${stopping(state)}</div>
        </details>`,
      element,
    );
  }

  return { draw };
}
