// Predict before reveal: the class or the sign of the first output is asked for before any number is shown.

import { html, nothing } from "lit-html";

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {import("./needs.js").State} State */

/** What can be answered, and which is right: classes, or the sign of a number. @param {Trace} trace @param {State} state */
export function answersOf(trace, { data, t }) {
  const [{ layer }] = trace.outputs;
  const { a } = trace.layers[layer];
  const word = (/** @type {number} */ index) => t("inspect.predict.class", { class: index });
  if (data?.problem === "binary") return { words: [word(0), word(1)], right: a[0] > 0.5 ? 1 : 0 };
  if (data?.problem === "multiclass") return { words: Array.from(a, (_, index) => word(index)), right: a.indexOf(Math.max(...a)) };
  return { words: [t("inspect.predict.negative"), t("inspect.predict.positive")], right: a[0] > 0 ? 1 : 0 };
}

/** @param {Trace} trace @param {State} state @param {(said: number) => void} say */
export const question = (trace, state, say) => html`<p>${state.t("inspect.predict")}</p>
  <div class="inspect-predict" role="group" aria-label=${state.t("inspect.predict")}>${answersOf(trace, state).words.map((word, index) => html`<button data-answer=${index} @click=${() => say(index)}>${word}</button>`)}</div>`;

/** Whether what was said is what the network says. @param {Trace} trace @param {State} state @param {number | null} said */
export function reply(trace, state, said) {
  if (said === null) return nothing;
  const { words, right } = answersOf(trace, state);
  const isRight = said === right;
  return html`<p class="hint" data-part="reply" data-right=${isRight}>${state.t(isRight ? "inspect.predict.right" : "inspect.predict.wrong", { said: words[said] ?? "", is: words[right] })}</p>`;
}
