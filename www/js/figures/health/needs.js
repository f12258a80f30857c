// What of the state Health shows.

/** @typedef {import("../../model/state.js").State} Whole */

export const needs = /** @type {const} */ (["snapshot", "experiment", "draft", "history", "language", "t", "playing"]);

/** @typedef {Pick<Whole, (typeof needs)[number]>} State */
