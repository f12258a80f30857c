// Controls that edit one field of the experiment each: what they are is a table, how they look is here.

import { html, nothing } from "lit-html";
import { clamp } from "./clamp.js";
import { written } from "./numbers.js";
import { boxError, numberBox } from "./number_box.js";
import { fieldTerm } from "./term.js";

/** @typedef {import("./numbers.js").InputError} InputError */

/** A control: the path of its field in the experiment, and what may be put there. The label is `field.<last key>`,
 * the hint `hint.<last key>` where there is one.
 * @typedef {{ path: string } & (
 *   { kind: "range", low: number, high: number, step?: number, log?: boolean, percent?: boolean, whole?: boolean, limits?: [number, number] } |
 *   { kind: "number", low: number, high: number, whole?: boolean, optional?: boolean } |
 *   { kind: "choice", choices: string[], words: string } |
 *   { kind: "switch" }
 * )} Control
 * The ends of a `range` are those of its slider: others can be typed, and the core says what it takes. A `number` and a range of
 * whole numbers take nothing beyond their ends, or beyond their `limits`. */

/** @param {any} object @param {string} path */
export function readPath(object, path) {
  return path.split(".").reduce((inner, key) => inner?.[key], object);
}

/** @param {any} object @param {string} path @param {unknown} value */
export function writePath(object, path, value) {
  const keys = path.split(".");
  const last = /** @type {string} */ (keys.pop());
  keys.reduce((inner, key) => inner[key], object)[last] = value;
}

/** @param {number} value */
export function readable(value) {
  if (value !== 0 && (Math.abs(value) < 1e-3 || Math.abs(value) >= 1e6)) return value.toExponential(1).replace("e+", "e").replace(".0e", "e");
  return String(Number(value.toPrecision(4)));
}

/** Position of a slider and back: a value of two digits where it is by ratio. From a `value` a move always leads to another one.
 * @param {Extract<Control, { kind: "range" }>} control */
export function scaleOf({ low, high, log, step }) {
  if (!log) return { low, high, step: step ?? "any", toSlider: Number, fromSlider: Number };
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const toSlider = (/** @type {number} */ value) => Math.log10(Math.max(value, low));
  const twoDigits = (/** @type {number} */ value) => Number(value.toPrecision(2));

  /** @param {number} position @param {number} [value] that the slider was at */
  function fromSlider(position, value) {
    const next = twoDigits(10 ** position);
    if (value === undefined || next !== twoDigits(value)) return next;
    const unit = 10 ** (Math.floor(Math.log10(next)) - 1);
    return clamp(twoDigits(next + Math.sign(position - toSlider(next)) * unit), low, high);
  }

  return { low: from, high: to, step: 0.01, toSlider, fromSlider };
}

/** The name of a choice: the value, or the tag of an object, which alone is text among numbers.
 * @param {unknown} value */
export const nameOf = (value) => String(value && typeof value === "object" ? Object.values(value).find((one) => typeof one === "string") : value);

/** @param {Control} control @param {{ t: import("./shell.js").Translate, errors: InputError[], experiment: any }} state
 * @param {{ edit(recipe: (draft: any) => void, options?: { fresh?: boolean }): unknown, refuse(error: InputError): void }} actions
 * @param {{ fresh?: boolean, scope?: string }} [options] `scope` sets the ids of one form off from another's */
export function drawControl(control, state, actions, options) {
  const { t, experiment } = state;
  const key = control.path.split(".").at(-1) ?? "";
  const id = `${options?.scope ?? "control"}-${control.path.replaceAll(".", "-")}`;
  const label = t(`field.${key}`);
  const value = readPath(experiment, control.path);
  const words = fieldTerm(key, label);
  const hint = t(`hint.${key}`);
  const set = (/** @type {unknown} */ next) => actions.edit((draft) => writePath(draft, control.path, next), options);
  const hinted = hint !== `hint.${key}`;
  const takes = takenBy(control);
  const box = {
    errorId: `${id}-error`, field: control.path, value, takes, errors: state.errors, set, refuse: actions.refuse, hint: hinted ? `${id}-hint` : undefined,
  };

  const input = () => {
    switch (control.kind) {
      case "range": {
        const scale = scaleOf(control);
        const onSlide = (/** @type {any} */ { currentTarget }) => set(scale.fromSlider(Number(currentTarget.value), value));
        return html`<label for=${id}>${words}</label>
          ${numberBox({ ...box, id: `${id}-typed`, label, className: "typed" })}
          <input id=${id} type="range" min=${scale.low} max=${scale.high} step=${scale.step} .value=${String(scale.toSlider(value))}
            aria-valuetext=${written(value, takes)} aria-describedby=${hinted ? `${id}-hint` : nothing} @input=${onSlide} />`;
      }
      case "number":
        return html`<label for=${id}>${words}</label>
          ${numberBox({ ...box, id, placeholder: control.optional ? t("field.none") : undefined })}`;
      case "choice":
        return html`<label for=${id}>${words}</label>
          <select id=${id} @change=${(/** @type {any} */ { currentTarget }) => set(currentTarget.value)}>
            ${control.choices.map((choice) => html`<option value=${choice} ?selected=${choice === nameOf(value)}>${t(`${control.words}.${choice}`)}</option>`)}
          </select>`;
      case "switch":
        return html`<label class="switch"><input type="checkbox" .checked=${Boolean(value)} @change=${(/** @type {any} */ { currentTarget }) => set(currentTarget.checked)} /> ${label}</label>`;
    }
  };

  return html`<div class="control ${control.kind}">
    ${input()} ${hinted ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${boxError({ ...box, id }, t)}
  </div>`;
}

/** What may be typed into a control. @param {Control} control @returns {import("./numbers.js").Takes} */
function takenBy(control) {
  if (control.kind === "number") return control;
  if (control.kind !== "range") return {};
  const { percent, whole, low, high, limits: [least, most] = [low, high] } = control;
  return whole ? { whole, low: least, high: most } : { percent, positive: low >= 0 };
}
