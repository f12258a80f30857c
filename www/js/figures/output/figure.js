// What the network answers over the whole plane, or along the curve, with the examples on it.

import { html, nothing, render } from "lit-html";
import { classColour, css } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { changedOptions, createStage } from "../stage.js";
import { coordinates, drawAxes, drawCurve, frameOf, inside, marginOf } from "./axes.js";
import { brushed, erased, redraw, tools } from "./drawing.js";
import { colourPlane } from "./field.js";
import { needs } from "./needs.js";
import { outputDefaults } from "../../model/display.js";
import { drawPoints } from "./points.js";
import { liveWhilePaused } from "../../ui/spoken.js";
import { clamp } from "../../ui/clamp.js";
import { menu, tendMenus } from "../../ui/menu.js";
import { canvasOf, prepare, put } from "../../ui/canvas.js";
import { arrowOf } from "../../ui/keys.js";
import { confusion, legend, readout, thresholdOf } from "./words.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../model/display.js").OutputOptions} Options */

/** Data of the planes that were made of tables. @type {WeakMap<import("../../core/protocol.js").PlanePoints, import("../../core/protocol.js").Data>} */
const planes = new WeakMap();

/** A table whose plane was chosen is shown as any plane is. @param {State} state @returns {State} */
function onPlane(state) {
  const { data, plane } = state;
  if (!data || data.dimensions > 0 || !plane) return state;
  const known = planes.get(plane) ?? /** @type {import("../../core/protocol.js").Data} */ ({ ...data, ...plane, dimensions: 2 });
  planes.set(plane, known);
  return { ...state, data: known };
}

/** Share of the picture that an arrow key moves the cross by. */
const crossStep = 0.02;

