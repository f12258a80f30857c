// The network: features, columns of units with their live pictures, and the weights between them.

import { html, nothing, render } from "lit-html";
import { denseLayers } from "../../model/stack.js";
import { awaited } from "../later.js";
import { missingNotice } from "../../ui/notice.js";
import { createStage } from "../stage.js";
import { bundles, featureName, featureNames, featureSize, fittingFeatures, formulasOf, mostDrawn, mostFormulas, squareOf, tileSize, unitName } from "./columns.js";
import { drawEdges, edgeAt, middleOf } from "./edges.js";
import { columnHeader } from "./header.js";
import { legend } from "./legend.js";
import { needs } from "./needs.js";
import { createTilePainter } from "./tiles.js";
import { thresholdOf } from "../output/words.js";
import { putBeside } from "../../ui/beside.js";
import { prepare } from "../../ui/canvas.js";
import { tendMenus } from "../../ui/menu.js";
import { loadMoreWords } from "../../ui/i18n.js";
import { loadedOnce } from "../../ui/loaded_once.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { rove } from "../../ui/roving.js";

/** @typedef {import("./needs.js").State} State */
/** @typedef {import("../../model/state.js").Selection} Selection */
/** What is open for editing, and whether only weights can be changed: then inputs that are not used are not shown, either.
 * @typedef {{ selected: Selection | null, isFixed: boolean, hidesFeatures: boolean }} Options */
/** @typedef {import("./edges.js").Placed} Placed */

/** Columns that have room for their full titles. */
const mostNamed = 5;
const featureSide = 50;
const flowPerSecond = 30;
/** Between two pictures of the flow, in which its dashes go on by a pixel; on a slow machine twice the time of a frame. */
const flowMillis = 32;

/** @type {Options} */
export const defaults = { selected: null, isFixed: false, hidesFeatures: false };

/** The layer whose units are painted as the output is: of one that is a curve, none. @param {State} state */
const outputLayer = ({ experiment, pictures }) => (pictures && pictures.height > 1 ? denseLayers(experiment).at(-1)?.name : undefined);

/** What is said of one unit, weight or feature. */
export const cards = loadedOnce(async () => (await Promise.all([import("./card.js"), loadMoreWords()]))[0]);

/** @param {State} state */
const isOfTask = ({ data }) => (data?.task ?? "plane") !== "plane";

