// The page's address. Browsers may refuse to change it: Safari after a hundred changes in half a minute, others within a
// frame that has no origin. The page goes on without.

const restMillis = 250;
/** A pointer that is held down without moving rests too. */
const heldMillis = 2000;
/** So many times in ten seconds at the first, then once a second: Safari allows a hundred in thirty. */
const quickWrites = 10;
const slowMillis = 1000;
const windowMillis = 10_000;

/** @typedef {{
 *   history: Pick<History, "pushState" | "replaceState">, setTimeout(work: () => void, millis: number): unknown, clearTimeout(timer: any): void,
 *   performance: { now(): number }, addEventListener(type: string, listen: () => void, options?: object): void,
 * }} Surroundings */

/** @param {"push" | "replace"} how a step of the browser's way back, or none @param {string} address
 * @param {Pick<History, "pushState" | "replaceState">} [history]
 * @returns {boolean} whether the browser took it */
export function writeAddress(how, address, history = globalThis.history) {
  try {
    if (how === "push") history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    return true;
  } catch {
    return false;
  }
}

/** The address bar, written when the hand rests.
 * @param {() => string | null} next the address that is due, null where it is right as it is
 * @param {() => void} written called after it has been written @param {Surroundings} [surroundings] */
export function createAddressBar(next, written, surroundings = window) {
  const { performance } = surroundings;
  /** @type {any} */
  let timer = 0;
  let pressed = false;
  /** When it was written. @type {number[]} */
  let times = [];

  for (const [type, down] of /** @type {const} */ ([["pointerdown", true], ["pointerup", false], ["pointercancel", false], ["blur", false]])) {
    surroundings.addEventListener(type, () => {
      const released = pressed && !down;
      pressed = down;
      if (released && timer) later();
    }, { capture: true, passive: true });
  }

  /** @param {"push" | "replace"} how @param {string} address */
  function write(how, address) {
    const now = performance.now();
    times = [...times.filter((time) => now - time < windowMillis), now];
    return writeAddress(how, address, surroundings.history);
  }

  /** Writes what is due now. */
  function flush() {
    surroundings.clearTimeout(timer);
    timer = 0;
    const address = next();
    if (address === null) return;
    if (write("replace", address)) written();
    else schedule(windowMillis);
  }

  /** @param {number} millis */
  function schedule(millis) {
    surroundings.clearTimeout(timer);
    timer = surroundings.setTimeout(flush, millis);
  }

  /** Writes once nothing has changed for a while. */
  function later() {
    const now = performance.now();
    const often = times.filter((time) => now - time < windowMillis).length >= quickWrites;
    schedule(pressed ? heldMillis : often ? Math.max(restMillis, slowMillis - (now - (times.at(-1) ?? 0))) : restMillis);
  }

  return {
    later,
    flush,
    /** Another entry, for the browser's way back. @param {string} address */
    push: (address) => void (write("push", address) && written()),
  };
}
