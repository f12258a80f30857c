// A chapter on the page: its text with the blocks in their places, numbers to drag, and links that point at figures.

import { figureSetters, mountRun, tasksOf } from "./run_block.js";
import { mountQuiz } from "./quiz_block.js";
import { mountTeacher } from "./teacher_block.js";
import { mountNumber } from "./dragged.js";
import { writeTex } from "./said.js";
import { wordMistake } from "./mistakes.js";

/** @typedef {import("../../model/lessons/chapter.js").Chapter} Chapter */
/** @typedef {import("./context.js").Context} Context */

/** More of them are not all laid out and painted. */
const fewFigures = 8;

/** How long what a link points at stays lit. */
const litMillis = 2400;

/** What there is to do in a chapter, by name. @param {Pick<Chapter, "blocks">} chapter */
export const tasksIn = ({ blocks }) =>
  blocks.flatMap((block) => (block.kind === "quiz" || (block.kind === "race" && block.fields.goals) ? [block.name] : block.kind === "figure" || block.kind === "exercise" ? tasksOf(block) : []));

/** Writes a chapter into an element. All of it ends with the signal of the context.
 * @param {HTMLElement} element @param {Chapter} chapter @param {Context} context */
export async function mountChapter(element, chapter, context) {
  element.classList.toggle("has-many-figures", chapter.blocks.filter(({ kind }) => kind !== "quiz" && kind !== "teacher").length > fewFigures);
  // Markdown that takes no HTML of its own.
  element.innerHTML = chapter.html;
  writeTex(element);
  const race = chapter.blocks.some(({ kind }) => kind === "race") ? await import("./race.js") : null;
  if (context.signal.aborted) return;
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-block]"))) {
    const block = chapter.blocks[Number(place.dataset.block)];
    const mistakes = chapter.mistakes.filter(({ line }) => line >= block.line && line < endOf(chapter, block));
    if (mistakes.length) {
      place.classList.add("lesson-broken");
      place.append(...mistakes.map((mistake) => Object.assign(document.createElement("p"), { textContent: wordMistake(mistake, context.shared().t) })));
      continue;
    }
    if (block.kind === "quiz") mountQuiz(place, block, context);
    else if (block.kind === "teacher") mountTeacher(place, block, context);
    else if (block.kind === "race") race?.mountRace(place, block, context);
    else mountRun(place, block, context);
  }
  // A formula that is wider than the screen is scrolled by the keyboard, too.
  for (const wide of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(".tex.display"))) if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
  for (const number of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll("[data-set]"))) mountNumber(number, context);
  element.addEventListener("click", ({ target }) => {
    const pressed = /** @type {HTMLElement | null} */ (target instanceof Element ? target.closest("[data-show]") : null);
    if (pressed) light(element, pressed.dataset.show ?? "", context);
  }, { signal: context.signal });
}

/** The line after the last one of a block. @param {Chapter} chapter @param {import("../../model/lessons/blocks.js").Block} block */
function endOf({ blocks }, block) {
  const lines = Object.values(block.fields).flat().map(({ line, value }) => line + value.split("\n").length);
  const next = blocks[blocks.indexOf(block) + 1]?.line ?? Infinity;
  return Math.min(next, Math.max(block.line + 1, ...lines));
}

/** Lights up a part of a figure: `name/output`, `name/control/rate`, or a unit as `name/unit/hidden_1/0`.
 * @param {HTMLElement} element @param {string} what @param {Context} context */
function light(element, what, { hosts }) {
  const [name, part, layer, unit] = what.split("/");
  const block = /** @type {HTMLElement | null} */ (element.querySelector(`.lesson-block[data-name="${CSS.escape(name)}"]`));
  if (!block) return;
  const picture = (/** @type {string} */ shown) => /** @type {HTMLElement | null} */ (block.querySelector(`[data-shows="${CSS.escape(shown)}"]`));
  const target = part === undefined ? block : part === "control" ? block.querySelector(`[data-control="${CSS.escape(layer ?? "")}"], [data-part="${CSS.escape(layer ?? "")}"]`) : part === "unit" ? picture("network") : picture(part);
  if (!target) return;
  if (part === "unit" && layer) figureSetters.get(target)?.set({ selected: { kind: "unit", layer, unit: Number(unit ?? 0) } });
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const { top, bottom } = target.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) target.scrollIntoView({ block: "center", behavior: isStill ? "auto" : "smooth" });
  target.classList.add("lit");
  setTimeout(() => target.classList.remove("lit"), litMillis);
  hosts.get(name)?.did.add("shown");
}
