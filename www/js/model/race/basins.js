// Basin maps: which minimum a contestant reaches from every start, computed by the worker.

/** @typedef {import("./state.js").RaceState} RaceState */

const side = 200;
const steps = 500;

/** @param {import("../../ui/store.js").Store<RaceState>} store @param {import("./pursuit.js").Pursuit} pursuit */
export function createBasins(store, pursuit) {
  /** @param {Partial<NonNullable<RaceState["basin"]>>} change */
  function update(change) {
    const { basin } = store.state;
    if (basin) store.update({ basin: { ...basin, ...change } });
  }

  const actions = {
    findBasins() {
      const { race, chosen } = store.state;
      store.update({ basin: { running: true, picture: null, contestant: chosen } });
      pursuit.pursue(
        { type: "basin", race, contestant: chosen, size: side, steps },
        (picture) => update({ picture, running: !picture.done }),
        (errors) => {
          update({ running: false });
          if (errors.length) store.update({ errors });
        },
      );
    },
    /** What was found stays. */
    stopBasins() {
      if (!store.state.basin?.running) return;
      pursuit.stop();
      update({ running: false });
    },
    closeBasins() {
      actions.stopBasins();
      store.update({ basin: null });
    },
  };
  return actions;
}
