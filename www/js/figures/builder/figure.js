// The network as a diagram of layers that one builds: a palette, the diagram, and the card of what is chosen.

import * as dagre from "@dagrejs/dagre";
import { html, nothing, render } from "lit-html";
import { addLayer } from "../../model/builder/additions.js";
import { insertBlock } from "../../model/builder/blocks.js";
import {
  canConnect, connect, disconnect, layerNamed, looseEnds, moveBack, moveOntoEdge, after as layerAfter, nameTrouble, removeLayer, rename, setArgument, setOutput, share,
} from "../../model/builder/graph.js";
import { layOut, neighbour, placeAt, wireNear } from "../../model/builder/layout.js";
import { mendsFor, mendsForWhole } from "../../model/builder/mends.js";
import { edgeCard, layerCard, graphErrorBox } from "./card.js";
import { dragFrom } from "./drag.js";
import { createGallery } from "./gallery.js";
import { palette } from "./palette.js";
import { stage } from "./stage.js";
import { createStage } from "../stage.js";
import { createViewport } from "./viewport.js";
import { graphErrorWords } from "./words.js";
import { wordError } from "../../ui/notice.js";
import { arrowOf } from "../../ui/keys.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/builder/graph.js").Draft} Draft */
/** @typedef {import("./stage.js").Chosen} Chosen */
/** @typedef {import("./stage.js").Drag} Drag */

const dropReach = 70;

/** What the diagram shows of the state. */
const needs = /** @type {const} */ (["experiment", "draft", "model", "data", "errors", "finding", "language", "t", "theme", "snapshot", "pictures", "playing"]);
/** What changes how it is laid out and worded; the rest changes pictures only. */
const structural = /** @type {const} */ (["experiment", "draft", "model", "data", "errors", "t", "theme"]);

/** What is chosen in the diagram. @typedef {{ chosen: Chosen }} Options */

