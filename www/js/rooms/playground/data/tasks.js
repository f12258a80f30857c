// The real tasks, and the experiment each opens with.

import { experimentPresets } from "../../../model/presets.js";
import { speedOf } from "../../../model/speeds.js";

/** @typedef {import("../../../core/protocol.js").Experiment} Experiment */

/** `korean`: the preset for those who read Korean, where that is another.
 * @typedef {{ name: string, icon: keyof typeof import("./icons.js").icons, preset: string, korean?: string, is(data: Experiment["data"]): boolean }} Task */

/** @param {string} file @returns {Task} */
const table = (file) => ({ name: file, icon: "table", preset: { iris: "table_iris", wine: "table_wine", breast_cancer: "table_cancer", diabetes: "table_diabetes" }[file] ?? "", is: (data) => data.dataset === "table" && data.file === file });

/** @type {Task[]} */
export const tasks = [
  { name: "digits", icon: "digits", preset: "digits_conv", is: ({ dataset }) => dataset === "digits" },
  { name: "houses", icon: "houses", preset: "houses", is: ({ dataset }) => dataset === "houses" },
  { name: "sentences", icon: "sentences", preset: "sentences_lstm", korean: "sentences_ko", is: ({ dataset }) => dataset === "sentences" },
  { name: "series", icon: "series", preset: "series_sines", is: ({ dataset }) => dataset === "series" },
  ...["iris", "wine", "breast_cancer", "diabetes"].map(table),
];

/** Starts a task with its first preset. @param {Task} task @param {"en" | "ko"} language @param {import("../../../model/state.js").Actions} actions @param {import("../../../core/lab.js").Lab} lab */
export async function openTask(task, language, actions, lab) {
  const wanted = (language === "ko" && task.korean) || task.preset;
  const preset = (await experimentPresets()).find(({ name }) => name === wanted);
  if (!preset) return;
  actions.setSpeed(speedOf(preset.speed));
  actions.edit((draft) => void Object.assign(draft, lab.complete({ ...preset.partial, seed: draft.seed })), { fresh: true });
}
