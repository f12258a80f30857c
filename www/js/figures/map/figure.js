// The map: heights as colours and lines, trails and balls on it, and the start that one drops or drags.
// A surface in one dimension is a curve with balls.

import { html, nothing, render } from "lit-html";
import { chartColours, css } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { isSideways } from "../../ui/fingers.js";
import { arrowColour, arrowsOf, drawnLines, ownLines } from "../race/arrows.js";
import { contourColour, halo, look } from "../race/colours.js";
import { aspectOf, endedWords, placeAt, planeOn, positionAt, valueUnder } from "../../model/race/state.js";
import { canvasOf, contextOf, prepare } from "../../ui/canvas.js";
import { drawArrow, drawBall, drawCross, drawLabel, drawStart } from "../race/overlay.js";
import { basinPixels, heatPixels, layPixels } from "./surface.js";
import { createTrailLayer } from "../race/trail_layer.js";
import { createStage } from "../stage.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { tickText, ticks } from "../../ui/ticks.js";
import { clamp } from "../../ui/clamp.js";
import { arrowOf } from "../../ui/keys.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {ReturnType<typeof planeOn>} Plane */

const arrowReach = 84;
/** Between the arrows of a curve, in pixels. */
const arrowGap = 14;
const mostLabels = 3;
/** Lines are drawn when the surface has rested for so long. */
const restMillis = 160;
/** A pointer that moved less has not dragged, in pixels. */
const slop = 5;
/** Share of the domain that an arrow key moves the start by. */
const nudge = 0.02;

/** What of a race, or of the runs of a network, it shows. */
const needs = /** @type {const} */ (["kind", "contestants", "scene", "version", "computed", "step", "playing", "previewing", "chosen", "basin", "errors", "theme", "language", "t"]);

/** @typedef {Pick<Track, (typeof needs)[number]>} State */

/** How basins are coloured, and whether the next step's arrows are drawn.
 * @typedef {{ by: "minimum" | "steps", arrows: boolean }} Options */

/** What it asks of a race besides its state. `anatomy` is of the chosen contestant's next step.
 * @typedef {{
 *   lab: Pick<import("../../core/race_lab.js").RaceLab, "drawContour" | "drawProfile">,
 *   anatomy(state: State): import("../../core/race_protocol.js").Anatomy | null,
 * }} Asks */

