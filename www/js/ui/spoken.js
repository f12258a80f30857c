// What those hear who do not see the page: starts, pauses and ends, and nothing at every tick.

import { html } from "lit-html";

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
