// Dialogs that are made when they are asked for, and are gone when they are closed.

import { putBeside } from "../../ui/beside.js";

/** A dialog that Escape, its buttons and a press beside it close. @param {string} className
 * @param {Element | null} [opener] gets the focus back where the browser does not know it */
export function createDialog(className, opener) {
  /** @type {HTMLDialogElement | null} */ (document.querySelector(`dialog.${className}`))?.close();
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.className = className;
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (opener instanceof HTMLElement && document.activeElement === document.body) opener.focus({ preventScroll: true });
  });
  return dialog;
}

/** Puts a card beside an element, below it where there is room. On a phone it lies at the bottom of the screen.
 * @param {HTMLElement} card @param {Element | null} anchor */
export function placeBeside(card, anchor) {
  if (window.innerWidth < 600 || !anchor) return;
  Object.assign(card.style, { right: "auto", bottom: "auto" });
  putBeside(card, anchor.getBoundingClientRect(), "below");
}
