// What the size of the batches means for the layers of a network.

/** @typedef {import("./state.js").State} State */

/** Whether some batch has one example only; the last of an epoch may be smaller than the others.
 * @param {Pick<State, "experiment" | "data">} state */
export function hasBatchOfOne({ experiment, data }) {
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
