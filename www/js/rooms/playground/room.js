// The playground: an experiment, the session that trains it, its views and figures.

import { createEmbedding } from "../../model/embed.js";
import { firstState } from "../../model/first_state.js";
import { completed, differences } from "../../model/link/view.js";
import * as curves from "../../figures/curves/figure.js";
import * as network from "../../figures/network/figure.js";
import * as output from "../../figures/output/figure.js";
import { createSession } from "../../model/session.js";
import { speeds, defaultSpeed, speedOf } from "../../model/speeds.js";
import { experimentPresets } from "../../model/presets.js";
import { atReadingPace } from "../../ui/reading_pace.js";
import { createStore } from "../../ui/store.js";
import * as dataPanel from "./data_panel.js";
import { listenForUndo } from "./history.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { loadedOnce } from "../../ui/loaded_once.js";
import { missingNotice } from "../../ui/notice.js";
import { later } from "../../figures/later.js";
import * as networkView from "./network_view.js";
import { createTakeAlong } from "./take_along/opener.js";
import * as notice from "./notice.js";
import * as summary from "./summary.js";
import * as tasks from "../../figures/tasks/tasks.js";
import * as trainingPanel from "./training_panel.js";
import * as transport from "./transport.js";

/** @typedef {import("../../model/state.js").State} State */

const builder = later(() => import("../../figures/builder/figure.js"));
const inspect = later(() => import("../../figures/inspect/figure.js"));
const health = later(() => import("../../figures/health/figure.js"));
const functions = later(() => import("../../figures/functions/figure.js"));

const places = {
  transport, data: dataPanel, network: networkView, training: trainingPanel, summary,
};

/** The figures of the room, in this order. */
const figures = { network, output, curves, builder, inspect, health, functions, task: tasks };

const flag = [false, true];

/** What a link carries of how the playground is shown. */
const choices = {
  showTest: flag, discretize: flag, markWrong: flag, logLoss: flag, smooth: flag, metricCurve: [true, false], testCurve: [true, false], diagram: flag, inspect: flag, health: flag, functions: flag, fillIn: flag, predict: flag,
  speed: [defaultSpeed, ...speeds.keys()],
};

/** The name of the table that is learned. @param {import("../../core/protocol.js").Experiment} experiment */
const fileOf = ({ data }) => (data.dataset === "table" ? data.file : null);

/** One closure, because it is the list of what a room does for the others, over one store, session and set of views.
 * @param {import("../rooms.js").Page} page @param {() => void} showNetwork goes to the loss surface of the network
 * @param {() => void} compare puts the run beside others */
