// How the curves are shown.

/** Whether the loss is on a logarithmic scale, curves are smoothed, and the metric has one of its own.
 * @typedef {{ logLoss: boolean, smooth: boolean, metricCurve: boolean }} Options */

/** @type {Options} */
export const defaults = { logLoss: false, smooth: false, metricCurve: true };
