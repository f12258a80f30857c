// A lab in someone else's page: an experiment, its session, figures and controls, in a shadow root of their own.

import { html, nothing, render } from "lit-html";
import { base } from "../../core/addresses.js";
import { InvalidExperiment } from "../../core/lab.js";
import { createEmbedding } from "../../model/embed.js";
import { readExercise } from "../../model/exercise.js";
import { firstState } from "../../model/first_state.js";
import { DamagedLink, describe } from "../../model/link/words.js";
import { UnreadablePart } from "../../model/link/readable.js";
import { createSession } from "../../model/session.js";
import { createStore } from "../../ui/store.js";
import { note } from "../../ui/notice.js";
import * as builder from "../../figures/builder/figure.js";
import * as curves from "../../figures/curves/figure.js";
import * as network from "../../figures/network/figure.js";
import * as output from "../../figures/output/figure.js";
import * as tasks from "../../figures/tasks/tasks.js";
import { controls } from "./controls.js";
import { createEmbeddedExercise } from "./exercise.js";
import { linkOf, readExperiment } from "./experiment.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("./attributes.js").FigureName} FigureName */
/** @typedef {import("./attributes.js").ControlName} ControlName */

/** How a lab is shown. @typedef {{ figures: FigureName[], controls: ControlName[] } & import("../../ui/shell.js").Shared} Shown */

/** The figures that a name stands for: the output is over the plane, or that of a task. */
const kinds = { network: { network }, output: { output, task: tasks }, curves: { curves }, diagram: { diagram: builder } };

/** What went wrong in words of the reader's, null where that is a bug of ours. @param {unknown} error @param {State["t"]} t */
function wordsOf(error, t) {
  const isKnown = [InvalidExperiment, DamagedLink, UnreadablePart].some((kind) => error instanceof kind);
  return isKnown ? describe(error)(t) : null;
}

/** One closure, because what is loaded, shown and told follows one state.
 * @param {HTMLElement} element in a shadow root @param {{ lab: import("../../core/lab.js").Lab, pool: import("../../core/pool.js").Pool }} core
 * @param {Shown} shown @param {(type: string, detail: Record<string, unknown>) => void} tell @param {AbortSignal} signal */
export function createLab(element, { lab, pool }, shown, tell, signal) {
  /** @type {{ draw(state: State): void }[]} */
  const views = [];
  let toldStep = -1;
  let toldStop = /** @type {string | null} */ (null);
  /** What was opened last: what came before it has nothing to say any more. */
  let opened = {};
  /** The table that was brought last. @type {import("../../model/travelling_table.js").Table | null} */
  let table = null;
  const store = createStore(firstState(lab, shown), (state) => {
    if (signal.aborted) return;
    draw(state);
    tellRun(state);
    exercise.look(state);
  });
  const session = createSession(store, lab, pool, () => {});
  const embedding = createEmbedding(session, store);
  const exercise = createEmbeddedExercise(session, tell, () => store.update({}));
  const bar = element.appendChild(document.createElement("div"));
  const asked = element.appendChild(document.createElement("div"));
  const said = element.appendChild(document.createElement("div"));
  said.setAttribute("role", "status");
  const places = element.appendChild(document.createElement("div"));
  /** Which controls there are. */
  let named = shown.controls;
  /** Ends the figures that hang now. */
  let hung = new AbortController();

  /** The whole page with this experiment. */
  function address() {
    const { experiment } = store.state;
    const isAboutTable = experiment.data.dataset === "table" && experiment.data.file === table?.name;
    return new URL(`./${linkOf(lab.minimal(experiment), lab.version, exercise.content(), isAboutTable ? table ?? undefined : undefined)}`, base()).href;
  }

  /** @param {State} state */
  function draw(state) {
    element.lang = state.language;
    render(controls(state, named, session.actions, () => (named.includes("open") ? address() : "")), bar);
    render(exercise.template(state), asked);
    render([note(state, session.actions), state.snapshot?.diverged ? html`<p class="notice error">${state.t("diverged.title", { step: state.snapshot.diverged.step })}</p>` : nothing], said);
    for (const view of views) view.draw(state);
  }

  /** Tells the page around of every step that is shown, and of the end. @param {State} state */
  function tellRun({ snapshot }) {
    if (!snapshot || typeof snapshot.train.loss !== "number") return;
    if (snapshot.step !== toldStep) tell("step", embedding.snapshot());
    toldStep = snapshot.step;
    if (snapshot.stopped && snapshot.stopped !== toldStop) tell("stop", embedding.snapshot());
    toldStop = snapshot.stopped;
  }

  /** @param {FigureName} name */
  function hang(name) {
    for (const [kind, { createFigure }] of Object.entries(/** @type {Record<string, { createFigure: any }>} */ (kinds[name]))) {
      const place = places.appendChild(document.createElement("section"));
      place.className = `card of-${kind}`;
      views.push(createFigure(place, { core: lab, run: session, actions: session.actions, signal: hung.signal }));
    }
  }

  /** Hangs other figures, with other controls; the run goes on. @param {Pick<Shown, "figures" | "controls">} next */
  function show(next) {
    hung.abort();
    hung = new AbortController();
    named = next.controls;
    views.length = 0;
    places.replaceChildren();
    places.className = `embedded-figures ${next.figures.length === 1 ? "alone" : ""}`;
    for (const name of next.figures) hang(name);
    store.update({});
  }

  session.subscribe(["evaluation"], { signal });
  show(shown);
  signal.addEventListener("abort", () => (hung.abort(), exercise.end(), session.actions.pause(), session.close()), { once: true });

  return {
    ...embedding,
    /** Starts over with a partial experiment, which is no exercise. @param {unknown} partial */
    async load(partial) {
      const loaded = await embedding.load(partial);
      exercise.set(null);
      return loaded;
    },
    /** Starts over with what is written; says what is wrong with that, and is as it was.
     * @param {string} text @param {string} [goals] to be reached instead of those of the text */
    async open(text, goals = "") {
      const own = (opened = {});
      const before = table;
      try {
        const { partial, exercise: written, table: brought } = await readExperiment(text, lab, session.actions.ask);
        if (own !== opened) return;
        // An address that is asked for as soon as the experiment is there has the table, too.
        table = brought ?? table;
        await embedding.load(partial);
        if (own !== opened) return;
        exercise.set(goals ? { ...(written ?? readExercise({})), goals } : written);
        store.update({});
      } catch (/** @type {any} */ error) {
        if (own !== opened || signal.aborted) return;
        table = before;
        const what = wordsOf(error, store.state.t) ?? error.message;
        if (!store.state.snapshot) await embedding.load({});
        store.update({ notice: { kind: "error", key: "embedded.bad_experiment", words: { what } } });
        tell("error", { message: what });
      }
    },
    show,
    /** Changes language or theme. @param {import("../../ui/shell.js").Shared} change */
    share: (change) => store.update(change),
    address,
  };
}

/** @typedef {ReturnType<typeof createLab>} EmbeddedLab */
