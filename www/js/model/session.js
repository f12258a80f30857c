// One sitting: what the user asks for becomes changes of the state and commands to the run.

import { isShipped, withWords } from "./shipped.js";
import { LayerGone } from "./layer_gone.js";
import { crashReport } from "../core/crash.js";
import { History, changed } from "./history.js";
import { InvalidExperiment } from "../core/lab.js";
import { createOpenedFiles } from "./opened_files.js";
import { wordError } from "../ui/notice.js";
import { own } from "../ui/own.js";
import { speeds } from "./speeds.js";
import { batchesOfEpoch } from "./batches.js";
import { createRun } from "./run.js";
import { createTimeTravel } from "./time_travel.js";
import { WorkerDied } from "../core/trainer_client.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Actions} Actions */
/** @typedef {import("../core/protocol.js").Question} Question */
/** @typedef {import("../core/protocol.js").Snapshot} Snapshot */
/** @typedef {import("../core/protocol.js").Experiment} Experiment */

/** A worker that dies within this time after its restart is not restarted again. */
const mendMillis = 5000;
/** Views of tasks show more than a plane: they are drawn less often, so that training has its share. */
const taskMillis = 45;
const frameMillis = 14;
const plannedStops = ["notice.stop_epoch", "notice.early_stopping"];
/** What is wrong with a network that is still being built, unlike a value that cannot be. @param {import("../core/protocol.js").FieldError} error */
const isUnfinished = ({ field, reason }) =>
  ["network.layers", "network.parameters"].includes(field) || (field.startsWith("network.") && ["graph", "mismatch"].includes(reason));

/** What an exercise does not let change: whether it allows an act, and the name of what a change of the experiment breaks.
 * @typedef {{ allows(what: string): boolean, broken(before: Experiment, after: Experiment): string | null }} Guard */

/** @typedef {(ask: (question: Question) => Promise<any>) => Promise<unknown>} Bring */

/** @typedef {Extract<import("../core/trainer_client.js").Request, { type: "set_parameter" | "set_parameters" }>} SetWeights */

/** Numbers by their bits, which is how they are sent without any loss. @param {Float32Array} values */
const bitsOf = (values) => [...new Uint32Array(values.slice().buffer)];

/** One closure, because what is sent, undone and recovered after a crash is one state, in an order that must hold.
 * @param {import("../ui/store.js").Store<import("./state.js").State>} store @param {import("../core/lab.js").Lab} lab
 * @param {import("../core/pool.js").Pool} pool @param {() => void} showNetwork goes to the loss surface of the network */
