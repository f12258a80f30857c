// How fast to train, in batches a second; the last is as fast as possible.
export const speeds = [1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, Infinity];
export const defaultSpeed = 6;
