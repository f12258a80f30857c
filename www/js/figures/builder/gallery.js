// The pictures in the diagram and in the card of what is chosen: which of them are on the screen, when they are painted.

import { layerNamed } from "../../model/builder/graph.js";
import { createLive, shapeOf } from "../../model/live.js";
import { createLayerPainter } from "./pictures.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/builder/graph.js").Draft["network"]} Network */
/** @typedef {{ state: State, network: Network, chosen: string | null }} Pictured the graph that is shown, and which layer of it is chosen */

const paintMillis = 80;
const nodePicture = { width: 50, height: 42 };
const cardPicture = { width: 220, height: 150, large: true };

/** One closure, because what was painted last, and when, decides what is painted next.
 * @param {HTMLElement} sheet the diagram @param {HTMLElement} place of the picture in the card: a canvas and what it shows
 * @param {Pick<import("../stage.js").Context<{}>, "actions" | "core" | "signal">} context */
export function createGallery(sheet, place, { actions, core, signal }) {
  const [canvas, about] = /** @type {[HTMLCanvasElement, HTMLElement]} */ ([...place.children]);
  const painter = createLayerPainter(core);
  const live = createLive(actions, repaint, signal);
  /** @type {Pictured | null} */
  let last = null;
  let paintedAt = 0;
  let paintLater = 0;
  /** @type {Set<string>} */
  const visible = new Set();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const name = /** @type {HTMLElement} */ (target).dataset.node ?? "";
      if (isIntersecting) visible.add(name);
      else visible.delete(name);
    }
    repaint();
  });
  /** @type {Set<Element>} */
  let watched = new Set();
  signal.addEventListener("abort", () => {
    watcher.disconnect();
    rest();
  }, { once: true });

  /** Paints nothing until it is asked to again. */
  function rest() {
    clearTimeout(paintLater);
    last = null;
  }

  function repaint() {
    if (last) paint(last);
  }

  /** Pictures of the layers on the screen, and of the one that is chosen. @param {Pictured} pictured */
  function paint(pictured) {
    last = pictured;
    paintedAt = performance.now();
    const { state, network, chosen } = pictured;
    const masks = masksOf(pictured);
    for (const node of watched) {
      const name = /** @type {HTMLElement} */ (node).dataset.node ?? "";
      const layer = layerNamed(network, name);
      const small = /** @type {HTMLCanvasElement | null} */ (node.querySelector("canvas"));
      if (small && layer && visible.has(name)) small.hidden = !painter.paint(small, state, layer, nodePicture, masks.get(name));
    }
    const layer = chosen === null ? undefined : layerNamed(network, chosen);
    canvas.hidden = !layer || !painter.paint(canvas, state, layer, cardPicture, masks.get(layer.name));
    about.textContent = layer && !canvas.hidden ? holds(state, layer) : "";
    if (layer) canvas.setAttribute("aria-label", about.textContent);
    canvas.setAttribute("role", "img");
  }

  /** What the dropouts on the screen let through in the last batch, while it trains.
   * @param {Pictured} pictured @returns {Map<string, Uint8Array | null>} */
  function masksOf({ state, network, chosen }) {
    const layers = network.layers.filter(({ layer, name }) => layer === "dropout" && (visible.has(name) || name === chosen)).map(({ name }) => name);
    if (!state.playing || layers.length === 0) return new Map();
    const event = live("masks", { type: "dropout_masks", layers }, [state.snapshot, layers.join()], shapeOf(state));
    return new Map(event?.masks.map((/** @type {import("../../core/protocol.js").DropoutMask} */ { name, passed }) => [name, passed]) ?? []);
  }

  return {
    paint,
    /** Paints now, or a little later where that was just done. @param {Pictured} pictured */
    paintSoon(pictured) {
      last = pictured;
      clearTimeout(paintLater);
      const wait = paintMillis - (performance.now() - paintedAt);
      if (wait <= 0) paint(pictured);
      else paintLater = setTimeout(repaint, wait);
    },
    /** Takes note of which layers the diagram has. */
    watch() {
      const nodes = new Set(sheet.querySelectorAll("[data-node]"));
      for (const node of watched) if (!nodes.has(node)) watcher.unobserve(node);
      for (const node of nodes) if (!watched.has(node)) watcher.observe(node);
      watched = nodes;
    },
    rest,
  };
}

/** What the picture of a layer shows. @param {State} state @param {import("../../core/experiment.js").LayerConfig} layer */
function holds({ t, pictures, model }, layer) {
  if (layer.layer === "dropout" || layer.layer === "activation") return t(`holds.${layer.layer}`);
  if (pictures && pictures.height > 1 && pictures.layers.some(({ name }) => name === layer.name)) return t("holds.units");
  const owner = model?.layers.find(({ name }) => name === (layer.shared_with ?? layer.name));
  if (owner?.layer === "embedding") return t("holds.embedding");
  return t("holds.arrays", { arrays: (owner?.parameters ?? []).map(({ name, shape }) => `${name} ${shape.join("×")}`).join(", ") });
}
