// The arguments of a layer, each with the control that suits it. The label is `argument.<name>`, beside Keras's name.

import { html, nothing } from "../../lib/lit-html.js";
import { nameOf, readable } from "../../controls.js";
import { argumentsOf } from "../../builder/arguments.js";
import { recurrentKinds } from "../../builder/kinds.js";
import { activations, initializers } from "../network/header.js";

/** @typedef {import("../../protocol.js").State} State */
/** @typedef {import("../../experiment.js").LayerConfig} Layer */
/** @typedef {import("../../builder/arguments.js").Argument} Argument */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */
/** What a control is given: where it stands, its label, its value, and what to do with another.
 * @typedef {{ id: string, label: string, value: any, t: State["t"], set(value: unknown): void }} Field */

/** All arguments of a layer, the rare ones behind "More".
 * @param {State} state @param {Layer} layer @param {(argument: string, value: unknown) => void} set */
export function argumentFields(state, layer, set) {
  const all = argumentsOf(layer.layer);
  const rows = (/** @type {typeof all} */ some) => some.map(([name, argument]) => row(state, layer, name, argument, (value) => set(name, value)));
  const rare = all.filter(([, { rare: isRare }]) => isRare);
  return html`<div class="arguments">${rows(all.filter(([, { rare: isRare }]) => !isRare))}</div>
    ${rare.length
      ? html`<details class="rare"><summary>${state.t("builder.more_arguments")}</summary><div class="arguments">${rows(rare)}</div></details>`
      : nothing}`;
}

/** @param {State} state @param {Layer} layer @param {string} name @param {Argument} argument @param {(value: unknown) => void} set */
function row(state, layer, name, argument, set) {
  const { t, errors } = state;
  const id = `argument-${name}`;
  const error = errors.find(({ field }) => field === `network.${layer.name}.${name}`);
  const label = t(`argument.${name}`);
  const value = /** @type {any} */ (layer)[name];
  return html`<div class="argument ${argument.is}" data-argument=${name}>
    <label for=${id}>${label} <code lang="en">${name}</code></label>
    ${control(argument, { id, label, value, t, set })}
    ${error ? html`<p class="field-error" role="alert">${t(`invalid.${error.reason}`, { ...error })}</p>` : nothing}
  </div>`;
}

/** @param {Argument} argument @param {Field} field @returns {unknown} */
function control(argument, field) {
  const { id, value, t, set } = field;
  switch (argument.is) {
    case "whole":
    case "number": {
      const whole = argument.is === "whole";
      const read = (/** @type {Change} */ { currentTarget }) => {
        const typed = Number(currentTarget.value);
        const within = Math.min(argument.high, Math.max(argument.low, whole ? Math.round(typed) : typed));
        if (currentTarget.value !== "" && Number.isFinite(typed)) set(within);
        currentTarget.value = currentTarget.type === "range" ? currentTarget.value : readable(currentTarget.value === "" ? Number(value) : within);
      };
      const high = whole ? argument.usual : Math.min(1, argument.high);
      const step = whole ? 1 : argument.step;
      return html`<input id=${id} type="number" min=${argument.low} max=${argument.high} step=${whole ? 1 : "any"} .value=${String(value ?? "")} @change=${read} />
        <input type="range" aria-label=${field.label} min=${argument.low} max=${high} step=${step} .value=${String(value ?? "")} @input=${read} />`;
    }
    case "switch":
      return html`<input id=${id} type="checkbox" .checked=${Boolean(value)} @change=${(/** @type {Change} */ { currentTarget }) => set(currentTarget.checked)} />`;
    case "choice":
      return options(id, argument.choices, value ?? "", (choice) => t(`${argument.words}.${choice || "usual"}`), (choice) => set(choice === "" ? undefined : choice));
    case "activation":
      return named(field, activations, "activation");
    case "initializer":
      return named(field, initializers, "initializer");
    case "regularizer":
      return html`<span class="pair">${["l1", "l2"].map((kind, index) => html`<span>${kind.toUpperCase()}
        <input id=${index ? nothing : id} aria-label="${field.label} ${kind.toUpperCase()}" type="number" min="0" max="10" step="any" .value=${String(value?.[kind] ?? 0)}
          @change=${(/** @type {Change} */ { currentTarget }) => set({ ...value, [kind]: Math.min(10, Math.max(0, Number(currentTarget.value) || 0)) })} /></span>`)}</span>`;
    case "sides":
      return sides(argument, field);
    case "shape":
      return shape(argument, field);
    case "wrapped":
      return wrapped(field);
  }
}

