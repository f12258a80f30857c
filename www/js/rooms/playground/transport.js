// Play, pause, step, reset, and where the run is.

import { html, render } from "lit-html";
import { icon } from "../../ui/icons.js";
import { historyButtons } from "./history.js";
import { readable } from "../../ui/controls.js";
import { createSpoken } from "../../ui/spoken.js";
import { term } from "../../ui/term.js";
import { speeds } from "../../model/speeds.js";

/** @typedef {import("../../model/state.js").State} State */

/** @param {number} value */
const count = (value) => Math.floor(value).toLocaleString("en").replaceAll(",", "\u2009");

/** @param {HTMLElement} element @param {import("../../model/state.js").Actions} actions */
export function mount(element, actions) {
  element.replaceChildren();
  const spoken = createSpoken(trainingWords);

  /** @param {State} state */
  function draw(state) {
    const { t, playing, speed, snapshot } = state;
    const diverged = snapshot?.stopped === "diverged";
    const speedWords = speeds[speed] === Infinity ? t("transport.fastest") : t("transport.batches_per_second", { count: count(speeds[speed]) });
    render(
      html`<div class="play-buttons">
          <button class="round" title=${t("transport.reset")} aria-label=${t("transport.reset")} @click=${actions.reset}>${icon("reset")}</button>
          <button class="round" id="new-start" title=${t("transport.new_start")} aria-label=${t("transport.new_start")} @click=${actions.newStart}>${icon("seed")}</button>
          <button
            id="play"
            class="round big primary"
            ?disabled=${diverged}
            aria-label=${t(playing ? "transport.pause" : "transport.play")}
            title=${t(playing ? "transport.pause" : "transport.play")}
            @click=${playing ? actions.pause : actions.play}
          >
            ${icon(playing ? "pause" : "play")}
          </button>
          <button class="round" id="one-batch" ?disabled=${diverged} title=${t("transport.batch")} aria-label=${t("transport.batch")} @click=${() => actions.step(1)}>
            ${icon("batch")}
          </button>
          <button class="round" id="one-epoch" ?disabled=${diverged} title=${t("transport.epoch")} aria-label=${t("transport.epoch")} @click=${() => actions.epoch()}>
            ${icon("epoch")}
          </button>
        </div>
        <dl class="counters">
          <div><dt>${term("epoch", t("transport.epochs"))}</dt><dd id="epoch-count">${count(snapshot?.epoch ?? 0)}</dd></div>
          <div><dt>${term("batch", t("transport.batches"))}</dt><dd id="step-count">${count(snapshot?.step ?? 0)}</dd></div>
        </dl>
        <label class="field speed">
          <span>${t("transport.speed")} <b class="reading">${speedWords}</b></span>
          <input
            type="range" min="0" max=${speeds.length - 1} step="1" .value=${String(speed)} aria-valuetext=${speedWords}
            @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ event) => actions.setSpeed(Number(event.currentTarget.value))}
          />
        </label>
        ${historyButtons(state, actions)} ${spoken.template(state)}`,
      element,
    );
  }

  return { draw };
}

/** How a training run stands. @param {import("../../model/state.js").State} state */
function trainingWords({ playing, snapshot, t }) {
  if (playing) return t("spoken.training");
  const loss = (/** @type {number | null | undefined} */ value) => (typeof value === "number" ? readable(value) : "–");
  return t("spoken.paused", { epoch: Math.floor(snapshot?.epoch ?? 0), train: loss(snapshot?.train.loss), test: loss(snapshot?.test.loss) });
}