/** One closure, because pointer, keys and drawing all move the one cross and the one stroke.
 * @param {HTMLElement} element @param {import("../stage.js").Context<Options>} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { run, actions, signal, options: given, optionsChanged }) {
  let options = { ...outputDefaults, ...given };
  /** @type {State | null} */
  let last = null;
  /** What the canvases show, and how. @type {{ state: State, options: Options } | null} */
  let painted = null;
  let size = 0;
  let pixelRatio = 0;
  /** The place that is read out, as shares of the plane from the top left. @type {{ x: number, y: number } | null} */
  let cross = null;
  /** @type {[number, number] | null} */
  let stroke = null;
  let gesture = 0;
  const plane = document.createElement("canvas");
  tendMenus(element, signal);

  /** @param {PointerEvent} event */
  function shares(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const { width, height } = inside(size);
    const margin = marginOf(size);
    return { x: clamp((event.clientX - box.left - margin.left) / width, 0, 1), y: clamp((event.clientY - box.top - margin.top) / height, 0, 1) };
  }

  /** @param {PointerEvent} event */
  function press(event) {
    if (!last || event.button !== 0) return;
    cross = shares(event);
    if (!last.brush) return stage.redraw();
    event.preventDefault();
    const target = /** @type {HTMLElement} */ (event.currentTarget);
    target.setPointerCapture(event.pointerId);
    gesture += 1;
    stroke = coordinates(last, shares(event));
    touch(stroke);
  }

  /** Places or erases at one spot. @param {[number, number]} at */
  function touch(at) {
    if (!last?.brush) return;
    const { mode, value } = last.brush;
    const round = at.map((x) => Math.round(x * 100) / 100);
    redraw(actions, (points) => (mode === "erase" ? erased(points, at) : [...points, [round[0], round[1], value]]), gesture);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!last) return;
    cross = shares(event);
    if (stroke && last.brush) {
      const { mode, value } = last.brush;
      const to = coordinates(last, cross);
      const fresh = brushed(stroke, to, value);
      if (mode === "erase") redraw(actions, (points) => erased(points, to), gesture);
      else if (fresh.length > 0) redraw(actions, (points) => [...points, ...fresh], gesture);
      if (mode === "erase" || fresh.length > 0) stroke = to;
    }
    stage.redraw();
  }

  function release() {
    stroke = null;
  }

  function leave() {
    if (stroke) return;
    cross = null;
    stage.redraw();
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (!last) return;
    const way = arrowOf(event);
    if (way) {
      const from = cross ?? { x: 0.5, y: 0.5 };
      cross = { x: clamp(from.x + way.x * crossStep, 0, 1), y: clamp(from.y + way.y * crossStep, 0, 1) };
    } else if (last.brush && cross && (event.key === "Enter" || event.key === "Delete" || event.key === "Backspace")) {
      gesture += 1;
      const at = coordinates(last, cross);
      if (event.key === "Enter") touch(at);
      else redraw(actions, (points) => erased(points, at), gesture);
    } else if (event.key === "Escape") cross = null;
    else return;
    event.preventDefault();
    stage.redraw();
  }

  /** @param {Partial<Options>} change */
  function set(change) {
    const next = changedOptions(options, change);
    if (!next) return;
    options = next;
    stage.redraw();
  }

  /** @param {Partial<Options>} change */
  function choose(change) {
    set(change);
    optionsChanged?.(options);
  }

  /** @param {"showTest" | "discretize" | "markWrong"} key @param {State} state */
  const choice = (key, { t }) => html`<label class="switch">
    <input type="checkbox" .checked=${options[key]} @change=${(/** @type {any} */ { currentTarget }) => choose({ [key]: currentTarget.checked })} />
    ${t(`output.${key}`)}
  </label>`;

  /** @param {State} state */
  function template(state) {
    const { data, snapshot, t, brush } = state;
    const labels = data?.problem === "multi_label" ? [...Array(data.classes).keys()] : [];
    const label = t(data?.dimensions === 1 ? "output.picture_curve" : "output.picture", { loss: readable(snapshot?.train.loss ?? 0), accuracy: readable(snapshot?.train.metric ?? 0) });
    return html`<div class="card-head"><h2>${t("output.title")}</h2> ${menu(t("menu.options"), further(state), { hidden: t("output.title") })}</div>
      ${labels.length
        ? html`<div class="labels" role="group" aria-label=${t("output.shown_label")}>
            ${labels.map((index) => html`<button class="swatch small" .style=${`--swatch:${css(classColour(index))}`} aria-pressed=${options.label === index} @click=${() => choose({ label: index })}>${t("output.label", { label: index })}</button>`)}
          </div>`
        : nothing}
      <div data-part="plane" class="plane ${brush ? "drawing" : ""} ${data?.dimensions === 1 ? "curve" : ""}" role="img" tabindex="0" aria-label=${label}
        @pointerdown=${press} @pointermove=${move} @pointerup=${release} @pointercancel=${release} @pointerleave=${leave} @keydown=${key} @blur=${leave}>
        <canvas class="field"></canvas><canvas class="points"></canvas>
        <div class="cross" hidden></div>
      </div>
      ${legend(state, options.showTest)}
      <p class="readout" aria-live=${liveWhilePaused(state)} ?hidden=${!cross}>${cross ? readout(state, cross) : nothing}</p>
      ${brush ? tools(state, actions) : nothing}`;
  }

  /** What is needed less often. @param {State} state */
  function further(state) {
    const { data, t, brush } = state;
    return html`<div class="switches">${choice("showTest", state)} ${data?.dimensions === 1 ? nothing : choice("discretize", state)} ${data?.problem.includes("regression") ? nothing : choice("markWrong", state)}</div>
      ${data?.task === "plane" && !brush ? tools(state, actions) : nothing}
      <button data-part="show-surface" @click=${actions.showNetwork}>${t("output.show_surface")}</button>
      ${data?.task === "plane" ? confusion(state) : nothing}`;
  }

  /** @param {State} state */
  function drawField(state) {
    const { data, pictures, theme } = state;
    const context = prepare(canvasOf(element, ".field"), size, size);
    if (!data || !pictures || pictures.output.length < pictures.width * pictures.height) return;
    const { width, height } = inside(size);
    if (data.dimensions === 1) return drawCurve(context, state, frameOf(state, size));
    if (pictures.height === 1) return;
    const image = new ImageData(pictures.width, pictures.height);
    colourPlane(new Uint32Array(image.data.buffer), pictures.output, data, { theme, discretize: options.discretize, label: options.label, threshold: thresholdOf(state) });
    put(plane, image);
    context.imageSmoothingEnabled = !options.discretize;
    context.drawImage(plane, marginOf(size).left, marginOf(size).top, width, height);
  }

  /** @param {State} whole */
  function words(whole) {
    last = onPlane(whole);
    element.hidden = !last.data || last.data.dimensions === 0;
    element.classList.toggle("many-classes", (last.data?.classes ?? 0) > 2);
    if (!element.hidden) render(template(last), element);
  }

  function picture() {
    const now = element.querySelector(".plane")?.clientWidth ?? 0;
    if (!last || element.hidden || now === 0) return;
    const state = last;
    const isNew = !painted || now !== size || pixelRatio !== devicePixelRatio || painted.options !== options;
    size = now;
    pixelRatio = devicePixelRatio;
    const changed = (/** @type {(keyof State)[]} */ ...keys) => isNew || keys.some((one) => painted?.state[one] !== state[one]);
    if (changed("pictures", "data", "theme")) drawField(state);
    const flagsMatter = options.markWrong && changed("snapshot");
    if (changed("data", "theme", "t", "brush") || flagsMatter) {
      const context = prepare(canvasOf(element, ".points"), size, size);
      const frame = frameOf(state, size);
      drawAxes(context, state, frame);
      drawPoints(context, state, options, frame);
    }
    painted = { state, options };
    const mark = /** @type {HTMLElement} */ (element.querySelector(".cross"));
    mark.hidden = !cross;
    const margin = marginOf(size);
    if (cross) mark.style.translate = `${margin.left + cross.x * inside(size).width}px ${margin.top + cross.y * inside(size).height}px`;
  }

  const stage = createStage(element, { name: "output", wants: ["pictures", "evaluation"], run, needs, signal, words, picture });
  return { needs, draw: stage.draw, set };
}
