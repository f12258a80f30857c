// Loss against steps, of all contestants; what is still to come is veiled.

import { html, render } from "lit-html";
import { chartColours } from "../../ui/colours.js";
import { createGate } from "../../ui/fingers.js";
import { readable } from "../../ui/controls.js";
import { look } from "./colours.js";
import { namesOf } from "../../model/race/kinds.js";
import { contestantsOf, placeAt } from "../../model/race/state.js";
import { canvasOf, prepare } from "../../ui/canvas.js";
import { drawBall } from "./map/overlay.js";
import { clamp } from "../../ui/clamp.js";
import { arrowOf } from "../../ui/keys.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */

const chartHeight = 250;

/** One closure, because the pointer, the playhead and the marks on the chart share its frame.
 * @param {HTMLElement} element @param {import("../../model/race/state.js").RaceActions} actions
 * @param {import("../../model/race/state.js").Tools} tools */
export function mount(element, actions, tools) {
  /** @type {RaceState | null} */
  let last = null;
  let [width, ratio] = [0, 0];
  /** @type {import("../../core/race_protocol.js").LossPlot | null} */
  let frame = null;
  /** Under the pointer. @type {number | null} */
  let at = null;
  const gate = createGate();
  /** Where the playhead was when it was pressed. */
  let stepBefore = 0;

  const view = { draw };
  // What has just come into view is drawn by the room.
  new ResizeObserver(() => width > 0 && canvasOf(element, ".lines").clientWidth !== width && tools.redraw(view)).observe(element);

  /** Pixels of the page from the left. @param {Pick<RaceState, "scene">} state @param {number} step */
  const toX = ({ scene }, step) => (frame ? (frame.left + (step / Math.max(1, scene.last)) * (frame.right - frame.left)) / ratio : 0);

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function point(event) {
    if (!frame || !last) return;
    const x = (event.clientX - event.currentTarget.getBoundingClientRect().left) * ratio;
    at = Math.round(clamp((x - frame.left) / (frame.right - frame.left), 0, 1) * last.scene.last);
    if (event.buttons === 1 && gate.move(event)) actions.seek(at);
    else draw(last);
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
    if (last) draw(last);
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    const way = arrowOf(event)?.x;
    if (!way || !last) return;
    event.preventDefault();
    actions.seek(last.step + way * Math.max(1, Math.round(last.scene.last / 100)));
  }

  /** @param {RaceState} state */
  function readout(state) {
    const { t, scene } = state;
    if (at === null) return t("losses.hint");
    const step = at;
    const contestants = contestantsOf(state);
    const names = state.network ? [...namesOf(contestants, t), t("network.own_run")] : namesOf(contestants, t);
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
    const height = loss - zero;
    const share = log ? Math.log(Math.max(height, low) / low) / Math.log(high / low) : (height - low) / (high - low);
    return (bottom - clamp(share, 0, 1) * (bottom - top)) / ratio;
  }

  /** Everyone's mark where the playhead is. @param {RaceState} state */
  function drawMarks({ scene, theme, step, chosen, display }) {
    const context = prepare(canvasOf(element, ".marks"), width, chartHeight);
    scene.lanes.forEach((lane, index) => {
      const { point, share } = placeAt(lane, step);
      if (!lane.shown || point < 0 || (lane.ended !== null && step >= lane.ended)) return;
      const loss = share === 0 ? lane.losses[point] : lane.losses[point] * (1 - share) + lane.losses[point + 1] * share;
      const y = toY(loss, display.logLoss);
      if (y !== null) drawBall(context, { x: toX({ scene }, step), y }, lane.colour, theme, { size: 0.7, chosen: index === chosen });
    });
  }

  /** @param {RaceState} state */
  function draw(state) {
    const before = last;
    last = state;
    const { t, scene, theme, display, computed, version } = state;
    render(
      html`<div class="card-head">
          <h2>${t("losses.title")}</h2>
          <label class="switch"><input type="checkbox" id="race-log" .checked=${display.logLoss} @change=${(/** @type {any} */ { currentTarget }) => actions.display({ logLoss: currentTarget.checked })} /> ${t("losses.log")}</label>
        </div>
        <div class="chart losses-chart" id="losses" role="img" tabindex="0" aria-label=${t("losses.label", { step: Math.floor(state.step) })}
          @pointerdown=${press} @pointermove=${point} @pointerup=${release} @pointercancel=${cancel} @pointerleave=${leave} @keydown=${key}>
          <canvas class="lines" .style=${`height:${chartHeight}px`}></canvas>
          <div class="veil"></div>
          <div class="chart-line"></div>
          <canvas class="marks" .style=${`height:${chartHeight}px`}></canvas>
        </div>
        <p class="readout">${readout(state)}</p>`,
      element,
    );
    const canvas = canvasOf(element, ".lines");
    const now = canvas.clientWidth;
    if (now === 0) return;
    const same =
      before && now === width && ratio === devicePixelRatio && before.scene.lanes === scene.lanes && before.theme === theme &&
      before.language === state.language && before.display === display && before.version === version && before.computed === computed;
    if (!same) {
      width = now;
      ratio = devicePixelRatio;
      canvas.width = Math.round(now * ratio);
      canvas.height = Math.round(chartHeight * ratio);
      const { ink, grid } = chartColours[theme];
      const lanes = scene.lanes.filter(({ shown }) => shown);
      frame = tools.lab.drawLosses(canvas, lanes, {
        scale: ratio, ink, grid, log: display.logLoss, until: scene.last, lowest: scene.lowest,
        lines: lanes.map(({ colour: index }) => {
          const { colour, dash } = look(theme, index);
          return { colour, dash };
        }),
        words: { loss: t(display.logLoss && scene.lowest !== null ? "losses.above_lowest" : "curves.loss"), step: t("losses.step") },
      });
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

  return view;
}
