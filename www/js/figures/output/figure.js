// What the network answers over the whole plane, or along the curve, with the examples on it.

import { html, nothing, render } from "lit-html";
import { classColour, classMark, css, plainClasses, signedColour } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { dateText } from "../../ui/dates.js";
import { named } from "../../ui/i18n.js";
import { createStage } from "../stage.js";
import { brushed, erased, redraw, tools } from "./drawing.js";
import { colourPlane } from "./field.js";
import { needs } from "./needs.js";
import { outputDefaults } from "../../model/display.js";
import { drawPoints } from "./points.js";
import { liveWhilePaused } from "../../ui/spoken.js";
import { clamp } from "../../ui/clamp.js";
import { canvasOf, prepare, put } from "../../ui/canvas.js";
import { arrowOf } from "../../ui/keys.js";
import { tickText } from "../../ui/ticks.js";

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

/** What a class is called: by its name where it has one. @param {State} state @param {number} index */
function className({ data, t }, index) {
  const name = data?.targets[0]?.column.categories[index];
  if (data && data.task !== "plane" && name !== undefined) return named(name, t);
  return t(data?.problem === "multi_label" ? "output.label" : "output.class", { class: index, label: index });
}

/** A value of the target in its own unit. @param {import("../../core/protocol.js").Data} data @param {number} value what the network says */
function targetText({ targets }, value) {
  const { mean, deviation, is_date } = targets[0].column;
  const own = mean + deviation * value;
  return is_date ? dateText(Math.round(own)) : readable(own);
}

/** @param {import("../../core/protocol.js").Axis} axis @param {number} tick */
const axisText = ({ low, high, is_date: isDate }, tick) => tickText(tick, { low, high, isDate });

/** Classes in the legend that need no scrolling. */
const mostInView = 20;

const margin = { left: 30, bottom: 24, top: 6, right: 6 };

/** Share of the picture that an arrow key moves the cross by. */
const crossStep = 0.02;

/** Where the first output begins to mean yes. @param {State} state */
const thresholdOf = ({ model }) => model?.outputs[0]?.threshold ?? 0.5;

