// What has been measured so far, for small curves over time.

/** @typedef {import("../../core/experiment.js").Health} Health */
/** @typedef {import("../../core/experiment.js").HealthLayer} Layer */

/** What is measured of a layer: null where it has none. @type {Record<"flat" | "gradient" | "update", (layer: Layer) => number | null | undefined>} */
export const measures = {
  flat: ({ saturated }) => saturated,
  gradient: ({ weights }) => weights?.gradient,
  update: ({ weights }) => weights?.update,
};

const most = 60;

/** Adds a measurement to those before it. Where the run has gone back or started anew, what came later is dropped; where there are
 * too many, every other one is.
 * @param {Health[]} trail @param {Health} next @returns {Health[]} */
export function added(trail, next) {
  const before = trail.filter(({ step, layers }) => step < next.step && layers.map(({ name }) => name).join() === next.layers.map(({ name }) => name).join());
  const kept = before.length < most ? before : before.filter((_, index) => index % 2 === 0);
  return [...kept, next];
}

/** The points of a small curve, by the share of its width and height from the left and the top. Gradients and steps are drawn by
 * their logarithms, shares as they are.
 * @param {Health[]} trail @param {string} name @param {keyof typeof measures} measure @returns {[number, number][]} */
export function pointsOf(trail, name, measure) {
  const isShare = measure === "flat";
  const all = trail.flatMap(({ step, layers }) => {
    const layer = layers.find((one) => one.name === name);
    const value = layer && measures[measure](layer);
    return value === null || value === undefined || (!isShare && value <= 0) ? [] : [[step, isShare ? value : Math.log10(value)]];
  });
  if (all.length < 2) return [];
  const [first, last] = [all[0][0], all[all.length - 1][0]];
  const values = all.map(([, value]) => value);
  const [low, high] = isShare ? [0, 1] : [Math.min(...values), Math.max(...values)];
  // Less than a power of ten is no change to look at.
  const middle = (low + high) / 2;
  const reach = isShare ? 0.5 : Math.max(0.5, (high - low) / 2);
  return all.map(([step, value]) => [(step - first) / (last - first), 0.5 - (value - middle) / (2 * reach)]);
}
