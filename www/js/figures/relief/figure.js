// The surface in three dimensions, with the same balls and trails as the map. Drag, arrow keys, wheel and pinch turn it.

import { html, render } from "lit-html";
import { chartColours, css } from "../../ui/colours.js";
import { createGate } from "../../ui/fingers.js";
import { limited, projection, defaultCamera } from "./camera.js";
import { contourColour, surfaceTable } from "../race/colours.js";
import { createTarget, halved, surfacePainting } from "./raster.js";
import { aspectOf, positionAt, shadeUnder } from "../../model/race/state.js";
import { canvasOf, prepare, put } from "../../ui/canvas.js";
import { drawBall, drawCross } from "../race/overlay.js";
import { readable } from "../../ui/controls.js";
import { tickText, ticks } from "../../ui/ticks.js";
import { createStage } from "../stage.js";
import { createTrailLayer } from "../race/trail_layer.js";
import { clamp } from "../../ui/clamp.js";
import { arrowOf } from "../../ui/keys.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {import("./camera.js").Camera} Camera */
/** @typedef {import("../../core/race_protocol.js").Grid} Grid */
/** @typedef {ReturnType<typeof halved>} Block */

const sides = { light: /** @type {[number, number, number]} */ ([104, 122, 144]), dark: /** @type {[number, number, number]} */ ([40, 54, 68]) };
/** Radians for a pixel of dragging. */
const turn = 0.0085;
/** A ball is behind the surface where it is so much deeper. */
const hiddenDepth = 0.05;
/** While it turns, the picture is painted with fewer pixels where there are very many. */
const fewPixels = 180_000;
/** Another surface is there at once in so many pixels, and then in all. */
const fewestPixels = 25_000;
const levels = 16;

/** What of a race, or of the runs of a network, it shows. */
const needs = /** @type {const} */ (["scene", "version", "computed", "step", "previewing", "chosen", "theme", "t"]);

/** @typedef {Pick<Track, (typeof needs)[number]>} State */

/** Whether it lies beside a map, whose shape it takes then. @typedef {{ isBesideMap: boolean }} Options */

