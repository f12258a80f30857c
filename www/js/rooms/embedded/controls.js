// The bar over the figures of an embedded lab.

import { html, nothing } from "lit-html";
import { speeds } from "../../model/speeds.js";
import { icon } from "../../ui/icons.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("./attributes.js").ControlName} ControlName */

/** @param {number} value */
const count = (value) => Math.floor(value).toLocaleString("en").replaceAll(",", "\u2009");

/** @param {import("../../ui/icons.js").IconName} name @param {string} label @param {boolean} disabled @param {() => void} act */
const button = (name, label, disabled, act) =>
  html`<button class="round" data-part=${name} title=${label} aria-label=${label} ?disabled=${disabled} @click=${act}>${icon(name)}</button>`;

/** @param {State} state */
function counters({ t, snapshot }) {
  const { epoch = 0, step = 0, train } = snapshot ?? {};
  const loss = train?.loss;
  return html`<dl class="counters">
    <div><dt>${t("transport.epochs")}</dt><dd data-part="epochs">${count(epoch)}</dd></div>
    <div><dt>${t("transport.batches")}</dt><dd data-part="batches">${count(step)}</dd></div>
    <div><dt>${t("embedded.loss")}</dt><dd data-part="loss">${typeof loss === "number" ? loss.toFixed(3) : "–"}</dd></div>
  </dl>`;
}

/** @param {State} state @param {import("../../model/state.js").Actions} actions */
function speed({ t, speed: now }, actions) {
  const words = speeds[now] === Infinity ? t("transport.fastest") : t("transport.batches_per_second", { count: count(speeds[now]) });
  return html`<label class="field speed"><span>${t("transport.speed")} <output class="reading">${words}</output></span>
    <input type="range" min="0" max=${speeds.length - 1} .value=${String(now)} aria-valuetext=${words} @input=${(/** @type {any} */ event) => actions.setSpeed(Number(event.currentTarget.value))} /></label>`;
}

/** @param {State} state @param {ControlName[]} names @param {import("../../model/state.js").Actions} actions
 * @param {() => string} address of the whole page with this experiment */
export function controls(state, names, actions, address) {
  if (names.length === 0) return nothing;
  const { t, playing, snapshot } = state;
  const playWords = t(playing ? "embedded.pause" : "embedded.play");
  const isOver = snapshot?.stopped === "diverged";
  /** @type {Record<ControlName, () => unknown>} */
  const all = {
    reset: () => button("reset", t("transport.reset"), false, actions.reset),
    play: () => html`<button class="round big primary" data-part="play" ?disabled=${isOver} title=${playWords} aria-label=${playWords} @click=${playing ? actions.pause : actions.play}>${icon(playing ? "pause" : "play")}</button>`,
    step: () => button("batch", t("transport.batch"), isOver, () => void actions.step(1)),
    epoch: () => button("epoch", t("transport.epoch"), isOver, () => void actions.epoch()),
    counters: () => counters(state),
    speed: () => speed(state, actions),
    open: () => html`<a class="open-whole" href=${address()} target="_blank" rel="noopener">${t("embedded.open")}</a>`,
  };
  return html`<div class="transport" role="group" aria-label=${t("embedded.controls")}>${names.map((name) => all[name]())}</div>`;
}
