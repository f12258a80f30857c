// What becomes of a contestant under every pair of two settings: a square for each, whose colour and mark tell how it ends. A
// square is chosen by pointer or arrow keys and opens as the race it is; the same stands in a table.

import { html, nothing, render } from "lit-html";
import { createStage } from "../stage.js";
import { basinColour } from "./colours.js";
import { lost, paces } from "../map/surface.js";
import { classMark, css, mix } from "../../ui/colours.js";
import { canvasOf, prepare } from "../../ui/canvas.js";
import { clamp } from "../../ui/clamp.js";
import { arrowOf } from "../../ui/keys.js";
import { readable } from "../../ui/controls.js";
import { constants } from "../../core/registry.js";
import { fieldName, fieldOf } from "../../model/race/sweep.js";

/** @typedef {import("../../ui/colours.js").Rgb} Rgb */
/** @typedef {import("../../model/race/sweep_runs.js").Result} Result */
/** @typedef {import("../../model/race/sweep_runs.js").Regime} Regime */
/** @typedef {"regime" | "minimum" | "steps"} By */
/** @typedef {{
 *   result: Result | null, sweep: import("../../model/race/sweep.js").Sweep, by: By, race: import("../../model/race/state.js").Race, chosen: number,
 *   theme: "light" | "dark", t: import("../../ui/i18n.js").Translate, language: string,
 * }} State */

export const regimes = /** @type {const} */ (["converges", "oscillates", "wanders", "diverges"]);

/** Apart in lightness, too. @type {Record<"light" | "dark", Record<Regime, Rgb>>} */
const colours = {
  light: { converges: [0, 105, 170], oscillates: [246, 208, 84], wanders: [214, 211, 203], diverges: [150, 45, 30] },
  dark: { converges: [58, 150, 226], oscillates: [250, 218, 110], wanders: [84, 90, 100], diverges: [142, 44, 36] },
};

/** @type {Record<Regime, string>} */
export const marks = { converges: "", oscillates: "~", wanders: "·", diverges: "×" };

/** Room for the numbers beside the squares, in pixels. */
const [left, bottom, top, right] = [58, 38, 6, 8];
const mostWidth = 620;
/** Squares smaller than this have no mark. */
const leastForMark = 9;

/** The latest arrival. @param {Result} result */
const slowestOf = ({ arrived, reached }) => arrived.reduce((slowest, step, index) => (reached[index] < constants.basin_diverged ? Math.max(slowest, step) : slowest), 1);

/** The colour and the mark of a square. @param {State} state @param {number} index @param {number} slowest @returns {{ colour: Rgb, mark: string }} */
function lookOf({ by, theme, result }, index, slowest) {
  const { regimes: all, reached, arrived } = /** @type {Result} */ (result);
  const regime = all[index];
  if (by === "regime") return { colour: colours[theme][regime], mark: marks[regime] };
  if (regime === "diverges") return { colour: lost[theme].diverged, mark: marks.diverges };
  if (regime === "wanders") return { colour: lost[theme].nowhere, mark: marks.wanders };
  if (by === "minimum") return { colour: basinColour(theme, reached[index]), mark: classMark(reached[index]) };
  const [quick, slow] = paces[theme];
  return { colour: mix(quick, slow, Math.sqrt(arrived[index] / slowest)), mark: "" };
}

/** A number of an axis in few letters. @param {number} value */
export const short = (value) => readable(Number(value.toPrecision(3)));

/** A square in words. @param {State} state @param {number} index */
export function told({ result, sweep, race, t }, index) {
  const { columns, regimes: all, reached, arrived, losses, minima, rows } = /** @type {Result} */ (result);
  const value = (/** @type {string} */ field, /** @type {number} */ number) => `${fieldName(field, { race, t })} ${short(number)}`;
  const place = minima[reached[index]]?.position;
  // Where a letter of the formula is swept, each row has minima of its own.
  const isOneSurface = ![sweep.across, sweep.up].some(({ field }) => field.startsWith("parameters."));
  return t(`phase.told.${all[index]}`, {
    across: value(sweep.across.field, columns[index % columns.length]), up: value(sweep.up.field, rows[Math.floor(index / columns.length)]), step: arrived[index],
    loss: Number.isFinite(losses[index]) ? readable(Number(losses[index].toPrecision(3))) : "∞", place: place && isOneSurface ? ` (${place.map((at) => readable(Number(at.toFixed(2)))).join(", ")})` : "",
  });
}

/** One closure, because the square under the pointer is that of picture, words and keys.
 * @param {HTMLElement} element @param {{ signal: AbortSignal, open(across: number, up: number): void }} context */
