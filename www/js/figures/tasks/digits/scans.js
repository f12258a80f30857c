// Scans the network was not trained on, with what it says of each.

import { html } from "lit-html";
import { named } from "../../../ui/i18n.js";
import { likeliest, paintGrey } from "../pictures.js";
import { side } from "./strokes.js";

/** @typedef {import("../../../model/state.js").State} State */
/** @typedef {import("../../../core/protocol.js").ExampleDetail} ExampleDetail */

/** What is said of a scan, and whether that is right. @param {State} state @param {ExampleDetail} example */
export function verdict({ data, t }, { targets: [target], outputs: [output] }) {
  if (data?.problem === "multiclass") {
    const [truth, said] = [likeliest(target), likeliest(output)];
    return { truth: String(truth), said: String(said), right: truth === said };
  }
  const names = data?.targets[0].column.categories ?? [];
  const [truth, said] = [target[0] > 0.5 ? 1 : 0, output[0] > 0.5 ? 1 : 0];
  const name = (/** @type {number} */ index) => (names[index] ? named(names[index], t) : String(index));
  return { truth: name(truth), said: name(said), right: truth === said };
}

/** @param {State} state @param {ExampleDetail[]} examples @param {number | null} chosen row @param {(example: ExampleDetail) => void} choose */
export function scanGrid(state, examples, chosen, choose) {
  const { t, data } = state;
  const rebuilds = data?.problem === "unit_regression";
  return html`<div class="scans ${rebuilds || (examples[0]?.inputs.length ?? 1) > 1 ? "pairs" : ""}" role="group" aria-label=${t("task.digits.scans")}>
    ${examples.map((example) => {
      const { truth, said, right } = rebuilds ? { truth: "", said: "", right: true } : verdict(state, example);
      const label = rebuilds ? t("task.digits.scan_again") : t("task.digits.scan_label", { truth, said });
      return html`<button class="scan ${right ? "" : "wrong"}" aria-pressed=${example.row === chosen} title=${label} data-row=${example.row} @click=${() => choose(example)}>
        <canvas></canvas>${rebuilds || example.inputs.length > 1 ? html`<canvas></canvas>` : ""}
        <span class="visually-hidden">${label}</span>
        ${rebuilds ? "" : html`<span class="scan-said" aria-hidden="true">${said}${right ? "" : html` <s>${truth}</s>`}</span>`}
      </button>`;
    })}
  </div>`;
}

/** @param {HTMLElement} element @param {State} state @param {ExampleDetail[]} examples */
export function paintScans(element, { theme, data }, examples) {
  const buttons = element.querySelectorAll("button.scan");
  examples.forEach(({ inputs, outputs }, index) => {
    const pictures = data?.problem === "unit_regression" ? [inputs[0], outputs[0]] : inputs;
    buttons[index]?.querySelectorAll("canvas").forEach((canvas, which) => paintGrey(canvas, pictures[which], side, theme));
  });
}
