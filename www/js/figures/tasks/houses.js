// Houses: ask what one would cost and whether it sells, see how near the answers come, and watch the map of places form.

import { html, nothing, render } from "lit-html";
import { readable, scaleOf } from "../../ui/controls.js";
import { named } from "../../ui/i18n.js";
import { own, setOwn } from "../../ui/own.js";
import { boxError, numberBox } from "../../ui/number_box.js";
import { createAsking, middleValues, withUnit } from "./ask.js";
import { createProjector, embeddingOf, paintMap } from "./embedding.js";
import { createStage } from "../stage.js";
import { needs, wants } from "./needs.js";
import { tabbed } from "./tabs.js";
import { createLive, shapeOf } from "../../model/live.js";
import { percent, shareBars, story } from "./pictures.js";
import { agreement } from "./plot.js";
import { liveWhilePaused } from "../../ui/spoken.js";

/** @typedef {import("../../model/state.js").State} State */

const mostShown = 400;
const weightRange = { path: "", kind: /** @type {const} */ ("range"), low: 0.01, high: 10, log: true };

/** Number of the output that is about a target, -1 where none is. @param {State} state @param {string} name */
const headOf = ({ model, data }, name) => model?.outputs.findIndex(({ index }) => data?.targets[index].name === name) ?? -1;

/** The loss of each output, and how much it weighs in the whole. @param {State} state @param {import("../../model/state.js").Actions} actions
 * @param {string} scope what ids begin with */