/** One closure, because what is selected, pointed at and measured is shared by columns, curves, tiles and the card.
 * @param {HTMLElement} element @param {import("../stage.js").Context<Options>} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { run, core, actions, signal, options: given, optionsChanged }) {
  let { selected, isFixed, hidesFeatures } = { ...defaults, ...given };
  const painter = createTilePainter();
  /** @type {ReturnType<typeof import("./layers.js").createLayers> | null} */
  let layers = null;
  let layersAreComing = false;
  /** For features by formula. @type {ReturnType<typeof import("./formula.js").createFormulaEditor> | null} */
  let editor = null;
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  /** What the columns show, and with it what is open and pointed at. @type {{ state: State, selected: Selection | null, hovered: Selection | null } | null} */
  let last = null;
  /** What the pointer or the focus is on. @type {Selection | null} */
  let hovered = null;
  /** @type {Placed[]} */
  let placed = [];
  /** Size of the columns when the units were placed. */
  let measured = "";
  /** Of the canvas of the curves, when it was measured. */
  let size = { width: 0, height: 0 };
  /** Canvases of the drawn units, by layer. @type {Map<string, HTMLCanvasElement[]>} */
  let canvases = new Map();
  /** The pictures that these show. @type {State["pictures"]} */
  let painted = null;
  let isFlowing = false;
  render(
    html`<div class="network-scroll"><div class="network-body"></div></div>
      <p class="network-legend"></p>
      <div class="unit-card" hidden><canvas hidden></canvas><div class="card-body"></div></div>`,
    element,
  );
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (element.querySelector(`.${name}`));
  const [body, legendLine, cardBox, cardBody] = ["network-body", "network-legend", "unit-card", "card-body"].map(part);
  const cardCanvas = /** @type {HTMLCanvasElement} */ (element.querySelector(".unit-card > canvas"));
  tendMenus(element, signal);
  const tendTiles = rove(body, ".tile", signal);
  const tendWeights = rove(cardBody, "[data-weight]", signal);
  element.addEventListener("keydown", (event) => event.key === "Escape" && selected && dismiss(event), { signal });
  addEventListener("scroll", placeCard, { signal, capture: true, passive: true });

  /** @param {Selection | null} selection */
  function hover(selection) {
    hovered = selection;
    stage.redraw();
  }

  /** @param {Selection | null} selection */
  function select(selection) {
    set({ selected: selection });
    optionsChanged?.({ selected, isFixed, hidesFeatures });
  }

  /** @param {Partial<Options>} change */
  function set(change) {
    const next = { selected, hidesFeatures, ...change };
    if (next.selected === selected && next.hidesFeatures === hidesFeatures) return;
    if (next.hidesFeatures !== hidesFeatures) last = null;
    ({ selected, hidesFeatures } = next);
    stage.redraw();
  }

  /** What the card is of, as it lies on the screen. @returns {DOMRect | undefined} */
  function anchor() {
    const of = selected ?? hovered;
    if (of?.kind === "feature") return body.querySelector(`[data-feature="${of.feature}"]`)?.getBoundingClientRect();
    if (of?.kind === "formula") return squareOfFormula(of.formula)?.getBoundingClientRect();
    if (of?.kind === "unit") return canvases.get(of.layer)?.[of.unit]?.getBoundingClientRect();
    const middle = of && middleOf(placed, of.parameter);
    if (!middle) return body.getBoundingClientRect();
    const { left, top } = body.getBoundingClientRect();
    return new DOMRect(left + middle.x, top + middle.y, 0, 0);
  }

  /** The square of a formula; the one that adds a formula where there is none. @param {string | null} formula */
  const squareOfFormula = (formula) => /** @type {HTMLElement | null} */ ((formula === null ? null : body.querySelector(squareOf({ formula }))) ?? body.querySelector(".add-feature"));

  function placeCard() {
    const box = cardBox.hidden ? undefined : anchor();
    if (box) putBeside(cardBox, box, "right");
  }

  /** Closes the card; the focus goes back to what it was of. @param {Event} event */
  function dismiss(event) {
    event.stopPropagation();
    const of = selected;
    const had = cardBox.contains(/** @type {Document | ShadowRoot} */ (element.getRootNode()).activeElement);
    select(null);
    if (had && of?.kind === "formula") squareOfFormula(of.formula)?.focus();
    else if (had && of && of.kind !== "feature" && of.kind !== "formula") canvases.get(of.layer)?.[of.kind === "unit" ? of.unit : 0]?.parentElement?.focus();
    hover(null);
  }

  /** Selects something by its button, and brings the focus of who uses the keyboard to what can be changed. @param {Selection | null} selection @param {UIEvent} event */
  async function choose(selection, { detail }) {
    select(selection);
    // Once the card is there nothing waits.
    const coming = cards.bring();
    if (coming) await coming.catch(() => {});
    if (detail === 0 && selection) /** @type {HTMLElement | null} */ (cardBody.querySelector("input"))?.focus();
  }

  /** What pointing at and focusing something does. @param {Selection} selection */
  const hovering = (selection) => ({ enter: () => hover(selection), leave: () => hover(null) });

  /** Opens the formula of a feature, or an empty one, with the focus in it. @param {string | null} formula */
  async function openFormula(formula) {
    const loaded = await Promise.all([import("./formula.js"), loadMoreWords(), loadMoreStyles(), cards.bring()]).catch((error) => actions.notify(missingNotice(error)));
    if (!loaded || signal.aborted) return;
    editor ??= loaded[0].createFormulaEditor({ actions, core, scope: stage.scope, redraw: redrawCard, close: closeFormula });
    editor.open(formula);
    select({ kind: "formula", formula });
    requestAnimationFrame(() => cardBody.querySelector("input")?.focus());
  }

  /** Closes the card of a formula; the focus goes to its square. @param {string | null} formula */
  function closeFormula(formula) {
    select(null);
    hover(null);
    requestAnimationFrame(() => squareOfFormula(formula)?.focus());
  }

  function redrawCard() {
    if (!last) return;
    drawCard(last.state);
    drawCardPicture(last.state);
    placeCard();
  }

  /** The features of one's own, and the square that adds one. @param {State} state */
  function formulaRows({ experiment, t }) {
    const formulas = formulasOf(experiment.data.features);
    const row = (/** @type {string} */ formula) => {
      const { enter, leave } = hovering({ kind: "formula", formula });
      const name = featureName({ formula });
      return html`<div class="feature-row"><span class="feature-name" title=${name}>${name}</span>
        <button class="tile" data-formula=${formula} aria-pressed="true" aria-label=${t("network.feature_label", { name })}
          @click=${() => openFormula(formula)} @pointerenter=${enter} @pointerleave=${leave} @focus=${enter} @blur=${leave}><canvas></canvas></button></div>`;
    };
    return html`${formulas.map(row)}
      ${formulas.length < mostFormulas && !isFixed && !hidesFeatures ? html`<div class="feature-row"><button class="tile add-feature" title=${t("network.add_feature")} aria-label=${t("network.add_feature")} @click=${() => openFormula(null)}>+</button></div>` : nothing}`;
  }

  /** @param {State} state */
  function featureColumn(state) {
    const { experiment, t } = state;
    const active = experiment.data.features;
    const { dimensions } = core.recommendation(experiment.data);
    const toggle = (/** @type {any} */ feature) =>
      actions.edit((draft) => {
        const on = draft.data.features.includes(feature);
        draft.data.features = on ? draft.data.features.filter((one) => one !== feature) : [...draft.data.features, feature];
      });
    return html`<div class="column features">
      <div class="column-head"><h3>${t("network.features")}</h3></div>
      <div class="tiles">
        ${fittingFeatures(dimensions).filter((feature) => !(isFixed || hidesFeatures) || active.includes(feature)).map((feature) => {
          const on = active.includes(feature);
          const { enter, leave } = hovering({ kind: "feature", feature });
          return html`<div class="feature-row"><span class="feature-name">${featureNames[feature]}</span>
            <button class="tile" data-feature=${feature} aria-pressed=${on} ?disabled=${isFixed || hidesFeatures || (on && active.length === 1)}
              aria-label=${t("network.feature_label", { name: featureNames[feature] })}
              @click=${() => toggle(feature)} @pointerenter=${enter} @pointerleave=${leave} @focus=${enter} @blur=${leave}><canvas></canvas></button></div>`;
        })}
        ${formulaRows(state)}
      </div>
    </div>`;
  }

  /** @param {State} state @param {import("../../model/stack.js").Dense} dense @param {number} index @param {number} count */
  function unitColumn(state, dense, index, count) {
    const { t, data } = state;
    const isOutput = index === count - 1;
    const title = isOutput ? t("network.output") : t("network.hidden", { index: index + 1 });
    const drawn = Math.min(dense.units, mostDrawn);
    const units = [...Array(drawn).keys()];
    const outputName = (/** @type {number} */ unit) =>
      data?.problem === "multiclass" ? t("output.class", { class: unit }) : data?.problem === "multi_label" ? t("output.label", { label: unit }) : "";
    return html`<div class="column">
      ${columnHeader(state, actions, dense, title, isOutput, !isFixed, stage.scope, count > mostNamed && !isOutput ? t("network.hidden_short", { index: index + 1 }) : title)}
      <div class="tiles">
        ${units.map((unit) => {
          const selection = /** @type {const} */ ({ kind: "unit", layer: dense.name, unit });
          const { enter, leave } = hovering(selection);
          const chosen = selected?.kind === "unit" && selected.layer === dense.name && selected.unit === unit;
          return html`<div class="unit-row"><button class="tile" data-layer=${dense.name} data-unit=${unit} aria-pressed=${chosen}
            aria-label=${t("network.unit_label", { layer: title, unit: unit + 1 })}
            @click=${(/** @type {UIEvent} */ event) => choose(chosen ? null : selection, event)} @pointerenter=${enter} @pointerleave=${leave} @focus=${enter} @blur=${leave}><canvas></canvas></button>
            ${isOutput ? html`<span class="unit-name">${outputName(unit)}</span>` : nothing}</div>`;
        })}
        ${dense.units > drawn ? html`<p class="hint">${t("network.more_units", { count: dense.units - drawn })}</p>` : nothing}
      </div>
    </div>`;
  }

  /** @param {State} state */
  function drawColumns(state) {
    const dense = denseLayers(state.experiment);
    body.classList.toggle("many", dense.length > mostNamed);
    body.classList.toggle("named", state.data?.problem === "multiclass" || state.data?.problem === "multi_label");
    render(
      html`<canvas class="edges" role="img" aria-label=${state.t("network.edges_label")} @pointermove=${point} @pointerleave=${() => point(null)} @click=${pick}></canvas>
        ${featureColumn(state)} ${dense.map((layer, index) => unitColumn(state, layer, index, dense.length))}`,
      body,
    );
    canvases = new Map();
    for (const tile of body.querySelectorAll(".tile")) {
      const { layer, feature, formula } = /** @type {HTMLElement} */ (tile).dataset;
      const canvas = /** @type {HTMLCanvasElement} */ (tile.querySelector("canvas"));
      if (layer) canvases.set(layer, [...(canvases.get(layer) ?? []), canvas]);
      else if (feature) paintFeature(canvas, feature, state);
      else if (formula) paintFeature(canvas, { formula }, state);
    }
    painted = null;
    tendTiles();
    render(legend(state), legendLine);
    measure(state);
  }

  /** @param {HTMLCanvasElement} canvas @param {import("./columns.js").Feature | string} feature @param {State} state */
  function paintFeature(canvas, feature, { experiment, theme }) {
    const { dimensions } = core.recommendation(experiment.data);
    const key = `${JSON.stringify(feature)} ${dimensions} ${theme}`;
    if (canvas.dataset.key === key) return;
    canvas.dataset.key = key;
    painter.setTheme(theme);
    const bytes = core.featurePicture(feature, featureSide, dimensions);
    painter.paint(canvas, bytes, 0, { width: featureSide, height: dimensions === 1 ? 1 : featureSide }, 1);
  }

  const sizeNow = () => `${body.clientWidth} ${body.clientHeight} ${devicePixelRatio}`;

  /** Finds where the units stand, for the curves between them. @param {State} state */
  function measure({ model, experiment }) {
    const canvas = /** @type {HTMLCanvasElement | null} */ (body.querySelector("canvas.edges"));
    if (!canvas || !model) return;
    measured = sizeNow();
    const rem = parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize);
    const columns = /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll(".tiles"));
    // Where the tiles make the height, it must not depend on how large they were before.
    for (const tiles of columns) tiles.style.removeProperty("--tile");
    for (const tiles of columns) {
      const { clientHeight, clientWidth, childElementCount } = tiles;
      const side = tiles.parentElement?.classList.contains("features") ? featureSize : tileSize;
      tiles.style.setProperty("--tile", `${side(childElementCount, clientHeight, Math.min(clientWidth, 4.5 * rem))}px`);
    }
    canvas.style.width = "0";
    canvas.style.width = `${body.scrollWidth}px`;
    canvas.style.height = `${body.clientHeight}px`;
    const box = canvas.getBoundingClientRect();
    size = { width: box.width, height: box.height };
    const place = (/** @type {Element} */ tile, /** @type {"left" | "right"} */ side) => {
      const at = tile.getBoundingClientRect();
      return { x: at[side] - box.left, y: (at.top + at.bottom) / 2 - box.top };
    };
    const tiles = (/** @type {string} */ layer) => {
      const isInput = model.layers.find(({ name }) => name === layer)?.layer === "input";
      if (!isInput) return [...body.querySelectorAll(`[data-layer="${CSS.escape(layer)}"]`)];
      return experiment.data.features.flatMap((feature) => [...body.querySelectorAll(squareOf(feature))]);
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
    if (found || hovered?.kind === "weight") hover(found ? weightSelection(found) : null);
  }

  /** @param {NonNullable<ReturnType<typeof edgeAt>>} edge @returns {Selection | null} */
  function weightSelection({ bundle, input, unit }) {
    if (!last) return null;
    const parameter = bundle.offset + input * bundle.toUnits + unit;
    return { kind: "weight", parameter, layer: bundle.layer, from: unitName(last.state, bundle.from, input), to: unitName(last.state, bundle.layer, unit) };
  }

  /** @param {MouseEvent} event */
  function pick(event) {
    const found = edgeUnder(event);
    select(found && weightSelection(found));
  }

  /** @param {State} state */
  const flows = ({ playing }) => playing && !still.matches;

  /** What changes in every frame: pictures and curves. @param {State} state */
  function drawFrame(state) {
    const { snapshot } = state;
    const canvas = /** @type {HTMLCanvasElement | null} */ (body.querySelector("canvas.edges"));
    if (!canvas || !snapshot) return;
    const context = prepare(canvas, size.width, size.height);
    const choice = hovered?.kind === "weight" ? hovered : selected;
    const style = getComputedStyle(element);
    drawEdges(context, placed, snapshot.weights, {
      negative: style.getPropertyValue("--negative"),
      positive: style.getPropertyValue("--positive"),
      chosenColour: style.getPropertyValue("--ink"),
      none: style.getPropertyValue("--line-strong"),
      flow: flows(state) ? (performance.now() / 1000) * flowPerSecond : null,
      chosen: choice?.kind === "weight" ? choice.parameter : null,
    });
  }

  /** @param {State} state */
  function drawTiles(state) {
    const { pictures, theme, data } = state;
    if (!pictures || pictures === painted) return;
    painted = pictures;
    painter.setTheme(theme);
    const plane = pictures.width * pictures.height;
    const output = outputLayer(state);
    for (const { name, units, offset } of pictures.layers) {
      canvases.get(name)?.slice(0, units).forEach((canvas, unit) => {
        if (name === output && data && pictures.output.length >= (unit + 1) * plane) painter.paintOutput(canvas, pictures, 2, data, unit, thresholdOf(state));
        else painter.paint(canvas, pictures.values, offset + unit * plane, pictures, 2);
      });
    }
  }

  /** @param {State} state */
  const cardWords = (state) =>
    selected?.kind === "formula" && editor ? editor.template(state, dismiss) : cards.loaded().card(state, { actions, selected, hovered, select: choose, close: dismiss, scope: stage.scope });

  /** @param {State} state */
  function drawCard(state) {
    const isOpen = Boolean(selected ?? hovered);
    const coming = isOpen ? cards.bring() : null;
    coming?.then(redrawCard, (error) => actions.notify(missingNotice(error)));
    cardBox.hidden = !isOpen || coming !== null;
    cardBox.classList.toggle("pinned", selected !== null);
    render(cardBox.hidden ? nothing : cardWords(state), cardBody);
    tendWeights();
    placeCard();
  }

  /** @param {State} state */
  function drawCardPicture(state) {
    const { pictures, data, theme } = state;
    const selection = selected ?? hovered;
    if (selection?.kind === "formula") return drawFormulaPicture(state, selected ? editor?.typed() : selection.formula);
    const layer = selection?.kind === "unit" ? pictures?.layers.find(({ name }) => name === selection.layer) : undefined;
    cardCanvas.hidden = !((layer && selection?.kind === "unit" && selection.unit < layer.units) || selection?.kind === "feature");
    painter.setTheme(theme);
    const isOutput = layer?.name === outputLayer(state);
    if (pictures && data && isOutput && selection?.kind === "unit" && !cardCanvas.hidden) {
      painter.paintOutput(cardCanvas, pictures, 1, data, selection.unit, thresholdOf(state));
    } else if (pictures && layer && selection?.kind === "unit" && !cardCanvas.hidden) {
      painter.paint(cardCanvas, pictures.values, layer.offset + selection.unit * pictures.width * pictures.height, pictures, 1);
    } else if (selection?.kind === "feature") {
      const dimensions = data?.dimensions ?? 2;
      painter.paint(cardCanvas, core.featurePicture(selection.feature, 100, dimensions), 0, { width: 100, height: dimensions === 1 ? 1 : 100 }, 1);
    }
  }

  /** The picture of a formula, while it is typed, too. @param {State} state @param {string | null | undefined} formula */
  function drawFormulaPicture({ experiment, theme }, formula) {
    const { dimensions } = core.recommendation(experiment.data);
    cardCanvas.hidden = false;
    if (!formula) return void (cardCanvas.width = 0);
    painter.setTheme(theme);
    painter.paint(cardCanvas, core.featurePicture({ formula }, 100, dimensions), 0, { width: 100, height: dimensions === 1 ? 1 : 100 }, 1);
  }

  /** Keeps the dashes moving between snapshots of a slow run. */
  function flow() {
    isFlowing = last !== null && flows(last.state) && !isOfTask(last.state) && stage.isSeen();
    if (!last || !isFlowing) return;
    drawFrame(last.state);
    const start = performance.now();
    requestAnimationFrame(() => {
      const frame = performance.now() - start;
      setTimeout(() => requestAnimationFrame(flow), Math.max(flowMillis - frame, frame) - 8);
    });
  }

  /** Only a task needs them. */
  async function bringLayers() {
    const loaded = await Promise.all([import("./layers.js"), loadMoreStyles()]).catch((error) => actions.notify(missingNotice(error)));
    if (!loaded) return;
    layers = loaded[0].createLayers(actions, core, stage.redraw, stage.scope);
    stage.redraw();
  }

  /** Where there is no plane the layers show the example that is looked at. @param {State} state */
  function drawLayers(state) {
    if (layers) return render(layers.template(state), body);
    if (!layersAreComing) awaited(bringLayers());
    layersAreComing = true;
  }

  /** @param {State} state */
  function words(state) {
    if (element.hidden) return void (last = null);
    const before = last;
    last = { state, selected, hovered };
    const isOther = !before || before.selected !== selected;
    const changed = (/** @type {(keyof State)[]} */ ...keys) => isOther || keys.some((key) => before?.state[key] !== state[key]);
    element.classList.toggle("of-task", isOfTask(state));
    if (isOfTask(state)) {
      drawLayers(state);
      return;
    }
    const structure = changed("experiment", "model", "t", "theme", "errors", "data", "finding");
    if (structure) drawColumns(state);
    if (structure || before?.hovered !== hovered || ((selected || hovered) && changed("snapshot", "pictures"))) drawCard(state);
  }

  /** @param {State} state */
  function picture(state) {
    if (element.hidden) return;
    if (isOfTask(state)) return layers?.paint(body, state);
    if (sizeNow() !== measured) measure(state);
    drawTiles(state);
    drawCardPicture(state);
    if (!flows(state)) drawFrame(state);
    else if (!isFlowing) flow();
  }

  const stage = createStage(element, { name: "network", wants: ["pictures", "weights", "evaluation"], run, needs, signal, words, picture });
  stage.observe(body);
  return { needs, draw: stage.draw, set };
}
