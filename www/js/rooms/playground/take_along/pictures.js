// The figures that are shown, as pictures to save, and the line that puts the experiment into another page.

import { html, nothing } from "lit-html";
import { pictureOf } from "../../../figures/picture.js";
import { embedLine } from "../../embed_line.js";
import { saveBytes } from "../../file.js";

/** Figures that can be saved, those of tasks under one name. @type {Record<string, string>} */
const names = { network: "network", builder: "diagram", inspect: "inspect", output: "output", curves: "curves", digits: "task", houses: "task", sentences: "task", series: "task", table: "task" };

/** @param {HTMLElement} root @returns {HTMLElement[]} */
const shown = (root) => [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-figure]"))].filter((figure) => names[figure.dataset.figure ?? ""] && figure.getClientRects().length > 0);

/** The experiment is what the address says. */
const line = () => embedLine(location.href, "Descent");

/** @param {import("../../../ui/shell.js").Translate} t @param {HTMLElement} root of the room @param {(failed: boolean) => void} done */
export function pictures(t, root, done) {
  /** @param {HTMLElement} figure */
  async function take(figure) {
    try {
      saveBytes(await pictureOf(figure), `${names[figure.dataset.figure ?? ""]}.png`, "image/png");
      done(false);
    } catch {
      done(true);
    }
  }

  return html`<h3>${t("pictures.title")}</h3>
    <ul class="take-along-files">
      ${shown(root).map((figure) => {
        const name = names[figure.dataset.figure ?? ""];
        return html`<li><button data-picture=${name} @click=${() => take(figure)}>${name}.png</button> <span>${t(`pictures.${name}`)}</span></li>`;
      })}
    </ul>
    ${location.protocol.startsWith("http") ? html`<h3>${t("embedded.line")}</h3>
    <p class="hint">${t("embedded.line.hint")}</p>
    <input class="shared-link" data-part="embed-line" readonly aria-label=${t("embedded.line")} .value=${line()} @focus=${(/** @type {any} */ { currentTarget }) => ((currentTarget.value = line()), currentTarget.select())} />` : nothing}`;
}
