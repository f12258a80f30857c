// The network of a task, layer by layer: what each makes of the example that is looked at. Images as feature maps
// beside their filters, sequences as strips, vectors as bars.

import { html, nothing } from "lit-html";
import { named } from "../../ui/i18n.js";
import { denseLayers, isStack } from "../../model/stack.js";
import { createLive, shapeOf } from "../../model/live.js";
import { largest, likeliest, paintSigned } from "../tasks/pictures.js";
import { columnHeader } from "./header.js";
import { clamp } from "../../ui/clamp.js";
import { arrowOf } from "../../ui/keys.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../core/protocol.js").ModelLayer} ModelLayer */
/** @typedef {import("../../core/protocol.js").LayerValues} LayerValues */

const mostMaps = 16;
const mostBars = 32;

/** One closure, because the place that is pointed at in one layer is shown in all, and each keeps its page.
 * @param {import("../../model/state.js").Actions} actions @param {import("../../core/lab.js").Lab} core @param {() => void} redraw
 * @param {string} scope sets ids off from those of other figures */
export function createLayers(actions, core, redraw, scope) {
  const live = createLive(actions, redraw);
  /** The place of a feature map that is pointed at. @type {{ layer: string, row: number, column: number } | null} */
  let pointed = null;
  /** Which part of its maps or units a layer shows. @type {Map<string, number>} */
  const pages = new Map();
  /** For which input channel a layer's filters are shown; null for their mean. @type {Map<string, number | null>} */
  const chosenChannels = new Map();

  /** @param {State} state @returns {LayerValues[]} */
  function valuesOf(state) {
    const { looked, snapshot } = state;
    if (!looked) return [];
    return live("activations", { type: "activations", inputs: looked.inputs }, [snapshot, looked.inputs], shapeOf(state))?.layers ?? [];
  }

  /** What the place that is pointed at can see of an input. @param {State} state @param {string} input */
  function seen({ experiment }, input) {
    if (!pointed) return null;
    return core.receptiveField(experiment, pointed.layer, pointed.row, pointed.column).find((field) => field.input === input) ?? null;
  }

  /** @param {ModelLayer} layer @param {PointerEvent} event */
  function point(layer, event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    const [rows, columns] = layer.outputShape;
    const at = (/** @type {number} */ share, /** @type {number} */ count) => clamp(Math.floor(share * count), 0, count - 1);
    pointed = { layer: layer.name, row: at((event.clientY - box.top) / box.height, rows), column: at((event.clientX - box.left) / box.width, columns) };
    redraw();
  }

  /** @param {ModelLayer} layer @param {KeyboardEvent} event */
  function walk(layer, event) {
    const way = arrowOf(event);
    if (!way) return;
    event.preventDefault();
    const [rows, columns] = layer.outputShape;
    const from = pointed?.layer === layer.name ? pointed : { row: 0, column: 0 };
    pointed = { layer: layer.name, row: clamp(from.row + way.y, 0, rows - 1), column: clamp(from.column + way.x, 0, columns - 1) };
    redraw();
  }

  const leave = () => {
    pointed = null;
    redraw();
  };

  /** A frame over a picture, in shares of it. @param {[number, number]} rows @param {[number, number]} columns @param {number[]} shape */
  const frame = ([top, bottom], [left, right], [height, width]) =>
    html`<i class="seen" .style=${`top:${(100 * top) / height}%;left:${(100 * left) / width}%;height:${(100 * (bottom - top)) / height}%;width:${(100 * (right - left)) / width}%`}></i>`;

  /** @param {State} state @param {ModelLayer} layer */
  function maps(state, layer) {
    const { t } = state;
    const [height, width, channels] = layer.outputShape;
    const shown = page(layer, channels, mostMaps);
    const isConv = layer.layer === "conv2d";
    const canSee = layer.layer !== "input";
    const field = layer.layer === "input" ? seen(state, layer.name) : null;
    const at = pointed?.layer === layer.name ? pointed : null;
    return html`<div class="maps" .style=${`--side:${channels === 1 ? 84 : width >= 6 ? 38 : 26}px`} role="group" tabindex=${canSee ? 0 : -1} aria-label=${t(canSee ? "network.maps_label" : "network.image_label", { layer: layer.name })}
        @keydown=${(/** @type {KeyboardEvent} */ event) => canSee && walk(layer, event)} @blur=${leave}>
      ${shown.map((channel) => html`<div class="map-pair">
        ${isConv ? html`<canvas class="filter" data-filter=${channel} title=${t("network.filter", { number: channel + 1 })}></canvas>` : nothing}
        <span class="map" @pointermove=${(/** @type {PointerEvent} */ event) => canSee && point(layer, event)} @pointerleave=${leave}>
          <canvas data-channel=${channel}></canvas>
          ${field ? frame(field.rows, field.columns, [height, width]) : nothing}
          ${at ? frame([at.row, at.row + 1], [at.column, at.column + 1], [height, width]) : nothing}
        </span>
      </div>`)}
    </div>
    ${isConv ? channelChooser(state, layer) : nothing} ${pager(state, layer, channels, mostMaps)}`;
  }

  /** The numbers of what is shown of many. @param {ModelLayer} layer @param {number} count @param {number} most */
  function page({ name }, count, most) {
    const first = Math.min(pages.get(name) ?? 0, Math.floor((count - 1) / most)) * most;
    return Array.from({ length: Math.min(most, count - first) }, (_, index) => first + index);
  }

  /** Leafs through what is too much to show at once. @param {State} state @param {ModelLayer} layer @param {number} count @param {number} most */
  function pager({ t }, layer, count, most) {
    if (count <= most) return nothing;
    const shown = page(layer, count, most);
    const here = Math.floor(shown[0] / most);
    const turn = (/** @type {number} */ to) => {
      pages.set(layer.name, to);
      redraw();
    };
    return html`<div class="pager" role="group" aria-label=${t("network.pages", { layer: layer.name })} data-pager=${layer.name}>
      <button class="small" ?disabled=${here === 0} aria-label=${t("network.page_before")} @click=${() => turn(here - 1)}>‹</button>
      <span aria-live="polite">${t("network.page", { first: shown[0] + 1, last: shown[shown.length - 1] + 1, count })}</span>
      <button class="small" ?disabled=${shown[shown.length - 1] === count - 1} aria-label=${t("network.page_after")} @click=${() => turn(here + 1)}>›</button>
    </div>`;
  }

  /** Which input channel the filters are shown for. @param {State} state @param {ModelLayer} layer */
  function channelChooser({ t }, layer) {
    const inputs = layer.parameters.find(({ name }) => name === "kernel")?.shape[2] ?? 1;
    if (inputs === 1) return nothing;
    const chosen = chosenChannels.get(layer.name) ?? null;
    const choose = (/** @type {any} */ { currentTarget }) => {
      chosenChannels.set(layer.name, currentTarget.value === "" ? null : Number(currentTarget.value));
      redraw();
    };
    return html`<label class="channel-chooser">${t("network.filters_for")}
      <select data-channels=${layer.name} @change=${choose}>
        <option value="" ?selected=${chosen === null}>${t("network.channel_mean", { count: inputs })}</option>
        ${[...Array(inputs).keys()].map((channel) => html`<option value=${channel} ?selected=${channel === chosen}>${t("network.channel", { number: channel + 1 })}</option>`)}
      </select></label>`;
  }

  /** What the units of an output or input mean. @param {State} state @param {ModelLayer} layer @returns {string[]} */
  function namesOf({ model, data, t }, layer) {
    const output = model?.outputs.find(({ name }) => name === layer.name);
    const target = output && data?.targets[output.index];
    if (target) return target.units === 1 ? [named(target.column.label, t)] : target.column.categories.map((name) => named(name, t));
    const input = model?.inputs.find(({ name }) => name === layer.name);
    const columns = (input && data?.inputs[input.index].columns) ?? [];
    return columns.flatMap(({ label, categories }) => (categories.length > 0 && columns.length > 1 ? categories.map((one) => `${named(label, t)}: ${named(one, t)}`) : [named(label, t)]));
  }

  /** Tokens are names: they are written, not drawn. Null where the layer is no input of tokens.
   * @param {State} state @param {ModelLayer} layer @param {LayerValues | undefined} found */
  function tokens({ model, data, t }, layer, found) {
    const input = model?.inputs.find(({ name }) => name === layer.name);
    const given = input && data?.inputs[input.index];
    if (!given || given.vocabulary === null) return null;
    const names = given.words ?? given.columns[0]?.categories.map((one) => named(one, t)) ?? [];
    const shown = [...(found?.values ?? [])].map((token) => names[token] ?? "").filter((name) => name !== "");
    return html`<ol class="input-tokens">${shown.map((name) => html`<li>${name}</li>`)}</ol>`;
  }

  /** @param {State} state @param {ModelLayer} layer @param {LayerValues | undefined} found */
  function vector(state, layer, found) {
    const count = layer.outputShape.reduce((product, side) => product * side, 1);
    const shown = page(layer, count, mostBars);
    const names = namesOf(state, layer);
    const values = found?.values;
    const most = values ? largest(values) : 1;
    const isChoice = state.model?.outputs.some(({ name }) => name === layer.name) && count > 1 && layer.activation === "softmax";
    const best = isChoice && values ? likeliest(values) : -1;
    return html`<div class="units-bars ${names.length ? "named" : ""}">
      ${shown.map((unit) => {
        const value = values?.[unit] ?? 0;
        const share = Math.min(1, Math.abs(value) / most) * 50;
        return html`<div class="unit-bar ${unit === best ? "best" : ""}" title=${value.toFixed(3)}>
          ${names[unit] !== undefined ? html`<span class="unit-of">${names[unit]}</span>` : nothing}
          <span class="signed-track"><i class=${value < 0 ? "minus" : "plus"} .style=${`width:${share.toFixed(1)}%`}></i></span>
        </div>`;
      })}
      ${pager(state, layer, count, mostBars)}
    </div>`;
  }

  /** @param {State} state @param {ModelLayer} layer */
  function heading(state, layer) {
    const { t, experiment, model } = state;
    const dense = denseLayers(experiment).find(({ name }) => name === layer.name);
    const isOutput = model?.outputs.some(({ name }) => name === layer.name) ?? false;
    if (dense && dense.layer === "dense") return columnHeader(state, actions, dense, layer.name, isOutput, isStack(experiment), scope);
    return html`<div class="column-head"><h3>${layer.name}</h3><p class="hint">${t(`layer.${layer.layer}`)}<br />${layer.outputShape.join(" × ")}</p></div>`;
  }

  return {
    /** @param {State} state */
    template(state) {
      const { model, looked, t } = state;
      if (!model) return nothing;
      const values = valuesOf(state);
      return html`<p class="hint looked">${looked ? t("network.looked", { name: looked.name }) : t("network.looked_none")}</p>
        <div class="layer-columns">
          ${model.layers.map((layer, index) => {
            const found = values.find(({ name }) => name === layer.name);
            const joins = index > 0 && !(layer.inputs.length === 1 && layer.inputs[0] === model.layers[index - 1].name) && layer.inputs.length > 0;
            const { length } = layer.outputShape;
            // Layers that only pass on what they are given need no picture of their own.
            const plain = ["flatten", "dropout", "reshape"].includes(layer.layer);
            return html`<div class="column layer-column ${plain ? "plain" : length === 3 ? "mapped" : ""}" data-column=${layer.name} data-kind=${layer.layer}>
              ${heading(state, layer)}
              ${joins ? html`<p class="hint joins">← ${layer.inputs.join(", ")}</p>` : nothing}
              ${plain ? nothing : length === 3 ? maps(state, layer) : length === 2 && layer.outputShape[1] > 0 && layer.outputShape[0] * layer.outputShape[1] > mostBars ? html`<canvas class="strip" data-strip=${layer.name} role="img" aria-label=${t("network.strip_label", { layer: layer.name })}></canvas>` : (tokens(state, layer, found) ?? vector(state, layer, found))}
            </div>`;
          })}
        </div>
        ${model.layers.some(({ layer }) => layer === "conv2d") ? html`<p class="hint">${t("network.receptive_hint")}</p>` : nothing}`;
    },

    /** @param {HTMLElement} body @param {State} state */
    paint(body, state) {
      const { model, theme, snapshot } = state;
      if (!model) return;
      const values = valuesOf(state);
      for (const layer of model.layers) {
        const column = body.querySelector(`[data-column="${CSS.escape(layer.name)}"]`);
        const found = values.find(({ name }) => name === layer.name);
        if (!column || !found) continue;
        const [height, width, channels] = found.shape;
        for (const canvas of column.querySelectorAll("canvas")) {
          const { channel, filter, strip } = canvas.dataset;
          if (channel !== undefined) paintSigned(canvas, found.values, width, height, theme, { scale: largest(found.values), stride: channels, offset: Number(channel) });
          else if (strip !== undefined) paintSigned(canvas, found.values, width, height, theme);
          else if (filter !== undefined && snapshot) paintFilter(canvas, layer, Number(filter), chosenChannels.get(layer.name) ?? null, snapshot.weights, theme);
        }
      }
    },
  };
}

/** A kernel of one filter for an input channel, or the mean over all. Kernels are [row][column][input][filter].
 * @param {HTMLCanvasElement} canvas @param {ModelLayer} layer @param {number} filter @param {number | null} channel
 * @param {Float32Array} weights @param {State["theme"]} theme */
function paintFilter(canvas, layer, filter, channel, weights, theme) {
  const kernel = layer.parameters.find(({ name }) => name === "kernel");
  if (!kernel) return;
  const [height, width, inputs, filters] = kernel.shape;
  const shown = channel !== null && channel < inputs ? [channel] : [...Array(inputs).keys()];
  const plane = Float32Array.from({ length: height * width }, (_, place) => {
    let sum = 0;
    for (const input of shown) sum += weights[kernel.offset + (place * inputs + input) * filters + filter];
    return sum / shown.length;
  });
  paintSigned(canvas, plane, width, height, theme);
}
