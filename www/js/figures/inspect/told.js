// What a moment of the trace says: formulas with numbers, and tables.

import { html, nothing } from "lit-html";
import { math } from "../../ui/mathml.js";
import { axesView } from "./axes.js";
import { backwardUnits, backwardWeights, chainOf, forwardDense, mostPaths, mostUnits, nameOfInput, nameOfWeight, updateOf } from "./lines.js";
import { lossLines } from "./losses.js";
import { denseOf, layerNumber, parameterOf, sharersOf, weightNamed } from "./network.js";
import { offSwitch } from "./off.js";
import { parameterLines } from "./parameters.js";
import { equals, number, written } from "./signs.js";
import { backwardTable, forwardTable, gradientsTable, stepsTable, weightsTable } from "./tables.js";
import { windowLine, windowsBack } from "./windows.js";

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {import("./signs.js").Line} Line */
/** @typedef {import("./tables.js").Table} Table */
/** @typedef {import("./needs.js").State} State */

/** What is told, with what is chosen in it. @typedef {{
 *   trace: Trace, state: State, weight: number | null, unit: number, chooseUnit(unit: number): void, chooseWeight(weight: number): void,
 *   off: { chosen: import("./off.js").Off | null, without: Trace | null, set(off: import("./off.js").Off | null): void },
 *   axes: { chosen: [number, number], set(axes: [number, number]): void },
 *   filling: { isOn: boolean, solved: number, mistake: string | null, answer(text: string, line: Line): void },
 * }} Told
 * `filling.solved` lines of the moment have been filled in, and the next one waits. */

/** @param {Line} line @param {Told["state"]["t"]} t */
function lineOf({ symbol, formula, filled: written_, solution, value, at, difference, weight }, t) {
  const filled = written_ ?? solution;
  const last = `${equals}${number(value)}`;
  return html`<li data-at=${at ? `${at.layer}-${at.unit}` : nothing} data-weight=${weight ?? nothing} data-value=${value}>
    <span>${math(formula ? `${symbol}${equals}${formula}` : symbol)} ${filled ? math(`${equals}${filled}`) : nothing} <b>${math(last)}</b></span>
    ${difference === undefined ? nothing : html`<small class="difference" title=${t("inspect.difference_hint")}>${t("inspect.difference")} ${written(difference)}</small>`}
  </li>`;
}

/** @param {Line[]} lines @param {Told} told */
function list(lines, { state: { t }, filling }) {
  if (lines.length === 0) return nothing;
  const shown = filling.isOn ? lines.slice(0, filling.solved) : lines;
  return html`<ol class="inspect-lines">${shown.map((line) => lineOf(line, t))}${shown.length < lines.length ? question(lines[shown.length], t, filling) : nothing}</ol>
    ${filling.isOn ? html`<p class="hint">${t(shown.length < lines.length ? "inspect.fill_left" : "inspect.fill_done", { count: lines.length - shown.length })}</p>` : nothing}`;
}

/** A line without its number, to be filled in. @param {Line} line @param {Told["state"]["t"]} t @param {Told["filling"]} filling */
function question(line, t, filling) {
  const { symbol, formula, filled, at } = line;
  const check = (/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) => filling.answer(currentTarget.value, line);
  return html`<li data-at=${at ? `${at.layer}-${at.unit}` : nothing}>
    <span>${math(formula ? `${symbol}${equals}${formula}` : symbol)} ${filled ? math(`${equals}${filled}`) : nothing} ${math(equals)}
      <input class="number" data-part="answer" type="text" autocomplete="off" aria-label=${t("inspect.answer")} aria-invalid=${filling.mistake ? "true" : "false"} @change=${check} /></span>
    <span role="status">${filling.mistake ? html`<span class="field-error">${t(/** @type {any} */ (`inspect.mistake.${filling.mistake}`))}</span>` : nothing}</span>
  </li>`;
}

