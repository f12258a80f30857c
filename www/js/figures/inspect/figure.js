// Inspect: one example through the network and back, with every number, and the step that follows from it.

import { html, nothing, render } from "lit-html";
import { traced } from "../../model/trace.js";
import { mistakeInText } from "./filling.js";
import { changedOptions, createStage } from "../stage.js";
import { paintAxes } from "./axes.js";
import { chooser, exampleOf, isTypedFor, typedFrom } from "./choosing.js";
import { needs } from "./needs.js";
import { layerNumber, ownersOf } from "./network.js";
import { picture, titlesOf } from "./picture.js";
import { weightsOff } from "./off.js";
import { question, reply } from "./predict.js";
import { momentsOf } from "./timeline.js";
import { told } from "./told.js";

/** @typedef {import("../../core/experiment.js").ChosenExample} Chosen */
/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {import("./needs.js").State} State */

/** The example, the weight whose chain is written out, the moment of the timeline, whether its numbers are to be filled in, whether the
 * output is asked for before it is shown, and what is switched off.
 * @typedef {{ example: Chosen, weight: number, moment: number, fillIn: boolean, predict: boolean, off: import("./off.js").Off | null }} Options */

/** While the network trains, numbers that change faster are not read. */
const restMillis = 400;
/** How long a moment stays while the timeline plays. */
const momentMillis = 1600;

/** One closure, because what was asked, what came and what is played are one state.
 * @param {HTMLElement} element
 * @param {Pick<import("../stage.js").Context<Options>, "signal" | "options" | "optionsChanged" | "run">} context
 * @returns {import("../stage.js").Figure<State, Options>} */
