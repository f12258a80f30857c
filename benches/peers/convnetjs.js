// ConvNetJS as a system to be measured: its own trainer with the workload's batch size.
// It trains example by example, and computes in f64. The release on npm has no Adam: adadelta, the method of its own
// demonstrations, which also keeps two numbers per weight, stands in for it.

import convnetjs from "convnetjs";
import { examples, product } from "../engine/workloads.js";

export const open = async () => ({ prepare });

const kinds = {
  dense: ({ units, activation }) => ({ type: "fc", num_neurons: units, activation: activation === "linear" ? undefined : activation }),
  conv2d: ({ filters, kernel_size: [rows, columns], activation }) => ({
    type: "conv", sx: columns, sy: rows, filters, stride: 1, pad: (rows - 1) / 2, activation,
  }),
  max_pooling2d: ({ pool_size: [rows, columns] }) => ({ type: "pool", sx: columns, sy: rows, stride: rows }),
};

function network({ input, layers, loss }) {
  const [height, width, depth] = input.length === 3 ? input : [1, 1, product(input)];
  const definitions = [{ type: "input", out_sx: width, out_sy: height, out_depth: depth }];
  for (const layer of layers) {
    if (layer.layer === "flatten") continue;
    if (!kinds[layer.layer]) throw new Error(`ConvNetJS has no ${layer.layer}`);
    definitions.push(kinds[layer.layer](layer));
  }
  const last = definitions.pop();
  const net = new convnetjs.Net();
  if (loss === "categorical_crossentropy") {
    net.makeLayers([...definitions, { type: "softmax", num_classes: last.num_neurons }]);
  } else {
    net.makeLayers([...definitions, last, { type: "regression", num_neurons: last.num_neurons }]);
    // `makeLayers` puts a layer of its own before a regression, which the workload does not have.
    net.layers.splice(-2, 1);
  }
  return net;
}

function prepare(workload) {
  const { count, size, units, inputs, targets } = examples(workload);
  const net = network(workload);
  const [height, width, depth] = workload.input.length === 3 ? workload.input : [1, 1, size];
  const volumes = Array.from({ length: count }, (_, example) => {
    const volume = new convnetjs.Vol(width, height, depth, 0);
    volume.w.set(inputs.subarray(example * size, (example + 1) * size));
    return volume;
  });
  if (workload.pixels) return grid(net, volumes);

  const rows = Array.from({ length: count }, (_, example) => targets.subarray(example * units, (example + 1) * units));
  const isClass = workload.loss === "categorical_crossentropy";
  const answers = rows.map((row) => (isClass ? row.indexOf(1) : [...row]));
  const { optimizer, learning_rate } = workload.optimizer;
  const method = optimizer === "sgd" ? { method: "sgd", momentum: 0, learning_rate } : { method: "adadelta" };
  const trainer = new convnetjs.Trainer(net, { ...method, batch_size: workload.batch, l2_decay: 0 });
  let next = 0;
  return {
    run(steps) {
      for (let left = steps * workload.batch; left > 0; left -= 1) {
        trainer.train(volumes[next], answers[next]);
        next = next + 1 === count ? 0 : next + 1;
      }
    },
    check() {
      const losses = volumes.map((volume, example) => {
        const { w } = net.forward(volume, false);
        return isClass ? -Math.log(w[answers[example]]) : answers[example].reduce((all, target, unit) => all + (w[unit] - target) ** 2, 0) / units;
      });
      return losses.reduce((all, loss) => all + loss, 0) / count;
    },
    free() {},
  };
}

function grid(net, volumes) {
  const kept = net.layers.filter(({ layer_type }) => layer_type === "tanh");
  const width = kept.reduce((all, layer) => all + layer.out_depth, 0);
  const values = new Float32Array(width * volumes.length);
  return {
    run(grids) {
      for (let done = 0; done < grids; done += 1) {
        let at = 0;
        for (const volume of volumes) {
          net.forward(volume, false);
          for (const layer of kept) {
            values.set(layer.out_act.w, at);
            at += layer.out_depth;
          }
        }
      }
    },
    check: () => values.reduce((all, value) => all + value, 0),
    free() {},
  };
}
