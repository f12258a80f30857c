// A chapter on paper: figures as pictures, answers only where they are wanted.

/** @param {HTMLElement} root @param {import("./context.js").Context | null} context @param {boolean} withAnswers */
export async function printChapter(root, context, withAnswers) {
  // What was never near the screen has not begun.
  await Promise.all([...(context?.hosts.values() ?? []), ...(context?.races.values() ?? [])].map((host) => host.start()));
  await new Promise((resolve) => setTimeout(resolve, 300));
  root.classList.toggle("with-answers", withAnswers);
  /** Folds that were closed. @type {HTMLDetailsElement[]} */
  const closed = withAnswers ? [.../** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll(".lesson-text details:not([open])"))] : [];
  /** Answers that were not asked for. @type {HTMLElement[]} */
  const hidden = withAnswers ? [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll(".lesson-answer[hidden]"))] : [];
  for (const one of closed) one.open = true;
  for (const one of hidden) one.hidden = false;
  print();
  for (const one of closed) one.open = false;
  for (const one of hidden) one.hidden = true;
  root.classList.remove("with-answers");
}
