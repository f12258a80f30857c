// The columns of a table as one reads them: kind, whether it is used, and which one is learned.

import { html, nothing } from "lit-html";
import { dateText } from "../../../ui/dates.js";

/** @typedef {import("../../../core/experiment.js").TableConfig} TableConfig */
/** @typedef {import("../../../core/experiment.js").ColumnGuess} ColumnGuess */
/** @typedef {import("../../../core/experiment.js").ColumnKind} ColumnKind */
/** @typedef {import("../../../model/state.js").State["t"]} Translate */

/** @type {ColumnKind[]} */
const kinds = ["number", "category", "date", "text"];

/** @type {import("../../../core/experiment.js").DateOrder[]} */
const dateOrders = ["ymd", "dmy", "mdy"];
/** Wrong cells that are shown, one by one. */
const mostWrong = 3;

/** What a column has to be read as for its values, and those that are not of this kind.
 * @param {ColumnGuess} guess @param {ColumnKind} kind @param {number} rows */
function wrongOf(guess, kind, rows) {
  const readable = kind === "number" ? guess.numbers : kind === "date" ? guess.dates : null;
  return { count: readable ? rows - guess.missing - readable.count : 0, cells: readable?.wrong ?? [] };
}

/** Rows in which a column has no value of its kind. @param {ColumnGuess} guess @param {TableConfig} config @param {number} rows */
export function lost(guess, config, rows) {
  const column = config.columns.find(({ name }) => name === guess.name);
  return guess.missing + (column ? wrongOf(guess, column.kind, rows).count : 0);
}

/** What a kind would lose of a column: the values that are not of it, cell by cell.
 * @param {ColumnGuess} guess @param {ColumnKind} kind @param {number} rows @param {Translate} t */
function lossOf(guess, kind, rows, t) {
  const { count, cells } = wrongOf(guess, kind, rows);
  if (count <= 0 || cells.length === 0) return null;
  const shown = cells.slice(0, mostWrong).map(({ line, value, no_such_day }) => t(no_such_day ? "table.wrong_day" : "table.wrong_cell", { line, value }));
  const more = count > shown.length ? t("table.wrong_more", { count: count - shown.length }) : "";
  return `${t(`table.some_wrong.${kind}`, { count })} ${shown.join(", ")}${more}.`;
}

/** Changes the kind of a column; a category knows its values. @param {TableConfig} config @param {ColumnGuess | undefined} guess @param {string} name @param {ColumnKind} kind */
export function setKind(config, guess, name, kind) {
  const column = config.columns.find((one) => one.name === name);
  if (!column) return;
  column.kind = kind;
  column.categories = kind === "category" ? (guess?.categories.map(([value]) => value) ?? column.categories) : [];
}

/** What a column holds, in a few words. @param {TableConfig["columns"][number]} column @param {ColumnGuess} guess @param {Translate} t */
function contents({ kind, categories }, guess, t) {
  if (kind === "category") return categories.slice(0, 3).join(", ") + (categories.length > 3 ? " …" : "");
  if (kind === "date" && guess.dates.count > 0) return `${dateText(guess.low)} … ${dateText(guess.high)}`;
  if (kind === "number" && guess.numbers.count > 0) return `${round(guess.low)} … ${round(guess.high)}${guess.unit ? ` ${guess.unit}` : ""}`;
  return t("table.distinct", { count: guess.distinct });
}

/** @param {TableConfig} config @param {ColumnGuess[]} guesses @param {number} rows @param {Translate} t
 * @param {(change: (config: TableConfig) => void) => void} edit */
