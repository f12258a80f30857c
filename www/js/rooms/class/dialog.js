// For teachers: the experiment made into an exercise that goes out as one link, and the answers that come back, checked.

import { html, render } from "lit-html";
import { loadMoreWords } from "../../ui/i18n.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { createCheck } from "./check.js";
import { createMake } from "./make.js";

/** @typedef {import("../rooms.js").Page} Page */

/** @param {Page} page @param {"make" | "check"} [first] */
export async function showClass(page, first = "make") {
  await Promise.all([loadMoreWords(), loadMoreStyles()]);
  const dialog = document.createElement("dialog");
  dialog.className = "class-dialog";
  document.body.append(dialog);
  let shown = first;
  const views = { make: createMake(page, show), check: createCheck(page, show) };

  function show() {
    const { t } = page.shared();
    render(
      html`<div class="dialog-head">
          <h2 tabindex="-1" autofocus>${t("class.title")}</h2>
          <button class="quiet" aria-label=${t("presets.close")} @click=${() => dialog.close()}>✕</button>
        </div>
        <div class="tabs" role="group" aria-label=${t("class.title")}>
          ${/** @type {const} */ (["make", "check"]).map((name) => html`<button class="tab" data-tab=${name} aria-pressed=${name === shown} @click=${() => ((shown = name), show())}>${t(`class.${name}`)}</button>`)}
        </div>
        ${views[shown].template(t)}`,
      dialog,
    );
  }

  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  show();
  dialog.showModal();
}
