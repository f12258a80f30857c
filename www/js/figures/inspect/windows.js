// The window of a convolution or a pooling layer: what lies under it, place by place.

import { layerNumber, parameterOf } from "./network.js";
import { factor, loss, number, partial, product, sum } from "./signs.js";

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {import("./signs.js").Line} Line */

/** @typedef {{ kernel_size?: number | number[], pool_size?: number | number[], strides?: number | number[] | null, padding?: string }} Arguments of the layer */

/** @param {number | number[] | null | undefined} sides @param {number} axes @param {number} otherwise */
const pair = (sides, axes, otherwise) => {
  const all = typeof sides === "number" ? Array(axes).fill(sides) : sides ?? Array(axes).fill(otherwise);
  return axes === 1 ? [1, all[0]] : all;
};

/** The places of the input under the window of an output place, each with its number in the window. Sequences are images of one row.
 * @param {number[]} input shape @param {number[]} output shape @param {Arguments} layer @param {number} place */
export function windowAt(input, output, layer, place) {
  const axes = input.length - 1;
  const size = pair(layer.kernel_size ?? layer.pool_size, axes, layer.pool_size === undefined ? 3 : 2);
  const strides = layer.strides == null ? (layer.kernel_size === undefined ? size : [1, 1]) : pair(layer.strides, axes, 1);
  const [rows, columns] = axes === 1 ? [1, input[0]] : input;
  const [outRows, outColumns] = axes === 1 ? [1, output[0]] : output;
  const before = (/** @type {number} */ sides, /** @type {number} */ out, /** @type {number} */ axis) => (layer.padding === "same" ? Math.max(0, Math.floor(((out - 1) * strides[axis] + size[axis] - sides) / 2)) : 0);
  const [top, left] = [before(rows, outRows, 0), before(columns, outColumns, 1)];
  const [row, column] = [Math.floor(place / outColumns), place % outColumns];
  const places = [];
  for (let r = 0; r < size[0]; r++) {
    for (let c = 0; c < size[1]; c++) {
      const [y, x] = [row * strides[0] + r - top, column * strides[1] + c - left];
      if (y >= 0 && y < rows && x >= 0 && x < columns) places.push({ within: r * size[1] + c, source: y * columns + x });
    }
  }
  return places;
}

/** Where an input value's gradient comes from, and a kernel weight's: the windows written out backwards. `at` is the value of the input,
 * `weight` one of the kernel. @param {Trace} trace @param {number} index @param {Arguments} layer @param {number} at @param {number | null} weight @returns {Line[]} */
export function windowsBack(trace, index, layer, at, weight) {
  const { shape, gradA, gradZ, largest, inputs, kind } = trace.layers[index];
  const input = trace.layers[inputs[0]];
  const [features, channels] = [shape[shape.length - 1], input.shape[input.shape.length - 1]];
  const [source, channel] = [Math.floor(at / channels), at % channels];
  const kernel = parameterOf(trace, index, "kernel");
  const gradients = kernel ? gradZ : gradA;
  const windows = Array.from({ length: Math.max(1, Math.floor(gradients.length / features)) }, (_, place) => ({ place, places: windowAt(input.shape, shape, layer, place) }));
  const from = layerNumber(trace, inputs[0]);
  const name = from === 0 ? `<msub><mi>x</mi><mn>${at + 1}</mn></msub>` : `<msubsup><mi>a</mi><mn>${at + 1}</mn><mrow><mo>[</mo><mn>${from}</mn><mo>]</mo></mrow></msubsup>`;
  const over = windows.flatMap(({ place, places }) => places.filter((one) => one.source === source).map(({ within }) => ({ place, within, count: places.length })));
  const numbers = over.flatMap(({ place, within, count }) => {
    if (kernel) return Array.from({ length: features }, (_, feature) => [gradients[place * features + feature], trace.weights[kernel.offset + (within * channels + channel) * features + feature]]);
    const gradient = gradients[place * features + channel];
    return kind.startsWith("max") ? (largest[place * features + channel] === at ? [[gradient, 1]] : []) : [[gradient, 1 / count]];
  });
  const written = (/** @type {number[][]} */ pairs) => (pairs.length === 0 ? number(0) : sum(pairs.map((pair) => product(pair.map(factor)))));
  const total = (/** @type {number[][]} */ pairs) => pairs.reduce((whole, [one, other]) => whole + one * other, 0);
  /** @type {Line[]} */
  const lines = [{ at: { layer: inputs[0], unit: at }, symbol: partial(loss, name), filled: written(numbers), value: total(numbers) }];
  if (kernel && weight !== null && weight >= kernel.offset && weight < kernel.offset + kernel.shape.reduce((product_, side) => product_ * side, 1)) {
    const [inKernel, feature] = [Math.floor((weight - kernel.offset) / features), (weight - kernel.offset) % features];
    const pairs = windows.flatMap(({ place, places }) => places.filter(({ within }) => within === Math.floor(inKernel / channels)).map((one) => [gradZ[place * features + feature], input.a[one.source * channels + (inKernel % channels)]]));
    const sign = `<msubsup><mi>w</mi><mn>${weight - kernel.offset + 1}</mn><mrow><mo>[</mo><mn>${layerNumber(trace, index)}</mn><mo>]</mo></mrow></msubsup>`;
    lines.push({ weight, symbol: partial(loss, sign), filled: written(pairs), value: total(pairs), difference: trace.differences[weight] });
  }
  return lines;
}

/** One value of a convolution or pooling layer, written out. @param {Trace} trace @param {number} index @param {Arguments} layer its arguments
 * @param {number} at the value @param {number} most of the terms that are written @returns {Line} */
export function windowLine(trace, index, layer, at, most = 9) {
  const { kind, shape, a, z, largest, inputs } = trace.layers[index];
  const input = trace.layers[inputs[0]];
  const features = shape[shape.length - 1];
  const [place, feature] = [Math.floor(at / features), at % features];
  const places = windowAt(input.shape, shape, layer, place);
  const i = layerNumber(trace, index);
  const symbol = (/** @type {string} */ letter) => `<msubsup><mi>${letter}</mi><mn>${at + 1}</mn><mrow><mo>[</mo><mn>${i}</mn><mo>]</mo></mrow></msubsup>`;
  const kernel = parameterOf(trace, index, "kernel");
  const channels = input.shape[input.shape.length - 1];
  if (!kernel) {
    const values = places.map(({ source }) => input.a[source * channels + feature]);
    const isMax = largest.length > 0;
    const filled = isMax ? `<mi>max</mi><mo>(</mo>${values.map(number).join("<mo>,</mo>")}<mo>)</mo>` : `<mfrac><mn>1</mn><mn>${values.length}</mn></mfrac><mo>(</mo>${sum(values.map(factor), most)}<mo>)</mo>`;
    return { at: { layer: index, unit: at }, symbol: symbol("a"), filled, value: a[at] };
  }
  const weight = (/** @type {number} */ within, /** @type {number} */ channel) => trace.weights[kernel.offset + (within * channels + channel) * features + feature];
  const terms = places.flatMap(({ within, source }) =>
    Array.from({ length: channels }, (_, channel) => product([factor(weight(within, channel)), factor(input.a[source * channels + channel])])));
  const bias = parameterOf(trace, index, "bias");
  const filled = [sum(terms, most), ...(bias ? [factor(trace.weights[bias.offset + feature])] : [])].join("<mo>+</mo>");
  return { at: { layer: index, unit: at }, symbol: symbol(kind.startsWith("conv") ? "z" : "a"), filled, value: z[at] ?? a[at] };
}
