// The views of all tasks, which are loaded together.

export * as digits from "./digits.js";
export * as houses from "./houses.js";
export * as sentences from "./sentences.js";
export * as series from "./series.js";
export * as table from "./table.js";
