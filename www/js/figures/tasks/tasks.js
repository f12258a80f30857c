// Tasks that mean something: each has a view of its own, shown instead of the plane.

import { later } from "../later.js";

/** @typedef {import("../../model/state.js").State} State */

const load = () => import("./views.js");
const views = {
  digits: later(() => load().then(({ digits }) => digits)),
  houses: later(() => load().then(({ houses }) => houses)),
  sentences: later(() => load().then(({ sentences }) => sentences)),
  series: later(() => load().then(({ series }) => series)),
  table: later(() => load().then(({ table }) => table)),
};

/** @param {HTMLElement} element @param {import("../../model/state.js").Actions} actions @param {import("../../core/lab.js").Lab} lab */
export function mount(element, actions, lab) {
  /** @type {Map<keyof typeof views, { place: HTMLElement, draw(state: State): void }>} */
  const mounted = new Map();

  /** @param {keyof typeof views} task */
  function viewOf(task) {
    const known = mounted.get(task);
    if (known) return known;
    const place = element.appendChild(document.createElement("div"));
    place.className = `task ${task}`;
    const fresh = { place, ...views[task].mount(place, actions, lab) };
    mounted.set(task, fresh);
    return fresh;
  }

  /** @param {State} state */
  function draw(state) {
    const task = state.data?.task ?? "plane";
    const room = /** @type {HTMLElement | null} */ (element.closest(".room"));
    if (room) room.dataset.task = task;
    element.hidden = task === "plane";
    const current = task === "plane" ? null : viewOf(task);
    for (const { place } of mounted.values()) place.hidden = place !== current?.place;
    current?.draw(state);
  }

  return { draw };
}
