// What of the state Functions shows.

/** @typedef {import("../../model/state.js").State} Whole */

export const needs = /** @type {const} */ (["snapshot", "experiment", "draft", "data", "language", "t", "playing"]);

/** @typedef {Pick<Whole, (typeof needs)[number]>} State */
