// What lines, their widths and the squares of units stand for.

import { html } from "lit-html";

/** @param {Pick<import("./needs.js").State, "t">} state */
export const legend = ({ t }) => html`<span class="key-entry"><i class="key-weight plus"></i>+ <i class="key-weight minus"></i>− <span>${t("network.legend_lines")}</span></span>
  <span class="key-entry"><i class="key-unit"></i>− 0 + <span>${t("network.legend_tiles")}</span></span>
  <span class="key-entry">${t("network.card_hint")}</span>`;
