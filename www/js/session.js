// One sitting: what the user asks for becomes changes of the state and commands to the worker.
// The page pulls: one `advance` is in flight at a time, and pausing is to stop asking.

import { InvalidExperiment } from "./lab.js";
import { speeds } from "./speeds.js";
import { WorkerDied, createTrainerClient } from "./trainer_client.js";

/** @typedef {import("./protocol.js").State} State */
/** @typedef {import("./protocol.js").Actions} Actions */
/** @typedef {import("./protocol.js").Snapshot} Snapshot */
/** @typedef {import("./protocol.js").Experiment} Experiment */

const frameMillis = 14;
/** Views of tasks show more than a plane: they are drawn less often, so that training has its share. */
const taskMillis = 45;
const plannedStops = ["notice.stop_epoch", "notice.early_stopping"];
const view = { resolution: 100, unitsPerLayer: 32 };

/** @param {import("./store.js").Store} store @param {import("./lab.js").Lab} lab */
export function createSession(store, lab) {
  const client = createTrainerClient(recover);
  let pulling = false;
  /** An experiment that waits to be sent: only the newest counts. @type {{ fresh: boolean } | null} */
  let unsent = null;
  let configuring = false;
  /** The experiment that the worker has. @type {Experiment | null} */
  let taken = null;
  /** Resolves when the worker has what was asked for last. @type {Promise<void>} */
  let configured = Promise.resolve();
  /** @type {number[]} */
  let deaths = [];
  /** Points of a drawing before each stroke. @type {number[][][]} */
  let strokes = [];
  /** @type {number | undefined} */
  let lastGesture;

  /** Gives the worker the experiment of the state. @param {boolean} fresh */
  function configure(fresh) {
    unsent = { fresh: fresh || (unsent?.fresh ?? false) };
    if (!configuring) configured = sendUnsent();
    return configured;
  }

  async function sendUnsent() {
    configuring = true;
    try {
      while (unsent) {
        const wish = unsent;
        const { experiment } = store.state;
        unsent = null;
        try {
          takeBuilt(await client.send({ type: "configure", experiment, fresh: wish.fresh }));
          taken = experiment;
        } catch (error) {
          if (!(error instanceof InvalidExperiment)) throw error;
          refuse(error);
        }
      }
    } catch (error) {
      excuse(error);
    } finally {
      configuring = false;
    }
    pull();
  }

  /** Only the worker knows the files: what it cannot use changes nothing. @param {InvalidExperiment} error */
  function refuse({ errors }) {
    const experiment = taken ?? lab.defaultExperiment();
    const [first] = errors;
    const key = first.reason === "table" ? `table.${first.problem}` : `invalid.${first.reason}`;
    store.update({ experiment, errors, brush: brushFor(experiment), notice: { kind: "error", key, words: { ...first } } });
    if (!taken) unsent = { fresh: true };
  }

  /** @param {import("./protocol.js").Built} built */
  function takeBuilt({ data, model, fresh }) {
    const { looked, plane, data: before } = store.state;
    const stillFits = before && inputsOf(before) === inputsOf(data);
    store.update({ data, model, looked: stillFits ? looked : null, plane: stillFits ? plane : null, ...(fresh ? { pictures: null } : {}) });
  }

  /** @param {Snapshot} snapshot */
  function take(snapshot) {
    const { state } = store;
    /** @type {Partial<State>} */
    const change = { snapshot };
    // What is shown of a run that diverged is its last finite state.
    if (snapshot.stopped === "diverged" && state.snapshot) snapshot.weights = state.snapshot.weights;
    if (snapshot.history) change.history = snapshot.history;
    if (snapshot.pictures) change.pictures = snapshot.pictures;
    if (snapshot.stopped && state.playing) {
      change.playing = false;
      if (snapshot.stopped !== "diverged") change.notice = { kind: "info", key: `notice.${snapshot.stopped}` };
    }
    store.update(change);
    return snapshot;
  }

  /** @param {number} steps @param {number} [budgetMillis] @returns {Promise<Snapshot>} */
  async function advance(steps, budgetMillis = store.state.data?.dimensions === 0 && steps > 0 ? taskMillis : frameMillis) {
    return take((await client.send({ type: "advance", budgetMillis, steps, view })).snapshot);
  }

  /** Asks for pictures and steps for as long as any are wanted. */
  async function pull() {
    if (pulling) return;
    pulling = true;
    let last = performance.now();
    let owed = 0;
    try {
      for (;;) {
        const { playing, speed } = store.state;
        if (!playing) {
          if (!(await advance(0)).picturesDue) break;
          continue;
        }
        const now = performance.now();
        owed = Math.min(owed + ((now - last) / 1000) * speeds[speed], speeds[speed] === Infinity ? Infinity : speeds[speed]);
        last = now;
        const steps = speeds[speed] === Infinity ? 1e12 : Math.floor(owed);
        if (steps === 0) {
          if (store.state.snapshot?.picturesDue) await advance(0);
          else await new Promise((resolve) => setTimeout(resolve, 8));
          continue;
        }
        const before = store.state.snapshot?.step ?? 0;
        const { step } = await advance(Math.min(steps, 1e12));
        // What did not fit into the budget is forgiven, so that a slow machine is never behind.
        owed = Math.max(0, Math.min(owed - (step - before), speeds[speed] / 10));
        if (speeds[speed] === Infinity) owed = 0;
      }
    } catch (error) {
      excuse(error);
    } finally {
      pulling = false;
    }
    if (store.state.playing) pull();
  }

  /** A worker that died is told of by `recover`; anything else is a bug. @param {unknown} error */
  function excuse(error) {
    if (error instanceof InvalidExperiment) store.update({ errors: error.errors });
    else if (!(error instanceof WorkerDied)) throw error;
  }

  /** The worker died: the new one gets the same experiment. */
  function recover() {
    const now = performance.now();
    deaths = [...deaths.filter((time) => now - time < 10_000), now];
    const hopeless = deaths.length > 3;
    if (hopeless) store.update({ playing: false });
    store.update({ notice: { kind: "warning", key: hopeless ? "notice.worker_keeps_dying" : "notice.worker_restarted" } });
    configuring = false;
    if (!hopeless) configure(true);
  }

  /** @param {unknown} partial @returns {Experiment} */
  function load(partial) {
    const experiment = lab.complete(partial);
    strokes = [];
    store.update({ experiment, errors: [], notice: null, selected: null, hovered: null, brush: brushFor(experiment) });
    configure(true);
    return experiment;
  }

  /** Pictures and figures of this moment, after all that was asked for before. */
  async function refresh() {
    await configured;
    return advance(0);
  }

  /** @param {Experiment} experiment @returns {State["brush"]} */
  function brushFor(experiment) {
    return experiment.data.dataset === "drawn" ? store.state.brush ?? { mode: "brush", value: 0 } : null;
  }

  /** @param {number} batches @returns {Promise<Snapshot>} */
  async function step(batches) {
    actions.pause();
    await configured;
    await client.send({ type: "resume" });
    let snapshot = await advance(0);
    const first = snapshot.step;
    for (;;) {
      snapshot = await advance(batches - (snapshot.step - first));
      if (snapshot.stopped || snapshot.step - first >= batches || !store.state.data?.train.count) {
        pull();
        return snapshot;
      }
    }
  }

  /** @type {Actions} */
  const actions = {
    edit(recipe, { fresh = false, gesture } = {}) {
      const { experiment } = store.state;
      const draft = structuredClone(experiment);
      try {
        recipe(draft);
        const sameProblem = JSON.stringify(lab.advice(experiment.data)) === JSON.stringify(lab.advice(draft.data));
        const next = sameProblem ? lab.complete(draft) : lab.followData(draft);
        if (next.data.dataset !== "drawn") strokes = [];
        else if (experiment.data.dataset === "drawn" && next.data.points.length !== experiment.data.points.length) {
          if (gesture === undefined || gesture !== lastGesture) strokes.push(experiment.data.points);
          lastGesture = gesture;
        }
        const { notice } = store.state;
        store.update({ experiment: next, errors: [], brush: brushFor(next), notice: fresh ? null : notice });
      } catch (error) {
        if (!(error instanceof InvalidExperiment)) throw error;
        store.update({ errors: error.errors });
        return false;
      }
      configure(fresh);
      return true;
    },
    display: (change) => store.update({ display: { ...store.state.display, ...change } }),
    hover: (hovered) => store.update({ hovered }),
    select: (selected) => store.update({ selected }),
    setParameter(index, value) {
      client.send({ type: "set_parameter", index, value }).then(pull, excuse);
    },
    play() {
      if (store.state.playing || store.state.snapshot?.stopped === "diverged") return;
      const { notice } = store.state;
      store.update({ playing: true, notice: notice && plannedStops.includes(notice.key) ? null : notice });
      client.send({ type: "resume" }).then(pull, excuse);
    },
    pause: () => store.update({ playing: false }),
    reset() {
      store.update({ notice: null });
      client.send({ type: "reset" }).then((built) => (takeBuilt(built), pull()), excuse);
    },
    newSeed: () => void actions.edit((experiment) => (experiment.seed = (experiment.seed % 999_983) + 1), { fresh: true }),
    step,
    epoch() {
      const { data, experiment, snapshot } = store.state;
      const count = data?.train.count ?? 0;
      const size = experiment.training.batch_size;
      const whole = Math.max(1, Math.ceil(count / (size === "all" ? Math.max(1, count) : size)));
      const within = Math.round(((snapshot?.epoch ?? 0) % 1) * whole);
      return step(whole - (within % whole));
    },
    rewind() {
      store.update({ notice: null });
      client.send({ type: "rewind" }).then(pull, excuse);
    },
    setSpeed: (speed) => store.update({ speed }),
    brush: (brush) => store.update({ brush }),
    async ask(question) {
      await configured;
      try {
        const event = await client.send(question);
        if (question.type === "show_plane") {
          store.update({ plane: event.points });
          pull();
        }
        return event;
      } catch (error) {
        if (error instanceof WorkerDied) return null;
        throw error;
      }
    },
    look: (looked) => store.update({ looked }),
    undoPoints() {
      const points = strokes.pop();
      if (!points) return;
      actions.edit((experiment) => {
        if (experiment.data.dataset === "drawn") experiment.data.points = /** @type {any} */ (points);
      });
      strokes.pop();
    },
    notify: (notice) => store.update({ notice }),
  };

  return {
    actions,
    load,
    /** Starts the worker on the experiment of the state. */
    begin: () => configure(true),
    /** @param {number[][]} inputs @returns {Promise<number[][]>} */
    predict: async (inputs) => (await client.send({ type: "predict", inputs })).outputs,
    /** @returns {Promise<string>} */
    fingerprint: async () => (await client.send({ type: "fingerprint" })).fingerprint,
    refresh,
  };
}

/** What an example must look like to fit. @param {import("./protocol.js").Data} data */
const inputsOf = ({ task, inputs }) => `${task} ${JSON.stringify(inputs.map(({ name, shape, vocabulary }) => [name, shape, vocabulary]))}`;

/** @typedef {ReturnType<typeof createSession>} Session */
