// How the picture of the output is shown.

/** Whether test data and mistakes are marked, and answers shown in steps; and which label of several is shown.
 * @typedef {{ showTest: boolean, discretize: boolean, markWrong: boolean, label: number }} Options */

/** @type {Options} */
export const defaults = { showTest: false, discretize: false, markWrong: false, label: 0 };
