// The training worker: the only file that trains. It may be killed and started again at any time.

import { BasinMap, Files, LandscapeMap, Trainer, initSync, provokePanic, surfaceMinima } from "#core";
import { BadFile, decodeText } from "./text_file.js";

/** @typedef {import("./protocol.js").Command} Command */

/** Where the page lies: a worker of a blob does not know. */
let base = "";

/** Held for as long as this worker lives, so that the page learns of its death from the browser.
 * @param {string} name */
function holdLock(name) {
  // A page in a sandbox has no locks.
  navigator.locks?.request(name, () => new Promise(() => {})).catch(() => {});
}

/** @type {Trainer | undefined} */
let trainer;
/** @type {Files | undefined} */
let files;

/** The file of the user's that is being looked at, and the encoding it was last read in; `files` has its text in that.
 * @type {{ bytes: Uint8Array, encoding: import("./text_file.js").Encoding } | undefined} */
let opened;

/** Fetches the file of the page that an experiment needs. @param {Files} known @param {unknown} wish */
async function fetchWanted(known, wish) {
  const name = known.wanted(wish);
  if (!name) return;
  const response = await fetch(new URL(DATA_FILES[name] ?? name, base)).catch(() => null);
  // Without it the core says which file is missing.
  if (response?.ok) known.insert(name, await response.text());
}

/** Something was asked of a run before there was one. */
class NoRun extends Error {}

/** The trainer, which `configure` has made. */
function current() {
  if (!trainer) throw new NoRun("the worker has no experiment");
  return trainer;
}

/** What takes long and is shown as far as it is.
 * @type {{ type: "basin" | "landscape", map: BasinMap | LandscapeMap } | undefined} */
let exploration;

/** Begins an exploration in place of the one under way.
 * @param {"basin" | "landscape"} type @param {() => BasinMap | LandscapeMap} begin */
function explore(type, begin) {
  exploration?.map.free();
  exploration = undefined;
  exploration = { type, map: begin() };
  return explored(0);
}

/** @param {number} budgetMillis */
function explored(budgetMillis) {
  if (!exploration) throw new Error("nothing is being explored");
  return { type: exploration.type, ...exploration.map.explore(budgetMillis) };
}

/** @type {{ [type in Command["type"]]: (command: any) => Record<string, any> | Promise<Record<string, any>> }} */
const answers = {
  async configure({ experiment, fresh }) {
    files ??= new Files();
    await fetchWanted(files, experiment);
    if (trainer) return { type: "built", ...trainer.configure(experiment, files, fresh) };
    trainer = new Trainer(experiment, files);
    return { type: "built", ...trainer.built(true) };
  },
  reset: () => ({ type: "built", ...current().reset() }),
  advance: ({ budgetMillis, steps, view }) => ({
    type: "snapshot",
    snapshot: current().advance(budgetMillis, steps, view.resolution, view.unitsPerLayer),
  }),
  set_parameter({ index, value }) {
    current().setParameter(index, value);
    return { type: "done" };
  },
  resume() {
    current().resume();
    return { type: "done" };
  },
  rewind() {
    current().rewind();
    return { type: "done" };
  },
  predict: ({ inputs }) => ({ type: "prediction", outputs: current().predict(inputs) }),
  minima: ({ race }) => ({ type: "minima", minima: surfaceMinima(race) }),
  basin: ({ race, contestant, size, steps }) =>
    explore("basin", () => new BasinMap(race, contestant, size, steps)),
  landscape: ({ directions, size, rivals, steps }) =>
    explore("landscape", () => new LandscapeMap(current(), directions, size, rivals, steps)),
  explore: ({ budgetMillis }) => explored(budgetMillis),
  cancel() {
    exploration?.map.free();
    exploration = undefined;
    return { type: "done" };
  },
  fingerprint: () => ({ type: "fingerprint", fingerprint: current().fingerprint() }),
  read_table({ name, bytes, encoding: said, config }) {
    files ??= new Files();
    const file = bytes ? new Uint8Array(bytes) : opened?.bytes;
    if (!file) throw new Error("no file is open");
    const isDecoded = !bytes && config.encoding === opened?.encoding;
    const { text, encoding } = isDecoded ? { text: undefined, encoding: config.encoding } : decodeText(file, said ?? config?.encoding);
    const preview = files.readTable(name, encoding, text, bytes ? undefined : config);
    // Only what could be read takes the place of what was there.
    opened = { bytes: file, encoding };
    return { type: "table", preview };
  },
  keep_table() {
    files?.keepTable();
    return { type: "done" };
  },
  show_plane: ({ plane }) => ({ type: "plane", points: current().showPlane(plane) }),
  examples: ({ set, indices }) => ({ type: "examples", examples: current().examples(set === "test", Uint32Array.from(indices)) }),
  outputs: ({ set, head, most }) => ({ type: "outputs", outputs: current().outputs(set === "test", head, most) }),
  codes: ({ set, layer, most }) => ({ type: "codes", codes: current().codes(set === "test", layer, most) }),
  ask: ({ inputs }) => ({ type: "answer", heads: current().ask(inputs) }),
  activations: ({ inputs }) => ({ type: "activations", layers: current().activations(inputs) }),
  attribution: ({ inputs, head, unit, side }) => ({
    type: "attribution",
    attribution: current().attribution(inputs, head, unit, side),
  }),
  dropout_masks({ layers }) {
    return { type: "masks", masks: current().dropoutMasks(layers) };
  },
  read_sentence: ({ text }) => ({ type: "reading", reading: current().readSentence(text) }),
  forecast: ({ steps }) => ({ type: "forecast", values: current().forecast(steps) }),
  /** For the tests of what the page makes of a panic. */
  panic() {
    provokePanic();
    return { type: "done" };
  },
  decode: ({ layer, values }) => ({ type: "decoded", values: current().decode(layer, Float32Array.from(values)) ?? new Float32Array() }),
};

/** The buffers of an answer, to hand over instead of copying. @param {any} value @returns {ArrayBuffer[]} */
function buffers(value) {
  if (ArrayBuffer.isView(value)) return [/** @type {ArrayBuffer} */ (value.buffer)];
  if (value && typeof value === "object") return Object.values(value).flatMap(buffers);
  return [];
}

/** @param {Command} command */
async function answer(command) {
  const { id } = command;
  try {
    const event = { ...(await answers[command.type](command)), id };
    self.postMessage(event, { transfer: [...new Set(buffers(event))] });
  } catch (/** @type {any} */ thrown) {
    // Rust throws what is wrong with a wish as `{ message, errors }`; everything else is a bug of ours.
    if (thrown?.errors) self.postMessage({ type: "invalid", id, ...thrown });
    else if (thrown instanceof BadFile) self.postMessage({ type: "invalid", id, message: thrown.message, errors: [thrown.invalid] });
    else if (thrown instanceof NoRun) self.postMessage({ type: "no_run", id, message: thrown.message });
    else self.postMessage({ type: "crashed", id, message: String(thrown) });
  }
}

/** @type {() => void} */
let begin;
/** Commands are answered one after the other, also where one waits for a file; the first waits for the module. */
let queue = /** @type {Promise<void>} */ (new Promise((resolve) => (begin = resolve)));

self.onmessage = ({ data: command }) => {
  if (command.type === "start") {
    initSync({ module: command.module });
    base = command.base;
    return begin();
  }
  if (command.type === "hold_lock") return holdLock(command.name);
  queue = queue.then(() => answer(command));
};
self.postMessage({ type: "started" });
