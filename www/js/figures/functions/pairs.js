// The lecture's table: for each type of problem the last activation and the loss. A press sets them up, with data of that type where
// those at hand are of another.

import { html } from "lit-html";
import { nameOf } from "../../ui/controls.js";
import { pairs } from "./formulas.js";

/** @typedef {import("./needs.js").State} State */

/** The first output of a network. @param {State["experiment"]} experiment */
const endOf = ({ network }) => network.layers.find(({ name }) => name === network.outputs[0]);

/** Sets the first output up for a problem. @param {(typeof pairs)[number]} pair @param {string} loss
 * @param {State["experiment"]} draft @param {boolean} hasData whether the data are of that type */
export function setUp({ activation, dataset }, loss, draft, hasData) {
  if (!hasData) draft.data = /** @type {any} */ ({ dataset });
  const end = endOf(draft);
  if (end && "activation" in end) /** @type {any} */ (end).activation = activation;
  draft.losses[draft.network.outputs[0]] = /** @type {any} */ (loss);
}

/** @param {State} state @param {Pick<import("../../core/lab.js").Lab, "recommendation">} core @param {Pick<import("../../model/state.js").Actions, "edit">} actions */
export function pairTable({ t, experiment }, core, actions) {
  const { problem } = core.recommendation(experiment.data);
  const end = endOf(experiment);
  const activation = end && "activation" in end ? nameOf(end.activation) : "";
  const chosen = nameOf(experiment.losses[experiment.network.outputs[0]]);
  /** @param {(typeof pairs)[number]} pair @param {(typeof pairs)[number]["losses"][number]} loss */
  const button = (pair, loss) => {
    const isSetUp = pair.problem === problem && pair.activation === activation && loss === chosen;
    const set = () => {
      const hasData = pair.problem === problem;
      // Other data may replace the outputs: what goes with them is set in a second edit, undone together.
      const gesture = ++gestures;
      if (!hasData) actions.edit((draft) => setUp(pair, loss, draft, false), { gesture });
      actions.edit((draft) => setUp(pair, loss, draft, true), { gesture });
    };
    return html`<button class="small" data-pair=${`${pair.problem} ${loss}`} aria-pressed=${isSetUp} @click=${set}>${t(`loss.${loss}`)}</button>`;
  };
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t("functions.show.pairs")}><table class="columns functions-pairs">
      <thead><tr><th scope="col">${t("functions.problem")}</th><th scope="col">${t("functions.last_activation")}</th><th scope="col">${t("functions.loss")}</th></tr></thead>
      <tbody>${pairs.map((pair) => html`<tr class=${pair.problem === problem ? "marked" : ""}>
        <th scope="row">${t(`problem.${pair.problem}`)}</th><td>${t(`activation.${pair.activation}`)}</td><td>${pair.losses.map((loss) => button(pair, loss))}</td>
      </tr>`)}</tbody>
    </table></div>
    <p class="hint">${t("functions.pairs_hint")}</p>`;
}

/** Presses so far. */
let gestures = 1e6;
