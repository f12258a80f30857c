// The trails of all contestants on one canvas. Forward they grow; where they have to be drawn anew and are long, they
// are drawn coarsely at once and finely when nothing has moved for a moment, a few milliseconds a frame.

import { css } from "../../ui/colours.js";
import { halo, look } from "./colours.js";
import { placeAt } from "../../model/race/state.js";
import { createTrails } from "./trails.js";
import { contextOf, prepare } from "../../ui/canvas.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {Pick<Track, "scene" | "theme" | "previewing" | "step" | "computed">} Drawn */
/** @typedef {(lane: Track["scene"]["lanes"][number], point: number, into: { x: number, y: number }) => { x: number, y: number }} Place */

/** Points that are drawn anew within a frame without it being felt. */
const atOnce = 1000;
const stillMillis = 200;
const sliceMillis = 5;
const slicePoints = 60;

/** @param {{ width: number, casing: number }} size of a trail, in pixels of the page */
export function createTrailLayer(size, { signal } = /** @type {{ signal?: AbortSignal }} */ ({})) {
  let trails = createTrails(size);
  let timer = 0;
  let frame = 0;

  function stop() {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  }
  signal?.addEventListener("abort", stop, { once: true });

  /** @param {CanvasRenderingContext2D} context @param {import("./trails.js").Trails} onto @param {Drawn} state
   * @param {number} index @param {number} goal @param {Place} place @param {number} [most] */
  function extend(context, onto, { scene, theme, previewing }, index, goal, place, most) {
    const lane = scene.lanes[index];
    const { colour, dash } = look(theme, lane.colour);
    const looks = { colour: css(colour), dash, halo: halo[theme], alpha: previewing ? 0.75 : 1 };
    onto.extend(context, index, goal, (point, into) => place(lane, point, into), looks, most);
  }

  /** Draws finely beside the canvas, and puts it there when it is done.
   * @param {HTMLCanvasElement} canvas @param {Drawn} state @param {number[]} goals @param {Place} place */
  function refine(canvas, state, goals, place) {
    if (canvas.clientWidth === 0) return;
    const aside = document.createElement("canvas");
    const context = prepare(aside, canvas.clientWidth, canvas.clientHeight);
    const fine = createTrails(size);
    let lane = 0;
    const slice = () => {
      const start = performance.now();
      while (lane < goals.length && performance.now() - start < sliceMillis) {
        extend(context, fine, state, lane, Math.min(goals[lane], fine.drawn(lane) + slicePoints), place);
        if (fine.drawn(lane) >= goals[lane]) lane += 1;
      }
      if (lane < goals.length) {
        frame = requestAnimationFrame(slice);
        return;
      }
      const visible = prepare(canvas, canvas.clientWidth, canvas.clientHeight);
      visible.setTransform(1, 0, 0, 1, 0, 0);
      visible.drawImage(aside, 0, 0);
      visible.setTransform(context.getTransform());
      trails = fine;
    };
    slice();
  }

  return {
    /** @param {HTMLCanvasElement} canvas @param {Drawn} state @param {boolean} anew @param {Place} place */
    draw(canvas, state, anew, place) {
      const { scene, step, previewing, computed } = state;
      const goals = scene.lanes.map((lane) => (lane.shown ? placeAt(lane, previewing ? computed : step).point : -1));
      const back = anew || goals.some((goal, index) => goal < trails.drawn(index));
      if (!back && goals.every((goal, index) => goal === trails.drawn(index))) return;
      stop();
      const [width, height] = [canvas.clientWidth, canvas.clientHeight];
      if (width === 0) return;
      const context = back ? prepare(canvas, width, height) : contextOf(canvas);
      if (back) trails = createTrails(size);
      const points = goals.reduce((sum, goal, index) => sum + Math.max(0, goal - trails.drawn(index)), 0);
      const most = points > atOnce ? atOnce / goals.length : undefined;
      goals.forEach((goal, index) => extend(context, trails, state, index, goal, place, most));
      if (most) timer = setTimeout(() => refine(canvas, state, goals, place), stillMillis);
    },
  };
}
