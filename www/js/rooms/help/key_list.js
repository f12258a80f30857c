// The list of keys, and the way to what else explains the page.

import { html, render } from "lit-html";
import { loadMoreWords } from "../../ui/i18n.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { keys } from "../keys.js";
import { createDialog } from "./dialog.js";
import { showGlossary } from "./glossary.js";
import { showGuide } from "./guide.js";

/** @typedef {import("../rooms.js").Page} Page */

/** Keys that what has the focus hears itself. */
const within = [
  { name: "arrows", shown: ["←", "↑", "→", "↓"] },
  { name: "arrows_far", shown: ["Shift", "→"] },
  { name: "enter", shown: ["Enter"] },
  { name: "delete", shown: ["Delete"] },
  { name: "escape", shown: ["Esc"] },
];

const isMac = () => /Mac|iP(hone|ad)/.test(navigator.platform);

/** @param {Page} page */
export async function showKeys(page) {
  await Promise.all([loadMoreWords(page.shared().language), loadMoreStyles()]);
  const { t } = page.shared();
  const dialog = createDialog("keys");
  const room = page.rooms.current();
  const named = (/** @type {string} */ key) => (key === "Space" ? t("help.space") : key === "Ctrl" && isMac() ? "⌘" : key);
  const row = (/** @type {{ name: string, shown: string[] }} */ { name, shown }) => html`<tr data-key=${name}>
    <th scope="row">${shown.map((key, index) => html`${index ? (name === "arrows" ? " " : " + ") : ""}<kbd>${named(key)}</kbd>`)}</th>
    <td>${t(`help.key.${name}`)}</td>
  </tr>`;
  const rows = keys.filter(({ name, does }) => (does ? does(room, page) : room.undoes));
  function next(/** @type {() => unknown} */ show) {
    dialog.close();
    show();
  }
  render(
    html`<div class="dialog-head">
        <h2 tabindex="-1" autofocus>${t("help.keys")}</h2>
        <button class="quiet" aria-label=${t("help.close")} @click=${() => dialog.close()}>✕</button>
      </div>
      <p class="help-links">
        <button class="primary-soft" data-open="glossary" @click=${() => next(() => showGlossary(page))}>${t("glossary.title")}</button>
        <button data-open="guide" @click=${() => next(() => showGuide(page))}>${t("help.guide")}</button>
      </p>
      <div class="key-tables">
        <table><caption>${t("help.anywhere")}</caption><tbody>${rows.map(row)}</tbody></table>
        <table><caption>${t("help.within")}</caption><tbody>${within.map(row)}</tbody></table>
      </div>`,
    dialog,
  );
  dialog.setAttribute("aria-label", t("help.keys"));
  dialog.showModal();
}
