// The palette: every kind of layer, by family. A press adds one after what is chosen; a drag puts it where it is dropped.

import { html } from "lit-html";
import { families, familyOf, kinds } from "../../model/builder/kinds.js";
import { blocks } from "../../model/builder/blocks.js";
import { arrowOf } from "../../ui/keys.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/builder/kinds.js").Kind} Kind */
/** Where a new layer goes when its button is pressed. @typedef {"line" | "branch" | "alone"} Placement */

const placements = /** @type {const} */ (["line", "branch", "alone"]);

/** @param {State} state @param {Placement} placement @param {string} stop what of the palette the tab key comes to
 * @param {{ stop(key: string): void, place(placement: Placement): void, add(kind: Kind): void, addBlock(name: string): void, drag(kind: Kind, event: PointerEvent): void }} acts */
export function palette({ t }, placement, stop, acts) {
  const { place, add, addBlock, drag } = acts;
  const tab = (/** @type {string} */ key) => (key === stop ? 0 : -1);
  const focused = (/** @type {FocusEvent} */ { target }) => {
    const { kind, block } = /** @type {HTMLElement} */ (target).dataset;
    if (kind ?? block) acts.stop(/** @type {string} */ (kind ?? block));
  };
  return html`<div class="palette" @keydown=${rove} @focusin=${focused}>
    <div class="placement" role="group" aria-label=${t("builder.placement")}>
      ${placements.map((one) => html`<button class="small" aria-pressed=${one === placement} data-placement=${one} title=${t(`builder.place_${one}_hint`)}
        @click=${() => place(one)}>${t(`builder.place_${one}`)}</button>`)}
    </div>
    <div class="palette-kinds" role="toolbar" aria-orientation="vertical" aria-label=${t("builder.palette")}>
      ${families.map((family) => html`<h4>${t(`family.${family}`)}</h4>
        <div class="kind-list">${kinds.filter((kind) => familyOf[kind] === family).map((kind) => html`<button class="kind" data-kind=${kind} tabindex=${tab(kind)} data-family=${family}
          title=${t(`layer.${kind}.hint`)} @click=${() => add(kind)} @pointerdown=${(/** @type {PointerEvent} */ event) => drag(kind, event)}>${breakable(t(`layer.${kind}`))}</button>`)}</div>`)}
      <h4>${t("builder.blocks")}</h4>
      <div class="kind-list">${blocks.map((name) => html`<button class="kind" data-block=${name} tabindex=${tab(name)} title=${t(`block.${name}.hint`)}
        @click=${() => addBlock(name)}>${t(`block.${name}`)}</button>`)}</div>
    </div>
  </div>`;
}

/** A name that may go on in a second line where a word of it begins. @param {string} name */
const breakable = (name) => name.replace(/([a-z])([A-Z][a-z])/g, "$1\n$2").split("\n").map((word, index) => html`${index ? html`<wbr />` : ""}${word}`);

/** Arrow keys go from kind to kind; the tab key comes to one of them. @param {KeyboardEvent} event */
function rove(event) {
  const way = arrowOf(event);
  const end = { Home: 0, End: -1 }[event.key];
  const here = /** @type {Element} */ (event.target).closest(".kind");
  if ((!way && end === undefined) || !here) return;
  event.preventDefault();
  const all = [.../** @type {Element} */ (event.currentTarget).querySelectorAll(".kind")];
  const next = way ? all[(all.indexOf(here) + way.x + way.y + all.length) % all.length] : all.at(/** @type {number} */ (end));
  /** @type {HTMLElement} */ (next).focus();
}
