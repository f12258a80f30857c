// A step taken apart: the update rule of the chosen contestant, with this step's numbers filled in.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { createPace } from "./pace.js";
import { css } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { math } from "../../ui/mathml.js";
import { arrowColour, drawnLines, ownLines } from "./arrows.js";
import { look } from "./colours.js";
import { namesOf } from "../../model/race/kinds.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {import("../../core/race_protocol.js").AnatomyLine} AnatomyLine */

/** What of a race, or of the runs of a network, it shows. */
const needs = /** @type {const} */ (["step", "scene", "version", "computed", "language", "theme", "chosen", "contestants", "playing", "kind", "t"]);

/** @typedef {Pick<Track, (typeof needs)[number]>} State */

/** Whether the map draws its arrows, whose colours are shown then. @typedef {{ arrows: boolean }} Options */

/** @param {number} value */
const number = (value) => `<mn>${Number.isNaN(value) ? "?" : readable(value).replace("-", "−")}</mn>`;

/** What needs no working out. */
const plain = /^(<mo>−<\/mo>)?<mn>[^<]*<\/mn>$/;

/** The gradient that the rule is given, with the noise of the mini-batch. @param {import("../../core/race_protocol.js").Anatomy} anatomy */
function gradientLine({ gradient, noise }) {
  const noisy = noise.some((value) => value !== 0);
  const sum = (/** @type {number} */ value, /** @type {number} */ axis) => (noisy ? `${number(value)}<mo>+</mo><mo>(</mo>${number(noise[axis])}<mo>)</mo>` : number(value));
  return { symbol: "<mi>g</mi>", formula: `<mo>∇</mo><mi>f</mi>${noisy ? "<mo>+</mo><mi>ξ</mi>" : ""}`, filled: gradient.map(sum), values: gradient.map((value, axis) => value + noise[axis]) };
}

/** The position after so many steps. @param {string} steps */
const position = (steps) => `<msup><mi>x</mi><mtext>(${steps})</mtext></msup>`;

/** Where the step begins, and where it ends. @param {import("../../core/race_protocol.js").Anatomy} anatomy */
function placeLines({ before, after, change }) {
  const sum = (/** @type {number} */ value, /** @type {number} */ axis) => `${number(value)}<mo>+</mo><mo>(</mo>${number(change[axis])}<mo>)</mo>`;
  return [
    { symbol: position("k"), formula: "", filled: before.map(number), values: before },
    { symbol: position("k+1"), formula: `${position("k")}<mo>+</mo><mi>Δ</mi>`, filled: before.map(sum), values: after },
  ];
}

/** @param {HTMLElement} element
 * @param {Pick<import("../stage.js").Context<Options>, "signal" | "options" | "optionsChanged"> & {
 *   anatomy(state: State): import("../../core/race_protocol.js").Anatomy | null,
 * }} context `anatomy` is of the chosen contestant's next step. @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { anatomy: anatomyOf, signal, options: given, optionsChanged }) {
  /** @type {Options} */
  let options = { arrows: true, ...given };

  /** @param {Pick<AnatomyLine, "symbol" | "formula" | "filled" | "values">} line @param {string | null} colour of its arrow @param {State} state */
  function lineOf({ symbol, formula, filled, values }, colour, { t }) {
    return html`<li>
      <span class="arrow-key" .style=${colour ? `background:${colour}` : "background:none"}></span>
      <div class="rule">
        ${math(formula ? `${symbol}<mo>=</mo>${formula}` : symbol)}
        ${filled.map((numbers, axis) => html`<div class="filled"><small>${filled.length > 1 ? t("anatomy.axis", { axis: "xy"[axis] }) : nothing}</small><span>${math(`<mo>=</mo>${numbers}`)} ${plain.test(numbers) ? nothing : math(`<mo>=</mo>${number(values[axis])}`)}</span></div>`)}
      </div>
    </li>`;
  }

  /** @param {State} state */
  function show(state) {
    const { t, theme, chosen, contestants } = state;
    const anatomy = anatomyOf(state);
    const [name, colour] = [namesOf(contestants, t)[chosen], css(look(theme, contestants[chosen]?.colour ?? 0).colour)];
    const arrows = anatomy ? drawnLines(anatomy) : [];
    const colourOf = (/** @type {number} */ index) => {
      if (!options.arrows) return null;
      if (index === ownLines.gradient || arrows.includes(index)) return arrowColour(theme, index, arrows);
      return anatomy && index === anatomy.lines.length - 1 ? colour : null;
    };
    render(
      html`<h2>${t("anatomy.title")}</h2>
        ${anatomy
          ? html`<p class="hint">${t("anatomy.of", { name, step: anatomy.step })}</p>
              <ol class="anatomy-lines">${lineOf(placeLines(anatomy)[0], null, state)} ${lineOf(gradientLine(anatomy), colourOf(ownLines.gradient), state)} ${anatomy.lines.map((line, index) => lineOf(line, colourOf(index), state))} ${lineOf(placeLines(anatomy)[1], null, state)}</ol>
              <label class="switch"><input type="checkbox" .checked=${options.arrows} @change=${(/** @type {any} */ { currentTarget }) => change({ arrows: currentTarget.checked }, true)} /> ${t("anatomy.arrows")}</label>
              <p class="hint">${t("anatomy.arrows_hint")}</p>`
          : html`<p class="hint">${t("anatomy.none", { name: name ?? "" })}</p>`}`,
      element,
    );
  }

  const paced = createPace(show, signal);
  const stage = createStage(element, { name: "anatomy", needs, signal, words: (/** @type {State} */ state) => paced(state), picture() {} });

  /** @param {Partial<Options>} given @param {boolean} byPerson */
  function change(given, byPerson) {
    const next = { ...options, ...given };
    if (next.arrows === options.arrows) return;
    options = next;
    if (byPerson) optionsChanged?.(options);
    stage.redraw();
  }

  return { needs, draw: stage.draw, set: (given) => change(given, false) };
}
