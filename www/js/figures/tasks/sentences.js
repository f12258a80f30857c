// Sentences: type one and see it scored word by word, what the network remembers on the way, and the map of its words.

import { html, nothing, render } from "lit-html";
import { createProjector, embeddingOf, paintMap } from "./embedding.js";
import { createStage } from "../stage.js";
import { needs, wants } from "./needs.js";
import { tabbed } from "./tabs.js";
import { createLive, shapeOf } from "../../model/live.js";
import { largest, paintSigned, percent, story } from "./pictures.js";
import { liveWhilePaused } from "../../ui/spoken.js";

/** @typedef {import("../../model/state.js").State} State */
/** @typedef {import("../../core/protocol.js").Reading} Reading */

const shownExamples = 8;
const shownWords = 60;
/** The first tokens stand for padding and unknown words. */
const firstWord = 2;

/** What the network makes of the whole sentence. @param {State} state @param {Reading} reading */
function verdict({ t, playing }, reading) {
  const score = reading.score ?? NaN;
  const positive = score > 0.5;
  return html`<p class="sentence-verdict ${positive ? "positive" : "negative"}" aria-live=${liveWhilePaused({ playing })}>
    <strong data-part="sentence-score">${percent(score)}</strong> ${t("task.sentences.positive")}
    <span class="verdict-track" aria-hidden="true"><i .style=${`left:${(100 * score).toFixed(1)}%`}></i></span>
  </p>`;
}

/** What it makes of it word by word. @param {State} state @param {Reading} reading */
function tokens({ t }, { tokens: words, scores, without, states, cut, ...reading }) {
  const score = reading.score ?? NaN;
  const unknown = words.filter(({ known }) => !known).map(({ text }) => text);
  return html`<div class="token-scroll" tabindex="0" role="group" aria-label=${t("task.sentences.by_token")}>
      <div class="tokens">
        ${words.map(({ text, known }, index) => {
          const at = scores[index] ?? 0.5;
          const part = score - (without[index] ?? score);
          return html`<div class="token ${known ? "" : "unknown"}" title=${`${text}: ${known ? "" : `${t("task.sentences.unknown")}, `}${percent(at)}`}>
            <span class="token-score"><i class=${at > 0.5 ? "plus" : "minus"} .style=${`height:${(Math.abs(at - 0.5) * 100).toFixed(1)}%;${at > 0.5 ? "bottom" : "top"}:50%`}></i></span>
            <span class="token-text">${text}${known ? nothing : html`<sup aria-hidden="true">?</sup>`}</span>
            <span class="token-percent">${percent(at)}</span>
            <span class="token-part ${part > 0 ? "plus" : "minus"}">${part >= 0 ? "+" : "−"}${Math.round(Math.abs(part) * 100)}</span>
            ${states.map((_, which) => html`<canvas class="state" data-state=${which} data-token=${index}></canvas>`)}
          </div>`;
        })}
      </div>
    </div>
    <p class="hint">${t("task.sentences.token_hint")} ${states.length > 0 ? t("task.sentences.state_hint", { layer: states[0].layer, units: states[0].units }) : ""}</p>
    ${unknown.length > 0 ? html`<p class="advice" data-part="unknown-words">${t("task.sentences.unknown_words", { words: unknown.join(", ") })}</p>` : nothing}
    ${cut > 0 ? html`<p class="advice">${t("task.sentences.cut_words", { count: cut })}</p>` : nothing}`;
}

/** One closure, because the sentence that is typed is what field, verdict, words and map are about.
 * @type {import("./needs.js").CreateTask} */
