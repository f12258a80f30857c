// The answers of a class, checked at once: every link is replayed, and goals count where the replay comes to them.

import { html, nothing } from "lit-html";
import { wordGoal, wordValue } from "../../figures/goals/list.js";
import { checkAnswer, continued, csvOf, linksIn, tasksAmong } from "../../model/hand_in.js";
import { DamagedLink, describe } from "../../model/link/words.js";
import { saveBytes } from "../file.js";
import { wordError } from "../../ui/notice.js";
import { wordFailure } from "../playground/exercise/words.js";

/** @typedef {import("../../ui/shell.js").Translate} Translate */
/** @typedef {import("../../model/hand_in.js").Checked} Checked */
/** @typedef {import("../../model/link/link.js").Link} Link */
/** @typedef {{ link: string, checked: Checked | null, trouble: ((t: Translate) => string) | null }} Row */

/** One closure, because links are checked one after the other while the table grows.
 * @param {import("../rooms.js").Page} page @param {() => void} redraw */
export function createCheck({ rooms, lab }, redraw) {
  let [task, text] = ["", ""];
  /** @type {Row[]} */
  let rows = [];
  let left = 0;
  /** @type {((t: Translate) => string) | null} */
  let trouble = null;
  /** How many different tasks the answers were checked against. */
  let tasks = 1;
  /** Ends the replay that is at work. */
  let skipping = new AbortController();

  /** @param {ReturnType<typeof linksIn>[number]} found @returns {Promise<{ link: string, read: Link }>} */
  async function opened(found) {
    let { link } = found;
    let reading = await rooms.reading(link);
    const whole = reading?.damage?.kind === "cut" ? continued(found, reading.damage.missing) : null;
    const next = whole && (await rooms.reading(whole));
    if (whole && next && !next.damage) [link, reading] = [whole, next];
    if (!reading?.link || reading.damage) throw new DamagedLink(reading?.damage ?? { kind: "newer" });
    if (reading.link.version > lab.version) throw new DamagedLink({ kind: "newer" });
    return { link, read: reading.link };
  }

  async function check() {
    const links = linksIn(text);
    [rows, trouble, left, tasks] = [[], links.length ? null : (t) => t("class.no_links"), links.length, 1];
    redraw();
    /** @type {Link | undefined} */
    let own;
    /** @type {Link[]} */
    const answers = [];
    try {
      const [first] = linksIn(task);
      if (first) own = (await opened(first)).read;
    } catch (error) {
      trouble = describe(error);
      left = 0;
      return redraw();
    }
    for (const found of links) {
      skipping = new AbortController();
      rows = [...rows, await checked(found, own, answers)];
      left -= 1;
      redraw();
    }
    if (!own) tasks = tasksAmong(answers);
    redraw();
  }

  /** @param {ReturnType<typeof linksIn>[number]} found @param {Link | undefined} own the teacher's @param {Link[]} answers to which this one is added
   * @returns {Promise<Row>} */
  async function checked(found, own, answers) {
    let { link } = found;
    try {
      const answer = await opened(found);
      link = answer.link;
      answers.push(answer.read);
      return { link, checked: await checkAnswer(lab, answer.read, own, skipping.signal), trouble: null };
    } catch (error) {
      return { link, checked: null, trouble: error instanceof DamagedLink ? describe(error) : (t) => wordFailure(error, t) };
    }
  }

  /** What became of a link. @param {Row} row @param {Translate} t */
  function verdict({ checked: found, trouble: wrong }, t) {
    if (!found) return wrong?.(t) ?? "";
    const words = { what: found.verdict === "locked" ? t(`lock.${found.what}`) : found.wrong && wordError(found.wrong, t), step: found.step };
    const said = found.verdict === "same" ? t(found.goals.length === 0 ? "class.verdict.replayed" : found.reached ? "class.verdict.reached" : "class.verdict.not_reached") : t(`class.verdict.${found.verdict}`, words);
    const byHand = found.setByHand > 0 ? t("class.by_hand", { count: found.setByHand }) : "";
    const older = found.version < lab.version ? t("class.older") : "";
    const claimed = found.claimed && !found.reached && found.verdict !== "same" ? t("class.claimed") : "";
    return [said, byHand, claimed, older].filter(Boolean).join(" ");
  }

  /** @param {Checked["goals"][number]} goal @param {Translate} t */
  const value = (goal, t) => `${goal.reached ? "✓" : "✗"} ${wordGoal(goal, t)}: ${goal.value === null ? "–" : wordValue(goal.quantity, goal.value)}`;

  /** @param {Translate} t */
  function save(t) {
    const most = Math.max(0, ...rows.map(({ checked: one }) => one?.goals.length ?? 0));
    const head = [t("class.name"), t("class.verdict"), t("goal.epoch"), t("goal.step"), t("class.set_by_hand"), ...Array.from({ length: most }, (_, index) => `${t("class.goal")} ${index + 1}`), t("class.answer"), t("class.link")];
    const body = rows.map((row) => {
      const one = row.checked;
      const goals = Array.from({ length: most }, (_, index) => (one?.goals[index] ? value(one.goals[index], t) : ""));
      return [one?.name, verdict(row, t), one?.epoch, one?.step, one?.setByHand, ...goals, one?.answer, row.link];
    });
    saveBytes(csvOf([head, ...body]), "answers.csv", "text/csv");
  }

  /** @param {Translate} t */
  const table = (t) => html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t("class.results")}><table class="class-table">
      <thead><tr><th scope="col">${t("class.name")}</th><th scope="col">${t("class.verdict")}</th><th scope="col">${t("class.goals_now")}</th><th scope="col">${t("class.answer")}</th><th scope="col">${t("class.link")}</th></tr></thead>
      <tbody>${rows.map((row) => html`<tr class=${row.checked?.reached ? "reached" : row.checked?.verdict === "same" ? nothing : "wrong"}>
        <th scope="row">${row.checked?.name || "–"}</th><td>${verdict(row, t)}</td>
        <td>${row.checked?.goals.map((goal) => html`<div>${value(goal, t)}</div>`)}${row.checked?.verdict === "same" ? html`<small>${t("class.at", { step: row.checked.step, epoch: Number(row.checked.epoch.toFixed(2)) })}</small>` : nothing}</td>
        <td>${row.checked?.answer}</td>
        <td><a href=${row.link.slice(Math.max(0, row.link.search(/#|\bd\d+-/i))).replace(/^#?/, "#")} target="_blank" rel="noopener">${t("class.open")}</a></td></tr>`)}</tbody></table></div>`;

  return {
    /** @param {Translate} t */
    template: (t) => html`<form class="stacked-form class-form" @submit=${(/** @type {Event} */ event) => (event.preventDefault(), check())}>
        <p class="hint">${t("class.check_hint")}</p>
        <label>${t("class.task")} <input class="text" spellcheck="false" autocomplete="off" data-field="task" .value=${task} @input=${(/** @type {any} */ { currentTarget }) => (task = currentTarget.value)} /></label>
        <label>${t("class.answers")} <textarea rows="5" spellcheck="false" data-field="answers" .value=${text} @input=${(/** @type {any} */ { currentTarget }) => (text = currentTarget.value)}></textarea></label>
        ${trouble ? html`<p class="field-error" role="alert">${trouble(t)}</p>` : nothing}
        <div class="buttons"><button class="primary" data-part="check" ?disabled=${left > 0}>${t("class.check_all")}</button>
          ${rows.length && !left ? html`<button type="button" data-part="csv" @click=${() => save(t)}>${t("class.csv")}</button>` : nothing}
          ${left ? html`<button type="button" data-part="skip" @click=${() => skipping.abort()}>${t("class.skip")}</button>` : nothing}
          <span role="status">${left ? t("class.left", { count: left }) : ""}</span></div>
        ${tasks > 1 ? html`<p class="field-error" role="alert">${t("class.tasks", { count: tasks })}</p>` : nothing}
      </form>
      ${rows.length ? table(t) : nothing}`,
  };
}
