// The figures that a room shows now, to save as pictures, and to record while a run goes on.

import { html, nothing } from "lit-html";
import { pictureOf } from "../../figures/picture/png.js";
import { shownIn } from "../../figures/picture/shown.js";
import { svgOf } from "../../figures/picture/svg.js";
import { saveBytes } from "../file.js";
import { canRecord, mostSeconds, record } from "./recording.js";

/** @typedef {import("../../ui/shell.js").Translate} Translate */
/** @typedef {import("../../figures/picture/shown.js").Shown} Shown */

/** One closure, because what is chosen and what went wrong are of one list.
 * @param {HTMLElement} root of the room @param {import("./recording.js").Recorded} room @param {() => void} redraw */
export function createPictureList(root, room, redraw) {
  /** Figures that are not to be recorded. @type {Set<string>} */
  const left = new Set();
  let failed = false;

  /** @param {() => Promise<void> | void} work */
  async function take(work) {
    try {
      await work();
      failed = false;
    } catch {
      failed = true;
    }
    redraw();
  }

  /** @param {Shown} figure */
  const asPng = ({ name, element }) => take(async () => saveBytes(await pictureOf(element), `${name}.png`, "image/png"));
  /** @param {Shown} figure */
  const asSvg = ({ name, element }) => take(() => saveBytes(svgOf(element), `${name}.svg`, "image/svg+xml"));

  /** @param {string} name */
  const choose = (name) => (/** @type {any} */ { currentTarget }) => {
    if (currentTarget.checked) left.delete(name);
    else left.add(name);
    redraw();
  };

  /** @param {Translate} t @param {Shown[]} figures */
  function animation(t, figures) {
    const chosen = figures.filter(({ name }) => !left.has(name));
    return html`<h3>${t("recording.title")}</h3>
      ${canRecord() ? html`<p class="hint">${t("recording.hint", { seconds: mostSeconds })}</p>
        <div class="recorded" role="group" aria-label=${t("recording.title")}>
          ${figures.map(({ name }) => html`<label class="switch"><input type="checkbox" data-record=${name} .checked=${!left.has(name)} @change=${choose(name)} /> ${t(`pictures.${name}`).replace(/\.$/, "")}</label>`)}
          <button data-part="record" ?disabled=${chosen.length === 0} @click=${() => record(chosen.map(({ element }) => element), room)}>${t("recording.start")}</button>
          ${chosen.length === 0 ? html`<span class="hint">${t("recording.none")}</span>` : nothing}
        </div>` : html`<p class="hint">${t("recording.cannot")}</p>`}`;
  }

  return {
    /** What is listed, as one text: another one is another list. */
    names: () => shownIn(root).map(({ name }) => name).join(),
    /** @param {Translate} t */
    template(t) {
      const figures = shownIn(root);
      return html`<div class="pictures-list"><h3>${t("pictures.title")}</h3>
        ${failed ? html`<p class="field-error" role="alert">${t("pictures.failed")}</p>` : nothing}
        <ul class="take-along-files">
          ${figures.map((figure) => html`<li><span class="kinds"><button data-picture=${figure.name} @click=${() => asPng(figure)}>${figure.name}.png</button>${figure.isVector ? html` <button data-vector=${figure.name} @click=${() => asSvg(figure)}>${figure.name}.svg</button>` : nothing}</span>
            <span>${t(`pictures.${figure.name}`)}${figure.isVector ? nothing : html` ${t("pictures.only_png")}`}</span></li>`)}
        </ul>
        ${figures.length ? animation(t, figures) : nothing}</div>`;
    },
  };
}
