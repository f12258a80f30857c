// Loss and metric over the epochs, with the numbers of this moment above, and a slider to any moment that the run has reached.

import { html, render } from "lit-html";
import { chartColours } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { changedOptions, createStage } from "../stage.js";
import { constants } from "../../core/registry.js";
import { curvesDefaults } from "../../model/display.js";
import { clamp } from "../../ui/clamp.js";
import { drawMarks } from "./marks.js";
import { arrowOf } from "../../ui/keys.js";
import { term } from "../../ui/term.js";
import { menu, tendMenus } from "../../ui/menu.js";

/** @typedef {Pick<import("../../model/state.js").State, "history" | "pale" | "marks" | "snapshot" | "data" | "theme" | "t">} State */
/** @typedef {import("../../model/display.js").CurvesOptions} Options */

const rowLength = constants.history_columns;
/** A lower chart has room for one curve only, the loss: in letters. */
const leastForTwo = 12;

/** A figure in few, steady characters. @param {number | null | undefined} value */
const figure = (value) => (value === null || value === undefined ? "–" : Math.abs(value) >= 1000 || (value !== 0 && Math.abs(value) < 0.001) ? value.toExponential(1) : value.toFixed(3));

/** @param {number | null | undefined} value */
const percent = (value) => (value === null || value === undefined ? "–" : `${(100 * value).toFixed(1)} %`);

/** The row of a history nearest to an epoch. @param {Float64Array} history @param {number} epoch */
export function nearestRow(history, epoch) {
  let best = 0;
  for (let row = 0; row * rowLength < history.length; row++) {
    if (Math.abs(history[row * rowLength] - epoch) < Math.abs(history[best * rowLength] - epoch)) best = row;
  }
  return history.subarray(best * rowLength, (best + 1) * rowLength);
}

