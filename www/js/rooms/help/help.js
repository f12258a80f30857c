// All that explains the page: what a word means, the glossary, the list of keys, and the guide of the first start.

export { showGlossary, showTerm } from "./glossary.js";
export { showGuide, welcome } from "./guide.js";
export { showKeys } from "./key_list.js";