export function columnTable(config, guesses, rows, t, edit) {
  /** @param {string} name @param {(column: TableConfig["columns"][number]) => void} change */
  const editColumn = (name, change) => edit((draft) => draft.columns.filter((column) => column.name === name).forEach(change));

  /** How the numbers or dates of a column are written, where that makes a difference.
   * @param {TableConfig["columns"][number]} column @param {ColumnGuess | undefined} guess */
  const writing = (column, guess) => {
    const { name, kind } = column;
    if (kind === "number" && (guess?.decimal_matters || column.decimal)) {
      return html`<select aria-label=${t("table.decimal_of", { column: name })} data-decimal=${name} @change=${(/** @type {any} */ { currentTarget }) => editColumn(name, (one) => (one.decimal = currentTarget.value))}>
        ${/** @type {const} */ (["point", "comma"]).map((one) => html`<option value=${one} .selected=${one === (column.decimal ?? guess?.decimal)}>${t(`table.decimal.${one}`)}</option>`)}
      </select>`;
    }
    if (kind === "date" && (guess?.date_matters || column.date_order)) {
      return html`<select aria-label=${t("table.order_of", { column: name })} data-order=${name} @change=${(/** @type {any} */ { currentTarget }) => editColumn(name, (one) => (one.date_order = currentTarget.value))}>
        ${dateOrders.map((one) => html`<option value=${one} .selected=${one === (column.date_order ?? guess?.date_order)}>${t(`table.order.${one}`)}</option>`)}
      </select>`;
    }
    return nothing;
  };

  /** Words that may say that a value is missing, or be a category. @param {TableConfig["columns"][number]} column @param {ColumnGuess} guess */
  const marks = ({ name, kind, categories }, { marks: found }) =>
    found.map(([mark, count]) =>
      kind === "category"
        ? html`<label class="switch mark"><input type="checkbox" data-mark=${`${name} ${mark}`} .checked=${!categories.includes(mark)}
            @change=${(/** @type {any} */ { currentTarget }) => editColumn(name, (one) => (one.categories = currentTarget.checked ? one.categories.filter((other) => other !== mark) : [...one.categories, mark]))} />
            ${t("table.mark_is_missing", { mark, count })}</label>`
        : html` <span class="hint">${t("table.mark", { mark, count })}</span>`,
    );

  /** A number that may say that a value is missing. @param {TableConfig["columns"][number]} column @param {ColumnGuess} guess */
  function sentinel({ name, kind, missing_value }, { sentinel: found }) {
    if (kind !== "number" || !found) return nothing;
    const [value, count] = found;
    const mean = (/** @type {boolean} */ missing) =>
      editColumn(name, (one) => {
        if (missing) one.missing_value = value;
        else delete one.missing_value;
      });
    return html`<label class="switch mark"><input type="checkbox" data-mark=${`${name} ${value}`} .checked=${missing_value === value}
      @change=${(/** @type {any} */ { currentTarget }) => mean(currentTarget.checked)} />
      ${t("table.mark_is_missing", { mark: value, count })}</label>`;
  }

  /** @param {TableConfig["columns"][number]} column @param {ColumnGuess} guess */
  const holds = (column, guess) => {
    const loss = lossOf(guess, column.kind, rows, t);
    return html`${contents(column, guess, t)}
      ${guess.missing ? html` <span class="missing">${t("table.missing_count", { count: guess.missing })}</span>` : nothing}${marks(column, guess)}${sentinel(column, guess)}
      ${column.kind === "number" && guess.decimal_is_open ? html`<p class="advice">${t("table.decimal_is_open")}</p>` : nothing}
      ${column.kind === "date" && guess.date_is_open ? html`<p class="advice">${t("table.date_is_open")}</p>` : nothing}
      ${guess.says_target && column.used ? html`<p class="advice" data-says-target=${column.name}>${t("table.says_target", { target: config.target })}</p>` : nothing}
      ${guess.left_out && guess.name !== config.target ? html`<p class="hint">${t(`table.left_out.${guess.left_out}`, { missing: guess.missing, rows })}</p>` : nothing}
      ${loss ? html`<p class="field-error">${loss}</p>` : nothing}`;
  };

  const row = (/** @type {TableConfig["columns"][number]} */ column) => {
    const { name, kind, used } = column;
    const guess = guesses.find((one) => one.name === name);
    const isTarget = name === config.target;
    return html`<tr class=${isTarget ? "target" : ""}>
      <th scope="row">${name}</th>
      <td class="kinds"><select aria-label=${t("table.kind_of", { column: name })} data-kind=${name} @change=${(/** @type {any} */ { currentTarget }) => edit((draft) => setKind(draft, guess, name, currentTarget.value))}>
        ${kinds.map((one) => html`<option value=${one} .selected=${one === kind}>${t(`column.${one}`)}</option>`)}
      </select> ${writing(column, guess)}</td>
      <td class="examples">${guess ? holds(column, guess) : nothing}</td>
      <td data-label=${t("table.target")}><label class="switch"><input type="radio" name="table-target" aria-label=${t("table.learn", { column: name })} .checked=${isTarget} data-target=${name} @change=${() => edit((draft) => (draft.target = name))} /></label></td>
      <td data-label=${t("table.used")}><label class="switch"><input type="checkbox" data-use=${name} aria-label=${t("table.use", { column: name })} .checked=${used && !isTarget && kind !== "text"} ?disabled=${isTarget || kind === "text"}
        @change=${(/** @type {any} */ { currentTarget }) => editColumn(name, (one) => (one.used = currentTarget.checked))} /></label></td>
    </tr>`;
  };
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t("table.columns")}>
    <table class="columns">
      <thead><tr><th scope="col">${t("table.column")}</th><th scope="col">${t("table.kind")}</th><th scope="col">${t("table.holds")}</th><th scope="col">${t("table.target")}</th><th scope="col">${t("table.used")}</th></tr></thead>
      <tbody>${config.columns.map(row)}</tbody>
    </table>
  </div>`;
}

const round = (/** @type {number} */ value) => Number(value.toPrecision(4));
