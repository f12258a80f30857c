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

/** Where an experiment has what a field says, for those that are one number or name of it. */
const places = {
  dataset: "data.dataset", samples: "data.samples", noise: "data.noise", train_fraction: "data.train_fraction", optimizer: "optimizer.optimizer",
  learning_rate: "optimizer.learning_rate", momentum: "optimizer.momentum", batch_size: "training.batch_size",
};
/** Fields of the network, in the order in which they are set. */
const ofNetwork = fieldNames.filter((name) => ["depth", "width", "activation", "initializer", "dropout", "l1", "l2"].includes(name));

/** @param {any} value @param {string} path @returns {[string, unknown][]} what lies below a path, value by value */
const leaves = (value, path) => (value && typeof value === "object" && !Array.isArray(value) ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key)) : [[path, value]]);

const isSame = (/** @type {unknown} */ a, /** @type {unknown} */ b) => JSON.stringify(a) === JSON.stringify(b);

/** Layers by their names, value by value; where one is of another kind or missing, its kind says it. @param {Experiment} experiment @param {Experiment} other */
function layersOf({ network: { layers } }, { network: other }) {
  const kind = (/** @type {string} */ name) => other.layers.find((layer) => layer.name === name)?.layer;
  return new Map(layers.flatMap(({ name, ...layer }) => (kind(name) === layer.layer ? leaves(layer, name) : [/** @type {[string, unknown]} */ ([name, layer.layer])])));
}

/** What of the layers is others than in the first experiment, beyond what fields say. @param {Experiment[]} experiments @param {Set<string>} said */
function layersThatDiffer([first, ...others], said) {
  /** @type {Set<string>} */
  const paths = new Set();
  for (const other of others) {
    const draft = structuredClone(first);
    for (const name of ofNetwork) {
      const value = fields[name].of(other);
      if (said.has(name) && value !== null && fields[name].of(draft) !== null) fields[name].set(draft, value);
    }
    const [now, then] = [layersOf(draft, other), layersOf(other, draft)];
    for (const path of new Set([...now.keys(), ...then.keys()])) if (!isSame(now.get(path), then.get(path))) paths.add(path);
  }
  return [...paths];
}

/** What differs between experiments: fields by name, and what has none by its path. @param {Experiment[]} experiments
 * @returns {{ field: import("./fields.js").FieldName | null, path: string, values: unknown[] }[]} */
export function differing(experiments) {
  const all = experiments.map(({ network, ...rest }) => new Map(leaves({ ...rest, data: { ...rest.data, points: /** @type {any} */ (rest.data).points?.length } }, "")));
  const layers = experiments.map(({ network }) => new Map(network.layers.flatMap(({ name, ...layer }) => [/** @type {[string, unknown]} */ ([name, layer.layer]), ...leaves(layer, name)])));
  const differs = (/** @type {{ values: unknown[] }} */ { values }) => values.some((/** @type {unknown} */ value) => !isSame(value, values[0]));
  const at = (/** @type {string} */ path) => all.map((one) => one.get(path));
  const named = fieldNames.map((field) => ({ field, path: field, values: field in places ? at(/** @type {any} */ (places)[field]) : experiments.map((one) => fields[field].of(one)) })).filter(differs);
  const known = new Set(Object.values(places));
  const others = [...new Set(all.flatMap((one) => [...one.keys()]))].filter((path) => !known.has(path)).map((path) => ({ field: null, path, values: at(path) })).filter(differs);
  const deeper = layersThatDiffer(experiments, new Set(named.map(({ field }) => field))).map((path) => ({ field: null, path, values: layers.map((one) => one.get(path)) }));
  return [...named, ...others, ...deeper];
}
