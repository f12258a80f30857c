// The plan: of which experiment, what is varied by which values, how often, until when, and what counts as a success.

import { html, nothing, render } from "lit-html";
import { boxError, numberBox } from "../../ui/number_box.js";
import { readNumber, written } from "../../ui/numbers.js";
import { fields } from "../../model/sweep/fields.js";
import { isLoss, limits, measures, settingsOf, valuesOf } from "../../model/sweep/plan.js";
import { wordError } from "../../ui/notice.js";
import { isShare, measureName } from "../../figures/runs/words.js";
import { plans } from "./presets.js";
import { summary } from "./summary.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */
/** @typedef {import("../../model/sweep/plan.js").Plan} Plan */
/** @typedef {import("../../model/sweep/plan.js").Varied} Varied */
/** @typedef {{ currentTarget: HTMLInputElement & HTMLSelectElement }} Change */

const percent = { write: (/** @type {number} */ value) => String(Number((100 * value).toPrecision(6))), read: readPercent };

/** A range by ratio cannot begin at 0. */
const leastOfRatio = 1e-6;

/** @param {string} text */
function readPercent(text) {
  const answer = readNumber(text.replace(/\s*[%％]\s*$/, ""), { low: -1e4, high: 100 });
  return "value" in answer ? { value: /** @type {number} */ (answer.value) / 100 } : answer;
}

/** Reads values between commas or spaces. @param {string} text @param {import("../../model/sweep/fields.js").Field} field */
export function readList(text, { low, high, whole }) {
  /** @type {number[]} */
  const values = [];
  // A comma between digits separates, unless there are semicolons that do.
  const parts = text.split(text.includes(";") ? /\s*;\s*/ : /[\s,]+/).filter(Boolean);
  for (const part of parts) {
    const answer = readNumber(part, { low, high, whole });
    if (!("value" in answer)) return answer;
    values.push(/** @type {number} */ (answer.value));
  }
  return values.length ? { value: [...new Set(values)] } : readNumber("", { low, high, whole });
}

/** One closure, because every control changes the one plan of the session.
 * @param {HTMLElement} element @param {import("../../model/sweep/session.js").SweepSession} session @param {{ take(): void, isTaken(): boolean }} playground */
