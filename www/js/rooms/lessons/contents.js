// The list of chapters, with what of each is done.

import { html, nothing } from "lit-html";
import { collections } from "../../model/lessons/library.js";

/** @typedef {import("../../model/lessons/library.js").Entry} Entry */
/** @typedef {{ entry: Entry, tasks: string[] }} Listed */

/** @param {readonly string[]} tasks @param {readonly string[]} done */
const doneOf = (tasks, done) => tasks.filter((task) => done.includes(task)).length;

/** @param {{ chapters: Listed[], shown: string | null, progress: import("../../model/lessons/progress.js").Progress, t: import("../../ui/shell.js").Translate }} state
 * @param {(name: string) => string} address @param {(event: MouseEvent, name: string) => void} visit */
export function contents({ chapters, shown, progress, t }, address, visit) {
  return collections.map((collection) => {
    const own = chapters.filter(({ entry }) => entry.collection === collection);
    if (own.length === 0) return nothing;
    return html`<section class="lesson-collection"><h2>${t(`lesson.collection.${collection}`)}</h2>
      <ol>${own.map(({ entry: { name, title }, tasks }) => {
        const done = doneOf(tasks, progress.done[name] ?? []);
        const isAll = tasks.length > 0 && done === tasks.length;
        return html`<li><a href=${address(name)} data-chapter=${name} aria-current=${name === shown ? "page" : nothing} @click=${(/** @type {MouseEvent} */ event) => visit(event, name)}>
          <span class="lesson-name">${title}</span>
          ${tasks.length ? html`<span class="lesson-done ${isAll ? "all" : ""}" title=${t("lesson.done_of", { done, all: tasks.length })}>${isAll ? "✓" : `${done}/${tasks.length}`}</span>` : nothing}</a></li>`;
      })}</ol></section>`;
  });
}