function losses(state, actions, scope) {
  const { snapshot, experiment, errors, t } = state;
  const scale = scaleOf(weightRange);
  const row = (/** @type {import("../../core/protocol.js").OutputMetrics} */ { name, test, metricName }) => {
    const weight = own(experiment.loss_weights, name) ?? 1;
    const set = (/** @type {number} */ next) => actions.edit((draft) => setOwn(draft.loss_weights, name, next));
    const label = t("task.houses.weight_of", { head: name });
    const box = {
      id: `${scope}-weight-of-${name}`, field: `loss_weights.${name}`, value: weight, takes: { low: 0, high: 1e6 }, errors, label, className: "typed",
      set, refuse: actions.refuse,
    };
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${test.loss === null ? "–" : readable(Number(test.loss.toPrecision(3)))}</td>
      <td>${test.metric === null ? "–" : metricName === "r2" ? `R² ${test.metric.toFixed(3)}` : percent(test.metric)}</td>
      <td><div class="weight">× ${numberBox(box)}
        <input type="range" min=${scale.low} max=${scale.high} step=${scale.step} .value=${String(scale.toSlider(weight))} aria-label=${label} data-weight-of=${name}
          @input=${(/** @type {any} */ { currentTarget }) => set(scale.fromSlider(Number(currentTarget.value)))} /></div>
        ${boxError(box, t)}</td>
    </tr>`;
  };
  return html`<div class="houses-losses">
    <table class="heads"><thead><tr><th scope="col">${t("task.houses.head")}</th><th scope="col">${t("task.houses.test_loss")}</th><th scope="col">${t("task.houses.metric")}</th><th scope="col">${t("task.houses.weight")}</th></tr></thead>
      <tbody>${snapshot?.heads.map(row)}</tbody></table>
    <p class="hint">${t("task.houses.heads_hint")}</p>
  </div>`;
}

/** @type {import("./needs.js").CreateTask} */
export function createFigure(element, { run, actions, signal }) {
  const stage = createStage(element, { name: "houses", needs, wants, run, signal, words, picture });
  const live = createLive(actions, stage.redraw, signal);
  const asking = createAsking(stage.redraw, stage.scope);
  let tab = "map";
  const project = createProjector();

  /** @param {State} state @param {number} index @param {number} value */
  function set({ looked, t }, index, value) {
    if (!looked) return;
    const [numbers, zip] = looked.inputs;
    const inputs = index < numbers.length ? [numbers.map((one, at) => (at === index ? value : one)), zip] : [numbers, [value]];
    actions.look({ inputs, name: t("task.houses.yours") });
  }

  /** @param {State} state */
  function question(state) {
    const { data, looked, snapshot, t } = state;
    if (!data || !looked) return nothing;
    const columns = data.inputs.flatMap((input) => input.columns);
    const heads = live("answer", { type: "ask", inputs: looked.inputs }, [snapshot, looked.inputs], shapeOf(state))?.heads;
    const [price, sold] = [headOf(state, "price"), headOf(state, "sold")];
    const chance = heads?.[sold]?.[0];
    return html`<div class="houses-ask">
      <h3>${t("task.houses.ask")}</h3>
      <div class="house-answer" aria-live=${liveWhilePaused(state)}>
        ${heads?.[price] ? html`<p><span>${t("axis.price")}</span> <strong data-part="asked-price">${withUnit(heads[price][0], data.targets[0].column)}</strong></p>` : nothing}
        ${chance !== undefined ? shareBars([{ name: t("task.houses.sells"), share: chance }, { name: t("task.houses.stays"), share: 1 - chance }], t("axis.sold")) : nothing}
      </div>
      ${asking(state, columns, looked.inputs.flat(), (index, value) => set(state, index, value))}
    </div>`;
  }

  /** @param {State} state */
  function words(state) {
    const { data, t, looked } = state;
    if (element.hidden || data?.task !== "houses") return;
    if (!looked) actions.look({ inputs: data.inputs.map(({ columns }) => middleValues(columns)), name: t("task.houses.yours") });
    const canvas = (/** @type {string} */ name, /** @type {string} */ title, /** @type {string} */ hint) => () =>
      html`<canvas class=${name} role="img" aria-label=${t(title)}></canvas><p class="hint">${t(hint)}</p>`;
    render(
      html`${story("houses", t)} ${question(state)}
        ${tabbed([
          embeddingOf(state) ? { key: "map", label: t("task.houses.map"), content: canvas("zip-map", "task.houses.map", "task.houses.map_hint") } : null,
          headOf(state, "price") >= 0 ? { key: "predicted", label: t("task.predicted"), content: canvas("agreement", "task.predicted", "task.predicted_hint") } : null,
          { key: "heads", label: t("task.houses.heads"), content: () => losses(state, actions, stage.scope) },
        ], tab, t("task.more"), (key) => ((tab = key), stage.redraw()))}`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const { data, t, looked, snapshot, theme } = state;
    if (element.hidden || data?.task !== "houses") return;
    const [map, plot] = [".zip-map", ".agreement"].map((name) => /** @type {HTMLCanvasElement | null} */ (element.querySelector(name)));
    const embedding = embeddingOf(state);
    const zips = data.inputs.find(({ vocabulary }) => vocabulary)?.columns[0]?.categories ?? [];
    if (map && embedding && zips.length === embedding.tokens) {
      const places = project(embedding.values, embedding.dimensions, [...zips.keys()]);
      const chosen = looked?.inputs[1]?.[0];
      // Around the lake in order: neighbours have neighbouring colours.
      const colour = (/** @type {number} */ index) => `hsl(${(index * 360) / zips.length} 65% ${theme === "dark" ? 68 : 36}%)`;
      paintMap(map, 260, places, zips.map((zip, index) => ({ name: named(zip, t), strong: index === chosen, colour: colour(index) })));
    }
    if (!plot) return;
    const outputs = live("outputs", { type: "outputs", set: "test", head: headOf(state, "price"), most: mostShown }, [snapshot], shapeOf(state))?.outputs;
    if (outputs?.answer) agreement(plot, outputs, `${t("task.true")} (${t("unit.100k")})`, `${t("task.said")} (${t("unit.100k")})`);
  }

  return { needs, draw: stage.draw, set() {} };
}
