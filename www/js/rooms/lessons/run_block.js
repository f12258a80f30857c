// A figure or an exercise of a chapter: a run with what is shown of it, its controls, steps to tick off, and in an exercise the
// prediction, the goals, hints and the answer.

import { html, nothing, render } from "lit-html";
import { acts, usualFigures } from "../../model/lessons/blocks.js";
import { answerIn, createHost } from "./host.js";
import { askedFor, controls, transport } from "./controls.js";
import { goalList } from "../../figures/goals/list.js";
import { createRunGoals } from "./run_goals.js";
import { wordMistake } from "./mistakes.js";
import { itemsOf, partsOf } from "../../model/lessons/fields.js";
import { line, paragraphs } from "./said.js";
import { note } from "../../ui/notice.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/lessons/fields.js").Field} Field */
/** @typedef {import("./context.js").Context} Context */
/** @typedef {import("../../model/lessons/blocks.js").Block} Block */

let count = 0;

/** A step, and what ticks it off: an act, or goals. @typedef {{ text: string, act: string | null, goals: Field[], name: string }} Step */

/** @param {Block} block @returns {Step[]} */
const stepsOf = ({ name, fields: { step = [] } }) =>
  step.map(({ value, line }, index) => {
    const [text, until = ""] = partsOf(value);
    const act = acts.includes(until) ? until : null;
    return { text, act, goals: act ? [] : [{ value: until, line }], name: `${name} ${index + 1}` };
  });

/** What an exercise of a chapter counts among what there is to do. @param {Block} block */
export const tasksOf = (block) => (block.kind === "exercise" ? [block.name] : stepsOf(block).map(({ name }) => name));

/** One closure, because steps, goals and the prediction are of one run.
 * @param {HTMLElement} element @param {Block} block @param {Context} context */
