// What those hear who do not see the page: starts, pauses and ends, and nothing at every tick.

import { html } from "lit-html";
import { readable } from "../controls.js";

/** Answers that follow the training are read out when the run rests: while it plays they change many times a second.
 * @param {{ playing: boolean }} state */
export const liveWhilePaused = ({ playing }) => (playing ? "off" : "polite");

/** The line of a room that is read out when its run starts or pauses. `words` say how it stands.
 * @template {{ playing: boolean }} State
 * @param {(state: State) => string} words */
export function createSpoken(words) {
  /** @type {boolean | null} */
  let played = null;
  let said = "";
  return {
    /** @param {State} state */
    template(state) {
      if (played !== null && played !== state.playing) said = words(state);
      played = state.playing;
      return html`<p class="visually-hidden" role="status">${said}</p>`;
    },
  };
}

/** How a training run stands. @param {import("../protocol.js").State} state */
export function trainingWords({ playing, snapshot, t }) {
  if (playing) return t("spoken.training");
  const loss = (/** @type {number | null | undefined} */ value) => (typeof value === "number" ? readable(value) : "–");
  return t("spoken.paused", { epoch: Math.floor(snapshot?.epoch ?? 0), train: loss(snapshot?.train.loss), test: loss(snapshot?.test.loss) });
}

/** How a race stands. @param {import("../optimizers/state.js").RaceState} state */
export function raceWords({ playing, step, scene, t }) {
  if (playing) return t("spoken.racing");
  return t(step >= scene.last ? "spoken.race_over" : "spoken.race_paused", { step: Math.floor(step) });
}
