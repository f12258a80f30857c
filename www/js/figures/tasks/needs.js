// What of the state the tasks show, and what of the run has to be computed for them.

export const needs = /** @type {const} */ (["experiment", "data", "model", "snapshot", "looked", "errors", "playing", "theme", "language", "t"]);
export const wants = /** @type {const} */ (["weights", "evaluation"]);

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {(element: HTMLElement, context: import("../stage.js").Context<{}>) => import("../stage.js").Figure<State, {}>} CreateTask */
