// A dialog that tells, part by part, why a file cannot be used.

import { html, render } from "lit-html";
import { loadMoreStyles } from "../../ui/more_styles.js";

/** What of a file cannot be used: `head` says what the parts are.
 * @typedef {{ title: string, hint: string, head: string, rows: { part: string, what: string }[] }} Problems */

/** @param {number[]} sides */
export const wordShape = (sides) => (sides.length ? sides.join(" × ") : "1");

/** @param {Problems} problems @param {import("../../ui/shell.js").Translate} t */
export async function showProblems({ title, hint, head, rows }, t) {
  await loadMoreStyles();
  const dialog = document.createElement("dialog");
  dialog.className = "opening-problems";
  document.body.append(dialog);
  render(
    html`<div class="dialog-head">
        <h2 tabindex="-1" autofocus>${title}</h2>
        <button class="quiet" aria-label=${t("weights.close")} @click=${() => dialog.close()}>✕</button>
      </div>
      <p>${hint}</p>
      <div class="table-scroll" tabindex="0" role="group" aria-label=${t("weights.wrong")}><table>
        <thead><tr><th scope="col">${head}</th><th scope="col">${t("weights.wrong")}</th></tr></thead>
        <tbody>${rows.map(({ part, what }) => html`<tr><th scope="row"><code>${part}</code></th><td>${what}</td></tr>`)}</tbody>
      </table></div>`,
    dialog,
  );
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}
