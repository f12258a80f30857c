// The middle of an autoencoder: a map of the digits over its two units, and a pad that makes digits from a place on it.

import { html } from "lit-html";
import { classColour, css } from "../../../ui/colours.js";
import { createGate } from "../../../ui/fingers.js";
import { shapeOf } from "../../../model/live.js";
import { paintGrey } from "../pictures.js";
import { side } from "./strokes.js";
import { clamp } from "../../../ui/clamp.js";
import { blank } from "../../../ui/canvas.js";

/** @typedef {import("../../../model/state.js").State} State */

const mostShown = 400;

/** Name of the dense layer with two units that everything passes through. @param {State} state */
export function middleLayer({ data, model }) {
  if (data?.problem !== "unit_regression") return null;
  const outputs = model?.outputs.map(({ name }) => name) ?? [];
  return model?.layers.find(({ name, layer, units }) => layer === "dense" && units === 2 && !outputs.includes(name))?.name ?? null;
}

/** One closure, because the place on the map is what pointer, keys, sliders and the digit made of it share.
 * @param {import("../../../model/live.js").Live} live @param {() => void} redraw */
export function createMiddle(live, redraw) {
  /** @type {[number, number] | null} */
  let place = null;
  let reach = 1;
  let dragging = false;
  const gate = createGate();
  /** Where it was before it was pressed. @type {[number, number] | null} */
  let placeBefore = null;

  /** @param {State} state @param {string} layer */
  function codesOf(state, layer) {
    const event = live("codes", { type: "codes", set: "test", layer, most: mostShown }, [state.snapshot], shapeOf(state));
    return /** @type {import("../../../core/protocol.js").Codes | null} */ (event?.codes ?? null);
  }

  /** @param {PointerEvent} event */
  function point(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    place = [clamp(((event.clientX - box.left) / box.width) * 2 - 1, -1, 1) * reach, clamp(1 - ((event.clientY - box.top) / box.height) * 2, -1, 1) * reach];
    redraw();
  }

  /** @param {PointerEvent} event */
  function press(event) {
    placeBefore = place;
    if (!gate.press(event)) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    dragging = true;
    point(event);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    if (!gate.move(event)) return;
    dragging = true;
    point(event);
  }

  /** @param {PointerEvent} event */
  function release(event) {
    if (gate.release(event)) point(event);
    dragging = false;
  }

  function cancel() {
    gate.cancel();
    dragging = false;
    if (place === placeBefore) return;
    place = placeBefore;
    redraw();
  }

  /** @param {State} state */
  const slider = ({ t }, /** @type {0 | 1} */ unit) => {
    const now = place ?? [0, 0];
    const set = (/** @type {any} */ { currentTarget }) => {
      place = unit === 0 ? [Number(currentTarget.value), now[1]] : [now[0], Number(currentTarget.value)];
      redraw();
    };
    return html`<label>${t("task.digits.unit", { unit: unit + 1 })} <b class="reading">${now[unit].toFixed(2)}</b>
      <input type="range" min=${-reach} max=${reach} step=${reach / 100} .value=${String(now[unit])} @input=${set} data-middle=${unit} /></label>`;
  };

  return {
    /** @param {State} state @param {string} layer */
    template(state, layer) {
      const { t } = state;
      const codes = codesOf(state, layer);
      if (codes && !dragging) {
        let most = 0.5;
        for (const value of codes.values) most = Math.max(most, Math.abs(value));
        reach = Math.ceil(most * 11) / 10;
      }
      return html`<div class="middle">
        <h3>${t("task.digits.map")}</h3>
        <div class="middle-pair">
          <div class="middle-map" role="img" aria-label=${t("task.digits.map_label")} @pointerdown=${press}
            @pointermove=${move} @pointerup=${release} @pointercancel=${cancel}><canvas></canvas></div>
          <div class="middle-made">
            <canvas class="made" role="img" aria-label=${t("task.digits.made")}></canvas>
            ${slider(state, 0)} ${slider(state, 1)}
          </div>
        </div>
        <p class="hint">${t("task.digits.map_hint")}</p>
      </div>`;
    },
    /** @param {HTMLElement} element @param {State} state @param {string} layer */
    paint(element, state, layer) {
      const { theme, snapshot } = state;
      const made = /** @type {HTMLCanvasElement} */ (element.querySelector("canvas.made"));
      const values = place ?? [0, 0];
      const event = live("decoded", { type: "decode", layer, values: [...values] }, [snapshot, ...values], shapeOf(state));
      if (event?.values.length) paintGrey(made, event.values, side, theme);
      const codes = codesOf(state, layer);
      const canvas = /** @type {HTMLCanvasElement | null} */ (element.querySelector(".middle-map canvas"));
      if (!canvas || !codes) return;
      const size = 560;
      const context = blank(canvas, size);
      context.strokeStyle = theme === "dark" ? "#4a505c" : "#d0d0ca";
      context.strokeRect(size / 2, -1, 0, size + 2);
      context.strokeRect(-1, size / 2, size + 2, 0);
      context.font = "600 22px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      const at = (/** @type {number} */ x, /** @type {number} */ y) => /** @type {[number, number]} */ ([(x / reach + 1) * 0.5 * size, (1 - y / reach) * 0.5 * size]);
      for (let index = 0; index < codes.count; index++) {
        context.fillStyle = css(classColour(codes.classes[index]));
        context.fillText(String(codes.classes[index]), ...at(codes.values[index], codes.values[codes.count + index]));
      }
      const [x, y] = at(values[0], values[1]);
      context.strokeStyle = theme === "dark" ? "#fff" : "#000";
      context.lineWidth = 4;
      context.beginPath();
      context.arc(x, y, 14, 0, 7);
      context.stroke();
    },
  };
}
