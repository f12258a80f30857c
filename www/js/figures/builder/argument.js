// The arguments of a layer, each with the control that suits it. The label is `argument.<name>`, beside Keras's name.

import { html, nothing } from "lit-html";
import { nameOf } from "../../ui/controls.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { wordError } from "../../ui/notice.js";
import { readNumber } from "../../ui/numbers.js";
import { argumentsOf } from "../../model/builder/arguments.js";
import { namesOf } from "../../core/registry.js";
import { methodsOf, withPenalty } from "../../model/builder/penalty.js";
import { recurrentKinds } from "../../model/builder/kinds.js";
import { term } from "../../ui/term.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/experiment.js").LayerConfig} Layer */
/** @typedef {import("../../model/builder/arguments.js").Ranged} Argument */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */
/** What a control is given: where it stands, its label, its value, and what to do with another. `path` is that of the argument in
 * the experiment.
 * @typedef {{
 *   id: string, path: string, label: string, value: any, t: State["t"], errors: State["errors"],
 *   optimizer: string, set(value: unknown): unknown, refuse: import("../../model/state.js").Actions["refuse"],
 * }} Field */

/** Arguments whose labels are words of the glossary. @type {Record<string, string>} */
const terms = {
  units: "unit", activation: "activation", use_bias: "bias", rate: "dropout", filters: "convolution", kernel_size: "convolution", pool_size: "pooling", output_dim: "embedding",
  kernel_initializer: "initialization", bias_initializer: "initialization", recurrent_initializer: "initialization", embeddings_initializer: "initialization",
  kernel_regularizer: "regularization l1 l2", bias_regularizer: "regularization l1 l2", recurrent_regularizer: "regularization l1 l2", embeddings_regularizer: "regularization l1 l2",
};

/** Kinds of arguments that are one box. */
const boxed = ["whole", "number"];

/** A box for a number, with what is wrong below it. @param {Omit<import("../../ui/number_box.js").Box, "errors" | "refuse">} box @param {Field} field */
function box(box, { errors, refuse, t }) {
  const whole = { ...box, errors, refuse };
  return html`${numberBox(whole)} ${boxError(whole, t)}`;
}

/** All arguments of a layer, the rare ones behind "More".
 * @param {State} state @param {Layer} layer @param {(argument: string, value: unknown) => unknown} set @param {Field["refuse"]} refuse
 * @param {string} scope what ids begin with */
export function argumentFields(state, layer, set, refuse, scope) {
  const all = argumentsOf(layer.layer);
  const rows = (/** @type {typeof all} */ some) => some.map(([name, argument]) => row(state, layer, name, argument, (value) => set(name, value), refuse, scope));
  const rare = all.filter(([, { rare: isRare }]) => isRare);
  return html`<div class="arguments">${rows(all.filter(([, { rare: isRare }]) => !isRare))}</div>
    ${rare.length
      ? html`<details class="rare"><summary>${state.t("builder.more_arguments")}</summary><div class="arguments">${rows(rare)}</div></details>`
      : nothing}`;
}

/** @param {State} state @param {Layer} layer @param {string} name @param {Argument} argument
 * @param {(value: unknown) => unknown} set @param {Field["refuse"]} refuse @param {string} scope */
function row(state, layer, name, argument, set, refuse, scope) {
  const { t, errors, experiment } = state;
  const { optimizer } = experiment.optimizer;
  const id = `${scope}-argument-${name}`;
  const path = `network.${layer.name}.${name}`;
  // A box says itself what is wrong with it.
  const error = boxed.includes(argument.is) ? undefined : errors.find(({ field }) => field === path);
  const label = t(`argument.${name}`);
  const value = /** @type {any} */ (layer)[name];
  return html`<div class="argument ${argument.is}" data-argument=${name}>
    <label for=${id}>${Object.hasOwn(terms, name) ? term(terms[name], label) : label} <code lang="en">${name}</code></label>
    ${control(argument, { id, path, label, value, t, errors, optimizer, set, refuse })}
    ${error ? html`<p class="field-error" id="${id}-error" role="alert">${wordError({ ...error, field: "" }, t)}</p>` : nothing}
  </div>`;
}