/** @param {Table} table @param {string} caption @param {Told["state"]["t"]} t */
function tableOf({ columns, rows, more }, caption, t) {
  if (rows.length === 0) return nothing;
  const word = (/** @type {string | number} */ cell) => (typeof cell === "string" && cell.startsWith("inspect.") ? t(/** @type {any} */ (cell)) : cell);
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${caption}><table class="columns">
      <caption>${caption}</caption>
      <thead><tr>${columns.map((name) => html`<th scope="col">${word(name)}</th>`)}</tr></thead>
      <tbody>${rows.map((row) => html`<tr>${row.map((cell, index) => (index === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${typeof cell === "number" ? written(cell) : word(cell)}</td>`))}</tr>`)}</tbody>
    </table></div>
    ${more > 0 ? html`<p class="hint">${t("inspect.more", { count: more })}</p>` : nothing}`;
}

/** A choice of a unit of a layer. @param {Told} told @param {number} count @param {string} label */
function unitChoice({ unit, chooseUnit }, count, label) {
  const set = (/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) => chooseUnit(Number(currentTarget.value));
  return html`<label class="inspect-choice">${label} <select data-part="unit" @change=${set}>${Array.from({ length: Math.min(count, 1024) }, (_, at) => html`<option value=${at} .selected=${at === Math.min(unit, count - 1)}>${at + 1}</option>`)}</select></label>`;
}

/** The arguments of a layer in the experiment. @param {Told} told @param {number} layer */
const argumentsOf = ({ trace, state }, layer) => /** @type {any} */ (state.experiment.network.layers.find(({ name }) => name === trace.layers[layer].name) ?? {});

/** @param {Told} told @param {number} layer */
function forward(told, layer) {
  const { trace, state: { t }, unit } = told;
  const { kind, a, directions, activation } = trace.layers[layer];
  if (denseOf(trace, layer)) {
    const at = Math.min(unit, a.length - 1);
    const isLast = trace.outputs.some((output) => output.layer === layer);
    return html`${list(forwardDense(trace, layer), told)} ${isLast ? nothing : html`<div class="inspect-choice">${unitChoice(told, a.length, t("inspect.unit"))} ${offSwitch(trace, told.off.without, { ...told.off, off: { layer, unit: at }, label: t("inspect.off_unit"), t })}</div>`} ${axesView(told.state, trace.layers[layer].name, told.axes.chosen, told.axes.set)} ${a.length > mostUnits ? html`<p class="hint">${t("inspect.more", { count: a.length - mostUnits })}</p>` : nothing}
      <details><summary>${t("inspect.table")}</summary>${tableOf(forwardTable(trace, layer), t("inspect.values"), t)}</details>`;
  }
  const at = Math.min(unit, a.length - 1);
  const hint = html`<p class="hint">${t(/** @type {any} */ (`layer.${kind}.hint`))}</p>`;
  if (directions.length > 0) {
    const units = directions[0][0].h.length;
    return html`${hint}${unitChoice(told, units, t("inspect.unit"))}${directions.map((_, direction) => tableOf(stepsTable(trace, layer, direction, Math.min(unit, units - 1), false), t(directions.length > 1 ? (direction === 0 ? "inspect.reads_forward" : "inspect.reads_backward") : "inspect.steps"), t))}`;
  }
  const isWindow = /^(conv|max_pooling|average_pooling)/.test(kind);
  return html`${hint}
    ${isWindow ? html`${unitChoice(told, a.length, t("inspect.value"))}${list([windowLine(trace, layer, argumentsOf(told, layer), at)], told)}` : nothing}
    ${kind === "activation" && activation ? html`<p>${t(/** @type {any} */ (`activation.${activation}`))}</p>` : nothing}
    ${tableOf(forwardTable(trace, layer), t("inspect.values"), t)}`;
}

