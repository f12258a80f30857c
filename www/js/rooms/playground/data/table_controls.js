// What one can set about a table: its target, its missing values, its columns.

import { html } from "lit-html";
import { drawControl } from "../../../ui/controls.js";
import { wordError } from "../../../ui/notice.js";
import { columnTable } from "./columns.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("../../../model/state.js").Actions} Actions */

/** @param {State} state @param {Actions} actions */
export function tableControls(state, actions) {
  const { t, experiment, errors, data } = state;
  const { data: config } = experiment;
  if (config.dataset !== "table") return "";
  const edit = (/** @type {(config: any) => void} */ change) => actions.edit((draft) => change(draft.data), { fresh: true });
  const target = data?.targets[0];
  const names = config.columns.map(({ name }) => name);
  const wrong = errors.find(({ field }) => field.startsWith("data."));
  return html`<div class="control choice">
      <label for="table-target">${t("table.target_long")}</label>
      <select id="table-target" @change=${(/** @type {any} */ { currentTarget }) => edit((draft) => (draft.target = currentTarget.value))}>
        ${names.map((name) => html`<option value=${name} ?selected=${name === config.target}>${name}</option>`)}
      </select>
      ${target ? html`<p class="hint">${t("table.problem_is", { problem: t(`problem.${target.problem}`) })}</p>` : ""}
    </div>
    ${drawControl({ path: "data.missing", kind: "choice", choices: ["drop_rows", "fill"], words: "table.missing" }, state, actions)}
    ${drawControl({ path: "data.standardize", kind: "switch" }, state, actions)}
    ${wrong ? html`<p class="field-error" role="alert">${wordError({ ...wrong, field: "" }, t)}</p>` : ""}
    <details><summary>${t("table.columns")} (${names.length})</summary>${columnTable(config, [], 0, t, edit)}</details>`;
}