/** @param {HTMLElement} element @param {import("../stage.js").Context<Options>} context
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

  /** Pixels of the picture's inside, without the margins for the axes. */
  const inside = () => ({ width: size - margin.left - margin.right, height: size - margin.top - margin.bottom });

  /** @param {State} state */
  function vertical(state) {
    const { data } = state;
    return data && data.dimensions === 1 ? data.target : data?.axes[1];
  }

  /** @param {State} state @param {{ x: number, y: number }} at @returns {[number, number]} */
  function coordinates(state, at) {
    const [across] = state.data?.axes ?? [];
    const up = vertical(state);
    if (!across || !up) return [0, 0];
    return [across.low + (across.high - across.low) * at.x, up.high - (up.high - up.low) * at.y];
  }

  /** @param {PointerEvent} event */
  function shares(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const { width, height } = inside();
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

  /** The answer at the cross, in words. @param {State} state */
  function readout(state) {
    const { data, pictures, t } = state;
    if (!cross || !data || !pictures) return t("output.readout_hint");
    const { width, height, output } = pictures;
    const pixel = Math.min(height - 1, Math.floor(cross.y * height)) * width + Math.min(width - 1, Math.floor(cross.x * width));
    const at = coordinates(state, cross);
    const count = width * height;
    const answer = (unit = 0) => output[unit * count + pixel];
    const place = data.axes.map((axis, index) => `${named(axis.label, t)} = ${axis.is_date ? dateText(Math.round(at[index])) : at[index].toFixed(2)}${axis.unit ? ` × ${axis.unit}` : ""}`).join(", ");
    const share = (/** @type {number} */ value) => `${Math.round(value * 100)} %`;
    let says = "";
    if (data.problem === "binary" && thresholdOf(state) === 0) says = t("output.says_margin", { class: className(state, answer() > 0 ? 1 : 0), margin: readable(answer()) });
    else if (data.problem === "binary") says = t("output.says_class", { class: className(state, answer() > 0.5 ? 1 : 0), share: share(answer() > 0.5 ? answer() : 1 - answer()) });
    else if (data.problem === "multiclass") {
      const units = [...Array(data.classes).keys()];
      const best = units.reduce((a, b) => (answer(b) > answer(a) ? b : a));
      says = t("output.says_class", { class: className(state, best), share: share(answer(best)) });
    } else if (data.problem === "multi_label") says = [...Array(data.classes).keys()].map((unit) => `${t("output.label", { label: unit })} ${share(answer(unit))}`).join(", ");
    else says = t("output.says_value", { value: targetText(data, answer()), name: named(data.target.label, t), unit: data.target.unit ? ` × ${data.target.unit}` : "" });
    return `${place} → ${says}`;
  }

  /** @param {State} state */
  function legend(state) {
    const { data, theme, t } = state;
    if (!data) return nothing;
    const marked = data.classes > plainClasses;
    const key = (/** @type {number} */ index) => html`<span class="key-entry"><i class="key-dot" .style=${`background:${css(classColour(index))}`}>${marked ? classMark(index) : ""}</i>${className(state, index)}</span>`;
    const names =
      data.dimensions === 1
        ? html`<span class="key-entry"><i class="key-line"></i>${t("output.curve")}</span>`
        : data.problem.includes("regression")
          ? html`<span class="key-entry">${targetText(data, data.target.low)}<i class="key-scale" .style=${`background:linear-gradient(to right, ${css(signedColour(theme, -1))}, ${css(signedColour(theme, 0))}, ${css(signedColour(theme, 1))})`}></i>${targetText(data, data.target.high)}</span>`
          : html`<span class="key-classes" tabindex=${data.classes > mostInView ? 0 : nothing}>${[...Array(data.classes).keys()].map(key)}</span>`;
    return html`<div class="legend">
      ${names}
      <span class="key-entry"><i class="key-mark round"></i>${t("output.train")}</span>
      <span class="key-entry"><i class="key-mark tilted"></i>${t("output.test")}</span>
    </div>`;
  }

  /** @param {Partial<Options>} change */
  function set(change) {
    const next = { ...options, ...change };
    if (Object.entries(next).every(([key, value]) => options[/** @type {keyof Options} */ (key)] === value)) return;
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
  function confusion({ snapshot, data, t }) {
    const counts = snapshot?.confusion;
    if (!counts || !data) return nothing;
    const classes = [...Array(data.classes).keys()];
    return html`<details>
      <summary>${t("output.confusion")}</summary>
      <table class="confusion">
        <thead><tr><td></td>${classes.map((c) => html`<th scope="col">${t("output.said", { class: c })}</th>`)}</tr></thead>
        <tbody>
          ${classes.map((truth) => html`<tr><th scope="row">${t("output.is", { class: truth })}</th>
            ${classes.map((said) => html`<td class=${truth === said ? "right" : ""}>${counts[truth * classes.length + said]}</td>`)}</tr>`)}
        </tbody>
      </table>
    </details>`;
  }

  /** @param {State} state */
  function template(state) {
    const { data, snapshot, t, brush } = state;
    const labels = data?.problem === "multi_label" ? [...Array(data.classes).keys()] : [];
    const label = t(data?.dimensions === 1 ? "output.picture_curve" : "output.picture", { loss: readable(snapshot?.train.loss ?? 0), accuracy: readable(snapshot?.train.metric ?? 0) });
    return html`<h2>${t("output.title")}</h2>
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
      <p class="readout" aria-live=${liveWhilePaused(state)}>${readout(state)}</p>
      ${legend(state)} ${data?.task === "plane" ? tools(state, actions) : nothing}
      <div class="switches">${choice("showTest", state)} ${data?.dimensions === 1 ? nothing : choice("discretize", state)} ${data?.problem.includes("regression") ? nothing : choice("markWrong", state)}</div>
      <button data-part="show-surface" @click=${actions.showNetwork}>${t("output.show_surface")}</button>
      ${data?.task === "plane" ? confusion(state) : nothing}`;
  }

  /** @param {State} state */
  function drawField(state) {
    const { data, pictures, theme } = state;
    const context = prepare(canvasOf(element, ".field"), size, size);
    if (!data || !pictures || pictures.output.length < pictures.width * pictures.height) return;
    const { width, height } = inside();
    if (data.dimensions === 1) return drawCurve(context, state, frameOf(state));
    if (pictures.height === 1) return;
    const image = new ImageData(pictures.width, pictures.height);
    colourPlane(new Uint32Array(image.data.buffer), pictures.output, data, { theme, discretize: options.discretize, label: options.label, threshold: thresholdOf(state) });
    put(plane, image);
    context.imageSmoothingEnabled = !options.discretize;
    context.drawImage(plane, margin.left, margin.top, width, height);
  }

  /** @param {State} state */
  function frameOf(state) {
    const { width, height } = inside();
    const [across] = state.data?.axes ?? [{ low: -1, high: 1 }];
    const up = vertical(state) ?? { low: -1, high: 1 };
    return {
      toX: (/** @type {number} */ x) => margin.left + ((x - across.low) / (across.high - across.low)) * width,
      toY: (/** @type {number} */ y) => margin.top + height - ((y - up.low) / (up.high - up.low)) * height,
      scale: size / 300,
    };
  }

  /** @param {CanvasRenderingContext2D} context @param {State} state @param {ReturnType<typeof frameOf>} frame */
  function drawCurve(context, { data, pictures }, frame) {
    if (!data || !pictures) return;
    const [axis] = data.axes;
    context.strokeStyle = getComputedStyle(element).getPropertyValue("--negative");
    context.lineWidth = 2.5;
    context.save();
    context.beginPath();
    context.rect(margin.left, margin.top, inside().width, inside().height);
    context.clip();
    context.beginPath();
    for (let pixel = 0; pixel < pictures.width; pixel++) {
      const x = axis.low + ((axis.high - axis.low) * (pixel + 0.5)) / pictures.width;
      context.lineTo(frame.toX(x), frame.toY(pictures.output[pixel]));
    }
    context.stroke();
    context.restore();
  }

  /** @param {CanvasRenderingContext2D} context @param {State} state */
  function drawAxes(context, state) {
    const { t, data } = state;
    const up = vertical(state);
    if (!data || !up) return;
    const frame = frameOf(state);
    const [across] = data.axes;
    const { width, height } = inside();
    const name = (/** @type {typeof across} */ axis) => `${named(axis.label, t)}${axis.unit ? ` (${axis.unit})` : ""}`;
    context.fillStyle = getComputedStyle(element).getPropertyValue("--ink-soft");
    context.strokeStyle = getComputedStyle(element).getPropertyValue("--line");
    context.lineWidth = 1;
    context.strokeRect(margin.left, margin.top, width, height);
    // The points before may have had letters.
    context.textBaseline = "alphabetic";
    context.font = "11px system-ui, sans-serif";
    const ticks = (/** @type {typeof across} */ axis) => [0.125, 0.5, 0.875].map((share) => Math.round((axis.low + (axis.high - axis.low) * share) * 10) / 10);
    context.textAlign = "center";
    // A long name takes the place of the tick in the middle.
    const isLong = context.measureText(name(across)).width > width * 0.2;
    ticks(across).forEach((tick, index) => isLong && index === 1 ? undefined : context.fillText(axisText(across, tick), frame.toX(tick), size - 10));
    context.fillText(name(across), margin.left + width * (isLong ? 0.5 : 0.69), size - 10);
    context.textAlign = "right";
    // A date has to fit beside the picture.
    context.font = `${up.is_date ? 9 : 11}px system-ui, sans-serif`;
    for (const tick of ticks(up)) context.fillText(axisText(up, tick), margin.left - 4, frame.toY(tick) + 4);
    context.font = "11px system-ui, sans-serif";
    context.save();
    context.translate(10, margin.top + height * 0.31);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.fillText(name(up), 0, 0);
    context.restore();
  }

  /** @param {State} whole */
  function words(whole) {
    last = onPlane(whole);
    element.hidden = !last.data || last.data.dimensions === 0;
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
      drawAxes(context, state);
      drawPoints(context, state, options, frameOf(state));
    }
    painted = { state, options };
    const mark = /** @type {HTMLElement} */ (element.querySelector(".cross"));
    mark.hidden = !cross;
    if (cross) mark.style.translate = `${margin.left + cross.x * inside().width}px ${margin.top + cross.y * inside().height}px`;
  }

  const stage = createStage(element, { name: "output", wants: ["pictures", "evaluation"], run, needs, signal, words, picture });
  return { needs, draw: stage.draw, set };
}
