// Icons of buttons.

import { html } from "lit-html";

/** Drawn on a square of 32. */
const icons = {
  play: "M8 5.5v21L26 16z",
  pause: "M8 6h6v20H8zM18 6h6v20h-6z",
  batch: "M7 6v20L20 16zM22 6h4v20h-4z",
  epoch: "M4 6v20l11-10zM15 6v20l10-10zM25 6h3v20h-3z",
  projector: "M4 6h24v15H18v4h4v2H10v-2h4v-4H4zM7 9v9h18V9z",
  back: "M25 6v20L12 16zM6 6h4v20H6z",
  reset: "M16 5a11 11 0 1 0 11 11h-4a7 7 0 1 1-7-7v5l8-7-8-7z",
  copy: "M11 4h15a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-3v-3h2V7H12v2H9V6a2 2 0 0 1 2-2zM6 9h13a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V11a2 2 0 0 1 2-2z",
  remove: "M7.5 5L16 13.5 24.5 5 27 7.5 18.5 16 27 24.5 24.5 27 16 18.5 7.5 27 5 24.5 13.5 16 5 7.5z",
  shown: "M16 7C9 7 4.5 12 2 16c2.5 4 7 9 14 9s11.5-5 14-9c-2.5-4-7-9-14-9zm0 3.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11zm0 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  hidden: "M5 4l23 23-2 2-5-5c-1.6.6-3.3 1-5 1-7 0-11.5-5-14-9 1.3-2 3.2-4.3 5.5-6L3 6zm11 3c7 0 11.5 5 14 9-1 1.7-2.5 3.6-4.4 5.2l-4.8-4.8.2-.4a5.5 5.5 0 0 0-7.4-5.1L11 8c1.5-.6 3.2-1 5-1z",
  seed: "M6 4h20a2 2 0 0 1 2 2v20a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2zm4 4a3 3 0 1 0 .01 0zm12 10a3 3 0 1 0 .01 0zm-6-5a3 3 0 1 0 .01 0z",
};

/** @typedef {keyof typeof icons} IconName */

/** @param {IconName} name */
export const icon = (name) => html`<svg viewBox="0 0 32 32" aria-hidden="true"><path fill-rule="evenodd" d=${icons[name]} /></svg>`;