/** One closure, because what is chosen, dragged and drawn is one state that every key, pointer and button of the diagram changes.
 * @param {HTMLElement} element @param {import("../stage.js").Context<Options>} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { run, core, actions, signal, options, optionsChanged }) {
  render(
    html`<div class="builder-tools"></div>
      <div class="builder-main">
        <div class="palette-place"></div>
        <div class="stage" role="group" tabindex="-1"><div class="world-size"></div></div>
        <div class="layer-card"><div class="layer-picture"><canvas hidden></canvas><p class="hint"></p></div><div class="card-body"></div></div>
      </div>
      <p class="visually-hidden" aria-live="polite"></p>`,
    element,
  );
  const part = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (element.querySelector(selector));
  const [tools, shelf, scroller, sheet, card, spoken] = [".builder-tools", ".palette-place", ".stage", ".world-size", ".card-body", "[aria-live]"].map(part);
  const gallery = createGallery(sheet, part(".layer-picture"), { actions, core, signal });
  const viewport = createViewport(scroller, sheet, signal);
  scroller.addEventListener("keydown", press);

  /** @type {State | null} */
  let last = null;
  /** What is drawn; nothing while the diagram is hidden. @type {State | null} */
  let drawn = null;
  /** @type {import("../../core/protocol.js").Outline | null} */
  let outline = null;
  /** @type {import("../../model/builder/layout.js").Layout} */
  let layout = { width: 0, height: 0, places: [], wires: [] };
  let laidOut = "";
  /** @type {import("../../model/builder/mends.js").Mend[]} */
  let mends = [];
  let chosen = options?.chosen ?? null;
  /** Whether someone wants to know what does not fit yet: before that, what is unfinished is not called wrong. */
  let isAsked = false;
  /** @type {import("./palette.js").Placement} */
  let placement = "line";
  /** The kind in the palette that the tab key comes to. */
  let stop = "input";
  /** @type {string | null} */
  let trouble = null;
  /** @type {Drag | null} */
  let drag = null;

  /** The graph that is shown: the draft, or the one that trains. @returns {Draft} */
  const graph = () => /** @type {State} */ (last).draft ?? /** @type {State} */ (last).experiment;
  /** @param {Draft} draft */
  const tell = (draft) => core.outline({ .../** @type {State} */ (last).experiment, network: draft.network, losses: draft.losses, loss_weights: draft.loss_weights });
  const redraw = () => drawn && drawStructure(drawn);

  /** Every change of the graph goes through here. @param {(draft: Draft) => void} recipe @param {{ chosen?: () => Chosen, said?: string }} [after] */
  function build(recipe, after = {}) {
    trouble = null;
    if (!actions.edit(recipe, { building: true })) return false;
    if (after.chosen) take(after.chosen());
    if (after.said) say(after.said);
    return true;
  }

  /** @param {string} words */
  const say = (words) => (spoken.textContent = words);

  /** @param {Chosen} next */
  function take(next) {
    chosen = next;
    optionsChanged?.({ chosen });
  }

  /** @param {Chosen} next */
  function choose(next) {
    const same = JSON.stringify(next) === JSON.stringify(chosen);
    take(same && next && "edge" in next ? null : next);
    trouble = null;
    redraw();
    // On a phone the card lies over the foot of the screen: what it is of stays above it.
    if (getComputedStyle(part(".layer-card")).position === "sticky") requestAnimationFrame(showChosen);
  }

  /** Says what does not fit, and goes to the first of it. */
  function check() {
    isAsked = true;
    const first = outline?.layers.find(({ error }) => error);
    choose(first ? { layer: first.name } : null);
    showChosen();
  }

  /** Where a press on the palette adds. @returns {import("../../model/builder/additions.js").Spot} */
  function spot() {
    const { network } = graph();
    if (placement === "alone" || network.layers.length === 0) return { at: "alone" };
    if (chosen && "edge" in chosen) return { at: "edge", edge: chosen.edge };
    const last = network.outputs.at(-1) ?? /** @type {Draft["network"]["layers"][number]} */ (network.layers.at(-1)).name;
    const layer = chosen && "layer" in chosen && layerNamed(network, chosen.layer) ? chosen.layer : last;
    return { at: placement, layer };
  }

  /** @param {import("../../model/builder/kinds.js").Kind} kind @param {import("../../model/builder/additions.js").Spot} [where] */
  function add(kind, where = spot()) {
    const { t } = /** @type {State} */ (last);
    let name = "";
    if (!build((draft) => (name = addLayer(draft, tell(draft), kind, where)), { chosen: () => ({ layer: name }) })) return;
    say(t("builder.added", { kind: t(`layer.${kind}`), name }));
    requestAnimationFrame(() => requestAnimationFrame(showChosen));
  }

  /** @param {string} name */
  function addBlock(name) {
    const where = spot();
    const from = where.at === "edge" ? where.edge.from : where.at === "alone" ? null : where.layer;
    const shape = from && outline?.layers.find((line) => line.name === from)?.shape;
    if (!from || !shape) return say(/** @type {State} */ (last).t("builder.block_needs_layer"));
    let end = "";
    build((draft) => (end = insertBlock(draft, /** @type {any} */ (name), from, shape)), { chosen: () => ({ layer: end }) });
    requestAnimationFrame(() => requestAnimationFrame(showChosen));
  }

  function showChosen() {
    if (!chosen || !("layer" in chosen)) return;
    element.querySelector(`[data-node="${CSS.escape(chosen.layer)}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {string} name */
  function remove(name) {
    const layer = layerNamed(graph().network, name);
    const neighbourName = layer?.inputs[0] ?? null;
    build((draft) => removeLayer(draft, name), {
      chosen: () => (neighbourName ? { layer: neighbourName } : null), said: last?.t("builder.removed", { name }),
    });
    focusChosen();
  }

  /** @param {import("../../model/builder/graph.js").Edge} edge */
  function cut(edge) {
    build((draft) => disconnect(draft, edge), { chosen: () => ({ layer: edge.to }), said: last?.t("builder.disconnected", { from: edge.from, to: edge.to }) });
  }

  function focusChosen() {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const name = chosen && "layer" in chosen ? chosen.layer : null;
      const node = name ? /** @type {HTMLElement | null} */ (element.querySelector(`[data-node="${CSS.escape(name)}"]`)) : null;
      node?.focus({ preventScroll: true });
    }));
  }

  /** Keys within the diagram. @param {KeyboardEvent} event */
  function press(event) {
    const { key, altKey, ctrlKey, metaKey } = event;
    if (ctrlKey || metaKey) return;
    const name = chosen && "layer" in chosen ? chosen.layer : null;
    const { network } = graph();
    const handled = () => (event.preventDefault(), event.stopPropagation());
    if (key === "Escape") return choose(null);
    if (key === "+" || key === "=") return handled(), viewport.closer();
    if (key === "-") return handled(), viewport.farther();
    if (key === "0") return handled(), viewport.fit();
    if (key === "Delete" || key === "Backspace") {
      handled();
      if (name) remove(name);
      else if (chosen && "edge" in chosen) cut(chosen.edge);
      return;
    }
    const way = arrowOf(event);
    if (!way) return;
    handled();
    const focused = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-node]"));
    const from = focused?.dataset.node ?? name ?? network.layers[0]?.name;
    if (altKey && name) {
      if (way.y < 0) build((draft) => moveBack(draft, name));
      const later = layerAfter(network, name);
      if (way.y > 0 && later) build((draft) => moveBack(draft, later));
    } else {
      const next = neighbour(layout.places, from, way);
      if (next) choose({ layer: next });
      showChosen();
    }
    focusChosen();
  }

  /** What a drag would be dropped on. @param {Drag["what"]} what @param {string} name @param {{ x: number, y: number }} point @returns {Drag["target"]} */
  function targetOf(what, name, point) {
    const place = placeAt(layout.places, point);
    if (what === "port") return place && canConnect(graph().network, name, place.name) ? { layer: place.name } : null;
    if (what === "kind" && place) return { layer: place.name };
    const free = layout.wires.filter(({ from, to }) => what === "kind" || (from !== name && to !== name));
    const wire = wireNear(free, point, dropReach);
    return wire && !(what === "kind" && name === "input") ? { edge: { from: wire.from, to: wire.to, index: wire.index } } : null;
  }

  /** @param {Drag["what"]} what @param {string} name @param {PointerEvent} down */
  function startDrag(what, name, down) {
    down.stopPropagation();
    dragFrom(down, {
      move(at) {
        const point = viewport.inWorld(at);
        drag = { what, name, ...point, target: viewport.covers(at) ? targetOf(what, name, point) : null };
        redraw();
      },
      drop(at) {
        const target = viewport.covers(at) ? targetOf(what, name, viewport.inWorld(at)) : null;
        drag = null;
        // The gesture is over before what comes of it is chosen, which the next state has.
        redraw();
        if (what === "kind") dropKind(/** @type {any} */ (name), target, viewport.covers(at));
        else if (what === "port" && target && "layer" in target) build((draft) => connect(draft, name, target.layer), { chosen: () => ({ layer: target.layer }) });
        else if (what === "layer" && target && "edge" in target) build((draft) => moveOntoEdge(draft, name, target.edge), { chosen: () => ({ layer: name }) });
      },
      cancel() {
        drag = null;
        redraw();
      },
    }, { hold: what !== "port", until: signal });
  }

  /** @param {import("../../model/builder/kinds.js").Kind} kind @param {Drag["target"]} target @param {boolean} inside */
  function dropKind(kind, target, inside) {
    if (target && "edge" in target) add(kind, { at: "edge", edge: target.edge });
    else if (target) add(kind, { at: placement === "branch" ? "branch" : "line", layer: target.layer });
    else if (inside) add(kind);
  }

  // ---- Drawing ----

  /** @param {State} state */
  function drawStructure(state) {
    const { t, draft } = state;
    const current = graph();
    outline = tell(current);
    const { network } = current;
    if (chosen && "layer" in chosen && !layerNamed(network, chosen.layer)) chosen = null;
    if (chosen && "edge" in chosen && layerNamed(network, chosen.edge.to)?.inputs[chosen.edge.index] !== chosen.edge.from) chosen = null;
    const key = JSON.stringify(network.layers.map(({ name, inputs }) => [name, inputs]));
    if (key !== laidOut) {
      layout = layOut(dagre, network);
      laidOut = key;
      viewport.show(layout);
    }
    drawTools(state);
    render(palette(state, placement, stop, {
      stop: (next) => {
        if (next === stop) return;
        stop = next;
        redraw();
      },
      place: (next) => ((placement = next), redraw()), add, addBlock, drag: (kind, event) => startDrag("kind", kind, event),
    }), shelf);
    scroller.setAttribute("aria-label", t("builder.stage"));
    render(
      network.layers.length
        ? stage(state, { network, outline, layout, chosen, drag, isAsked }, { choose, grab: (name, event) => startDrag("layer", name, event), grabPort: (name, event) => startDrag("port", name, event) })
        : html`<p class="empty">${t("builder.empty")}</p>`,
      sheet,
    );
    sheet.classList.toggle("is-empty", network.layers.length === 0);
    element.classList.toggle("has-draft", Boolean(draft));
    drawCard(state, current);
    gallery.watch();
    gallery.paint(pictured(state));
  }

  /** @param {State} state @returns {import("./gallery.js").Pictured} */
  const pictured = (state) => ({ state, network: graph().network, chosen: chosen && "layer" in chosen ? chosen.layer : null });

  /** @param {State} state */
  function drawTools({ t, draft }) {
    const empty = () => build((one) => Object.assign(one, { network: { layers: [], outputs: [] }, losses: {}, loss_weights: {} }), { chosen: () => null });
    render(
      html`<div class="builder-bar">
          <span class="builder-buttons">
            <button class="small" data-part="check" ?disabled=${!draft} title=${t("builder.check_hint")} @click=${check}>${t("builder.check")}</button>
            <button class="small" data-part="discard" ?disabled=${!draft} title=${t("builder.discard_hint")} @click=${actions.discard}>${t("builder.discard")}</button>
            <button class="small" data-part="empty" @click=${empty}>${t("builder.clear")}</button>
          </span>
          <span class="builder-buttons">
            <button class="small" aria-label=${t("builder.zoom_out")} title=${t("builder.zoom_out")} @click=${viewport.farther}>−</button>
            <button class="small" aria-label=${t("builder.zoom_in")} title=${t("builder.zoom_in")} @click=${viewport.closer}>+</button>
            <button class="small" data-part="fit" @click=${viewport.fit}>${t("builder.fit")}</button>
          </span>
        </div>
        <p class="builder-status" role="status">${status(/** @type {State} */ (last))}</p>`,
      tools,
    );
  }

  /** How it stands with the whole, in a line that is always there. @param {State} state */
  function status({ t, draft, errors }) {
    const isOfChosen = (/** @type {string} */ field) => chosen && "layer" in chosen && field.startsWith(`network.${chosen.layer}.`);
    const general = errors.filter(({ field }) => field.startsWith("network.") && !isOfChosen(field));
    if (general.length > 0) return general.map((error) => html`<span class="field-error" role="alert">${error.field.replace(/^network\./, "")}: ${wordError({ ...error, field: "" }, t)}</span>`);
    const wrong = outline?.layers.filter(({ error }) => error).map(({ name }) => name) ?? [];
    if (draft) return isAsked && wrong.length > 0 ? t("builder.to_change", { names: wrong.join(", ") }) : t("builder.unfinished");
    const ends = looseEnds(graph().network).filter(({ layer }) => layer !== "input");
    return ends.length > 0 ? t("builder.loose", { names: ends.map(({ name }) => name).join(", ") }) : nothing;
  }

  /** @param {import("../../model/builder/mends.js").Mend} mend */
  const apply = (mend) => build((draft) => mend.apply(draft), { said: last?.t("builder.mended") });

  /** @param {State} state @param {Draft} current */
  function drawCard(state, current) {
    const { t } = state;
    const { network } = current;
    const now = /** @type {import("../../core/protocol.js").Outline} */ (outline);
    if (chosen && "edge" in chosen) {
      const { edge } = chosen;
      render(edgeCard(state, now, edge, { disconnect: () => cut(edge), close: () => choose(null) }), card);
      return;
    }
    const layer = chosen && layerNamed(network, chosen.layer);
    // What the whole lacks stands in the card of what is chosen, unless that lacks something itself.
    const lacks = state.draft && now.error && !now.layers.some(({ error }) => error)
      ? graphErrorBox(state, graphErrorWords(now.error, t), mendsForWhole(current, now), apply, isAsked)
      : nothing;
    if (!layer) {
      render(html`${lacks}<p class="hint">${t("builder.card_hint")}</p>`, card);
      return;
    }
    const { name } = layer;
    mends = mendsFor({ network, losses: current.losses, loss_weights: current.loss_weights }, now, name, tell);
    render(
      layerCard(state, { network, outline: now, mends, trouble, isAsked, lacks, scope: figure.scope }, layer, {
        refuse: actions.refuse,
        set: (argument, value) => build((draft) => setArgument(draft, name, argument, value)),
        mend: apply,
        rename(wanted) {
          trouble = nameTrouble(network, name, wanted);
          if (trouble) redraw();
          else build((draft) => rename(draft, name, wanted), { chosen: () => ({ layer: wanted }) });
        },
        remove: () => remove(name),
        earlier: () => build((draft) => moveBack(draft, name)),
        later() {
          const next = layerAfter(network, name);
          if (next) build((draft) => moveBack(draft, next));
        },
        output: (on) => build((draft) => setOutput(draft, name, on)),
        share: (owner) => build((draft) => share(draft, name, owner)),
        connect: (from) => build((draft) => connect(draft, from, name)),
        disconnect: (index) => cut({ from: layer.inputs[index], to: name, index }),
        insertHere: (index) => choose({ edge: { from: layer.inputs[index], to: name, index } }),
        close: () => choose(null),
      }),
      card,
    );
  }

  /** @param {State} state */
  function words(state) {
    const [before, askedBefore] = [drawn, isAsked];
    if (!state.draft) isAsked = false;
    // Who trains wants to know why it is not this network that learns.
    else if (last?.draft && !last.playing && (state.playing || last.snapshot?.step !== state.snapshot?.step)) isAsked = true;
    last = state;
    drawn = element.hidden ? null : state;
    if (!drawn) gallery.rest();
    else if (!before || askedBefore !== isAsked || structural.some((key) => before[key] !== state[key])) drawStructure(state);
  }

  /** @param {State} state */
  function picture(state) {
    if (drawn) gallery.paintSoon(pictured(state));
  }

  /** @param {Partial<Options>} change */
  function set(change) {
    if (change.chosen === undefined || change.chosen === chosen) return;
    chosen = change.chosen;
    redraw();
  }

  const figure = createStage(element, { name: "builder", wants: ["weights", "pictures"], run, needs, signal, words, picture });
  return { needs, draw: figure.draw, set };
}
