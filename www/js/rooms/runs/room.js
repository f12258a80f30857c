// The room of many runs: a plan on the left, what comes of it on the right. Each run opens in the playground as it was.

import { html, render } from "lit-html";
import { completed, differences } from "../../model/link/view.js";
import { createStore } from "../../ui/store.js";
import { note } from "../../ui/notice.js";
import { createSweepSession, firstSweepState, modes, views } from "../../model/sweep/session.js";
import { completePlan, experimentOf, mostCompared } from "../../model/sweep/plan.js";
import { createSweep } from "../../model/sweep/runner.js";
import { pictureMenu, tendPictures } from "../pictures/menu.js";
import { createCompare } from "./compare.js";
import { createPlanPanel } from "./plan_panel.js";
import { createResults } from "./results.js";

/** @typedef {import("../../model/sweep/session.js").SweepState} State */
/** @typedef {import("../../model/sweep/runner.js").Row} Row */

/** What a link carries of how the room is shown. */
const choices = { view: views, mode: modes };

/** What the room needs of the playground.
 * @typedef {{ experiment(): import("../../core/protocol.js").Experiment, minimal(): Record<string, unknown>, openRun(record: unknown): unknown,
 *   openedFiles(): import("../../core/protocol.js").Question[] }} Playground */

/** The numbers of a row, for those who call the page. @param {Row} row */
const plain = ({ values, repeat, seed, step, epoch, trainLoss, testLoss, trainMetric, testMetric, stopped, success, parameters, fingerprint, problem }) =>
  ({ ...values, repeat, seed, step, epoch, trainLoss, testLoss, trainMetric, testMetric, stopped, success, parameters, fingerprint, failed: problem !== null });

/** One closure, because it is the list of what a room does for the others, over one store and session.
 * @param {import("../rooms.js").Page} page @param {Playground} playground */
