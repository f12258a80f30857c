// What the network learns from: a data set by its picture, how many examples, how noisy.

import { html, nothing, render } from "lit-html";
import { classColour, css, signedColour } from "../../ui/colours.js";
import { drawControl } from "../../ui/controls.js";
import { icons } from "./data/icons.js";
import { createFormula } from "./data/formula.js";
import { createOwnTable } from "./data/own_table.js";
import { openTask, tasks } from "./data/tasks.js";
import { taskControls } from "./data/task_controls.js";
import { dataGroups } from "../../core/registry.js";
import { defaultSpeed } from "../../model/speeds.js";
import { numbersOf } from "./data/numbers.js";
import { seeds } from "./data/seeds.js";
import { tendMenus } from "../../ui/menu.js";
import { blank } from "../../ui/canvas.js";
import { rove } from "../../ui/roving.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/protocol.js").Experiment} Experiment */
/** @typedef {import("../../ui/controls.js").Control} Control */
/** @typedef {Experiment["data"]["dataset"]} DataSetName */

/** @typedef {"plane" | "curve" | "task"} Tab */

/** @type {{ tab: Tab, group: string, names: readonly DataSetName[] }[]} */
const groups = [
  { tab: "plane", group: "classes", names: dataGroups.classes },
  { tab: "plane", group: "plane", names: dataGroups.plane },
  { tab: "plane", group: "own", names: dataGroups.own },
  { tab: "curve", group: "curve", names: dataGroups.curve },
];

/** @type {Control[]} */
const common = [
  { path: "data.samples", kind: "range", low: 4, high: 5000, log: true, whole: true },
  { path: "data.noise", kind: "range", low: 0, high: 0.5, step: 0.01, percent: true },
  { path: "data.train_fraction", kind: "range", low: 0.1, high: 1, step: 0.05, percent: true },
];

const size = 48;

/** @param {DataSetName} name @returns {Tab} */
const tabOf = (name) => groups.find(({ names }) => names.includes(name))?.tab ?? (/** @type {readonly DataSetName[]} */ (dataGroups.other).includes(name) ? "plane" : "task");

/** One closure, because tabs, tiles and controls are drawn from the same watched state.
 * @param {HTMLElement} element @param {import("../../model/state.js").Actions} actions @param {import("../../core/lab.js").Lab} lab */
