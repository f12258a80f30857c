// Going to any step that a run has reached. From there it trains on to the same bits, until something is edited; the way it had
// gone stays as a pale curve.

/** @typedef {import("./state.js").State} State */
/** @typedef {import("../core/experiment.js").Snapshot} Sent */
/** @typedef {import("../core/protocol.js").Built} Built */
/** @typedef {import("../core/protocol.js").Snapshot} Snapshot */

/** A command that sends the run on a way. @typedef {Extract<import("../core/trainer_client.js").Request, { type: "seek" | "follow" }>} Way */

/** @param {import("../ui/store.js").Store<State>} store
 * @param {Pick<import("./run.js").Run, "send" | "advance" | "pull">} run
 * @param {(built: Built) => void} arrived with the data, the network and the experiment of that moment */
export function createTimeTravel(store, { send, advance, pull }, arrived) {
  /** What was asked for last, while the run is on its way. @type {Way | null} */
  let wanted = null;
  /** Resolves when it is there. @type {Promise<void> | null} */
  let journey = null;

  async function travel() {
    while (wanted !== null) {
      const way = wanted;
      let event = await send(way);
      if (way.type === "follow") store.update({ pictures: null, pale: new Float64Array() });
      // The moment it is at is shown on the way. Another step that is asked for ends the way.
      while (event.type === "unfinished" && wanted === way) {
        await (way.type === "seek" ? advance(0) : count());
        event = await send({ type: "continue", question: event.question });
      }
      if (event.type === "built") arrived(event);
      if (wanted === way) wanted = null;
    }
    pull();
  }

  /** Shows only how far a run is that follows its journal: its network may be another one than is shown. */
  async function count() {
    const { snapshot: { step, epoch } } = await send({ type: "advance", budgetMillis: 0, steps: 0, needs: {} });
    const { snapshot } = store.state;
    if (snapshot) store.update({ snapshot: { ...snapshot, step, epoch } });
  }

  /** Resolves when the run is where it was sent last. @param {Way} way */
  function go(way) {
    wanted = way;
    journey ??= travel().finally(() => (journey = wanted = null));
    return journey;
  }

  return {
    /** Resolves when the run is there. Fails with `InvalidExperiment` where it has not reached the step. @param {number} step */
    seek(step) {
      const { snapshot, history } = store.state;
      if (snapshot && snapshot.step === snapshot.furthest) store.update({ pale: history });
      return go({ type: "seek", step });
    },

    /** Puts the run of a journal in place of the one there is, and goes to a step of it. @param {unknown} journal @param {number} step */
    follow: (journal, step) => go({ type: "follow", journal: /** @type {any} */ (journal), step }),

    isFollowing: () => wanted?.type === "follow",

    /** Resolves when the run is on no way to a step. */
    arrival: async () => void (await journey?.catch(() => {})),

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