/** @param {Argument} argument @param {Field} field @returns {unknown} */
function control(argument, field) {
  const { id, path, value, t, set } = field;
  switch (argument.is) {
    case "whole":
    case "number": {
      const { low, high } = argument;
      const whole = argument.is === "whole";
      const end = whole ? argument.sliderEnd : Math.min(1, high);
      const step = whole ? 1 : argument.step;
      const slide = (/** @type {Change} */ { currentTarget }) => set(Number(currentTarget.value));
      return html`${box({ id, field: path, value: value ?? null, takes: { whole, low, high }, set }, field)}
        <input type="range" aria-label=${field.label} min=${low} max=${end} step=${step} .value=${String(value ?? "")} @input=${slide} />`;
    }
    case "switch":
      return html`<input id=${id} type="checkbox" .checked=${Boolean(value)} @change=${(/** @type {Change} */ { currentTarget }) => set(currentTarget.checked)} />`;
    case "choice":
      return options(id, argument.choices, value ?? "", (choice) => t(`${argument.words}.${choice || "default"}`), (choice) => set(choice === "" ? undefined : choice));
    case "activation":
      return named(field, namesOf("activations"), "activation");
    case "initializer":
      return named(field, namesOf("initializers"), "initializer");
    case "regularizer":
      return html`<span class="pair">${["l1", "l2"].map((kind, index) => html`<span>${kind.toUpperCase()}
        ${box({
          id: index ? `${id}-${kind}` : id, field: `${path}.${kind}`, label: `${field.label} ${kind.toUpperCase()}`, value: value?.[kind] ?? 0, takes: { low: 0, high: 10 },
          set: (next) => set(withPenalty(value, /** @type {"l1" | "l2"} */ (kind), next ?? 0, field.optimizer)),
        }, field)}</span>`)}</span>
        ${value?.l1 ? html`<label class="own">${t("argument.l1_method")} ${l1Method(field)}</label>` : nothing}`;
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

/** How an L1 penalty works. @param {Field} field */
const l1Method = ({ id, value, optimizer, t, set }) =>
  options(`${id}-method`, methodsOf(optimizer), value.l1_method, (method) => t(`l1_method.${method}`), (l1_method) => set({ ...value, l1_method }));

/** A choice that may have a number of its own, such as leaky ReLU's slope. @param {Field} field @param {string[]} choices @param {string} words */
function named(field, choices, words) {
  const { id, path, value, t, set } = field;
  const numbers = value && typeof value === "object" ? Object.entries(value).filter(([, one]) => typeof one === "number") : [];
  return html`${options(id, choices, nameOf(value), (choice) => t(`${words}.${choice}`), set)}
    ${numbers.map(([key, number]) => html`<label class="own">${key}
      ${box({ id: `${id}-${key}`, field: `${path}.${key}`, value: number, takes: {}, set: (next) => set({ ...value, [key]: next }) }, field)}</label>`)}`;
}

/** @param {Extract<Argument, { is: "sides" }>} argument @param {Field} field */
function sides({ axes, low, high, optional }, field) {
  const { id, path, label, value, t, set } = field;
  const given = /** @type {number[] | undefined} */ (value);
  const change = (/** @type {number} */ axis) => (/** @type {number | null} */ side) =>
    set(side === null ? undefined : Array.from({ length: axes }, (_, index) => (index === axis ? side : (given?.[index] ?? side))));
  return html`<span class="pair">${Array.from({ length: axes }, (_, axis) => html`${axis ? "×" : nothing}
    ${box({
      id: axis ? `${id}-${axis}` : id, field: `${path}.${axis}`, label: axes > 1 ? `${label} ${axis + 1}` : undefined, value: given?.[axis] ?? null,
      takes: { whole: true, optional, low, high }, placeholder: optional ? t("builder.as_window") : undefined, set: change(axis),
    }, field)}`)}</span>`;
}

/** @param {Extract<Argument, { is: "shape" }>} argument @param {Field} field */
function shape({ optional, open }, { id, path, value, t, errors, set, refuse }) {
  const shown = (value ?? []).join(" × ");
  const wrong = errors.find(({ field }) => field === path);
  const read = (/** @type {Change} */ { currentTarget }) => {
    const typed = currentTarget.value.trim();
    if (typed === "" && optional) return set(undefined);
    const sides = typed.replace(/^[[(]|[\])]$/g, "").split(/[×x*,;\s]+/).filter(Boolean).map((side) => readNumber(side, { whole: true, low: open ? -1 : 1 }));
    const numbers = sides.flatMap((side) => ("value" in side && side.value !== null && side.value !== 0 ? [side.value] : []));
    if (numbers.length > 0 && numbers.length === sides.length) return set(numbers);
    currentTarget.value = shown;
    refuse({ field: path, reason: "not_a_shape", text: typed, kept: shown });
  };
  return html`<input id=${id} class="typed shape" inputmode="text" autocomplete="off" placeholder=${optional ? t("builder.as_data") : nothing} .value=${shown}
    aria-invalid=${wrong ? "true" : "false"} aria-describedby=${wrong ? `${id}-error` : nothing} @change=${read} />`;
}

/** The layer inside a bidirectional one: its kind, then its own arguments. @param {Field} field @returns {unknown} */
function wrapped(field) {
  const { id, path, value, t, set } = field;
  const change = (/** @type {string} */ argument, /** @type {unknown} */ next) => set({ ...value, [argument]: next });
  const inner = argumentsOf(value.layer).filter(([, { rare }]) => !rare);
  return html`${options(id, recurrentKinds, value.layer, (kind) => t(`layer.${kind}`), (layer) => set({ layer, units: value.units, return_sequences: value.return_sequences }))}
    <div class="inner">${inner.map(([name, argument]) => html`<div class="argument ${argument.is}" data-argument="wrapped.${name}">
      <label for="${id}-wrapped-${name}">${t(`argument.${name}`)} <code lang="en">${name}</code></label>
      ${control(argument, { ...field, id: `${id}-wrapped-${name}`, path: `${path}.${name}`, label: t(`argument.${name}`), value: value[name], set: (next) => change(name, next) })}</div>`)}</div>`;
}
