// A contestant's sign: its colour, its dash and its marker, as they are on the surface.

import { css } from "../../ui/colours.js";
import { html, nothing } from "lit-html";
import { look } from "./colours.js";

/** Points of a marker around (17, 9). @type {Record<import("./colours.js").markers[number], string>} */
const outlines = {
  circle: "M17 4.5a4.5 4.5 0 1 0 .01 0z", square: "M12.8 4.8h8.4v8.4h-8.4z", triangle: "M17 3.5l5.2 9h-10.4z",
  diamond: "M17 3.2l5.8 5.8-5.8 5.8-5.8-5.8z", star: "M17 2.8l1.9 4.2 4.6.5-3.4 3.1.9 4.5-4-2.3-4 2.3.9-4.5-3.4-3.1 4.6-.5z",
};

/** @param {"light" | "dark"} theme @param {number} index of the colour */
export function swatch(theme, index) {
  const { colour, dash, marker } = look(theme, index);
  return html`<svg class="swatch-line" viewBox="0 0 34 18" aria-hidden="true" .style=${`color:${css(colour)}`}>
    <path d="M1 9h32" stroke="currentColor" stroke-width="2.4" stroke-dasharray=${dash?.join(" ") ?? nothing} />
    <path d=${outlines[marker]} fill="currentColor" stroke="var(--card)" stroke-width="1.5" />
  </svg>`;
}
