// What of a task is needed less often, one of it at a time.

import { html } from "lit-html";

/** @typedef {{ key: string, label: unknown, content(): unknown }} Tab */

/** @param {(Tab | null)[]} all null where there is nothing to show @param {string} open @param {string} label of them together @param {(key: string) => void} choose */
export function tabbed(all, open, label, choose) {
  const tabs = all.filter((tab) => tab !== null);
  const shown = tabs.find(({ key }) => key === open) ?? tabs[0];
  if (!shown) return "";
  return html`<div class="task-tabs" role="group" aria-label=${label}>
      ${tabs.map(({ key, label: words }) => html`<button class="small" data-more=${key} aria-pressed=${key === shown.key} @click=${() => choose(key)}>${words}</button>`)}
    </div>
    <div class="task-more" data-shown=${shown.key}>${shown.content()}</div>`;
}
