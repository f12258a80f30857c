// The head of the page: name, rooms, and what concerns the whole experiment.

import { html, render } from "../lib/lit-html.js";
import { open, save } from "../file.js";

/** @typedef {import("../protocol.js").State} State */

/** @param {HTMLElement} element @param {import("../protocol.js").Actions} actions
 * @param {import("../lab.js").Lab} _lab @param {import("../main.js").Page} page */
export function mount(element, actions, _lab, page) {
  async function copyLink() {
    const link = page.link();
    try {
      await navigator.clipboard.writeText(link);
      actions.notify({ kind: "info", key: "notice.link_copied" });
    } catch {
      actions.notify({ kind: "info", key: "notice.link", words: { link } });
    }
  }

  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  function choose(event) {
    const [file] = event.currentTarget.files ?? [];
    if (file) open(file, page, actions);
    event.currentTarget.value = "";
  }

  const showPresets = () => /** @type {HTMLDialogElement} */ (document.getElementById("presets")).showModal();

  /** @param {State} state */
  function draw({ t, language, theme }) {
    render(
      html`<h1 class="brand">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M3 7c8 0 6 17 13 17S22 14 29 14" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" />
            <circle cx="16" cy="24" r="3.6" fill="var(--negative)" />
          </svg>
          ${t("page.name")}
        </h1>
        <p class="tagline">${t("page.tagline")}</p>
        <div class="toolbar">
          <button class="primary-soft" id="open-presets" @click=${showPresets}>${t("top.presets")}</button>
          <button @click=${copyLink}>${t("top.link")}</button>
          <button @click=${() => save(page.experiment())}>${t("top.save")}</button>
          <label class="button">
            ${t("top.open")}
            <input class="visually-hidden" type="file" accept=".json,application/json" @change=${choose} />
          </label>
          <button lang=${language === "en" ? "ko" : "en"} @click=${() => page.setLanguage(language === "en" ? "ko" : "en")}>
            ${t("top.other_language")}
          </button>
          <button
            aria-label=${t(theme === "light" ? "top.dark" : "top.light")}
            title=${t(theme === "light" ? "top.dark" : "top.light")}
            @click=${() => page.setTheme(theme === "light" ? "dark" : "light")}
          >
            ${theme === "light" ? "☾" : "☀"}
          </button>
        </div>`,
      element,
    );
  }

  return { draw };
}
