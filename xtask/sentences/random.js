// Seeded choices, so that the sentences are the same again.

/** @param {number} seed */
export function createRandom(seed) {
  let state = seed >>> 0;
  /** A number in [0, 1): mulberry32. */
  function next() {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }
  return {
    next,
    /** @param {number} share */
    chance: (share) => next() < share,
    /** @template T @param {T[]} items @returns {T} */
    pick: (items) => items[Math.floor(next() * items.length)],
  };
}
