// A training run: its line to a worker, and what is wanted of it. The page pulls: one `advance` is in flight at a time, and
// pausing is to stop asking. What nobody has subscribed to is neither computed nor sent.

/** @typedef {import("../core/protocol.js").Snapshot} Snapshot */
/** @typedef {import("../core/experiment.js").Snapshot} Sent */

/** What a figure may want of a run. `evaluation`: losses, metrics, mistakes and confusions of all examples.
 * @typedef {"pictures" | "evaluation" | "weights" | "history"} Need */

const frameMillis = 14;
const allUnits = { resolution: 100, unitsPerLayer: 32 };

/** A snapshot with what was not sent again, as it had not changed. @param {Sent} sent @param {Snapshot | null} last @returns {Snapshot} */
function whole(sent, last) {
  const heads = sent.heads.map((head, index) => ({ ...head, history: head.history ?? last?.heads[index]?.history ?? new Float64Array() }));
  // What is shown of a run that diverged is its last finite state.
  const weights = sent.stopped === "diverged" ? last?.weights ?? sent.weights : sent.weights ?? last?.weights;
  return { ...sent, heads, weights: weights ?? new Float32Array() };
}

/** One closure, because whoever subscribes, asks or closes changes what the one answer in flight is followed by.
 * @param {import("../core/pool.js").Pool} pool
 * @param {{
 *   isPlaying(): boolean, pace(): number, view?: import("../core/experiment.js").View, budgetMillis?(steps: number): number,
 *   took(snapshot: Snapshot, sent: Sent): void, failed(error: unknown): void, died(panic: string | null): void,
 * }} owner `pace` is in steps a second; `view` is what pictures show; `took` hears of every snapshot, whole and as it was sent; `died` that the worker did,
 * which then has no experiment */
export function createRun(pool, { isPlaying, pace, view = allUnits, budgetMillis = () => frameMillis, took, failed, died }) {
  const { send, close } = pool.open(died);
  /** @type {Set<{ needs: readonly Need[], isSeen(): boolean }>} */
  const subscriptions = new Set();
  /** @type {Snapshot | null} */
  let last = null;
  let pulling = false;
  let isClosed = false;

  /** While it trains, what can be seen; at rest everything, so that what scrolls into sight is of this moment.
   * @returns {import("../core/experiment.js").Needs} */
  function needs() {
    const counted = [...subscriptions].filter(({ isSeen }) => !isPlaying() || isSeen());
    const wanted = new Set(counted.flatMap((one) => one.needs));
    const [evaluation, weights, history] = [wanted.has("evaluation"), wanted.has("weights"), wanted.has("history")];
    return { evaluation, weights, history, ...(wanted.has("pictures") ? { pictures: view } : {}) };
  }

  /** @param {number} steps @returns {Promise<Snapshot>} */
  async function advance(steps) {
    const { snapshot: sent } = await send({ type: "advance", budgetMillis: budgetMillis(steps), steps, needs: needs() });
    const snapshot = whole(sent, last);
    last = snapshot;
    took(snapshot, sent);
    return snapshot;
  }

  const isDue = (/** @type {Snapshot | null} */ snapshot) => Boolean(snapshot?.picturesDue || snapshot?.metricsDue);

  /** Asks for steps, and for what is subscribed to, for as long as there is any to come. */
  async function pull() {
    if (pulling || isClosed) return;
    pulling = true;
    let before = performance.now();
    let owed = 0;
    try {
      while (!isClosed) {
        if (!isPlaying()) {
          if (!isDue(await advance(0))) break;
          continue;
        }
        const now = performance.now();
        const rate = pace();
        owed = Math.min(owed + ((now - before) / 1000) * rate, rate);
        before = now;
        const steps = rate === Infinity ? 1e12 : Math.floor(owed);
        if (steps === 0) {
          if (isDue(last)) await advance(0);
          else await new Promise((resolve) => setTimeout(resolve, 8));
          continue;
        }
        const first = last?.step ?? 0;
        const { step } = await advance(Math.min(steps, 1e12));
        // What did not fit into the budget is forgiven, so that a slow machine is never behind.
        owed = rate === Infinity ? 0 : Math.max(0, Math.min(owed - (step - first), rate / 10));
      }
    } catch (error) {
      failed(error);
    } finally {
      pulling = false;
    }
    if (isPlaying()) pull();
  }

  return {
    send,
    advance,
    pull,
    /** Wants something of the run from now on, until the signal ends it. While it trains only what `isSeen` counts.
     * @param {readonly Need[]} needs @param {{ signal?: AbortSignal, isSeen?(): boolean }} [options] */
    subscribe(needs, { signal, isSeen = () => true } = {}) {
      if (signal?.aborted) return;
      const subscription = { needs, isSeen };
      subscriptions.add(subscription);
      signal?.addEventListener("abort", () => subscriptions.delete(subscription), { once: true });
      if (last) pull();
    },
    /** Ends the run and frees its place. */
    close() {
      isClosed = true;
      close();
    },
  };
}

/** @typedef {ReturnType<typeof createRun>} Run */
