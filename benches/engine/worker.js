// One system in a thread of its own, in a browser or in Node: told to load it, to prepare a workload, to run it.

const port = globalThis.process?.versions?.node ? (await import("node:worker_threads")).parentPort : null;

/** Seconds of warm-up, in which the compilers of the runtime find out what is hot, and the least a timing takes. */
const WARM_MILLIS = 250;
const TIMING_MILLIS = 60;

let system;
let prepared;

const answers = {
  /** `root` is the project's folder, as a path in Node and as a URL in a browser. */
  async open({ module, name, root }) {
    system = await (await import(module)).open(name, root);
    return {};
  },
  /** Prepares a workload, or says why it cannot be run here. */
  async prepare({ workload }) {
    prepared?.free();
    prepared = undefined;
    try {
      prepared = await system.prepare(workload);
      const first = await prepared.check();
      await prepared.run(1);
      const { bytes, flops } = prepared;
      return { first, bytes, flops };
    } catch (error) {
      return { reason: String(error.message ?? error).split("\n")[0] };
    }
  },
  /** Warms up and finds how many runs make a timing. */
  async calibrate() {
    let [count, millis] = [1, await time(1)];
    for (const start = performance.now(); millis < TIMING_MILLIS || performance.now() - start < WARM_MILLIS; ) {
      count = Math.max(1, Math.ceil(count * Math.min(8, (1.15 * TIMING_MILLIS) / Math.max(millis, 0.01))));
      millis = await time(count);
    }
    return { count };
  },
  time: async ({ count }) => ({ millis: await time(count) }),
  check: async () => ({ value: await prepared.check() }),
};

async function time(count) {
  const start = performance.now();
  await prepared.run(count);
  return performance.now() - start;
}

async function answer({ id, call, ...message }) {
  try {
    return { id, ...(await answers[call](message)) };
  } catch (error) {
    return { id, error: error.stack ?? String(error) };
  }
}

if (port) port.on("message", async (message) => port.postMessage(await answer(message)));
else self.onmessage = async ({ data }) => self.postMessage(await answer(data));
