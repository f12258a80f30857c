// How fast to train, in batches a second; the last is as fast as possible. A link carries the place in the list.
export const speeds = [1, 3, 10, 30, 60, 200, 1000, 3000, 10_000, Infinity];
/** The circle of the first visit is learned in 5 to 10 seconds. */
export const defaultSpeed = 4;

/** The place of a speed in the list; the default where none is given. @param {number} [batches] a second */
export const speedOf = (batches) => (batches === undefined ? defaultSpeed : speeds.indexOf(batches));
