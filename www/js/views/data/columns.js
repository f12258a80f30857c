// The columns of a table as one reads them: kind, whether it is used, and which one is learned.

import { html, nothing } from "lit-html";

/** @typedef {import("../../experiment.js").TableConfig} TableConfig */
/** @typedef {import("../../experiment.js").ColumnGuess} ColumnGuess */
/** @typedef {import("../../experiment.js").ColumnKind} ColumnKind */
/** @typedef {import("../../protocol.js").State["t"]} Translate */

/** @type {ColumnKind[]} */
const kinds = ["number", "category", "date", "text"];

/** What a kind would lose of a column: the values that are not of it. @param {ColumnGuess} guess @param {ColumnKind} kind @param {number} rows @param {Translate} t */
export function lossOf(guess, kind, rows, t) {
  const readable = kind === "number" ? guess.numbers : kind === "date" ? guess.dates : null;
  const given = rows - guess.missing;
  if (!readable || readable.count === given || !readable.first_wrong) return null;
  const { line, value } = readable.first_wrong;
  return t("table.some_wrong", { count: given - readable.count, kind: t(`column.${kind}`), value, line });
}

/** Changes the kind of a column; a category knows its values. @param {TableConfig} config @param {ColumnGuess | undefined} guess @param {string} name @param {ColumnKind} kind */
export function setKind(config, guess, name, kind) {
  const column = config.columns.find((one) => one.name === name);
  if (!column) return;
  column.kind = kind;
  column.categories = kind === "category" ? (guess?.categories.map(([value]) => value) ?? column.categories) : [];
}

/** @param {TableConfig} config @param {ColumnGuess[]} guesses @param {number} rows @param {Translate} t
 * @param {(change: (config: TableConfig) => void) => void} edit */
export function columnTable(config, guesses, rows, t, edit) {
  const row = (/** @type {TableConfig["columns"][number]} */ { name, kind, used }) => {
    const guess = guesses.find((one) => one.name === name);
    const isTarget = name === config.target;
    const loss = guess && lossOf(guess, kind, rows, t);
    const example = !guess ? "" : kind === "category" ? guess.categories.slice(0, 3).map(([value]) => value).join(", ") + (guess.distinct > 3 ? " …" : "") : guess.numbers.count > 0 && kind === "number" ? `${round(guess.low)} … ${round(guess.high)}` : t("table.distinct", { count: guess.distinct });
    return html`<tr class=${isTarget ? "target" : ""}>
      <th scope="row">${name}</th>
      <td><select aria-label=${t("table.kind_of", { column: name })} data-kind=${name} @change=${(/** @type {any} */ { currentTarget }) => edit((draft) => setKind(draft, guess, name, currentTarget.value))}>
        ${kinds.map((one) => html`<option value=${one} ?selected=${one === kind}>${t(`column.${one}`)}</option>`)}
      </select></td>
      <td class="examples">${example}${guess?.missing ? html` <span class="missing">${t("table.missing_count", { count: guess.missing })}</span>` : nothing}${loss ? html`<p class="field-error">${loss}</p>` : nothing}</td>
      <td><label class="switch"><input type="radio" name="table-target" aria-label=${t("table.learn", { column: name })} .checked=${isTarget} data-target=${name} @change=${() => edit((draft) => (draft.target = name))} /></label></td>
      <td><label class="switch"><input type="checkbox" aria-label=${t("table.use", { column: name })} .checked=${used && !isTarget} ?disabled=${isTarget || kind === "text"}
        @change=${(/** @type {any} */ { currentTarget }) => edit((draft) => draft.columns.forEach((column) => column.name === name && (column.used = currentTarget.checked)))} /></label></td>
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
