// Digits: draw one and watch the classes respond, see which pixels mattered, and look through the mistakes.

import { html, nothing, render } from "lit-html";
import { named } from "../../ui/i18n.js";
import { confusionTable } from "./digits/confusion.js";
import { createMiddle, middleLayer } from "./digits/middle.js";
import { createPad } from "./digits/pad.js";
import { paintScans, scanGrid } from "./digits/scans.js";
import { side } from "./digits/strokes.js";
import { createStage } from "../stage.js";
import { needs, wants } from "./needs.js";
import { tabbed } from "./tabs.js";
import { createLive, shapeOf } from "../../model/live.js";
import { likeliest, paintGrey, paintSigned, percent, shareBars, story } from "./pictures.js";
import { liveWhilePaused } from "../../ui/spoken.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/protocol.js").ExampleDetail} ExampleDetail */

const mostShown = 40;
const occludedSide = 3;

/** One closure, because whether the pad or a scan is looked at decides what every part of the view asks and shows.
 * @type {import("./needs.js").CreateTask} */
export function createFigure(element, { run, actions, signal }) {
  /** @type {State | null} */
  let last = null;
  const stage = createStage(element, { name: "digits", needs, wants, run, signal, words, picture });
  const { redraw } = stage;
  const live = createLive(actions, redraw, signal);
  const pad = createPad(drawn);
  const middle = createMiddle(live, redraw);
  /** Whether what is looked at was drawn by hand. */
  let byHand = false;
  /** Row of the scan that is looked at. @type {number | null} */
  let row = null;
  /** The mistakes that are shown instead of all. @type {import("./digits/confusion.js").Cell | null} */
  let cell = null;
  let onlyWrong = false;
  /** Class that is explained; null follows the answer. @type {number | null} */
  let asked = null;
  let tab = "mattered";
  /** What was looked at when the pad was last brought to it. @type {State["looked"]} */
  let seen = null;

  /** @param {number[]} pixels */
  function drawn(pixels) {
    if (!last?.data) return;
    byHand = true;
    row = null;
    const others = last.looked?.inputs.slice(1) ?? [];
    actions.look({ inputs: [pixels, ...others], name: last.t("task.digits.own") });
  }

  /** @param {ExampleDetail} example */
  function choose(example) {
    byHand = false;
    row = example.row;
    asked = null;
    const inputs = example.inputs.map((values) => [...values]);
    pad.show(inputs[0]);
    actions.look({ inputs, name: `${last?.t("task.digits.scan")} ${example.row + 1}` });
  }

  /** Numbers of the held-out scans to show. @param {State} state */
  function wanted(state) {
    const { data, snapshot } = state;
    const count = data?.test.count ?? 0;
    if (cell && data?.problem === "multiclass") {
      const event = live("outputs", { type: "outputs", set: "test", head: 0, most: 2000 }, [snapshot], shapeOf(state));
      if (!event?.outputs.answer) return [];
      const { truth, answer, count: known } = event.outputs;
      const at = (/** @type {Float32Array} */ values, /** @type {number} */ example) => likeliest(Array.from({ length: 10 }, (_, unit) => values[unit * known + example]));
      const { truth: is, said } = cell;
      return [...Array(known).keys()].filter((example) => at(truth, example) === is && at(answer, example) === said).slice(0, mostShown);
    }
    if (onlyWrong) return [...Array(count).keys()].filter((index) => snapshot?.wrongTest?.[index]).slice(0, mostShown);
    return [...Array(Math.min(count, mostShown)).keys()];
  }

  /** @param {State} state @returns {ExampleDetail[]} */
  function examplesOf(state) {
    const indices = wanted(state);
    const event = live("examples", { type: "examples", set: "test", indices }, [state.snapshot, indices.join()], `${shapeOf(state)} ${cell?.truth}-${cell?.said} ${onlyWrong}`);
    return event?.examples ?? [];
  }

  /** What the network says of what is looked at. @param {State} state */
  function answerOf(state) {
    const { looked, snapshot } = state;
    if (!looked) return null;
    const event = live("answer", { type: "ask", inputs: looked.inputs }, [snapshot, looked.inputs], shapeOf(state));
    return /** @type {Float64Array | null} */ (event?.heads[0] ?? null);
  }

  /** @param {State} state @param {number} unit */
  function attributionOf(state, unit) {
    const { looked, snapshot } = state;
    if (!looked) return null;
    const event = live("attribution", { type: "attribution", inputs: looked.inputs, head: 0, unit, side: occludedSide }, [snapshot, looked.inputs, unit], shapeOf(state));
    return /** @type {import("../../core/protocol.js").Attribution | null} */ (event?.attribution ?? null);
  }

  /** @param {State} state @param {Float64Array | null} answer */
  function says({ data, t, playing }, answer) {
    const heading = html`<h3>${t("task.digits.says")}</h3>`;
    if (!answer || !data) return html`<div class="digits-says">${heading}</div>`;
    if (data.problem === "unit_regression") return html`<div class="digits-says">${heading}<canvas class="rebuilt" role="img" aria-label=${t("task.digits.rebuilt")}></canvas><p class="hint">${t("task.digits.rebuilt_hint")}</p></div>`;
    if (data.problem === "binary") {
      const rows = [t("answer.no"), t("answer.yes")].map((name, index) => ({ name, share: index === 1 ? answer[0] : 1 - answer[0] }));
      return html`<div class="digits-says">${heading} ${shareBars(rows, t("task.digits.says"))}
        <figure class="mattered"><canvas class="second" role="img" aria-label=${t("task.digits.second")}></canvas><figcaption>${t("task.digits.second")}</figcaption></figure></div>`;
    }
    const best = likeliest(answer);
    const rows = [...answer].map((share, digit) => ({ name: String(digit), share }));
    return html`<div class="digits-says">${heading}
      <p class="said" aria-live=${liveWhilePaused({ playing })}><strong data-part="said-digit">${best}</strong> <span>${percent(answer[best])}</span></p>
      ${shareBars(rows, t("task.digits.says"), { chosen: asked ?? best, choose: (digit) => ((asked = digit), redraw()), describe: (name) => t("task.digits.explain", { digit: name }) })}
    </div>`;
  }

  /** @param {State} state @param {number} unit */
  function mattered({ data, t }, unit) {
    if (data?.problem !== "multiclass") return nothing;
    return html`<div class="digits-mattered">
      <h3>${t("task.digits.mattered", { digit: unit })}</h3>
      <div class="mattered-pair">
        <figure class="mattered"><canvas class="saliency" role="img" aria-label=${t("task.digits.saliency")}></canvas><figcaption>${t("task.digits.saliency")}</figcaption></figure>
        <figure class="mattered"><canvas class="occlusion" role="img" aria-label=${t("task.digits.occlusion")}></canvas><figcaption>${t("task.digits.occlusion")}</figcaption></figure>
      </div>
      <p class="hint"><i class="sign plus"></i> ${t("task.digits.speaks_for", { digit: unit })} <i class="sign minus"></i> ${t("task.digits.speaks_against")}</p>
    </div>`;
  }

  /** @param {State} state @param {ExampleDetail[]} examples */
  function heldOut(state, examples) {
    const { t, data, snapshot } = state;
    const wrong = snapshot?.wrongTest?.reduce((sum, flag) => sum + flag, 0) ?? 0;
    const filters = data?.problem === "unit_regression"
      ? nothing
      : html`<div class="filters" role="group" aria-label=${t("task.digits.filter")}>
          <button class="small" aria-pressed=${!onlyWrong && !cell} @click=${() => ((onlyWrong = false), (cell = null), redraw())}>${t("task.digits.all", { count: data?.test.count ?? 0 })}</button>
          <button class="small" data-part="only-wrong" aria-pressed=${onlyWrong && !cell} @click=${() => ((onlyWrong = true), (cell = null), redraw())}>${t("task.digits.wrong", { count: wrong })}</button>
          ${cell ? html`<button class="small" aria-pressed="true" @click=${() => ((cell = null), redraw())}>${t("task.confusion.filter", { truth: cell.truth, said: cell.said })} ✕</button>` : nothing}
        </div>`;
    return html`<div class="digits-held-out">
      ${filters} ${scanGrid(state, examples, row, choose)}
      ${examples.length === 0 && onlyWrong ? html`<p class="hint">${t("task.digits.none_wrong")}</p>` : nothing}
    </div>`;
  }

  /** @param {State} state */
  function matrix(state) {
    const { snapshot, data, t } = state;
    if (!snapshot?.confusion || !data) return nothing;
    const names = data.problem === "multiclass" ? [...Array(10).keys()].map(String) : data.targets[0].column.categories.map((name) => named(name, t));
    return html`<div class="digits-confusion">
      <p class="hint">${t("task.confusion.hint")}</p>
      ${confusionTable(state, snapshot.confusion, names, cell, (chosen) => ((cell = chosen), (onlyWrong = false), open(chosen ? "samples" : "confusion")))}
    </div>`;
  }

  /** @param {State} state @returns {string} */
  const storyOf = ({ data }) => (data?.problem === "multiclass" ? "digits" : data?.problem === "binary" ? "digits_same" : "digits_image");

  /** What stands below the pad, one of it at a time. @param {State} state @param {ExampleDetail[]} examples @param {number} unit */
  function more(state, examples, unit) {
    const { t, data, snapshot } = state;
    const layer = middleLayer(state);
    return tabbed([
      data?.problem === "multiclass" ? { key: "mattered", label: t("task.digits.mattered_tab"), content: () => mattered(state, unit) } : null,
      layer ? { key: "middle", label: t("task.digits.map_tab"), content: () => middle.template(state, layer) } : null,
      { key: "samples", label: t("task.digits.scans"), content: () => heldOut(state, examples) },
      snapshot?.confusion ? { key: "confusion", label: t("task.confusion.title"), content: () => matrix(state) } : null,
    ], tab, t("task.more"), open);
  }

  /** @param {string} key */
  function open(key) {
    tab = key;
    redraw();
  }

  /** @param {State} state */
  function words(state) {
    last = state;
    const { t, data, looked } = state;
    if (element.hidden || data?.task !== "digits") return;
    const examples = examplesOf(state);
    // Something is looked at from the start, so that every picture is alive.
    if (!looked && examples.length > 0) choose(examples[0]);
    if (looked && looked !== seen) pad.show(looked.inputs[0]);
    seen = looked;
    const answer = answerOf(state);
    const unit = asked ?? (answer ? likeliest(answer) : 0);
    render(
      html`${story(storyOf(state), t)}
        <div class="digits-top">
          <div class="pad-side">
            ${pad.template(t, t("task.digits.pad_label", { name: looked?.name ?? "" }), byHand, stage.scope)}
            <button class="small" data-part="clear-pad" @click=${() => ((byHand = true), pad.clear())}>${t("task.digits.clear")}</button>
            <p class="hint">${t("task.digits.pad_hint")}</p>
          </div>
          ${says(state, answer)}
        </div>
        ${more(state, examples, unit)}`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    const { data, looked, theme } = state;
    if (element.hidden || data?.task !== "digits") return;
    const answer = answerOf(state);
    const layer = middleLayer(state);
    pad.paint(element, state);
    if (element.querySelector(".scans")) paintScans(element, state, examplesOf(state));
    if (layer && element.querySelector(".middle")) middle.paint(element, state, layer);
    const canvas = (/** @type {string} */ name) => /** @type {HTMLCanvasElement | null} */ (element.querySelector(`canvas.${name}`));
    const [rebuilt, second, saliency, occlusion] = ["rebuilt", "second", "saliency", "occlusion"].map(canvas);
    if (rebuilt && answer) paintGrey(rebuilt, answer, side, theme);
    if (second && looked?.inputs[1]) paintGrey(second, looked.inputs[1], side, theme);
    const attribution = saliency && occlusion ? attributionOf(state, asked ?? (answer ? likeliest(answer) : 0)) : null;
    if (attribution && saliency && occlusion) {
      paintSigned(saliency, attribution.gradients[0], side, side, theme);
      paintSigned(occlusion, attribution.occlusion[0], side, side, theme);
    }
  }

  return { needs, draw: stage.draw, set() {} };
}
