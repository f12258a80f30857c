// Series: the past, what the network says of the future, and the plain rule it has to beat.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { needs, wants } from "./needs.js";
import { createLive, shapeOf } from "../../model/live.js";
import { story } from "./pictures.js";
import { frame, prepare } from "./plot.js";

/** @typedef {import("../../model/state.js").State} State */

const ahead = 60;
const spans = [120, 300, Infinity];
/** By how much of the rule's error the network must be better to be called better. */
const margin = 0.05;

/** What the network and the rule get wrong on average, in the series' own unit. @param {State} state */
function errors({ data, snapshot }) {
  const deviation = data?.targets[0].column.deviation ?? 1;
  const own = snapshot?.test.mae ?? null;
  const rule = data?.series?.baseline.test.mae ?? null;
  return { own: own === null ? null : own * deviation, rule: rule === null ? null : rule * deviation };
}

/** Whether the network is better than the rule. @param {State} state */
function comparison(state) {
  const { t, experiment } = state;
  const { own, rule } = errors(state);
  if (own === null || rule === null) return nothing;
  const isWalk = experiment.data.dataset === "series" && experiment.data.series === "price_walk";
  const better = own < rule * (1 - margin);
  const most = Math.max(own, rule, 1e-9);
  const bar = (/** @type {string} */ name, /** @type {number} */ value, /** @type {string} */ kind) => html`<div class="bar-row ${kind}"><span class="bar-name">${name}</span>
    <span class="bar-track"><i .style=${`width:${((100 * value) / most).toFixed(1)}%`}></i></span><span class="bar-share">${value.toPrecision(3)}</span></div>`;
  return html`<div class="series-compare">
    <h3>${t("task.series.error")}</h3>
    <div class="bars wide">${bar(t("task.series.network"), own, "best")} ${bar(t("task.series.naive"), rule, "rule")}</div>
    <p class="${better ? "hint" : "advice"}" data-part="series-verdict">${t(better ? "task.series.better" : isWalk ? "task.series.walk" : "task.series.not_yet", { times: (rule / own).toFixed(1) })}</p>
  </div>`;
}

/** The past from `span` days ago, and what is said of it and of the future.
 * @param {NonNullable<ReturnType<typeof prepare>>} place @param {NonNullable<NonNullable<State["data"]>["series"]>} series
 * @param {{ span: number, horizon: number, future: Float64Array | null, outputs: import("../../core/protocol.js").Outputs | null, t: State["t"] }} shown */
function drawSeries(place, { values, border }, { span, horizon, future, outputs, t }) {
  const first = Math.max(0, values.length - span);
  const past = values.subarray(first);
  let [low, high] = [Math.min(...past), Math.max(...past)];
  const room = 0.15 * (high - low || 1);
  [low, high] = [low - room, high + room];
  const { context, colour } = place;
  const { toX, toY, left, top, across, down } = frame(place, { low: first, high: values.length + ahead, label: t("task.series.day") }, { low, high, label: t("axis.value") });
  context.save();
  context.beginPath();
  context.rect(left, top, across, down);
  context.clip();
  /** Words right of a day, or as far left as they need to end in the frame. @param {string} words @param {number} day @param {number} line */
  const write = (words, day, line) => {
    context.fillStyle = colour("ink-soft");
    context.textAlign = "left";
    context.fillText(words, Math.min(toX(day), left + across - 8 - context.measureText(words).width) + 4, top + 12 + 14 * line);
  };
  const today = values.length - 1;
  context.fillStyle = colour("accent-soft");
  context.fillRect(toX(today), top, left + across - toX(today), down);
  if (border > first) {
    context.strokeStyle = colour("line-strong");
    context.setLineDash([2, 3]);
    context.strokeRect(toX(border), top - 1, 0, down + 2);
    context.setLineDash([]);
    write(t("task.series.border"), border, 1);
  }
  write(t("task.series.future"), today, 0);
  /** @param {[number, number][]} points @param {string} stroke @param {number} width @param {number[]} [dash] */
  const line = (points, stroke, width, dash = []) => {
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.beginPath();
    for (const [x, y] of points) context.lineTo(toX(x), toY(y));
    context.stroke();
    context.setLineDash([]);
  };
  line([...past].map((value, index) => [first + index, value]), colour("ink"), 1.6);
  const said = outputs?.answer;
  if (outputs && said && outputs.count > 0) {
    // What was said one day before, for every day that was kept for testing.
    const start = values.length - outputs.count - horizon + 1;
    line(Array.from({ length: outputs.count }, (_, index) => [start + index, said[index]]), colour("positive"), 1.8);
  }
  line([[today, values[today]], [today + ahead, values[today]]], colour("ink-soft"), 2, [3, 4]);
  if (future) line([[today, values[today]], ...[...future].map((value, index) => /** @type {[number, number]} */ ([today + 1 + index, value]))], colour("negative"), 2.6);
  context.restore();
}

/** @type {import("./needs.js").CreateTask} */
export function createFigure(element, { run, actions, signal }) {
  let span = spans[0];
  const stage = createStage(element, { name: "series", needs, wants, run, signal, words, picture });
  const live = createLive(actions, stage.redraw, signal);

  /** @param {State} state */
  function template(state) {
    const { t, experiment } = state;
    const { window, horizon } = /** @type {any} */ (experiment.data);
    return html`${story("series", t)}
      <p>${t("task.series.asks", { window, horizon })}</p>
      <div class="filters" role="group" aria-label=${t("task.series.span")}>
        ${spans.map((one) => html`<button class="small" aria-pressed=${one === span} @click=${() => ((span = one), stage.redraw())}>${one === Infinity ? t("task.series.everything") : t("task.series.last", { count: one })}</button>`)}
      </div>
      <canvas class="series-plot" role="img" aria-label=${t("task.series.picture")}></canvas>
      <div class="legend">
        <span class="key-entry"><i class="line known"></i>${t("task.series.known")}</span>
        <span class="key-entry"><i class="line said"></i>${t("task.series.said")}</span>
        <span class="key-entry"><i class="line ahead"></i>${t("task.series.ahead")}</span>
        <span class="key-entry"><i class="line naive"></i>${t("task.series.naive")}</span>
      </div>
      ${comparison(state)}`;
  }

  /** @param {State} state */
  function picture(state) {
    const { data, experiment, snapshot, t } = state;
    const series = data?.series;
    if (element.hidden || !data || !series || experiment.data.dataset !== "series") return;
    const scope = shapeOf(state);
    const future = /** @type {Float64Array | null} */ (live("forecast", { type: "forecast", steps: ahead }, [snapshot], scope)?.values ?? null);
    const outputs = live("outputs", { type: "outputs", set: "test", head: 0, most: 5000 }, [snapshot], scope)?.outputs;
    const canvas = /** @type {HTMLCanvasElement | null} */ (element.querySelector(".series-plot"));
    const place = prepare(canvas, canvas?.clientHeight ?? 0);
    if (place) drawSeries(place, series, { span, horizon: experiment.data.horizon, future, outputs: outputs ?? null, t });
  }

  /** @param {State} state */
  function words(state) {
    const { data, looked, experiment, t } = state;
    if (element.hidden || data?.task !== "series" || !data.series || experiment.data.dataset !== "series") return;
    if (!looked) {
      const { mean, deviation } = data.targets[0].column;
      const window = data.inputs[0].shape[0];
      const inputs = [[...data.series.values.slice(-window)].map((value) => (deviation ? (value - mean) / deviation : 0))];
      actions.look({ inputs, name: t("task.series.today") });
    }
    render(template(state), element);
  }

  return { needs, draw: stage.draw, set() {} };
}
