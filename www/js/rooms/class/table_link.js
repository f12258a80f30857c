// A link that carries the table it is about: for whoever has the link, there is nothing to open.

import { html, nothing } from "lit-html";
import { isFileName, mostLinkLetters, textOf } from "../../model/travelling_table.js";

/** @typedef {import("../../ui/shell.js").Translate} Translate */
/** @typedef {import("../rooms.js").Page["rooms"]} Rooms */
/** @typedef {NonNullable<ReturnType<Rooms["ownTable"]>>} Own */
/** How a table comes to those who open a link: in the link, from beside the page, or each opens it.
 * @typedef {"within" | "beside" | "without"} Way */

/** The part of a link that a table is. @param {Own} own @param {Way} way */
function partOf({ name, bytes, encoding }, way) {
  if (way === "without") return undefined;
  return way === "beside" ? { name } : { name, text: textOf(bytes, encoding) };
}

/** A link with the table, and how many characters it has after its `#`.
 * @param {Rooms} rooms @param {Own} own @param {Way} way @param {Omit<NonNullable<Parameters<Rooms["link"]>[0]>, "table">} [besides] */
export async function linkWith(rooms, own, way, besides) {
  const link = await rooms.link({ ...besides, table: partOf(own, way) });
  const letters = link.length - link.indexOf("#") - 1;
  return { link, letters, most: mostLinkLetters, isTooLong: way === "within" && letters > mostLinkLetters };
}

/** The ways of a table to a class, to choose from. @param {Own} own @param {Way} way @param {number | null} letters of a link that is too long
 * @param {(way: Way) => void} choose @param {Translate} t */
export function wayChoice({ name }, way, letters, choose, t) {
  const ways = /** @type {const} */ (["within", "beside", "without"]);
  const noName = way === "beside" && !isFileName(name);
  return html`<fieldset class="class-way"><legend>${t("table.way", { name })}</legend>
    ${ways.map((one) => html`<label class="switch"><input type="radio" name="table-way" data-way=${one} .checked=${one === way} @change=${() => choose(one)} /> ${t(`table.way.${one}`, { name })}</label>`)}
    ${letters === null ? nothing : html`<p class="field-error" role="alert">${t("table.too_long", { name, letters: letters.toLocaleString("en"), most: mostLinkLetters.toLocaleString("en") })}</p>`}
    ${noName ? html`<p class="field-error" role="alert">${t("table.no_file_name", { name })}</p>` : nothing}
  </fieldset>`;
}
