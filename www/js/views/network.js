// The network: features, columns of units with their live pictures, and the weights between them.

import { html, nothing, render } from "lit-html";
import { missingNotice } from "../failure.js";
import { denseLayers, hiddenCount, isStack, mostHidden, setHiddenCount } from "../stack.js";
import { card } from "./network/card.js";
import { bundles, featureNames, fittingFeatures, mostDrawn, tileSize, unitName } from "./network/columns.js";
import { drawEdges, edgeAt } from "./network/edges.js";
import { columnHeader } from "./network/header.js";
import { createTilePainter } from "./network/tiles.js";
import { awaited } from "./later.js";
import { wordError } from "./notice.js";

/** @typedef {import("../protocol.js").State} State */
/** @typedef {import("../protocol.js").Selection} Selection */
/** @typedef {import("./network/edges.js").Placed} Placed */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */

const featureSide = 50;
const flowPerSecond = 30;

/** How many connections an L1 penalty has left, where it has cut any. @param {State} state */
function live({ snapshot, t }) {
  if (!snapshot || snapshot.liveWeights === snapshot.kernelWeights) return nothing;
  return html` · ${t("network.live", { live: snapshot.liveWeights, count: snapshot.kernelWeights })}`;
}

/** @param {HTMLElement} element @param {import("../protocol.js").Actions} actions @param {import("../lab.js").Lab} lab */
export function mount(element, actions, lab) {
  const painter = createTilePainter();
  /** @type {ReturnType<typeof import("./network/layers.js").createLayers> | null} */
  let layers = null;
  let layersAreComing = false;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {State | null} */
  let last = null;
  /** @type {Placed[]} */
  let placed = [];
  /** Canvases of the drawn units, by layer. @type {Map<string, HTMLCanvasElement[]>} */
  let canvases = new Map();
  let flowing = 0;
  element.innerHTML = `<div class="network-head"></div><div class="network-scroll"><div class="network-body"></div></div><div class="unit-card"><canvas hidden></canvas><div class="card-body"></div></div>`;
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`.${name}`));
  const [head, body, cardBody] = ["network-head", "network-body", "card-body"].map(part);
  const cardCanvas = /** @type {HTMLCanvasElement} */ (element.querySelector(".unit-card > canvas"));
  element.ownerDocument.addEventListener("pointerdown", ({ target }) => closeSettings(/** @type {Element} */ (target)));
  element.addEventListener("keydown", ({ key }) => key === "Escape" && closeSettings(null));
  new ResizeObserver(() => last && (measure(last), drawFrame(last))).observe(body);

  /** Closes a column's further settings unless they hold what was pressed. @param {Element | null} pressed */
  function closeSettings(pressed) {
    for (const details of element.querySelectorAll("details.layer-more[open]")) {
      if (!pressed || !details.contains(pressed)) details.removeAttribute("open");
    }
  }

  /** @param {State} state */
  function drawHead(state) {
    const { t, experiment, model, errors } = state;
    const count = hiddenCount(experiment);
    const editable = isStack(experiment);
    render(
      html`<h2>${t("network.title")}</h2>
        <label class="hidden-count">
          <span>${t("network.hidden_layers")} <b class="reading">${count}</b></span>
          <input id="hidden-layers" type="range" min="0" max=${mostHidden} step="1" .value=${String(count)} ?disabled=${!editable}
            @input=${(/** @type {Change} */ { currentTarget }) => actions.edit((draft) => setHiddenCount(draft, Number(currentTarget.value)))} />
        </label>
        <p class="parameter-count">${t("network.parameters", { count: model?.parameterCount ?? "" })}${live(state)}</p>
        ${errors
          .filter(({ field }) => field === "network.parameters" || field === "network.layers")
          .map((error) => html`<p class="field-error" role="alert">${wordError({ ...error, field: "" }, t)}</p>`)}`,
      head,
    );
  }

  /** What pointing at and focusing something does. @param {Selection} selection */
  const hovering = (selection) => ({ enter: () => actions.hover(selection), leave: () => actions.hover(null) });

  /** @param {State} state */
  function featureColumn(state) {
    const { experiment, t } = state;
    const active = experiment.data.features;
    const { dimensions } = lab.recommendation(experiment.data);
    const toggle = (/** @type {any} */ feature) =>
      actions.edit((draft) => {
        const on = draft.data.features.includes(feature);
        draft.data.features = on ? draft.data.features.filter((one) => one !== feature) : [...draft.data.features, feature];
      });
    return html`<div class="column features">
      <div class="column-head"><h3>${t("network.features")}</h3><p class="hint">${t("network.features_hint")}</p></div>
      <div class="tiles">
        ${fittingFeatures(dimensions).map((feature) => {
          const on = active.includes(feature);
          const { enter, leave } = hovering({ kind: "feature", feature });
          return html`<div class="feature-row"><span class="feature-name">${featureNames[feature]}</span>
            <button class="tile" data-feature=${feature} aria-pressed=${on} ?disabled=${on && active.length === 1}
              aria-label=${t("network.feature_label", { name: featureNames[feature] })} .style=${"--tile:32px"}
              @click=${() => toggle(feature)} @pointerenter=${enter} @pointerleave=${leave} @focus=${enter} @blur=${leave}><canvas></canvas></button></div>`;
        })}
      </div>
    </div>`;
  }

  /** @param {State} state @param {import("../stack.js").Dense} dense @param {number} index @param {number} count */
  function unitColumn(state, dense, index, count) {
    const { t, data, selected } = state;
    const isOutput = index === count - 1;
    const title = isOutput ? t("network.output") : t("network.hidden", { index: index + 1 });
    const drawn = Math.min(dense.units, mostDrawn);
    const units = [...Array(drawn).keys()];
    const outputName = (/** @type {number} */ unit) =>
      data?.problem === "multiclass" ? t("output.class", { class: unit }) : data?.problem === "multi_label" ? t("output.label", { label: unit }) : "";
    return html`<div class="column">
      ${columnHeader(state, actions, dense, title, isOutput, true)}
      <div class="tiles">
        ${units.map((unit) => {
          const selection = /** @type {const} */ ({ kind: "unit", layer: dense.name, unit });
          const { enter, leave } = hovering(selection);
          const chosen = selected?.kind === "unit" && selected.layer === dense.name && selected.unit === unit;
          return html`<div class="unit-row"><button class="tile" data-layer=${dense.name} data-unit=${unit} aria-pressed=${chosen} .style=${`--tile:${tileSize(drawn)}px`}
            aria-label=${t("network.unit_label", { layer: title, unit: unit + 1 })}
            @click=${() => actions.select(chosen ? null : selection)} @pointerenter=${enter} @pointerleave=${leave} @focus=${enter} @blur=${leave}><canvas></canvas></button>
            ${isOutput ? html`<span class="unit-name">${outputName(unit)}</span>` : nothing}</div>`;
        })}
        ${dense.units > drawn ? html`<p class="hint">${t("network.more_units", { count: dense.units - drawn })}</p>` : nothing}
      </div>
    </div>`;
  }

  /** @param {State} state */
  function drawColumns(state) {
    const dense = denseLayers(state.experiment);
    body.dataset.width = dense.length <= 4 ? "wide" : dense.length <= 6 ? "middle" : "narrow";
    body.classList.toggle("named", state.data?.problem === "multiclass" || state.data?.problem === "multi_label");
    render(
      html`<canvas class="edges" role="img" aria-label=${state.t("network.edges_label")} @pointermove=${point} @pointerleave=${() => point(null)} @click=${pick}></canvas>
        ${featureColumn(state)} ${dense.map((layer, index) => unitColumn(state, layer, index, dense.length))}`,
      body,
    );
    canvases = new Map();
    for (const tile of body.querySelectorAll(".tile")) {
      const { layer, feature } = /** @type {HTMLElement} */ (tile).dataset;
      const canvas = /** @type {HTMLCanvasElement} */ (tile.querySelector("canvas"));
      if (layer) canvases.set(layer, [...(canvases.get(layer) ?? []), canvas]);
      else if (feature) paintFeature(canvas, feature, state);
    }
    measure(state);
  }

  /** @param {HTMLCanvasElement} canvas @param {string} feature @param {State} state */
  function paintFeature(canvas, feature, { data, theme }) {
    const dimensions = data?.dimensions ?? 2;
    const key = `${feature} ${dimensions} ${theme}`;
    if (canvas.dataset.key === key) return;
    canvas.dataset.key = key;
    painter.setTheme(theme);
    const bytes = lab.featurePicture(feature, featureSide, dimensions);
    painter.paint(canvas, bytes, 0, { width: featureSide, height: dimensions === 1 ? 1 : featureSide }, 1);
  }

  /** Finds where the units stand, for the curves between them. @param {State} state */
  function measure({ model, experiment }) {
    const canvas = /** @type {HTMLCanvasElement | null} */ (body.querySelector("canvas.edges"));
    if (!canvas || !model) return;
    canvas.style.width = `${body.clientWidth}px`;
    canvas.style.height = `${body.clientHeight}px`;
    const box = canvas.getBoundingClientRect();
    const ratio = devicePixelRatio;
    if (canvas.width !== Math.round(box.width * ratio) || canvas.height !== Math.round(box.height * ratio)) {
      canvas.width = Math.round(box.width * ratio);
      canvas.height = Math.round(box.height * ratio);
    }
    const place = (/** @type {Element} */ tile, /** @type {"left" | "right"} */ side) => {
      const at = tile.getBoundingClientRect();
      return { x: at[side] - box.left, y: (at.top + at.bottom) / 2 - box.top };
    };
    const tiles = (/** @type {string} */ layer) => {
      const isInput = model.layers.find(({ name }) => name === layer)?.layer === "input";
      if (!isInput) return [...body.querySelectorAll(`[data-layer="${CSS.escape(layer)}"]`)];
      return experiment.data.features.flatMap((feature) => [...body.querySelectorAll(`[data-feature="${feature}"]`)]);
    };
    placed = bundles(model).map((bundle) => ({
      bundle,
      from: tiles(bundle.from).slice(0, bundle.fromUnits).map((tile) => place(tile, "right")),
      to: tiles(bundle.layer).slice(0, bundle.toUnits).map((tile) => place(tile, "left")),
    }));
  }

  /** @param {MouseEvent} event */
  function edgeUnder(event) {
    const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget);
    const box = canvas.getBoundingClientRect();
    return edgeAt(placed, { x: event.clientX - box.left, y: event.clientY - box.top }, 8);
  }

  /** @param {PointerEvent | null} event */
  function point(event) {
    const found = event && edgeUnder(event);
    if (event) /** @type {HTMLElement} */ (event.currentTarget).style.cursor = found ? "pointer" : "";
    if (found || last?.hovered?.kind === "weight") actions.hover(found ? weightSelection(found) : null);
  }

  /** @param {NonNullable<ReturnType<typeof edgeAt>>} edge @returns {Selection | null} */
  function weightSelection({ bundle, input, unit }) {
    if (!last) return null;
    const parameter = bundle.offset + input * bundle.toUnits + unit;
    return { kind: "weight", parameter, layer: bundle.layer, from: unitName(last, bundle.from, input), to: unitName(last, bundle.layer, unit) };
  }

  /** @param {MouseEvent} event */
  function pick(event) {
    const found = edgeUnder(event);
    actions.select(found && weightSelection(found));
  }

  /** What changes in every frame: pictures and curves. @param {State} state */
  function drawFrame(state) {
    const { snapshot, selected, hovered, playing } = state;
    const canvas = /** @type {HTMLCanvasElement | null} */ (body.querySelector("canvas.edges"));
    const context = canvas?.getContext("2d");
    if (!canvas || !context || !snapshot) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const choice = hovered?.kind === "weight" ? hovered : selected;
    const style = getComputedStyle(element);
    drawEdges(context, placed, snapshot.weights, {
      negative: style.getPropertyValue("--negative"),
      positive: style.getPropertyValue("--positive"),
      chosenColour: style.getPropertyValue("--ink"),
      flow: playing && !still.matches ? (performance.now() / 1000) * flowPerSecond : null,
      chosen: choice?.kind === "weight" ? choice.parameter : null,
    });
  }

  /** @param {State} state */
  function drawTiles({ pictures, theme }) {
    if (!pictures) return;
    painter.setTheme(theme);
    const plane = pictures.width * pictures.height;
    for (const { name, units, offset } of pictures.layers) {
      canvases.get(name)?.slice(0, units).forEach((canvas, unit) => painter.paint(canvas, pictures.values, offset + unit * plane, pictures, 2));
    }
  }

  /** @param {State} state */
  function drawCard(state) {
    const { selected, hovered, pictures, data } = state;
    const selection = selected ?? hovered;
    const layer = selection?.kind === "unit" ? pictures?.layers.find(({ name }) => name === selection.layer) : undefined;
    cardCanvas.hidden = !((layer && selection?.kind === "unit" && selection.unit < layer.units) || selection?.kind === "feature");
    if (pictures && layer && selection?.kind === "unit" && !cardCanvas.hidden) {
      painter.paint(cardCanvas, pictures.values, layer.offset + selection.unit * pictures.width * pictures.height, pictures, 1);
    } else if (selection?.kind === "feature") {
      const dimensions = data?.dimensions ?? 2;
      painter.paint(cardCanvas, lab.featurePicture(selection.feature, 100, dimensions), 0, { width: 100, height: dimensions === 1 ? 1 : 100 }, 1);
    }
    render(card(state, actions), cardBody);
  }

  /** Keeps the dashes moving between snapshots of a slow run. */
  function flow() {
    cancelAnimationFrame(flowing);
    if (!last?.playing || still.matches) return;
    drawFrame(last);
    flowing = requestAnimationFrame(flow);
  }

  const redrawLayers = () => last && drawLayers(last);

  /** Only a task needs them. */
  async function bringLayers() {
    const loaded = await import("./network/layers.js").catch((error) => actions.notify(missingNotice(error)));
    if (!loaded) return;
    layers = loaded.createLayers(actions, lab, redrawLayers);
    redrawLayers();
  }

  /** Where there is no plane the layers show the example that is looked at. @param {State} state */
  function drawLayers(state) {
    if (state.data?.task === "plane") return;
    if (!layers) {
      if (!layersAreComing) awaited(bringLayers());
      layersAreComing = true;
      return;
    }
    render(layers.template(state), body);
    layers.paint(body, state);
  }

  /** @param {State} state */
  function draw(state) {
    if (element.hidden) {
      last = null;
      return;
    }
    const before = last;
    last = state;
    const isTask = (state.data?.task ?? "plane") !== "plane";
    element.classList.toggle("of-task", isTask);
    if (isTask) {
      drawHead(state);
      drawLayers(state);
      return;
    }
    const changed = (/** @type {(keyof State)[]} */ ...keys) => !before || keys.some((key) => before[key] !== state[key]);
    const structure = changed("experiment", "model", "language", "theme", "errors", "selected", "data");
    if (structure) {
      drawHead(state);
      drawColumns(state);
    }
    if (structure || changed("pictures")) drawTiles(state);
    if (changed("playing")) flow();
    if (!state.playing && (structure || changed("snapshot", "hovered"))) drawFrame(state);
    if (structure || changed("hovered") || ((state.selected || state.hovered) && changed("snapshot", "pictures"))) drawCard(state);
  }

  return { draw };
}
