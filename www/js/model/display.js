// How the figures are shown. The options of a figure are data: they stand in links.

/** Whether test data and mistakes are marked, and answers shown in steps; and which label of several is shown.
 * @typedef {{ showTest: boolean, discretize: boolean, markWrong: boolean, label: number }} OutputOptions */

/** @type {OutputOptions} */
export const outputDefaults = { showTest: false, discretize: false, markWrong: false, label: 0 };

/** Whether the loss is on a logarithmic scale, curves are smoothed, the metric has one of its own, and test data have theirs.
 * @typedef {{ logLoss: boolean, smooth: boolean, metricCurve: boolean, testCurve: boolean }} CurvesOptions */

/** @type {CurvesOptions} */
export const curvesDefaults = { logLoss: false, smooth: false, metricCurve: true, testCurve: true };

/** Whether Inspect leaves blanks to fill in, and asks what the network will answer before it shows that.
 * @typedef {{ fillIn: boolean, predict: boolean }} InspectOptions */

/** @type {InspectOptions} */
export const inspectDefaults = { fillIn: false, predict: false };

/** How the playground is shown. `diagram`: the network as a diagram of layers, not in columns of units; in their place `inspect`: one
 * example with its numbers, `health`: how its layers are doing, `functions`: its activations and losses. One of them at most.
 * @typedef {{ diagram: boolean, inspect: boolean, health: boolean, functions: boolean, output: OutputOptions, curves: CurvesOptions, inspecting: InspectOptions }} Display */
