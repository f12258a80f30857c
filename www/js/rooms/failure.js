// The page that cannot start says why, which browsers it runs in, and offers to try again.

import { html, nothing, render } from "lit-html";
import { fetchAnew } from "../core/core.js";
import { CannotStart } from "../core/failure.js";
import { firstTranslator } from "../ui/i18n.js";

/** Causes that lie in the browser, not in what it was sent. */
const ofBrowser = ["no_wasm", "no_simd", "blocked", "no_worker", "broken"];

/** @param {unknown} error @param {import("../ui/preferences.js").Language} language */
export function showFailure(error, language) {
  const t = firstTranslator(language);
  const { reason, what } = error instanceof CannotStart ? error : { reason: "broken", what: /** @type {Error} */ (error)?.message ?? String(error) };
  const element = /** @type {HTMLElement} */ (document.getElementById("notice"));

  /** @param {Event & { currentTarget: HTMLButtonElement }} event */
  async function again({ currentTarget }) {
    currentTarget.disabled = true;
    if (reason === "damaged") await fetchAnew();
    location.reload();
  }

  document.documentElement.classList.add("failed");
  document.getElementById("lacks")?.remove();
  render(
    html`<div class="notice error" role="alert">
      <p>${t(`page.${reason}`, { what })}${ofBrowser.includes(reason) ? html` ${t("page.browsers")}` : nothing}</p>
      <div class="buttons"><button class="primary" id="load-again" @click=${again}>${t("page.again")}</button></div>
    </div>`,
    element,
  );
}