export function createPlanPanel(element, session, playground) {
  const { actions } = session;

  /** @param {State} state @param {string} field @param {number} value @param {(plan: Plan, value: number) => void} set @param {object} [more] */
  function box({ errors, t }, field, value, set, more = {}) {
    const [low, high] = limits[/** @type {keyof typeof limits} */ (field)] ?? [-1e9, 1e9];
    const own = {
      id: `sweep-${field.replaceAll(".", "-")}`, field, value, errors, refuse: actions.refuse, takes: { low, high, whole: field in limits },
      set: (/** @type {number} */ next) => actions.edit((plan) => set(plan, next)), ...more,
    };
    return html`${numberBox(own)} ${boxError(own, t)}`;
  }

  /** @param {State} state @param {Varied} varied @param {number} index */
  function values(state, varied, index) {
    const field = fields[varied.field];
    const { t, errors } = state;
    const change = (/** @type {(own: any) => void} */ recipe) => actions.edit((plan) => recipe(plan.vary[index]));
    if (field.choices && "values" in varied) {
      const toggle = (/** @type {string} */ choice, /** @type {boolean} */ now) =>
        change((own) => (own.values = field.choices?.filter((one) => (one === choice ? now : own.values.includes(one)))));
      return html`<div class="choices">${field.choices.map((choice) => html`<label class="switch"><input type="checkbox" .checked=${varied.values.includes(choice)}
        ?disabled=${varied.values.length === 1 && varied.values[0] === choice} @change=${(/** @type {Change} */ { currentTarget }) => toggle(choice, currentTarget.checked)} />${field.word ? t(field.word(choice)) : choice}</label>`)}</div>`;
    }
    const kind = "values" in varied ? "values" : varied.log ? "log" : "range";
    function choose(/** @type {Change} */ { currentTarget: { value } }) {
      const all = /** @type {number[]} */ (valuesOf(varied));
      const [low, high] = [Math.min(...all), Math.max(...all)];
      const from = value === "log" && low <= 0 ? Math.min(...all.filter((one) => one > 0), high || 1) : low;
      actions.edit((plan) => void (plan.vary[index] = value === "values" ? { field: varied.field, values: all } : { field: varied.field, from, to: high > from ? high : from + 1, count: Math.max(3, Math.min(all.length, 9)), log: value === "log" }));
    }
    const at = `vary[${index}]`;
    const box = (/** @type {"from" | "to" | "count"} */ key) => ({
      id: `sweep-vary-${index}-${key}`, field: `${at}.${key}`, value: /** @type {any} */ (varied)[key], errors, refuse: actions.refuse, className: "short",
      takes: key === "count" ? { low: limits.count[0], high: limits.count[1], whole: true } : { low: kind === "log" ? Math.max(field.low ?? 0, leastOfRatio) : field.low, high: field.high },
      set: (/** @type {number} */ next) => change((own) => (own[key] = next)),
    });
    // Of a range that is drawn from, any value may come.
    const parts = /** @type {const} */ (["from", "to", ...(state.plan.draws ? [] : /** @type {const} */ (["count"]))]);
    const ends = kind === "values" ? [] : parts.map((key) => ({ key, own: box(key) }));
    const list = {
      id: `sweep-vary-${index}`, field: `${at}.values`, value: /** @type {any} */ (varied).values, errors, refuse: actions.refuse, takes: { low: field.low, high: field.high }, className: "wide", label: t("sweep.values_of", { name: t(`sweep.field.${varied.field}`) }),
      form: { write: (/** @type {any} */ all) => all.map((/** @type {number} */ one) => written(one, {})).join(", "), read: (/** @type {string} */ text) => /** @type {any} */ (readList(text, field)) },
      set: (/** @type {any} */ next) => change((own) => (own.values = next)),
    };
    return html`<div class="values"><select aria-label=${t("sweep.kind")} @change=${choose}>${["values", "range", "log"].map((one) => html`<option value=${one} ?selected=${one === kind} ?disabled=${one === "log" && !field.log && (field.low ?? 0) <= 0 && kind !== "log"}>${t(`sweep.kind.${one}`)}</option>`)}</select>
      ${kind === "values" ? numberBox(list) : html`${ends.map(({ key, own }) => html`<label class="inline">${t(`sweep.${key}`)} ${numberBox(own)}</label> `)}`}</div>
      ${kind === "values" ? boxError(list, t) : ends.map(({ own }) => boxError(own, t))}`;
  }

  /** @param {State} state */
  function varied(state) {
    const { plan, t } = state;
    const offered = session.offered();
    return html`${plan.vary.map((one, index) => html`<fieldset class="varied" data-vary=${one.field}>
        <legend>${t(`sweep.field.${one.field}`)}</legend>
        <button class="quiet small" aria-label=${t("sweep.remove", { name: t(`sweep.field.${one.field}`) })} title=${t("sweep.remove", { name: t(`sweep.field.${one.field}`) })} @click=${() => actions.edit((draft) => void draft.vary.splice(index, 1))}>✕</button>
        ${values(state, one, index)}
      </fieldset>`)}
      <label class="add-field">${t("sweep.vary")}
        <select data-part="add-field" .value=${""} @change=${(/** @type {Change} */ { currentTarget }) => { const { value } = currentTarget; currentTarget.value = ""; if (value) actions.vary(/** @type {any} */ (value)); }}>
          <option value="">${t("sweep.choose_field")}</option>
          ${offered.map((name) => html`<option value=${name}>${t(`sweep.field.${name}`)}</option>`)}
        </select></label>
      ${plan.vary.length ? html`<label class="inline">${t("sweep.draws")}
        <select data-part="draws" @change=${(/** @type {Change} */ { currentTarget }) => actions.edit((draft) => void (draft.draws = currentTarget.value === "all" ? 0 : 30))}>
          <option value="all" ?selected=${plan.draws === 0}>${t("sweep.all_settings")}</option><option value="random" ?selected=${plan.draws > 0}>${t("sweep.at_random")}</option>
        </select></label>
        ${plan.draws > 0 ? html`<label class="inline">${t("sweep.how_many")} ${box(state, "draws", plan.draws, (draft, value) => (draft.draws = Math.max(1, value)), { className: "short" })}</label>
          <label class="inline">${t("sweep.seed")} ${box(state, "seed", plan.seed, (draft, value) => (draft.seed = value), { className: "short" })}</label>` : nothing}` : nothing}`;
  }

  /** @param {State} state */
  function goal(state) {
    const { plan, experiment, t } = state;
    const { measure, limit } = plan.goal;
    const inPercent = isShare(state.data, measure);
    return html`<div class="goal"><span>${t("sweep.goal")}</span>
      <select aria-label=${t("sweep.goal")} data-part="measure" @change=${(/** @type {Change} */ { currentTarget: { value } }) => actions.edit((draft) => void (draft.goal = { measure: /** @type {any} */ (value), limit: value.endsWith("loss") === isLoss(measure) ? limit : value.endsWith("loss") ? 0.1 : 0.95 }))}>
        ${measures.map((one) => html`<option value=${one} ?selected=${one === measure}>${measureName(state, one)}</option>`)}
      </select>
      <span class="limit">${isLoss(measure) ? "≤" : "≥"}
      ${box(state, "goal.limit", limit, (draft, value) => (draft.goal.limit = value), { className: "short", label: t("sweep.limit"), ...(inPercent ? { form: percent } : {}) })}${inPercent ? "%" : nothing}</span>
    </div>${measure.startsWith("test") && experiment.data.train_fraction === 1 && !plan.vary.some(({ field }) => field === "train_fraction") ? html`<p class="hint" data-part="no-test">${t("sweep.no_test")}</p>` : nothing}`;
  }

  /** @param {State} state */
  function running({ running, rows, total, millis, cancelled, t, errors }) {
    const isDone = rows.length === total;
    const left = rows.length > 0 ? Math.ceil(((millis / rows.length) * (total - rows.length)) / 1000) : null;
    const loose = errors.find(({ field }) => !/^(vary|repeats|epochs|draws|seed|goal)/.test(field ?? ""));
    return html`${loose ? html`<p class="field-error" role="alert">${loose.field === "runs" ? t("sweep.too_many", { most: limits.runs[1] }) : wordError(loose, t)}</p>` : nothing}
      <div class="run-row">
        ${running
          ? html`<button class="primary" data-part="cancel" @click=${actions.cancel}>${t("sweep.cancel")}</button>`
          : html`<button class="primary" data-part="start" ?disabled=${isDone} @click=${actions.start}>${t(cancelled || (rows.length > 0 && !isDone) ? "sweep.continue" : "sweep.start", { count: total })}</button>`}
        <span class="run-state" role="status">${running ? t("sweep.running", { done: rows.length, count: total, left: left === null ? "–" : timeText(left, t) }) : isDone ? t("sweep.done", { count: total, seconds: (millis / 1000).toFixed(1) }) : cancelled ? t("sweep.cancelled", { done: rows.length, count: total }) : ""}</span>
      </div>
      <progress max=${total} .value=${rows.length} aria-label=${t("sweep.progress")}></progress>`;
  }

  return {
    /** @param {State} state */
    draw(state) {
      const { plan, t, experiment } = state;
      const settings = settingsOf(plan);
      render(
        html`<div class="card-head"><h2>${t("sweep.plan")}</h2></div>
          <div class="plan-presets" role="group" aria-label=${t("sweep.presets")}>
            ${plans.map(({ name, keepsExperiment, plan: preset }) => html`<button class="small" data-plan=${name} title=${t(`sweep.preset.${name}.hint`)}
              @click=${() => session.load({ ...preset, ...(keepsExperiment ? { experiment: plan.experiment } : {}), compare: plan.compare })}>${t(`sweep.preset.${name}`)}</button>`)}
          </div>
          <p class="plan-base"><b>${t("sweep.experiment")}</b> ${summary(experiment, t)}
            ${playground.isTaken() ? nothing : html`<button class="small" data-part="take" @click=${playground.take}>${t("sweep.take")}</button>`}</p>
          ${varied(state)}
          <div class="plan-numbers">
            <label>${t("sweep.repeats")} ${box(state, "repeats", plan.repeats, (draft, value) => (draft.repeats = value), { className: "short" })}</label>
            <label>${t("sweep.epochs")} ${box(state, "epochs", plan.epochs, (draft, value) => (draft.epochs = value), { className: "short" })}</label>
          </div>
          ${goal(state)}
          <div class="plan-run"><p class="hint">${t(plan.vary.length ? "sweep.size" : "sweep.size_restarts", { settings, repeats: plan.repeats, count: state.total })}</p>
          ${running(state)}</div>`,
        element,
      );
    },
  };
}

/** @param {number} seconds @param {State["t"]} t */
const timeText = (seconds, t) => (seconds < 90 ? t("sweep.seconds", { count: seconds }) : t("sweep.minutes", { count: Math.round(seconds / 60) }));