export function createFigure(element, { signal, open }) {
  /** The chosen square, column and row from the lowest. @type {{ column: number, row: number } | null} */
  let cursor = null;
  /** @type {State | null} */
  let last = null;
  /** Where the squares are. */
  let plot = { width: 1, height: 1 };

  const indexOf = (/** @type {Result} */ { columns }, /** @type {{ column: number, row: number }} */ { column, row }) => row * columns.length + column;
  const isThere = (/** @type {Result | null} */ result) => result && cursor && cursor.row < result.done && cursor.column < result.columns.length;

  /** @param {PointerEvent | MouseEvent} event */
  function place({ offsetX, offsetY }) {
    const result = last?.result;
    if (!result) return null;
    const [column, fromTop] = [Math.floor(((offsetX - left) / plot.width) * result.columns.length), Math.floor(((offsetY - top) / plot.height) * result.rows.length)];
    const row = result.rows.length - 1 - fromTop;
    return column >= 0 && column < result.columns.length && row >= 0 && row < result.rows.length ? { column, row } : null;
  }

  function move(/** @type {PointerEvent} */ event) {
    const next = place(event);
    if (next?.column === cursor?.column && next?.row === cursor?.row) return;
    cursor = next;
    stage.redraw();
  }

  function openCursor() {
    const result = last?.result;
    if (result && cursor && isThere(result)) open(result.columns[cursor.column], result.rows[cursor.row]);
  }

  function press(/** @type {KeyboardEvent} */ event) {
    const result = last?.result;
    if (!result) return;
    const arrow = arrowOf(event);
    if (arrow) {
      const { column, row } = cursor ?? { column: Math.floor(result.columns.length / 2), row: Math.floor(result.rows.length / 2) };
      cursor = cursor ? { column: clamp(column + arrow.x, 0, result.columns.length - 1), row: clamp(row - arrow.y, 0, result.rows.length - 1) } : { column, row };
      stage.redraw();
    } else if (event.key === "Enter") openCursor();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {State} state */
  function legend(state) {
    const { result, by, theme, t } = state;
    if (!result) return nothing;
    const key = (/** @type {Rgb} */ colour, /** @type {string} */ mark, /** @type {unknown} */ words) =>
      html`<li><i class="phase-key" .style=${`background:${css(colour)};color:${ink(colour)}`} aria-hidden="true">${mark}</i> ${words}</li>`;
    const count = (/** @type {Regime} */ regime) => result.regimes.filter((one) => one === regime).length;
    const entry = (/** @type {Regime} */ regime, /** @type {Rgb} */ colour) => (count(regime) ? key(colour, marks[regime], html`${t(`phase.${regime}`)} <b data-regime=${regime}>${count(regime)}</b>`) : nothing);
    if (by === "regime") return html`<ul class="phase-legend">${regimes.map((regime) => entry(regime, colours[theme][regime]))}</ul>`;
    const strays = [entry("wanders", lost[theme].nowhere), entry("diverges", lost[theme].diverged)];
    if (by === "steps") {
      return html`<ul class="phase-legend"><li>${t("basin.quick")} <i class="key-scale" .style=${`background:linear-gradient(to right, ${paces[theme].map(css).join()})`}></i> ${t("basin.slow")}</li>${strays}</ul>`;
    }
    const codes = [...new Set(result.reached)].filter((code) => code < constants.basin_diverged).sort((a, b) => a - b);
    const position = (/** @type {number} */ code) => (result.minima[code] ? `(${result.minima[code].position.map((at) => readable(Number(at.toFixed(2)))).join(", ")})` : "");
    return html`<ul class="phase-legend">${codes.slice(0, 8).map((code) => key(basinColour(theme, code), classMark(code), html`${t("basin.minimum", { place: position(code) })} <b>${result.reached.filter((one) => one === code).length}</b>`))}${codes.length > 8 ? html`<li>${t("basin.more", { count: codes.length - 8 })}</li>` : nothing}${strays}</ul>`;
  }

  /** @param {State} state */
  function words(state) {
    last = state;
    const { result, t, race, sweep } = state;
    const label = t("phase.label", { across: fieldName(sweep.across.field, { race, t }), up: fieldName(sweep.up.field, { race, t }) });
    const said = result && cursor && isThere(result) ? told(state, indexOf(result, cursor)) : t("phase.hint");
    render(
      html`<div class="phase-picture"><canvas tabindex="0" role="img" aria-label=${`${label} ${said}`} @pointermove=${move} @pointerleave=${() => { cursor = null; stage.redraw(); }} @click=${(/** @type {MouseEvent} */ event) => { cursor = place(event); openCursor(); }} @keydown=${press}></canvas></div>
        <div class="phase-side">${legend(state)}<p class="phase-told" role="status">${said}</p></div>`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const { result } = state;
    const canvas = canvasOf(element, "canvas");
    const width = Math.min(mostWidth, /** @type {HTMLElement} */ (canvas.parentElement).clientWidth);
    if (width < 100) return;
    const height = Math.round(Math.min(400, Math.max(220, width * 0.72)));
    Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    const context = prepare(canvas, width, height);
    plot = { width: width - left - right, height: height - top - bottom };
    if (!result) return;
    squares(context, state, plot);
    labels(context, state, plot);
    here(context, state, plot);
    if (cursor) outline(context, result, cursor, plot);
  }

  const stage = createStage(element, { name: "race-sweep", needs: /** @type {const} */ (["result", "by", "race", "chosen", "theme", "t", "sweep"]), signal, words, picture });
  return stage;
}

/** Dark or light, whichever is read on a colour. @param {Rgb} colour */
const ink = ([red, green, blue]) => (0.3 * red + 0.59 * green + 0.11 * blue > 140 ? "#14181f" : "#ffffff");

/** @typedef {{ width: number, height: number }} Plot */

/** @param {CanvasRenderingContext2D} context @param {State} state @param {Plot} plot */
function squares(context, state, { width, height }) {
  const result = /** @type {Result} */ (state.result);
  const { columns, rows, done } = result;
  const slowest = slowestOf(result);
  const [across, up] = [width / columns.length, height / rows.length];
  const hasMarks = Math.min(across, up) >= leastForMark;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 ${Math.min(15, Math.round(0.8 * Math.min(across, up)))}px system-ui, sans-serif`;
  for (let index = 0; index < done * columns.length; index++) {
    const { colour, mark } = lookOf(state, index, slowest);
    const [x, y] = [left + (index % columns.length) * across, top + height - (Math.floor(index / columns.length) + 1) * up];
    context.fillStyle = css(colour);
    // Overlapping a little, so that no seam shows.
    context.fillRect(x, y, across + 0.5, up + 0.5);
    if (!mark || !hasMarks) continue;
    context.fillStyle = ink(colour);
    context.globalAlpha = 0.75;
    context.fillText(mark, x + across / 2, y + up / 2);
    context.globalAlpha = 1;
  }
}

/** Where the tick of a value is, about five to an axis. @param {number} count */
const ticksOf = (count) => [...new Set([0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * (count - 1))))];

/** @param {CanvasRenderingContext2D} context @param {State} state @param {Plot} plot */
function labels(context, { result, sweep, race, t }, { width, height }) {
  const { columns, rows } = /** @type {Result} */ (result);
  const style = getComputedStyle(context.canvas);
  context.fillStyle = style.color;
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "top";
  for (const tick of ticksOf(columns.length)) {
    context.textAlign = tick === 0 ? "left" : tick === columns.length - 1 ? "right" : "center";
    context.fillText(short(columns[tick]), left + (tick === 0 ? 0 : tick === columns.length - 1 ? width : ((tick + 0.5) * width) / columns.length), top + height + 5);
  }
  context.textAlign = "center";
  context.font = "600 12px system-ui, sans-serif";
  context.fillText(fieldName(sweep.across.field, { race, t }), left + width / 2, top + height + 21);
  context.font = "12px system-ui, sans-serif";
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of ticksOf(rows.length)) context.fillText(short(rows[tick]), left - 5, clamp(top + height - ((tick + 0.5) * height) / rows.length, top + 7, top + height - 7));
  context.save();
  context.translate(9, top + height / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.font = "600 12px system-ui, sans-serif";
  context.fillText(fieldName(sweep.up.field, { race, t }), 0, 0);
  context.restore();
}

/** Where the race that is open lies, if it lies on the picture.
 * @param {CanvasRenderingContext2D} context @param {State} state @param {Plot} plot */
function here(context, { sweep, race, chosen }, { width, height }) {
  const share = (/** @type {import("../../model/race/sweep.js").Axis} */ { field, low, high, log, count }) => {
    const value = fieldOf(race, chosen, field);
    const at = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return (at * (count - 1) + 0.5) / count;
  };
  const [x, y] = [share(sweep.across), share(sweep.up)];
  if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return;
  for (const [colour, line] of /** @type {const} */ ([["#14181f", 5], ["#ffffff", 2.5]])) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.beginPath();
    context.arc(left + x * width, top + (1 - y) * height, 7, 0, 7);
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {Result} result @param {{ column: number, row: number }} cursor @param {Plot} plot */
function outline(context, { columns, rows }, { column, row }, { width, height }) {
  const [across, up] = [width / columns.length, height / rows.length];
  for (const [colour, line] of /** @type {const} */ ([["#14181f", 4], ["#ffffff", 2]])) {
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(left + column * across, top + height - (row + 1) * up, across, up);
  }
}
