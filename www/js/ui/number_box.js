// A box that a number, or what stands for one, is typed into. What cannot be read is refused beside the box, which then shows what it had.

import { html, noChange, nothing } from "lit-html";
import { Directive, directive } from "lit-html/directive.js";
import { readNumber, written } from "./numbers.js";
import { wordError } from "./notice.js";
import { clamp } from "./clamp.js";
import { arrowOf } from "./keys.js";

/** @typedef {import("./numbers.js").InputError} InputError */
/** @typedef {import("./shell.js").Translate} Translate */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */

/** A box. `field` is the path of what it holds: what is wrong with it is told under this name. `set` returns false where the
 * value is not taken. `form` is how its numbers are written and read where that is not the usual way. `hint` is the id of what describes it besides, `errorId` that of `boxError`.
 * @typedef {{
 *   id: string, field: string, value: number | null, takes: import("./numbers.js").Takes, errors: InputError[],
 *   set(value: any): unknown, refuse(error: InputError): void,
 *   part?: string, form?: { write(value: number): string, read(text: string): { value: number } | { refusal: import("./numbers.js").Refusal } }, label?: string, className?: string, placeholder?: string, hint?: string, errorId?: string, disabled?: boolean,
 * }} Box */

/** @param {Box} box */
export function numberBox({ id, field, value, takes, errors, set, refuse, form, part, label, className = "", placeholder, hint, errorId = `${id}-error`, disabled = false }) {
  const write = (/** @type {number | null} */ one) => (form && one !== null ? form.write(one) : written(one, takes));
  const shown = write(value);
  const wrong = errors.some((error) => error.field === field);
  /** @param {HTMLInputElement} input @param {number | null} next */
  function give(input, next) {
    delete input.dataset.typing;
    input.value = set(next) === false ? shown : write(next);
  }

  function read(/** @type {Change} */ { currentTarget: input }) {
    const answer = form ? form.read(input.value) : readNumber(input.value, takes);
    if ("value" in answer) return give(input, answer.value);
    delete input.dataset.typing;
    input.value = shown;
    refuse({ field, kept: shown, ...answer.refusal });
  }

  /** A whole number goes up and down by the arrow keys. */
  function step(/** @type {KeyboardEvent & { currentTarget: HTMLInputElement }} */ event) {
    const down = arrowOf(event)?.y;
    if (!down || !takes.whole) return;
    event.preventDefault();
    const answer = readNumber(event.currentTarget.value, { ...takes, optional: true });
    if (!("value" in answer)) return read(event);
    const { low = -Infinity, high = Infinity } = takes;
    give(event.currentTarget, clamp(answer.value === null ? 1 : answer.value - down, low, high));
  }

  return html`<input id=${id} data-part=${part ?? nothing} class="number ${className}" type="text" autocomplete="off" spellcheck="false" inputmode=${keyboard(takes)}
    role=${takes.whole ? "spinbutton" : nothing} aria-valuenow=${takes.whole && value !== null ? value : nothing}
    aria-label=${label ?? nothing} placeholder=${placeholder ?? nothing} ?disabled=${disabled} .value=${shownValue(shown)}
    aria-invalid=${wrong ? "true" : "false"} aria-describedby=${[wrong ? errorId : "", hint ?? ""].filter(Boolean).join(" ") || nothing}
    @input=${(/** @type {Change} */ { currentTarget }) => (currentTarget.dataset.typing = "")} @change=${read} @keydown=${step}
    @blur=${(/** @type {Change} */ { currentTarget }) => delete currentTarget.dataset.typing} />`;
}

/** The value may change while someone types, as a weight does while the network learns: what is being typed stays, and so
 * does a selection of the whole, which the next key is to replace. */
const shownValue = directive(
  class extends Directive {
    render(/** @type {string} */ value) {
      return value;
    }

    /** @param {import("lit-html/directive.js").PropertyPart} part @param {[string]} values @override */
    update({ element }, [value]) {
      const input = /** @type {HTMLInputElement} */ (element);
      if (input.dataset.typing !== undefined || input.value === value) return noChange;
      const root = /** @type {Document | ShadowRoot} */ (input.getRootNode());
      const selected = root.activeElement === input && input.selectionStart === 0 && input.selectionEnd === input.value.length;
      input.value = value;
      if (selected) input.select();
      return noChange;
    }
  },
);

/** What a touch screen's keyboard offers: those for numbers have neither a minus nor a fraction line.
 * @param {import("./numbers.js").Takes} takes */
const keyboard = ({ whole, positive = false, low = positive ? 0 : -1 }) => (low < 0 ? "text" : whole ? "numeric" : "decimal");

/** What is wrong with what the box holds, to stand near it. @param {Pick<Box, "id" | "field" | "errors"> & Partial<Box>} box @param {Translate} t */
export function boxError({ id, field, errors, takes, errorId = `${id}-error` }, t) {
  const error = errors.find((one) => one.field === field);
  return error ? html`<p class="field-error" id=${errorId} role="alert">${wordError({ ...error, field: "" }, t, takes)}</p>` : nothing;
}
