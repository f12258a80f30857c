// Weights from a file, for the network in the playground as it is.

import { InvalidExperiment } from "../../core/lab.js";
import { consult } from "../../model/desk.js";
import { missingNotice, wordError } from "../../ui/notice.js";
import { showProblems, wordShape } from "./problems.js";

/** @typedef {import("../../core/experiment.js").TensorProblem} TensorProblem */
/** @typedef {import("../../ui/shell.js").Translate} Translate */

/** Sets the weights that a file has, as one change that can be undone. What does not fit is told tensor by tensor, and changes
 * nothing. @param {File} file @param {import("../rooms.js").Rooms} rooms */
export async function openWeights(file, rooms) {
  const { session } = rooms.open("playground");
  if (!session) return;
  const { actions } = session;
  const refuse = (/** @type {(t: Translate) => string} */ what) => rooms.current().notify({ kind: "error", key: "notice.bad_file", words: { what } });
  actions.pause();
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const event = await consult(session, { type: "read_weights" }, bytes);
    if (event.type === "unfit") return tell(event.problems);
    await rooms.visit("playground");
    if (!actions.setParameters(event.weights)) return;
    await session.refresh();
    const words = { file: file.name, count: event.weights.length.toLocaleString("en") };
    actions.notify({ kind: "info", key: "weights.opened", words, act: { key: "weights.undo", does: () => (actions.notify(null), actions.undo()) } });
  } catch (error) {
    if (error instanceof InvalidExperiment) refuse((t) => wordError(error.errors[0], t));
    else rooms.current().notify(missingNotice(error));
  }

  /** @param {TensorProblem[]} problems */
  function tell(problems) {
    const [first] = problems;
    if (first.problem === "damaged") return refuse((t) => t("weights.damaged", { message: first.message }));
    const { t } = rooms.shared();
    const rows = problems.map((problem) => ({ part: "tensor" in problem ? problem.tensor : "", what: wordProblem(problem, t) }));
    showProblems({ title: t("weights.unfit", { file: file.name }), hint: t("weights.unfit_hint"), head: t("weights.tensor"), rows }, t);
  }
}

/** @param {TensorProblem} problem @param {Translate} t */
function wordProblem(problem, t) {
  const shapes = { shape: "shape" in problem ? wordShape(problem.shape) : "", wanted: "wanted" in problem ? wordShape(problem.wanted) : "" };
  return t(`weights.${problem.problem}`, { ...problem, ...shapes });
}