export function createSession(store, lab, pool, showNetwork) {
  const run = createRun(pool, {
    isPlaying: () => store.state.playing,
    pace: () => speeds[store.state.speed],
    budgetMillis: (steps) => (store.state.data?.dimensions === 0 && steps > 0 ? taskMillis : frameMillis),
    took: take, failed: excuse, died: recover,
  });
  const { send, advance, pull } = run;
  const time = createTimeTravel(store, run, arrive);
  const files = createOpenedFiles();
  /** Whether the worker is a new one that has read none of them. */
  let filesAreLost = false;
  /** Has a worker read the table of a link, before the experiment that is about it. @type {Bring | null} */
  let bring = null;
  /** An experiment that waits to be sent: only the newest counts. @type {{ fresh: boolean, reverts: boolean } | null} */
  let unsent = null;
  let configuring = false;
  /** The experiment that the worker has. @type {Experiment | null} */
  let taken = null;
  /** Resolves when the worker has what was asked for last. @type {Promise<void>} */
  let configured = Promise.resolve();
  /** The experiment that the worker was given last, and the one that the last to die had. @type {Experiment | null} */
  let given = null;
  /** @type {Experiment | null} */
  let fatal = null;
  /** When the worker that took a dead one's place had the experiment: `Infinity` until it has. */
  let restored = -Infinity;
  /** The worker died again right after its restart, and has no experiment now. */
  let isDown = false;
  /** What was loaded last. @type {Experiment | null} */
  let loaded = null;
  /** What was loaded and could not be used, while `shown` is shown in its place.
   * @type {{ loaded: Experiment, shown: Experiment } | null} */
  let refused = null;
  /** What an exercise does not let change. @type {Guard | null} */
  let guard = null;
  /** @type {History<ReturnType<typeof moment>>} */
  const history = new History();

  /** Gives the worker the experiment of the state. @param {boolean} fresh @param {boolean} [reverts] whether that undoes or redoes */
  function configure(fresh, reverts = false) {
    unsent = { fresh: fresh || (unsent?.fresh ?? false), reverts };
    if (!configuring) configured = sendUnsent();
    return configured;
  }

  async function sendUnsent() {
    configuring = true;
    try {
      while (unsent) {
        const change = unsent;
        const { experiment } = store.state;
        unsent = null;
        given = experiment;
        try {
          if (filesAreLost) await readFilesAgain();
          if (bring) await readBrought(bring);
          takeBuilt(await send({ type: "configure", experiment, ...change }));
          taken = experiment;
          isDown = false;
          if (restored === Infinity) restored = performance.now();
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

  async function readFilesAgain() {
    filesAreLost = false;
    for (const question of files.questions()) await send(question);
  }

  /** @param {Bring} read */
  async function readBrought(read) {
    bring = null;
    await read(noted);
  }

  /** Asks the worker about files, and takes note of what it has read. @param {Question} question */
  async function noted(question) {
    const answer = await send(question);
    files.note(question, answer);
    return answer;
  }

  /** Only the worker knows the files: what it cannot use changes nothing. @param {InvalidExperiment} error */
  function refuse({ errors }) {
    const experiment = taken ?? lab.defaultExperiment();
    const [first] = errors;
    const what = (/** @type {State["t"]} */ t) => wordError({ ...first, field: "" }, t);
    refused = store.state.experiment === loaded ? { loaded, shown: experiment } : null;
    const wanted = first.reason === "missing_file" ? store.state.experiment : store.state.wanted;
    store.update({ experiment, wanted, errors, brush: brushFor(experiment), notice: { kind: "error", key: "notice.remarks", words: { what } } });
    if (!taken) unsent = { fresh: true, reverts: false };
  }

  /** @param {import("../core/protocol.js").Built} built @param {Experiment} [experiment] that it is of */
  function takeBuilt({ data, model, fresh }, experiment = store.state.experiment) {
    const { looked, plane, data: before } = store.state;
    const shown = isShipped(experiment.data) ? withWords(data) : data;
    const stillFits = before && inputsOf(before) === inputsOf(data);
    store.update({ data: shown, model, looked: stillFits ? looked : null, plane: stillFits ? plane : null, ...(fresh ? { pictures: null, pale: new Float64Array() } : {}) });
  }

  /** The run has gone to another step, where its experiment may be another. @param {import("../core/protocol.js").Built} built */
  function arrive(built) {
    const experiment = lab.complete(JSON.parse(built.experiment ?? "{}"));
    takeBuilt(built, experiment);
    if (JSON.stringify(experiment) === JSON.stringify(store.state.experiment)) return;
    taken = given = experiment;
    store.update({ experiment, draft: null, errors: [], selected: null, brush: brushFor(experiment) });
  }

  /** @param {Snapshot} snapshot @param {import("../core/experiment.js").Snapshot} sent */
  function take(snapshot, sent) {
    const { state } = store;
    if (!configuring && time.hasEdited(state.snapshot, snapshot)) time.look(snapshot.step).catch(excuse);
    /** @type {Partial<State>} */
    const change = { snapshot };
    if (sent.history) change.history = sent.history;
    if (sent.marks) change.marks = sent.marks;
    if (snapshot.pictures) change.pictures = snapshot.pictures;
    if (snapshot.stopped && state.playing) {
      change.playing = false;
      if (snapshot.stopped !== "diverged") change.notice = { kind: "info", key: `notice.${snapshot.stopped}` };
    }
    store.update(change);
  }

  /** A worker that died is told of by `recover`; anything else is a bug. @param {unknown} error */
  function excuse(error) {
    if (error instanceof InvalidExperiment) store.update({ errors: error.errors });
    else if (!(error instanceof WorkerDied)) throw error;
  }

  /** The worker died: the new one gets the same experiment, unless the last restart has just led to the same end. A panic
   * comes back whenever the same run gets there, so that after one nothing plays on by itself.
   * @param {string | null} panic what the core said */
  function recover(panic) {
    isDown = given === fatal && performance.now() - restored < mendMillis;
    fatal = given;
    const key = isDown ? "notice.worker_keeps_dying" : panic ? "notice.worker_panicked" : "notice.worker_restarted";
    const crash = panic ? { report: crashReport(panic, store.state.experiment) } : undefined;
    store.update({ notice: { kind: "warning", key, crash }, playing: store.state.playing && !isDown && !panic });
    configuring = false;
    filesAreLost = true;
    restored = isDown ? -Infinity : Infinity;
    if (!isDown) configure(true);
  }

  /** Gives a worker that was left without the experiment another try. */
  function revive() {
    if (isDown) configure(true);
  }

  /** @param {unknown} partial @returns {Experiment} */
  function load(partial) {
    const experiment = lab.complete(partial);
    loaded = experiment;
    refused = null;
    if (store.state.data) remember(experiment, null, { fresh: true });
    store.update({ experiment, draft: null, errors: [], notice: null, selected: null, brush: brushFor(experiment) });
    configure(true);
    return experiment;
  }

  /** Pictures and figures of this moment, after all that was asked for before. */
  async function refresh() {
    await configured;
    for (;;) {
      const snapshot = await advance(0);
      // While it plays the figures are always of a moment ago.
      if (!snapshot.metricsDue || store.state.playing) return snapshot;
    }
  }

  /** @param {Experiment} experiment @returns {State["brush"]} */
  function brushFor(experiment) {
    return experiment.data.dataset === "drawn" ? store.state.brush ?? { mode: "brush", value: 0 } : null;
  }

  /** The run as little as stands for it; null where it was changed so often that its beginning is forgotten.
   * @param {boolean} [whole] with its weights as numbers @returns {Promise<import("./record.js").RunRecord | null>} */
  async function record(whole) {
    const { recordRun } = await import("./record.js");
    await configured;
    await time.arrival();
    return recordRun(lab, send, whole ? store.state : null);
  }

  /** Puts the run of a record in place of the one there is, in the background. Rejects with what is wrong with it
   * (`UnusableRecord`, `InvalidExperiment`), and then changes nothing.
   * @param {unknown} recorded @returns {Promise<"same" | "differs" | "elsewhere">} whether it has the weights that the record
   * tells of, or was sent elsewhere on its way */
  async function replay(recorded) {
    const { readRecord } = await import("./record.js");
    const { journal, step, reached, fingerprint } = readRecord(lab, recorded);
    actions.pause();
    await configured;
    await time.follow(journal, reached);
    if (reached > step) await time.seek(step);
    const [{ snapshot }, now] = await Promise.all([send({ type: "advance", budgetMillis: 0, steps: 0, needs: {} }), send({ type: "fingerprint" })]);
    if (snapshot.step !== step) return "elsewhere";
    return !fingerprint || now.fingerprint === fingerprint ? "same" : "differs";
  }

  /** @param {number} batches @returns {Promise<Snapshot>} */
  async function step(batches) {
    actions.pause();
    revive();
    await configured;
    await time.arrival();
    await send({ type: "resume" });
    let snapshot = await advance(0);
    const first = snapshot.step;
    for (;;) {
      snapshot = await advance(batches - (snapshot.step - first));
      if (snapshot.stopped || snapshot.step - first >= batches || !store.state.data?.train.count) {
        while (snapshot.metricsDue) snapshot = await advance(0);
        pull();
        return snapshot;
      }
    }
  }

  /** What undo goes back to. @param {boolean} fresh whether the change from it began a new run
   * @param {SetWeights | null} [setting] what set weights by hand */
  function moment(fresh, setting = null) {
    const { experiment, draft, snapshot } = store.state;
    const weights = snapshot?.weights ?? new Float32Array();
    /** @type {SetWeights | null} */
    const weight = setting && (setting.type === "set_parameter" ? { ...setting, value: weights[setting.index] ?? 0 } : { ...setting, bits: bitsOf(weights) });
    return { experiment, draft, fresh, weight };
  }

  /** Keeps what was before a change. @param {Experiment} experiment @param {State["draft"]} draft
   * @param {{ gesture?: number, fresh?: boolean }} [options] */
  function remember(experiment, draft, { gesture, fresh = false } = {}) {
    const before = moment(fresh);
    const about = gesture === undefined ? changed({ ...before.experiment, ...before.draft }, { ...experiment, ...draft }) : `gesture ${gesture}`;
    history.keep(before, about, gesture === undefined ? performance.now() : 0);
    store.update({ canUndo: true, canRedo: false });
  }

  /** @param {ReturnType<typeof moment> | undefined} to */
  function turn(to) {
    if (!to) return;
    const { experiment, draft, fresh, weight } = to;
    const { canUndo, canRedo } = history;
    if (weight) {
      store.update({ errors: [], canUndo, canRedo });
      return setWeights(weight);
    }
    const moved = experiment !== store.state.experiment;
    refused = null;
    store.update({ experiment, draft, errors: [], selected: null, brush: brushFor(experiment), canUndo, canRedo });
    if (moved) configure(fresh, true);
  }

  /** What one turns back from. @param {ReturnType<typeof moment>} to */
  const opposite = (to) => moment(to.fresh, to.weight);

  /** Says that an exercise holds this fast. @param {string} what */
  function refuseLocked(what) {
    store.update({ notice: { kind: "info", key: "exercise.locked", words: { what: (/** @type {State["t"]} */ t) => t(`lock.${what}`) } } });
    return false;
  }

  /** @param {SetWeights} setting */
  function setWeights(setting) {
    send(setting).then(pull, excuse);
  }

  /** Sets weights by hand, which can be undone. @param {SetWeights} setting @param {string} about */
  function setByHand(setting, about) {
    if (guard?.allows("weights") === false) return refuseLocked("weights");
    history.keep(moment(false, setting), about, performance.now());
    store.update({ errors: [], canUndo: true, canRedo: false });
    setWeights(setting);
    return true;
  }

  /** A changed experiment whose outputs follow the data where those ask something else. A draft that fits them now is taken.
   * @param {Experiment} edited */
  function followed(edited) {
    const { experiment, draft } = store.state;
    const sameProblem = JSON.stringify(lab.recommendation(experiment.data)) === JSON.stringify(lab.recommendation(edited.data));
    const next = sameProblem ? lab.complete(edited) : lab.adaptToData(edited);
    return draft && !sameProblem ? built({ ...next, ...structuredClone(draft) }, next) : { experiment: next, draft };
  }

  /** An experiment with a network under construction: taken if it can run, else kept as the draft beside the last that could.
   * Outputs that are new take the loss that the data ask for. @param {Experiment} edited @param {Experiment} [otherwise] */
  function built(edited, otherwise = store.state.experiment) {
    const { network, outputs } = lab.outline(edited);
    edited.losses = Object.fromEntries(outputs.map(({ name, data }) => [name, own(edited.losses, name) ?? data.loss]));
    edited.loss_weights = Object.fromEntries(Object.entries(edited.loss_weights).filter(([name]) => Object.hasOwn(edited.losses, name)));
    try {
      return { experiment: lab.complete(edited), draft: null };
    } catch (error) {
      if (!(error instanceof InvalidExperiment) || !error.errors.every(isUnfinished)) throw error;
      const { losses, loss_weights } = edited;
      return { experiment: otherwise, draft: { network, losses, loss_weights } };
    }
  }

  /** @type {Actions} */
  const actions = {
    edit(recipe, { fresh = false, gesture, building = false } = {}) {
      const { experiment, draft, notice } = store.state;
      const edited = structuredClone(building && draft ? { ...experiment, ...draft } : experiment);
      try {
        recipe(edited);
        const next = building ? built(edited) : followed(edited);
        const broken = guard?.broken(experiment, next.experiment);
        if (broken) return refuseLocked(broken);
        remember(next.experiment, next.draft, { gesture, fresh });
        store.update({ ...next, errors: [], brush: brushFor(next.experiment), notice: fresh ? null : notice });
        if (next.experiment !== experiment) configure(fresh);
        return true;
      } catch (error) {
        if (error instanceof InvalidExperiment) store.update({ errors: error.errors });
        else if (!(error instanceof LayerGone)) throw error;
        return false;
      }
    },
    refuse: (error) => store.update({ errors: [error] }),
    undo: () => turn(history.undo(opposite)),
    redo: () => turn(history.redo(opposite)),
    discard() {
      remember(store.state.experiment, null);
      store.update({ draft: null, errors: [] });
    },
    display: (change) => store.update({ display: { ...store.state.display, ...change } }),
    select: (selected) => store.update({ selected }),
    setParameter: (index, value) => void setByHand({ type: "set_parameter", index, value }, `weight ${index}`),
    setParameters: (weights) => setByHand({ type: "set_parameters", bits: bitsOf(weights) }, "weights"),
    play() {
      if (store.state.playing || store.state.snapshot?.stopped === "diverged") return;
      if (guard?.allows("play") === false) return void refuseLocked("play");
      const { notice } = store.state;
      revive();
      store.update({ playing: true, notice: notice && plannedStops.includes(notice.key) ? null : notice });
      send({ type: "resume" }).then(pull, excuse);
    },
    pause: () => store.update({ playing: false }),
    reset() {
      // Weights of the run before are nothing to go back to.
      history.forget(({ weight }) => weight !== null);
      store.update({ notice: null, canUndo: history.canUndo, canRedo: history.canRedo });
      // On its way along a journal the run has another experiment than is shown.
      if (isDown || time.isFollowing()) return void configure(true);
      send({ type: "reset" }).then((built) => (takeBuilt(built), pull()), excuse);
    },
    newSeed: () => void actions.edit((experiment) => {
      const seed = lab.freshSeed(experiment.seed);
      Object.assign(experiment, { seed, seeds: {} });
      // Data of another program have a seed of their own, which is any text.
      if ("seed" in experiment.data) experiment.data.seed = String(seed);
    }, { fresh: true }),
    newStart: () => void actions.edit(({ seed, seeds }) => {
      seeds.weights = seeds.order = lab.freshSeed(seeds.weights ?? seed);
    }, { fresh: true }),
    step,
    epoch(count = 1) {
      const { data, experiment, snapshot } = store.state;
      const { batches, done } = batchesOfEpoch(experiment.training, data?.train.count ?? 0, snapshot?.epoch ?? 0);
      return step(count * batches - done);
    },
    async seek(step) {
      actions.pause();
      await configured;
      await time.seek(step).catch(excuse);
    },
    rewind() {
      store.update({ notice: null });
      send({ type: "rewind" }).then(pull, excuse);
    },
    setSpeed: (speed) => store.update({ speed }),
    brush: (brush) => store.update({ brush }),
    async ask(question) {
      await configured;
      try {
        let event = await send(question);
        // Between the parts of what takes long everything else has its turn.
        while (event.type === "unfinished") {
          event = await send({ type: "continue", question: event.question });
          if (event.type === "done") return null;
        }
        files.note(question, event);
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
    notify: (notice) => store.update({ notice }),
    showNetwork,
  };

  return {
    actions,
    load,
    /** @param {Guard | null} now */
    guard: (now) => void (guard = now),
    /** Starts the worker on the experiment of the state. */
    begin: () => configure(true),
    /** @param {number[][]} inputs @returns {Promise<number[][]>} */
    predict: async (inputs) => (await send({ type: "predict", inputs })).outputs,
    /** @returns {Promise<string>} */
    fingerprint: async () => (await send({ type: "fingerprint" })).fingerprint,
    refresh,
    record,
    replay,
    /** Resolves when the run is on no way to a step. */
    arrival: time.arrival,
    /** The experiment that the link is of: one that could not be used keeps its link until something is changed. */
    linked: () => (refused && store.state.experiment === refused.shown ? refused.loaded : store.state.experiment),
    /** Sends what the other rooms want of the worker. */
    send,
    /** Computes what is wanted of the run, while it is wanted. */
    subscribe: run.subscribe,
    close: run.close,
    /** What the worker has. */
    experiment: () => taken ?? store.state.experiment,
    /** The rows of the curves. */
    history: () => store.state.history,
    openedFiles: files.questions,
    fileBytes: files.bytes,
    /** What is to be read before the next experiment is sent. @param {Bring | null} next */
    bring: (next) => void (bring = next),
    /** What the next step starts from. @returns {Promise<{ moment: import("../core/experiment.js").Moment, numbers: Float32Array }>} */
    async moment() {
      await configured;
      return send({ type: "moment" });
    },
  };
}

/** What an example must look like to fit. @param {import("../core/protocol.js").Data} data */
const inputsOf = ({ task, inputs }) => `${task} ${JSON.stringify(inputs.map(({ name, shape, vocabulary }) => [name, shape, vocabulary]))}`;

/** @typedef {ReturnType<typeof createSession>} Session */
