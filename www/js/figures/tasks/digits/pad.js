// The pad one draws a digit on, with finger, mouse or keys. It shows both the stroke and the scan made of it.

import { html } from "lit-html";
import { paintGrey } from "../pictures.js";
import { scanOf, side } from "./strokes.js";
import { blank, canvasOf } from "../../../ui/canvas.js";
import { clamp } from "../../../ui/clamp.js";
import { arrowOf } from "../../../ui/keys.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("./strokes.js").Stroke} Stroke */

/** One closure, because strokes, pixels and the pen of the keyboard are one drawing.
 * @param {(pixels: number[]) => void} drawn called with every change of the hand's */
export function createPad(drawn) {
  /** @type {Stroke[]} */
  let strokes = [];
  let drawing = false;
  /** Pixel under the keyboard's pen. @type {number | null} */
  let pen = null;
  let pixels = new Array(side * side).fill(0);

  /** @param {PointerEvent} event */
  function at(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  function update() {
    pixels = scanOf(strokes);
    drawn(pixels);
  }

  /** @param {PointerEvent} event */
  function press(event) {
    if (event.button !== 0) return;
    event.preventDefault();
    const element = /** @type {HTMLElement} */ (event.currentTarget);
    element.focus({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    drawing = true;
    pen = null;
    strokes = [...strokes, [at(event)]];
    update();
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!drawing) return;
    const stroke = strokes[strokes.length - 1];
    stroke.push(at(event));
    update();
  }

  const release = () => void (drawing = false);

  /** @param {KeyboardEvent} event */
  function key(event) {
    const way = arrowOf(event);
    const held = pen ?? Math.floor(side / 2) * side + Math.floor(side / 2);
    if (way) {
      pen = clamp(Math.floor(held / side) + way.y, 0, side - 1) * side + clamp((held % side) + way.x, 0, side - 1);
    } else if (event.key === " " || event.key === "Enter") {
      pen = held;
      pixels = pixels.map((value, index) => (index === held ? (value > 0.5 ? 0 : 1) : value));
      strokes = [];
    } else return;
    event.preventDefault();
    drawn(pixels);
  }

  return {
    clear() {
      strokes = [];
      update();
    },
    /** Shows a scan of the data set, or what was drawn in another figure. @param {number[]} scan */
    show(scan) {
      if (scan === pixels) return;
      strokes = [];
      pixels = scan;
    },
    /** @param {State["t"]} t @param {string} label @param {boolean} byHand whether the user has drawn
     * @param {string} scope what ids begin with */
    template: (t, label, byHand, scope) => html`<div class="pad" role="img" tabindex="0" aria-label=${label} aria-describedby=${`${scope}-pad-hint`}
        @pointerdown=${press} @pointermove=${move} @pointerup=${release} @pointercancel=${release} @keydown=${key} @blur=${() => (pen = null)}>
        <canvas class="pad-scan"></canvas><canvas class="pad-ink"></canvas>
        ${!byHand || pixels.every((value) => value === 0) ? html`<span class="pad-invitation" aria-hidden="true">${t("task.digits.draw_here")}</span>` : ""}
      </div>
      <p class="visually-hidden" id=${`${scope}-pad-hint`}>${t("task.digits.pad_keys")}</p>`,
    /** @param {HTMLElement} element @param {State} state */
    paint(element, { theme }) {
      paintGrey(canvasOf(element, ".pad-scan"), pixels, side, theme);
      const size = 240;
      const context = blank(canvasOf(element, ".pad-ink"), size);
      context.strokeStyle = theme === "dark" ? "#6cb4ff" : "#1269be";
      context.lineCap = context.lineJoin = "round";
      context.lineWidth = drawing ? 12 : 3;
      for (const stroke of strokes) {
        context.beginPath();
        context.moveTo(stroke[0].x * size, stroke[0].y * size);
        for (const { x, y } of stroke) context.lineTo(x * size, y * size);
        context.stroke();
      }
      if (pen !== null) {
        const cell = size / side;
        context.strokeStyle = theme === "dark" ? "#ff963c" : "#d5690a";
        context.lineWidth = 4;
        context.strokeRect((pen % side) * cell + 2, Math.floor(pen / side) * cell + 2, cell - 4, cell - 4);
      }
    },
  };
}

/** @typedef {ReturnType<typeof createPad>} Pad */
