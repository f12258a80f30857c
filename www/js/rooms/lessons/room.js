// The Lessons room: chapters of text with live figures, and what a reader has done of them.

import { html, nothing, render } from "lit-html";
import { chaptersIn } from "../../model/lessons/library.js";
import { contents } from "./contents.js";
import { createStore } from "../../ui/store.js";
import { missingNotice, note } from "../../ui/notice.js";
import { mountChapter, tasksIn } from "./page.js";
import { blocksIn, lostChapters, readChapter } from "../../model/lessons/chapter.js";
import { bestOf, readProgress, withBest, withDone, writeProgress } from "../../model/lessons/progress.js";
import { save, saveBytes } from "../file.js";
import { wordMistake } from "./mistakes.js";
import { listenForUndo } from "../playground/history.js";
import { printChapter } from "./print.js";

/** @typedef {import("../../model/lessons/library.js").Entry} Entry */
/** @typedef {import("../../model/lessons/fields.js").Mistake} Mistake */
/** @typedef {{ name: string, text: string }} Own A chapter that someone has opened from a file. */

/** `chapter` is null where the list of all is shown. `own` is a chapter from a file, which then is shown.
 * @typedef {import("../../ui/shell.js").Shared & {
 *   chapter: string | null, own: Own | null, entries: Entry[], progress: import("../../model/lessons/progress.js").Progress,
 *   notice: import("../../ui/shell.js").Notice | null, mistakes: Mistake[],
 * }} State */

/** What one can do with a run of the chapter by keys. @typedef {Parameters<import("./context.js").Context["attend"]>[0]} Attended */

/** What was read of a text, so that it is read once. @type {WeakMap<object, import("../../model/lessons/chapter.js").Chapter>} */
const read = new WeakMap();

/** @param {Entry | Own} entry */
function chapterOf(entry) {
  const known = read.get(entry) ?? readChapter(entry.text, { checksTex: !("collection" in entry) || entry.collection === "own" });
  read.set(entry, known);
  return known;
}

/** What there is to do in each chapter. @type {WeakMap<Entry, string[]>} */
const tasks = new WeakMap();

/** @param {Entry} entry */
function tasksOf(entry) {
  const known = tasks.get(entry) ?? tasksIn({ blocks: blocksIn(entry.text) });
  tasks.set(entry, known);
  return known;
}

/** One closure, because it is the list of what a room does for the others, over one store and the chapter that is shown.
 * @param {import("../rooms.js").Page} page */
