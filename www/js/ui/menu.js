// A button that opens a panel below it: what is needed less often. A press elsewhere or Escape closes it.

import { html } from "lit-html";
import { putBeside } from "./beside.js";

/** @param {unknown} label @param {unknown} content @param {{ className?: string, hidden?: unknown }} [options] `hidden` is what
 * only a screen reader says after the label */
export const menu = (label, content, { className = "", hidden = "" } = {}) => html`<details class="menu ${className}" @toggle=${place}>
  <summary>${label} <span class="visually-hidden">${hidden}</span></summary>
  <div class="menu-panel">${content}</div>
</details>`;

/** @param {Event & { currentTarget: HTMLDetailsElement }} event */
const place = ({ currentTarget }) => putMenu(currentTarget);

/** Puts the panel of a menu beside its button: again when it has come to hold more. @param {HTMLDetailsElement} details */
export function putMenu(details) {
  const [summary, panel] = /** @type {HTMLElement[]} */ ([...details.children]);
  if (details.open) putBeside(panel, summary.getBoundingClientRect(), "below");
}

/** Closes the menus of a root unless they hold what was pressed, and lets an open one stay beside its button.
 * @param {HTMLElement} root @param {AbortSignal} signal */
export function tendMenus(root, signal) {
  const open = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll("details.menu[open]"));
  // In a shadow root only the path says what was pressed.
  root.ownerDocument.addEventListener("pointerdown", (event) => {
    const pressed = event.composedPath();
    for (const details of open()) if (!pressed.includes(details)) details.open = false;
  }, { signal });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const details of open()) {
      const hasFocus = details.contains(/** @type {Node} */ (event.target));
      details.open = false;
      if (hasFocus) /** @type {HTMLElement} */ (details.firstElementChild).focus();
      event.stopPropagation();
    }
  }, { signal });
  addEventListener("scroll", ({ target }) => {
    for (const details of open()) if (!(target instanceof Node && details.contains(target))) putMenu(details);
  }, { signal, capture: true, passive: true });
}
