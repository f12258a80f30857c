// Who races: add, remove, duplicate, show, hide, and set what the chosen one is made of.

import { html, nothing, render } from "lit-html";
import { drawControl, nameOf, readable } from "../../ui/controls.js";
import { icon } from "../../ui/icons.js";
import { learningRate, optimizers, schedules } from "../../model/optimizer_controls.js";
import { colourCount } from "./colours.js";
import { kindOf, kinds, namesOf } from "../../model/race/kinds.js";
import { endedWords } from "../../model/race/state.js";
import { swatch } from "./swatch.js";
import { createStage } from "../stage.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {import("../../model/race/state.js").Contestant} Contestant */
/** @typedef {import("../../model/race/kinds.js").Kind} Kind */
/** @typedef {import("../../ui/controls.js").Control} Control */
/** @typedef {Event & { currentTarget: HTMLSelectElement & HTMLInputElement }} Change */

/** @type {Control[]} */
const newton = [{ path: "optimizer.damping", kind: "range", low: 0, high: 10, step: 0.01 }];
/** @type {Control} */
const noise = { path: "noise", kind: "range", low: 0, high: 2, step: 0.05, percent: true };
/** @type {Control[]} */
const clipping = ["clipnorm", "clipvalue"].map((name) => ({ path: `optimizer.${name}`, kind: "number", low: 1e-9, high: 1e9, optional: true }));
const ownOptimizers = /** @type {Record<string, Control[]>} */ ({ ...optimizers, newton });
const watched = /** @type {const} */ (["contestants", "kind", "chosen", "errors", "language", "theme"]);

/** What of a race, or of the runs of a network, it shows. */
const needs = /** @type {const} */ ([...watched, "scene", "step", "t"]);

/** @typedef {Pick<Track, (typeof needs)[number]>} State */

/** One closure, because the list and the editor of the chosen one are drawn from the same watched state.
 * @param {HTMLElement} element @param {Pick<import("../stage.js").Context<{}>, "signal"> & { actions: import("../../model/race/state.js").TrackActions }} context
 * @returns {import("../stage.js").Figure<State, {}>} */
