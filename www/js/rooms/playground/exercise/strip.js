// The exercise above the room: what is to be done, goals that tick themselves off, and handing in.

import { html, nothing, render } from "lit-html";
import { goalList } from "../../../figures/goals/list.js";
import { locksOf } from "../../../model/exercise.js";
import { watchGoals } from "../../../model/goals.js";
import { loadMoreWords } from "../../../ui/i18n.js";
import { loadMoreStyles } from "../../../ui/more_styles.js";
import { wordFailure } from "./words.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("../../../model/exercise.js").Exercise} Exercise */
/** @typedef {import("../../../model/goals.js").Watched} Watched */

/** One closure, because goals, what was reached and what is handed in are one state.
 * @param {HTMLElement} bar that it hangs in @param {import("../../../model/session.js").Session} session @param {Exercise} exercise
 * @param {import("../../../model/exercise.js").Answers} given what was handed in, where that is what the link is of
 * @param {{ link(answers: import("../../../model/exercise.js").Answers): Promise<string>, leave(): void }} room
 * `link` is the one to hand in; `leave` gives the exercise up */
export async function createStrip(bar, session, exercise, given, { link, leave }) {
  await Promise.all([loadMoreWords(), loadMoreStyles()]);
  const element = document.createElement("section");
  element.className = "exercise";
  /** In the bar where all is on one screen; elsewhere above the room, where it scrolls away. */
  const oneScreen = matchMedia("screen and (min-width: 1000px) and (min-height: 560px)");
  const place = () => (oneScreen.matches ? bar.prepend(element) : bar.parentElement?.before(element));
  oneScreen.addEventListener("change", place);
  place();
  const dialog = document.createElement("dialog");
  dialog.className = "hand-in-dialog";
  bar.ownerDocument.body.append(dialog);
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  /** @type {State | null} */
  let state = null;
  /** @type {Watched[]} */
  let goals = [];
  /** @type {number | null} */
  let reachedAt = null;
  /** What is wrong with the goals. @type {unknown} */
  let failure = null;
  let copied = "";
  const answers = { name: given.name, answer: given.answer };
  const watch = watchGoals(exercise.goals, (now) => (({ goals, reachedAt } = now), show()), {
    files: session.openedFiles, failed: (error) => ((failure = error), show()),
    weights: async () => (await session.send({ type: "moment" })).numbers,
  });

  async function copy() {
    const reached = goals.map((goal) => goal.reached);
    copied = await link({ ...answers, reached });
    showForm();
    try {
      await navigator.clipboard.writeText(copied);
    } catch {
      // Without a clipboard the link is there to be selected.
    }
    /** @type {HTMLInputElement | null} */ (dialog.querySelector(".handed input"))?.select();
  }

  /** @param {"name" | "answer"} key */
  const typed = (key) => (/** @type {any} */ { currentTarget }) => ((answers[key] = currentTarget.value), (copied = ""), showForm());

  function showForm() {
    if (!state) return;
    const { t } = state;
    render(
      html`<div class="dialog-head">
          <h2>${t("exercise.title_hand_in")}</h2>
          <button class="quiet" aria-label=${t("presets.close")} @click=${() => dialog.close()}>✕</button>
        </div>
        ${goalList(goals, t)}
        <form class="stacked-form hand-in" @submit=${(/** @type {Event} */ event) => (event.preventDefault(), copy())}>
          <label>${t("exercise.name")} <input class="text" autocomplete="name" maxlength="80" .value=${answers.name} @input=${typed("name")} /></label>
          ${exercise.question ? html`<label>${exercise.question} <textarea rows="3" maxlength="2000" .value=${answers.answer} @input=${typed("answer")}></textarea></label>` : nothing}
          <button class="primary">${t("exercise.copy")}</button>
          ${copied ? html`<p class="handed" role="status"><label>${t("exercise.copied")} <input class="text" readonly .value=${copied} /></label></p>` : nothing}
          <p class="hint">${t("exercise.hand_in_hint")}</p>
        </form>`,
      dialog,
    );
  }

  function openForm() {
    copied = "";
    session.actions.pause();
    showForm();
    if (!dialog.open) dialog.showModal();
  }

  /** @param {State} now */
  function back({ t, snapshot }) {
    if (reachedAt === null || !snapshot || goals.every(({ reached }) => reached)) return nothing;
    const step = reachedAt;
    return html`<button @click=${() => session.actions.seek(step)}>${t("exercise.back", { step: step.toLocaleString("en") })}</button>`;
  }

  function show() {
    if (!state || !element.isConnected) return;
    if (dialog.open) showForm();
    const { t } = state;
    const fixed = locksOf(exercise).map((name) => t(`lock.${name}`)).join(", ");
    const showsSolution = exercise.solution && (!exercise.solutionAfter || reachedAt !== null);
    element.setAttribute("aria-label", t("exercise.title"));
    render(
      html`<div class="exercise-head">
          <div class="asked">${exercise.text.split(/\n+/).filter(Boolean).map((line) => html`<p>${line}</p>`)}
            ${given.name || given.answer ? html`<p class="handed-by"><strong>${given.name}</strong> ${given.answer}</p>` : nothing}
            ${fixed ? html`<p class="hint">${t("exercise.fixed", { names: fixed })}</p>` : nothing}
            ${failure ? html`<p class="field-error" role="alert">${wordFailure(failure, t)}</p>` : goalList(goals, t)}
          </div>
          <div class="buttons">
            ${back(state)}
            <button class="primary" data-part="hand-in" aria-haspopup="dialog" @click=${openForm}>${t("exercise.hand_in")}</button>
            <button class="quiet" data-part="leave" aria-label=${t("exercise.leave")} title=${t("exercise.leave")} @click=${leave}>✕</button>
          </div>
        </div>
        <p class="visually-hidden" role="status">${reachedAt === null ? "" : t("exercise.reached")}</p>
        ${showsSolution ? html`<details class="solution"><summary>${t("exercise.solution")}</summary><p>${exercise.solution}</p></details>` : nothing}`,
      element,
    );
  }

  return {
    /** @param {boolean} shown whether the room is */
    setShown: (shown) => void (element.hidden = !shown),
    end() {
      watch.end();
      oneScreen.removeEventListener("change", place);
      element.remove();
      dialog.remove();
    },
    /** @param {State} now */
    draw(now) {
      const isNew = state?.t !== now.t || state?.snapshot?.step !== now.snapshot?.step;
      state = now;
      // What is shown while a run is on its way or has an error is of another one.
      if (now.snapshot && !now.snapshot.metricsDue) watch.look({ experiment: now.experiment, snapshot: now.snapshot });
      else if (now.playing) watch.look({ experiment: now.experiment, snapshot: now.snapshot });
      if (isNew) show();
    },
  };
}
