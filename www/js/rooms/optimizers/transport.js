// Play, step, back, speed, and the slider along the run.

import { html, nothing, render } from "lit-html";
import { icon } from "../../ui/icons.js";
import { createSpoken } from "../../ui/spoken.js";
import { raceSpeeds } from "../../model/race/speeds.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */
/** @typedef {import("../../model/race/state.js").LandscapeState} LandscapeState */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */

const lengths = [50, 100, 200, 300, 500, 1000, 2000, 5000, 10_000];

/** @param {HTMLElement} element @param {import("../../model/race/state.js").TrackActions & Pick<import("../../model/race/state.js").RaceActions, "edit">} actions */
export function mount(element, actions) {
  element.replaceChildren();

  /** @param {import("../../ui/icons.js").IconName} name @param {string} id @param {string} label @param {() => void} act @param {string} [kind] */
  const button = (name, id, label, act, kind = "") =>
    html`<button class="round ${kind}" id=${id} title=${label} aria-label=${label} @click=${act}>${icon(name)}</button>`;

  /** How many steps are run of a race. @param {RaceState | LandscapeState} state */
  function length(state) {
    if (state.kind === "landscape") return nothing;
    const { race, t } = state;
    const choices = [...new Set([...lengths, race.steps])].sort((a, b) => a - b);
    const choose = (/** @type {any} */ { currentTarget }) => actions.edit((draft) => (draft.steps = Number(currentTarget.value)));
    return html`<label class="field length"><span>${t("race.length")}</span>
      <select id="race-length" @change=${choose}>${choices.map((one) => html`<option value=${one} ?selected=${one === race.steps}>${t("race.steps", { count: one })}</option>`)}</select>
    </label>`;
  }

  const spoken = createSpoken(raceWords);

  /** @param {RaceState | LandscapeState} state */
  function draw(state) {
    const { t, playing, speed, step, scene } = state;
    const speedWords = t("race.steps_per_second", { count: raceSpeeds[speed] });
    const at = Math.floor(step);
    render(
      html`<div class="play-buttons">
          ${button("reset", "race-reset", t("race.reset"), actions.reset)}
          ${button("back", "race-back", t("race.back"), () => actions.stepBy(-1))}
          ${button(playing ? "pause" : "play", "race-play", t(playing ? "race.pause" : "race.play"), playing ? actions.pause : actions.play, "big primary")}
          ${button("batch", "race-step", t("race.step"), () => actions.stepBy(1))}
        </div>
        <label class="field scrub">
          <span>${t("race.step_count")} <b class="reading" id="race-step-count">${at}</b> / ${scene.last}</span>
          <input type="range" id="race-scrub" min="0" max=${scene.last} step="1" .value=${String(at)} .style=${`--done:${(100 * step) / Math.max(1, scene.last)}%`}
            aria-valuetext=${t("race.at_step", { step: at, last: scene.last })}
            @input=${(/** @type {Change} */ { currentTarget }) => actions.seek(Number(currentTarget.value))} />
        </label>
        <label class="field speed">
          <span>${t("transport.speed")} <b class="reading">${speedWords}</b></span>
          <input type="range" id="race-speed" min="0" max=${raceSpeeds.length - 1} step="1" .value=${String(speed)} aria-valuetext=${speedWords}
            @input=${(/** @type {Change} */ { currentTarget }) => actions.setSpeed(Number(currentTarget.value))} />
        </label>
        ${length(state)} ${spoken.template(state)}`,
      element,
    );
  }

  return { draw };
}

/** How a race stands. @param {import("../../model/race/state.js").Track} state */
function raceWords({ playing, step, scene, t }) {
  if (playing) return t("spoken.racing");
  return t(step >= scene.last ? "spoken.race_over" : "spoken.race_paused", { step: Math.floor(step) });
}
