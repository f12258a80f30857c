// `window.descent`: the page as a tool for those who embed it. Documented in the README.

/** One closure, because it is the list of what scripts may call, over one run.
 * @param {import("./session.js").Session} session @param {import("../ui/store.js").Store<import("./state.js").State>} store */
export function createEmbedding(session, store) {
  const { actions } = session;

  /** The run as the page last heard of it: up to date once `load`, `step`, `pause` or `reset` have resolved. */
  function snapshot() {
    const { snapshot: last } = store.state;
    if (!last) throw new Error("not ready: await descent.ready first");
    const { run, step, epoch, train, test, metricName, stopped } = last;
    return {
      run, step, epoch, stopped,
      trainLoss: train.loss, testLoss: test.loss,
      metric: metricName, trainMetric: train.metric, testMetric: test.metric, trainMae: train.mae, testMae: test.mae,
    };
  }

  /** Resolves once the worker has taken what was loaded. Files are known to it alone: what it cannot use it refuses. */
  async function settled() {
    await session.arrival();
    await session.refresh();
    const [error] = store.state.errors;
    if (!error) return;
    const what = "name" in error ? error.name : "problem" in error ? error.problem : error.reason;
    throw new Error(`${error.field}: ${what}`);
  }

  return {
    settled,
    /** The experiment as it is, complete. */
    experiment: () => structuredClone(store.state.experiment),
    /** Starts over with a partial experiment. Rejects with a message that names the wrong field, and changes nothing.
     * @param {unknown} partial */
    load: async (partial) => {
      const experiment = structuredClone(session.load(partial));
      await settled();
      return experiment;
    },
    play: async () => actions.play(),
    /** Resolves when the batch under way is done. */
    pause: async () => {
      actions.pause();
      await session.refresh();
    },
    reset: async () => {
      actions.reset();
      await session.refresh();
    },
    /** Trains `batches` batches. @param {number} [batches] */
    step: async (batches = 1) => {
      if (!Number.isInteger(batches) || batches < 1) throw new RangeError(`step: ${batches} is not a whole number above 0`);
      await actions.step(batches);
      await session.refresh();
      return snapshot();
    },
    /** Trains to the end of the `count`th epoch from here. @param {number} [count] */
    epochs: async (count = 1) => {
      if (!Number.isInteger(count) || count < 1) throw new RangeError(`epochs: ${count} is not a whole number above 0`);
      await actions.epoch(count);
      await session.refresh();
      return snapshot();
    },
    /** Goes to a step that the run has reached. @param {number} step */
    seek: async (step) => {
      const { furthest } = await session.refresh();
      if (!Number.isInteger(step) || step < 0 || step > furthest) throw new RangeError(`seek: ${step} is not a whole number from 0 to ${furthest}`);
      await actions.seek(step);
      await session.refresh();
      return snapshot();
    },
    snapshot,
    /** Outputs for examples of values of the first input, `[example][value]`. @param {number[][]} inputs */
    predict: async (inputs) => {
      const length = store.state.data?.inputs[0].shape.reduce((product, side) => product * side, 1) ?? 0;
      const fits = Array.isArray(inputs) && inputs.every((example) => Array.isArray(example) && example.length === length && example.every(Number.isFinite));
      if (!fits) throw new RangeError(`predict: every example must be a list of ${length} numbers, one for each value of the input`);
      return session.predict(inputs);
    },
    /** A hash of all weights: equal exactly when every bit is. */
    fingerprint: () => session.fingerprint(),
    /** The next step, taken apart: every number of one example, and the new weights.
     * @param {import("./trace.js").Given} [example] @param {number | null} [weight] whose update is written out */
    inspect: async (example, weight) => (await import("./trace.js")).inspected(session, example, weight),
    /** The network as code or as a file of another program: text, or bytes. @param {import("./export.js").Kind} kind
     * @param {string} [link] for files that say where they are from */
    export: async (kind, link) => (await import("./export.js")).forScripts(session, kind, store.state.t, link),
  };
}
