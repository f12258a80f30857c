// Notes for the teacher: how long it takes, what to expect, usual misconceptions, the model answer. Folded until asked for.

import { html, nothing, render } from "lit-html";
import { line, paragraphs } from "./said.js";

/** @param {HTMLElement} element @param {import("../../model/lessons/blocks.js").Block} block @param {Pick<import("./context.js").Context, "shared">} context */
export function mountTeacher(element, { fields }, { shared }) {
  element.classList.add("lesson-teacher");
  const { t } = shared();
  /** @param {string} key @param {string} word */
  const part = (key, word) => {
    const all = fields[key];
    if (!all) return nothing;
    return html`<dt>${t(word)}</dt>${all.map(({ value }) => html`<dd>${paragraphs(value)}</dd>`)}`;
  };
  const minutes = fields.minutes?.[0]?.value;
  render(
    html`<details><summary>${t("lesson.teacher")}${minutes ? html` <span class="minutes">${line(/^\d+$/.test(minutes) ? t("lesson.minutes", { minutes }) : minutes)}</span>` : nothing}</summary>
      <dl>${part("goal", "lesson.teacher.goal")} ${part("textbook", "lesson.teacher.textbook")} ${part("expect", "lesson.teacher.expect")} ${part("misconception", "lesson.teacher.misconception")} ${part("answer", "lesson.teacher.answer")} ${part("note", "lesson.teacher.note")}</dl>
    </details>`,
    element,
  );
}
