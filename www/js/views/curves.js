// Loss and metric over the epochs, with the figures of this moment above.

import { html, render } from "lit-html";
import { chartColours } from "../colours.js";
import { readable } from "../controls.js";

/** @typedef {import("../protocol.js").State} State */
/** @typedef {import("../protocol.js").Display} Display */

const rowLength = 5;
const chartHeight = 250;

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

/** @param {HTMLElement} element @param {import("../protocol.js").Actions} actions @param {import("../lab.js").Lab} lab */
export function mount(element, actions, lab) {
  /** @type {State | null} */
  let last = null;
  let width = 0;
  let pixelRatio = 0;
  /** @type {{ left: number, right: number, low: number, high: number } | null} */
  let plot = null;
  /** Epoch under the pointer, or chosen by keyboard. @type {number | null} */
  let epoch = null;

  new ResizeObserver(() => last && draw(last)).observe(element);

  /** @param {State} state */
  function options({ display, data, theme, t }) {
    const isShare = !data || !data.problem.includes("regression");
    return {
      log: display.logLoss, smooth: display.smooth, metric: display.metricCurve, metricIsShare: isShare,
      scale: pixelRatio, ...chartColours[theme],
      words: { loss: t("curves.loss"), metric: t(isShare ? "curves.accuracy" : "curves.r2"), epoch: t("curves.epoch") },
    };
  }

  /** @param {State} state */
  function readout({ history, t }) {
    if (epoch === null || history.length === 0) return t("curves.readout_hint");
    const [at, trainLoss, testLoss, trainMetric, testMetric] = nearestRow(history, epoch);
    return t("curves.readout", {
      epoch: readable(at), trainLoss: figure(trainLoss), testLoss: figure(testLoss),
      trainMetric: figure(trainMetric), testMetric: figure(testMetric),
    });
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function point(event) {
    if (!plot || !last) return;
    const x = (event.clientX - event.currentTarget.getBoundingClientRect().left) * pixelRatio;
    epoch = plot.low + ((x - plot.left) / (plot.right - plot.left)) * (plot.high - plot.low);
    draw(last);
  }

  /** @param {KeyboardEvent} event */
  function walk(event) {
    const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!way || !last || !plot) return;
    event.preventDefault();
    epoch = Math.min(plot.high, Math.max(plot.low, (epoch ?? plot.high) + (way * (plot.high - plot.low)) / 50));
    draw(last);
  }

  function leave() {
    epoch = null;
    if (last) draw(last);
  }

  /** @param {keyof Display} key @param {State} state */
  const choice = (key, { display, t }) => html`<label class="switch">
    <input type="checkbox" .checked=${Boolean(display[key])} @change=${(/** @type {any} */ { currentTarget }) => actions.display({ [key]: currentTarget.checked })} />
    ${t(`curves.${key}`)}
  </label>`;

  /** @param {State} state */
  function template(state) {
    const { snapshot, t, data } = state;
    const isShare = snapshot?.metricName !== "r2";
    const metric = isShare ? percent : figure;
    const label = t("curves.label", { trainLoss: figure(snapshot?.train.loss), testLoss: figure(snapshot?.test.loss) });
    return html`<h2>${t("curves.title")}</h2>
      <table class="figures">
        <thead>
          <tr>
            <td></td>
            <th scope="col"><span class="key train"></span>${t("curves.train", { count: data?.train.count ?? "" })}</th>
            <th scope="col"><span class="key test"></span>${t("curves.test", { count: data?.test.count ?? "" })}</th>
          </tr>
        </thead>
        <tbody>
          <tr><th scope="row">${t("curves.loss")}</th><td id="train-loss">${figure(snapshot?.train.loss)}</td><td id="test-loss">${figure(snapshot?.test.loss)}</td></tr>
          <tr>
            <th scope="row">${t(isShare ? "curves.accuracy" : "curves.r2")}</th>
            <td id="train-metric">${metric(snapshot?.train.metric)}</td><td id="test-metric">${metric(snapshot?.test.metric)}</td>
          </tr>
          ${isShare ? "" : html`<tr><th scope="row">${t("curves.mae")}</th><td>${figure(snapshot?.train.mae)}</td><td>${figure(snapshot?.test.mae)}</td></tr>`}
        </tbody>
      </table>
      <div class="chart" role="img" tabindex="0" aria-label=${label} @pointermove=${point} @pointerleave=${leave} @keydown=${walk} @blur=${leave}>
        <canvas .style=${`height:${chartHeight}px`}></canvas>
        <div class="chart-line" hidden></div>
      </div>
      <p class="readout">${readout(state)}</p>
      <div class="switches">${choice("logLoss", state)} ${choice("smooth", state)} ${choice("metricCurve", state)}</div>`;
  }

  /** @param {State} state */
  function draw(state) {
    const before = last;
    last = state;
    render(template(state), element);
    const canvas = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas"));
    const now = canvas.clientWidth;
    const same = before && now === width && pixelRatio === devicePixelRatio && ["history", "display", "theme", "language", "data"].every((key) => /** @type {any} */ (before)[key] === /** @type {any} */ (state)[key]);
    if (!same && now > 0) {
      width = now;
      pixelRatio = devicePixelRatio;
      canvas.width = Math.round(now * pixelRatio);
      canvas.height = Math.round(chartHeight * pixelRatio);
      plot = lab.drawCurves(canvas, state.history, options(state));
    }
    const line = /** @type {HTMLElement} */ (element.querySelector(".chart-line"));
    line.hidden = epoch === null || !plot || state.history.length === 0;
    if (!line.hidden && plot && epoch !== null) {
      const [at] = nearestRow(state.history, epoch);
      line.style.left = `${(plot.left + ((at - plot.low) / (plot.high - plot.low)) * (plot.right - plot.left)) / pixelRatio}px`;
    }
  }

  return { draw };
}
