// Loss against steps, of all contestants; what is still to come is veiled.

import { html, render } from "lit-html";
import { chartColours } from "../../ui/colours.js";
import { createGate } from "../../ui/fingers.js";
import { readable } from "../../ui/controls.js";
import { look } from "../race/colours.js";
import { laneNames, placeAt } from "../../model/race/state.js";
import { canvasOf, prepare } from "../../ui/canvas.js";
import { createStage } from "../stage.js";
import { drawBall } from "../race/overlay.js";
import { clamp } from "../../ui/clamp.js";
import { arrowOf } from "../../ui/keys.js";

/** @typedef {import("../../model/race/state.js").Track} Track */

/** A lower chart has no room for what its heights are called. */
const leastForTitle = 160;

/** What of a race, or of the runs of a network, it shows. */
const needs = /** @type {const} */ (["scene", "version", "computed", "step", "playing", "previewing", "chosen", "contestants", "kind", "theme", "language", "t"]);

/** @typedef {Pick<Track, (typeof needs)[number]>} State */

/** Whether heights are logarithmic. @typedef {{ logLoss: boolean }} Options */

/** One closure, because the pointer, the playhead and the marks on the chart share its frame.
 * @param {HTMLElement} element
 * @param {Pick<import("../stage.js").Context<Options>, "signal" | "options" | "optionsChanged"> & {
 *   lab: Pick<import("../../core/race_lab.js").RaceLab, "drawLosses">, actions: Pick<import("../../model/race/state.js").TrackActions, "seek">,
 * }} context @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { lab, actions, signal, options: given, optionsChanged }) {
  /** @type {Options} */
  let options = { logLoss: true, ...given };
  /** The state that is drawn, and how. @type {(State & { options: Options }) | null} */
  let drawn = null;
  /** @type {State | null} */
  let last = null;
  let [width, height, ratio] = [0, 0, 0];
  /** @type {import("../../core/race_protocol.js").LossPlot | null} */
  let frame = null;
  /** Under the pointer. @type {number | null} */
  let at = null;
  const gate = createGate();
  /** Where the playhead was when it was pressed. */
  let stepBefore = 0;

  /** Pixels of the page from the left. @param {Pick<Track, "scene">} state @param {number} step */
  const toX = ({ scene }, step) => (frame ? (frame.left + (step / Math.max(1, scene.last)) * (frame.right - frame.left)) / ratio : 0);

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function point(event) {
    if (!frame || !last) return;
    const x = (event.clientX - event.currentTarget.getBoundingClientRect().left) * ratio;
    at = Math.round(clamp((x - frame.left) / (frame.right - frame.left), 0, 1) * last.scene.last);
    if (event.buttons === 1 && gate.move(event)) actions.seek(at);
    else stage.redraw();
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function press(event) {
    stepBefore = last?.step ?? 0;
    const counts = gate.press(event);
    if (counts) event.currentTarget.setPointerCapture(event.pointerId);
    point(event);
    if (counts && at !== null) actions.seek(at);
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function release(event) {
    if (gate.release(event) && at !== null) actions.seek(at);
  }

  function cancel() {
    gate.cancel();
    if (last && last.step !== stepBefore && !last.playing) actions.seek(stepBefore);
    leave();
  }

  function leave() {
    at = null;
    stage.redraw();
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const way = arrowOf(event)?.x;
    if (!way || !last) return;
    event.preventDefault();
    actions.seek(last.step + way * Math.max(1, Math.round(last.scene.last / 100)));
  }

  /** @param {State} state */
  function readout(state) {
    const { t, scene } = state;
    if (at === null) return t("losses.hint");
    const step = at;
    const names = laneNames(state, t);
    const losses = scene.lanes.flatMap((lane, index) => {
      const loss = lane.losses[placeAt(lane, step).point];
      return lane.shown && Number.isFinite(loss) ? [`${names[index]} ${readable(loss)}`] : [];
    });
    return `${t("race.step_count")} ${step}: ${losses.join(", ")}`;
  }

  /** Pixels of the page from the top; null off the chart. @param {number} loss @param {boolean} log */
  function toY(loss, log) {
    if (!frame || !Number.isFinite(loss)) return null;
    const { top, bottom, low, high, zero } = frame;
    const above = loss - zero;
    const share = log ? Math.log(Math.max(above, low) / low) / Math.log(high / low) : (above - low) / (high - low);
    return (bottom - clamp(share, 0, 1) * (bottom - top)) / ratio;
  }

  /** Everyone's mark where the playhead is. @param {State} state */
  function drawMarks({ scene, theme, step, chosen }) {
    const context = prepare(canvasOf(element, ".marks"), width, height);
    scene.lanes.forEach((lane, index) => {
      const { point, share } = placeAt(lane, step);
      if (!lane.shown || point < 0 || (lane.ended !== null && step >= lane.ended)) return;
      const loss = share === 0 ? lane.losses[point] : lane.losses[point] * (1 - share) + lane.losses[point + 1] * share;
      const y = toY(loss, options.logLoss);
      if (y !== null) drawBall(context, { x: toX({ scene }, step), y }, lane.colour, theme, { size: 0.7, chosen: index === chosen });
    });
  }

  /** @param {State} state */
  function words(state) {
    last = state;
    const { t } = state;
    const choose = (/** @type {any} */ { currentTarget }) => change({ logLoss: currentTarget.checked }, true);
    render(
      html`<div class="card-head">
          <h2>${t("losses.title")}</h2>
          <label class="switch"><input type="checkbox" .checked=${options.logLoss} @change=${choose} /> ${t("losses.log")}</label>
        </div>
        <div class="chart losses-chart" role="img" tabindex="0" aria-label=${t("losses.label", { step: Math.floor(state.step) })}
          @pointerdown=${press} @pointermove=${point} @pointerup=${release} @pointercancel=${cancel} @pointerleave=${leave} @keydown=${key}>
          <canvas class="lines" ></canvas>
          <div class="veil"></div>
          <div class="chart-line"></div>
          <canvas class="marks" ></canvas>
        </div>
        <p class="readout">${readout(state)}</p>`,
      element,
    );
  }

  /** The lines and their axes. @param {State} state @param {HTMLCanvasElement} canvas */
  function drawLines({ t, scene, theme }, canvas) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const { ink, grid } = chartColours[theme];
    const lanes = scene.lanes.filter(({ shown }) => shown);
    frame = lab.drawLosses(canvas, lanes, {
      scale: ratio, ink, grid, log: options.logLoss, until: scene.last, lowest: scene.lowest,
      lines: lanes.map(({ colour: index }) => {
        const { colour, dash } = look(theme, index);
        return { colour, dash };
      }),
      words: { loss: height < leastForTitle ? "" : t(options.logLoss && scene.lowest !== null ? "losses.above_lowest" : "curves.loss"), step: t("losses.step") },
    });
  }

  /** @param {State} state */
  function picture(state) {
    const before = drawn;
    const canvas = canvasOf(element, ".lines");
    const now = canvas.clientWidth;
    if (now === 0) return;
    drawn = { ...state, options };
    const { scene, theme, computed, version } = state;
    const same =
      before && now === width && canvas.clientHeight === height && ratio === devicePixelRatio && before.scene.lanes === scene.lanes && before.theme === theme &&
      before.language === state.language && before.options === options && before.version === version && before.computed === computed;
    if (!same) {
      width = now;
      height = canvas.clientHeight;
      ratio = devicePixelRatio;
      drawLines(state, canvas);
    }
    if (!frame) return;
    const veil = /** @type {HTMLElement} */ (element.querySelector(".veil"));
    const line = /** @type {HTMLElement} */ (element.querySelector(".chart-line"));
    const x = toX(state, state.step);
    line.style.left = `${x}px`;
    veil.hidden = state.previewing;
    drawMarks(state);
    Object.assign(veil.style, {
      left: `${x}px`, width: `${Math.max(0, frame.right / ratio - x)}px`, top: `${frame.top / ratio}px`, height: `${(frame.bottom - frame.top) / ratio}px`,
    });
  }

  const stage = createStage(element, { name: "losses", needs, signal, words, picture });

  /** @param {Partial<Options>} given @param {boolean} byPerson */
  function change(given, byPerson) {
    const next = { ...options, ...given };
    if (next.logLoss === options.logLoss) return;
    options = next;
    if (byPerson) optionsChanged?.(options);
    stage.redraw();
  }

  return { needs, draw: stage.draw, set: (given) => change(given, false) };
}
