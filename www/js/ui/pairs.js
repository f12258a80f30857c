// Pairs of a last activation, a loss and targets that cannot work, and why: keys of the words.

const crossEntropies = ["binary_crossentropy", "categorical_crossentropy"];
const overClasses = ["categorical_crossentropy", "kl_divergence"];

/** What cannot work about an output; null where nothing is known against it.
 * @param {{ activation: string, loss: string, units: number, problem: string }} output @returns {string | null} */
export function pairTrouble({ activation, loss, units, problem }) {
  if (activation === "softmax" && units === 1) return "advice.softmax_of_one";
  if (problem === "regression" && crossEntropies.includes(loss)) return "advice.crossentropy_of_numbers";
  if (problem.endsWith("regression") && loss === "hinge") return "advice.hinge_of_numbers";
  if (overClasses.includes(loss) && units === 1) return "advice.classes_of_one";
  return null;
}
