// The playhead of a race or of a network's runs: it plays, pauses, and goes to any step that is known.

import { clamp } from "../../ui/clamp.js";

/** @typedef {import("./state.js").Track} Track */

/** @param {import("../../ui/store.js").Store<Track>} store
 * @param {{ pace(track: Track): number, reach(track: Track): number }} how `pace` is in steps a second, `reach` the last step it may go to */
export function createPlayhead(store, { pace, reach }) {
  let rolling = false;
  let shown = false;
  let playedWhenLeft = false;

  /** Moves it while it plays. */
  function roll() {
    if (rolling) return;
    rolling = true;
    let last = performance.now();
    const frame = (/** @type {number} */ now) => {
      const { state } = store;
      if (!state.playing || !shown) {
        rolling = false;
        return;
      }
      const next = Math.min(reach(state), state.step + (pace(state) * clamp(now - last, 0, 100)) / 1000);
      last = now;
      store.update({ step: next, ...(next >= state.scene.last ? { playing: false } : {}) });
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  const actions = {
    play() {
      const { step, scene, playing } = store.state;
      if (playing) return;
      store.update({ playing: true, previewing: false, ...(step >= scene.last ? { step: 0 } : {}) });
      roll();
    },
    pause: () => store.update({ playing: false }),
    reset: () => store.update({ playing: false, step: 0, previewing: false }),
    /** @param {number} count */
    stepBy(count) {
      const { step, scene } = store.state;
      const whole = count > 0 ? Math.floor(step) : Math.ceil(step);
      store.update({ playing: false, step: clamp(whole + count, 0, scene.last) });
    },
    /** @param {number} step */
    seek: (step) => store.update({ playing: false, step: clamp(Math.round(step), 0, store.state.scene.last) }),
    /** @param {number} speed */
    setSpeed: (speed) => store.update({ speed }),
  };

  return {
    actions,
    /** Where it is not shown it does not play; it plays on when it is shown again. @param {boolean} now */
    setShown(now) {
      shown = now;
      if (now) {
        if (playedWhenLeft) actions.play();
        return;
      }
      playedWhenLeft = store.state.playing;
      actions.pause();
    },
    /** It will not play on by itself. */
    rest: () => (playedWhenLeft = false),
  };
}
