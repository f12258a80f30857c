// Going to any step that a run has reached. From there it trains on to the same bits, until something is edited; the way it had
// gone stays as a pale curve.

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../core/experiment.js").Snapshot} Sent */
/** @typedef {import("../core/protocol.js").Built} Built */
/** @typedef {import("../core/protocol.js").Snapshot} Snapshot */

/** @param {import("../ui/store.js").Store<State>} store
 * @param {Pick<import("./run.js").Run, "send" | "advance" | "pull">} run
 * @param {(built: Built) => void} arrived with the data, the network and the experiment of that moment */
export function createTimeTravel(store, { send, advance, pull }, arrived) {
  /** The step that was asked for last, while the run is on its way. @type {number | null} */
  let wanted = null;
  /** Resolves when it is there. @type {Promise<void> | null} */
  let journey = null;

  async function travel() {
    while (wanted !== null) {
      const step = wanted;
      let event = await send({ type: "seek", step });
      // The moment it is at is shown on the way. Another step that is asked for ends the way.
      while (event.type === "unfinished" && wanted === step) {
        await advance(0);
        event = await send({ type: "continue", question: event.question });
      }
      if (event.type === "built") arrived(event);
      if (wanted === step) wanted = null;
    }
    pull();
  }

  return {
    /** Resolves when the run is there. Fails with `InvalidExperiment` where it has not reached the step. @param {number} step */
    seek(step) {
      const { snapshot, history } = store.state;
      if (snapshot && snapshot.step === snapshot.furthest) store.update({ pale: history });
      wanted = step;
      journey ??= travel().finally(() => (journey = wanted = null));
      return journey;
    },

    /** Whether a run in its past has made an edit by itself, so that the page no longer shows its experiment.
     * @param {Snapshot | null} before @param {Snapshot} now */
    hasEdited: (before, now) => before !== null && before.run === now.run && before.step < before.furthest && now.furthest >= before.furthest && now.edits !== before.edits && journey === null,

    /** Asks what the run is like at the step where it is. @param {number} step */
    async look(step) {
      let event = await send({ type: "seek", step });
      while (event.type === "unfinished") event = await send({ type: "continue", question: event.question });
      if (event.type === "built") arrived(event);
    },
  };
}
