// TensorFlow.js as a system to be measured, its cpu and its wasm backend. In the setting that was fastest:
// variables and `optimizer.minimize` instead of the layers API, batches ready made as tensors, no value read back.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { examples, product } from "../engine/workloads.js";

/** @param {string} root  where the project's folder is, as a path in Node and as a URL in a browser */
export async function open(name, root) {
  setWasmPaths(`${root}benches/peers/node_modules/@tensorflow/tfjs-backend-wasm/dist/`);
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false); // On two cores threads make none of the workloads faster.
  if (!(await tf.setBackend(name.replace("tfjs-", "")))) throw new Error(`${name} cannot be started`);
  return { prepare };
}

/** A variable of Glorot's uniform initialisation. */
function kernel(shape, fanIn, fanOut) {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return tf.variable(tf.randomUniform(shape, -limit, limit, "float32", 1));
}

const zeros = (units) => tf.variable(tf.zeros([units]));
const activated = { linear: (z) => z, softmax: (z) => z, tanh: tf.tanh, relu: tf.relu };

/** Per layer its variables, the shape it makes, and its function; of a softmax the logits. */
const kinds = {
  dense([inputs], { units, activation }) {
    const [weights, bias] = [kernel([inputs, units], inputs, units), zeros(units)];
    const fuses = tf.getBackend() === "wasm"; // On the cpu backend separate operations are faster.
    const relu = activation === "relu";
    const fused = (x) => tf.fused.matMul({ a: x, b: weights, bias, activation: relu ? "relu" : "linear" });
    const apply = (x) => {
      if (fuses && relu) return fused(x);
      return activated[activation](fuses ? fused(x) : tf.add(tf.matMul(x, weights), bias));
    };
    return { variables: [weights, bias], shape: [units], apply };
  },
  conv2d([height, width, channels], { filters, kernel_size: [rows, columns], activation }) {
    const [taps, bias] = [kernel([rows, columns, channels, filters], rows * columns * channels, rows * columns * filters), zeros(filters)];
    const apply = (x) => tf.fused.conv2d({ x, filter: taps, strides: 1, pad: "same", bias, activation });
    return { variables: [taps, bias], shape: [height, width, filters], apply };
  },
  max_pooling2d: ([height, width, channels], { pool_size }) => ({
    variables: [], shape: [Math.floor(height / pool_size[0]), Math.floor(width / pool_size[1]), channels],
    apply: (x) => tf.maxPool(x, pool_size, pool_size, "valid"),
  }),
  flatten: (shape) => ({ variables: [], shape: [product(shape)], apply: (x) => tf.reshape(x, [-1, product(shape)]) }),
  lstm([, inputs], { units }) {
    const [weights, bias] = [kernel([inputs + units, 4 * units], inputs + units, 4 * units), zeros(4 * units)];
    const forget = tf.scalar(1);
    const apply = (x) => {
      let state = tf.zeros([x.shape[0], units]);
      let output = state;
      for (const step of tf.unstack(x, 1)) [state, output] = tf.basicLSTMCell(forget, weights, bias, step, state, output);
      return output;
    };
    return { variables: [weights, bias], shape: [units], apply };
  },
};

function prepare(workload) {
  const { count, units, inputs, targets } = examples(workload);
  const layers = [];
  for (let [index, shape] = [0, workload.input]; index < workload.layers.length; index += 1) {
    const { layer, ...config } = workload.layers[index];
    layers.push(kinds[layer](shape, config));
    shape = layers[index].shape;
  }
  const variables = layers.flatMap((layer) => layer.variables);
  const all = tf.tensor(inputs, [count, ...workload.input]);
  if (workload.pixels) return grid(layers, variables, all);

  const { batch, loss, optimizer: { optimizer: rule, learning_rate } } = workload;
  const wanted = tf.tensor(targets, [count, units]);
  const batches = tf.split(all, count / batch).map((x, index) => [x, tf.slice(wanted, [index * batch, 0], [batch, units])]);
  const forward = (x) => layers.reduce((values, { apply }) => apply(values), x);
  const lossOf = {
    mean_squared_error: (x, y) => tf.mean(tf.squaredDifference(forward(x), y)),
    categorical_crossentropy: (x, y) => tf.losses.softmaxCrossEntropy(y, forward(x)),
  }[loss];
  const optimizer = rule === "sgd" ? tf.train.sgd(learning_rate) : tf.train.adam(learning_rate, 0.9, 0.999, 1e-7);
  let next = 0;
  return {
    run(steps) {
      for (let done = 0; done < steps; done += 1) {
        const [x, y] = batches[next];
        optimizer.minimize(() => lossOf(x, y), false, variables);
        next = next + 1 === batches.length ? 0 : next + 1;
      }
    },
    check: () => tf.tidy(() => lossOf(all, wanted).dataSync()[0]),
    free() {
      optimizer.dispose();
      tf.dispose([all, wanted, batches, variables]);
    },
  };
}

/** Forward over all pixels, keeping every layer's values until the next grid. */
function grid(layers, variables, all) {
  let kept = [];
  const forward = () => tf.tidy(() => {
    const values = [all];
    for (const { apply } of layers) values.push(apply(values.at(-1)));
    return values.slice(1);
  });
  return {
    run(grids) {
      for (let done = 0; done < grids; done += 1) {
        tf.dispose(kept);
        kept = forward();
      }
    },
    check: () => kept.reduce((sum, values) => sum + values.dataSync().reduce((part, value) => part + value, 0), 0),
    free: () => tf.dispose([kept, all, variables]),
  };
}
