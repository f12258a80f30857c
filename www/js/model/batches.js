// What the size of the batches means for the layers of a network.

/** @typedef {import("./state.js").State} State */

/** How many batches an epoch has, and how many of them are done. A rest that is carried on is no batch of its own.
 * @param {import("../core/protocol.js").Experiment["training"]} training @param {number} count of training examples @param {number} epoch */
export function batchesOfEpoch({ batch_size, last_batch }, count, epoch) {
  const size = Math.max(1, batch_size === "all" ? count : Math.min(batch_size, count));
  const batches = Math.max(1, last_batch === "carried" ? Math.floor(count / size) : Math.ceil(count / size));
  return { batches, done: Math.round(((epoch % 1) * count) / size) % batches };
}

/** Whether some batch has one example only; the last of an epoch may be smaller than the others.
 * @param {Pick<State, "experiment" | "data">} state */
export function hasBatchOfOne({ experiment, data }) {
  if (experiment.training.last_batch === "carried" && experiment.training.batch_size !== 1) return data?.train.count === 1;
  const size = experiment.training.batch_size;
  const count = data?.train.count ?? 0;
  return size === 1 || count === 1 || (typeof size === "number" && count % size === 1);
}

/** Batch normalisations that see a single value for each number of theirs: over an image there are more.
 * @param {Pick<State, "experiment" | "data" | "model">} state @returns {string[]} names */
export function starvedNormalizations(state) {
  if (!hasBatchOfOne(state)) return [];
  const layers = state.model?.layers ?? [];
  return layers.filter(({ layer, outputShape }) => layer === "batch_normalization" && outputShape.length === 1).map(({ name }) => name);
}
