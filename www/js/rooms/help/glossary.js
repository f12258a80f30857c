// What the words of the page mean: one beside its term, or all of them to search in.

import { html, nothing, render } from "lit-html";
import { loadMoreWords } from "../../ui/i18n.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { formula } from "../../ui/tex.js";
import { entries, groups, termNamed } from "./entries.js";
import { createDialog, placeBeside } from "./dialog.js";
import { bringIntoView } from "./reveal.js";

/** @typedef {import("../rooms.js").Page} Page */
/** @typedef {import("./entries.js").TermName} TermName */
/** @typedef {Record<TermName, [string, string]>} Words */

/** @type {Record<import("../../ui/preferences.js").Language, () => Promise<{ glossary: Words }>>} */
const files = { en: () => import("../../../i18n/en/glossary.js"), ko: () => import("../../../i18n/ko/glossary.js") };

/** The glossary in the reader's language. Korean names stand beside the English ones, which are in every textbook. @param {Page} page */
async function read(page) {
  const { language } = page.shared();
  const [{ glossary }, english] = await Promise.all([files[language](), language === "en" ? null : files.en(), loadMoreWords(language), loadMoreStyles()]);
  return { words: glossary, english: english?.glossary ?? null };
}

/** @typedef {Awaited<ReturnType<typeof read>>} Glossary */

/** The name of an entry, with the English one where that is another. @param {Glossary} glossary @param {TermName} name */
function title({ words, english }, name) {
  const [shown] = words[name];
  const other = english?.[name][0];
  return html`${shown}${other && other.toLowerCase() !== shown.toLowerCase() ? html` <span class="in-english" lang="en">${other}</span>` : nothing}`;
}

/** What is said of a word, and where to see it. @param {Glossary} glossary @param {TermName} name @param {Page} page @param {() => void} close */
function explanation({ words }, name, page, close) {
  const { t } = page.shared();
  const { tex, preset, race, control } = entries[name];
  const shown = control ? [...document.querySelectorAll(control)].find((element) => element.closest("main:not([hidden])")) : undefined;
  function leave(/** @type {() => unknown} */ next) {
    close();
    next();
  }
  const open = (/** @type {"playground" | "optimizers"} */ room, /** @type {string} */ name) => async () => {
    await page.rooms.visit(room);
    page.rooms.current().openPreset(name);
  };
  return html`<p>${words[name][1]}</p>
    ${tex ? tex.split(" , ").map((one) => html`<div class="term-formula">${formula(one)}</div>`) : nothing}
    ${shown || preset || race
      ? html`<p class="term-links">
          ${shown ? html`<button class="small" data-see="control" @click=${() => leave(() => bringIntoView(/** @type {HTMLElement} */ (shown)))}>${t("glossary.show")}</button>` : nothing}
          ${preset ? html`<button class="small" data-see="preset" @click=${() => leave(open("playground", preset))}>${t("glossary.example", { title: t(`preset.${preset}.title`) })}</button>` : nothing}
          ${race ? html`<button class="small" data-see="race" @click=${() => leave(open("optimizers", race))}>${t("glossary.race", { title: t(`race_preset.${race}.title`) })}</button>` : nothing}
        </p>`
      : nothing}`;
}

/** Explains words beside where they stand. @param {Page} page @param {string} names the first comes first @param {Element | null} anchor */
export async function showTerm(page, names, anchor) {
  const known = [...new Set(names.split(" ").flatMap((name) => termNamed(name) ?? []))];
  if (known.length === 0) return showGlossary(page);
  const glossary = await read(page);
  const { t } = page.shared();
  const dialog = createDialog("term-card", anchor);
  const close = () => dialog.close();
  render(
    html`${known.map((name, index) => html`<section data-entry=${name}>
        <h2 tabindex="-1" ?autofocus=${index === 0}>${title(glossary, name)}</h2>
        ${explanation(glossary, name, page, close)}
      </section>`)}
      <p class="term-foot">
        <button class="quiet small" data-see="glossary" @click=${() => (close(), showGlossary(page, known[0]))}>${t("glossary.all")}</button>
        <button class="quiet small" @click=${close}>${t("help.close")}</button>
      </p>`,
    dialog,
  );
  dialog.setAttribute("aria-label", glossary.words[known[0]][0]);
  dialog.showModal();
  placeBeside(dialog, anchor);
}

/** All words, with a box to search in. @param {Page} page @param {TermName} [chosen] the one that is open at first */
export async function showGlossary(page, chosen) {
  const glossary = await read(page);
  const { t } = page.shared();
  const dialog = createDialog("glossary");
  let sought = "";
  /** @type {Set<TermName>} */
  const opened = new Set(chosen ? [chosen] : []);

  /** @param {TermName} name */
  const isFound = (name) => [...glossary.words[name], glossary.english?.[name][0] ?? "", name].some((text) => text.toLowerCase().includes(sought.trim().toLowerCase()));

  function draw() {
    const found = Object.entries(groups).map(([group, all]) => ({ group, names: /** @type {TermName[]} */ (Object.keys(all)).filter(isFound) })).filter(({ names }) => names.length);
    const few = sought.trim() !== "" && found.reduce((sum, { names }) => sum + names.length, 0) <= 3;
    render(
      html`<div class="dialog-head">
          <h2 tabindex="-1">${t("glossary.title")}</h2>
          <button class="quiet" aria-label=${t("help.close")} @click=${() => dialog.close()}>✕</button>
        </div>
        <input class="search" type="search" autofocus autocomplete="off" spellcheck="false" aria-label=${t("glossary.search")} placeholder=${t("glossary.search")} .value=${sought} @input=${search} />
        ${found.length ? nothing : html`<p role="status">${t("glossary.none", { text: sought.trim() })}</p>`}
        ${found.map(({ group, names }) => html`<section>
          <h3>${t(`glossary.group.${group}`)}</h3>
          <div class="entries">${names.map((name) => entry(name, few || opened.has(name)))}</div>
        </section>`)}`,
      dialog,
    );
  }

  /** @param {TermName} name @param {boolean} isOpen */
  function entry(name, isOpen) {
    const toggle = (/** @type {any} */ { currentTarget }) => {
      if (currentTarget.open) opened.add(name);
      else opened.delete(name);
      draw();
    };
    return html`<details data-entry=${name} ?open=${isOpen} @toggle=${toggle}>
      <summary>${title(glossary, name)}</summary>
      ${isOpen ? explanation(glossary, name, page, () => dialog.close()) : nothing}
    </details>`;
  }

  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  function search({ currentTarget }) {
    sought = currentTarget.value;
    draw();
  }

  draw();
  dialog.setAttribute("aria-label", t("glossary.title"));
  dialog.showModal();
  if (chosen) dialog.querySelector(`[data-entry="${chosen}"]`)?.scrollIntoView({ block: "center" });
}
