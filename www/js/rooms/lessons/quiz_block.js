// A question of a chapter: answers are checked at once, with the reason.

import { html, nothing, render } from "lit-html";
import { createRaceLab } from "../../core/race_lab.js";
import { checkFormula, checkGaps, checkNumber, questionIn } from "../../model/lessons/quiz.js";
import { readNumber } from "../../ui/numbers.js";
import { line, paragraphs } from "./said.js";

/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../../model/lessons/blocks.js").Block} Block */
/** @typedef {import("../../model/lessons/quiz.js").Verdict} Verdict */

let count = 0;

/** @param {import("../../core/lab.js").Lab} lab */
function formulaValues(lab) {
  const races = createRaceLab(lab);
  return (/** @type {string} */ text, /** @type {number[]} */ point) => {
    const isFlat = point.length === 1;
    const domain = isFlat ? [[-5, 5]] : [[-5, 5], [-5, 5]];
    const race = races.complete({ surface: "typed", formula: text, domain, start: point });
    return races.slope(race, point.slice(0, race.domain.length)).value;
  };
}

/** One closure, because what was answered and what is said of it are one state.
 * @param {HTMLElement} element @param {Block} block @param {Context} context */
export function mountQuiz(element, { name, fields }, context) {
  const { isDone, done, shared } = context;
  const question = questionIn(fields);
  const scope = `quiz-${++count}`;
  element.classList.add("lesson-quiz");
  element.dataset.name = name;
  /** What was chosen or typed, what is said of it, and whether the hint is open.
   * @type {{ chosen: number, typed: string, gaps: string[], right: boolean[] | null, verdict: Verdict | null, isUnreadable: boolean, hint: boolean }} */
  const own = { chosen: -1, typed: "", gaps: [], right: null, verdict: null, isUnreadable: false, hint: false };

  /** @param {Verdict | null} verdict */
  function say(verdict) {
    own.verdict = verdict;
    own.isUnreadable = verdict === null;
    if (verdict?.isRight) done(name);
    draw();
  }

  /** @param {number} index */
  function choose(index) {
    if (question.kind !== "choice") return;
    own.chosen = index;
    const { isRight, why } = question.choices[index];
    say({ isRight, why });
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    if (question.kind === "number") {
      const answer = readNumber(own.typed, {});
      return say("value" in answer && answer.value !== null ? checkNumber(question, answer.value) : null);
    }
    if (question.kind === "formula") return say(own.typed.trim() ? checkFormula(question, own.typed, formulaValues(context.page.lab)) : null);
    if (question.kind !== "fill") return;
    own.right = checkGaps(question, own.gaps);
    say({ isRight: own.right.every(Boolean), why: "" });
  }

  const typed = (/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) => void (own.typed = currentTarget.value);

  /** @param {(key: string, words?: Record<string, unknown>) => string} t */
  function answers(t) {
    if (question.kind === "choice") {
      return html`<div class="choices" role="group">${question.choices.map(({ text, isRight }, index) => {
        const isChosen = own.chosen === index;
        return html`<button class=${isChosen ? (isRight ? "right" : "wrong") : ""} data-choice=${index} aria-pressed=${isChosen} @click=${() => choose(index)}>
          <span class="mark" aria-hidden="true">${isChosen ? (isRight ? "✓" : "✕") : "○"}</span> ${line(text)}</button>`;
      })}</div>`;
    }
    if (question.kind === "fill") {
      let gap = -1;
      return html`<form class="gaps" @submit=${submit}><p>${question.pieces.map((piece) => {
        if (typeof piece === "string") return line(piece);
        gap += 1;
        const index = gap;
        const isWrong = own.right && !own.right[index];
        return html`<input class="number gap ${own.right ? (isWrong ? "wrong" : "right") : ""}" autocomplete="off" spellcheck="false" aria-label=${t("lesson.gap", { number: index + 1 })} aria-invalid=${isWrong ? "true" : "false"}
          .value=${own.gaps[index] ?? ""} @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) => void (own.gaps[index] = currentTarget.value)} />`;
      })}</p><button class="primary">${t("lesson.check")}</button></form>`;
    }
    return html`<form class="typed-answer" @submit=${submit}><label class="visually-hidden" for=${scope}>${t("lesson.your_answer")}</label>
      <input id=${scope} class="number ${question.kind}" autocomplete="off" spellcheck="false" inputmode=${question.kind === "number" ? "decimal" : "text"} placeholder=${t(question.kind === "formula" ? "lesson.your_formula" : "lesson.your_answer")} .value=${own.typed} @input=${typed} />
      <button class="primary">${t("lesson.check")}</button></form>`;
  }

  /** What is right, for those who print answers. @param {(key: string) => string} t @param {string | undefined} why */
  function key(t, why) {
    const right = question.kind === "choice" ? question.choices.filter(({ isRight }) => isRight).map(({ text }) => line(text))
      : question.kind === "fill" ? question.pieces.map((piece) => (typeof piece === "string" ? line(piece) : html`<u>${piece[0]}</u>`))
      : question.kind === "formula" ? html`<code>${question.formula}</code>` : question.value;
    return html`<div class="lesson-answer" hidden><b>${t("lesson.answer")}</b> ${right} ${why ? paragraphs(why) : nothing}</div>`;
  }

  function draw() {
    const { t } = shared();
    const why = fields.why?.[0]?.value;
    const hint = fields.hint?.[0]?.value;
    const isOver = isDone(name);
    element.classList.toggle("is-done", isOver);
    render(
      html`<p class="lesson-kind">${t("lesson.question")} ${isOver ? html`<span class="done" data-part="done">✓ ${t("lesson.solved")}</span>` : nothing}</p>
        <div class="lesson-task">${paragraphs(fields.ask?.[0]?.value ?? "")}</div>
        ${answers(t)}
        <div class="lesson-verdict" role="status">
          ${own.isUnreadable ? html`<p class="wrong">${t(question.kind === "formula" ? "lesson.no_formula" : "lesson.no_number")}</p>` : nothing}
          ${own.verdict ? html`<p class=${own.verdict.isRight ? "right" : "wrong"} data-part="verdict"><b>${t(own.verdict.isRight ? "lesson.right" : "lesson.wrong")}</b> ${own.verdict.why ? line(own.verdict.why) : nothing}</p>` : nothing}
          ${why && (own.verdict?.isRight || (isOver && !own.verdict)) ? html`<div class="lesson-why">${paragraphs(why)}</div>` : nothing}
        </div>
        ${key(t, why)}
        ${hint && !isOver ? html`<div class="lesson-help">${own.hint ? html`<div class="lesson-hint"><b>${t("lesson.hint")}</b> ${paragraphs(hint)}</div>` : html`<button class="small" data-part="hint" @click=${() => ((own.hint = true), draw())}>${t("lesson.show_hint")}</button>`}</div>` : nothing}`,
      element,
    );
  }
  draw();
  return { draw };
}