export function openPlayground({ lab, shared, rooms, pool, element, setLanguage }, showNetwork, compare) {
  const root = element("playground");
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
  /** @type {{ draw(state: State): void }[]} */
  const views = [];
  let shown = false;
  let playedWhenLeft = false;
  let isMounted = false;
  /** Whether the room was laid out for its first data. */
  let isLaidOut = false;
  /** The room is never closed. */
  const { signal: ends } = new AbortController();
  const store = createStore(firstState(lab, shared()), (state) => {
    if (!shown) return;
    document.documentElement.classList.toggle("playing", state.playing);
    if (state.data) showTask(state.data.task);
    for (const view of views) view.draw(state);
    rooms.drawn();
  });
  const session = createSession(store, lab, pool, showNetwork);
  const { actions } = session;
  const takeAlong = createTakeAlong(root, session, store);

  /** What a link asks to be done, as it says it. @type {any} */
  let asked = null;
  /** The table that a link brought, as it says it. @type {any} */
  let brought = null;
  /** What was read for that; another file may have been opened under its name. @type {ArrayBuffer | null} */
  let read = null;
  /** The same as it is shown, and what it locks. @type {ReturnType<typeof import("./exercise/opener.js").createExercise> | null} */
  let exercise = null;

  /** Has the worker read what the link brought. @param {(question: import("../../core/protocol.js").Question) => Promise<any>} ask */
  async function take(ask) {
    const { bring } = await import("./brought_table.js");
    const mine = brought;
    await bring(mine, ask);
    if (mine === brought) read = session.fileBytes(mine.name);
  }

  /** @param {unknown} next as a link says it; null where it says none @param {unknown} [answers] that were handed in with it */
  async function setExercise(next, answers) {
    asked = next;
    if (!exercise && !next) return;
    const { createExercise } = await import("./exercise/opener.js");
    if (!exercise) views.push((exercise = createExercise(root, session, store, { link: (answers) => rooms.link({ moment: true, answers }), setLanguage, leave: () => void setExercise(null) })));
    if (asked === next) await exercise.set(next, answers);
  }

  /** Lays the room out for a task. Where its picture is out of sight, it comes to be in sight. @param {string} task */
  function showTask(task) {
    const isFirst = !isLaidOut;
    isLaidOut = true;
    if (root.dataset.task === task) return;
    root.dataset.task = task;
    if (isFirst || task === "plane") return;
    requestAnimationFrame(() => {
      const { top, bottom } = part("task").getBoundingClientRect();
      if (bottom > 0 && top < innerHeight / 2) return;
      part("task").scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    });
  }

  /** How each figure is shown, and where that is kept when someone changes it: what a link carries, and what is selected. */
  const kept = /** @type {Record<keyof typeof figures, { options(state: State): object, keep(options: any): void }>} */ ({
    network: {
      options: (/** @type {State} */ { selected }) => ({ selected, hidesFeatures: exercise?.hides("features") ?? false }),
      keep: (/** @type {network.Options} */ { selected }) => actions.select(selected),
    },
    output: {
      options: (/** @type {State} */ { display }) => display.output,
      keep: (/** @type {output.Options} */ options) => actions.display({ output: options }),
    },
    curves: {
      options: (/** @type {State} */ { display }) => display.curves,
      keep: (/** @type {curves.Options} */ options) => actions.display({ curves: options }),
    },
    builder: { options: () => ({}), keep() {} },
    inspect: {
      options: (/** @type {State} */ { display }) => display.inspecting,
      keep: (/** @type {import("../../model/display.js").InspectOptions} */ { fillIn, predict }) => actions.display({ inspecting: { fillIn, predict } }),
    },
    health: { options: () => ({}), keep() {} },
    functions: { options: () => ({}), keep() {} },
    task: { options: () => ({}), keep() {} },
  });

  /** Makes the element of a figure. @param {"network" | "output" | "curves"} name */
  function place(name) {
    const own = document.createElement(name === "network" ? "div" : "section");
    if (name === "network") part("builder").before(own);
    else part("side").append(own);
    own.classList.toggle("card", name !== "network");
    return own;
  }

  /** @param {keyof typeof figures} name */
  function hang(name) {
    const own = name === "network" || name === "output" || name === "curves" ? place(name) : part(name);
    const { options, keep } = kept[name];
    const { createFigure } = /** @type {{ createFigure(element: HTMLElement, context: import("../../figures/stage.js").Context<any> & { found: unknown }): import("../../figures/stage.js").Figure<State, any> }} */ (figures[name]);
    if (name === "inspect") part("side").addEventListener("click", pick);
    const figure = createFigure(own, { core: lab, run: session, actions: { ...actions, compare }, options: options(store.state), optionsChanged: keep, found: (/** @type {State["finding"]} */ finding) => store.update({ finding }), signal: ends });
    /** A press on a point of the output picks its example. @param {MouseEvent} press */
    async function pick(press) {
      if (!store.state.display.inspect) return;
      const { target } = press;
      const { exampleAt } = await import("../../figures/inspect/pick.js");
      const example = exampleAt(store.state, target, press);
      if (example) figure.set({ example });
    }

    return {
      /** @param {State} state */
      draw(state) {
        figure.set(options(state));
        figure.draw(state);
      },
    };
  }

  /** The presets and the dialog they are chosen in. */
  const presets = loadedOnce(async () => {
    const [{ createPresets }, { createPictures, icon }] = await Promise.all([import("../presets.js"), import("./preset_pictures.js"), loadMoreStyles()]);
    return createPresets(element("presets"), {
      shared, notify: actions.notify, presets: experimentPresets, words: "preset", play: "play", icon, paint: createPictures(pool, lab),
      isOpen: (partial) => JSON.stringify(lab.complete(partial)) === JSON.stringify(store.state.experiment),
      load(partial, { speed }) {
        actions.pause();
        actions.setSpeed(speedOf(speed));
        session.load(partial);
        setExercise(null);
      },
    });
  });
  const withPresets = (/** @type {(opened: ReturnType<typeof presets.loaded>) => void} */ next) =>
    Promise.resolve(presets.bring()).then(() => next(presets.loaded()), (error) => actions.notify(missingNotice(error)));

  function mountViews() {
    isMounted = true;
    const panels = [...Object.entries(places).map(([name, { mount }]) => mount(part(name), actions, lab, takeAlong)), notice.mount(element("notice"), actions), takeAlong];
    views.push(atReadingPace({ draw: (/** @type {State} */ state) => panels.forEach((panel) => panel.draw(state)) }));
    for (const name of /** @type {(keyof typeof figures)[]} */ (Object.keys(figures))) views.push(hang(name));
    // The rows of numbers are of the whole room.
    session.subscribe(["evaluation"]);
    listenForUndo(root, actions);
  }

  return {
    session,
    load: session.load,
    changed: () => [session.linked(), store.state.display, store.state.speed, asked, brought],
    content: () => store.state.experiment,
    minimal: () => lab.minimal(store.state.experiment),
    openedFiles: session.openedFiles,
    /** The table as the link said it, while it is the one that is learned. */
    table: () => (brought?.name === fileOf(store.state.experiment) && read === session.fileBytes(brought.name) ? brought : null),
    /** What the next experiment is to find here. @param {any} next as a link says it; null where it brings none */
    setTable(next) {
      [brought, read] = [next, null];
      session.bring(next && take);
    },
    /** @param {unknown} name of a file beside the page @param {object} partial what else a link says */
    async openTable(name, partial) {
      const { openBeside } = await import("./brought_table.js");
      brought = await openBeside(session, lab, String(name), partial);
      read = brought && session.fileBytes(brought.name);
      store.update({});
    },
    /** The opened table that is learned, for a link to carry; null where it is none. */
    ownTable() {
      const { data } = store.state.experiment;
      const bytes = data.dataset === "table" && session.fileBytes(data.file);
      return data.dataset === "table" && bytes ? { name: data.file, bytes, encoding: data.encoding } : null;
    },
    /** Opens a run as it was. @param {unknown} record */
    async openRun(record) {
      const { bringBack } = await import("./kept_run.js");
      session.load(Object(record).experiment);
      await bringBack(session, record);
    },
    upgrade: lab.upgrade,
    view: () => differences(choices, { ...store.state.display, ...store.state.display.output, ...store.state.display.curves, ...store.state.display.inspecting, speed: store.state.speed }),
    /** @param {Record<string, unknown>} view */
    setView(view) {
      const { speed, diagram, inspect, health, functions, fillIn, predict, showTest, discretize, markWrong, logLoss, smooth, metricCurve, testCurve } = completed(choices, view);
      const { label } = store.state.display.output;
      store.update({ speed, display: { diagram, inspect, health, functions, output: { showTest, discretize, markWrong, label }, curves: { logLoss, smooth, metricCurve, testCurve }, inspecting: { fillIn, predict } } });
    },
    /** @param {import("../../ui/shell.js").Shared} change */
    share: (change) => store.update(change),
    exercise: () => exercise?.content() ?? asked,
    setExercise,
    record: session.record,
    /** @param {unknown} record */
    replay: async (record) => (await import("./kept_run.js")).bringBack(session, record),
    /** Brings back the run that was here before a reload, and keeps it for the next one. */
    async keepRun() {
      views.push((await import("./kept_run.js")).createKeeper(session, store));
    },
    flush: store.flush,
    /** @param {boolean} now */
    setShown(now) {
      shown = now;
      if (now && !isMounted) mountViews();
      exercise?.mark(now);
      if (!now) playedWhenLeft = store.state.playing;
      if (!now) actions.pause();
      else if (playedWhenLeft) actions.play();
      store.update({});
    },
    notify: actions.notify,
    showPresets: () => withPresets((opened) => opened.show()),
    openPreset: (/** @type {string} */ name) => withPresets((opened) => opened.openNamed(name)),
    acts: { step: () => actions.step(1), back: () => actions.seek(Math.max(0, (store.state.snapshot?.step ?? 0) - 1)), epoch: () => actions.epoch(), reset: actions.reset, newSeed: actions.newSeed },
    undoes: true,
    toggle: () => (store.state.playing ? actions.pause() : actions.play()),
    refresh: session.refresh,
    send: session.send,
    experiment: () => store.state.experiment,
    model: () => store.state.model,
    step: () => store.state.snapshot?.step ?? 0,
    /** Starts over with an experiment and trains it; throws at once where it is not valid.
     * @param {unknown} partial @param {number} steps @returns {Promise<unknown>} */
    train(partial, steps) {
      session.load(partial);
      return steps > 0 ? actions.step(steps) : Promise.resolve();
    },
    embedding: createEmbedding(session, store),
  };
}