/** A value of the input and a weight of the kernel, with the windows written out. @param {Told} told @param {number} layer */
function windowBack(told, layer) {
  const { trace, state: { t }, unit, weight } = told;
  const kernel = parameterOf(trace, layer, "kernel");
  const size = trace.layers[trace.layers[layer].inputs[0]].a.length;
  const isOfKernel = kernel && weight !== null && weight >= kernel.offset && weight < kernel.offset + kernel.shape.reduce((product, side) => product * side, 1);
  const lines = windowsBack(trace, layer, argumentsOf(told, layer), Math.min(unit, size - 1), isOfKernel ? weight : (kernel?.offset ?? null));
  return html`<p class="hint">${t("inspect.window_back")}${kernel ? html`. ${t("inspect.window_weight")}` : nothing}.</p>${unitChoice(told, size, t("inspect.value"))}${kernel ? weightChoice(told) : nothing}${list(lines, told)}`;
}

/** @param {Told} told @param {number} layer */
function backward(told, layer) {
  const { trace, state: { t }, unit } = told;
  const { a, directions, kind } = trace.layers[layer];
  const dense = denseOf(trace, layer);
  const sharers = sharersOf(trace, layer);
  const output = trace.outputs.find((one) => one.layer === layer);
  if (dense) {
    const at = Math.min(unit, dense.units - 1);
    return html`${sharers.length > 1 ? html`<p class="hint">${t("inspect.shared", { layers: sharers.map((one) => `[${layerNumber(trace, one)}]`).join(", ") })}</p>` : nothing}${output?.fromLogits && trace.layers[layer].activation === "softmax" ? html`<p class="hint">${t("inspect.softmax_why")}</p>` : nothing}
      ${told.filling.isOn ? list([...backwardUnits(trace, layer), ...backwardWeights(trace, layer, at)], told) : html`${list(backwardUnits(trace, layer), told)}
      <h4>${t("inspect.weights_of")} ${unitChoice(told, dense.units, t("inspect.unit"))}</h4>
      ${list(backwardWeights(trace, layer, at), told)}`}
      <details><summary>${t("inspect.table")}</summary>${tableOf(backwardTable(trace, layer), t("inspect.gradients"), t)}${tableOf(gradientsTable(trace, layer), t("inspect.of_weights"), t)}</details>`;
  }
  if (directions.length > 0) {
    const units = directions[0][0].h.length;
    return html`${unitChoice(told, units, t("inspect.unit"))}${directions.map((_, direction) => tableOf(stepsTable(trace, layer, direction, Math.min(unit, units - 1), true), t("inspect.steps_back"), t))}
      ${tableOf(gradientsTable(trace, layer), t("inspect.of_weights"), t)}`;
  }
  return html`${/^(conv|max_pooling|average_pooling)/.test(kind) ? windowBack(told, layer) : nothing}${a.length > 0 ? tableOf(backwardTable(trace, layer), t("inspect.gradients"), t) : nothing}${tableOf(gradientsTable(trace, layer), t("inspect.of_weights"), t)}`;
}

/** Which weight the chain and the update are of. @param {Told} told */
function weightChoice({ trace, weight, chooseWeight, state: { t } }) {
  const named = weight === null ? null : weightNamed(trace, weight);
  if (!named) return nothing;
  const { parameter, unit, row } = named;
  const [rows, columns] = [parameter.shape.slice(0, -1).reduce((product, side) => product * side, 1), parameter.shape[parameter.shape.length - 1]];
  const options = (/** @type {number} */ count, /** @type {number} */ chosen) => Array.from({ length: Math.min(count, 1024) }, (_, at) => html`<option value=${at} .selected=${at === chosen}>${at + 1}</option>`);
  const set = (/** @type {(at: number) => number} */ index) => (/** @type {Event & { currentTarget: HTMLSelectElement }} */ { currentTarget }) => chooseWeight(index(Number(currentTarget.value)));
  return html`<div class="inspect-choice" data-part="weight">
    <label>${t("inspect.weight")} <select data-part="parameter" @change=${set((at) => trace.parameters[at].offset)}>${trace.parameters.map((one, at) => html`<option value=${at} .selected=${one === parameter}>[${layerNumber(trace, one.layer)}] ${trace.layers[one.layer].name} · ${one.name}</option>`)}</select></label>
    ${columns > 1 ? html`<label>${t("inspect.unit")} <select data-part="column" @change=${set((at) => parameter.offset + row * columns + at)}>${options(columns, unit)}</select></label>` : nothing}
    ${rows > 1 ? html`<label>${t("inspect.input")} <select data-part="row" @change=${set((at) => parameter.offset + at * columns + unit)}>${options(rows, row)}</select></label>` : nothing}
    ${math(`${nameOfWeight(trace, /** @type {number} */ (weight))}${equals}${number(trace.weights[/** @type {number} */ (weight)])}`)}
  </div>`;
}

