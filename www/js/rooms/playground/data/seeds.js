// The seed of all chance, and seeds of its parts, so that data, first weights or order can be others while the rest stays.

import { html } from "lit-html";
import { boxError, numberBox } from "../../../ui/number_box.js";
import { menu } from "../../../ui/menu.js";

const parts = /** @type {const} */ (["data", "weights", "order"]);
const takes = { whole: true, low: 0, high: 4294967295 };

/** @param {import("../../../model/state.js").State} state @param {import("../../../model/state.js").Actions} actions
 * @param {Pick<import("../../../core/lab.js").Lab, "freshSeed">} lab */
export function seeds({ t, experiment, errors }, actions, lab) {
  const box = {
    id: "seed", field: "seed", value: experiment.seed, takes, errors, refuse: actions.refuse,
    set: (/** @type {number} */ value) => actions.edit((draft) => void Object.assign(draft, { seed: value, seeds: {} }), { fresh: true }),
  };
  const own = parts.map((part) => {
    const set = (/** @type {number | null} */ value) => actions.edit(({ seeds: draft }) => {
      if (value === null) delete draft[part];
      else draft[part] = value;
    }, { fresh: true });
    const current = experiment.seeds[part] ?? null;
    const partBox = {
      id: `seed-${part}`, field: `seeds.${part}`, value: current, takes: { ...takes, optional: true }, errors, refuse: actions.refuse, set,
      placeholder: String(experiment.seed),
    };
    return html`<div class="seed">
        <label for=${partBox.id}>${t(`seeds.${part}`)}</label>
        ${numberBox(partBox)}
        <button data-part=${`new-${part}`} @click=${() => set(lab.freshSeed(current ?? experiment.seed))}>${t(`seeds.new_${part}`)}</button>
      </div>
      ${boxError(partBox, t)}`;
  });
  return html`<div class="seed">
      <label for="seed">${t("transport.seed")}</label>
      ${numberBox(box)}
      <button @click=${actions.newSeed} title=${t("transport.new_seed_hint")}>${t("transport.new_seed")}</button>
    </div>
    ${boxError(box, t)} ${menu(t("seeds.apart"), html`${own}<p class="hint">${t("seeds.hint")}</p>`, { className: "seeds" })}`;
}