/** One closure, because the epoch that is pointed at is read by the chart, the words above it and the keys.
 * @param {HTMLElement} element @param {import("../stage.js").Context<Options>} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { run, core, actions, signal, options: given, optionsChanged }) {
  let options = { ...curvesDefaults, ...given };
  /** What the canvas shows. @type {unknown[]} */
  let painted = [];
  let pixelRatio = 0;
  /** @type {import("../../core/experiment.js").Plot | null} */
  let plot = null;
  /** Epoch under the pointer, or chosen by keyboard. @type {number | null} */
  let epoch = null;
  tendMenus(element, signal);

  /** @param {State} state @param {number} height of the chart */
  function chartOptions({ data, theme, t }, height) {
    const isShare = !data || !data.problem.includes("regression");
    const letter = parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize);
    return {
      log: options.logLoss, smooth: options.smooth, testCurve: options.testCurve, metric: options.metricCurve && height >= leastForTwo * letter, metricIsShare: isShare,
      scale: (pixelRatio * letter) / 16, ...chartColours[theme],
      words: { loss: t("curves.loss"), metric: t(isShare ? "curves.accuracy" : "curves.r2"), epoch: t("curves.epoch") },
    };
  }

  /** @param {State} state */
  function readout({ history, t }) {
    if (epoch === null || history.length === 0) return "";
    const [at, trainLoss, testLoss, trainMetric, testMetric] = nearestRow(history, epoch);
    return t("curves.readout", {
      epoch: readable(at), trainLoss: figure(trainLoss), testLoss: figure(testLoss),
      trainMetric: figure(trainMetric), testMetric: figure(testMetric),
    });
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function point(event) {
    if (!plot) return;
    const x = (event.clientX - event.currentTarget.getBoundingClientRect().left) * pixelRatio;
    epoch = plot.low + ((x - plot.left) / (plot.right - plot.left)) * (plot.high - plot.low);
    stage.redraw();
  }

  /** @param {KeyboardEvent} event */
  function walk(event) {
    const way = arrowOf(event)?.x;
    if (!way || !plot) return;
    event.preventDefault();
    epoch = clamp((epoch ?? plot.high) + (way * (plot.high - plot.low)) / 50, plot.low, plot.high);
    stage.redraw();
  }

  function leave() {
    epoch = null;
    stage.redraw();
  }

  /** @param {Partial<Options>} change */
  function set(change) {
    const next = changedOptions(options, change);
    if (!next) return;
    options = next;
    stage.redraw();
  }

  /** @param {keyof Options} key @param {State} state */
  const choice = (key, { t }) => html`<label class="switch">
    <input type="checkbox" .checked=${options[key]} @change=${(/** @type {any} */ { currentTarget }) => (set({ [key]: currentTarget.checked }), optionsChanged?.(options))} />
    ${t(`curves.${key}`)}
  </label>`;

  /** @param {State} state */
  function scrubber({ snapshot, t }) {
    const { step, furthest } = snapshot ?? { step: 0, furthest: 0 };
    const go = (/** @type {any} */ { currentTarget }) => actions.seek(Number(currentTarget.value));
    return html`<input class="moment" data-part="scrub" type="range" min="0" max=${Math.max(1, furthest)} step="1" .value=${String(step)} ?disabled=${furthest === 0}
      aria-label=${t("curves.scrub")} title=${t("curves.scrub")} aria-valuetext=${t("curves.at_step", { step, last: furthest })} @input=${go} />`;
  }

  /** Where an epoch lies in the chart, in pixels of the page. @param {number} at @param {import("../../core/experiment.js").Plot} plot */
  const placeOf = (at, { left, right, low, high }) => (left + ((at - low) / (high - low)) * (right - left)) / pixelRatio;

  /** Puts a line of the chart at an epoch, or hides it. @param {string} selector @param {number | null} at */
  function placeLine(selector, at) {
    const line = /** @type {HTMLElement} */ (element.querySelector(selector));
    line.hidden = at === null || !plot;
    if (plot && at !== null) line.style.left = `${placeOf(at, plot)}px`;
  }

  /** @param {State} state */
  function template(state) {
    const { snapshot, t, data } = state;
    const isShare = snapshot?.metricName !== "r2";
    const metric = isShare ? percent : figure;
    const label = t("curves.label", { trainLoss: figure(snapshot?.train.loss), testLoss: figure(snapshot?.test.loss) });
    return html`<div class="card-head"><h2>${t("curves.title")}</h2>
        ${actions.compare ? html`<button class="small" data-part="compare" @click=${actions.compare}>${t("curves.compare")}</button>` : ""} ${menu(t("menu.options"), html`<div class="switches">${choice("logLoss", state)} ${choice("smooth", state)} ${choice("metricCurve", state)} ${choice("testCurve", state)}</div>`, { hidden: t("curves.title") })}</div>
      <table class="numbers">
        <thead>
          <tr>
            <td></td>
            <th scope="col"><span class="key train"></span>${t("curves.train", { count: data?.train.count ?? "" })}</th>
            <th scope="col"><span class="key test"></span>${t("curves.test", { count: data?.test.count ?? "" })}</th>
          </tr>
        </thead>
        <tbody>
          <tr><th scope="row">${term("loss", t("curves.loss"))}</th><td data-part="train-loss">${figure(snapshot?.train.loss)}</td><td data-part="test-loss">${figure(snapshot?.test.loss)}</td></tr>
          <tr>
            <th scope="row">${term(isShare ? "accuracy" : "r2", t(isShare ? "curves.accuracy" : "curves.r2"))}</th>
            <td data-part="train-metric">${metric(snapshot?.train.metric)}</td><td data-part="test-metric">${metric(snapshot?.test.metric)}</td>
          </tr>
          ${isShare ? "" : html`<tr><th scope="row">${t("curves.mae")}</th><td>${figure(snapshot?.train.mae)}</td><td>${figure(snapshot?.test.mae)}</td></tr>`}
        </tbody>
      </table>
      <div class="chart" role="img" tabindex="0" aria-label=${label} @pointermove=${point} @pointerleave=${leave} @keydown=${walk} @blur=${leave}>
        <canvas></canvas>
        <div class="chart-line" hidden></div>
        <div class="chart-marks"></div>
        <div class="chart-line now" hidden></div>
        <p class="readout" ?hidden=${epoch === null || state.history.length === 0}>${readout(state)}</p>
      </div>
      ${scrubber(state)}`;
  }

  /** @param {State} state */
  function picture(state) {
    const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas"));
    const { clientWidth: width, clientHeight: height } = canvas;
    const { history, pale, snapshot, data, theme, t } = state;
    const now = [width, height, devicePixelRatio, options, history, pale, data, theme, t];
    if (width > 0 && now.some((one, index) => one !== painted[index])) {
      painted = now;
      pixelRatio = devicePixelRatio;
      canvas.width = Math.round(width * pixelRatio);
      canvas.height = Math.round(height * pixelRatio);
      plot = core.drawCurves(canvas, history, pale, chartOptions(state, height));
    }
    if (plot) drawMarks(/** @type {HTMLElement} */ (element.querySelector(".chart-marks")), state, plot, pixelRatio);
    placeLine(".chart-line", epoch === null || history.length === 0 ? null : nearestRow(history, epoch)[0]);
    placeLine(".now", snapshot && snapshot.step < snapshot.furthest ? snapshot.epoch : null);
    if (plot) {
      const scrub = /** @type {HTMLElement} */ (element.querySelector(".moment"));
      // A pale curve may go further than the run does.
      const isShorter = snapshot && snapshot.step > 0 && snapshot.step === snapshot.furthest && snapshot.epoch < plot.high;
      scrub.style.setProperty("--from", `${plot.left / pixelRatio}px`);
      scrub.style.setProperty("--to", `${width - placeOf(isShorter ? snapshot.epoch : plot.high, plot)}px`);
      scrub.style.setProperty("--under", `${height - plot.bottom / pixelRatio}px`);
    }
  }

  const stage = createStage(element, {
    name: "curves", wants: ["history", "evaluation"], run, needs: /** @type {const} */ (["history", "pale", "marks", "snapshot", "data", "theme", "t"]), signal, picture,
    words: (/** @type {State} */ state) => render(template(state), element),
  });
  return { needs: stage.needs, draw: stage.draw, set };
}
