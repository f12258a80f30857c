// The head of the page: name, rooms, and what concerns the whole experiment.

import { html, nothing, render } from "lit-html";
import { fileName, open, save } from "./file.js";
import { icon } from "../ui/icons.js";
import { missingNotice } from "../ui/notice.js";
import { rove } from "../ui/roving.js";
import { toggleProjector } from "./projector.js";
import { roomNames } from "./rooms.js";

/** @typedef {import("./rooms.js").Page} Page */

/** @param {Page} page */
const copyLink = (page) => import("./copy_link.js").then((loaded) => loaded.copyLink(page)).catch((error) => page.rooms.current().notify(missingNotice(error)));

/** @param {HTMLElement} element @param {Page} page */
export function mount(element, page) {
  const { rooms } = page;
  /** What index.html shows stays until there is something to take its place. */
  let drawn = false;
  const tend = rove(element, ".toolbar button, .toolbar input", new AbortController().signal);

  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  function choose(event) {
    const [file] = event.currentTarget.files ?? [];
    if (file) open(file, rooms);
    event.currentTarget.value = "";
  }

  /** A plain click stays on the page; with a key held it opens a tab, as any link.
   * @param {MouseEvent} event @param {import("./rooms.js").RoomName} name */
  function visit(event, name) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    rooms.visit(name);
  }

  /** @param {import("../ui/shell.js").Shared} shared */
  function draw({ t, language, theme }) {
    const shown = rooms.shown();
    if (!drawn) element.replaceChildren();
    drawn = true;
    render(
      html`<button class="skip" @click=${() => page.element(shown).focus()}>${t("top.skip")}</button>
        <h1 class="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M3 7c8 0 6 17 13 17S22 14 29 14" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
            <circle cx="16" cy="24" r="3.6" fill="var(--negative)" />
          </svg>
          ${t("page.name")}
        </h1>
        <nav class="rooms" aria-label=${t("top.rooms")}>
          ${roomNames.map(
            (name) => html`<a href=${rooms.address(name)} aria-current=${name === shown ? "page" : nothing} @click=${(/** @type {MouseEvent} */ event) => visit(event, name)}>${t(`room.${name}`)}</a>`,
          )}
        </nav>
        <p class="tagline">${t(`room.${shown}.tagline`)}</p>
        <div class="toolbar" role="toolbar" aria-label=${t("top.tools")}>
          <button class="primary-soft" id="open-presets" @click=${() => rooms.current().showPresets()}>${t(shown === "lessons" ? "lesson.contents" : "top.presets")}</button>
          <button @click=${() => copyLink(page)}>${t("top.link")}</button>
          <button @click=${async () => save(await rooms.fileOfRun(), fileName(rooms.shown()))}>${t("top.save")}</button>
          <label class="button">
            ${t("top.open")}
            <input class="visually-hidden" type="file" accept=".json,.md,.safetensors,.npz,.onnx,application/json" @change=${choose} />
          </label>
          <button lang=${language === "en" ? "ko" : "en"} @click=${() => page.setLanguage(language === "en" ? "ko" : "en")}>
            ${t("top.other_language")}
          </button>
          <button id="help" aria-label=${t("top.help")} title=${t("top.help")} aria-haspopup="dialog" @click=${async () => (await import("./help/help.js")).showKeys(page)}>?</button>
          <button
            aria-label=${t(theme === "light" ? "top.dark" : "top.light")}
            title=${t(theme === "light" ? "top.dark" : "top.light")}
            @click=${() => page.setTheme(theme === "light" ? "dark" : "light")}
          >
            ${theme === "light" ? "☾" : "☀"}
          </button>
          <button data-part="projector" aria-label=${t("top.projector")} title=${t("top.projector")} @click=${toggleProjector}>${icon("projector")}</button>
        </div>`,
      element,
    );
    tend();
  }

  return { draw };
}
