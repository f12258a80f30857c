// A network with its weights from an ONNX file, on the data there are, or on those of the link that the file has.

import { InvalidExperiment } from "../../core/lab.js";
import { consult, present } from "../../model/desk.js";
import { lossFor } from "../../model/import/keras.js";
import { missingNotice, wordError } from "../../ui/notice.js";
import { showProblems, wordShape } from "./problems.js";

/** @typedef {import("../../core/experiment.js").OnnxProblem} OnnxProblem */
/** @typedef {import("../../core/experiment.js").End} End */
/** @typedef {import("../../core/experiment.js").NetworkConfig} NetworkConfig */
/** @typedef {import("../../ui/shell.js").Translate} Translate */
/** @typedef {import("../rooms.js").Rooms} Rooms */

/** Opens the network, and sets its weights as a change that can be undone. What there is no layer for is told node by node, and
 * changes nothing. @param {File} file @param {Rooms} rooms */
export async function openOnnx(file, rooms) {
  const room = rooms.open("playground");
  const { session } = room;
  if (!session) return;
  const { actions } = session;
  const refuse = (/** @type {(t: Translate) => string} */ what) => rooms.current().notify({ kind: "error", key: "notice.bad_file", words: { what } });
  actions.pause();
  try {
    const event = await consult(session, { type: "read_onnx" }, new Uint8Array(await file.arrayBuffer()));
    if (event.type === "no_network") return tell(event.problems);
    const isLinked = event.link ? await rooms.follow(event.link).then(() => true, () => false) : false;
    if (!isLinked || bare(session.experiment().network) !== bare(event.network)) {
      const { losses: _, loss_weights: __, ...rest } = room.minimal();
      try {
        room.load({ ...rest, network: event.network, losses: lossesOf(event.network) });
      } catch (error) {
        if (!(error instanceof InvalidExperiment)) throw error;
        const [first] = error.errors;
        return refuse((t) => t("onnx.wants", { inputs: wordEnds(event.inputs), outputs: wordEnds(event.outputs), what: wordError(first, t) }));
      }
      room.setExercise?.(null);
    }
    await rooms.visit("playground");
    await present(session);
    if (!actions.setParameters(event.weights)) return;
    await session.refresh();
    actions.notify({ kind: "info", key: isLinked ? "onnx.opened_linked" : "onnx.opened", words: { file: file.name, count: event.weights.length.toLocaleString("en") } });
  } catch (error) {
    if (error instanceof InvalidExperiment) refuse((t) => wordError(error.errors[0], t));
    else rooms.current().notify(missingNotice(error));
  }

  /** @param {OnnxProblem[]} problems */
  function tell(problems) {
    const [first] = problems;
    if (first.problem === "damaged") return refuse((t) => t("onnx.damaged", { message: first.message }));
    const { t } = rooms.shared();
    const rows = problems.map((problem) => ({ part: partOf(problem), what: wordProblem(problem, t) }));
    showProblems({ title: t("onnx.unread", { file: file.name }), hint: t("onnx.unread_hint"), head: t("onnx.part"), rows }, t);
  }
}

/** A network without the shapes of its inputs, which the data may say. @param {NetworkConfig} network */
function bare({ layers, outputs }) {
  const plain = layers.map((layer) => (layer.layer === "input" ? { name: layer.name } : layer));
  return JSON.stringify([plain, outputs]);
}

/** @param {NetworkConfig} network */
const lossesOf = ({ layers, outputs }) => Object.fromEntries(outputs.map((name) => [name, lossFor(layers.find((layer) => layer.name === name))]));

/** @param {End[]} ends */
const wordEnds = (ends) => ends.map(({ name, shape }) => `“${name}” (${wordShape(shape)})`).join(", ");

/** What a problem is about. @param {OnnxProblem} problem */
function partOf(problem) {
  if ("node" in problem) return problem.node;
  if ("input" in problem) return problem.input;
  return "tensor" in problem ? problem.tensor : "";
}

/** @param {OnnxProblem} problem @param {Translate} t */
function wordProblem(problem, t) {
  const said = t(`onnx.${problem.problem}`, { ...problem });
  const others = problem.problem === "operator" ? problem.instead : [];
  return others.length ? `${said} ${t("onnx.instead", { operators: others.join(", ") })}` : said;
}