/** One closure, because camera, target and what is left to paint are one state: fingers turn it while rows are painted.
 * @param {HTMLElement} element @param {Pick<import("../stage.js").Context<Options>, "signal" | "options">} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { signal, options: given }) {
  /** @type {Options} */
  let options = { isBesideMap: true, ...given };
  /** The state that is drawn. @type {State | null} */
  let drawn = null;
  let [width, height, ratio] = [0, 0, 0];
  /** @type {Camera} */
  let camera = defaultCamera;
  let target = createTarget(1, 1);
  /** What is painted next while `target` is shown. */
  let spare = createTarget(1, 1);
  /** What is left to do of a picture that is painted a row at a time. @type {Iterator<unknown> | null} */
  let painting = null;
  /** Counts the pictures begun: one that has been overtaken is not finished. */
  let paintings = 0;
  /** Device pixels of the target for one of the page. */
  let sharpness = 1;
  let refineTimer = 0;
  const trails = createTrailLayer({ width: 2.2, casing: 1 }, { signal });
  const gate = createGate();
  /** How one looked at it before it was pressed. */
  let cameraBefore = camera;
  /** Fingers and mice that are down. @type {Map<number, { x: number, y: number }>} */
  const pointers = new Map();

  signal.addEventListener("abort", () => clearTimeout(refineTimer), { once: true });

  /** @param {Camera} to */
  function look3d(to) {
    camera = limited(to);
    if (!drawn) return;
    painting = null;
    paint(drawn, false);
    clearTimeout(refineTimer);
    refineTimer = setTimeout(() => {
      if (drawn) painting = paintFinely(drawn);
      stage.redraw();
    }, 160);
  }

  /** @param {PointerEvent & { currentTarget: HTMLElement }} event */
  function down(event) {
    if (gate.press(event)) event.currentTarget.setPointerCapture(event.pointerId);
    if (pointers.size === 0) cameraBefore = camera;
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** One pointer turns, two zoom. @param {PointerEvent} event */
  function move(event) {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    if (!gate.move(event) && pointers.size === 1) return;
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    if (other) {
      const grown = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      look3d({ ...camera, zoom: camera.zoom * grown });
    } else look3d({ ...camera, azimuth: camera.azimuth + (now.x - before.x) * turn, elevation: camera.elevation + (now.y - before.y) * turn });
  }

  /** @param {PointerEvent} event */
  function up(event) {
    pointers.delete(event.pointerId);
    gate.release(event);
  }

  /** The finger scrolls the page. @param {PointerEvent} event */
  function cancel(event) {
    pointers.delete(event.pointerId);
    gate.cancel();
    if (camera !== cameraBefore) look3d(cameraBefore);
  }

  const wheel = {
    /** Only where the picture was chosen: else the page could not be scrolled past it. @param {WheelEvent} event */
    handleEvent(event) {
      if (!event.ctrlKey && document.activeElement !== event.currentTarget) return;
      event.preventDefault();
      look3d({ ...camera, zoom: camera.zoom * Math.exp(-event.deltaY * 0.0015) });
    },
    passive: false,
  };

  /** @param {KeyboardEvent} event */
  function key(event) {
    const way = arrowOf(event);
    const zoom = { "+": 1.15, "=": 1.15, "-": 1 / 1.15, _: 1 / 1.15 }[event.key];
    if (way) look3d({ ...camera, azimuth: camera.azimuth + way.x * 0.12, elevation: camera.elevation - way.y * 0.08 });
    else if (zoom) look3d({ ...camera, zoom: camera.zoom * zoom });
    else if (event.key === "Home") look3d(defaultCamera);
    else return;
    event.preventDefault();
  }

  /** @param {State} state */
  function template({ t, scene }) {
    return html`<h2 class="visually-hidden">${t("relief.title")}</h2>
      <div class="picture relief-picture" .style=${`--aspect:${options.isBesideMap ? aspectOf(scene) : 1.4}`} role="img" tabindex="0" aria-label=${t("relief.label", { count: scene.lanes.filter(({ shown }) => shown).length })}
        @pointerdown=${down} @pointermove=${move} @pointerup=${up} @pointercancel=${cancel} @wheel=${wheel} @keydown=${key} @dblclick=${() => look3d(defaultCamera)}>
        <canvas class="block"></canvas><canvas class="trails"></canvas><canvas class="balls"></canvas>
      </div>
      <p class="readout">${t("relief.hint")}</p>`;
  }

  /** The place of a point of the plane, on its surface, in pixels of the page. @param {State} state */
  function placer({ scene }) {
    const { grid } = scene;
    const [[left, right], [bottom, top]] = scene.domain;
    const project = projection(camera, width, height);
    const into = { x: 0, y: 0, depth: 0 };
    return (/** @type {number} */ x, /** @type {number} */ y) => {
      const [within, above] = [clamp(x, left, right), clamp(y, bottom, top)];
      const shade = grid ? shadeUnder(grid, within, above) : 0;
      return project((2 * (within - left)) / (right - left) - 1, (2 * (above - bottom)) / (top - bottom) - 1, shade, into);
    };
  }

  /** A grid as a block of at most so many pixels, a row of it at a time.
   * @param {Grid | Block} grid @param {State} state @param {number} mostPixels */
  function* rows(grid, { theme }, mostPixels) {
    const scale = Math.min(ratio, Math.sqrt(mostPixels / (width * height)));
    const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
    const next = spare.width === across && spare.height === down ? spare : createTarget(across, down);
    const mine = (paintings += 1);
    for (const _ of surfacePainting(next, grid, camera, { surface: surfaceTable(theme), line: contourColour[theme], side: sides[theme], lines: levels })) {
      yield;
      if (mine !== paintings) return;
    }
    [target, spare, sharpness] = [next, target, scale];
    put(canvasOf(element, ".block"), new ImageData(new Uint8ClampedArray(/** @type {ArrayBuffer} */ (target.pixels.buffer)), across, down));
  }

  /** At once, in fewer pixels: `rough` in as few as another surface is shown in first. @param {State} state @param {boolean} rough */
  function paint(state, rough) {
    const { scene } = state;
    if (!scene.grid || scene.dimensions === 1 || width === 0) {
      for (const name of [".block", ".trails", ".balls"]) prepare(canvasOf(element, name), width, height);
      return;
    }
    const block = blockOf(scene.grid);
    for (const _ of rows(rough ? halved(block) : block, state, rough ? fewestPixels : fewPixels));
    drawTrails(state, true);
    drawBalls(state);
  }

  /** In all its pixels. @param {State} state */
  function* paintFinely(state) {
    const { grid, dimensions } = state.scene;
    if (grid && dimensions === 2 && width > 0) yield* rows(blockOf(grid), state, Infinity);
    painting = null;
    if (drawn) drawBalls(drawn);
  }

  /** @type {{ of: Grid, block: Block } | null} */
  let halving = null;

  /** Half the points are enough for a block of this size. @param {Grid} grid */
  function blockOf(grid) {
    if (grid.width < 100) return grid;
    if (halving?.of !== grid) halving = { of: grid, block: halved(grid) };
    return halving.block;
  }

  /** @param {State} state @param {boolean} anew */
  function drawTrails(state, anew) {
    const place = placer(state);
    trails.draw(canvasOf(element, ".trails"), state, anew, ({ points }, point) => place(points[2 * point], points[2 * point + 1]));
  }

  /** @param {{ x: number, y: number, depth: number }} at */
  function isHidden({ x, y, depth }) {
    const [column, row] = [Math.round(x * sharpness), Math.round(y * sharpness)];
    if (column < 0 || row < 0 || column >= target.width || row >= target.height) return false;
    return depth > target.depths[row * target.width + column] + hiddenDepth;
  }

  /** @param {State} state */
  function drawBalls(state) {
    const { scene, theme, step, chosen } = state;
    const context = prepare(canvasOf(element, ".balls"), width, height);
    if (!scene.grid) return;
    drawAxes(context, state);
    const place = placer(state);
    const balls = scene.lanes.flatMap((lane, index) => {
      const at = lane.shown ? positionAt(lane, 2, step) : null;
      if (!at) return [];
      const spot = { ...place(at.x, at.y) };
      return [{ ...spot, lane, index, hidden: isHidden(spot) }];
    });
    balls.sort((a, b) => b.depth - a.depth);
    for (const { x, y, lane, index, hidden } of balls) {
      if (lane.ended !== null && step >= lane.ended) drawCross(context, { x, y }, lane.colour, theme);
      else drawBall(context, { x, y: y - 4 }, lane.colour, theme, { hidden, chosen: index === chosen });
    }
  }

  /** Numbers along the axes: of the plane at its nearer edges, of the height at the corner that stands out most to the left.
   * @param {CanvasRenderingContext2D} context @param {State["scene"]} scene
   * @param {(text: string, at: { x: number, y: number }, align: CanvasTextAlign) => void} write */
  function drawNumbers(context, { domain, grid }, write) {
    const project = projection(camera, width, height);
    const spot = (/** @type {number} */ across, /** @type {number} */ away, shade = -0.03) => ({ ...project(across, away, shade, { x: 0, y: 0, depth: 0 }) });
    const [near, side] = [spot(0, -1).depth < spot(0, 1).depth ? -1 : 1, spot(-1, 0).depth < spot(1, 0).depth ? -1 : 1];
    for (const axis of [0, 1]) {
      const [low, high] = domain[axis];
      for (const tick of ticks(low, high, 4)) {
        const share = (2 * (tick - low)) / (high - low) - 1;
        // Corners belong to both edges.
        if (Math.abs(share) > 0.9) continue;
        const at = axis === 0 ? spot(share, near * 1.06) : spot(side * 1.06, share);
        write(tickText(tick, { low, high }), { x: at.x, y: at.y + 6 }, at.x < spot(0, 0).x ? "right" : "left");
      }
    }
    if (!grid) return;
    const corners = [[-1, -1], [-1, 1], [1, -1], [1, 1]].map(([across, away]) => ({ across, away, x: spot(across, away).x }));
    const { across, away } = corners.reduce((a, b) => (b.x < a.x ? b : a));
    for (const { shade, value } of heightsOf(grid)) write(readable(Number(value.toPrecision(2))), { ...spot(across, away, shade), x: spot(across, away, shade).x - 6 }, "right");
  }

  /** Names of the axes at the nearer edges, and numbers. @param {CanvasRenderingContext2D} context @param {State} state */
  function drawAxes(context, { scene, theme, t }) {
    const project = projection(camera, width, height);
    const spot = (/** @type {number} */ across, /** @type {number} */ away) => ({ ...project(across, away, -0.06, { x: 0, y: 0, depth: 0 }) });
    const nearer = (/** @type {ReturnType<typeof spot>} */ a, /** @type {ReturnType<typeof spot>} */ b) => (a.depth < b.depth ? a : b);
    context.font = "600 12px system-ui, sans-serif";
    context.fillStyle = css(chartColours[theme].ink);
    context.textAlign = "center";
    const centre = { x: width / 2, y: height / 2 };
    const names = [{ text: scene.labels[0] || "α", at: nearer(spot(0, -1.3), spot(0, 1.3)) }, { text: scene.labels[1] || "β", at: nearer(spot(-1.3, 0), spot(1.3, 0)) }];
    // Long names stay within the picture, and readable where they lie over the block.
    context.strokeStyle = getComputedStyle(element).getPropertyValue("--card");
    context.lineWidth = 4;
    context.lineJoin = "round";
    for (const { text, at } of names) {
      const half = context.measureText(text).width / 2 + 4;
      const x = clamp(at.x + Math.sign(at.x - centre.x) * 4, half, width - half);
      const y = Math.min(height - 6, at.y + 8);
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
    context.font = "600 11px system-ui, sans-serif";
    drawNumbers(context, scene, (text, at, align) => {
      context.textAlign = align;
      const wide = context.measureText(text).width;
      const x = clamp(at.x, align === "right" ? wide + 3 : 3, width - (align === "left" ? wide + 3 : 3));
      context.strokeText(text, x, Math.min(height - 4, at.y + 4));
      context.fillText(text, x, Math.min(height - 4, at.y + 4));
    });
    context.textAlign = "left";
    context.font = "11px system-ui, sans-serif";
    context.fillText(t("relief.height"), 8, 16, width - 16);
  }

  /** @param {State} state @returns {Iterator<unknown> | null} */
  function picture(state) {
    const before = drawn;
    const frame = /** @type {HTMLElement} */ (element.querySelector(".picture"));
    const now = [frame.clientWidth, frame.clientHeight, devicePixelRatio];
    if (!now[0]) return null;
    drawn = state;
    const resized = now[0] !== width || now[1] !== height || now[2] !== ratio;
    [width, height, ratio] = now;
    const changed = (/** @type {(keyof State)[]} */ ...keys) => !before || keys.some((one) => before[one] !== state[one]);
    if (resized || changed("theme") || before?.scene.grid !== state.scene.grid) {
      clearTimeout(refineTimer);
      painting = paintFinely(state);
      paint(state, true);
      return painting;
    }
    const lanes = before.scene.lanes.length !== state.scene.lanes.length || state.scene.lanes.some(({ colour, shown }, index) => before.scene.lanes[index].colour !== colour || before.scene.lanes[index].shown !== shown);
    drawTrails(state, lanes || changed("version", "previewing") || (state.previewing && changed("computed")));
    drawBalls(state);
    return painting;
  }

  const stage = createStage(element, {
    name: "relief", needs, signal, picture,
    words: (state) => render(template(state), element),
  });

  return {
    needs,
    draw: stage.draw,
    set(change) {
      if ((change.isBesideMap ?? options.isBesideMap) === options.isBesideMap) return;
      options = { ...options, ...change };
      stage.redraw();
    },
  };
}

/** Heights in values of the surface, lowest, middle and highest: the shades between are not in proportion to values.
 * @type {WeakMap<Grid, { shade: number, value: number }[]>} */
const knownHeights = new WeakMap();

/** @param {Grid} grid */
function heightsOf(grid) {
  const known = knownHeights.get(grid);
  if (known) return known;
  const { shades, values } = grid;
  /** @type {{ shade: number, value: number }[]} */
  const found = [];
  for (const wanted of [0, 0.5, 1]) {
    let best = -1;
    for (let index = 0; index < shades.length; index++) {
      if (Number.isFinite(shades[index]) && (best < 0 || Math.abs(shades[index] - wanted) < Math.abs(shades[best] - wanted))) best = index;
    }
    if (best >= 0 && Number.isFinite(values[best]) && !found.some(({ shade }) => Math.abs(shade - shades[best]) < 0.15)) found.push({ shade: shades[best], value: values[best] });
  }
  knownHeights.set(grid, found);
  return found;
}
