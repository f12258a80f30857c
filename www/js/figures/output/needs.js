// What of the state the picture of the output shows.

export const needs = /** @type {const} */ (["data", "plane", "pictures", "snapshot", "model", "experiment", "brush", "playing", "theme", "t"]);

/** @typedef {Pick<import("../../model/state.js").State, (typeof needs)[number]>} State */
