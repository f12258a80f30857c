// Many runs of one experiment: the plan as a person sets it, its sweep in the pool, and what of the results is looked at.

import { InvalidExperiment } from "../../core/lab.js";
import { wordError } from "../../ui/notice.js";
import { createComparison } from "./comparison.js";
import { canVary, fields, fieldsOf } from "./fields.js";
import { completePlan, countOf, isLoss, limits, minimalPlan } from "./plan.js";
import { createSweep, reaches } from "./runner.js";
import { ranked } from "./table.js";

/** @typedef {import("./plan.js").Plan} Plan */
/** @typedef {import("./runner.js").Row} Row */
/** @typedef {import("./fields.js").FieldName} FieldName */
/** @typedef {import("../../core/protocol.js").Experiment} Experiment */
/** @typedef {"tiles" | "table" | "heatmap" | "parallel" | "curves"} View */

/** `experiment` is the whole one of the plan. `data` and `model` are those of the experiment as it is, for pictures. `rows` are done
 * so far. `chosen` are rows by their index, empty where all count unless a brush leaves none. `brushes` narrow the axes of the parallel coordinates.
 * @typedef {{
 *   mode: Mode, compared: import("./comparison.js").ComparisonState, compareMeasure: import("./plan.js").Measure, plan: Plan, experiment: Experiment, data: import("../../core/protocol.js").Data | null, model: import("../../core/protocol.js").Model | null,
 *   rows: Row[], total: number, running: boolean, cancelled: boolean, millis: number, view: View, chosen: ReadonlySet<number>, sort: { by: string, down: boolean },
 *   brushes: Readonly<Record<string, [number, number]>>, axes: [FieldName, FieldName] | null, errors: import("../../ui/numbers.js").InputError[], notice: import("../../ui/shell.js").Notice | null,
 * } & import("../../ui/shell.js").Shared} SweepState */

/** Many runs by a plan, or a few side by side. @typedef {"plan" | "compare"} Mode */
export const modes = /** @type {Mode[]} */ (["plan", "compare"]);

export const views = /** @type {View[]} */ (["tiles", "table", "heatmap", "parallel", "curves"]);

/** What is left out of the parallel coordinates of many runs is no less in the table. */
const tellMillis = 120;

/** @param {import("../../core/lab.js").Lab} lab @param {import("../../ui/shell.js").Shared} shared @returns {SweepState} */
export function firstSweepState(lab, shared) {
  const plan = completePlan(lab, {});
  return {
    ...shared, mode: "plan", compared: { runs: [], playing: false, sync: "step" }, compareMeasure: "test_loss", plan, experiment: lab.complete(plan.experiment), data: null, model: null, rows: [], total: countOf(plan), running: false, cancelled: false, millis: 0, view: "tiles",
    chosen: new Set(), sort: { by: "result", down: false }, brushes: {}, axes: null, errors: [], notice: null,
  };
}

/** One closure, because the plan, its sweep and what has come of it are one state.
 * @param {import("../../ui/store.js").Store<SweepState>} store @param {import("../../core/lab.js").Lab} lab @param {import("../../core/pool.js").Pool} pool
 * @param {() => import("../../core/protocol.js").Question[]} files that the user opened */
