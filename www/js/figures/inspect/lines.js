// The lines of a step: each a formula, the same with numbers, and its value. Pure, so that tests can compute along.

import { slopeOfLoss } from "./losses.js";
import { denseOf, layerNumber, pathsFrom, sharersOf, takers, weightAt, weightNamed } from "./network.js";
import { factor, loss, number, partial, plus, product, sign, sum, weightSign } from "./signs.js";

/** @typedef {import("./network.js").Trace} Trace */

/** @typedef {import("./signs.js").Line} Line */

/** How many units of a layer are written out. */
export const mostUnits = 12;
/** How many paths are. */
export const mostPaths = 16;

/** An activation in signs, without and with its number. @param {string | null} name @param {string} z */
function activated(name, z) {
  if (name === null || name === "linear") return z;
  const called = { sigmoid: "σ", relu: "ReLU", tanh: "tanh", softmax: "softmax", sin: "sin" }[name] ?? name.replaceAll("_", " ");
  return `<mi>${called}</mi><mo>(</mo>${z}<mo>)</mo>`;
}

/** What a layer's input is called there: a of the layer before it, or x. @param {Trace} trace @param {number} layer */
export function nameOfInput(trace, layer) {
  const isInput = trace.layers[layer].kind === "input";
  return (/** @type {number} */ unit) => (isInput ? sign("x", unit, null) : sign("a", unit, layerNumber(trace, layer)));
}

/** z and a of the units of a dense layer. @param {Trace} trace @param {number} index @returns {Line[]} */
export function forwardDense(trace, index) {
  const dense = denseOf(trace, index);
  if (!dense) return [];
  const layer = trace.layers[index];
  const [i, x, name] = [layerNumber(trace, index), trace.layers[dense.from].a, nameOfInput(trace, dense.from)];
  const inputs = Array.from({ length: dense.inputs }, (_, from) => from);
  return Array.from({ length: Math.min(dense.units, mostUnits) }, (_, unit) => {
    const at = { layer: index, unit };
    const weights = inputs.map((from) => trace.weights[weightAt(dense, from, unit)]);
    const bias = dense.bias === null ? null : trace.weights[dense.bias + unit];
    const formula = [...inputs.map((from) => product([weightSign(unit, from, i), name(from)])), ...(bias === null ? [] : [sign("b", unit, i)])];
    const filled = [...inputs.map((from) => product([factor(weights[from]), factor(x[from])])), ...(bias === null ? [] : [factor(bias)])];
    const isSoftmax = layer.activation === "softmax";
    const whole = isSoftmax ? `<mfrac><msup><mi>e</mi>${sign("z", unit, i)}</msup><mrow><munder><mo>∑</mo><mi>k</mi></munder><msup><mi>e</mi><msubsup><mi>z</mi><mi>k</mi><mrow><mo>[</mo><mn>${i}</mn><mo>]</mo></mrow></msubsup></msup></mrow></mfrac>` : null;
    const powers = isSoftmax ? Array.from(layer.z, (z) => `<msup><mi>e</mi>${number(z)}</msup>`) : [];
    /** @type {Line[]} */
    const lines = [
      { at, symbol: sign("z", unit, i), formula: sum(formula), filled: sum(filled), value: layer.z[unit], slips: bias ? { bias: layer.z[unit] - bias } : {} },
      {
        at, symbol: sign("a", unit, i), formula: whole ?? activated(layer.activation, sign("z", unit, i)),
        filled: isSoftmax ? `<mfrac>${powers[unit]}<mrow>${sum(powers, 5)}</mrow></mfrac>` : activated(layer.activation, number(layer.z[unit])), value: layer.a[unit], slips: { activation: layer.z[unit] },
      },
    ];
    return lines;
  }).flat();
}

/** The derivative of an activation in signs. @param {string | null} name @param {number} unit @param {number} i */
function slope(name, unit, i) {
  const a = sign("a", unit, i);
  if (name === "sigmoid") return `${a}<mo>(</mo><mn>1</mn><mo>−</mo>${a}<mo>)</mo>`;
  if (name === "tanh") return `<mn>1</mn><mo>−</mo>${a}<mo>·</mo>${a}`;
  return null;
}

