// Undo and redo of everything in the experiment: two buttons, and the keys that everyone knows.

import { html, nothing } from "lit-html";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/state.js").Actions} Actions */

const arrow = "M12 7 5 14l7 7v-5h7a4 4 0 0 1 0 8h-4v4h4a8 8 0 0 0 0-16h-7z";

/** @param {Pick<State, "t" | "canUndo" | "canRedo">} state @param {Pick<Actions, "undo" | "redo">} actions @param {boolean} [isOnly] whether the page has these once */
export function historyButtons({ t, canUndo, canRedo }, actions, isOnly = true) {
  const icon = (/** @type {boolean} */ mirrored) => html`<svg viewBox="0 0 32 32" aria-hidden="true" class=${mirrored ? "mirrored" : ""}><path d=${arrow} /></svg>`;
  return html`<div class="history-buttons">
    <button class="round small-round" id=${isOnly ? "undo" : nothing} data-part="undo" ?disabled=${!canUndo} title=${t("history.undo")} aria-label=${t("history.undo")} @click=${actions.undo}>${icon(false)}</button>
    <button class="round small-round" id=${isOnly ? "redo" : nothing} data-part="redo" ?disabled=${!canRedo} title=${t("history.redo")} aria-label=${t("history.redo")} @click=${actions.redo}>${icon(true)}</button>
  </div>`;
}

/** Ctrl+Z and Ctrl+Shift+Z, or Command on a Mac, while a room is shown; in a field of text they are the field's own.
 * @param {HTMLElement} room @param {Pick<Actions, "undo" | "redo">} actions */
export function listenForUndo(room, actions) {
  const { ownerDocument } = room;
  ownerDocument.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
    const name = key.toLowerCase();
    if (!(ctrlKey || metaKey) || altKey || (name !== "z" && name !== "y")) return;
    const typing = target instanceof Element && target.closest("textarea, input:not([type=range], [type=checkbox], [type=radio])");
    if (typing || room.hidden || ownerDocument.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (name === "y" || shiftKey) actions.redo();
    else actions.undo();
  });
}