export function createFigure(element, { run, actions, signal }) {
  /** What is typed; null takes the example of the language. @type {string | null} */
  let typed = null;
  /** What is taken along into the next language. @type {string | null} */
  let brought = null;
  let language = "";
  let tab = "map";
  const stage = createStage(element, { name: "sentences", needs, wants, run, signal, words, picture });
  const { redraw } = stage;
  const live = createLive(actions, redraw, signal);
  const project = createProjector();

  /** @param {State} state @returns {"en" | "ko"} */
  const languageOf = ({ experiment: { data } }) => (data.dataset === "sentences" ? data.language : "en");

  /** @param {State} state @param {string} text @returns {Reading | null} */
  function readingOf(state, text) {
    const event = live("reading", { type: "read_sentence", text }, [state.snapshot, text], shapeOf(state));
    return event?.reading ?? null;
  }

  /** Looks at the tokens as the network gets them: padded in front. @param {State} state @param {Reading} reading @param {string} text */
  function look({ data, looked }, reading, text) {
    const length = data?.inputs[0].shape[0] ?? 0;
    const tokens = reading.tokens.map(({ token }) => token).slice(-length);
    const padded = [...new Array(Math.max(0, length - tokens.length)).fill(0), ...tokens];
    if (looked?.name === `“${text}”` && looked.inputs[0].join() === padded.join()) return;
    actions.look({ inputs: [padded], name: `“${text}”` });
  }

  /** @param {State} state @param {string} text */
  function field(state, text) {
    const { t } = state;
    const own = languageOf(state);
    const hangul = /[가-힣]/.test(text);
    const other = hangul === (own === "ko") || text.trim() === "" ? null : own === "ko" ? "en" : "ko";
    const change = () => {
      brought = text;
      actions.edit((draft) => draft.data.dataset === "sentences" && (draft.data.language = /** @type {"en" | "ko"} */ (other)), { fresh: true });
    };
    return html`<div class="sentence-field">
      <label for=${`${stage.scope}-sentence`}>${t("task.sentences.type")}</label>
      <input id=${`${stage.scope}-sentence`} data-part="own-sentence" type="text" lang=${own} autocomplete="off" spellcheck="false" .value=${text} @input=${(/** @type {any} */ { currentTarget }) => ((typed = currentTarget.value), redraw())} />
      ${other ? html`<p class="advice">${t(`task.sentences.is_${other}`)} <button class="small" data-part="switch-language" @click=${change}>${t(`task.sentences.to_${other}`)}</button></p>` : nothing}
    </div>`;
  }

  /** @param {State} state */
  function examples(state) {
    const { data, snapshot, t } = state;
    const count = Math.min(shownExamples, data?.test.count ?? 0);
    const found = live("examples", { type: "examples", set: "test", indices: [...Array(count).keys()] }, [snapshot], shapeOf(state))?.examples ?? [];
    return html`<div class="sentence-examples">
      <ul>${found.map((/** @type {import("../../core/protocol.js").ExampleDetail} */ { text, targets: [[truth]], outputs: [[said]] }) => {
        const right = truth > 0.5 === said > 0.5;
        return html`<li><button class="sentence ${right ? "" : "wrong"}" lang=${languageOf(state)} @click=${() => ((typed = text), redraw())}>
          <span class="mini ${said > 0.5 ? "plus" : "minus"}">${percent(said)}</span><span>${text}</span>
          ${right ? nothing : html`<em>${t("task.sentences.wrong")}</em>`}</button></li>`;
      })}</ul></div>`;
  }

  /** The sentence that is read. @param {State} state */
  const textOf = ({ t }) => typed ?? t(`task.sentences.example_${language}`);

  /** @param {State} state */
  function words(state) {
    const { data, t } = state;
    if (element.hidden || data?.task !== "sentences") return;
    if (languageOf(state) !== language) [language, typed, brought] = [languageOf(state), brought, null];
    const text = textOf(state);
    const reading = readingOf(state, text);
    if (reading) look(state, reading, text);
    const map = () => html`<canvas class="word-map" role="img" aria-label=${t("task.sentences.map")}></canvas><p class="hint">${t("task.sentences.map_hint")}</p>`;
    render(
      html`${story("sentences", t)}
        ${field(state, text)}
        ${reading && reading.tokens.length > 0 ? html`${verdict(state, reading)} ${tokens(state, reading)}` : html`<p class="hint">${t("task.sentences.empty")}</p>`}
        ${tabbed([
          embeddingOf(state) ? { key: "map", label: t("task.sentences.map"), content: map } : null,
          { key: "samples", label: t("task.sentences.held_out"), content: () => examples(state) },
        ], tab, t("task.more"), (key) => ((tab = key), redraw()))}`,
      element,
    );
  }

  /** @param {State} state */
  function picture(state) {
    if (element.hidden || state.data?.task !== "sentences") return;
    const reading = readingOf(state, textOf(state));
    for (const canvas of /** @type {NodeListOf<HTMLCanvasElement>} */ (element.querySelectorAll("canvas.state"))) {
      const { units, values } = reading?.states[Number(canvas.dataset.state)] ?? { units: 0, values: [] };
      const token = Number(canvas.dataset.token);
      if (units > 0) paintSigned(canvas, values.slice(token * units, (token + 1) * units), 1, units, state.theme, { scale: largest(values) });
    }
    const embedding = embeddingOf(state);
    if (embedding && element.querySelector(".word-map")) paintWords(state, embedding, reading);
  }

  /** @param {State} state @param {NonNullable<ReturnType<typeof embeddingOf>>} embedding @param {Reading | null} reading */
  function paintWords({ data }, { values, dimensions, tokens: size }, reading) {
    const words = data?.inputs[0].words ?? [];
    const said = [...new Set(reading?.tokens.filter(({ known }) => known).map(({ token }) => token))];
    const length = (/** @type {number} */ token) => values.subarray(token * dimensions, (token + 1) * dimensions).reduce((sum, value) => sum + value * value, 0);
    // Besides one's own words those that have moved farthest: they are what the network has learned.
    const others = [...Array(Math.min(size, words.length)).keys()].slice(firstWord).filter((token) => !said.includes(token)).sort((a, b) => length(b) - length(a)).slice(0, shownWords);
    const shown = [...said, ...others];
    const places = project(values, dimensions, shown);
    paintMap(element.querySelector(".word-map"), 300, places, shown.map((token) => ({ name: words[token] ?? "", strong: said.includes(token) })));
  }

  return { needs, draw: stage.draw, set() {} };
}