export function openRuns({ lab, pool, shared, rooms, element }, playground) {
  const root = element("runs");
  let shown = false;
  const store = createStore(firstSweepState(lab, shared()), draw);
  const session = createSweepSession(store, lab, pool, playground.openedFiles);
  const { actions } = session;
  /** @type {{ draw(state: State): void }[]} */
  let parts = [];

  /** @param {State} state */
  function draw(state) {
    if (!shown) return;
    for (const part of parts) part.draw(state);
    render(note(state, actions), element("notice"));
    rooms.drawn();
  }

  /** Opens a run in the playground, at its end, to the bit. @param {Row} row */
  function open(row) {
    const { plan } = store.state;
    const experiment = lab.minimal(experimentOf(lab, plan, row));
    playground.openRun({ version: lab.version, experiment, step: row.step, fingerprint: row.fingerprint });
    rooms.visit("playground");
  }

  const isTaken = () => JSON.stringify(playground.minimal()) === JSON.stringify(lab.minimal(store.state.experiment));
  const take = () => actions.take(playground.minimal());

  function mount() {
    const card = () => root.appendChild(Object.assign(document.createElement("section"), { className: "card" }));
    const bar = root.appendChild(document.createElement("div"));
    bar.className = "modes";
    tendPictures(bar, root, { shared, notify: actions.notify, play: () => store.state.mode === "compare" && session.comparison.play() });
    const plan = card();
    plan.dataset.part = "plan";
    const results = card();
    results.dataset.part = "results";
    const beside = card();
    beside.dataset.part = "compare";
    const current = () => store.state;
    const openCompared = (/** @type {import("../../core/protocol.js").Experiment} */ experiment, /** @type {number} */ step) => {
      playground.openRun({ version: lab.version, experiment: lab.minimal(experiment), step });
      rooms.visit("playground");
    };
    const sides = { plan: [createPlanPanel(plan, session, { take, isTaken }), createResults(results, session, { open, current })], compare: [createCompare(beside, session, { open: openCompared, taken: playground.minimal, current })] };
    parts = [{
      draw(state) {
        const { mode, t } = state;
        root.dataset.mode = mode;
        plan.hidden = results.hidden = mode !== "plan";
        beside.hidden = mode !== "compare";
        render(html`<div class="segments" role="group" aria-label=${t("sweep.modes")}>${modes.map((one) => html`<button data-mode=${one} aria-pressed=${mode === one} @click=${() => show(one)}>${t(`sweep.mode.${one}`)}</button>`)}</div> ${pictureMenu(t)}`, bar);
        for (const part of sides[mode]) part.draw(state);
      },
    }];
  }

  /** The first run to compare is that of the playground. @param {import("../../model/sweep/session.js").Mode} mode */
  function show(mode) {
    if (mode === "compare" && store.state.plan.compare.length === 0) actions.edit((plan) => void plan.compare.push(playground.minimal()));
    actions.setMode(mode);
  }

  return {
    /** @param {any} partial a plan; without an experiment it is of the playground's */
    load(partial) {
      const given = Object(partial);
      session.load("experiment" in given ? partial : { ...given, experiment: playground.minimal() });
      // What only compares is shown so; a link may say otherwise of its view.
      actions.setMode(given.compare?.length && !given.vary?.length ? "compare" : "plan");
    },
    changed: () => [store.state.plan, store.state.view, store.state.mode],
    content: () => store.state.plan,
    minimal: session.minimal,
    /** @param {any} partial @param {number} version */
    upgrade(partial, version) {
      const given = Object(partial);
      const compare = Array.isArray(given.compare) ? { compare: given.compare.map((/** @type {unknown} */ one) => lab.upgrade(one, version).partial) } : {};
      if (!given.experiment) return { partial: { ...given, ...compare }, kept: [] };
      const { partial: experiment, kept } = lab.upgrade(given.experiment, version);
      return { partial: { ...given, experiment, ...compare }, kept };
    },
    view: () => differences(choices, { view: store.state.view, mode: store.state.mode }),
    /** @param {Record<string, unknown>} view */
    setView(view) {
      const chosen = completed(choices, view);
      actions.show(chosen.view);
      actions.setMode(chosen.mode);
    },
    /** @param {import("../../ui/shell.js").Shared} change */
    share: (change) => store.update(change),
    flush: store.flush,
    /** @param {boolean} now */
    setShown(now) {
      shown = now;
      if (!now) session.comparison.pause();
      if (now && parts.length === 0) mount();
      const { rows, plan, running } = store.state;
      // A plan that nothing has come of yet is of what is in the playground.
      if (now && rows.length === 0 && plan.vary.length === 0 && !running && !isTaken()) take();
      store.update({});
    },
    notify: actions.notify,
    showPresets: () => void (/** @type {HTMLElement | null} */ (root.querySelector("[data-plan]"))?.focus()),
    openPreset() {},
    acts: {},
    undoes: false,
    toggle: () => (store.state.mode === "compare" ? (store.state.compared.playing ? session.comparison.pause() : session.comparison.play()) : store.state.running ? actions.cancel() : store.state.rows.length < store.state.total && actions.start()),
    /** Puts the playground's run among those that are compared, unless it is there, and shows them. */
    pin() {
      const own = playground.minimal();
      const { compare } = store.state.plan;
      const isThere = compare.some((one) => JSON.stringify(one) === JSON.stringify(own));
      if (!isThere && compare.length >= mostCompared) actions.notify({ kind: "warning", key: "compare.no_room", words: { most: mostCompared } });
      else if (!isThere) actions.edit((plan) => void plan.compare.push(own));
      actions.setMode("compare");
    },
    /** Trains all runs of a plan in the background, and resolves to their table. @param {unknown} partial @returns {Promise<ReturnType<typeof plain>[]>} */
    async sweep(partial) {
      const given = Object(partial);
      const plan = completePlan(lab, "experiment" in given ? given : { ...given, experiment: playground.minimal() });
      return (await createSweep(pool, lab, plan, { files: playground.openedFiles }).run()).map(plain);
    },
  };
}