/** One closure, because layers of the map are drawn when they have to be: what each shows is one state, which the pointer changes, too.
 * @param {HTMLElement} element
 * @param {Pick<import("../stage.js").Context<Options>, "signal" | "options"> & { actions: Pick<import("../../model/race/state.js").RaceActions, "dropStart" | "nudgeStart" | "refuse" | "reset"> } & Asks} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { lab, anatomy: anatomyOf, actions, signal, options: given }) {
  /** @type {Options} */
  let options = { by: "minimum", arrows: true, ...given };
  /** The state that was drawn, and how. @type {(State & { options: Options }) | null} */
  let drawn = null;
  /** @type {State | null} */
  let last = null;
  let [width, height, ratio] = [0, 0, 0];
  /** @type {Plane | null} */
  let plane = null;
  const trails = createTrailLayer({ width: 2.4, casing: 1.1 }, { signal });
  /** Where the pointer went down, whether it has moved since, where the start was, and whether it may drag it any way at once.
   * @type {{ x: number, y: number, moved: boolean, start: number[], may: boolean } | null} */
  let press = null;
  /** When the ground was drawn last, and when its lines are due. */
  let [groundAt, linesTimer] = [-Infinity, 0];
  /** What is left to draw of the ground. @type {Iterator<unknown> | null} */
  let unfinished = null;
  /** Under the pointer. @type {number[] | null} */
  let under = null;

  signal.addEventListener("abort", () => clearTimeout(linesTimer), { once: true });

  /** @param {PointerEvent} event @returns {number[]} */
  function placeOf(event) {
    const box = canvasOf(element, ".balls").getBoundingClientRect();
    const [domainX, domainY] = last?.scene.domain ?? [[-1, 1], [-1, 1]];
    const within = ([low, high] = [-1, 1], value = 0) => clamp(value, low, high);
    const x = within(domainX, plane?.fromX(event.clientX - box.left));
    return last?.scene.dimensions === 1 ? [x] : [x, within(domainY, plane?.fromY(event.clientY - box.top))];
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function down(event) {
    if (!last?.scene.start || event.button !== 0) return;
    const onHandle = /** @type {Element} */ (event.target).matches(".start-handle");
    press = { x: event.clientX, y: event.clientY, moved: false, start: last.scene.start, may: event.pointerType !== "touch" || onHandle };
    if (press.may) event.currentTarget.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    under = placeOf(event);
    // A finger beside the start has to move sideways first: up and down it scrolls.
    if (press && (press.moved || (press.may ? Math.hypot(event.clientX - press.x, event.clientY - press.y) > slop : isSideways(press, event)))) {
      press.moved = true;
      actions.dropStart(under, "drag");
    } else stage.redraw();
  }

  /** @param {PointerEvent} event */
  function up(event) {
    if (!press) return;
    const { moved, may } = press;
    const still = Math.hypot(event.clientX - press.x, event.clientY - press.y) <= slop;
    press = null;
    if ((moved && last?.playing) || (!moved && !may && !still)) return;
    actions.dropStart(placeOf(event), "drop");
  }

  function cancel() {
    const taken = press;
    press = null;
    under = null;
    if (taken?.moved) actions.dropStart(taken.start, "move");
    if (last?.previewing) actions.reset();
  }

  function leave() {
    under = null;
    stage.redraw();
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (!last?.scene.start) return;
    const way = arrowOf(event);
    if (way) actions.nudgeStart([way.x * nudge, -way.y * nudge]);
    else if (event.key === "Enter") actions.dropStart(last.scene.start, "drop");
    else return;
    event.preventDefault();
  }

  /** What the picture shows, for those who do not see it. @param {State} state */
  function label({ t, scene, step, kind }) {
    const shown = scene.lanes.filter((lane) => lane.shown);
    const losses = shown.map((lane) => lane.losses[Math.max(0, placeAt(lane, step).point)]).filter(Number.isFinite);
    const words = { count: shown.length, step: Math.floor(step), best: losses.length ? readable(Math.min(...losses)) : "–" };
    return t(kind === "landscape" ? "map.label_network" : scene.dimensions === 1 ? "map.label_curve" : "map.label", words);
  }

  /** @param {State} state */
  function readout({ t, scene, kind }) {
    if (!under || !scene.grid) return kind === "landscape" ? t("map.hint_network") : [...(scene.start ? [t("map.hint")] : []), ...(scene.minima.length ? [t("map.minima")] : [])].join(" ");
    const value = valueUnder(scene.grid, under);
    const place = under.map((at, axis) => `${scene.labels[axis] || ["α", "β"][axis]} = ${at.toFixed(2)}`).join(", ");
    return `${place} → ${Number.isFinite(value) ? readable(value) : "–"}`;
  }

  /** @param {State} state */
  function template(state) {
    const { scene, t } = state;
    return html`<h2 class="visually-hidden">${t("map.title")}</h2>
      <div class="picture ${scene.start ? "droppable" : ""}" .style=${`--aspect:${aspectOf(scene)}`} role="img" tabindex="0" aria-label=${label(state)}
        @pointerdown=${down} @pointermove=${move} @pointerup=${up} @pointercancel=${cancel} @pointerleave=${leave} @keydown=${key}>
        <canvas class="heat"></canvas><canvas class="contours"></canvas><canvas class="trails"></canvas><canvas class="balls"></canvas>
        ${scene.start ? html`<div class="start-handle" title=${t("map.start")}></div>` : nothing}
      </div>
      ${scene.start ? html`<div class="start-boxes">${scene.start.map((value, axis) => startBox(state, value, axis))}</div>` : nothing}
      <p class="readout" title=${readout(state)}>${readout(state)}</p>`;
  }

  /** One coordinate of the start, to be typed. @param {State} state @param {number} value @param {number} axis */
  function startBox({ scene, errors, t }, value, axis) {
    const name = "xy"[axis];
    const [low, high] = scene.domain[axis];
    const box = {
      id: `${stage.scope}-start-${name}`, part: `start-${name}`, field: `start.${axis}`, value, takes: { low, high }, errors, refuse: actions.refuse, className: "typed",
      set: (/** @type {number} */ next) => actions.dropStart((last?.scene.start ?? []).map((one, index) => (index === axis ? next : one)), "move"),
    };
    return html`<label for=${box.id}>${t("map.start_at", { axis: name })}</label> ${numberBox(box)} ${boxError(box, t)}`;
  }

  /** What lines are drawn with. @param {State} state */
  function lineOptions({ scene, theme }) {
    const { ink, grid } = chartColours[theme];
    const lowest = scene.minima.filter(({ global }) => global).length;
    return { scale: ratio, ink, grid, line: contourColour[theme], marks: look(theme, 4).colour, labels: scene.labels, lowest };
  }

  /** Where the plane lies; the curve is drawn with it. @param {State} state */
  function layPlane(state) {
    const { scene } = state;
    const { grid } = scene;
    const canvas = canvasOf(element, ".contours");
    prepare(canvas, width, height);
    plane = null;
    if (!grid) return;
    const options = lineOptions(state);
    if (scene.dimensions === 1) {
      const frame = lab.drawProfile(canvas, grid, { ...options, minima: scene.minima.map(({ position }) => position[0]) });
      const inner = planeOn([scene.domain[0], [frame.low, frame.high]], (frame.right - frame.left) / ratio, (frame.bottom - frame.top) / ratio);
      const [left, top] = [frame.left / ratio, frame.top / ratio];
      plane = {
        toX: (x) => left + inner.toX(x), toY: (y) => top + inner.toY(y),
        fromX: (pixel) => inner.fromX(pixel - left), fromY: (pixel) => inner.fromY(pixel - top),
      };
      smooth(grid, state.theme, frame);
      return;
    }
    plane = planeOn(scene.domain, width, height);
  }

  /** The curve once more, by the browser, which smooths its edge. @param {import("../../core/race_protocol.js").Grid} grid
   * @param {State["theme"]} theme @param {{ low: number, high: number }} frame */
  function smooth({ values, domain }, theme, { low, high }) {
    if (!plane) return;
    const [left, right] = domain[0];
    const context = contextOf(canvasOf(element, ".contours"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.beginPath();
    let isDrawing = false;
    for (const [index, value] of values.entries()) {
      const isInside = value >= low && value <= high;
      if (isInside) context[isDrawing ? "lineTo" : "moveTo"](plane.toX(left + ((index + 0.5) / values.length) * (right - left)), plane.toY(value));
      isDrawing = isInside;
    }
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = css(contourColour[theme]);
    context.stroke();
  }

  /** The tangent of a curve where the ball is, half as long each way as the longest arrow. @param {CanvasRenderingContext2D} context
   * @param {{ x: number, y: number }} at in pixels @param {number} slope in pixels, downwards @param {State["theme"]} theme */
  function drawTangent(context, at, slope, theme) {
    if (!Number.isFinite(slope)) return;
    const [dx, dy] = [1, slope].map((part) => (part * arrowReach * 0.75) / Math.hypot(1, slope));
    context.save();
    context.setLineDash([5, 4]);
    context.lineWidth = 1.8;
    context.strokeStyle = css(chartColours[theme].ink);
    context.beginPath();
    context.moveTo(at.x - dx, at.y - dy);
    context.lineTo(at.x + dx, at.y + dy);
    context.stroke();
    context.restore();
  }

  /** Lines of equal height. @param {State} state */
  function drawLines(state) {
    const { grid, dimensions, minima } = state.scene;
    if (!grid || dimensions === 1) return;
    const positions = minima.map(({ position }) => /** @type {[number, number]} */ ([position[0], position[1]]));
    lab.drawContour(canvasOf(element, ".contours"), grid, { ...lineOptions(state), axes: false, minima: positions });
  }

  /** The ground in parts: colours, then lines. @param {State} state @param {boolean} hurried without lines */
  function* groundOf(state, hurried) {
    drawHeat(state);
    if (!hurried) {
      yield;
      drawLines(state);
    }
    drawAxes(state);
    unfinished = null;
  }

  /** Numbers and names along the left and the lower edge, on the map itself. @param {State} state */
  function drawAxes({ scene, theme }) {
    if (!plane || scene.dimensions === 1) return;
    const { toX, toY } = plane;
    const context = contextOf(canvasOf(element, ".heat"));
    const [across, up] = scene.domain;
    context.font = "600 11px system-ui, sans-serif";
    context.lineJoin = "round";
    const write = (/** @type {string} */ text, /** @type {number} */ x, /** @type {number} */ y) => {
      context.lineWidth = 3;
      context.strokeStyle = halo[theme];
      context.strokeText(text, x, y);
      context.fillStyle = css(chartColours[theme].ink);
      context.fillText(text, x, y);
    };
    context.textAlign = "center";
    for (const tick of ticks(across[0], across[1], 5)) {
      const x = toX(tick);
      if (x > 30 && x < width - 28) write(tickText(tick, { low: across[0], high: across[1] }), x, height - 6);
    }
    write(scene.labels[0], width - 12, height - 6);
    context.textAlign = "left";
    for (const tick of ticks(up[0], up[1], 5)) {
      const y = toY(tick);
      if (y > 28 && y < height - 24) write(tickText(tick, { low: up[0], high: up[1] }), 5, y + 4);
    }
    write(scene.labels[1], 5, 14);
  }

  /** Heights as colours, or where every start ends up. @param {State} state */
  function drawHeat({ scene, theme, basin }) {
    const context = prepare(canvasOf(element, ".heat"), width, height);
    const { grid } = scene;
    if (!grid || scene.dimensions === 1) return;
    const found = basin?.picture;
    if (found) layPixels(context, basinPixels(found, theme, options.by), found.width, found.height, width, height, false);
    else layPixels(context, heatPixels(grid, theme), grid.width, grid.height, width, height, true);
  }

  /** @param {State} state @param {boolean} anew */
  function drawTrails(state, anew) {
    if (!plane) return void prepare(canvasOf(element, ".trails"), width, height);
    const { toX, toY } = plane;
    const { dimensions } = state.scene;
    trails.draw(canvasOf(element, ".trails"), state, anew, ({ points, losses }, point, into) => {
      into.x = toX(points[point * dimensions]);
      into.y = toY(dimensions === 2 ? points[point * 2 + 1] : losses[point]);
      return into;
    });
  }

  /** Balls, the last part of a step under way, the start, and where some left. @param {State} state */
  function drawBalls(state) {
    const { scene, theme, step, chosen, t, previewing } = state;
    const context = prepare(canvasOf(element, ".balls"), width, height);
    if (!plane) return;
    const { toX, toY } = plane;
    const { dimensions } = scene;
    const on = (/** @type {{ x: number, y: number }} */ at) => ({ x: toX(at.x), y: toY(at.y) });
    const ink = css(chartColours[theme].ink);
    if (scene.start) {
      const [lane] = scene.lanes;
      const y = dimensions === 2 ? scene.start[1] : (lane?.losses[0] ?? 0);
      drawStart(context, on({ x: scene.start[0], y }), theme === "light" ? "#1b1e24" : "#f0f1f4", theme);
    }
    if (options.arrows && !state.playing && !previewing) drawArrows(context, state);
    const order = [...scene.lanes.keys()].filter((index) => scene.lanes[index].shown).sort((a, b) => Number(a === chosen) - Number(b === chosen));
    /** @type {{ index: number, text: string, at: { x: number, y: number } }[]} */
    const labels = [];
    for (const index of order) {
      const lane = scene.lanes[index];
      const at = positionAt(lane, dimensions, step);
      if (!at) continue;
      const place = on(at);
      const { point, share } = placeAt(lane, step);
      if (share > 0) {
        const before = on({ x: lane.points[point * dimensions], y: dimensions === 2 ? lane.points[point * 2 + 1] : lane.losses[point] });
        context.beginPath();
        context.moveTo(before.x, before.y);
        context.lineTo(place.x, place.y);
        context.lineWidth = 2.4;
        context.strokeStyle = css(look(theme, lane.colour).colour);
        context.stroke();
      }
      if (lane.ended !== null && step >= lane.ended) {
        const edge = { x: clamp(place.x, 9, width - 9), y: clamp(place.y, 9, height - 9) };
        drawCross(context, edge, lane.colour, theme);
        labels.push({ index, text: endedWords(lane, t), at: edge });
      } else drawBall(context, place, lane.colour, theme, { chosen: index === chosen });
    }
    // Many labels would hide the map; the list of contestants has them all.
    const said = labels.length > mostLabels ? labels.filter(({ index }) => index === chosen) : labels;
    for (const [row, { text, at }] of said.entries()) {
      drawLabel(context, text, { x: at.x, y: at.y + 12 + 22 * row }, { width, height, ink, plate: halo[theme] });
    }
  }

  /** The anatomy of the chosen contestant's next step. @param {CanvasRenderingContext2D} context @param {State} state */
  function drawArrows(context, state) {
    const { scene, theme, chosen } = state;
    const anatomy = anatomyOf(state);
    if (!plane || !anatomy) return;
    const { toX, toY } = plane;
    const flat = scene.dimensions === 1;
    const lengthOf = (/** @type {number[]} */ [x, y]) => Math.hypot(toX(x) - toX(0), flat ? 0 : toY(y) - toY(0));
    const colour = state.contestants[chosen]?.colour ?? 0;
    const drawn = drawnLines(anatomy);
    const arrows = arrowsOf(anatomy, lengthOf, arrowReach);
    if (flat) {
      const ball = { x: toX(anatomy.before[0]), y: toY(anatomy.lossBefore) };
      const perPixel = (toY(1) - toY(0)) / (toX(1) - toX(0));
      drawTangent(context, ball, anatomy.gradient[0] * perPixel, theme);
      context.lineWidth = 1.5;
      context.strokeStyle = css(chartColours[theme].ink);
      context.beginPath();
      context.moveTo(ball.x, ball.y);
      context.lineTo(ball.x, ball.y - arrowGap * (arrows.length - 1));
      context.stroke();
    }
    for (const [index, { line, from, to }] of arrows.entries()) {
      const ink = line === ownLines.step ? css(look(theme, colour).colour) : arrowColour(theme, line, drawn);
      // On a curve all arrows lie along x: the step at the ball, the others above it, on a stem.
      const above = arrowGap * (arrows.length - 1 - index);
      const height = (/** @type {number[]} */ [, y]) => (flat ? toY(anatomy.lossBefore) - above : toY(y));
      drawArrow(context, { x: toX(from[0]), y: height(from) }, { x: toX(to[0]), y: height(to) }, ink, theme);
    }
  }

  /** @param {State} state @returns {Iterator<unknown> | null} */
  function picture(state) {
    const before = drawn;
    const frame = /** @type {HTMLElement} */ (element.querySelector(".picture"));
    const now = [frame.clientWidth, frame.clientHeight, devicePixelRatio];
    if (!now[0]) return null;
    drawn = { ...state, options };
    const resized = now[0] !== width || now[1] !== height || now[2] !== ratio;
    [width, height, ratio] = now;
    const changed = (/** @type {(keyof State)[]} */ ...keys) => !before || keys.some((one) => before[one] !== state[one]);
    const moved = !before || before.scene.grid !== state.scene.grid || before.scene.minima !== state.scene.minima;
    const ground = resized || moved || changed("theme", "language");
    if (ground) {
      clearTimeout(linesTimer);
      const other = before?.scene.grid !== state.scene.grid;
      const hurried = other && performance.now() - groundAt < restMillis && state.scene.dimensions === 2 && !resized;
      if (other) groundAt = performance.now();
      layPlane(state);
      unfinished = groundOf(state, hurried);
      if (hurried) linesTimer = setTimeout(() => drawn && drawLines(drawn), restMillis);
    } else if (before?.basin?.picture !== state.basin?.picture || before?.options.by !== options.by) {
      drawHeat(state);
      drawAxes(state);
    }
    const lanes = !before || before.scene.lanes.length !== state.scene.lanes.length || state.scene.lanes.some(({ colour, shown }, index) => before.scene.lanes[index].colour !== colour || before.scene.lanes[index].shown !== shown);
    const grown = state.previewing && changed("computed");
    if (ground || lanes || grown || changed("version", "step", "previewing", "computed")) drawTrails(state, ground || lanes || changed("version", "previewing"));
    drawBalls(state);
    const handle = /** @type {HTMLElement | null} */ (element.querySelector(".start-handle"));
    if (handle && plane && state.scene.start) {
      const y = state.scene.dimensions === 2 ? state.scene.start[1] : (state.scene.lanes[0]?.losses[0] ?? 0);
      handle.style.translate = `${plane.toX(state.scene.start[0])}px ${plane.toY(y)}px`;
    }
    return unfinished;
  }

  const stage = createStage(element, {
    name: "map", needs, signal, picture,
    words(state) {
      last = state;
      render(template(state), element);
    },
  });

  return {
    needs,
    draw: stage.draw,
    set(change) {
      const next = { ...options, ...change };
      if (next.by === options.by && next.arrows === options.arrows) return;
      options = next;
      stage.redraw();
    },
  };
}
