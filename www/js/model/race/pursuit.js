// What takes long and is done by the worker: basin maps and the loss surface of a network. One piece of work at a time; the
// page pulls, and to cancel is to stop asking.

import { InvalidExperiment } from "../../core/lab.js";
import { WorkerDied } from "../../core/trainer_client.js";

/** @typedef {import("../../core/protocol.js").FieldError} FieldError */

/** How long the worker works on it between two pictures. */
const budgetMillis = 60;

/** @param {(command: any) => Promise<any>} send to the worker */
export function createPursuit(send) {
  /** Counts what was asked for: answers to older requests are dropped. */
  let request = 0;

  return {
    /** Asks until all is done or something else is wanted. `failed` is told what is wrong with the command, of which
     * nothing is where the worker has died.
     * @param {Record<string, unknown>} command @param {(picture: any) => void} show @param {(errors: FieldError[]) => void} failed */
    async pursue(command, show, failed) {
      request += 1;
      const mine = request;
      try {
        let picture = await send(command);
        while (mine === request) {
          show(picture);
          if (picture.done) return;
          picture = await send({ type: "explore", budgetMillis });
        }
      } catch (error) {
        if (mine !== request) return;
        if (!(error instanceof InvalidExperiment || error instanceof WorkerDied)) throw error;
        failed(error instanceof InvalidExperiment ? error.errors : []);
      }
    },

    stop() {
      request += 1;
      send({ type: "cancel" }).catch(() => {});
    },
  };
}

/** @typedef {ReturnType<typeof createPursuit>} Pursuit */
