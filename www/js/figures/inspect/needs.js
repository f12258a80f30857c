// What of the state Inspect shows.

/** @typedef {import("../../model/state.js").State} Whole */

export const needs = /** @type {const} */ (["snapshot", "pictures", "experiment", "draft", "data", "theme", "language", "t", "playing"]);

/** @typedef {Pick<Whole, (typeof needs)[number]>} State */
