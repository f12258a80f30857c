// What the balls roll on: surfaces to choose from, or a formula one types.

import { html, nothing, render } from "lit-html";
import { css } from "../../ui/colours.js";
import { readable, scaleOf } from "../../ui/controls.js";
import { math } from "../../ui/mathml.js";
import { own, setOwn } from "../../ui/own.js";
import { createTurns } from "../../ui/turns.js";
import { contourColour } from "../../figures/race/colours.js";
import { formulaErrorWords } from "../../ui/notice.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { heatPixels, layPixels } from "../../figures/map/surface.js";
import { blank } from "../../ui/canvas.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */
/** @typedef {import("../../model/race/state.js").Race} Race */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */

const side = 44;
/** Characters of MathML that are shown: hundreds of fractions within each other take the browser seconds to lay out. */
const longestFormula = 5000;
const watched = /** @type {const} */ (["race", "draft", "formula", "noValue", "errors", "language", "theme"]);

/** One closure, because pictures, formula and numbers are drawn from the same watched state.
 * @param {HTMLElement} element @param {import("../../model/race/state.js").RaceActions} actions
 * @param {import("../../model/race/state.js").Tools} tools */
export function mount(element, actions, { lab }) {
  /** @type {RaceState | null} */
  let last = null;
  let moreOpen = false;
  const surfaces = lab.surfaces();
  /** @type {Map<string, import("../../model/race/state.js").Grid>} */
  const grids = new Map();
  /** Draws the pictures of the surfaces, a few in a frame. @type {ReturnType<typeof createTurns<RaceState["theme"]>>} */
  const pictures = createTurns(8);
  /** @type {{ draw(theme: RaceState["theme"]): void }[] | null} */
  let painters = null;

  /** @param {string} name */
  function gridOf(name) {
    const known = grids.get(name);
    if (known) return known;
    const race = lab.complete({ surface: name });
    const grid = lab.grid(race, side, race.domain.length === 1 ? 1 : side);
    grids.set(name, grid);
    return grid;
  }

  /** @param {HTMLCanvasElement} canvas @param {string} name @param {RaceState["theme"]} theme */
  function paint(canvas, name, theme) {
    if (canvas.dataset.theme === theme) return;
    canvas.dataset.theme = theme;
    const grid = gridOf(name);
    const context = blank(canvas, canvas.width, canvas.height);
    if (grid.height > 1) return layPixels(context, heatPixels(grid, theme), grid.width, grid.height, canvas.width, canvas.height, true);
    const [low, high] = [Math.min(...grid.values), Math.max(...grid.values)];
    context.strokeStyle = css(contourColour[theme]);
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.beginPath();
    grid.values.forEach((value, index) => context.lineTo(((index + 0.5) / grid.width) * canvas.width, canvas.height * (0.86 - (0.72 * (value - low)) / (high - low))));
    context.stroke();
  }

  /** @param {RaceState} state @param {1 | 2} dimensions */
  const group = ({ t, race }, dimensions) => html`<fieldset class="surfaces">
    <legend>${t(`surfaces.dimensions_${dimensions}`)}</legend>
    ${surfaces
      .filter((one) => one.dimensions === dimensions && one.name !== "typed")
      .map(
        ({ name }) => html`<button class="surface" data-surface=${name} aria-pressed=${name === race.surface} @click=${() => actions.setSurface(name)}>
          <canvas width=${side * 2} height=${side * 2} aria-hidden="true"></canvas><span>${t(`surface.${name}`)}</span>
        </button>`,
      )}
  </fieldset>`;

  /** What is wrong with a formula, pointing at where. @param {RaceState} state */
  function formulaError({ draft, t }) {
    const wrong = draft?.error;
    if (!draft || !wrong) return nothing;
    const { position, length } = wrong;
    const end = Math.max(position + 1, position + length);
    return html`<div class="field-error" id="race-formula-error" role="alert">
      <code class="formula-echo">${draft.text.slice(0, position)}<mark>${draft.text.slice(position, end) || " "}</mark>${draft.text.slice(end)}</code>
      <span>${formulaErrorWords(wrong, t)}</span>
    </div>`;
  }

  /** A formula is one line, however many it is shown on. @param {KeyboardEvent} event */
  const stayOnLine = (event) => event.key === "Enter" && event.preventDefault();

  /** @param {RaceState} state */
  function formula(state) {
    const { race, draft, t } = state;
    const wrong = Boolean(draft?.error);
    return html`<div class="control typed-formula">
      <label for="race-formula">${t("surfaces.formula")}</label>
      <textarea id="race-formula" class="text" rows="1" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${draft?.text ?? race.formula}
        aria-invalid=${wrong} aria-describedby=${wrong ? "race-formula-error" : "race-formula-hint"} @input=${(/** @type {Change} */ { currentTarget }) => actions.typeFormula(currentTarget.value)} @keydown=${stayOnLine}></textarea>
      ${formulaError(state)}
      <p class="hint" id="race-formula-hint">${t("surfaces.formula_hint")}</p>
    </div>`;
  }

  /** Why no one can start where the start is, and what was perhaps meant. @param {RaceState} state */
  function noValueNote({ noValue: why, race, t }) {
    if (!why) return nothing;
    const place = race.start.map(readable).join(", ");
    return html`<p class="field-error" id="no-value" role="alert">${t("undefined.at_start", { place })} ${t(`undefined.${why.reason}`, { part: why.part })}
      ${why.instead ? t("undefined.instead", { instead: why.instead }) : nothing}</p>`;
  }

  /** Letters that were taken for parameters, so that none becomes one unseen. @param {RaceState} state */
  function sliders({ race, formula: known, t }) {
    const names = race.surface === "typed" ? (known?.parameters ?? []).map(({ name }) => name) : [];
    return names.length ? html`<p class="hint" id="formula-sliders" role="status">${t("surfaces.sliders", { names: names.join(", ") })}</p>` : nothing;
  }

  /** @param {RaceState} state */
  function mathematics({ formula: known, t }) {
    if (!known) return nothing;
    const names = known.dimensions === 2 ? "<mi>x</mi><mo>,</mo><mi>y</mi>" : "<mi>x</mi>";
    const derivative = (/** @type {string} */ variable) =>
      known.dimensions === 1
        ? "<mfrac><mrow><mi>d</mi><mi>f</mi></mrow><mrow><mi>d</mi><mi>x</mi></mrow></mfrac>"
        : `<mfrac><mrow><mo>∂</mo><mi>f</mi></mrow><mrow><mo>∂</mo><mi>${variable}</mi></mrow></mfrac>`;
    return html`<div class="mathematics" tabindex="0" role="group" aria-label=${t("surfaces.derivative")}>
      ${known.mathml.length > longestFormula
        ? html`<p class="hint">${t("surfaces.long_formula")}</p>`
        : math(`<mi>f</mi><mo>(</mo>${names}<mo>)</mo><mo>=</mo>${known.mathml}`)}
      ${known.derivatives.map(({ variable, mathml }) =>
        mathml && mathml.length <= longestFormula
          ? math(`${derivative(variable)}<mo>=</mo>${mathml}`)
          : html`<p class="hint">${t("surfaces.long_derivative", { variable })}</p>`,
      )}
    </div>`;
  }

  /** @param {RaceState} state */
  function parameters(state) {
    const { race, t, formula: known } = state;
    const ranges = race.surface === "typed" ? known?.parameters : surfaces.find(({ name }) => name === race.surface)?.parameters;
    return (ranges ?? []).map((parameter) => {
      const { name, low, high, log } = parameter;
      const value = own(race.parameters, name) ?? low;
      const id = `parameter-${name}`;
      const key = `parameter.${race.surface}.${name}`;
      const label = t(key) === key ? name : t(key);
      const scale = scaleOf({ path: name, kind: "range", low, high, log, step: (high - low) / 200 });
      const set = (/** @type {number} */ next) => actions.edit((draft) => setOwn(draft.parameters, name, next));
      const box = { id: `${id}-typed`, field: `parameters.${name}`, label, value, takes: {}, className: "typed", errors: state.errors, set, refuse: actions.refuse };
      return html`<div class="control range">
        <label for=${id}>${label}</label>
        ${numberBox(box)}
        <input id=${id} type="range" min=${scale.low} max=${scale.high} step=${scale.step} .value=${String(scale.toSlider(value))} aria-valuetext=${readable(value)}
          @input=${(/** @type {Change} */ { currentTarget }) => set(scale.fromSlider(Number(currentTarget.value)))} />
        ${boxError(box, t)}
      </div>`;
    });
  }

  /** What of the plane is drawn, what counts as arrived, and the seed of the noise. @param {RaceState} state */
  function settings(state) {
    const { race, t, errors } = state;
    /** @param {string} field @param {string} label @param {number} value @param {(draft: Race, value: number) => void} write
     * @param {import("../../ui/numbers.js").Takes} [takes] */
    const number = (field, label, value, write, takes = {}) => {
      const set = (/** @type {number} */ next) => actions.edit((draft) => write(draft, next));
      return { id: `race-${field.replaceAll(".", "-")}`, field, label, value, takes, errors, set, refuse: actions.refuse };
    };
    // The axis may have gone since this was drawn.
    const bound = (/** @type {number} */ axis, /** @type {0 | 1} */ side) => (/** @type {Race} */ { domain }, /** @type {number} */ value) => {
      if (axis in domain) domain[axis][side] = value;
    };
    const place = (/** @type {number} */ axis) => (/** @type {Race} */ { start }, /** @type {number} */ value) => {
      if (axis in start) start[axis] = value;
    };
    const ranges = race.domain.map(([low, high], axis) => [
      number(`domain.${axis}.0`, t("surfaces.low", { axis: "xy"[axis] }), low, bound(axis, 0)),
      number(`domain.${axis}.1`, t("surfaces.high", { axis: "xy"[axis] }), high, bound(axis, 1)),
    ]);
    const starts = race.start.map((value, axis) => number(`start.${axis}`, t("surfaces.start", { axis: "xy"[axis] }), value, place(axis)));
    const tolerance = number("tolerance", t("surfaces.tolerance"), race.tolerance, (draft, value) => (draft.tolerance = value));
    const seed = number("seed", t("surfaces.seed"), race.seed, (draft, value) => (draft.seed = value), { whole: true, low: 0, high: 4294967295 });
    return html`<details ?open=${moreOpen} @toggle=${(/** @type {any} */ { currentTarget }) => (moreOpen = currentTarget.open)}>
      <summary>${t("surfaces.settings")}</summary>
      ${ranges.map((pair, axis) => html`<div class="domain"><span>${"xy"[axis]}</span>
          ${numberBox(pair[0])}<span>–</span>
          ${numberBox(pair[1])}
        </div>
        ${pair.map((one) => boxError(one, t))}`)}
      <div class="race-numbers">
        ${[...starts, tolerance, seed].map((one) => html`<span>${one.label}</span>${numberBox(one)} ${boxError(one, t)}`)}
      </div>
    </details>`;
  }

  /** @param {RaceState} state */
  function draw(state) {
    if (last && watched.every((key) => last?.[key] === state[key])) return;
    last = state;
    const { t, race, theme } = state;
    render(
      html`<h2>${t("surfaces.title")}</h2>
        ${group(state, 1)} ${group(state, 2)}
        <h3 class="surface-name">${t(`surface.${race.surface}`)}</h3>
        <p class="lesson">${t(`surface.${race.surface}.lesson`)}</p>
        <div class="controls">${parameters(state)}</div>
        ${formula(state)} ${sliders(state)} ${noValueNote(state)} ${mathematics(state)} ${settings(state)}`,
      element,
    );
    const canvases = /** @type {NodeListOf<HTMLCanvasElement>} */ (element.querySelectorAll("button.surface canvas"));
    painters ??= [...canvases].map((canvas) => ({ draw: (theme) => paint(canvas, /** @type {string} */ (canvas.parentElement?.dataset.surface), theme) }));
    pictures.draw(painters, theme);
  }

  return { draw };
}
