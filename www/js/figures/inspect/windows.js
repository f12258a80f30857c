// The window of a convolution or a pooling layer: what lies under it, place by place.

import { layerNumber, parameterOf } from "./network.js";
import { factor, number, product, sum } from "./signs.js";

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
