// A step taken apart: the update rule of the chosen contestant, with this step's numbers filled in.

import { html, nothing, render } from "lit-html";
import { css } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { math } from "../../ui/mathml.js";
import { arrowColour, drawnLines, ownLines } from "./arrows.js";
import { look } from "./colours.js";
import { namesOf } from "../../model/race/kinds.js";
import { contestantsOf } from "../../model/race/state.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */
/** @typedef {import("../../core/race_protocol.js").AnatomyLine} AnatomyLine */

const readableMillis = 180;

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

/** @param {HTMLElement} element @param {import("../../model/race/state.js").RaceActions} actions
 * @param {import("../../model/race/state.js").Tools} tools */
export function mount(element, actions, tools) {
  /** @type {RaceState | null} */
  let last = null;
  let drawn = 0;
  let timer = 0;

  /** @param {Pick<AnatomyLine, "symbol" | "formula" | "filled" | "values">} line @param {string | null} colour of its arrow @param {RaceState} state */
  function lineOf({ symbol, formula, filled, values }, colour, { t }) {
    return html`<li>
      <span class="arrow-key" .style=${colour ? `background:${colour}` : "background:none"}></span>
      <div class="rule">
        ${math(formula ? `${symbol}<mo>=</mo>${formula}` : symbol)}
        ${filled.map((numbers, axis) => html`<div class="filled"><small>${filled.length > 1 ? t("anatomy.axis", { axis: "xy"[axis] }) : nothing}</small><span>${math(`<mo>=</mo>${numbers}`)} ${plain.test(numbers) ? nothing : math(`<mo>=</mo>${number(values[axis])}`)}</span></div>`)}
      </div>
    </li>`;
  }

  /** @param {RaceState} state */
  function show(state) {
    drawn = performance.now();
    const { t, theme, chosen, display } = state;
    const contestants = contestantsOf(state);
    const anatomy = tools.anatomy(state);
    const [name, colour] = [namesOf(contestants, t)[chosen], css(look(theme, contestants[chosen]?.colour ?? 0).colour)];
    const arrows = anatomy ? drawnLines(anatomy) : [];
    const colourOf = (/** @type {number} */ index) => {
      if (!display.arrows) return null;
      if (index === ownLines.gradient || arrows.includes(index)) return arrowColour(theme, index, arrows);
      return anatomy && index === anatomy.lines.length - 1 ? colour : null;
    };
    render(
      html`<h2>${t("anatomy.title")}</h2>
        ${anatomy
          ? html`<p class="hint">${t("anatomy.of", { name, step: anatomy.step })}</p>
              <ol class="anatomy-lines">${lineOf(placeLines(anatomy)[0], null, state)} ${lineOf(gradientLine(anatomy), colourOf(ownLines.gradient), state)} ${anatomy.lines.map((line, index) => lineOf(line, colourOf(index), state))} ${lineOf(placeLines(anatomy)[1], null, state)}</ol>
              <label class="switch"><input type="checkbox" .checked=${display.arrows} @change=${(/** @type {any} */ { currentTarget }) => actions.display({ arrows: currentTarget.checked })} /> ${t("anatomy.arrows")}</label>
              <p class="hint">${t("anatomy.arrows_hint")}</p>`
          : html`<p class="hint">${t("anatomy.none", { name: name ?? "" })}</p>`}`,
      element,
    );
  }

  return {
    /** @param {RaceState} state */
    draw(state) {
      element.hidden = state.network !== null;
      if (element.hidden) return;
      const keys = /** @type {const} */ (["step", "version", "computed", "language", "theme", "chosen", "display", "playing", "network"]);
      if (last && keys.every((key) => last?.[key] === state[key])) return;
      last = state;
      clearTimeout(timer);
      const wait = readableMillis - (performance.now() - drawn);
      if (state.playing && wait > 0) timer = setTimeout(() => last && show(last), wait);
      else show(state);
    },
  };
}
