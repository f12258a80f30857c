// Opening one's own table: chosen, dropped or pasted, looked at, corrected, used. It never leaves the browser.

import { html, nothing, render } from "lit-html";
import { InvalidExperiment } from "../../../core/lab.js";
import { constants } from "../../../core/registry.js";
import { experimentOn } from "../../../model/travelling_table.js";
import { wordError } from "../../../ui/notice.js";
import { encodings } from "../../../core/text_file.js";
import { columnTable, lost } from "./columns.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("../../../model/state.js").Actions} Actions */
/** @typedef {import("../../../core/protocol.js").FieldError} FieldError */
/** @typedef {import("../../../core/experiment.js").Preview} Preview */

const shownRows = 5;
const mostBars = 10;
/** @type {import("../../../core/experiment.js").Delimiter[]} */
const delimiters = ["comma", "semicolon", "tab", "pipe", "space"];
/** @type {import("../../../core/experiment.js").Quote[]} */
const quotes = ["double", "single", "curly", "single_curly", "low_high", "high", "guillemets", "full_width", "none"];
/** What a table is set by, of all that an experiment says of its data. */
const tableKeys = /** @type {const} */ (["file", "encoding", "quote", "delimiter", "header", "columns", "target", "missing", "standardize"]);

/** One closure, because every control of the dialog changes the one preview and what is wrong with it.
 * @param {Document} document @param {Actions} actions @param {import("../../../core/lab.js").Lab} lab */
