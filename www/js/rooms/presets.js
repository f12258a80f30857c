// What is worth seeing, each with what to notice.

import { html, render } from "lit-html";

/** @typedef {import("../ui/shell.js").Shared} Shared */
/** @typedef {import("../model/presets.js").Preset} Preset */

/** @param {HTMLElement} element @param {{ notify(notice: import("../ui/shell.js").Notice | null): void }} actions
 * @param {{ presets(): Promise<Preset[]>, words: string, load(partial: unknown): unknown, play: string }} room
 * `words` begin the keys of the words, `play` is the id of the button to go to */
export function mount(element, actions, { presets: loadPresets, words, load, play }) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  /** @type {Preset[]} */
  let presets = [];
  /** @type {Shared | null} */
  let last = null;
  /** @type {Shared["language"] | null} */
  let language = null;

  /** @param {Preset} preset */
  function open(preset) {
    load(preset.partial);
    actions.notify({ kind: "info", key: `${words}.${preset.name}.notice` });
    dialog.close();
    document.getElementById(play)?.focus();
  }

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  /** @param {Shared} shared */
  function draw(shared) {
    last = shared;
    const { t, language: now } = shared;
    if (now === language || presets.length === 0) return;
    language = now;
    const groups = [...new Set(presets.map(({ group }) => group))];
    render(
      html`<div class="dialog-head">
          <h2>${t(`${words}s.title`)}</h2>
          <button class="quiet" aria-label=${t("presets.close")} @click=${() => dialog.close()}>✕</button>
        </div>
        ${groups.map(
          (group) => html`<section>
            <h3>${t(`${words}s.group.${group}`)}</h3>
            <div class="preset-list">
              ${presets
                .filter((preset) => preset.group === group)
                .map(
                  (preset) => html`<button class="preset" data-preset=${preset.name} @click=${() => open(preset)}>
                    <strong>${t(`${words}.${preset.name}.title`)}</strong>
                    <span>${t(`${words}.${preset.name}.notice`)}</span>
                  </button>`,
                )}
            </div>
          </section>`,
        )}`,
      element,
    );
  }

  return {
    draw,
    async show() {
      presets = await loadPresets();
      if (last) draw(last);
      if (!dialog.open) dialog.showModal();
    },
  };
}
