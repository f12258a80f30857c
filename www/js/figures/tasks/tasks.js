// Tasks that mean something: each has a figure of its own, shown instead of the plane.

import { later } from "../later.js";
import { needs } from "./needs.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../stage.js").Figure<State, {}>} Figure */

/** @param {keyof typeof import("./views.js")} name */
const task = (name) => later(/** @returns {Promise<{ createFigure: import("./needs.js").CreateTask }>} */ async () => (await import("./views.js"))[name]);
const figures = { digits: task("digits"), houses: task("houses"), sentences: task("sentences"), series: task("series"), table: task("table") };

/** The figure of whichever task the data are, in an element that is hidden where they are none.
 * @param {HTMLElement} element @param {import("../stage.js").Context<{}>} context @returns {Figure} */
export function createFigure(element, context) {
  /** @type {Map<keyof typeof figures, { place: HTMLElement, figure: Figure }>} */
  const hung = new Map();
  context.signal.addEventListener("abort", () => element.replaceChildren(), { once: true });

  /** @param {keyof typeof figures} task */
  function figureOf(task) {
    const known = hung.get(task);
    if (known) return known;
    const place = element.appendChild(element.ownerDocument.createElement("div"));
    place.className = `task ${task}`;
    const fresh = { place, figure: figures[task].createFigure(place, context) };
    hung.set(task, fresh);
    return fresh;
  }

  /** @param {State} state */
  function draw(state) {
    const task = state.data?.task ?? "plane";
    element.hidden = task === "plane";
    const current = task === "plane" ? null : figureOf(task);
    for (const { place } of hung.values()) place.hidden = place !== current?.place;
    current?.figure.draw(state);
  }

  return { needs, draw, set() {} };
}
