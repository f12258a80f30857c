// The panel beside the network: its code as it is at this moment, and what can be taken along as files.

import { html, nothing, render } from "lit-html";
import { InvalidExperiment } from "../../../core/lab.js";
import { codeOf, exported } from "../../../model/export.js";
import { loadMoreWords } from "../../../ui/i18n.js";
import { loadMoreStyles } from "../../../ui/more_styles.js";
import { missingNotice, wordError } from "../../../ui/notice.js";
import { embedLine } from "../../embed_line.js";
import { saveBytes } from "../../file.js";
import { createPictureList } from "../../pictures/list.js";
import { changedLines } from "./lines.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("../../../core/experiment.js").ExportKind} Kind */

/** What can be taken along besides the code, in this order. @type {Kind[]} */
const kinds = ["keras", "pytorch", "notebook", "data", "npz", "safetensors", "onnx", "data_csv", "csv"];

/** Languages of the code. @type {["keras", "pytorch"]} */
const languages = ["keras", "pytorch"];

/** The experiment is what the address says. */
const line = () => embedLine(location.href, "Descent");

/** The line for other pages. A file that opens without a server has no address for them. @param {State["t"]} t */
const embedding = (t) =>
  location.protocol.startsWith("http")
    ? html`<h3>${t("embedded.line")}</h3>
      <p class="hint">${t("embedded.line.hint")}</p>
      <input class="shared-link" data-part="embed-line" readonly aria-label=${t("embedded.line")} .value=${line()} @focus=${(/** @type {any} */ { currentTarget }) => ((currentTarget.value = line()), currentTarget.select())} />`
    : nothing;

/** How long a changed line stands out. */
const markedMillis = 1500;

/** One closure, because what is shown, what is asked and what changed since are one state.
 * @param {HTMLElement} parent @param {import("../../../model/session.js").Session} session @param {() => void} closed */
export async function createPanel(parent, session, closed) {
  await Promise.all([loadMoreWords(), loadMoreStyles()]);
  const element = parent.appendChild(document.createElement("aside"));
  element.className = "take-along card";
  element.tabIndex = -1;
  /** @type {State | null} */
  let state = null;
  /** The experiment whose code is shown or asked for. @type {State["experiment"] | null} */
  let asked = null;
  let asking = false;
  /** @type {{ keras: string, pytorch: string, summary: string } | null} */
  let code = null;
  /** @type {"keras" | "pytorch"} */
  let language = "keras";
  /** Lines that have just changed. @type {Set<number>} */
  let marked = new Set();
  let timer = 0;
  let copied = false;
  /** What did not come, in words. */
  let failure = "";
  const pictures = createPictureList(parent, { shared: () => /** @type {State} */ (state), play: session.actions.play }, show);
  let listed = "";
  // Views come and go beside the panel, some of them later than the press that asks for them.
  const views = new MutationObserver(() => pictures.names() !== listed && show());
  views.observe(parent, { subtree: true, attributes: true, attributeFilter: ["data-figure", "hidden", "data-task"] });

  /** Asks for the code of the newest experiment, one question at a time. */
  async function follow() {
    if (asking || !state || state.experiment === asked) return;
    asking = true;
    const { experiment } = state;
    asked = experiment;
    try {
      const answer = await codeOf(session, experiment);
      marked = code ? changedLines(code[language], answer[language]) : new Set();
      code = answer;
      copied = false;
      failure = "";
      clearTimeout(timer);
      timer = window.setTimeout(() => ((marked = new Set()), show()), markedMillis);
    } catch (error) {
      failure = wordFailure(error);
    }
    asking = false;
    show();
    showChanged();
    follow();
  }

  /** Scrolls the code, and nothing around it, to the first line that has just changed. */
  function showChanged() {
    const line = element.querySelector(".code .changed")?.getBoundingClientRect();
    const text = element.querySelector(".code");
    if (!line || !text) return;
    const { top, bottom, height } = text.getBoundingClientRect();
    if (line.top < top || line.bottom > bottom) text.scrollTop += line.top - top - height / 2;
  }

  /** @param {unknown} error */
  function wordFailure(error) {
    if (!state) return "";
    if (error instanceof InvalidExperiment) return wordError(error.errors[0], state.t);
    const { key, words } = missingNotice(error);
    return state.t(key, words);
  }

  async function copy() {
    if (!code) return;
    try {
      await navigator.clipboard.writeText(code[language]);
      copied = true;
    } catch {
      // Only a page that came by https, or from this machine, may write the clipboard: the code is selected instead.
      getSelection()?.selectAllChildren(/** @type {HTMLElement} */ (element.querySelector("pre")));
    }
    show();
  }

  /** @param {"keras" | "pytorch"} chosen */
  function choose(chosen) {
    language = chosen;
    marked = new Set();
    copied = false;
    show();
  }

  /** @param {Kind} kind */
  async function download(kind) {
    if (!state) return;
    try {
      const { name, bytes } = await exported(session, kind, state.t, location.href);
      saveBytes(bytes, name);
      failure = "";
    } catch (error) {
      failure = wordFailure(error);
    }
    show();
  }

  function close() {
    element.remove();
    views.disconnect();
    clearTimeout(timer);
    closed();
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  });

  function show() {
    if (!state || !element.isConnected) return;
    const { t } = state;
    listed = pictures.names();
    element.setAttribute("aria-label", t("export.title"));
    render(
      html`<div class="dialog-head">
          <h2>${t("export.title")}</h2>
          <button class="quiet" aria-label=${t("export.close")} title=${t("export.close")} @click=${close}>✕</button>
        </div>
        <div class="take-along-bar">
          <div class="tabs" role="group" aria-label=${t("export.language")}>
            ${languages.map((one) => html`<button class="tab" aria-pressed=${one === language} @click=${() => choose(one)}>${t(`export.language.${one}`)}</button>`)}
          </div>
          <p>${t("export.code")}</p>
          <button data-part="copy" ?disabled=${!code} @click=${copy}>${t(copied ? "export.copied" : "export.copy")}</button>
        </div>
        ${failure ? html`<p class="field-error" role="alert">${failure}</p>` : nothing}
        <pre class="code" tabindex="0" role="region" aria-label=${t("export.code")} lang="en"><code>${code ? code[language].split("\n").map((line, index) => html`<span class=${marked.has(index) ? "changed" : nothing}>${line}\n</span>`) : t("export.loading")}</code></pre>
        <details class="take-along-summary">
          <summary>${t("export.summary")}</summary>
          <pre class="code" tabindex="0" role="region" aria-label=${t("export.summary")} lang="en"><code>${code?.summary ?? ""}</code></pre>
        </details>
        <h3>${t("export.files")}</h3>
        <ul class="take-along-files">
          ${kinds.map((kind) => html`<li><button data-kind=${kind} @click=${() => download(kind)}>${t(`export.kind.${kind}`)}</button> <span>${t(`export.kind.${kind}.hint`)}</span></li>`)}
        </ul>
        ${pictures.template(t)} ${embedding(t)}`,
      element,
    );
  }

  return {
    close,
    focus: () => element.focus({ preventScroll: true }),
    /** @param {State} now */
    draw(now) {
      const isNew = state?.t !== now.t || state?.experiment !== now.experiment;
      state = now;
      if (isNew) show();
      follow();
    },
  };
}
