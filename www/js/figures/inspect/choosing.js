// Which example is looked at: one of the next batch, of a set, or one that is typed.

import { html, nothing } from "lit-html";
import { boxError, numberBox } from "../../ui/number_box.js";

/** @typedef {import("../../core/experiment.js").ChosenExample} Chosen */
/** @typedef {import("./needs.js").State} State */
/** @typedef {"batch" | "train" | "test" | "given"} Source */

/** Values that have boxes of their own. */
const mostBoxes = 16;

/** @param {Chosen} chosen @returns {{ source: Source, index: number }} */
export function sourceOf(chosen) {
  const [source, index] = Object.entries(chosen)[0];
  return { source: /** @type {Source} */ (source), index: typeof index === "number" ? index : 0 };
}

/** @param {Source} source @param {number} index @returns {Chosen} */
export const exampleOf = (source, index) => /** @type {Chosen} */ ({ [source]: index });

/** How many examples there are to choose from. @param {Source} source @param {State} state @param {number} batch */
export const countOf = (source, { data }, batch) => ({ batch, train: data?.train.count ?? 0, test: data?.test.count ?? 0, given: 0 })[source];

/** What is typed to begin with: the example that is shown, each number in its own unit. Null where there are too many or others than numbers.
 * @param {import("./network.js").Trace} trace @param {State} state @returns {{ inputs: number[][], targets: number[][] } | null} */
export function typedFrom(trace, { data }) {
  if (!data) return null;
  const inputs = trace.layers.filter(({ kind }) => kind === "input").map(({ a }) => Array.from(a));
  const targets = trace.outputs.map(({ target }) => Array.from(target));
  const plain = data.inputs.every(({ columns }) => columns.every(({ categories }) => categories.length === 0));
  if (!plain || inputs.flat().length + targets.flat().length > mostBoxes || inputs.length !== data.inputs.length || targets.length !== data.targets.length) return null;
  const own = (/** @type {number} */ value, /** @type {{ mean: number, deviation: number } | undefined} */ column) => Number((column ? column.mean + column.deviation * value : value).toPrecision(6));
  return {
    inputs: inputs.map((values, input) => values.map((value, at) => own(value, data.inputs[input].columns[at]))),
    targets: targets.map((values, target) => (data.targets[target].problem.endsWith("regression") ? values.map((value) => own(value, data.targets[target].column)) : values)),
  };
}

/** Whether what is typed has the numbers that the network takes, by columns where there are some. Other data may take others.
 * @param {{ inputs: number[][], targets: number[][] }} given @param {import("./network.js").Trace} trace @param {Pick<State, "data"> | null} state */
export function isTypedFor({ inputs, targets }, { layers, outputs }, state) {
  const taken = layers.filter(({ kind }) => kind === "input");
  const counts = taken.map(({ a }, at) => [a.length, state?.data?.inputs[at]?.columns.length]);
  return (
    inputs.length === taken.length && inputs.every(({ length }, at) => counts[at].includes(length)) &&
    targets.length === outputs.length && targets.every(({ length }, at) => length === 1 || length === outputs[at].target.length)
  );
}

/** @param {{
 *   state: State, scope: string, chosen: Chosen, batch: number, canType: boolean, errors: import("../../ui/numbers.js").InputError[],
 *   choose(chosen: Chosen): void, type(): void, refuse(error: import("../../ui/numbers.js").InputError): void,
 * }} context */
export function chooser({ state, scope, chosen, batch, canType, errors, choose, type, refuse }) {
  const { t } = state;
  const { source, index } = sourceOf(chosen);
  const count = countOf(source, state, batch);
  const pick = (/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) =>
    currentTarget.value === "given" ? type() : choose(exampleOf(/** @type {Source} */ (currentTarget.value), 0));
  const sources = /** @type {const} */ (["batch", "train", "test", "given"]);
  const field = "inspect.example";
  const box = { id: `${scope}-example`, field, value: index + 1, takes: { whole: true, low: 1, high: Math.max(1, count) }, errors, label: t("inspect.example"), set: (/** @type {number} */ next) => choose(exampleOf(source, next - 1)), refuse };
  return html`<div class="inspect-example">
    <label>${t("inspect.example")} <select data-part="source" @change=${pick}>
      ${sources.map((one) => html`<option value=${one} .selected=${one === source} ?disabled=${one === "given" ? !canType : countOf(one, state, batch) === 0}>${t(`inspect.source.${one}`)}</option>`)}
    </select></label>
    ${"given" in chosen
      ? typedBoxes(chosen.given, { state, scope, errors, choose, refuse })
      : html`<button class="small" data-part="previous" aria-label=${t("inspect.previous_example")} ?disabled=${index === 0} @click=${() => choose(exampleOf(source, index - 1))}>−</button>
          ${numberBox(box)}
          <button class="small" data-part="next" aria-label=${t("inspect.next_example")} ?disabled=${index + 1 >= count} @click=${() => choose(exampleOf(source, index + 1))}>+</button>
          <span class="hint">${t("inspect.of", { count })}</span>${boxError(box, t)}`}
  </div>`;
}

/** @param {{ inputs: number[][], targets: number[][] }} given @param {Pick<Parameters<typeof chooser>[0], "state" | "scope" | "errors" | "choose" | "refuse">} context */
function typedBoxes(given, { state: { t }, scope, errors, choose, refuse }) {
  return /** @type {const} */ (["inputs", "targets"]).flatMap((kind) =>
    given[kind].flatMap((values, list) =>
      values.map((value, at) => {
        const name = `${kind === "inputs" ? "x" : "y"}${given[kind].flat().length > 1 ? given[kind].slice(0, list).flat().length + at + 1 : ""}`;
        const box = {
          id: `${scope}-${kind}-${list}-${at}`, part: `${kind}-${list}-${at}`, field: `inspect.${kind}.${list}.${at}`, value, takes: {}, errors, label: name, refuse,
          set(/** @type {number} */ next) {
            const changed = structuredClone(given);
            changed[kind][list][at] = next;
            choose({ given: changed });
          },
        };
        return html`<label class="typed">${name} ${numberBox(box)}</label>${errors.length > 0 ? boxError(box, t) : nothing}`;
      }),
    ),
  );
}