export function createFigure(element, { run, signal, options: given, optionsChanged }) {
  /** @type {Options} */
  let options = { example: { batch: 0 }, weight: 0, moment: 0, fillIn: false, predict: false, off: null, ...given };
  /** @type {{ trace: Trace | null, without: Trace | null, said: number | null, saidOf: string, unit: number, axes: [number, number], playing: boolean, timer?: number, isWrong: boolean, solved: number, mistake: string | null, errors: import("../../ui/numbers.js").InputError[] }} */
  const own = { trace: null, without: null, said: null, saidOf: "", unit: 0, axes: [0, 1], playing: false, isWrong: false, solved: 0, mistake: null, errors: [] };
  const asked = { busy: false, again: false, snapshot: /** @type {unknown} */ (null) };
  /** @type {State | null} */
  let last = null;

  /** @param {Partial<Options>} change */
  function choose(change) {
    options = { ...options, ...change };
    Object.assign(own, { errors: [], solved: 0, mistake: null });
    optionsChanged?.(options);
    if (change.example || change.weight !== undefined || change.off !== undefined) refresh();
    stage.redraw();
  }

  /** Asks for the numbers of this moment, one question at a time. */
  async function refresh() {
    if (asked.busy) return void (asked.again = true);
    Object.assign(asked, { busy: true, again: false });
    const { example, weight, off } = options;
    const trace = await traced(run, example, weight).catch(() => null);
    const weights = trace && off && weightsOff(trace, off);
    const without = weights ? await traced(run, example, null, weights).catch(() => null) : null;
    if (signal.aborted) return;
    own.without = without;
    own.isWrong = !trace;
    const isOfOthers = trace !== null && "given" in example && !isTypedFor(example.given, trace, last);
    if (trace && !isOfOthers) own.trace = { ...trace, owners: ownersOf(trace, run.experiment().network.layers) };
    else if (isOfOthers) {
      options = { ...options, example: exampleOf("batch", 0) };
      asked.again = true;
    } else if (!("given" in example) && JSON.stringify([example, weight]) !== JSON.stringify([{ batch: 0 }, 0])) {
      // The network or the data have become smaller.
      options = { ...options, example: exampleOf("batch", 0), weight: 0 };
      asked.again = true;
    }
    stage.redraw();
    setTimeout(() => {
      asked.busy = false;
      if (asked.again && !signal.aborted) refresh();
    }, last?.playing ? restMillis : 0);
  }

  /** @param {string} text @param {import("./signs.js").Line} line */
  function answer(text, line) {
    own.mistake = mistakeInText(text, line);
    if (!own.mistake) own.solved += 1;
    stage.redraw();
    const next = /** @type {HTMLInputElement | null} */ (own.mistake ? null : element.querySelector('[data-part="answer"]'));
    if (!next) return;
    // The box is that of the number before.
    next.value = "";
    next.focus();
  }

  /** @param {number} moments */
  function play(moments) {
    own.playing = !own.playing;
    if (own.playing && options.moment >= moments - 1) options.moment = 0;
    stage.redraw();
    tick();
  }

  function tick() {
    clearTimeout(own.timer);
    own.timer = setTimeout(() => {
      if (!own.playing || signal.aborted || !own.trace) return;
      const end = momentsOf(own.trace).length - 1;
      own.playing = options.moment + 1 < end;
      choose({ moment: Math.min(end, options.moment + 1) });
      if (own.playing) tick();
    }, momentMillis);
  }

  /** @param {"fillIn" | "predict"} key @param {"inspect.fill_in" | "inspect.predict_first"} words @param {State["t"]} t */
  const choice = (key, words, t) => html`<label title=${t(`${words}_hint`)}>
    <input type="checkbox" data-part=${key} .checked=${options[key]} @change=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) => choose({ [key]: currentTarget.checked })} />
    ${t(words)}</label>`;

  /** @param {Trace} trace @param {State} state */
  function show(trace, state) {
    const { t } = state;
    const moments = momentsOf(trace);
    const at = Math.min(options.moment, moments.length - 1);
    const { kind, layer } = moments[at];
    const title = t(`inspect.moment.${kind}`, layer === null ? {} : { layer: layerNumber(trace, layer), kind: t(/** @type {any} */ (`layer.${trace.layers[layer].kind}`)) });
    const weight = trace.weights.length > 0 ? Math.min(options.weight, trace.weights.length - 1) : null;
    const move = (/** @type {number} */ to) => choose({ moment: Math.max(0, Math.min(moments.length - 1, to)) });
    const typed = typedFrom(trace, state);
    const isAsked = options.predict && own.saidOf !== JSON.stringify(options.example);
    const say = (/** @type {number} */ said) => (Object.assign(own, { said, saidOf: JSON.stringify(options.example) }), stage.redraw());
    render(
      html`<div class="inspect-bar">
          ${chooser({
            state, scope: stage.scope, chosen: options.example, batch: trace.batch.length, canType: typed !== null || "given" in options.example, errors: own.errors,
            choose: (example) => choose({ example }), type: () => typed && choose({ example: { given: typed } }),
            refuse: (error) => ((own.errors = [error]), stage.redraw()),
          })}
          <div class="inspect-timeline" role="group" aria-label=${t("inspect.timeline")}>
            <button class="small" data-part="back" aria-label=${t("inspect.step_back")} ?disabled=${at === 0} @click=${() => move(at - 1)}>◀</button>
            <button class="small" data-part="play" aria-pressed=${own.playing} aria-label=${t("inspect.play")} @click=${() => play(moments.length)}>${own.playing ? "❚❚" : "▶"}</button>
            <button class="small" data-part="on" aria-label=${t("inspect.step_on")} ?disabled=${at === moments.length - 1} @click=${() => move(at + 1)}>▶|</button>
            <input type="range" data-part="moment" min="0" max=${moments.length - 1} step="1" aria-label=${t("inspect.timeline")} aria-valuetext=${title} .value=${String(at)} @input=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) => move(Number(currentTarget.value))} />
            ${choice("fillIn", "inspect.fill_in", t)} ${choice("predict", "inspect.predict_first", t)}
          </div>
        </div>
        <div class="inspect-body">
          <div class="inspect-picture">${picture({ trace, moments, at: isAsked ? 0 : at, weight, choose: (index) => choose({ weight: index, moment: Math.max(at, moments.length - 2) }), label: t("inspect.picture"), titles: titlesOf(trace), hides: options.fillIn })}</div>
          <section class="inspect-text" tabindex="0" aria-label=${title} data-moment=${kind} data-layer=${layer ?? nothing}>
            <h3>${title}</h3>
            ${isAsked ? question(trace, state, say) : html`${options.predict ? reply(trace, state, own.said) : nothing} ${told({ trace, state, axes: { chosen: own.axes, set: (axes) => ((own.axes = axes), stage.redraw()) }, off: { chosen: options.off, without: own.without, set: (off) => choose({ off }) }, weight, unit: own.unit, chooseUnit: (unit) => ((own.unit = unit), stage.redraw()), chooseWeight: (index) => choose({ weight: index }), filling: { isOn: options.fillIn, solved: own.solved, mistake: own.mistake, answer } }, moments[at])}`}
          </section>
        </div>`,
      element,
    );
  }

  /** @param {State} state */
  function words(state) {
    last = state;
    if (element.hidden) return;
    element.classList.add("inspect");
    element.toggleAttribute("aria-busy", asked.busy);
    if (state.draft) return render(html`<p class="hint">${state.t("inspect.unfinished")}</p>`, element);
    if (asked.snapshot !== state.snapshot) {
      asked.snapshot = state.snapshot;
      refresh();
    }
    if (own.trace && fits(own.trace, state)) show(own.trace, state);
    else render(html`<p class="hint">${state.t(own.isWrong ? "inspect.nothing" : "inspect.coming")}</p>`, element);
  }

  /** Whether a trace is of the network that is shown. @param {Trace} trace @param {State} state */
  const fits = (trace, { experiment }) => trace.layers.every(({ name }) => experiment.network.layers.some((layer) => layer.name === name));

  /** @param {State} state */
  function paint(state) {
    if (!element.hidden) paintAxes(element, state);
  }

  const stage = createStage(element, { name: "inspect", needs, wants: ["pictures"], run, signal, words, picture: paint });
  // What is folded out has its picture at once.
  element.addEventListener("toggle", () => stage.redraw(), { capture: true, signal });

  /** The place that is pointed at in the text lights up in the picture, and the other way round. @param {Event} event */
  function light({ target }) {
    const at = /** @type {HTMLElement} */ (target).closest?.("[data-at]")?.getAttribute("data-at");
    for (const one of element.querySelectorAll("[data-at]")) one.classList.toggle("lit", at !== undefined && one.getAttribute("data-at") === at);
  }
  element.addEventListener("pointerover", light, { signal });
  element.addEventListener("focusin", light, { signal });

  return {
    needs,
    draw: stage.draw,
    set(change) {
      const next = changedOptions(options, change);
      if (!next) return;
      const isOther = JSON.stringify([next.example, next.weight, next.off]) !== JSON.stringify([options.example, options.weight, options.off]);
      options = next;
      if (isOther) refresh();
      stage.redraw();
    },
  };
}
