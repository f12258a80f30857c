// What keys do wherever no text is typed, and pressing a word that the glossary explains.

import { missingNotice } from "../ui/notice.js";
import { toggleProjector } from "./projector.js";
import { isGuideSeen } from "../ui/preferences.js";

/** @typedef {import("./rooms.js").Page} Page */
/** @typedef {import("./rooms.js").Room} Room */

/** A key by where it lies, for letters and Space, or by what it writes. `does` gives what it does in a room, nothing where it does
 * nothing there; without it others hear the key, and it is only listed.
 * @typedef {{ name: string, shown: string[], code?: string, key?: string, does?: (room: Room, page: Page) => (() => unknown) | undefined }} Key */

/** Loads what explains the page and goes on with it; what does not come is told. @param {Page} page
 * @param {(help: any) => unknown} next */
const help = (page, next) => import("./help/help.js").then(next).catch((error) => page.rooms.current().notify(missingNotice(error)));

/** All keys of the page, in the order in which they are listed. @type {readonly Key[]} */
export const keys = [
  { name: "play", shown: ["Space"], code: "Space", does: (room) => room.toggle },
  { name: "step", shown: ["S"], code: "KeyS", does: ({ acts }) => acts.step },
  { name: "back", shown: ["B"], code: "KeyB", does: ({ acts }) => acts.back },
  { name: "epoch", shown: ["E"], code: "KeyE", does: ({ acts }) => acts.epoch },
  { name: "reset", shown: ["R"], code: "KeyR", does: ({ acts }) => acts.reset },
  { name: "seed", shown: ["N"], code: "KeyN", does: ({ acts }) => acts.newSeed },
  { name: "undo", shown: ["Ctrl", "Z"] },
  { name: "redo", shown: ["Ctrl", "Shift", "Z"] },
  { name: "projector", shown: ["P"], code: "KeyP", does: () => toggleProjector },
  { name: "presets", shown: ["X"], code: "KeyX", does: (room) => room.showPresets },
  { name: "glossary", shown: ["G"], code: "KeyG", does: (_, page) => () => help(page, ({ showGlossary }) => showGlossary(page)) },
  { name: "term", shown: ["F1"], key: "F1", does: (_, page) => () => explainFocused(page) },
  { name: "keys", shown: ["?"], key: "?", does: (_, page) => () => help(page, ({ showKeys }) => showKeys(page)) },
];

/** Whether an element takes letters. @param {Element} element */
const isTyped = (element) =>
  element.matches("textarea, [contenteditable=''], [contenteditable=true], input:not([type=range], [type=checkbox], [type=radio], [type=button], [type=file], [type=color])");

/** Whether Space is pressed on an element that it presses, too. Play is none of them: there it does the same. @param {Element} element */
const isPressed = (element) => element.matches("button:not(#play, #race-play), summary, input[type=checkbox], input[type=file], input[type=color]");

/** Whether a select shows its choices, where the browser tells. @param {Element} element */
function isOpen(element) {
  try {
    return element.matches("select:open");
  } catch {
    return false;
  }
}

/** The key that an event is. A letter is what it writes, or where it lies where that is no Latin letter, as in a Korean keyboard.
 * @param {KeyboardEvent} event */
export function keyOf({ key, code }) {
  const place = key === " " ? "Space" : /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : code;
  return keys.find((one) => (one.key ? one.key === key : one.code === place));
}

/** Whether a key is left to the element that has the focus. A button that was last pressed by a pointer shows no focus: there Space
 * trains, and whoever walks by keys presses it. @param {Key} key @param {Element} element @param {boolean} byPointer */
export function isTaken({ name }, element, byPointer) {
  if (name === "term") return false;
  if (isTyped(element)) return true;
  if (name === "play") return isOpen(element) || (!byPointer && isPressed(element));
  return element.matches("select");
}

/** What was pressed last decides whether the focus is seen. */
const walking = new Set(["Tab", "Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown"]);

/** The element that an event is for, also within a shadow root. @param {Event} event */
const targetOf = (event) => /** @type {Element} */ (event.composedPath().find((one) => one instanceof Element) ?? document.body);

/** Hears keys and presses of words, and shows the guide to whoever is here for the first time. @param {Page} page */
export async function listen(page) {
  listenForKeys(page);
  listenForTerms(page);
  if (!isGuideSeen()) await help(page, ({ welcome }) => welcome(page));
}

/** @param {Page} page */
function listenForKeys(page) {
  let byPointer = false;
  /** Buttons are pressed when the key comes up: what Space did is not done again. */
  let isSpent = false;
  addEventListener("pointerdown", () => (byPointer = true), true);
  addEventListener("keydown", ({ key }) => walking.has(key) && (byPointer = false), true);

  addEventListener("keydown", (event) => {
    isSpent = false;
    const key = keyOf(event);
    const { defaultPrevented, ctrlKey, metaKey, altKey, isComposing } = event;
    if (!key?.does || defaultPrevented || ctrlKey || metaKey || altKey || isComposing || document.querySelector("dialog[open]")) return;
    if (isTaken(key, targetOf(event), byPointer)) return;
    const act = key.does(page.rooms.current(), page);
    if (!act) return;
    event.preventDefault();
    isSpent = key.name === "play";
    // A key that is held goes on stepping, and starts nothing twice.
    if (!event.repeat || key.name === "step" || key.name === "back") act();
  });

  addEventListener("keyup", (event) => {
    if (isSpent && event.code === "Space") event.preventDefault();
    isSpent = false;
  });
}

/** @param {Page} page */
function listenForTerms(page) {
  document.addEventListener("click", (event) => {
    const pressed = targetOf(event).closest("[data-term]");
    if (!pressed) return;
    event.preventDefault();
    help(page, ({ showTerm }) => showTerm(page, /** @type {HTMLElement} */ (pressed).dataset.term ?? "", pressed));
  });
}

/** Explains what has the focus, by the words it names itself or by its label, or else shows all words. @param {Page} page */
function explainFocused(page) {
  const { activeElement: focused } = document;
  const explains = /** @type {HTMLElement | null} */ (focused)?.dataset.explains;
  const labels = /** @type {HTMLInputElement | null} */ (focused)?.labels ?? [];
  const near = [focused?.closest("[data-term]"), ...[...labels].map((label) => label.querySelector("[data-term]")), focused?.closest(".control, fieldset, section")?.querySelector("[data-term]")];
  const found = /** @type {HTMLElement | undefined} */ (near.find(Boolean));
  help(page, ({ showTerm, showGlossary }) => (explains ? showTerm(page, explains, focused) : found ? showTerm(page, found.dataset.term ?? "", found) : showGlossary(page)));
}
