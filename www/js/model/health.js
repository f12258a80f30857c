// How the layers of a run are doing, and where on its activation a layer works: asked of the second module.

import { desk } from "./desk.js";

/** @typedef {import("../core/experiment.js").Health} Health */
/** @typedef {import("./trace.js").Traceable} Run */

/** Every layer at this moment, and what is wrong. @param {Run} session @param {Float64Array} history the rows of the curves
 * @returns {Promise<{ experiment: import("../core/protocol.js").Experiment, health: Health }>} with the experiment it is of */
export async function examined(session, history) {
  const { moment, numbers } = await session.moment();
  const experiment = session.experiment();
  const { health } = await desk.ask({ type: "health", moment }, { experiment, weights: numbers, history, files: session.openedFiles() });
  return { experiment, health };
}

/** z of all units of a layer for training examples; empty where it has none. @param {Run} session @param {string} layer @returns {Promise<Float32Array>} */
export async function preActivations(session, layer) {
  const { numbers } = await session.moment();
  const experiment = session.experiment();
  const { z } = await desk.ask({ type: "pre_activations", layer }, { experiment, weights: numbers, files: session.openedFiles() });
  return z;
}

/** A loss of one output and its derivative, over outputs for one target.
 * @param {Run} session @param {import("../core/experiment.js").Loss} loss @param {number} target @param {number} low @param {number} high
 * @returns {Promise<{ values: Float32Array, slopes: Float32Array }>} */
export const lossCurve = (session, loss, target, low, high) => desk.ask({ type: "loss_curve", loss, target, low, high }, { experiment: session.experiment() });
