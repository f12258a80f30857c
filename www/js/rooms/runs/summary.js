// An experiment in a line.

import { denseLayers, isOfUnits } from "../../model/stack.js";
import { readable } from "../../ui/controls.js";

/** @param {any} choice */
const nameOf = (choice) => (typeof choice === "string" ? choice : Object.values(choice ?? {})[0]);

/** @param {import("../../core/protocol.js").Experiment} experiment @param {(key: string) => string} t */
export function summary(experiment, t) {
  const { data, optimizer } = experiment;
  const isTask = ["houses", "digits", "sentences", "series"].includes(data.dataset);
  const set = data.dataset === "table" ? String(/** @type {any} */ (data).file ?? "") : t(`${isTask ? "task" : "dataset"}.${data.dataset}`);
  const layers = denseLayers(experiment);
  const network = isOfUnits(experiment)
    ? `${[data.features?.length || undefined, ...layers.map(({ units }) => units)].filter((one) => one !== undefined).join("–")}${layers.length > 1 ? ` ${t(`activation.${nameOf(layers[0].activation)}`)}` : ""}`
    : t(experiment.network.layers.some(({ layer }) => layer.startsWith("conv")) ? "sweep.network_conv" : "sweep.network_other");
  return [set, network, `${t(`optimizer.${optimizer.optimizer}`)} ${readable(optimizer.learning_rate)}`].join(" · ");
}
