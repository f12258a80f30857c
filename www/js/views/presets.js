// Experiments worth seeing, each with what to notice.

import { html, render } from "../lib/lit-html.js";

/** @typedef {import("../protocol.js").State} State */

/** @param {HTMLElement} element @param {import("../protocol.js").Actions} actions
 * @param {import("../lab.js").Lab} lab @param {{ load(partial: unknown): unknown }} room */
export function mount(element, actions, lab, room) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  const presets = lab.presets();
  const groups = [...new Set(presets.map(({ group }) => group))];
  /** @type {State["language"] | null} */
  let language = null;

  /** @param {(typeof presets)[number]} preset @param {State["t"]} t */
  function open(preset, t) {
    room.load(preset.experiment);
    actions.notify({ kind: "info", key: `preset.${preset.name}.notice` });
    dialog.close();
    document.getElementById("play")?.focus();
  }

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  /** @param {State} state */
  function draw({ t, language: now }) {
    if (now === language) return;
    language = now;
    render(
      html`<div class="dialog-head">
          <h2>${t("presets.title")}</h2>
          <button class="quiet" aria-label=${t("presets.close")} @click=${() => dialog.close()}>✕</button>
        </div>
        ${groups.map(
          (group) => html`<section>
            <h3>${t(`presets.group.${group}`)}</h3>
            <div class="preset-list">
              ${presets
                .filter((preset) => preset.group === group)
                .map(
                  (preset) => html`<button class="preset" data-preset=${preset.name} @click=${() => open(preset, t)}>
                    <strong>${t(`preset.${preset.name}.title`)}</strong>
                    <span>${t(`preset.${preset.name}.notice`)}</span>
                  </button>`,
                )}
            </div>
          </section>`,
        )}`,
      element,
    );
  }

  return { draw };
}