export function createSweepSession(store, lab, pool, files) {
  /** @type {import("./runner.js").Sweep | null} */
  let sweep = null;
  let told = 0;
  /** The experiment whose data are shown. */
  let shownFor = "";

  const comparison = createComparison(pool, lab, (compared) => store.update({ compared }), files);

  /** @param {import("./runner.js").Progress} progress */
  function tell({ rows, total, isRunning, isCancelled, millis }) {
    const now = performance.now();
    if (isRunning && now - told < tellMillis && rows.length < total) return;
    told = now;
    store.update({ rows, total, running: isRunning, cancelled: isCancelled, millis });
  }

  /** Data and model of the experiment, for the colours of its pictures. */
  async function bring() {
    const { experiment } = store.state;
    const text = JSON.stringify(experiment);
    if (text === shownFor) return;
    shownFor = text;
    const line = pool.open(() => {});
    try {
      for (const question of files()) await line.send(question);
      const { data, model } = await line.send({ type: "configure", experiment, fresh: true });
      if (text === shownFor) store.update({ data, model });
    } catch (error) {
      if (text === shownFor) store.update({ data: null, model: null, errors: error instanceof InvalidExperiment ? error.errors : [] });
    } finally {
      line.close();
    }
  }

  /** @param {any} partial @returns {Plan} */
  function load(partial) {
    const plan = completePlan(lab, partial);
    sweep?.cancel();
    sweep = null;
    const experiment = lab.complete(plan.experiment);
    store.update({ plan, experiment, rows: [], total: countOf(plan), running: false, cancelled: false, millis: 0, chosen: new Set(), brushes: {}, axes: null, errors: [], notice: null });
    bring();
    follow();
    return plan;
  }

  /** What is compared is begun when it is shown. */
  function follow() {
    if (store.state.mode === "compare") comparison.set(store.state.plan.compare);
  }

  /** The least of an experiment that differs in one thing. @param {Experiment} experiment @param {string} field @param {any} value */
  function changed(experiment, field, value) {
    const draft = structuredClone(experiment);
    if (field === "seed") {
      const seed = lab.freshSeed(draft.seed);
      draft.seeds = { data: draft.seeds.data ?? draft.seed, weights: seed, order: seed };
      return lab.minimal(lab.complete(draft));
    }
    const { set, adapts } = fields[/** @type {FieldName} */ (field)];
    set(draft, value);
    return lab.minimal(adapts ? lab.adaptToData(draft) : lab.complete(draft));
  }

  /** Trains what is left of the plan. @returns {Promise<Row[]>} */
  async function start() {
    const own = (sweep ??= createSweep(pool, lab, store.state.plan, { changed: (progress) => void (sweep === own && tell(progress)), files }));
    store.update({ running: true, cancelled: false });
    return own.run();
  }

  const actions = {
    /** Changes the plan; what has come of another one goes. @param {(plan: Plan) => void} recipe @returns {boolean} whether it can be */
    edit(recipe) {
      const draft = structuredClone(store.state.plan);
      recipe(draft);
      try {
        const plan = completePlan(lab, draft);
        // Another goal is only another way to look at the same runs, and what is compared is beside them.
        const onlyGoal = JSON.stringify({ ...plan, goal: 0, compare: 0 }) === JSON.stringify({ ...store.state.plan, goal: 0, compare: 0 });
        if (onlyGoal) {
          store.update({ plan, errors: [], rows: store.state.rows.map((row) => ({ ...row, success: reaches(row, plan.goal) })) });
          follow();
        }
        else {
          const { view } = store.state;
          load(plan);
          store.update({ view });
        }
        return true;
      } catch (error) {
        if (!(error instanceof InvalidExperiment)) throw error;
        store.update({ errors: error.errors });
        return false;
      }
    },
    /** Varies another field, by the values one would try first. @param {FieldName} field */
    vary: (field) =>
      actions.edit((plan) => {
        const own = fields[field].of(store.state.experiment);
        const values = [...new Set([...(own === null ? [] : [own]), ...fields[field].first])];
        plan.vary.push({ field, values: fields[field].choices ? values : /** @type {number[]} */ (values).sort((a, b) => a - b) });
        if (plan.vary.length === 1 && plan.repeats > 5) plan.repeats = 3;
        const most = limits.runs[1];
        while (plan.repeats > 1 && plan.draws === 0 && countOf(plan) > most) plan.repeats -= 1;
      }),
    /** Makes the plan of another experiment. What is varied and is not in that is no longer. @param {Record<string, unknown>} partial */
    take: (partial) =>
      actions.edit((plan) => {
        const experiment = lab.complete(partial);
        const varied = plan.vary.map(({ field }) => field);
        plan.experiment = partial;
        plan.vary = plan.vary.filter(({ field }) => canVary(experiment, field, varied));
      }),
    start: () => void start(),
    cancel: () => sweep?.cancel(),
    /** @param {Mode} mode */
    setMode(mode) {
      store.update({ mode });
      if (mode === "compare") follow();
      else comparison.pause();
    },
    /** @param {import("./plan.js").Measure} compareMeasure whose curves are drawn */
    compareBy: (compareMeasure) => store.update({ compareMeasure }),
    /** @param {View} view */
    show: (view) => store.update({ view }),
    /** @param {Iterable<number>} rows by their index */
    choose: (rows) => store.update({ chosen: new Set(rows) }),
    /** @param {string} by a column */
    sort: (by) => store.update({ sort: { by, down: store.state.sort.by === by && !store.state.sort.down } }),
    /** @param {Record<string, [number, number]>} brushes */
    brush: (brushes) => store.update({ brushes }),
    /** @param {[FieldName, FieldName]} axes of the heatmap */
    setAxes: (axes) => store.update({ axes }),
    /** @param {import("../../ui/numbers.js").InputError} error */
    refuse: (error) => store.update({ errors: [error] }),
    /** @param {SweepState["notice"]} notice */
    notify: (notice) => store.update({ notice }),
  };

  return {
    actions,
    load,
    start,
    comparison,
    changed,
    /** What can be varied in an experiment. */
    varied: fieldsOf,
    /** @param {import("../../ui/numbers.js").InputError} error */
    wordError: (error) => wordError({ ...error, field: error.field === "compare" ? "" : error.field }, store.state.t),
    minimal: () => minimalPlan(lab, store.state.plan),
    /** What can be varied still. */
    offered: () => fieldsOf(store.state.experiment).filter((name) => !store.state.plan.vary.some(({ field }) => field === name)),
    /** The best, the middle and the worst of what is done. */
    notable() {
      const { rows, plan } = store.state;
      const order = ranked(rows.filter(({ problem }) => problem === null), plan.goal.measure);
      return { best: order[0], median: order[Math.floor((order.length - 1) / 2)], worst: order.at(-1) };
    },
    isLower: () => isLoss(store.state.plan.goal.measure),
  };
}

/** @typedef {ReturnType<typeof createSweepSession>} SweepSession */
