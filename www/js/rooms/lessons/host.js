// A run of a chapter: its experiment, the session that trains it, and the figures over it. It starts when it comes near the
// screen, and rests while none of it is in sight.

import { awaited, later } from "../../figures/later.js";
import { firstState } from "../../model/first_state.js";
import { createSession } from "../../model/session.js";
import { createStore } from "../../ui/store.js";
import { readFields } from "../../model/lessons/fields.js";
import { speedOf, speeds } from "../../model/speeds.js";
import { createNear } from "./near.js";
import { experimentIn, mistakeOf } from "./wanted.js";
import { missingNotice } from "../../ui/notice.js";
import * as curves from "../../figures/curves/figure.js";
import * as network from "../../figures/network/figure.js";
import * as output from "../../figures/output/figure.js";
import * as tasks from "../../figures/tasks/tasks.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../model/lessons/blocks.js").Block} Block */
/** @typedef {import("../../model/lessons/fields.js").Fields} Fields */
/** @typedef {(state: State) => void} Listener */

/** @typedef {import("./context.js").Context} Context */

/** @type {Record<string, { createFigure: import("../../figures/stage.js").CreateFigure<State, any> }>} */
const figures = {
  curves, network, output, task: tasks,
  diagram: later(() => import("../../figures/builder/figure.js")), inspect: later(() => import("../../figures/inspect/figure.js")),
  health: later(() => import("../../figures/health/figure.js")), functions: later(() => import("../../figures/functions/figure.js")),
};

/** One closure, because what is seen, played and done is of one run.
 * @param {Block} block @param {Context} context */
