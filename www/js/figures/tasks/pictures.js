// Small pictures of numbers: greys of a scan, signed values of a feature map, shares as bars.

import { html } from "lit-html";
import { rgba, mix, signedColour } from "../../ui/colours.js";
import { clamp } from "../../ui/clamp.js";
import { put } from "../../ui/canvas.js";

/** @typedef {"light" | "dark"} Theme */
/** @typedef {ArrayLike<number>} Values */

/** @type {Record<Theme, { paper: [number, number, number], ink: [number, number, number] }>} */
const greys = {
  light: { paper: [255, 255, 255], ink: [20, 24, 32] },
  dark: { paper: [16, 18, 23], ink: [240, 242, 246] },
};

/** @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {(index: number) => number} colour */
function paint(canvas, width, height, colour) {
  // The answer may be of the network before: its numbers are no picture of this one.
  if (!(width >= 1 && height >= 1 && Number.isInteger(height))) return;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  for (let index = 0; index < pixels.length; index++) pixels[index] = colour(index);
  put(canvas, image);
}

/** Ink on paper, 0 to 1, row by row. @param {HTMLCanvasElement} canvas @param {Values} values @param {number} width @param {Theme} theme */
export function paintGrey(canvas, values, width, theme) {
  const { paper, ink } = greys[theme];
  paint(canvas, width, values.length / width, (index) => rgba(mix(paper, ink, clamp(values[index], 0, 1))));
}

/** Blue for plus, orange for minus, by the largest of them. `stride` and `offset` pick one channel of several.
 * @param {HTMLCanvasElement} canvas @param {Values} values @param {number} width @param {number} height @param {Theme} theme
 * @param {{ scale?: number, stride?: number, offset?: number }} [options] */
export function paintSigned(canvas, values, width, height, theme, { scale, stride = 1, offset = 0 } = {}) {
  const full = scale ?? largest(values);
  paint(canvas, width, height, (index) => rgba(signedColour(theme, values[index * stride + offset] / full)));
}

/** The largest size of any value, never 0. @param {Values} values */
export function largest(values) {
  let most = 1e-9;
  for (let index = 0; index < values.length; index++) most = Math.max(most, Math.abs(values[index]));
  return most;
}

/** Index of the largest value. @param {Values} values */
export function likeliest(values) {
  let best = 0;
  for (let index = 1; index < values.length; index++) if (values[index] > values[best]) best = index;
  return best;
}

/** @param {number} share */
export const percent = (share) => `${Math.round(share * 100)} %`;

/** Shares of a whole as bars. @param {{ name: string, share: number }[]} rows @param {string} label
 * @param {{ chosen?: number, choose?: (index: number) => void, describe?: (name: string) => string }} [options] */
export function shareBars(rows, label, { chosen, choose, describe = (name) => name } = {}) {
  const best = likeliest(rows.map(({ share }) => share));
  const row = (/** @type {{ name: string, share: number }} */ { name, share }, /** @type {number} */ index) => {
    const inside = html`<span class="bar-name">${name}</span>
      <span class="bar-track"><i .style=${`width:${(share * 100).toFixed(1)}%`}></i></span>
      <span class="bar-share">${percent(share)}</span>`;
    const looks = `bar-row ${index === best ? "best" : ""}`;
    return choose
      ? html`<button class=${looks} data-class=${index} aria-pressed=${index === chosen} aria-label=${`${describe(name)} ${percent(share)}`} @click=${() => choose(index)}>${inside}</button>`
      : html`<div class=${looks}>${inside}</div>`;
  };
  return html`<div class="bars ${rows.some(({ name }) => name.length > 1) ? "named" : ""}" role="group" aria-label=${label}>${rows.map(row)}</div>`;
}

/** What a task is, in one glance: what goes in, what comes out. @param {string} task @param {(key: string) => string} t */
export function story(task, t) {
  return html`<div class="task-head">
    <h2>${t(`task.${task}.title`)}</h2>
    <p class="task-story">
      <span class="story-in">${t(`task.${task}.in`)}</span>
      <span class="story-arrow" aria-hidden="true">→</span>
      <span class="story-net">${t("task.network")}</span>
      <span class="story-arrow" aria-hidden="true">→</span>
      <span class="story-out">${t(`task.${task}.out`)}</span>
    </p>
  </div>`;
}
