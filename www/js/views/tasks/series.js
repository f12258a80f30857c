import { render, html } from "../../lib/lit-html.js";
import { story } from "./pictures.js";
/** @param {HTMLElement} element */
export function mount(element) {
  return { draw: (/** @type {import("../../protocol.js").State} */ state) => render(html`${story(state.data?.task ?? "", state.t)}`, element) };
}
