// A chapter on paper: figures as pictures, answers only where they are wanted.

/** @param {HTMLElement} root @param {import("./context.js").Context | null} context @param {boolean} withAnswers */
export async function printChapter(root, context, withAnswers) {
  // What was never near the screen has not begun.
  await Promise.all([...(context?.hosts.values() ?? []), ...(context?.races.values() ?? [])].map((host) => host.start()));
  await new Promise((resolve) => setTimeout(resolve, 300));
  root.classList.toggle("with-answers", withAnswers);
  /** Folds that were closed. @type {HTMLDetailsElement[]} */
  const closed = withAnswers ? [.../** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll(".lesson-text details:not([open])"))] : [];
  for (const one of closed) one.open = true;
  print();
  for (const one of closed) one.open = false;
  root.classList.remove("with-answers");
}