/** dL/da and dL/dz of the units of a dense layer: upstream times local. @param {Trace} trace @param {number} index @returns {Line[]} */
export function backwardUnits(trace, index) {
  const layer = trace.layers[index];
  const i = layerNumber(trace, index);
  const output = trace.outputs.find((one) => one.layer === index);
  const next = takers(trace, index);
  const dense = !output && next.length === 1 ? denseOf(trace, next[0]) : null;
  return Array.from({ length: Math.min(layer.a.length, mostUnits) }, (_, unit) => {
    const at = { layer: index, unit };
    const [z, a] = [sign("z", unit, i), sign("a", unit, i)];
    /** @type {Line} */
    const ofA = { at, symbol: partial(loss, a), value: layer.gradA[unit], ...(output && next.length === 0 ? slopeOfLoss(trace, output, unit) : {}) };
    if (dense) {
      const all = Array.from({ length: dense.units }, (_, k) => k);
      const zOf = (/** @type {number} */ k) => sign("z", k, layerNumber(trace, next[0]));
      ofA.formula = sum(all.map((k) => product([partial(loss, zOf(k)), partial(zOf(k), a)])), 4);
      ofA.filled = sum(all.map((k) => product([factor(trace.layers[next[0]].gradZ[k]), factor(trace.weights[weightAt(dense, unit, k)])])));
    }
    /** @type {Line} */
    const ofZ = { at, symbol: partial(loss, z), value: layer.gradZ[unit] };
    if (layer.activation === "softmax" && output?.fromLogits) {
      ofZ.formula = `${a}<mo>−</mo>${sign("y", unit, null)}`;
      ofZ.filled = `${number(layer.a[unit])}<mo>−</mo>${factor(output.target[unit])}`;
      return [ofZ];
    }
    if (layer.activation !== "softmax") {
      const local = slope(layer.activation, unit, i);
      ofZ.formula = product([partial(loss, a), local ? `<mrow><mo>(</mo>${local}<mo>)</mo></mrow>` : partial(a, z)]);
      ofZ.filled = product([factor(layer.gradA[unit]), factor(layer.derivative[unit])]);
      ofZ.slips = { local: layer.gradA[unit], upstream: layer.derivative[unit] };
    }
    return [ofA, ofZ];
  }).flat();
}

/** dL/dw and dL/db of a dense layer: of one unit. Where layers share the weights, each adds its part. @param {Trace} trace @param {number} index @param {number} unit @returns {Line[]} */
export function backwardWeights(trace, index, unit) {
  const dense = denseOf(trace, index);
  if (!dense) return [];
  const [i, x] = [layerNumber(trace, index), trace.layers[dense.from].a];
  const upstream = trace.layers[index].gradZ[unit];
  const users = sharersOf(trace, index).map((layer) => {
    const from = denseOf(trace, layer)?.from ?? dense.from;
    return { z: sign("z", unit, layerNumber(trace, layer)), gradient: trace.layers[layer].gradZ[unit], inputs: trace.layers[from].a, called: nameOfInput(trace, from) };
  });
  /** @param {number} weight @param {string} symbol @param {number | null} from an input; a bias has none @returns {Line} */
  const line = (weight, symbol, from) => ({
    at: { layer: index, unit }, weight, symbol: partial(loss, symbol), formula: sum(users.map(({ z, called }) => product([partial(loss, z), from === null ? "<mn>1</mn>" : called(from)])), 4),
    filled: sum(users.map(({ gradient, inputs }) => product([factor(gradient), factor(from === null ? 1 : inputs[from])])), 4), value: trace.gradients[weight], difference: trace.differences[weight],
    slips: users.length > 1 ? {} : { local: upstream, upstream: from === null ? 1 : x[from] },
  });
  const lines = Array.from({ length: Math.min(dense.inputs, mostUnits) }, (_, from) => line(weightAt(dense, from, unit), weightSign(unit, from, i), from));
  return dense.bias === null ? lines : [...lines, line(dense.bias + unit, sign("b", unit, i), null)];
}

/** How a weight is written. @param {Trace} trace @param {number} index */
export function nameOfWeight(trace, index) {
  const named = weightNamed(trace, index);
  if (!named) return "<mi>w</mi>";
  const { layer, unit, row, isBias } = named;
  const i = layerNumber(trace, layer);
  return isBias ? sign("b", unit, i) : denseOf(trace, layer) ? weightSign(unit, row, i) : `<msubsup><mi>w</mi><mn>${index - named.parameter.offset + 1}</mn><mrow><mo>[</mo><mn>${i}</mn><mo>]</mo></mrow></msubsup>`;
}

/** The chain from the loss to a weight, path by path; where there are too many or another kind of layer lies between, from dL/dz
 * on. Empty for weights of other layers than dense ones. @param {Trace} trace @param {number} index @returns {Line[]} */
export function chainOf(trace, index) {
  const named = weightNamed(trace, index);
  return named ? sharersOf(trace, named.layer).flatMap((layer) => chainThrough(trace, index, { ...named, layer })) : [];
}

