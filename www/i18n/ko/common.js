/** @type {Record<keyof typeof import("../en/common.js").common, string>} */
export const common = {};