/** @param {Told} told */
function chain(told) {
  const { trace, weight, state: { t } } = told;
  if (weight === null) return html`<p class="hint">${t("inspect.no_weights")}</p>`;
  const paths = chainOf(trace, weight);
  const total = trace.gradients[weight];
  const difference = trace.weight?.index === weight ? trace.weight.difference ?? NaN : NaN;
  return html`${weightChoice(told)}
    ${offSwitch(trace, told.off.without, { ...told.off, off: { weight }, label: t("inspect.off_weight"), t })}
    <p class="hint">${t(paths.length > 1 ? "inspect.chain_paths" : "inspect.chain_one", { count: paths.length, most: mostPaths })}</p>
    ${list(paths, told)}
    ${told.filling.isOn && told.filling.solved < paths.length ? nothing : html`<dl class="inspect-sum"><div><dt>${t("inspect.gradient")}</dt><dd data-part="gradient" data-value=${total}>${written(total)}</dd></div>
      <div><dt>${t("inspect.difference")}</dt><dd data-part="difference" data-value=${difference}>${written(difference)}</dd></div></dl>`}
    <p class="hint">${t("inspect.difference_hint")}</p>`;
}

/** @param {Told} told */
function update(told) {
  const { trace, weight, state: { t } } = told;
  if (!trace.update) return html`<p class="hint">${t("inspect.no_batch")}</p>`;
  return html`${weightChoice(told)} <p class="hint">${t("inspect.update_hint", { count: trace.batch.length })}</p>
    ${weight === null ? nothing : list(updateOf(trace, weight), told)}
    <details><summary>${t("inspect.table")}</summary>${tableOf(weightsTable(trace), t("inspect.of_weights"), t)}</details>`;
}

/** @param {Told} told */
function inputs(told) {
  const { trace, state: { t } } = told;
  const lines = trace.layers.flatMap(({ kind, a }, layer) => (kind === "input" ? Array.from(a.slice(0, mostUnits), (value, unit) => ({ at: { layer, unit }, symbol: nameOfInput(trace, layer)(unit), value })) : []));
  const targets = trace.outputs.flatMap(({ target }, index) => Array.from(target.slice(0, mostUnits), (value, unit) => ({ symbol: target.length + trace.outputs.length > 2 ? `<msub><mi>y</mi><mn>${trace.outputs.length > 1 ? `${index + 1},` : ""}${unit + 1}</mn></msub>` : "<mi>y</mi>", value })));
  return html`<p class="hint">${t(trace.training ? "inspect.in_batch" : "inspect.alone")}</p>${list([...lines, ...targets], { ...told, filling: { ...told.filling, isOn: false } })}
    ${told.filling.isOn ? html`<h4>${t("inspect.parameters")}</h4>${list(parameterLines(trace), told)}` : nothing}`;
}

/** @param {Told} told @param {import("./timeline.js").Moment} moment */
export function told(told, { kind, layer }) {
  const { t } = told.state;
  if (kind === "forward" && layer !== null) return forward(told, layer);
  if (kind === "backward" && layer !== null) return backward(told, layer);
  if (kind === "loss") return html`${list(lossLines(told.trace), told)}<p class="hint">${told.trace.outputs.map(({ lossName }) => t(/** @type {any} */ (`loss.${lossName}`))).join(", ")}</p>`;
  if (kind === "chain") return chain(told);
  return kind === "update" ? update(told) : inputs(told);
}
