// What of the state the network shows.

export const needs = /** @type {const} */ (["experiment", "model", "data", "errors", "pictures", "snapshot", "playing", "looked", "finding", "theme", "t"]);

/** @typedef {Pick<import("../../model/state.js").State, (typeof needs)[number]>} State */
