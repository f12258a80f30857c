// Pictures of what has no thumbnail.

import { html } from "lit-html";


const path = (/** @type {string} */ d) => html`<svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"><path d=${d} /></svg>`;

export const icons = {
  drawn: path("M6 26l2-7L22 5l5 5-14 14z"),
  digits: path("M8 6h14l-8 20M11 17h10"),
  houses: path("M4 16L16 5l12 11M8 13v14h16V13M13 27v-8h6v8"),
  sentences: path("M4 6h24v15H15l-6 6v-6H4zM9 11h14M9 16h9"),
  series: path("M3 22l5-9 5 6 5-12 4 7M22 14l3-4M26.5 8l2-3"),
  table: path("M4 6h24v20H4zM4 12h24M4 19h24M12 6v20M20 6v20"),
  function: path("M18 5c-4-1-5 2-5.500 5L10 26c-.5 2-2 3-4 2M8 14h9M19 17l7 9M26 17l-7 9"),
  open: path("M16 21V5M10 11l6-6 6 6M5 20v7h22v-7"),
};