export function createHost(block, context) {
  const { page, signal, shared, told } = context;
  const { lab, pool, rooms } = page;
  const value = (/** @type {string} */ key) => block.fields[key]?.[0]?.value;
  /** @type {Set<Listener>} */
  const listeners = new Set();
  /** What is on the screen of it. @type {Set<Element>} */
  const seen = new Set();
  /** What has been done with it. @type {Set<string>} */
  const did = new Set();
  let playedWhenLeft = false;
  /** @type {Promise<void> | null} */
  let started = null;
  /** The table that the link of the block brought. @type {import("../../model/travelling_table.js").Table | null} */
  let table = null;
  /** Whether Play waits for a prediction. */
  let isLocked = false;

  const store = createStore(/** @type {State} */ ({ ...firstState(lab, shared()), speed: speedIn(value("speed")) }), (state) => {
    if (!signal.aborted) for (const listen of listeners) listen(state);
  });
  const session = createSession(store, lab, pool, () => openInPlayground(true));
  session.subscribe(["evaluation"], { signal, isSeen: () => seen.size > 0 });
  signal.addEventListener("abort", () => (store.update({ playing: false }), session.close()), { once: true });

  /** @template {(...given: any[]) => any} Act @param {string} name @param {Act} act @returns {Act} */
  const noted = (name, act) => /** @type {Act} */ ((...given) => {
    did.add(name);
    context.attend(host);
    const answer = act(...given);
    store.update({});
    return answer;
  });
  const { actions: plain } = session;
  /** @type {import("../../model/state.js").Actions} */
  const actions = {
    ...plain,
    play: noted("play", () => !isLocked && plain.play()), pause: noted("pause", plain.pause), step: noted("step", (batches) => (isLocked ? Promise.resolve(/** @type {any} */ (store.state.snapshot)) : plain.step(batches))),
    epoch: noted("step", () => (isLocked ? Promise.resolve(/** @type {any} */ (store.state.snapshot)) : plain.epoch())), reset: noted("reset", plain.reset), newSeed: noted("reset", plain.newSeed), edit: noted("edit", plain.edit),
    setParameter: noted("weight", plain.setParameter), select: noted("select", plain.select),
  };

  /** Loads the experiment and trains it ahead, once. */
  function start() {
    started ??= begin().catch((error) => {
      if (!signal.aborted) told(mistakeOf(error, block.fields, block.line));
    });
    return started;
  }

  /** @param {Fields} fields */
  async function wanted(fields) {
    const found = await experimentIn(fields, lab, plain.ask);
    table = found.table;
    return found.experiment;
  }

  async function begin() {
    const experiment = await wanted(block.fields);
    const stop = value("stop");
    if (stop) experiment.training.stop_epoch = Number(stop);
    if (signal.aborted) return;
    session.load(experiment);
    const steps = Number(value("train") ?? 0);
    if (steps > 0 && block.kind === "figure") await plain.step(steps);
    await session.refresh();
  }

  const near = createNear(signal, () => awaited(start()));
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
    if (seen.size === 0 && store.state.playing) {
      playedWhenLeft = true;
      plain.pause();
    } else if (seen.size > 0 && playedWhenLeft) {
      playedWhenLeft = false;
      plain.play();
    }
  });
  signal.addEventListener("abort", () => sight.disconnect(), { once: true });

  /** @param {boolean} [surface] whether the loss surface of its network is shown there */
  async function openInPlayground(surface = false) {
    const room = rooms.open("playground");
    room.setTable?.(table);
    room.load(lab.minimal(store.state.experiment));
    await rooms.visit("playground");
    if (surface) document.querySelector(/** @type {any} */ ("#playground [data-part=show-surface]"))?.click();
  }

  const host = {
    store, session, actions, did, start,
    keys: { step: () => actions.step(1), epoch: () => actions.epoch(), reset: () => actions.reset(), newSeed: () => actions.newSeed(), undo: () => actions.undo(), redo: () => actions.redo() },
    /** Hears of every state. @param {Listener} listener */
    listen(listener) {
      listeners.add(listener);
      listener(store.state);
    },
    /** Starts the run when the element comes near, and lets it run while the element is in sight. @param {HTMLElement} element */
    watch(element) {
      near.observe(element);
      sight.observe(element);
    },
    /** @param {HTMLElement} element @param {string} name @param {{ isEditable: boolean, options?: object }} how
     * @returns {{ set(options: any): void }} */
    hang(element, name, { isEditable, options }) {
      const own = isEditable ? actions : { ...actions, edit: () => false };
      const figure = figures[name].createFigure(element, { core: lab, run: session, actions: own, options, signal });
      host.listen((state) => state.data && figure.draw(isEditable ? state : { ...state, brush: null }));
      return figure;
    },
    /** @param {boolean} now */
    lock(now) {
      isLocked = now;
      store.update({});
    },
    get isLocked() {
      return isLocked;
    },
    openInPlayground: () => openInPlayground().catch((error) => plain.notify(missingNotice(error))),
    /** Trains the experiment of the block, or its model answer, with nobody looking. @param {Fields} [fields] of the answer */
    async show(fields) {
      await start();
      session.load(await wanted({ ...block.fields, ...fields }));
      await session.refresh();
      for (const { value: set } of fields?.set ?? []) {
        for (const part of set.split(",")) {
          const [index, number] = part.split("=").map(Number);
          plain.setParameter(index, number);
        }
      }
      const steps = Number(fields?.train?.[0]?.value ?? value("train") ?? 0);
      if (steps > 0) await plain.step(steps);
      return session.refresh();
    },
    toggle: () => (store.state.playing ? actions.pause() : actions.play()),
  };
  return host;
}

/** @typedef {ReturnType<typeof createHost>} Host */

/** The speed nearest to so many steps a second. @param {string | undefined} text */
function speedIn(text) {
  if (text === undefined) return speedOf();
  const wanted = Number(text);
  return speeds.reduce((best, speed, index) => (Math.abs(Math.log(Math.min(speed, 1e5) / wanted)) < Math.abs(Math.log(Math.min(speeds[best], 1e5) / wanted)) ? index : best), 0);
}

/** The model answer of an exercise, as fields. @param {Block} block @returns {Fields | null} */
export function answerIn({ fields }) {
  const field = fields.solution?.[0];
  return field ? readFields(field.value, field.line + 1).fields : null;
}
