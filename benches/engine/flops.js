// The floating-point operations a workload asks for, the same for every system. Counted are the multiplications and
// additions that no implementation can do without:
//   products of weights with values    2 per weight, position and example forward, as many for the weights' gradient,
//                                      and as many for the inputs' gradient unless the layer takes the data itself;
//                                      a convolution counts the taps that lie on the image only
//   biases                             1 per unit, position and example forward, 1 backward
//   the update, per parameter          SGD 2 (w -= rate g); Adam 12 (m += (1 - b1)(g - m): 3, v += (1 - b2)(g g - v): 4,
//                                      w -= rate m / (sqrt(v) + e): 5)
// Not counted: activations (exp, tanh), pooling, the loss, the gates of an LSTM, copying. A workload of many
// activations and few weights therefore has a small share of the peak however fast it is.

import { product } from "./workloads.js";

const PER_UPDATE = { sgd: 2, adam: 12 };

/** Taps of a `same` convolution that lie on the image, summed over the positions of one axis. */
const taps = (side, kernel) => {
  const before = Math.floor((kernel - 1) / 2);
  const ends = Array.from({ length: side }, (_, at) => Math.min(side, at - before + kernel) - Math.max(0, at - before));
  return ends.reduce((all, count) => all + count, 0);
};

/** Per layer and example: multiply-adds of weights with values, those that lead on to the layer's own input, biases
 * added, parameters; and the values it keeps for the way back where they are more than its output: an LSTM's gates, cell
 * and state of every step. */
const kinds = {
  dense: ([inputs], { units }) => ({ shape: [units], products: inputs * units, onward: inputs * units, biases: units, parameters: inputs * units + units }),
  conv2d([height, width, channels], { filters, kernel_size: [rows, columns] }) {
    const products = taps(height, rows) * taps(width, columns) * channels * filters;
    return {
      shape: [height, width, filters], products, onward: products, biases: height * width * filters,
      parameters: rows * columns * channels * filters + filters,
    };
  },
  max_pooling2d: ([height, width, channels], { pool_size: [rows, columns] }) => ({ shape: [Math.floor(height / rows), Math.floor(width / columns), channels] }),
  flatten: (shape) => ({ shape: [product(shape)] }),
  lstm([steps, inputs], { units }) {
    // The state before the first step is zero.
    const [fromInputs, fromState] = [steps * 4 * units * inputs, (steps - 1) * 4 * units * units];
    return {
      shape: [units], products: fromInputs + fromState, onward: fromInputs, recurrent: fromState, biases: steps * 4 * units,
      parameters: 4 * units * (inputs + units + 1), kept: steps * units * 6,
    };
  },
};

function count({ input, layers }) {
  const sum = { forward: 0, backward: 0, parameters: 0, activations: product(input) };
  let shape = input;
  layers.forEach(({ layer, ...config }, index) => {
    const { shape: next, products = 0, onward = 0, recurrent = 0, biases = 0, parameters = 0, kept } = kinds[layer](shape, config);
    sum.forward += 2 * products + biases;
    sum.backward += 2 * (products + recurrent + (index > 0 ? onward : 0)) + biases;
    sum.parameters += parameters;
    sum.activations += kept ?? product(next);
    shape = next;
  });
  return sum;
}

/** Of one train step, or of one grid. */
export function flops(workload) {
  const { forward, backward, parameters } = count(workload);
  if (workload.pixels) return forward * workload.pixels;
  return (forward + backward) * workload.batch + parameters * PER_UPDATE[workload.optimizer.optimizer];
}

/** Parameters, and values of all layers to keep for one example. */
export const sizes = (workload) => {
  const { parameters, activations } = count(workload);
  return { parameters, activations };
};