export function openLessons(page) {
  const { shared, rooms, element } = page;
  const root = element("lessons");
  root.replaceChildren();
  const [aside, article] = [root.appendChild(document.createElement("nav")), root.appendChild(document.createElement("div"))];
  aside.className = "lesson-contents";
  article.className = "lesson-reader";
  const top = article.appendChild(document.createElement("div"));
  const text = article.appendChild(document.createElement("article"));
  text.className = "lesson-text";
  const foot = article.appendChild(document.createElement("div"));
  foot.className = "lesson-end";
  let shown = false;
  /** What is written into the page, and what ends it. @type {{ key: object | null, language: string, chapter: string | null, ends: AbortController, context: import("./context.js").Context | null }} */
  let written = { key: null, language: "", chapter: null, ends: new AbortController(), context: null };
  /** @type {Attended | null} */
  let attended = null;
  /** Where a chapter was left. @type {Map<string, number>} */
  const places = new Map();

  /** @type {import("../../ui/store.js").Store<State>} */
  const store = createStore(/** @type {State} */ ({ ...shared(), chapter: null, own: null, entries: [], progress: readProgress(), notice: null, mistakes: [] }), draw);
  const notify = (/** @type {State["notice"]} */ notice) => store.update({ notice });

  /** @param {State} state */
  const entryOf = ({ chapter, own, entries }) => own ?? entries.find(({ name }) => name === chapter) ?? null;

  /** Loads the chapters of a language. @param {State["language"]} language */
  async function bring(language) {
    try {
      const entries = await chaptersIn(language);
      if (store.state.language === language) store.update({ entries });
    } catch (error) {
      notify(missingNotice(error));
    }
  }
  let brought = bring(shared().language);

  /** What progress knows the chapter by. */
  const placeOf = () => (store.state.own ? `file ${store.state.own.name}` : (store.state.chapter ?? ""));

  /** @param {import("../../model/lessons/progress.js").Progress} next */
  function keepProgress(next) {
    if (next === store.state.progress) return;
    writeProgress(next);
    store.update({ progress: next });
  }

  /** @param {string} name */
  const done = (name) => keepProgress(withDone(store.state.progress, placeOf(), name));

  /** @param {string} name */
  const isDone = (name) => (store.state.progress.done[placeOf()] ?? []).includes(name);

  /** Writes the chapter of the state into the page, in place of the one before. @param {State} state */
  function write(state) {
    const entry = entryOf(state);
    if (written.key === entry && written.language === state.language) return;
    written.ends.abort();
    attended = null;
    const isSame = written.chapter === state.chapter && written.key !== null;
    const ends = new AbortController();
    /** @type {import("./context.js").Context} */
    const context = {
      page, signal: ends.signal, shared: () => store.state, hosts: new Map(), races: new Map(), isDone, done,
      best: (name) => bestOf(store.state.progress, placeOf(), name),
      improved: (name, best) => keepProgress(withBest(store.state.progress, placeOf(), name, best)),
      told: (mistake) => store.update({ mistakes: [...store.state.mistakes, mistake].sort((a, b) => a.line - b.line) }),
      attend: (host) => (attended = host),
    };
    written = { key: entry, language: state.language, chapter: state.chapter, ends, context };
    text.replaceChildren();
    text.lang = "language" in (entry ?? {}) ? /** @type {Entry} */ (entry).language : state.language;
    if (!entry) return;
    const chapter = chapterOf(entry);
    const lost = state.own && state.entries.length ? lostChapters(state.own.text, state.entries.map(({ name }) => name)) : [];
    store.update({ mistakes: [...chapter.mistakes, ...lost].sort((a, b) => a.line - b.line) });
    mountChapter(text, chapter, context).catch((error) => notify(missingNotice(error)));
    if (!isSame) scrollTo({ top: places.get(state.chapter ?? "") ?? 0 });
  }

  /** @param {string | null} chapter */
  function visit(chapter) {
    if (store.state.chapter) places.set(store.state.chapter, scrollY);
    store.update({ chapter, own: null, notice: null, mistakes: [] });
    scrollTo({ top: 0 });
  }

  /** A plain click stays on the page. @param {MouseEvent} event @param {string | null} name */
  function follow(event, name) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    visit(name);
    text.focus?.();
  }
  const address = (/** @type {string | null} */ name) => (name ? `#lessons&chapter=${encodeURIComponent(name)}` : "#lessons");
  listenForUndo(root, { undo: () => void attended?.keys.undo?.(), redo: () => void attended?.keys.redo?.() });
  text.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement | null} */ (event.target instanceof Element ? event.target.closest("a[data-chapter]") : null);
    if (link) follow(event, link.dataset.chapter ?? null);
  });

  /** Shows the text of a chapter from a file. @param {string} name @param {string} source */
  const openText = (name, source) => store.update({ own: { name, text: source }, chapter: null, notice: null, mistakes: [] });

  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  async function choose({ currentTarget }) {
    const [file] = currentTarget.files ?? [];
    currentTarget.value = "";
    if (file) openText(file.name, await file.text());
  }

  /** Where one is in the contents, opening a file, and progress. @param {State} state */
  function side(state) {
    const { t, entries, chapter, progress } = state;
    const chapters = entries.map((entry) => ({ entry, tasks: tasksOf(entry) }));
    const forget = () => {
      written.key = null;
      keepProgress({ ...progress, done: {}, best: {} });
    };
    const keep = (/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) => {
      keepProgress({ ...progress, isKept: currentTarget.checked });
    };
    return html`<details class="lesson-menu" ?open=${!matchMedia("(max-width: 1000px)").matches || !entryOf(state)}>
      <summary><span>${t("lesson.contents")}</span></summary>
      ${contents({ chapters, shown: chapter, progress, t }, address, follow)}
      <div class="lesson-own">
        <label class="button">${t("lesson.open_file")} <input class="visually-hidden" type="file" accept=".md,text/markdown,text/plain" data-part="open-file" @change=${choose} /></label>
        <p class="hint">${t("lesson.open_file_hint")}</p>
      </div>
      <div class="lesson-progress">
        <label class="switch"><input type="checkbox" data-part="keep" .checked=${progress.isKept} @change=${keep} /> ${t("lesson.keep")}</label>
        <p class="hint">${t("lesson.keep_hint")}</p>
        <button class="small" data-part="forget" ?disabled=${Object.keys(progress.done).length + Object.keys(progress.best).length === 0} @click=${forget}>${t("lesson.forget")}</button>
      </div>
    </details>`;
  }

  /** Above the text: what is wrong with it. @param {State} state */
  function above(state) {
    const { t, mistakes, own } = state;
    const entry = entryOf(state);
    return html`${note(state, { notify })}
      ${own ? html`<p class="lesson-source"><b>${own.name}</b> <button class="small" @click=${() => visit(null)}>${t("lesson.close_file")}</button></p>` : nothing}
      ${mistakes.length
        ? html`<div class="notice error lesson-mistakes" role="alert"><div><p><strong>${t(mistakes.length === 1 ? "lesson.one_mistake" : "lesson.mistakes", { count: mistakes.length })}</strong></p>
            <ul>${mistakes.map((mistake) => html`<li>${wordMistake(mistake, t)}</li>`)}</ul></div></div>`
        : nothing}
      ${entry ? nothing : home(state)}`;
  }

  /** The list of all chapters, where none is shown. @param {State} state */
  function home({ t, entries, chapter, progress }) {
    if (entries.length === 0) return html`<p class="hint">${t("lesson.loading")}</p>`;
    const next = entries.find((entry) => tasksOf(entry).some((task) => !(progress.done[entry.name] ?? []).includes(task))) ?? entries[0];
    return html`<div class="lesson-home"><h2>${t("lesson.home.title")}</h2>
      ${chapter ? html`<p class="notice warning">${t("lesson.no_chapter", { name: chapter })}</p>` : nothing}
      <p>${t("lesson.home.text")}</p>
      <p><a class="button primary" href=${address(next.name)} @click=${(/** @type {MouseEvent} */ event) => follow(event, next.name)}>${t(Object.keys(progress.done).length ? "lesson.home.go_on" : "lesson.home.begin", { title: next.title })}</a></p></div>`;
  }

  /** Below the text: the next chapter, and what to do with this one. @param {State} state */
  function below(state) {
    const { t, entries, chapter } = state;
    const entry = entryOf(state);
    if (!entry) return nothing;
    const at = entries.findIndex(({ name }) => name === chapter);
    const [before, next] = at < 0 ? [] : [entries[at - 1], entries[at + 1]];
    const step = (/** @type {Entry | undefined} */ to, /** @type {string} */ word) => (to ? html`<a class="lesson-step ${word}" href=${address(to.name)} @click=${(/** @type {MouseEvent} */ event) => follow(event, to.name)}><small>${t(`lesson.${word}`)}</small> ${to.title}</a>` : html`<span></span>`);
    return html`<nav class="lesson-neighbours" aria-label=${t("lesson.neighbours")}>${step(before, "before")} ${step(next, "next")}</nav>
      <div class="buttons lesson-tools">
        <button class="small" data-part="print" @click=${() => printChapter(root, written.context, false)}>${t("lesson.print")}</button>
        <button class="small" @click=${() => printChapter(root, written.context, true)}>${t("lesson.print_answers")}</button>
        <button class="small" data-part="source" @click=${() => saveBytes(entry.text, `${entry.name.replace(/\.md$/, "")}.md`, "text/markdown")}>${t("lesson.source")}</button>
      </div>`;
  }

  /** @param {State} state */
  function draw(state) {
    if (!shown) return;
    render(nothing, element("notice"));
    write(state);
    render(side(state), aside);
    render(above(state), top);
    render(below(state), foot);
    rooms.drawn();
  }

  return {
    /** @param {unknown} partial a chapter by its name, or its text */
    load(partial) {
      const { chapter = null, text: source } = Object(partial);
      if (typeof source === "string") openText(String(chapter ?? "chapter.md"), source);
      else visit(typeof chapter === "string" ? chapter : null);
    },
    changed: () => [store.state.chapter, store.state.own],
    content: () => (store.state.own ? { chapter: store.state.own.name, text: store.state.own.text } : store.state.chapter ? { chapter: store.state.chapter } : {}),
    minimal: () => (store.state.own ? { chapter: store.state.own.name, text: store.state.own.text } : store.state.chapter ? { chapter: store.state.chapter } : {}),
    upgrade: (/** @type {unknown} */ partial) => ({ partial, kept: [] }),
    view: () => ({}),
    setView() {},
    /** @param {import("../../ui/shell.js").Shared} change */
    share(change) {
      const { language } = store.state;
      store.update(change);
      if (change.language !== language) brought = bring(change.language);
      for (const host of [...(written.context?.hosts.values() ?? []), ...(written.context?.races.values() ?? [])]) host.store.update(/** @type {any} */ (change));
    },
    flush() {
      store.flush();
      for (const host of written.context?.hosts.values() ?? []) host.store.flush();
    },
    /** @param {boolean} now */
    setShown(now) {
      shown = now;
      store.update({});
    },
    notify,
    showPresets: () => visit(null),
    openPreset() {},
    acts: {
      step: () => attended?.keys.step?.(), back: () => attended?.keys.back?.(), epoch: () => attended?.keys.epoch?.(), reset: () => attended?.keys.reset?.(), newSeed: () => attended?.keys.newSeed?.(),
    },
    undoes: true,
    toggle: () => (attended ?? firstInSight())?.toggle(),
    openText,
    embedding: {
      /** Opens a chapter by its name. @param {string} name */
      async open(name) {
        await brought;
        visit(name);
        store.flush();
        await new Promise((resolve) => setTimeout(resolve));
        return store.state.mistakes;
      },
      chapters: async () => (await brought, store.state.entries.map(({ name, title }) => ({ name, title }))),
      /** Trains the run of a figure, or its model answer. @param {string} name @param {{ steps?: number }} [how] */
      async train(name, { steps = 1 } = {}) {
        const host = written.context?.hosts.get(name);
        if (!host) throw new Error(`no run is called ${name}`);
        await host.start();
        await host.session.actions.step(steps);
        await host.session.refresh();
      },
    },
  };

  /** The run of the first block in sight. @returns {Attended | null} */
  function firstInSight() {
    const block = [...text.querySelectorAll(".lesson-block[data-name]")].find((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return bottom > 0 && top < innerHeight && one.querySelector("[data-part=play]");
    });
    const name = /** @type {HTMLElement | undefined} */ (block)?.dataset.name ?? "";
    return written.context?.hosts.get(name) ?? written.context?.races.get(name) ?? null;
  }
}