/** @param {string} id @param {readonly string[]} choices @param {string} chosen @param {(choice: string) => string} word @param {(choice: string) => void} set */
const options = (id, choices, chosen, word, set) =>
  html`<select id=${id} @change=${(/** @type {any} */ { currentTarget }) => set(currentTarget.value)}>
    ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === chosen}>${word(choice)}</option>`)}
  </select>`;

/** A choice that may have a number of its own, such as leaky ReLU's slope. @param {Field} field @param {string[]} choices @param {string} words */
function named({ id, value, t, set }, choices, words) {
  const numbers = value && typeof value === "object" ? Object.entries(value).filter(([, one]) => typeof one === "number") : [];
  return html`${options(id, choices, nameOf(value), (choice) => t(`${words}.${choice}`), set)}
    ${numbers.map(([key, number]) => html`<label class="own">${key} <input type="number" step="any" .value=${String(number)}
      @change=${(/** @type {Change} */ { currentTarget }) => Number.isFinite(Number(currentTarget.value)) && set({ ...value, [key]: Number(currentTarget.value) })} /></label>`)}`;
}

/** @param {Extract<Argument, { is: "sides" }>} argument @param {Field} field */
function sides({ axes, low, high, optional }, { id, label, value, t, set }) {
  const given = /** @type {number[] | undefined} */ (value);
  const change = (/** @type {number} */ axis) => (/** @type {Change} */ { currentTarget }) => {
    const typed = Math.round(Number(currentTarget.value));
    if (currentTarget.value === "" && optional) return set(undefined);
    const side = Math.min(high, Math.max(low, typed || low));
    set(Array.from({ length: axes }, (_, index) => (index === axis ? side : (given?.[index] ?? side))));
  };
  return html`<span class="pair">${Array.from({ length: axes }, (_, axis) => html`${axis ? "×" : nothing}
    <input id=${axis ? nothing : id} aria-label=${axes > 1 ? `${label} ${axis + 1}` : nothing} type="number" min=${low} max=${high} step="1"
      placeholder=${optional ? t("builder.as_window") : nothing} .value=${String(given?.[axis] ?? "")} @change=${change(axis)} />`)}</span>`;
}

/** @param {Extract<Argument, { is: "shape" }>} argument @param {Field} field */
function shape({ optional, open }, { id, value, t, set }) {
  const shown = (value ?? []).join(" × ");
  const read = (/** @type {Change} */ { currentTarget }) => {
    const typed = currentTarget.value.trim();
    const numbers = typed.split(/[^\d-]+/).filter(Boolean).map(Number);
    const right = numbers.length > 0 && numbers.every((side) => Number.isInteger(side) && (side > 0 || (open && side === -1)));
    if (typed === "" && optional) set(undefined);
    else if (right) set(numbers);
    else currentTarget.value = shown;
  };
  return html`<input id=${id} class="typed shape" inputmode="text" placeholder=${optional ? t("builder.as_data") : nothing} .value=${shown} @change=${read} />`;
}

/** The layer inside a bidirectional one: its kind, then its own arguments. @param {Field} field @returns {unknown} */
function wrapped({ id, value, t, set }) {
  const change = (/** @type {string} */ argument, /** @type {unknown} */ next) => set({ ...value, [argument]: next });
  const inner = argumentsOf(value.layer).filter(([, { rare }]) => !rare);
  return html`${options(id, recurrentKinds, value.layer, (kind) => t(`layer.${kind}`), (layer) => set({ layer, units: value.units, return_sequences: value.return_sequences }))}
    <div class="inner">${inner.map(([name, argument]) => html`<div class="argument ${argument.is}" data-argument="wrapped.${name}">
      <label for="wrapped-${name}">${t(`argument.${name}`)} <code lang="en">${name}</code></label>
      ${control(argument, { id: `wrapped-${name}`, label: t(`argument.${name}`), value: value[name], t, set: (next) => change(name, next) })}</div>`)}</div>`;
}
