// `window.descent.optimizers`: the room as a tool for those who embed the page. Documented in the README.

/** @param {import("./session.js").RaceSession} session @param {import("../../ui/store.js").Store<import("./state.js").RaceState>} store */
export function createRaceEmbedding(session, store) {
  /** Where everyone is at the playhead. */
  function state() {
    const { race, scene, step } = store.state;
    const at = Math.floor(step);
    const statistics = session.statistics(at);
    return {
      step: at, steps: race.steps, start: [...race.start],
      contestants: race.contestants.map(({ optimizer, noise, shown }, index) => {
        const { points, losses } = scene.lanes[index];
        const point = Math.min(at, losses.length - 1);
        const { ended, stepsToTolerance, pathLength, minimum } = statistics[index];
        return {
          optimizer: structuredClone(optimizer), noise, shown,
          position: [...points.subarray(point * scene.dimensions, (point + 1) * scene.dimensions)], loss: losses[point],
          divergedAt: ended?.step ?? null, stepsToTolerance, pathLength, minimum,
        };
      }),
    };
  }

  return {
    /** The race as it is, complete. */
    race: () => structuredClone(store.state.race),
    /** Starts over with a partial race. Throws a message that names the wrong field, and changes nothing then.
     * @param {unknown} partial */
    load: (partial) => structuredClone(session.load(partial)),
    /** Goes on by `count` steps, or back where it is negative. @param {number} [count] */
    step(count = 1) {
      if (!Number.isInteger(count)) throw new RangeError(`step: ${count} is not a whole number`);
      session.step(count);
      return state();
    },
    state,
    /** Resolves when the minima are known, which figures of arriving need. */
    settled: () => session.settled(),
    /** A hash of all paths: equal exactly when every bit is. */
    fingerprint: () => session.fingerprint(),
  };
}
