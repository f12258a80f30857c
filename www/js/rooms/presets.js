// What is worth seeing, each with its picture and what to look for.

import { html, nothing, render } from "lit-html";

/** @typedef {import("../ui/shell.js").Shared} Shared */
/** @typedef {import("../model/presets.js").Preset} Preset */

/** Paints the pictures of presets one after the other, until the signal ends it.
 * @typedef {(presets: { preset: Preset, canvas: HTMLCanvasElement }[], theme: Shared["theme"], signal: AbortSignal) => Promise<void>} Paint */

/** What a room shows as presets. `words` begin the keys of the words, `play` is the id of the button to go to, `icon` is what
 * stands for a preset that has no picture.
 * @typedef {{
 *   shared(): Shared, notify(notice: import("../ui/shell.js").Notice | null): void, presets(): Promise<Preset[]>, words: string, play: string,
 *   load(partial: unknown, preset: Preset): unknown, isOpen(partial: unknown): boolean, paint: Paint, icon?(preset: Preset): unknown,
 * }} Presets */

/** One closure, because search, marks and pictures are of the one list that is shown.
 * @param {HTMLElement} element @param {Presets} room */
export function createPresets(element, { shared, notify, presets: loadPresets, words, play, load, isOpen, paint, icon = () => nothing }) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  /** @type {Preset[]} */
  let presets = [];
  /** Names of those that are what is open now. @type {Set<string>} */
  let open = new Set();
  let sought = "";
  let painting = new AbortController();
  dialog.classList.add("presets");

  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  dialog.addEventListener("close", () => painting.abort());

  /** @param {Preset} preset */
  function choose(preset) {
    load(preset.partial, preset);
    notify({ kind: "info", key: `${words}.${preset.name}.notice` });
    if (dialog.open) dialog.close();
    focusOnceEnabled(play);
  }

  /** @param {Preset} preset */
  function isFound({ name, group }) {
    const { t } = shared();
    return [`${words}.${name}.title`, `${words}.${name}.notice`, `${words}s.group.${group}`].some((key) => t(key).toLowerCase().includes(sought.trim().toLowerCase()));
  }

  function draw() {
    const { t } = shared();
    const found = presets.filter(isFound);
    render(
      html`<div class="dialog-head">
          <h2 tabindex="-1">${t(`${words}s.title`)}</h2>
          <button class="quiet" aria-label=${t("presets.close")} @click=${() => dialog.close()}>✕</button>
        </div>
        <input class="search" type="search" autocomplete="off" spellcheck="false" aria-label=${t("presets.search")} placeholder=${t("presets.search")} .value=${sought}
          @input=${search} @keydown=${(/** @type {KeyboardEvent} */ { key, isComposing }) => key === "Enter" && !isComposing && sought.trim() && found[0] && choose(found[0])} />
        ${found.length ? nothing : html`<p role="status">${t("presets.none", { text: sought.trim() })}</p>`}
        ${[...new Set(found.map(({ group }) => group))].map((group) => html`<section>
          <h3>${t(`${words}s.group.${group}`)}</h3>
          <div class="preset-list">${found.filter((preset) => preset.group === group).map((preset) => tile(preset, t))}</div>
        </section>`)}`,
      dialog,
    );
  }

  /** @param {Preset} preset @param {Shared["t"]} t */
  function tile(preset, t) {
    const { name } = preset;
    const marked = open.has(name);
    return html`<button class="preset" data-preset=${name} aria-current=${marked ? "true" : nothing} @click=${() => choose(preset)}>
      <span class="preset-picture"><canvas data-picture=${name} aria-hidden="true"></canvas>${icon(preset)}</span>
      <span class="preset-words">
        <strong>${t(`${words}.${name}.title`)}${marked ? html` <em>${t("presets.open_one")}</em>` : nothing}</strong>
        <span>${t(`${words}.${name}.notice`)}</span>
      </span>
    </button>`;
  }

  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  function search({ currentTarget }) {
    sought = currentTarget.value;
    draw();
    paintAll();
  }

  function paintAll() {
    painting.abort();
    painting = new AbortController();
    const shown = presets.flatMap((preset) => {
      const canvas = /** @type {HTMLCanvasElement | null} */ (dialog.querySelector(`[data-picture="${preset.name}"]`));
      return canvas ? [{ preset, canvas }] : [];
    });
    paint(shown, shared().theme, painting.signal);
  }

  return {
    async show() {
      presets = await loadPresets();
      open = new Set(presets.filter(({ partial }) => isOpen(partial)).map(({ name }) => name));
      sought = "";
      draw();
      if (!dialog.open) dialog.showModal();
      const current = /** @type {HTMLElement | null} */ (dialog.querySelector("[aria-current]"));
      current?.scrollIntoView({ block: "center" });
      // On a phone the focus of a box would open the keyboard over what there is to choose.
      const first = matchMedia("(pointer: coarse)").matches ? "h2" : ".search";
      /** @type {HTMLElement} */ (dialog.querySelector(first)).focus({ preventScroll: true });
      paintAll();
    },
    /** Opens a preset by its name. @param {string} name */
    async openNamed(name) {
      const preset = (await loadPresets()).find((one) => one.name === name);
      if (preset) choose(preset);
    },
  };
}

/** Puts the focus on a button as soon as it can have it, unless someone goes elsewhere: after a run that diverged Play is
 * disabled for some frames yet. @param {string} id */
function focusOnceEnabled(id) {
  const before = document.activeElement;
  const deadline = performance.now() + 3000;
  function attempt() {
    const button = /** @type {HTMLButtonElement | null} */ (document.getElementById(id));
    if (document.activeElement !== before || performance.now() > deadline) return;
    if (button && !button.disabled) button.focus();
    if (document.activeElement !== button) requestAnimationFrame(attempt);
  }
  attempt();
}
