/** @type {Record<keyof typeof import("../en/presets.js").presets, string>} */
export const presets = {};
