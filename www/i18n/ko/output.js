/** @type {Record<keyof typeof import("../en/output.js").output, string>} */
export const output = {};
