// The workers, shared by all runs of the page: each is started when it is needed, and there are never more than cores.

import { createTrainerClient } from "./trainer_client.js";

/** @typedef {import("./trainer_client.js").Request} Request */

/** More would not make a page faster that has other things to do, too. */
const mostWorkers = 4;

/** A run's end of the line to its worker. `close` drops the run there; what is sent after that is never answered.
 * @typedef {{ send(request: Request): Promise<any>, close(): void }} Line */

/** @param {{ size?: number, createClient?: typeof createTrainerClient }} [options] `size` is the number of workers at most */
export function createPool({ size = Math.min(navigator.hardwareConcurrency || 1, mostWorkers), createClient = createTrainerClient } = {}) {
  /** @type {{ client: ReturnType<typeof createTrainerClient>, runs: Map<number, (panic: string | null) => void> }[]} */
  const workers = [];
  let nextRun = 1;

  /** The worker with the fewest runs; a new one where each has some and another is allowed. */
  function leastBusy() {
    const [least] = [...workers].sort((a, b) => a.runs.size - b.runs.size);
    if (least && (least.runs.size === 0 || workers.length >= size)) return least;
    /** @type {(typeof workers)[number]["runs"]} */
    const runs = new Map();
    const worker = { runs, client: createClient((panic) => [...runs.values()].forEach((died) => died(panic))) };
    workers.push(worker);
    return worker;
  }

  return {
    /** A line for a run of one's own, which its first `configure` begins.
     * @param {(panic: string | null) => void} died called when the run's worker has died and another has taken its place,
     * with what the core said where it panicked @returns {Line} */
    open(died) {
      const { client, runs } = leastBusy();
      const run = nextRun++;
      runs.set(run, died);
      return {
        send: (request) => (runs.has(run) ? client.send(run, request) : new Promise(() => {})),
        close() {
          if (runs.delete(run)) client.send(run, { type: "close" }).catch(() => {});
        },
      };
    },
    /** How many there are at most. */
    size,
    /** Started so far. */
    get workers() {
      return workers.length;
    },
  };
}

/** @typedef {ReturnType<typeof createPool>} Pool */
