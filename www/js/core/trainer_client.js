// The page's end of the worker: sends commands, waits for answers, and starts a new worker when one dies.

import { startWorker } from "./core.js";
import { InvalidExperiment } from "./lab.js";

/** @typedef {import("./protocol.js").Command} Command */
/** @typedef {Command extends infer C ? C extends Command ? Omit<C, "id" | "run"> : never : never} Request */

const silenceMillis = 60_000;

/** The worker died before it answered, or has had no experiment since. */
export class WorkerDied extends Error {}

/** One closure, because a worker, what waits for it and its replacement are one state: no answer may be lost.
 * @param {(panic: string | null) => void} died called once for every worker that dies, after a new one was started, with
 * what the core said where it panicked */
export function createTrainerClient(died) {
  let nextId = 1;
  let generation = 0;
  /** Nothing where the last one did not even begin: the next command tries again. @type {Worker | null} */
  let worker = null;
  let began = false;
  /** @type {Map<number, { resolve: (event: any) => void, reject: (error: Error) => void, timer: number }>} */
  const waiting = new Map();

  function start() {
    began = false;
    generation += 1;
    const mine = generation;
    worker = startWorker();
    worker.onmessage = ({ data: event }) => receive(event, mine);
    worker.onerror = (event) => {
      event.preventDefault();
      bury(mine, event.message);
    };
    watch(mine, worker).catch(() => {});
    return worker;
  }

  /** The browser releases a dead worker's lock; then ours is granted. There are no locks without https and in a sandbox:
   * there a worker that ends unseen is missed when it has been silent for long.
   * @param {number} mine @param {Worker} worker */
  async function watch(mine, worker) {
    if (!navigator.locks) return;
    const name = `descent-worker-${crypto.randomUUID()}`;
    worker.postMessage({ type: "hold_lock", name });
    while (mine === generation) {
      const held = (await navigator.locks.query()).held?.some((lock) => lock.name === name);
      if (held) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await navigator.locks.request(name, () => bury(mine, "the worker ended"));
  }

  /** @param {any} event @param {number} mine */
  function receive(event, mine) {
    if (mine !== generation) return;
    began = true;
    if (event.type === "crashed") return bury(mine, event.message, event.message);
    const entry = waiting.get(event.id);
    if (!entry) return;
    waiting.delete(event.id);
    clearTimeout(entry.timer);
    if (event.type === "no_run") entry.reject(new WorkerDied(event.message));
    else if (event.type === "invalid") entry.reject(new InvalidExperiment(event.errors, event.message));
    else entry.resolve(event);
  }

  /** @param {number} mine @param {string} message @param {string | null} [panic] */
  function bury(mine, message, panic = null) {
    if (mine !== generation) return;
    worker?.terminate();
    const entries = [...waiting.values()];
    waiting.clear();
    if (began) start();
    else worker = null;
    for (const { reject, timer } of entries) {
      clearTimeout(timer);
      reject(new WorkerDied(message));
    }
    died(panic);
  }

  start();
  return {
    /** Sends a command for a run; resolves to its event. Rejects with `InvalidExperiment` or `WorkerDied`.
     * @param {number} run @param {Request} request @returns {Promise<any>} */
    send(run, request) {
      const id = nextId++;
      const to = worker ?? start();
      const mine = generation;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => bury(mine, "the worker fell silent"), silenceMillis);
        waiting.set(id, { resolve, reject, timer });
        to.postMessage({ ...request, run, id });
      });
    },
  };
}
