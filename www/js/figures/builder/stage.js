// The diagram: layers as boxes, edges as curves with the shapes that flow along them.

import { html, nothing, svg } from "lit-html";
import { looseEnds } from "../../model/builder/graph.js";
import { familyOf } from "../../model/builder/kinds.js";
import { facts, graphErrorWords, shapeWords } from "./words.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/builder/layout.js").Layout} Layout */
/** @typedef {import("../../model/builder/graph.js").Edge} Edge */
/** What is chosen. @typedef {{ layer: string } | { edge: Edge } | null} Chosen */
/** What the pointer drags, where it is, and what it would be dropped on; in pixels of the diagram.
 * @typedef {{ what: "kind" | "layer" | "port", name: string, x: number, y: number, target: { layer: string } | { edge: Edge } | null }} Drag */

/** What stands at the corner of a layer. @type {Record<string, string>} */
const flags = { wrong: "!", unfinished: "…", loose: "?" };

/** @param {Edge} edge */
export const edgeKey = ({ from, to, index }) => `${from}>${to}>${index}`;

/** @param {State} state
 * @param {{ network: import("../../core/experiment.js").NetworkConfig, outline: import("../../core/protocol.js").Outline, layout: Layout, chosen: Chosen, drag: Drag | null, isAsked: boolean }} scene
 * @param {{ choose(chosen: Chosen): void, grab(name: string, event: PointerEvent): void, grabPort(name: string, event: PointerEvent): void }} acts */
export function stage(state, { network, outline, layout, chosen, drag, isAsked }, { choose, grab, grabPort }) {
  const { t } = state;
  const lines = new Map(outline.layers.map((line) => [line.name, line]));
  const ends = new Set(looseEnds(network).map(({ name }) => name));
  const isTarget = (/** @type {string} */ name) => drag?.target && "layer" in drag.target && drag.target.layer === name;
  const edgeTarget = drag?.target && "edge" in drag.target ? edgeKey(drag.target.edge) : "";
  const edgeChosen = chosen && "edge" in chosen ? edgeKey(chosen.edge) : "";

  const node = (/** @type {import("../../model/builder/layout.js").Place} */ { name, x, y, width, height }) => {
    const layer = network.layers.find((one) => one.name === name);
    const line = lines.get(name);
    if (!layer || !line) return nothing;
    const output = outline.outputs.find((one) => one.name === name);
    const input = outline.inputs.find((one) => one.name === name);
    const role = output ? t("builder.output_of", { target: targetName(output.data.name, t) }) : input ? t("builder.input_of", { data: targetName(input.data.name, t) }) : "";
    const trouble = line.error ? (isAsked ? "wrong" : "unfinished") : line.shape ? (ends.has(name) ? "loose" : "") : "waiting";
    const isFound = trouble === "" && state.finding?.layer === name && state.finding.experiment === state.experiment;
    const isChosen = chosen !== null && "layer" in chosen && chosen.layer === name;
    return html`<div class="node ${trouble} ${isTarget(name) ? "target" : ""}" data-family=${familyOf[layer.layer]} .style=${`left:${x}px;top:${y}px;width:${width}px;height:${height}px`}>
      <button class="node-body" data-node=${name} aria-pressed=${isChosen} tabindex=${isChosen || (!chosen && layer === network.layers[0]) ? 0 : -1}
        title=${line.error ? graphErrorWords(line.error, t) : nothing} @click=${() => choose({ layer: name })} @pointerdown=${(/** @type {PointerEvent} */ event) => grab(name, event)}>
        <span class="node-words"><span class="node-kind">${t(`layer.${layer.layer}`)}</span> <span class="node-facts">${facts(layer, t)}</span>
          <span class="node-name">${name}${role ? html`<span class="node-role">${role}</span>` : nothing}</span><span class="visually-hidden">${more(state, layer, line, trouble)}</span></span>
        <canvas class="node-picture" hidden></canvas>
      </button>
      ${trouble in flags ? html`<span class="node-flag" aria-hidden="true">${flags[trouble]}</span>` : nothing}
      ${isFound ? html`<span class="node-flag" title=${t("network.finding")} role="img" aria-label=${t("network.finding")}>!</span>` : nothing}
      ${layer.shared_with ? html`<span class="node-shared">= ${layer.shared_with}</span>` : nothing}
      ${output ? html`<span class="edge-shape end-shape">${shapeWords(line.shape)}</span>` : nothing}
      <span class="port" title=${t("builder.port")} @pointerdown=${(/** @type {PointerEvent} */ event) => grabPort(name, event)}></span>
    </div>`;
  };

  const cut = (/** @type {import("../../model/builder/layout.js").Wire} */ wire) => {
    const { from, to, index, middle } = wire;
    const edge = { from, to, index };
    const key = edgeKey(edge);
    const shape = shapeWords(lines.get(from)?.shape);
    return html`<button class="edge-point ${key === edgeTarget ? "target" : ""}" data-edge=${key} tabindex="-1" aria-pressed=${key === edgeChosen}
        .style=${`left:${middle.x}px;top:${middle.y}px`} title=${t("builder.edge_hint")} aria-label=${t("builder.edge", { from, to, shape })} @click=${() => choose({ edge })}>+</button>
      <span class="edge-shape" .style=${`left:${middle.x + 16}px;top:${middle.y}px`}>${shape}</span>`;
  };

  const pulled = drag?.what === "port" ? layout.places.find(({ name }) => name === drag.name) : undefined;
  return html`<div class="world" .style=${`width:${layout.width}px;height:${layout.height}px`}>
    <svg class="wires" width=${layout.width} height=${layout.height} aria-hidden="true">
      ${layout.wires.map((wire) => svg`<path d=${wire.path} class="wire ${edgeKey(wire) === edgeChosen ? "chosen" : ""} ${lines.get(wire.from)?.shape ? "" : "unknown"}
        ${isAsked && lines.get(wire.to)?.error ? "wrong" : ""}" />`)}
      ${drag && pulled ? svg`<path class="wire pulled" d=${`M${pulled.x + pulled.width / 2} ${pulled.y + pulled.height}L${drag.x} ${drag.y}`} />` : nothing}
    </svg>
    ${layout.places.map(node)} ${layout.wires.map(cut)}
    ${drag && drag.what !== "port" ? html`<div class="ghost" .style=${`left:${drag.x}px;top:${drag.y}px`}>${drag.what === "kind" ? t(`layer.${drag.name}`) : drag.name}</div>` : nothing}
  </div>`;
}

/** What a part of the data is called. @param {string} name @param {State["t"]} t */
export function targetName(name, t) {
  const words = t(`data_part.${name}`);
  return words === `data_part.${name}` ? name : words;
}

/** What the picture shows and the text does not. @param {State} state @param {import("../../core/experiment.js").LayerConfig} layer
 * @param {import("../../core/protocol.js").Outline["layers"][number]} line @param {string} trouble */
function more({ t }, layer, line, trouble) {
  const from = layer.inputs.length ? t("builder.takes", { names: layer.inputs.join(", ") }) : "";
  const shape = line.shape ? t("builder.gives", { shape: shapeWords(line.shape) }) : "";
  return [from, shape, trouble && t(`builder.is_${trouble}`)].filter(Boolean).join(", ");
}
