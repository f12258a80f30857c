// Which classes are taken for which others: every number of mistakes is a button that shows them.

import { html } from "lit-html";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {{ truth: number, said: number }} Cell */

/** @param {State} state @param {Uint32Array} counts [true class][said class] @param {string[]} names
 * @param {Cell | null} chosen @param {(cell: Cell | null) => void} choose */
export function confusionTable({ t }, counts, names, chosen, choose) {
  const total = names.map((_, truth) => names.reduce((sum, __, said) => sum + counts[truth * names.length + said], 0));
  const cell = (/** @type {number} */ truth, /** @type {number} */ said) => {
    const count = counts[truth * names.length + said];
    const share = total[truth] === 0 ? 0 : count / total[truth];
    const isChosen = chosen?.truth === truth && chosen.said === said;
    if (count === 0) return html`<td class="none">·</td>`;
    const label = t("task.confusion.cell", { count, truth: names[truth], said: names[said] });
    return html`<td class=${truth === said ? "right" : "wrong"} .style=${`--share:${share.toFixed(3)}`}>
      <button class="cell" aria-pressed=${isChosen} aria-label=${label} title=${label} data-cell="${truth}-${said}"
        @click=${() => choose(isChosen ? null : { truth, said })}>${count}</button>
    </td>`;
  };
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t("task.confusion.title")}>
    <table class="confusion-matrix">
      <caption class="visually-hidden">${t("task.confusion.title")}</caption>
      <thead><tr><td></td>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${names.map((name, truth) => html`<tr><th scope="row">${name}</th>${names.map((_, said) => cell(truth, said))}</tr>`)}</tbody>
    </table>
  </div>`;
}
