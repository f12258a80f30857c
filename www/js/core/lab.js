// What the page has at hand: its own WebAssembly instance, for everything that is asked for and answered at once.
// Training happens in another instance, in the worker.

import * as core from "#core";
import { module } from "./core.js";
import { memoized } from "./memo.js";

/** @typedef {import("./protocol.js").Experiment} Experiment */
/** @typedef {import("./protocol.js").FieldError} FieldError */
/** @typedef {Awaited<ReturnType<typeof loadLab>>} Lab */

/** All that is wrong with a config. */
export class InvalidExperiment extends Error {
  /** @param {FieldError[]} errors @param {string} message */
  constructor(errors, message) {
    super(message);
    this.name = "InvalidExperiment";
    this.errors = errors;
  }
}

/** Rust throws what is wrong with a config as `{ message, errors }`.
 * @template T @param {() => T} work @returns {T} */
export function checked(work) {
  try {
    return work();
  } catch (/** @type {any} */ thrown) {
    if (!thrown?.errors) throw thrown;
    throw new InvalidExperiment(thrown.errors, thrown.message);
  }
}

export async function loadLab() {
  core.initSync({ module: await module });
  return {
    /** A seed by chance, another than this one. @param {number} current @returns {number} */
    freshSeed: (current) => core.freshSeed(current),

    /** @returns {Experiment} */
    defaultExperiment: () => core.defaultExperiment(),

    /** The whole experiment a partial one stands for. Throws `InvalidExperiment`.
     * @param {unknown} partial @returns {Experiment} */
    complete: (partial) => checked(() => core.complete(partial)),

    /** The version in which experiments and races are written. @type {number} */
    version: core.formatVersion(),

    /** A partial experiment of an older version in the words of this one; `kept` are fields that keep the older meaning.
     * Throws `InvalidExperiment`.
     * @param {unknown} partial @param {number} version @returns {{ partial: unknown, kept: string[] }} */
    upgrade: (partial, version) => checked(() => core.upgradeExperiment(partial, version)),

    /** The least that still stands for this experiment. @param {Experiment} experiment @returns {Record<string, unknown>} */
    minimal: (experiment) => checked(() => core.minimal(experiment)),

    /** The experiment with its output layer and loss set as its data ask for (the lecture's table).
     * @param {Experiment} experiment @returns {Experiment} */
    adaptToData: (experiment) => checked(() => core.adaptToData(experiment)),

    /** The network of an experiment layer by layer, also where a part of it is wrong.
     * @param {Experiment} experiment @returns {import("./protocol.js").Outline} */
    outline: (experiment) => checked(() => core.outline(experiment)),

    /** What the data ask of the last layer and the loss. Views ask in every frame; the data of an experiment never change.
     * @param {Experiment["data"]} data @returns {import("./experiment.js").Recommendation} */
    recommendation: memoized((data) => checked(() => core.recommendation(data))),

    /** What the value at a place of a layer can see of the inputs: rows and columns from the first to the one after the last.
     * @param {Experiment} experiment @param {string} layer @param {number} row @param {number} column
     * @returns {import("./experiment.js").Field[]} */
    receptiveField: (experiment, layer, row, column) => checked(() => core.receptiveField(experiment, layer, row, column)),

    /** A small picture of a data set: points in [0, 1] from the top left, with class or value in [-1, 1].
     * @param {Experiment["data"]} data @returns {import("./experiment.js").ThumbnailPoint[]} */
    thumbnail: (data) => checked(() => core.thumbnail(data)),

    /** Draws loss and metric curves, pale those of another way, and tells where on the canvas the epochs lie.
     * @param {HTMLCanvasElement} canvas @param {Float64Array} history @param {Float64Array} pale @param {import("./experiment.js").CurveOptions} options
     * @returns {import("./experiment.js").Plot} */
    drawCurves: (canvas, history, pale, options) => checked(() => core.drawCurves(canvas, history, pale, options)),

    /** A feature over the plane, quantised as the pictures are. Throws `InvalidExperiment` for a formula that does not read.
     * @param {import("./experiment.js").Feature | string} feature @param {number} size @param {number} dimensions @returns {Uint8Array} */
    featurePicture: (feature, size, dimensions) => checked(() => core.featurePicture(feature, size, dimensions)),

    /** @param {unknown} activation @param {number} low @param {number} high @param {number} count
     * @returns {{ values: Float32Array, derivative: Float32Array }} */
    activationCurve: (activation, low, high, count) => {
      const both = core.activationCurve(activation, low, high, count);
      return { values: both.subarray(0, count), derivative: both.subarray(count) };
    },
  };
}
