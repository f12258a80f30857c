// Up to six runs that train side by side: all at the same step, or each as fast as it can.

import { createRun } from "../run.js";
import { fieldNames, fields } from "./fields.js";

/** @typedef {import("../../core/protocol.js").Experiment} Experiment */
/** @typedef {import("../../core/protocol.js").Snapshot} Snapshot */
/** One of the runs. @typedef {{
 *   experiment: Experiment, data: import("../../core/protocol.js").Data | null, model: import("../../core/protocol.js").Model | null, snapshot: Snapshot | null,
 *   pictures: import("../../core/protocol.js").Pictures | null, history: Float64Array, failure: string | null,
 * }} Compared */
/** `sync`: by step, all are at the same one; by time, each is as far as it comes. @typedef {{ runs: Compared[], playing: boolean, sync: "step" | "time" }} ComparisonState */

/** All of them are drawn thirty times a second. */
const frameMillis = 28;
const view = { resolution: 50, unitsPerLayer: 0 };
/** So many steps of each are one picture. */
const stepsAtOnce = 20;

/** One closure, because what plays and where each is are one state.
 * @param {import("../../core/pool.js").Pool} pool @param {import("../../core/lab.js").Lab} lab @param {(state: ComparisonState) => void} changed
 * @param {() => import("../../core/protocol.js").Question[]} files that the user opened */
export function createComparison(pool, lab, changed, files) {
  /** @typedef {{ text: string, state: Compared, run: import("../run.js").Run, ready: Promise<void> }} Entry */
  /** @type {Entry[]} */
  let entries = [];
  let playing = false;
  /** @type {ComparisonState["sync"]} */
  let sync = "step";
  let looping = false;

  const tell = () => changed({ runs: entries.map(({ state }) => state), playing, sync });

  /** @param {Record<string, unknown>} partial @returns {Entry} */
  function begin(partial) {
    const experiment = lab.complete(partial);
    /** @type {Entry} */
    const entry = { text: JSON.stringify(partial), state: { experiment, data: null, model: null, snapshot: null, pictures: null, history: new Float64Array(), failure: null }, run: /** @type {any} */ (null), ready: Promise.resolve() };
    const set = (/** @type {Partial<Compared>} */ change) => {
      entry.state = { ...entry.state, ...change };
      if (entries.includes(entry)) tell();
    };
    entry.run = createRun(pool, {
      isPlaying: () => false, pace: () => 0, view, budgetMillis: () => Math.max(4, frameMillis / Math.ceil(entries.length / pool.size)), failed: (error) => set({ failure: String(error) }),
      died: () => void (entry.ready = configure()),
      took(snapshot, sent) {
        set({ snapshot, ...(sent.history ? { history: sent.history } : {}), ...(snapshot.pictures ? { pictures: snapshot.pictures } : {}) });
      },
    });
    async function configure() {
      try {
        for (const question of files()) await entry.run.send(question);
        const { data, model } = await entry.run.send({ type: "configure", experiment, fresh: true });
        set({ data, model, snapshot: null, pictures: null, history: new Float64Array() });
        await look(entry);
      } catch (error) {
        set({ failure: error instanceof Error ? error.message : String(error) });
      }
    }
    entry.run.subscribe(["evaluation", "history", "pictures"]);
    entry.ready = configure();
    return entry;
  }

  /** Shows a run as it is. @param {Entry} entry */
  async function look({ run }) {
    for (;;) {
      const { metricsDue, picturesDue } = await run.advance(0);
      if (!metricsDue && !picturesDue) return;
    }
  }

  const isOver = (/** @type {Entry} */ { state }) => state.failure !== null || Boolean(state.snapshot?.stopped) || state.data?.train.count === 0;

  async function play() {
    if (looping) return;
    looping = true;
    try {
      await Promise.all(entries.map(({ ready }) => ready));
      while (playing) {
        const going = entries.filter((entry) => !isOver(entry));
        if (going.length === 0) break;
        const behind = Math.min(...going.map(({ state }) => state.snapshot?.step ?? 0));
        await Promise.all(going.map(async ({ run, state }) => {
          const left = sync === "step" ? behind + stepsAtOnce - (state.snapshot?.step ?? 0) : 1e12;
          if (left > 0) await run.advance(left);
        }));
      }
    } catch {
      // A worker that died has another in its place; its runs begin anew.
    }
    looping = false;
    playing = false;
    tell();
    for (const entry of entries) if (entry.state.failure === null) look(entry).catch(() => {});
  }

  return {
    /** Which experiments are compared; those that were there go on. @param {Record<string, unknown>[]} partials */
    set(partials) {
      const left = [...entries];
      const next = partials.map((partial) => {
        const known = left.findIndex(({ text }) => text === JSON.stringify(partial));
        return known < 0 ? begin(partial) : left.splice(known, 1)[0];
      });
      entries = next;
      for (const { run } of left) run.close();
      tell();
    },
    play() {
      playing = true;
      tell();
      play();
    },
    pause() {
      playing = false;
      tell();
    },
    reset() {
      playing = false;
      for (const entry of entries) {
        entry.state = { ...entry.state, history: new Float64Array(), failure: null };
        entry.run.send({ type: "reset" }).then(() => look(entry)).catch(() => {});
      }
      tell();
    },
    /** @param {ComparisonState["sync"]} next */
    setSync(next) {
      sync = next;
      tell();
    },
  };
}

/** What differs between experiments: fields by name, and what has none by its path. @param {Experiment[]} experiments
 * @returns {{ field: import("./fields.js").FieldName | null, path: string, values: unknown[] }[]} */
export function differing(experiments) {
  const differs = (/** @type {unknown[]} */ values) => values.some((value) => JSON.stringify(value) !== JSON.stringify(values[0]));
  const named = fieldNames.map((field) => ({ field, path: field, values: experiments.map((one) => fields[field].of(one)) })).filter(({ values }) => differs(values));
  const known = new Set(["learning_rate", "optimizer", "momentum", "batch_size", "samples", "noise", "train_fraction", "dataset"]);
  /** @param {any} value @param {string} path @returns {[string, unknown][]} */
  const leaves = (value, path) => (value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key)) : [[path, value]]);
  const all = experiments.map(({ data, optimizer, training, seed, seeds }) => new Map(leaves({ data, optimizer, training, seed, seeds }, "")));
  const paths = [...new Set(all.flatMap((one) => [...one.keys()]))].filter((path) => !known.has(path.split(".").at(-1) ?? "") && path !== "data.points");
  const others = paths.map((path) => ({ field: null, path, values: all.map((one) => one.get(path)) })).filter(({ values }) => differs(values));
  return [...named, ...others];
}
