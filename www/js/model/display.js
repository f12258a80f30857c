// How the figures are shown. The options of a figure are data: they stand in links.

/** Whether test data and mistakes are marked, and answers shown in steps; and which label of several is shown.
 * @typedef {{ showTest: boolean, discretize: boolean, markWrong: boolean, label: number }} OutputOptions */

/** @type {OutputOptions} */
export const outputDefaults = { showTest: false, discretize: false, markWrong: false, label: 0 };

/** Whether the loss is on a logarithmic scale, curves are smoothed, the metric has one of its own, and test data have theirs.
 * @typedef {{ logLoss: boolean, smooth: boolean, metricCurve: boolean, testCurve: boolean }} CurvesOptions */

/** @type {CurvesOptions} */
export const curvesDefaults = { logLoss: false, smooth: false, metricCurve: true, testCurve: true };

/** How the playground is shown. `diagram`: the network as a diagram of layers, not in columns of units; `inspect`: one example with
 * its numbers in their place.
 * @typedef {{ diagram: boolean, inspect: boolean, output: OutputOptions, curves: CurvesOptions }} Display */
