// Goals as a list to tick off: what is to be reached, what the run has now, and the best it had.

import { html, nothing } from "lit-html";

/** @typedef {import("../../model/goals.js").Watched} Watched */
/** @typedef {import("../../ui/shell.js").Translate} Translate */

/** Signs as they are printed. */
const signs = { "<=": "≤", "<": "<", ">=": "≥", ">": ">", "=": "=" };

/** A number in few digits. @param {number} value */
const short = (value) => String(Number(value.toPrecision(Math.abs(value) < 0.001 ? 2 : 4))).replace(/^-/, "−");

/** Shares are read in per cent. @param {Watched["quantity"]} quantity @param {number} value */
export const wordValue = (quantity, value) => (quantity.endsWith("accuracy") ? `${short(value * 100)} %` : short(value));

/** @param {Pick<Watched, "quantity" | "comparison" | "target">} goal @param {Translate} t */
export const wordGoal = ({ quantity, comparison, target }, t) => `${t(`goal.${quantity}`)} ${signs[comparison]} ${wordValue(quantity, target)}`;

/** What only counts has no best. @param {Watched["quantity"]} quantity */
const isMeasured = (quantity) => /loss|gap|accuracy|r2|mae/.test(quantity);

/** @param {readonly Watched[]} goals @param {Translate} t */
export const goalList = (goals, t) => html`<ul class="goals">
  ${goals.map((goal) => html`<li class=${goal.reached ? "reached" : nothing}>
    <span class="tick" aria-hidden="true">${goal.reached ? "✓" : "○"}</span>
    <span class="visually-hidden">${t(goal.reached ? "goal.reached" : "goal.open")}</span>
    <span class="what">${wordGoal(goal, t)}</span>
    <span class="now">${goal.value === null ? "–" : wordValue(goal.quantity, goal.value)}${isMeasured(goal.quantity) && goal.best !== null && goal.best !== goal.value ? html` <small>${t("goal.best", { value: wordValue(goal.quantity, goal.best) })}</small>` : nothing}</span>
  </li>`)}
</ul>`;
