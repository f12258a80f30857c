// Figures that can be saved as pictures, and what all of these pictures have in common.

/** Pixels around a figure. */
export const edge = 8;
/** What only a hand can use keeps its place, and is not seen. */
export const handles = "input[type=range], details.menu";

/** What figures are called in files, those of tasks by one name. @type {Record<string, string>} */
const names = {
  network: "network", builder: "diagram", inspect: "inspect", health: "health", functions: "functions", output: "output", curves: "curves",
  digits: "task", houses: "task", sentences: "task", series: "task", table: "task",
  map: "map", relief: "relief", "race-sweep": "sweep", losses: "losses", standings: "standings", anatomy: "anatomy",
  "run-tiles": "runs", "run-table": "table", "run-heatmap": "heatmap", "run-parallel": "parallel", "run-curves": "curves", compare: "compare",
};

/** Those of lines and letters; the small pictures in them are images there. All others are painted. */
const vectors = ["network", "curves", "builder", "inspect", "health", "functions", "losses", "standings", "anatomy", "run-table", "run-heatmap", "run-parallel", "run-curves"];

/** What of a figure is its picture, where that is not all of it. @type {Record<string, string>} */
const parts = { builder: ".world" };

/** The colour that an element stands on. @param {Element} element @returns {string} */
export function groundOf(element) {
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at);
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
  }
  return "white";
}

/** @typedef {{ name: string, element: HTMLElement, isVector: boolean }} Shown */

/** The figures that a root shows now. @param {HTMLElement} root @returns {Shown[]} */
export function shownIn(root) {
  const all = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-figure]"))];
  return all.flatMap((figure) => {
    const { figure: kind = "" } = figure.dataset;
    const element = /** @type {HTMLElement | null} */ (kind in parts ? figure.querySelector(parts[kind]) : figure);
    const isSeen = element && element.getClientRects().length > 0;
    return names[kind] && isSeen ? [{ name: names[kind], element, isVector: vectors.includes(kind) }] : [];
  });
}