export function mountRun(element, block, context) {
  const { fields, kind, name } = block;
  const { hosts, isDone, done } = context;
  const other = fields.of?.[0]?.value;
  const host = /** @type {import("./host.js").Host} */ ((other && hosts.get(other)) || createHost(block, context));
  hosts.set(name, host);
  const scope = `lesson-${++count}`;
  const asked = askedFor(other && !fields.controls ? { controls: [{ value: "none", line: 0 }] } : fields);
  const redraw = () => host.store.update({});
  const followed = (/** @type {Field[]} */ given, remembered = {}) => createRunGoals(given, host, { signal: context.signal, told: context.told, changed: redraw, ...remembered });
  const goals = followed(fields.goals ?? [], { best: context.best(name), improved: (/** @type {import("../../model/lessons/progress.js").Best} */ best) => context.improved(name, best) });
  const steps = stepsOf(block).map((step) => ({ ...step, goals: followed(step.goals) }));
  const shown = itemsOf(fields.show?.[0]?.value ?? usualFigures);
  const isEditable = asked.some(({ name, isLocked }) => name === "network" && !isLocked);
  const guesses = (fields.guess ?? []).map(({ value }) => partsOf(value)[0]);
  /** What was predicted, how many hints are open, whether the answer is, and whether the model answer is at work. */
  const own = { guess: isDone(name) ? 0 : -1, hints: 0, answer: false, busy: false };
  const answer = answerIn(block);
  if (fields.predict && own.guess < 0) host.lock(true);

  element.classList.add(`lesson-${kind}`);
  element.dataset.name = name;
  const head = element.appendChild(document.createElement("div"));
  const body = element.appendChild(document.createElement("div"));
  body.className = `lesson-figures is-${fields.layout?.[0]?.value ?? "row"} ${isEditable ? "" : "is-fixed"}`;
  const panel = element.appendChild(document.createElement("div"));
  panel.className = "lesson-panel";
  const given = JSON.parse(fields.options?.[0]?.value ?? "{}");
  for (const figure of shown) {
    const place = body.appendChild(document.createElement("div"));
    place.className = "card lesson-picture";
    place.dataset.shows = figure;
    // The diagram is there to be built on; of the others what is changed is for the block to say.
    if (figure === "diagram") place.classList.add("builder");
    const hung = host.hang(place, figure, { isEditable: isEditable || figure === "diagram", options: { ...(given[figure] ?? given), ...(figure === "network" ? { isFixed: !isEditable } : {}) } });
    figureSetters.set(place, hung);
  }
  host.watch(element);

  /** @param {State} state */
  function check(state) {
    for (const step of steps) {
      if (isDone(step.name)) continue;
      step.goals.look(state);
      if (step.act ? host.did.has(step.act) : step.goals.areReached()) done(step.name);
    }
    goals.look(state);
    if (kind === "exercise" && state.data && !isDone(name) && (goals.isEmpty || goals.areReached()) && steps.every((step) => isDone(step.name))) done(name);
  }

  /** @param {State} state */
  function prediction({ t, snapshot }) {
    const [question] = fields.predict ?? [];
    if (!question) return nothing;
    const truth = fields.truth?.[0]?.value;
    const mayKnow = own.guess >= 0 && (snapshot?.step ?? 0) > 0;
    const choose = (/** @type {number} */ index) => {
      own.guess = index;
      host.lock(false);
    };
    return html`<fieldset class="lesson-prediction"><legend>${t("lesson.predict")}</legend>
      <div class="question">${paragraphs(question.value)}</div>
      <div class="choices">${guesses.map((guess, index) => html`<button aria-pressed=${own.guess === index} ?disabled=${own.guess >= 0 && own.guess !== index && mayKnow} @click=${() => choose(index)}>${line(guess)}</button>`)}</div>
      ${own.guess < 0 ? html`<p class="hint">${t("lesson.predict_first")}</p>` : nothing}
      ${truth && mayKnow ? html`<details class="lesson-fold" ?open=${isDone(name)}><summary>${t("lesson.truth")}</summary>${paragraphs(truth)}</details>` : nothing}
    </fieldset>`;
  }

  /** @param {State} state */
  function task(state) {
    const { t } = state;
    const isOver = isDone(name);
    return html`<p class="lesson-kind">${t("lesson.exercise")} ${isOver ? html`<span class="done" data-part="done">✓ ${t("lesson.solved")}</span>` : nothing}</p>
      <div class="lesson-task">${paragraphs(fields.task?.[0]?.value ?? "")}</div>
      ${prediction(state)}`;
  }

  /** @param {State} state */
  function toReach({ t }) {
    const mistakes = [goals, ...steps.map((step) => step.goals)].flatMap((one) => one.mistakes);
    return html`${mistakes.map((mistake) => html`<p class="field-error" role="alert">${wordMistake(mistake, t)}</p>`)}
      ${goals.isEmpty ? nothing : html`<div class="lesson-goals" data-step=${goals.step ?? nothing}><h3>${t("lesson.goals")}</h3>
        ${goalList(goals.goals, t)}
        <p class="lesson-verdict" role="status">${isDone(name) ? t("lesson.reached") : nothing}</p></div>`}`;
  }

  /** @param {State} state */
  const stepList = (state) =>
    steps.length
      ? html`<ol class="lesson-steps">${steps.map((step) => html`<li class=${isDone(step.name) ? "met" : ""}><span class="tick" aria-hidden="true">${isDone(step.name) ? "✓" : "○"}</span> <span>${line(step.text)}</span>
          ${isDone(step.name) ? html`<span class="visually-hidden">${state.t("lesson.done")}</span>` : nothing}</li>`)}</ol>`
      : nothing;

  /** Hints one after the other, and the answer. @param {State} state */
  function help({ t }) {
    const hints = fields.hint ?? [];
    const text = fields.answer?.[0]?.value;
    return html`<div class="lesson-help">
      ${hints.slice(0, own.hints).map(({ value }) => html`<div class="lesson-hint"><b>${t("lesson.hint")}</b> ${paragraphs(value)}</div>`)}
      <div class="buttons">
        ${own.hints < hints.length ? html`<button class="small" data-part="hint" @click=${() => ((own.hints += 1), redraw())}>${t(own.hints ? "lesson.next_hint" : "lesson.show_hint")}</button>` : nothing}
        ${text || answer ? html`<button class="small" data-part="answer" aria-expanded=${own.answer} @click=${() => ((own.answer = !own.answer), redraw())}>${t(own.answer ? "lesson.hide_answer" : "lesson.show_answer")}</button>` : nothing}
      </div>
      <div class="lesson-answer" ?hidden=${!own.answer}>
        <b>${t("lesson.answer")}</b> ${text ? paragraphs(text) : nothing}
        ${answer ? html`<button class="small" data-part="try-answer" ?disabled=${own.busy} @click=${tryAnswer}>${t("lesson.try_answer")}</button>` : nothing}
      </div>
    </div>`;
  }

  async function tryAnswer() {
    own.busy = true;
    host.lock(false);
    own.guess = Math.max(0, own.guess);
    redraw();
    try {
      await host.show(answer ?? undefined);
    } finally {
      own.busy = false;
      redraw();
    }
  }

  /** @param {State} state */
  function diverged({ snapshot, experiment, t }) {
    const { diverged: what } = snapshot ?? {};
    if (!what) return nothing;
    return html`<div class="notice error" role="alert"><p><strong>${t("diverged.title", { step: what.step })}</strong>
      ${t(`diverged.what_${what.what}`, { layer: what.layer ?? "" })} ${t(`diverged.${what.likely}`, { rate: experiment.optimizer.learning_rate })}</p>
      <div class="buttons"><button @click=${host.actions.reset}>${t("transport.reset")}</button></div></div>`;
  }

  host.listen((state) => {
    const { t } = state;
    check(state);
    element.classList.toggle("is-done", kind === "exercise" && isDone(name));
    if (kind === "exercise") render(task(state), head);
    const caption = fields.caption?.[0]?.value;
    render(
      html`${transport(state, host, asked)} ${diverged(state)} ${state.notice ? note(state, host.actions) : nothing} ${controls(state, host, asked, scope)}
        ${stepList(state)} ${toReach(state)} ${kind === "exercise" ? help(state) : nothing}
        <div class="lesson-foot">${caption ? html`<p class="lesson-caption">${line(caption)}</p>` : nothing}
        ${other ? nothing : html`<button class="quiet small" data-part="open" @click=${host.openInPlayground}>${t("lesson.open_in_playground")}</button>`}</div>`,
      panel,
    );
  });
  return { host };
}

/** The figures that hang in places, so that links of the text can point at what they show. @type {WeakMap<Element, { set(options: any): void }>} */
export const figureSetters = new WeakMap();