export function mountImport(document, actions, lab) {
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.id = "import-table";
  /** @type {State | null} */
  let last = null;
  /** @type {Preview | null} */
  let preview = null;
  let fileName = "";
  /** Text that was pasted has no bytes to read in another way. */
  let isPasted = false;
  /** Name of the file that is being read. @type {string | null} */
  let reading = null;
  /** A file that could not be read; the one before stays. @type {{ name: string, errors: FieldError[] } | null} */
  let refused = null;
  /** Why the table could not be read as it was wanted. @type {FieldError[]} */
  let layoutErrors = [];
  /** What is wrong with the table as it is set. @type {FieldError[]} */
  let errors = [];
  /** The experiment of a link that waited for this file, as long as nothing is set otherwise.
   * @type {import("../../../core/protocol.js").Experiment | null} */
  let linked = null;
  /** Whether a link waits for a file of this name with other columns. */
  let isOtherFile = false;
  /** Counts what was asked of the worker: an answer that something newer has overtaken is dropped. */
  let asked = 0;

  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  /** What the worker makes of a question about a table; null where something newer was asked. What cannot be read is thrown.
   * @param {import("../../../core/protocol.js").Question} question @returns {Promise<Preview | null>} */
  async function ask(question) {
    const mine = ++asked;
    try {
      const event = await actions.ask(question);
      if (mine !== asked) return null;
      if (!event?.preview) throw new InvalidExperiment([{ field: "", reason: "unreadable", message: "" }], "");
      return event.preview;
    } catch (error) {
      if (mine !== asked) return null;
      throw error;
    }
  }

  /** @param {string} name @param {Blob} file @param {"utf-8"} [encoding] */
  async function open(name, file, encoding) {
    [reading, refused] = [name, null];
    redraw();
    try {
      const opened = await ask({ type: "read_table", name, bytes: await file.arrayBuffer(), encoding });
      if (!opened) return;
      [preview, fileName, isPasted, layoutErrors] = [opened, name.normalize(), encoding !== undefined, []];
      reading = null;
      await recall(opened);
      check(preview);
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      [reading, refused] = [null, { name, errors: error.errors }];
    }
    redraw();
  }

  /** Reads the file again as a link says that waits for one of this name, if it has the link's columns.
   * @param {Preview} opened */
  async function recall(opened) {
    const wanted = last?.wanted;
    [linked, isOtherFile] = [null, false];
    if (wanted?.data.dataset !== "table" || wanted.data.file !== opened.config.file) return;
    const { data } = wanted;
    const config = Object.fromEntries(tableKeys.filter((key) => data[key] !== undefined).map((key) => [key, data[key]]));
    const names = (/** @type {{ name: string }[]} */ columns) => columns.map(({ name }) => name).join("\n");
    const again = await ask({ type: "read_table", name: opened.config.file, config }).catch(() => null);
    isOtherFile = !again || names(data.columns) !== names(again.config.columns);
    if (again && !isOtherFile) [preview, linked] = [again, wanted];
  }

  /** The experiment that learns the table as it is set now. @param {Preview} table */
  const partial = (table) => linked ?? experimentOn(table.config, last?.experiment.seed ?? 1);

  /** @param {Preview} table */
  function check(table) {
    if (table.rows < constants.least_table_rows) {
      errors = [{ field: "data.file", reason: "table", problem: "too_few_rows", rows: table.rows, least: constants.least_table_rows }];
      return false;
    }
    try {
      lab.complete(partial(table));
      errors = [];
      return true;
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      errors = error.errors;
      return false;
    }
  }

  /** Changes how the table is learned, and has the worker look at it again. @param {(config: Preview["config"]) => void} change */
  async function edit(change) {
    if (!preview) return;
    preview = structuredClone(preview);
    linked = null;
    change(preview.config);
    check(preview);
    redraw();
    try {
      const again = await ask({ type: "read_table", name: preview.config.file, config: preview.config });
      if (!again) return;
      preview = again;
      check(preview);
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      errors = error.errors;
    }
    redraw();
  }

  /** Reads the file again in another layout; where that cannot be, all stays as it was.
   * @param {HTMLSelectElement} select @param {Partial<Preview["config"]>} layout */
  async function layOut(select, layout) {
    if (!preview) return;
    const before = select.dataset.now ?? "";
    const { file } = preview.config;
    try {
      const again = await ask({ type: "read_table", name: file, config: { file, ...layout } });
      if (!again) return;
      [preview, layoutErrors, linked] = [again, [], null];
      check(preview);
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      layoutErrors = error.errors;
      select.value = before;
    }
    redraw();
  }

  async function use() {
    if (!preview || !check(preview)) return redraw();
    const experiment = partial(preview);
    const { rows } = preview;
    await actions.ask({ type: "keep_table" });
    if (!actions.edit((draft) => void Object.assign(draft, lab.complete(experiment)), { fresh: true })) return;
    actions.notify({ kind: "info", key: "table.opened", words: { name: fileName, rows } });
    dialog.close();
  }

  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  function choose(event) {
    const [file] = event.currentTarget.files ?? [];
    if (file) open(file.name, file);
    event.currentTarget.value = "";
  }

  function readPasted() {
    const box = dialog.querySelector("textarea");
    if (box && box.value.trim() !== "") open(last?.t("table.pasted_name") ?? "pasted", new Blob([box.value]), "utf-8");
  }

  /** Pasted lines are read at once, typed ones when that is asked for. @param {InputEvent} event */
  function typed(event) {
    if (event.inputType === "insertFromPaste" || event.inputType === "insertFromDrop") readPasted();
  }

  /** How many of each class there are. @param {State["t"]} t @param {Preview} shown */
  function balance(t, { config, columns, rows }) {
    const guess = columns.find(({ name }) => name === config.target);
    const target = config.columns.find(({ name }) => name === config.target);
    if (!guess || !target) return nothing;
    const problem = target.kind === "category" ? (target.categories.length === 2 ? "binary" : "multiclass") : "regression";
    const given = rows - guess.missing;
    const most = Math.max(...guess.categories.map(([, count]) => count));
    return html`<p class="hint" id="problem-type">${t("table.problem_is", { problem: t(`problem.${problem}`) })}</p>
      ${target.kind === "category" && guess.categories.length > 1
        ? html`<div class="balance" role="group" aria-label=${t("table.balance")}>${guess.categories.slice(0, mostBars).map(([name, count]) => html`<div class="bar-row"><span class="bar-name">${name}</span><span class="bar-track"><i .style=${`width:${(100 * count) / most}%`}></i></span><span class="bar-share">${count}</span></div>`)}
            ${guess.categories.length > mostBars ? html`<p class="hint">${t("table.more_classes", { count: guess.categories.length - mostBars })}</p>` : nothing}</div>
          ${most > 0.8 * given ? html`<p class="advice">${t("table.imbalance", { share: Math.round((100 * most) / given) })}</p>` : nothing}`
        : nothing}`;
  }

  /** How the file was read, each decision with the others there are. @param {State["t"]} t @param {Preview} shown */
  function layout(t, { config, quote, delimiter, has_header: header, titles }) {
    const { encoding } = config;
    const change = (/** @type {(value: string) => Partial<Preview["config"]>} */ to) => (/** @type {any} */ { currentTarget }) => layOut(currentTarget, to(currentTarget.value));
    return html`<div class="layout-choices" role="group" aria-label=${t("table.layout")}>
        ${isPasted
          ? nothing
          : html`<label>${t("table.encoding_is")} <select id="table-encoding" data-now=${encoding ?? ""} @change=${change((value) => ({ encoding: value }))}>
              ${encodings.map((one) => html`<option value=${one} .selected=${one === encoding}>${t(`table.encoding.${one}`)}</option>`)}
            </select></label>`}
        <label>${t("table.quote_is")} <select id="table-quote" data-now=${quote} @change=${change((value) => ({ encoding, quote: /** @type {any} */ (value) }))}>
          ${quotes.map((one) => html`<option value=${one} .selected=${one === quote}>${t(`table.quote.${one}`)}</option>`)}
        </select></label>
        <label>${t("table.delimiter_is")} <select id="table-delimiter" data-now=${delimiter} @change=${change((value) => ({ encoding, quote, delimiter: /** @type {any} */ (value) }))}>
          ${delimiters.map((one) => html`<option value=${one} .selected=${one === delimiter}>${t(`table.delimiter.${one}`)}</option>`)}
        </select></label>
        <label>${t("table.header_is")} <select id="table-header" data-now=${String(header)} @change=${change((value) => ({ encoding, quote, delimiter, header: value === "true" }))}>
          ${[true, false].map((one) => html`<option value=${String(one)} .selected=${one === header}>${t(`table.header.${one}`)}</option>`)}
        </select></label>
      </div>
      <div role="alert">${layoutErrors.map((error) => html`<p class="field-error">${wordError({ ...error, field: "" }, t)} ${t("table.stays_as_it_was")}</p>`)}</div>
      ${titles.length > 0 ? html`<p class="advice">${t("table.titles", { titles: titles.map((title) => `“${title}”`).join(", ") })}</p>` : nothing}`;
  }

  /** Columns that the network is not given, with the reason; nothing is left out unsaid. @param {State["t"]} t @param {Preview} shown */
  function leftOut(t, { config, columns, rows }) {
    const out = columns.filter(({ name, left_out }) => left_out && name !== config.target && config.columns.some((column) => column.name === name && (!column.used || column.kind === "text")));
    if (out.length === 0) return nothing;
    return html`<p class="advice" id="left-out">${t("table.left_out")} ${out.map(({ name, left_out, missing }) => `${name} (${t(`table.left_out.${left_out}`, { missing, rows })})`).join(", ")}.</p>`;
  }

  /** @param {State["t"]} t @param {Preview} shown */
  function look(t, shown) {
    const { config, columns, rows, first_rows, usable } = shown;
    const used = new Set(config.columns.filter((column) => column.used || column.name === config.target).map(({ name }) => name));
    const missing = columns.filter((column) => used.has(column.name) && lost(column, config, rows) > 0);
    return html`<p>${t("table.found", { name: fileName, rows, columns: columns.length })} ${shown.has_header ? "" : t("table.no_header")}</p>
      ${layout(t, shown)}
      ${linked ? html`<p class="advice" id="recalled">${t("table.recalled")}</p>` : nothing}
      ${isOtherFile ? html`<p class="advice" id="other-file">${t("table.other_file")}</p>` : nothing}
      ${leftOut(t, shown)}
      <h3>${t("table.columns")}</h3>
      <p class="hint">${t("table.columns_hint")}</p>
      ${columnTable(config, columns, rows, t, edit)}
      ${balance(t, shown)}
      ${missing.length > 0
        ? html`<div class="control choice missing-choice"><label for="import-missing">${t("table.missing_where", { columns: missing.map((column) => `${column.name} (${lost(column, config, rows)})`).join(", ") })}</label>
            <select id="import-missing" @change=${(/** @type {any} */ { currentTarget }) => edit((draft) => (draft.missing = currentTarget.value))}>
              ${/** @type {const} */ (["drop_rows", "fill"]).map((one) => html`<option value=${one} .selected=${config.missing === one}>${t(`table.missing.${one}`)} ${t("table.rows_remain", { count: usable[one], rows })}</option>`)}
            </select></div>`
        : nothing}
      <label class="switch"><input type="checkbox" .checked=${config.standardize} @change=${(/** @type {any} */ { currentTarget }) => edit((draft) => (draft.standardize = currentTarget.checked))} /> ${t("field.standardize")}</label>
      <details><summary>${t("table.first_rows")}</summary>
        <div class="table-scroll" tabindex="0" role="group" aria-label=${t("table.first_rows")}><table class="rows">
          <thead><tr>${config.columns.map(({ name }) => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>${first_rows.slice(0, shownRows).map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
        </table></div>
      </details>`;
  }

  function redraw() {
    if (!last || !dialog.open) return;
    const { t } = last;
    render(
      html`<div class="dialog-head"><h2>${t("table.own")}</h2><button class="quiet" aria-label=${t("table.close")} @click=${() => dialog.close()}>✕</button></div>
        <p class="privacy">${t("table.stays")}</p>
        <div class="import-ways">
          <label class="button primary-soft">${t("table.choose")}<input class="visually-hidden" id="table-file" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" @change=${choose} /></label>
          <span class="hint">${t("table.or_drop")}</span>
          <div class="paste"><label for="table-paste">${t("table.or_paste")}</label>
            <textarea id="table-paste" rows="2" placeholder=${t("table.placeholder")} @input=${typed}></textarea>
            <button class="small" id="read-pasted" @click=${readPasted}>${t("table.read")}</button></div>
        </div>
        ${reading === null ? nothing : html`<p role="status">${t("table.reading", { name: reading })}</p>`}
        ${refused ? html`<div class="import-errors" role="alert">${refused.errors.map((error) => html`<p class="field-error"><strong>${refused?.name}</strong>: ${wordError({ ...error, field: "" }, t)} ${preview ? t("table.stays_as_it_was") : ""}</p>`)}</div>` : nothing}
        ${preview ? look(t, preview) : nothing}
        <div class="import-errors" role="alert">${preview ? errors.map((error) => html`<p class="field-error">${wordError({ ...error, field: "" }, t)}</p>`) : nothing}</div>
        ${preview ? html`<div class="buttons"><button class="primary" id="use-table" ?disabled=${errors.length > 0} @click=${use}>${t("table.use_it")}</button></div>` : nothing}`,
      dialog,
    );
  }

  return {
    /** @param {File} [file] to open */
    show(file) {
      if (!dialog.open) dialog.showModal();
      redraw();
      if (file) open(file.name, file);
    },
    /** @param {State} state */
    draw(state) {
      const changed = last?.language !== state.language;
      last = state;
      if (changed) redraw();
    },
  };
}
