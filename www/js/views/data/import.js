// Opening one's own table: chosen, dropped or pasted, looked at, corrected, used. It never leaves the browser.

import { html, nothing, render } from "lit-html";
import { InvalidExperiment } from "../../lab.js";
import { wordError } from "../notice.js";
import { columnTable } from "./columns.js";
import { icons } from "./icons.js";

/** @typedef {import("../../protocol.js").State} State */
/** @typedef {import("../../protocol.js").Actions} Actions */
/** @typedef {import("../../protocol.js").Invalid} Invalid */
/** @typedef {import("../../experiment.js").Preview} Preview */

const shownRows = 5;
/** Rows that a table needs; see `LEAST_ROWS` of the core. */
const leastRows = 10;

/** @param {Document} document @param {Actions} actions @param {import("../../lab.js").Lab} lab */
export function mountImport(document, actions, lab) {
  const dialog = document.body.appendChild(document.createElement("dialog"));
  dialog.id = "import-table";
  /** @type {State | null} */
  let last = null;
  /** @type {Preview | null} */
  let preview = null;
  let encoding = "";
  let fileName = "";
  let reading = false;
  /** What is wrong with the file, or with how it is to be read. @type {Invalid[]} */
  let errors = [];
  /** The experiment of a link that waited for this file, as long as nothing is set otherwise.
   * @type {import("../../protocol.js").Experiment | null} */
  let linked = null;

  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.addEventListener("drop", drop, { capture: true });

  /** Takes every dropped file but an experiment. @param {DragEvent} event */
  function drop(event) {
    const file = event.dataTransfer?.files[0];
    if (!file || /\.json$/i.test(file.name)) return;
    event.preventDefault();
    event.stopPropagation();
    show();
    read(file.name, file);
  }

  function show() {
    if (!dialog.open) dialog.showModal();
    redraw();
  }

  /** @param {string} name @param {Blob} file */
  async function read(name, file) {
    [preview, errors, reading, fileName, linked] = [null, [], true, name, null];
    redraw();
    try {
      const bytes = await file.arrayBuffer();
      const event = await actions.ask({ type: "read_table", name, bytes });
      preview = event?.preview ?? null;
      encoding = event?.encoding ?? "";
      if (preview) recall(preview);
      if (preview) check(preview);
      else errors = [{ field: "", reason: "unreadable", message: "" }];
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      errors = error.errors;
    }
    reading = false;
    redraw();
  }

  /** Takes the settings of a link that waits for a file of this name with these columns. @param {Preview} opened */
  function recall(opened) {
    const wanted = last?.wanted;
    if (wanted?.data.dataset !== "table" || wanted.data.file !== opened.config.file) return;
    const names = (/** @type {{ name: string }[]} */ columns) => columns.map(({ name }) => name).join("\n");
    if (names(wanted.data.columns) !== names(opened.config.columns)) return;
    linked = wanted;
    for (const key of /** @type {(keyof Preview["config"])[]} */ (Object.keys(opened.config))) Object.assign(opened.config, { [key]: structuredClone(wanted.data[key]) });
  }

  /** The experiment that learns the table as it is set now. @param {Preview} wish */
  const partial = (wish) => linked ?? ({ data: { dataset: "table", ...wish.config }, optimizer: { optimizer: "adam", learning_rate: 0.005 }, training: { batch_size: 16 }, seed: last?.experiment.seed ?? 1 });

  /** @param {Preview} wish */
  function check(wish) {
    if (wish.rows < leastRows) {
      errors = [{ field: "data.file", reason: "table", problem: "too_few_rows", rows: wish.rows, least: leastRows }];
      return false;
    }
    try {
      lab.complete(partial(wish));
      errors = [];
      return true;
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      errors = error.errors;
      return false;
    }
  }

  /** @param {(config: Preview["config"]) => void} change */
  function edit(change) {
    if (!preview) return;
    preview = structuredClone(preview);
    linked = null;
    change(preview.config);
    check(preview);
    redraw();
  }

  function use() {
    if (!preview || !check(preview)) return redraw();
    const wish = partial(preview);
    if (!actions.edit((draft) => void Object.assign(draft, lab.complete(wish)), { fresh: true })) return;
    actions.notify({ kind: "info", key: "table.opened", words: { name: fileName, rows: preview.rows } });
    dialog.close();
  }

  /** @param {Event & { currentTarget: HTMLInputElement }} event */
  function choose(event) {
    const [file] = event.currentTarget.files ?? [];
    if (file) read(file.name, file);
    event.currentTarget.value = "";
  }

  /** @param {Event} event */
  function paste(event) {
    const text = /** @type {HTMLTextAreaElement} */ (event.currentTarget).value;
    if (text.trim() !== "") read(last?.t("table.pasted_name") ?? "pasted", new Blob([text]));
  }

  /** How many of each class there are. @param {State["t"]} t @param {Preview} shown */
  function balance(t, { config, columns, rows }) {
    const guess = columns.find(({ name }) => name === config.target);
    const target = config.columns.find(({ name }) => name === config.target);
    if (!guess || !target) return nothing;
    const problem = target.kind === "category" ? (guess.distinct === 2 ? "binary" : "multiclass") : "regression";
    const given = rows - guess.missing;
    const most = Math.max(...guess.categories.map(([, count]) => count));
    return html`<p class="hint" id="problem-type">${t("table.problem_is", { problem: t(`problem.${problem}`) })}</p>
      ${target.kind === "category" && guess.categories.length > 1
        ? html`<div class="balance" role="group" aria-label=${t("table.balance")}>${guess.categories.slice(0, 10).map(([name, count]) => html`<div class="bar-row"><span class="bar-name">${name}</span><span class="bar-track"><i .style=${`width:${(100 * count) / most}%`}></i></span><span class="bar-share">${count}</span></div>`)}</div>
          ${most > 0.8 * given ? html`<p class="advice">${t("table.imbalance", { share: Math.round((100 * most) / given) })}</p>` : nothing}`
        : nothing}`;
  }

  /** @param {State["t"]} t @param {Preview} shown */
  function look(t, shown) {
    const { config, columns, rows, first_rows, warnings } = shown;
    const missing = columns.filter((column) => column.missing > 0);
    return html`<p>${t("table.found", { name: fileName, rows, columns: columns.length, encoding: encoding.toUpperCase() })} ${shown.has_header ? "" : t("table.no_header")}</p>
      ${linked ? html`<p class="advice" id="recalled">${t("table.recalled")}</p>` : nothing}
      ${warnings.map((warning) => html`<p class="advice">${t(`table.${warning.problem}`, warning)}</p>`)}
      <h3>${t("table.columns")}</h3>
      <p class="hint">${t("table.columns_hint")}</p>
      ${columnTable(config, columns, rows, t, edit)}
      ${balance(t, shown)}
      ${missing.length > 0
        ? html`<div class="control choice missing-choice"><label for="import-missing">${t("table.missing_where", { columns: missing.map(({ name, missing: count }) => `${name} (${count})`).join(", ") })}</label>
            <select id="import-missing" @change=${(/** @type {any} */ { currentTarget }) => edit((draft) => (draft.missing = currentTarget.value))}>
              ${["drop_rows", "fill"].map((one) => html`<option value=${one} ?selected=${config.missing === one}>${t(`table.missing.${one}`)}</option>`)}
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
          <label class="paste">${t("table.or_paste")}<textarea id="table-paste" rows="2" placeholder="size,rooms,price&#10;81,3,2.4" @change=${paste}></textarea></label>
        </div>
        ${reading ? html`<p role="status">${t("table.reading", { name: fileName })}</p>` : nothing}
        ${preview ? look(t, preview) : nothing}
        <div class="import-errors" role="alert">${errors.map((error) => html`<p class="field-error">${preview ? "" : html`<strong>${fileName}</strong>: `}${wordError({ ...error, field: "" }, t)}</p>`)}</div>
        ${preview ? html`<div class="buttons"><button class="primary" id="use-table" ?disabled=${errors.length > 0} @click=${use}>${t("table.use_it")}</button></div>` : nothing}`,
      dialog,
    );
  }

  return {
    /** @param {State["t"]} t */
    button: (t) => html`<button class="own-table" id="open-table" @click=${show}>${icons.open}<span><strong>${t("table.own")}</strong> ${t("table.own_short")}</span></button>`,
    /** @param {State} state */
    draw(state) {
      const changed = last?.language !== state.language;
      last = state;
      if (changed) redraw();
    },
  };
}