/** The part of it that goes through one of the layers that use the weight. @param {Trace} trace @param {number} index
 * @param {NonNullable<ReturnType<typeof weightNamed>>} named @returns {Line[]} */
function chainThrough(trace, index, { layer, unit, row, isBias }) {
  const dense = denseOf(trace, layer);
  if (!dense) return [];
  const [w, z] = [nameOfWeight(trace, index), (/** @type {number} */ l, /** @type {number} */ u) => sign("z", u, layerNumber(trace, l))];
  const a = (/** @type {number} */ l, /** @type {number} */ u) => sign("a", u, layerNumber(trace, l));
  const local = isBias ? 1 : trace.layers[dense.from].a[row];
  const paths = pathsFrom(trace, layer, unit, mostPaths);
  if (!paths) {
    const value = trace.layers[layer].gradZ[unit];
    return [{ at: { layer, unit }, weight: index, symbol: partial(loss, w), formula: product([partial(loss, z(layer, unit)), partial(z(layer, unit), w)]), filled: product([factor(value), factor(local)]), value: value * local }];
  }
  return paths.map((path) => {
    const [signs, values] = [/** @type {string[]} */ ([]), /** @type {number[]} */ ([])];
    for (let step = path.length - 1; step >= 0; step--) {
      const { layer: l, unit: u } = path[step];
      const of = trace.layers[l];
      const isLast = step === path.length - 1;
      // The units of a softmax act on each other: there the chain begins with dL/dz.
      const isWhole = isLast && of.activation === "softmax";
      if (isLast) signs.push(partial(loss, isWhole ? z(l, u) : a(l, u)));
      if (isLast) values.push(isWhole ? of.gradZ[u] : of.gradA[u]);
      if (!isWhole) signs.push(partial(a(l, u), z(l, u)));
      if (!isWhole) values.push(of.derivative[u]);
      if (step === 0) continue;
      const before = path[step - 1];
      const on = denseOf(trace, l);
      signs.push(partial(z(l, u), a(before.layer, before.unit)));
      values.push(on ? trace.weights[weightAt(on, before.unit, u)] : NaN);
    }
    signs.push(partial(z(layer, unit), w));
    values.push(local);
    return { at: { layer, unit }, weight: index, symbol: partial(loss, w), formula: product(signs), filled: product(values.map(factor)), value: values.reduce((whole, value) => whole * value, 1) };
  });
}

/** What is done to a weight's gradient, and the weight after it. @param {Trace} trace @param {number} index @returns {Line[]} */
export function updateOf(trace, index) {
  const { update, weight } = trace;
  const w = nameOfWeight(trace, index);
  if (!update || !weight?.update || weight.index !== index) return [];
  const [mean, penalty, clipped] = [update.meanGradients[index], update.penaltyGradients[index], update.clipped[index]];
  const m = trace.batch.length;
  const mean_ = partial("<mi>J</mi>", w);
  /** @type {Line[]} */
  const lines = [{ symbol: mean_, formula: `<mfrac><mn>1</mn><mn>${m}</mn></mfrac><munderover><mo>∑</mo><mn>1</mn><mn>${m}</mn></munderover>${partial(loss, w)}`, value: mean }];
  if (penalty !== 0) lines.push({ symbol: `${mean_}${plus}${partial("<mi>R</mi>", w)}`, filled: `${number(mean)}${plus}${factor(penalty)}`, value: mean + penalty });
  if (Math.abs(clipped - mean - penalty) > 1e-12 * Math.max(1, Math.abs(mean + penalty))) lines.push({ symbol: "<mi>g</mi>", formula: "<mi>clip</mi>", filled: number(mean + penalty), value: clipped });
  else lines.push({ symbol: "<mi>g</mi>", value: clipped });
  for (const { symbol, formula, filled, value } of weight.update.lines) lines.push({ symbol, formula, filled, value: value ?? NaN });
  const { after, threshold } = weight.update;
  const delta = weight.update.lines[weight.update.lines.length - 1].value ?? NaN;
  if (threshold !== null) lines.push({ symbol: "<mi>τ</mi>", value: threshold ?? NaN });
  lines.push({
    symbol: `<msup>${w}<mo>′</mo></msup>`, formula: threshold === null ? `${w}${plus}<mi>Δ</mi>` : `<mi>shrink</mi><mo>(</mo>${w}${plus}<mi>Δ</mi><mo>,</mo><mi>τ</mi><mo>)</mo>`,
    filled: `${number(trace.weights[index])}${plus}${factor(delta)}`, value: after ?? NaN,
  });
  return lines;
}
