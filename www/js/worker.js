// The training worker: the only file that trains. It may be killed and started again at any time.

import init, { BasinMap, LandscapeMap, Trainer } from "../wasm/page.js";

/** @typedef {import("./protocol.js").Command} Command */

const ready = init();

/** Held for as long as this worker lives, so that the page learns of its death from the browser.
 * @param {string} name */
function holdLock(name) {
  navigator.locks?.request(name, () => new Promise(() => {}));
}

/** @type {Trainer | undefined} */
let trainer;

/** The trainer, which `configure` has made. */
function current() {
  if (!trainer) throw new Error("the worker was not configured");
  return trainer;
}

/** What takes long and is shown as far as it is. @type {{ explore(budgetMillis: number): any, free(): void } | undefined} */
let exploration;

/** Begins an exploration in place of the one under way. @param {() => NonNullable<typeof exploration>} begin */
function explore(begin) {
  exploration?.free();
  exploration = undefined;
  exploration = begin();
  return exploration.explore(0);
}

/** @type {{ [type in Command["type"]]: (command: any) => Record<string, any> }} */
const answers = {
  configure({ experiment, fresh }) {
    const wish = JSON.stringify(experiment);
    if (trainer) return { type: "built", ...trainer.configure(wish, fresh) };
    trainer = new Trainer(wish);
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
  predict: ({ inputs }) => ({ type: "prediction", outputs: JSON.parse(current().predict(JSON.stringify(inputs))) }),
  basin: ({ race, contestant, size, steps }) =>
    explore(() => new BasinMap(JSON.stringify(race), contestant, size, steps)),
  landscape: ({ directions, size, rivals, steps }) =>
    explore(() => new LandscapeMap(current(), JSON.stringify(directions), size, JSON.stringify(rivals), steps)),
  explore({ budgetMillis }) {
    if (!exploration) throw new Error("nothing is being explored");
    return exploration.explore(budgetMillis);
  },
  cancel() {
    exploration?.free();
    exploration = undefined;
    return { type: "done" };
  },
  fingerprint: () => ({ type: "fingerprint", fingerprint: current().fingerprint() }),
};

/** The buffers of an answer, to hand over instead of copying. @param {any} value @returns {ArrayBuffer[]} */
function buffers(value) {
  if (ArrayBuffer.isView(value)) return [/** @type {ArrayBuffer} */ (value.buffer)];
  if (value && typeof value === "object") return Object.values(value).flatMap(buffers);
  return [];
}

self.onmessage = async ({ data: command }) => {
  if (command.type === "hold_lock") return holdLock(command.name);
  const { id } = command;
  try {
    await ready;
    const answer = { ...answers[/** @type {Command["type"]} */ (command.type)](command), id };
    self.postMessage(answer, { transfer: buffers(answer) });
  } catch (thrown) {
    // Rust throws what is wrong with a wish as JSON text; everything else is a bug of ours.
    if (typeof thrown === "string") self.postMessage({ type: "invalid", id, ...JSON.parse(thrown) });
    else self.postMessage({ type: "crashed", id, message: String(thrown) });
  }
};
