// The page's end of the second module, for what is asked now and then: it is fetched and compiled with the first question, and
// runs in a worker of its own. Whatever ends it, the next question starts it again.

import { addressOf } from "./addresses.js";
import { compile, startWorkerOf } from "./core.js";
import { InvalidExperiment } from "./lab.js";
import { WorkerDied } from "./trainer_client.js";

/** @typedef {import("./experiment.js").DeskCommand} Command */
/** @typedef {import("./experiment.js").DeskEvent} Event */
/** @typedef {import("./protocol.js").ReadTable | import("./protocol.js").KeepTable} Opened */

/** What a question is about: an experiment, all weights of its network, its curves, the user's files that it may read, and one
 * that is to be read now.
 * @typedef {{ experiment: unknown, weights?: Float32Array, history?: Float64Array, files?: readonly Opened[], file?: Uint8Array }} Subject */

/** @typedef {Command & { id: number, experiment: unknown, weights?: Float32Array, history?: Float64Array, files?: Opened[], file?: Uint8Array }} Asked */

/** @template {Event["type"]} T @typedef {Extract<Event, { type: T }>} EventOf */

const silenceMillis = 60_000;

/** One closure, because the worker, what it was given and who waits for it are one state. */
export function createDesk() {
  let nextId = 1;
  /** @type {Promise<Worker> | null} */
  let starting = null;
  /** The files that the worker has read. @type {readonly Opened[]} */
  let read = [];
  let isDamaged = false;
  /** @type {Map<number, { resolve(event: any): void, reject(error: Error): void, timer: number }>} */
  const waiting = new Map();

  async function start() {
    const module = await compile(addressOf(DESK_FILES.module), isDamaged ? { cache: "reload" } : {}).catch((error) => {
      isDamaged = true;
      throw error;
    });
    const worker = await startWorkerOf(addressOf(DESK_FILES.worker), module);
    worker.onmessage = ({ data }) => receive(worker, data);
    worker.onerror = (event) => {
      event.preventDefault();
      end(worker, event.message ?? "the worker did not start");
    };
    return worker;
  }

  /** @param {Worker} worker @param {any} event */
  function receive(worker, event) {
    if (event.type === "crashed") return end(worker, event.message);
    const entry = waiting.get(event.id);
    if (!entry) return;
    waiting.delete(event.id);
    clearTimeout(entry.timer);
    if (event.type === "invalid") entry.reject(new InvalidExperiment(event.errors, event.message));
    else entry.resolve(event);
  }

  /** @param {Worker} worker @param {string} message */
  function end(worker, message) {
    worker.terminate();
    starting = null;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new WorkerDied(message));
    }
    waiting.clear();
  }

  return {
    /** Resolves to the event that answers. Rejects with `InvalidExperiment`, with `CannotStart` where the module does not come,
     * or with `WorkerDied`. Files are sent where they are not those of the last question.
     * @param {Command} command @param {Subject} subject @returns {Promise<any>} */
    async ask(command, { experiment, weights, history, file, files = [] }) {
      if (!starting) {
        read = [];
        starting = start();
        starting.catch(() => (starting = null));
      }
      const worker = await starting;
      const isNew = files.length !== read.length || files.some((file, index) => file !== read[index]);
      read = files;
      const id = nextId++;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => end(worker, "the worker fell silent"), silenceMillis);
        waiting.set(id, { resolve, reject, timer });
        worker.postMessage({ ...command, id, experiment, weights, history, file, ...(isNew ? { files } : {}) });
      });
    },
  };
}

/** @typedef {ReturnType<typeof createDesk>} Desk */
