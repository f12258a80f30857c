// Trains the runs of a plan headless, on all workers of the pool. What a run gives depends on nothing but its experiment, so that
// the table is the same whatever the number of workers, and a worker that dies only means that its runs are trained again.

import { InvalidExperiment } from "../../core/lab.js";
import { WorkerDied } from "../../core/trainer_client.js";
import { experimentOf, isLoss, seedOf, trialsOf } from "./plan.js";

/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("./plan.js").Trial} Trial */
/** @typedef {import("../../core/experiment.js").Snapshot} Snapshot */

/** What became of a run. `history` has rows of `[epoch, train loss, test loss, train metric, test metric]`; `picture` is what the
 * network answers over the plane, null where there is none. `problem` is why there is no result.
 * @typedef {Trial & {
 *   seed: number, step: number, epoch: number, trainLoss: number | null, testLoss: number | null, trainMetric: number | null, testMetric: number | null,
 *   stopped: Snapshot["stopped"], success: boolean, parameters: number, fingerprint: string, history: Float64Array,
 *   picture: { width: number, height: number, output: Float32Array } | null, problem: InvalidExperiment | "died" | null,
 * }} Row */

/** How long a worker trains until others have their turn: the playground, for one. */
const budgetMillis = 25;
const needs = { evaluation: true, weights: true, history: true, pictures: { resolution: 32, unitsPerLayer: 0 } };
/** While one run of a worker is on its way to the page, another trains. */
const runsPerWorker = 2;
/** So often a run may lose its worker. */
const mostDeaths = 3;

/** @param {import("../../core/pool.js").Line} line @param {import("../../core/protocol.js").Experiment} experiment @param {number} epochs
 * @param {() => boolean} isWanted */
async function train(line, experiment, epochs, isWanted) {
  let { snapshot } = await line.send({ type: "try", experiment, epochs, budgetMillis, needs });
  let pictures = snapshot.pictures;
  let { weights, history } = snapshot;
  while (!snapshot.finished || snapshot.metricsDue || snapshot.picturesDue) {
    if (!isWanted()) return null;
    ({ snapshot } = await line.send({ type: "advance", budgetMillis, steps: 1e12, needs }));
    pictures = snapshot.pictures ?? pictures;
    weights = snapshot.weights ?? weights;
    history = snapshot.history ?? history;
  }
  const { fingerprint } = await line.send({ type: "fingerprint" });
  return { snapshot, pictures, weights, history, fingerprint };
}

/** The value of a measure, null where it is none. @param {Row} row @param {import("./plan.js").Measure} measure */
export function measured(row, measure) {
  const value = { test_metric: row.testMetric, train_metric: row.trainMetric, test_loss: row.testLoss, train_loss: row.trainLoss }[measure];
  return row.problem || row.stopped === "diverged" ? null : value;
}

/** @param {Row} row @param {import("./plan.js").Goal} goal */
export function reaches(row, { measure, limit }) {
  const value = measured(row, measure);
  return value !== null && (isLoss(measure) ? value <= limit : value >= limit);
}

/** @typedef {{ rows: Row[], total: number, isRunning: boolean, isCancelled: boolean, millis: number }} Progress
 * `rows` are those that are done, in the order of the plan; `millis` is how long it has trained. */

/** One closure, because what waits, what is on its way and what is done are one state.
 * @param {import("../../core/pool.js").Pool} pool @param {import("../../core/lab.js").Lab} lab @param {Plan} plan a whole one
 * @param {{ changed?(progress: Progress): void, files?(): import("../../core/protocol.js").Question[] }} [options] `changed` is called after
 * every run; `files` are those that the user opened, for workers that have not read them */
export function createSweep(pool, lab, plan, { changed = () => {}, files = () => [] } = {}) {
  const trials = trialsOf(plan);
  const base = lab.complete(plan.experiment);
  /** @type {Map<number, Row>} */
  const done = new Map();
  /** @type {Map<number, number>} */
  const deaths = new Map();
  let waiting = [...trials];
  let isRunning = false;
  let isCancelled = false;
  let millis = 0;
  let since = 0;
  /** The finished rows in order, made anew when there is another. @type {Row[] | null} */
  let rows = null;

  const progress = () => ({
    rows: (rows ??= trials.flatMap(({ index }) => done.get(index) ?? [])), total: trials.length, isRunning, isCancelled, millis: millis + (isRunning ? performance.now() - since : 0),
  });

  /** @param {Row} row */
  function keep(row) {
    done.set(row.index, { ...row, success: reaches(row, plan.goal) });
    rows = null;
    changed(progress());
  }

  /** @param {Trial} trial @returns {Row} */
  const blank = (trial) => ({
    ...trial, seed: seedOf(base, plan.seed, trial.repeat), step: 0, epoch: 0, trainLoss: null, testLoss: null, trainMetric: null, testMetric: null, stopped: null,
    success: false, parameters: 0, fingerprint: "", history: new Float64Array(), picture: null, problem: null,
  });

  /** @param {import("../../core/pool.js").Line} line @param {Trial} trial */
  async function tryOne(line, trial) {
    const row = blank(trial);
    try {
      const result = await train(line, experimentOf(lab, plan, trial), plan.epochs, () => !isCancelled);
      if (!result) return void waiting.unshift(trial);
      const { snapshot: { step, epoch, train: { loss: trainLoss, metric: trainMetric }, test: { loss: testLoss, metric: testMetric }, stopped }, pictures, weights, history, fingerprint } = result;
      const picture = pictures && { width: pictures.width, height: pictures.height, output: pictures.output };
      keep({ ...row, step, epoch, trainLoss, testLoss, trainMetric, testMetric, stopped, parameters: weights?.length ?? 0, fingerprint, history: history ?? row.history, picture });
    } catch (error) {
      if (error instanceof InvalidExperiment) return keep({ ...row, problem: error });
      if (!(error instanceof WorkerDied)) throw error;
      const count = (deaths.get(trial.index) ?? 0) + 1;
      deaths.set(trial.index, count);
      if (count < mostDeaths) waiting.unshift(trial);
      else keep({ ...row, problem: "died" });
    }
  }

  async function work() {
    const line = pool.open(() => {});
    try {
      for (const question of files()) await line.send(question);
      for (let trial; !isCancelled && (trial = waiting.shift()); ) await tryOne(line, trial);
    } finally {
      line.close();
    }
  }

  return {
    progress,
    /** Trains what is left. Resolves when all is done or it was cancelled. @returns {Promise<Row[]>} */
    async run() {
      if (isRunning) throw new Error("the sweep is running already");
      [isRunning, isCancelled, since] = [true, false, performance.now()];
      try {
        await Promise.all(Array.from({ length: Math.min(waiting.length, pool.size * runsPerWorker) }, work));
      } finally {
        millis += performance.now() - since;
        isRunning = false;
        changed(progress());
      }
      return progress().rows;
    },
    /** Stops soon; `run` goes on with what is left. */
    cancel: () => void (isCancelled = true),
  };
}

/** @typedef {ReturnType<typeof createSweep>} Sweep */
