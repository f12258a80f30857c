// Answers of the worker that follow the training: asked anew when what they depend on changes, one at a time each.

/** @typedef {import("./state.js").Actions} Actions */
/** @typedef {import("../core/protocol.js").Question} Question */
/** @typedef {import("./state.js").State} State */

/** The least time between two askings of one question. */
const restMillis = 60;

/** @typedef {{ scope: unknown, answer: any, asked: unknown[] | null, resting: boolean }} Entry */

/** @param {unknown[] | null} a @param {unknown[]} b */
const same = (a, b) => a !== null && a.length === b.length && a.every((value, index) => Object.is(value, b[index]));

/** Says when networks are so alike that an old answer may stand until the new one comes. @param {Pick<State, "data" | "model">} state */
export function shapeOf({ data, model }) {
  return `${data?.task} ${data?.train.count} ${model?.layers.map(({ name, outputShape }) => `${name}${outputShape}`).join()}`;
}

/** @param {Pick<Actions, "ask">} actions @param {() => void} redraw called once a frame when answers have come
 * @param {AbortSignal} [signal] after which nothing is asked or drawn */
export function createLive(actions, redraw, signal) {
  /** @type {Map<string, Entry>} */
  const entries = new Map();
  let scheduled = false;

  function soon() {
    if (scheduled || signal?.aborted) return;
    scheduled = true;
    requestAnimationFrame(() => {
      scheduled = false;
      if (!signal?.aborted) redraw();
    });
  }

  /** @param {Entry} entry @param {Question} question @param {unknown[]} facts */
  async function ask(entry, question, facts) {
    entry.asked = facts;
    entry.resting = true;
    const start = performance.now();
    const answer = await actions.ask(question).catch(() => null);
    if (answer) entry.answer = answer;
    soon();
    // A question that takes long is asked less often, so that training goes on.
    setTimeout(() => {
      entry.resting = false;
      soon();
    }, Math.max(restMillis, 2 * (performance.now() - start)));
  }

  /** The newest answer to a question, or null. `facts` are what it depends on; an answer of another `scope` is forgotten.
   * @param {string} key @param {Question} question @param {unknown[]} facts @param {unknown} scope */
  return function live(key, question, facts, scope) {
    let entry = entries.get(key);
    if (!entry || entry.scope !== scope) entries.set(key, (entry = { scope, answer: null, asked: null, resting: false }));
    if (!same(entry.asked, facts) && !entry.resting) ask(entry, question, facts);
    return entry.answer;
  };
}

/** @typedef {ReturnType<typeof createLive>} Live */
