// Answers that are kept for as long as what was asked about is there.

/** The same function of an object that is not changed any more, asked once for each.
 * @template {object} Question @template Answer @param {(question: Question) => Answer} work @returns {(question: Question) => Answer} */
export function memoized(work) {
  /** @type {WeakMap<Question, Answer>} */
  const known = new WeakMap();
  return (question) => {
    if (!known.has(question)) known.set(question, work(question));
    return /** @type {Answer} */ (known.get(question));
  };
}
