// Which lines of a text are new.

/** The numbers of the lines of `after` that `before` does not have, what both share at the beginning and the end aside.
 * @param {string} before @param {string} after @returns {Set<number>} */
export function changedLines(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const known = new Map();
  for (const line of old) known.set(line, (known.get(line) ?? 0) + 1);
  const changed = new Set();
  now.forEach((line, index) => {
    const left = known.get(line) ?? 0;
    if (left > 0) known.set(line, left - 1);
    else changed.add(index);
  });
  return changed;
}
