// What one can set about a task's data.

import { html, nothing } from "lit-html";
import { drawControl } from "../../../ui/controls.js";
import { numberOf } from "./numbers.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("../../../model/state.js").Actions} Actions */
/** @typedef {import("../../../core/protocol.js").Experiment["data"]} Data */
/** @typedef {import("../../../ui/controls.js").Control} Control */

/** @type {Control} */
const share = { path: "data.train_fraction", kind: "range", low: 0.1, high: 0.9, step: 0.05, percent: true };
/** @type {Control} */
const noise = { path: "data.noise", kind: "range", low: 0, high: 0.5, step: 0.01, percent: true };
/** @param {number} high @returns {Control} */
const samples = (high) => ({ path: "data.samples", kind: "range", low: 100, high, log: true, whole: true, limits: [10, high] });

/** @type {Partial<Record<Data["dataset"], Control[]>>} */
const controls = {
  houses: [samples(5000), noise, share],
  digits: [{ path: "data.target", kind: "choice", choices: ["digit", "image", "same"], words: "digits.target" }, samples(1797), share],
  sentences: [
    { path: "data.language", kind: "choice", choices: ["en", "ko"], words: "sentences.language" },
    { path: "data.tokens", kind: "choice", choices: ["pieces", "words"], words: "sentences.tokens" },
    { ...numberOf("sentences", "length"), high: 32 },
    share,
  ],
  series: [
    { path: "data.series", kind: "choice", choices: ["sines", "seasonal", "price_walk"], words: "series.kind" },
    numberOf("series", "window"),
    numberOf("series", "horizon"),
    samples(5000), noise, share,
  ],
};

/** @param {State} state @param {Actions} actions @param {unknown} ofTable what one can set about a table */
export function taskControls(state, actions, ofTable) {
  const { data } = state.experiment;
  if (data.dataset === "table") return html`${ofTable} ${drawControl(share, state, actions)}`;
  const shown = (controls[data.dataset] ?? []).filter((control) => !(control === noise && data.dataset === "series" && data.series === "price_walk"));
  return shown.length === 0 ? nothing : shown.map((control) => drawControl(control, state, actions));
}
