// Makes an exercise of the experiment as it is: what is to be done, goals, what is hidden or fixed, and the link to all that.

import { html, nothing } from "lit-html";
import { hideNames, leastOf, lockNames, readExercise } from "../../model/exercise.js";
import { wordGoal } from "../../figures/goals/list.js";
import { readGoals } from "../../model/goals.js";
import { embedLine } from "../embed_line.js";
import { isFileName } from "../../model/travelling_table.js";
import { linkWith, wayChoice } from "./table_link.js";
import { wordFailure } from "../playground/exercise/words.js";

/** @typedef {import("../../ui/shell.js").Translate} Translate */

/** Longer links make pictures that no camera reads from a wall. */
const mostPainted = 1200;

/** What every goal can be about. */
const goalWords = "test_loss train_loss gap accuracy train_accuracy test_accuracy r2 mae epoch step rate batch_size samples features hidden_layers hidden_units parameters live_weights dead_units";

/** One closure, because the form and the link made of it are one state.
 * @param {import("../rooms.js").Page} page @param {() => void} redraw */
export function createMake({ rooms, shared }, redraw) {
  const exercise = { ...readExercise(rooms.exercise()), language: /** @type {"en" | "ko" | null} */ (null) };
  let moment = false;
  const own = rooms.ownTable();
  const comes = rooms.table();
  /** @type {import("./table_link.js").Way} */
  let way = comes && comes.text === undefined ? "beside" : "within";
  /** Characters of a link that would be too long with the table in it. @type {number | null} */
  let tooMany = null;
  let link = "";
  let copied = "";
  /** @type {unknown} */
  let failure = null;
  /** @type {Awaited<ReturnType<typeof readGoals>>} */
  let goals = [];
  /** Squares of the QR code, row by row. @type {boolean[][] | null} */
  let squares = null;
  /** The same experiment for TensorFlow Playground, where it can be said there. @type {string | null} */
  let elsewhere = null;
  rooms.foreignLink().then((found) => {
    elsewhere = found;
    redraw();
  });

  async function make() {
    copied = "";
    squares = null;
    try {
      goals = exercise.goals.trim() ? await readGoals(exercise.goals) : [];
      failure = null;
      link = await written();
    } catch (error) {
      failure = error;
      link = "";
    }
    redraw();
  }

  /** The link as it is wanted; nothing where it would be too long. */
  async function written() {
    const besides = { moment, exercise: leastOf(exercise) };
    tooMany = null;
    if (!own) return rooms.link(besides);
    if (way === "beside" && !isFileName(own.name)) return "";
    const made = await linkWith(rooms, own, way, besides);
    tooMany = made.isTooLong ? made.letters : null;
    return made.isTooLong ? "" : made.link;
  }

  async function paint() {
    const { encode } = await import("uqr");
    squares = encode(link, { ecc: "L", border: 0 }).data;
    redraw();
  }

  /** @param {string} name @param {string} text */
  async function copy(name, text) {
    try {
      await navigator.clipboard.writeText(text);
      copied = name;
    } catch {
      // Without a clipboard it is there to be selected.
      copied = "";
    }
    redraw();
  }

  /** @param {"text" | "goals" | "question" | "solution"} key */
  const typed = (key) => (/** @type {any} */ { currentTarget }) => ((exercise[key] = currentTarget.value), (link = ""), redraw());

  /** @param {"hide" | "lock"} list @param {string} name */
  const ticked = (list, name) => (/** @type {any} */ { currentTarget }) => {
    exercise[list] = currentTarget.checked ? [...exercise[list], name] : exercise[list].filter((one) => one !== name);
    link = "";
    redraw();
  };

  /** @param {Translate} t */
  const controls = (t) => html`<fieldset class="class-locks"><legend>${t("class.controls")}</legend>
    <table><thead><tr><th scope="col">${t("class.control")}</th><th scope="col">${t("class.fixed")}</th><th scope="col">${t("class.hidden")}</th></tr></thead>
      <tbody>${hideNames.map((name) => {
        const box = (/** @type {"hide" | "lock"} */ list) => html`<input type="checkbox" data-list=${list} data-name=${name} aria-label=${t(`class.${list}_of`, { name: t(`lock.${name}`) })}
          .checked=${exercise[list].includes(name)} @change=${ticked(list, name)} />`;
        return html`<tr><th scope="row">${t(`lock.${name}`)}</th><td>${lockNames.includes(name) ? box("lock") : nothing}</td><td>${box("hide")}</td></tr>`;
      })}</tbody></table>
  </fieldset>`;

  /** A line to copy. @param {string} name @param {string} text @param {Translate} t */
  const line = (name, text, t) => html`<div class="class-line"><label>${t(`class.${name}`)} <input class="text wide-text" readonly data-line=${name} .value=${text} @focus=${(/** @type {any} */ { currentTarget }) => currentTarget.select()} /></label>
    <button @click=${() => copy(name, text)}>${t(copied === name ? "export.copied" : "export.copy")}</button></div>`;

  /** @param {Translate} t */
  function made(t) {
    return html`<div class="class-made" role="status">
      ${line("link", link, t)} ${line("embed", embedLine(link, t("page.name"), { whole: true }), t)}
      <p class="hint">${t("class.letters", { count: link.length })}</p>
      ${link.length <= mostPainted ? html`<button data-part="qr" @click=${paint}>${t("class.qr")}</button>` : html`<p class="hint">${t("class.qr_long")}</p>`}
      ${squares ? picture(squares, t) : nothing}
    </div>`;
  }

  /** @param {boolean[][]} rows @param {Translate} t */
  function picture(rows, t) {
    const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
    return html`<svg class="class-qr" viewBox="-4 -4 ${rows.length + 8} ${rows.length + 8}" role="img" aria-label=${t("class.qr_of")} shape-rendering="crispEdges"><path d=${path} /></svg>`;
  }

  return {
    /** @param {Translate} t */
    template: (t) => (rooms.shown() !== "playground" ? html`<p>${t("class.only_playground")}</p>` : html`<form class="stacked-form class-form" @submit=${(/** @type {Event} */ event) => (event.preventDefault(), make())}>
        <p class="hint">${t("class.make_hint")}</p>
        <label>${t("class.text")} <textarea rows="3" maxlength="2000" data-field="text" .value=${exercise.text} @input=${typed("text")}></textarea></label>
        <label>${t("class.goals")} <textarea rows="2" maxlength="1000" spellcheck="false" data-field="goals" placeholder="test_loss <= 0.177, hidden_units <= 3" .value=${exercise.goals} @input=${typed("goals")}></textarea></label>
        ${failure ? html`<p class="field-error" role="alert">${wordFailure(failure, t)}</p>` : nothing}
        ${goals.length && !failure && link ? html`<p class="hint">${goals.map((goal) => wordGoal(goal, t)).join(" · ")}</p>` : nothing}
        <details><summary>${t("class.goal_words")}</summary><p class="words">${goalWords.split(" ").map((word) => html`<code>${word}</code> `)}</p></details>
        <label>${t("class.question")} <textarea rows="2" maxlength="1000" data-field="question" .value=${exercise.question} @input=${typed("question")}></textarea></label>
        <label>${t("class.solution")} <textarea rows="2" maxlength="2000" data-field="solution" .value=${exercise.solution} @input=${typed("solution")}></textarea></label>
        <label class="switch"><input type="checkbox" data-field="after" .checked=${exercise.solutionAfter} @change=${(/** @type {any} */ { currentTarget }) => ((exercise.solutionAfter = currentTarget.checked), (link = ""), redraw())} /> ${t("class.solution_after")}</label>
        <label class="switch"><input type="checkbox" data-field="moment" .checked=${moment} @change=${(/** @type {any} */ { currentTarget }) => ((moment = currentTarget.checked), (link = ""), redraw())} /> ${t("class.moment")}</label>
        <label class="inline">${t("class.language")} <select data-field="language" @change=${(/** @type {any} */ { currentTarget }) => ((exercise.language = currentTarget.value || null), (link = ""), redraw())}>
          <option value="" ?selected=${!exercise.language}>${t("class.language_any")}</option><option value="en" lang="en" ?selected=${exercise.language === "en"}>English</option><option value="ko" lang="ko" ?selected=${exercise.language === "ko"}>한국어</option>
        </select></label>
        ${controls(t)}
        ${own ? wayChoice(own, way, tooMany, (next) => ([way, link, tooMany] = [next, "", null], redraw()), t) : nothing}
        <button class="primary" data-part="make">${t("class.make_link")}</button>
      </form>
      ${link ? made(t) : nothing}
      ${elsewhere ? html`<h3>TensorFlow Playground</h3>${line("tfp", elsewhere, t)}` : nothing}`),
  };
}
