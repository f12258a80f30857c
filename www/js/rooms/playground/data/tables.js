// All about tables of one's own that is loaded when one is asked for.

export { mountImport } from "./import.js";
export { tableControls } from "./table_controls.js";