export function mount(element, actions, lab) {
  /** @type {State | null} */
  let last = null;
  /** The tab that is open where it is not that of the data. @type {Tab | null} */
  let open = null;
  /** @type {Map<string, ReturnType<typeof lab.thumbnail>>} */
  const thumbnails = new Map();
  const formula = createFormula(actions, () => last && redraw(last));
  /** The room is never closed. */
  const { signal } = new AbortController();
  const tendTiles = rove(element, ".dataset", signal);
  tendMenus(element, signal);
  const ownTable = createOwnTable(element.ownerDocument, actions, lab, () => last && redraw(last));

  /** @param {HTMLCanvasElement} canvas @param {DataSetName} name @param {State["theme"]} theme */
  function paint(canvas, name, theme) {
    const key = `${name} ${theme}`;
    if (canvas.dataset.key === key) return;
    canvas.dataset.key = key;
    const points = thumbnails.get(name) ?? lab.thumbnail(/** @type {any} */ ({ dataset: name }));
    thumbnails.set(name, points);
    const context = blank(canvas, canvas.width, canvas.height);
    for (const point of points) {
      context.fillStyle = css(point.class === null ? signedColour(theme, point.value) : classColour(point.class));
      context.beginPath();
      context.arc(point.x * canvas.width, point.y * canvas.height, 2.6, 0, 7);
      context.fill();
    }
  }

  /** @param {DataSetName} name */
  function choose(name) {
    open = null;
    if (last && tabOf(last.experiment.data.dataset) === "task") actions.setSpeed(defaultSpeed);
    actions.edit(
      (draft) => {
        const { samples, noise, train_fraction, features, dataset } = draft.data;
        if (dataset === name) return;
        if (tabOf(dataset) === "task") {
          // A network made for a task tells nothing of the plane: begin with the one a newcomer sees.
          Object.assign(draft, lab.complete({ data: { dataset: name }, seed: draft.seed }));
          return;
        }
        const kept = { samples, noise: Math.min(noise, 0.5), train_fraction: Math.max(train_fraction, 0.1) };
        const flat = tabOf(name) === "curve";
        const wasFlat = tabOf(dataset) === "curve";
        const first = flat ? ["x1"] : ["x1", "x2"];
        draft.data = /** @type {any} */ ({ dataset: name, ...kept, features: flat === wasFlat ? features : first });
      },
      { fresh: true },
    );
  }

  /** @param {State} state @param {Tab} shown */
  function tabs({ t, experiment }, shown) {
    const current = tabOf(experiment.data.dataset);
    const show = (/** @type {Tab} */ tab) => {
      open = tab === current ? null : tab;
      if (last) redraw(last);
    };
    return html`<div class="data-tabs" role="group" aria-label=${t("data.title")}>
      ${/** @type {Tab[]} */ (["plane", "curve", "task"]).map((tab) => html`<button data-tab=${tab} aria-pressed=${tab === shown} @click=${() => show(tab)}>${t(`data.tab.${tab}`)}</button>`)}
    </div>`;
  }

  /** @param {State} state */
  function planeTiles({ t, experiment }, /** @type {Tab} */ shown) {
    const current = experiment.data.dataset;
    return groups.filter(({ tab }) => tab === shown).map(
      ({ group, names }) => html`<fieldset class="datasets">
        <legend>${t(`data.group.${group}`)}</legend>
        ${names.map(
          (name) => html`<button class="dataset" aria-pressed=${name === current} title=${t(`dataset.${name}`)} @click=${() => choose(name)} data-dataset=${name}>
            ${name === "drawn" || name === "function" ? icons[name] : html`<canvas width=${size * 2} height=${size * 2} aria-hidden="true"></canvas>`}
            <span>${t(`dataset.${name}`)}</span>
          </button>`,
        )}
      </fieldset>`,
    );
  }

  /** @param {State} state */
  function taskTiles({ t, experiment, language }) {
    const { data } = experiment;
    const pick = (/** @type {typeof tasks[number]} */ task) => {
      open = null;
      openTask(task, language, actions, lab);
    };
    return html`<fieldset class="datasets tasks">
        <legend>${t("data.group.task")}</legend>
        ${tasks.map((task) => html`<button class="dataset" aria-pressed=${task.is(data)} @click=${() => pick(task)} data-task=${task.name}>
          ${icons[task.icon]}<span><strong>${t(`task.${task.name}`)}</strong> ${t(`task.${task.name}.short`)}</span>
        </button>`)}
      </fieldset>
      ${ownTable.button(t)}`;
  }

  /** @param {State} state */
  function template(state) {
    const { t, experiment } = state;
    const current = experiment.data.dataset;
    const shown = open ?? tabOf(current);
    const isTask = tabOf(current) === "task";
    const controls = isTask ? [] : [...(current === "drawn" ? common.slice(2) : [...numbersOf(current), ...common])];
    return html`<h2>${t("data.title")}</h2>
      ${tabs(state, shown)} ${shown === "task" ? taskTiles(state) : planeTiles(state, shown)}
      ${formula.template(state)}
      ${isTask || current === "function" ? nothing : html`<p class="hint">${t(`dataset.${current}.hint`)}</p>`}
      <div class="controls">${isTask ? taskControls(state, actions, ownTable.controls(state)) : controls.map((control) => drawControl(control, state, actions))}</div>
      ${seeds(state, actions, lab)}`;
  }

  function paintAll() {
    for (const button of element.querySelectorAll("button.dataset[data-dataset]")) {
      const canvas = button.querySelector("canvas");
      if (canvas && last) paint(canvas, /** @type {DataSetName} */ (/** @type {HTMLElement} */ (button).dataset.dataset), last.theme);
    }
  }

  /** @param {State} state */
  function draw(state) {
    ownTable.draw(state);
    const same = last && ["experiment", "t", "theme", "errors", "data"].every((key) => /** @type {any} */ (last)[key] === /** @type {any} */ (state)[key]);
    if (same) return;
    if (last && last.experiment.data.dataset !== state.experiment.data.dataset) open = null;
    last = state;
    redraw(state);
  }

  /** @param {State} state */
  function redraw(state) {
    render(template(state), element);
    paintAll();
    tendTiles();
  }

  return { draw };
}
