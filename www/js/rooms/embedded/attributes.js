// What the attributes of an embedded lab say.

import { preferredLanguage } from "../../ui/preferences.js";

/** @typedef {"network" | "output" | "curves" | "diagram"} FigureName */
/** @typedef {"play" | "reset" | "step" | "epoch" | "speed" | "counters" | "open"} ControlName */

const figures = /** @type {FigureName[]} */ (["network", "output", "curves", "diagram"]);
const controls = /** @type {ControlName[]} */ (["reset", "play", "step", "epoch", "counters", "speed", "open"]);

/** What is shown where nothing else is said. @type {FigureName[]} */
const usualFigures = ["network", "output", "curves"];
/** @type {ControlName[]} */
const usualControls = ["reset", "play", "step", "counters", "open"];

/** The names of a list that are known, each once, in the order of the list. `none` is an empty one, and a missing one the usual.
 * @template {string} Name @param {string | null} text @param {Name[]} known @param {Name[]} usual @returns {Name[]} */
function listed(text, known, usual) {
  if (text === null) return usual;
  const names = text.toLowerCase().split(/[\s,]+/);
  return [...new Set(names.flatMap((name) => known.find((one) => one === name) ?? []))];
}

/** @param {string | null} text */
export const figuresOf = (text) => listed(text, figures, usualFigures);

/** In the order in which they always stand. @param {string | null} text */
export function controlsOf(text) {
  const wanted = listed(text, controls, usualControls);
  return controls.filter((name) => wanted.includes(name));
}

/** The language said, else that of the page around, else one of the reader's.
 * @param {string | null} said @param {string} around @param {readonly string[]} reader */
export const languageOf = (said, around, reader) => preferredLanguage([said, around, ...reader].flatMap((tag) => tag || []));

/** @param {string | null} said @param {boolean} isDark whether the system is @returns {"light" | "dark"} */
export const themeOf = (said, isDark) => (said === "dark" || (said !== "light" && isDark) ? "dark" : "light");
