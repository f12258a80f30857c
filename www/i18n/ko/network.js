/** @type {Record<keyof typeof import("../en/network.js").network, string>} */
export const network = {};
