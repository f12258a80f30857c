// What the pictures show: map, relief or both; and the basins of attraction, with their progress and legend.

import { html, nothing, render } from "lit-html";
import { css } from "../../ui/colours.js";
import { readable } from "../../ui/controls.js";
import { namesOf } from "../../model/race/kinds.js";
import { constants } from "../../core/registry.js";
import { basinRange, lost, paces } from "../../figures/map/surface.js";
import { pictureMenu } from "../pictures/menu.js";

/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {import("../../core/race_protocol.js").Basin} Basin */

const shows = /** @type {const} */ (["both", "map", "relief", "step", "sweep"]);
/** Those there are for a curve. */
const ofCurves = ["map", "step", "sweep"];
/** Those that are of a race alone. */
const ofRaces = ["step", "sweep"];
/** More minima than these are counted, not named. */
const named = 6;

/** @param {HTMLElement} element @param {import("../../model/race/state.js").RaceActions} actions */
export function mount(element, actions) {
  /** @type {{ picture: Basin, present: number[] } | null} */
  let counted = null;

  /** The codes there are in a picture. @param {Basin} picture */
  function present(picture) {
    if (counted?.picture !== picture) counted = { picture, present: [...new Set(picture.reached)].sort((a, b) => a - b) };
    return counted.present;
  }

  /** @param {readonly import("../../ui/colours.js").Rgb[]} colours from quick to slow */
  const scale = (colours) => `linear-gradient(to right, ${colours.map(css).join()})`;

  /** @param {string} colour @param {unknown} name */
  const key = (colour, name) => html`<span class="key-entry"><i class="key-dot" .style=${`background:${colour}`}></i>${name}</span>`;

  /** @param {Track} state @param {Basin} picture */
  function legend({ theme, display, t }, picture) {
    const codes = present(picture);
    const minima = codes.filter((code) => code < constants.basin_diverged);
    const strays = html`${codes.includes(constants.basin_nowhere) ? key(css(lost[theme].nowhere), t("basin.nowhere")) : nothing}
      ${codes.includes(constants.basin_diverged) ? key(css(lost[theme].diverged), t("basin.diverged")) : nothing}`;
    if (display.by === "steps") {
      return html`<span class="key-entry">${t("basin.quick")}<i class="key-scale" .style=${`background:${scale(paces[theme])}`}></i>${t("basin.slow")}</span>${strays}`;
    }
    const place = (/** @type {number[]} */ position) => `(${position.map((at) => readable(Number(at.toFixed(2)))).join(", ")})`;
    return html`${minima.slice(0, named).map((code) => key(scale(basinRange(theme, code)), t("basin.minimum", { place: place(picture.minima[code]?.position ?? []) })))}
      ${minima.length > named ? html`<span class="key-entry">${t("basin.more", { count: minima.length - named })}</span>` : nothing}${strays}`;
  }

  /** @param {Track} state */
  function basins(state) {
    const { basin, contestants, display, chosen, t } = state;
    const names = namesOf(contestants, t);
    if (!basin) return html`<button id="find-basins" @click=${actions.findBasins} title=${t("basin.hint", { name: names[chosen] })}>${t("basin.find")}</button>`;
    const percent = Math.round(100 * (basin.picture?.progress ?? 0));
    return html`<div class="basin-bar" id="basins">
      <strong>${t("basin.of", { name: names[basin.contestant] ?? "" })}</strong>
      <label><span class="visually-hidden">${t("basin.by")}</span>
        <select id="basin-by" title=${t("basin.by")} @change=${(/** @type {any} */ { currentTarget }) => actions.display({ by: currentTarget.value })}>
          ${["minimum", "steps"].map((by) => html`<option value=${by} ?selected=${by === display.by}>${t(`basin.by_${by}`)}</option>`)}
        </select>
      </label>
      ${basin.running
        ? html`<progress max="100" .value=${percent} aria-label=${t("basin.progress")}></progress><button id="stop-basins" @click=${actions.stopBasins}>${t("work.cancel")}</button>`
        : html`<span class="work-state" data-percent=${percent}>${percent < 100 ? t("work.cancelled", { percent }) : nothing}</span>`}
      <button id="close-basins" @click=${actions.closeBasins}>${t("basin.close")}</button>
      ${basin.picture ? html`<div class="legend">${legend(state, basin.picture)}</div>` : nothing}
    </div>`;
  }

  return {
    /** @param {Track} state */
    draw(state) {
      const { t, display, scene, kind } = state;
      const flat = scene.dimensions === 1;
      render(
        html`<div class="segments" role="group" aria-label=${t("viewbar.show")}>
            ${shows.filter((show) => (!flat || ofCurves.includes(show)) && (kind === "race" || !ofRaces.includes(show))).map((show) => html`<button aria-pressed=${show === display.show || (flat && show === "map" && !ofRaces.includes(display.show))} data-show=${show} @click=${() => actions.display({ show })}>${t(`viewbar.${show}`)}</button>`)}
          </div>
          ${flat || kind === "landscape" || display.show === "sweep" ? nothing : basins(state)}
          <div class="viewbar-pictures">${pictureMenu(t)}</div>`,
        element,
      );
    },
  };
}