export function createFigure(element, { actions, signal }) {
  /** @type {State | null} */
  let last = null;
  let moreOpen = false;
  /** Who had diverged when it was last drawn. */
  let ended = "";

  /** The step at which one diverged, once the playhead is there. @param {State} state @param {number} index */
  function endedBy({ scene, step }, index) {
    const ended = scene.lanes[index]?.ended ?? null;
    return ended !== null && ended <= step ? ended : null;
  }

  /** @param {State} state @param {Contestant} contestant @param {number} index @param {string} name */
  function entry(state, contestant, index, name) {
    const { t, theme, chosen } = state;
    const ended = endedBy(state, index);
    const showWords = t(contestant.shown ? "contestants.hide" : "contestants.show", { name });
    const toggle = () => actions.editContestant(index, (draft) => (draft.shown = !draft.shown));
    return html`<li class="contestant ${contestant.shown ? "" : "unseen"}" data-contestant=${index}>
      <button class="contestant-name" title=${ended === null ? name : `${name}: ${endedWords(state.scene.lanes[index], t)}`} aria-pressed=${index === chosen} @click=${() => actions.choose(index)}>
        ${swatch(theme, contestant.colour)}
        <span>${name}</span>
        <small>${ended === null ? `η ${readable(contestant.optimizer.learning_rate)}` : endedWords(state.scene.lanes[index], t)}</small>
      </button>
      <button class="icon" aria-label=${showWords} title=${showWords} aria-pressed=${contestant.shown} @click=${toggle}>${icon(contestant.shown ? "shown" : "hidden")}</button>
    </li>`;
  }

  /** The settings of one. @param {State} state @param {Contestant} contestant @param {string} name */
  function editor(state, contestant, name) {
    const { t, chosen, theme, errors, kind } = state;
    const form = { t, experiment: contestant, errors: errorsOf(errors, chosen) };
    const edit = {
      edit: (/** @type {(draft: any) => void} */ recipe) => actions.editContestant(chosen, recipe),
      refuse: (/** @type {import("../../ui/numbers.js").InputError} */ error) => actions.refuse({ ...error, field: `contestants.${chosen}.${error.field}` }),
    };
    const control = (/** @type {Control} */ one) => drawControl(one, form, edit, { scope: `${stage.scope}-contestant` });
    const rule = nameOf(contestant.optimizer);
    const change = (/** @type {Change} */ { currentTarget }) => actions.changeKind(chosen, /** @type {Kind} */ (currentTarget.value));
    const clone = t("contestants.duplicate", { name });
    const remove = t("contestants.remove", { name });
    return html`<div class="contestant-editor" data-part="contestant-editor">
      <div class="editor-head">
        <label class="visually-hidden" for=${`${stage.scope}-kind`}>${t("contestants.kind")}</label>
        <select id=${`${stage.scope}-kind`} data-part="contestant-kind" @change=${change}>${kindOptions(state, kindOf(contestant))}</select>
        <button class="icon" aria-label=${clone} title=${clone} @click=${() => actions.duplicateContestant(chosen)}>${icon("copy")}</button>
        <button class="icon" aria-label=${remove} title=${remove} ?disabled=${state.contestants.length === 1} @click=${() => actions.removeContestant(chosen)}>${icon("remove")}</button>
      </div>
      <p class="hint">${t(`kind.${kindOf(contestant)}.hint`)}</p>
      <div class="controls">${control(learningRate)} ${(ownOptimizers[rule] ?? []).map(control)} ${kind === "landscape" ? nothing : control(noise)}</div>
      <details ?open=${moreOpen} @toggle=${(/** @type {any} */ { currentTarget }) => (moreOpen = currentTarget.open)}>
        <summary>${t("contestants.more")}</summary>
        <div class="controls">${rule === "newton" ? nothing : [schedule(state, contestant, control), ...clipping.map(control)]} ${colours(theme, contestant, t)}</div>
      </details>
    </div>`;
  }

  /** @param {State} state @param {Contestant} contestant @param {(control: Control) => unknown} control */
  function schedule({ chosen, t }, contestant, control) {
    const optimizer = /** @type {import("../../model/race/state.js").OptimizerConfig} */ (contestant.optimizer);
    const name = /** @type {import("../../model/optimizer_controls.js").ScheduleName} */ (nameOf(optimizer.schedule));
    const choose = (/** @type {Change} */ { currentTarget }) =>
      actions.editContestant(chosen, (draft) => (/** @type {any} */ (draft.optimizer).schedule = currentTarget.value));
    return html`<div class="control choice">
        <label for=${`${stage.scope}-schedule`}>${t("field.schedule")}</label>
        <select id=${`${stage.scope}-schedule`} @change=${choose}>
          ${Object.keys(schedules).map((one) => html`<option value=${one} ?selected=${one === name}>${t(`schedule.${one}`)}</option>`)}
        </select>
      </div>
      ${schedules[name].map(control)}`;
  }

  /** @param {Track["theme"]} theme @param {Contestant} contestant @param {Track["t"]} t */
  function colours(theme, contestant, t) {
    const paint = (/** @type {number} */ colour) => last && actions.editContestant(last.chosen, (draft) => (draft.colour = colour));
    return html`<fieldset class="colours">
      <legend>${t("contestants.colour")}</legend>
      ${[...Array(colourCount).keys()].map(
        (colour) => html`<button class="icon" aria-label=${t("contestants.colour_number", { number: colour + 1 })} aria-pressed=${contestant.colour === colour} @click=${() => paint(colour)}>${swatch(theme, colour)}</button>`,
      )}
    </fieldset>`;
  }

  /** @param {State} state @param {string | null} chosen */
  const kindOptions = ({ t, kind: of }, chosen) =>
    kinds
      .filter((kind) => of === "race" || (kind !== "newton" && kind !== "gradient_descent"))
      .map((kind) => html`<option value=${kind} ?selected=${kind === chosen}>${t(`kind.${kind}`)}</option>`);

  /** @param {State} state */
  function draw(state) {
    const { contestants } = state;
    const now = contestants.map((_, index) => endedBy(state, index)).join();
    if (last && now === ended && watched.every((key) => last?.[key] === state[key])) return;
    last = state;
    ended = now;
    const { t, chosen } = state;
    const names = namesOf(contestants, t);
    const add = (/** @type {Change} */ { currentTarget }) => {
      if (currentTarget.value) actions.addContestant(/** @type {Kind} */ (currentTarget.value));
      currentTarget.value = "";
    };
    render(
      html`<h2>${t("contestants.title")}</h2>
        <ul class="contestants">${contestants.map((contestant, index) => entry(state, contestant, index, names[index]))}</ul>
        <select data-part="add-contestant" class="add-contestant" aria-label=${t("contestants.add")} @change=${add}>
          <option value="" selected>${t("contestants.add")}</option>
          ${kindOptions(state, null)}
        </select>
        ${contestants[chosen] ? editor(state, contestants[chosen], names[chosen]) : nothing}`,
      element,
    );
  }

  const stage = createStage(element, { name: "contestants", needs, signal, words: draw, picture() {} });

  return { needs, draw: stage.draw, set() {} };
}

/** What is wrong with one contestant, its fields named from there. @param {Track["errors"]} errors @param {number} index */
export function errorsOf(errors, index) {
  const prefix = new RegExp(`^contestants(\\[${index}\\]|\\.${index})\\.`);
  return errors.filter(({ field }) => prefix.test(field)).map((error) => ({ ...error, field: error.field.replace(prefix, "") }));
}
