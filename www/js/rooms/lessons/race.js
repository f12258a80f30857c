// A race in a chapter: optimizers on a function, with what is shown of them and what can be set.

import { html, nothing, render } from "lit-html";
import * as anatomy from "../../figures/race/anatomy.js";
import * as contestants from "../../figures/race/contestants.js";
import * as losses from "../../figures/losses/figure.js";
import * as map from "../../figures/map/figure.js";
import * as relief from "../../figures/relief/figure.js";
import * as standings from "../../figures/race/standings.js";
import { awaited } from "../../figures/later.js";
import { createPursuit } from "../../model/race/pursuit.js";
import { createRaceLab } from "../../core/race_lab.js";
import { createRaceSession } from "../../model/race/session.js";
import { createStore } from "../../ui/store.js";
import { firstState } from "../optimizers/room.js";
import { choiceIn } from "../../model/lessons/blocks.js";
import { holds, measuredOfRace, raceGoalsIn } from "../../model/lessons/race_goals.js";
import { itemsOf, readFields } from "../../model/lessons/fields.js";
import { memoized } from "../../core/memo.js";
import { icon } from "../../ui/icons.js";
import { createNear } from "./near.js";
import { line, paragraphs } from "./said.js";
import { numberBox } from "../../ui/number_box.js";
import { racePresets } from "../../model/presets.js";
import { raceSpeeds } from "../../model/race/speeds.js";
import { readable } from "../../ui/controls.js";
import { NotThere, mistakeOf } from "./wanted.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */
/** @typedef {import("../../model/lessons/blocks.js").Block} Block */
/** @typedef {import("../../model/lessons/fields.js").Fields} Fields */
/** @typedef {import("./context.js").Context} Context */
/** @typedef {ReturnType<typeof createRaceHost>} RaceHost */
/** @typedef {Event & { currentTarget: HTMLInputElement }} Change */

/** @type {Record<string, (element: HTMLElement, context: any) => import("../../figures/stage.js").Figure<any, any>>} */
const figures = { anatomy: anatomy.createFigure, contestants: contestants.createFigure, losses: losses.createFigure, map: map.createFigure, relief: relief.createFigure, standings: standings.createFigure };

/** The line to a worker that finds the minima of all races of the page. @type {import("../../core/pool.js").Line | null} */
let toWorker = null;

/** @param {string} text as `sgd 0.1 momentum 0.9` */
function contestantIn(text) {
  const [optimizer, rate, ...rest] = text.split(/\s+/);
  const pairs = Object.fromEntries(rest.flatMap((key, index) => (index % 2 ? [] : [[key, key === "nesterov" ? true : Number(rest[index + 1])]])));
  const { noise = 0, ...rule } = pairs;
  return { optimizer: { optimizer, ...(rate === undefined ? {} : { learning_rate: Number(rate) }), ...rule }, noise };
}

/** @param {string} text */
const numbersIn = (text) => text.split(/[\s,()]+/).filter(Boolean).map(Number);

/** The race that a block asks for, in part. @param {Fields} fields */
async function raceIn(fields) {
  const value = (/** @type {string} */ key) => fields[key]?.[0]?.value;
  const preset = value("preset");
  const found = preset === undefined ? null : (await racePresets()).find(({ name }) => name === preset);
  if (found === undefined) throw new NotThere("no_preset", preset ?? "");
  const [formula, surface, start, steps, optimizers] = ["formula", "surface", "start", "steps", "optimizers"].map(value);
  return {
    ...(found?.partial ?? {}), ...JSON.parse(value("race") ?? "{}"),
    ...(formula === undefined ? {} : { surface: "typed", formula }), ...(surface === undefined ? {} : { surface }),
    ...(start === undefined ? {} : { start: numbersIn(start) }), ...(steps === undefined ? {} : { steps: Number(steps) }),
    ...(optimizers === undefined ? {} : { contestants: itemsOf(optimizers).map(contestantIn) }),
  };
}

/** The same scene with a start that stays, the same for as long as that is. @param {RaceState["scene"]} scene */
const withoutStart = memoized((scene) => ({ ...scene, start: null }));

/** One closure, because what is seen, played and reached is of one race.
 * @param {Block} block @param {Context} context */
function createRaceHost(block, context) {
  const { page, signal, shared } = context;
  const raceLab = createRaceLab(page.lab);
  /** @type {Set<(state: RaceState) => void>} */
  const listeners = new Set();
  let started = /** @type {Promise<void> | null} */ (null);
  const store = createStore(firstState(raceLab.defaultRace(), shared()), (/** @type {RaceState} */ state) => {
    if (!signal.aborted) for (const listen of listeners) listen(state);
  });
  toWorker ??= page.pool.open(() => {});
  const { send } = toWorker;
  const session = createRaceSession(store, raceLab, send, createPursuit(send));
  const { actions } = session;
  signal.addEventListener("abort", () => (actions.pause(), session.setShown(false)), { once: true });
  const attended = () => context.attend(host);

  function start() {
    started ??= raceIn(block.fields).then((race) => {
      if (signal.aborted) return;
      session.load(race);
      const speed = Number(block.fields.speed?.[0]?.value ?? 10);
      actions.setSpeed(raceSpeeds.reduce((best, one, index) => (Math.abs(one - speed) < Math.abs(raceSpeeds[best] - speed) ? index : best), 0));
    }).catch((error) => context.told(mistakeOf(error, block.fields, block.line)));
    return started;
  }

  /** @type {Set<Element>} */
  const seen = new Set();
  const near = createNear(signal, () => awaited(start()));
  const sight = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) seen[isIntersecting ? "add" : "delete"](target);
    session.setShown(seen.size > 0);
  });
  signal.addEventListener("abort", () => sight.disconnect(), { once: true });

  const host = {
    store, session, actions, start,
    keys: { step: () => actions.stepBy(1), back: () => actions.stepBy(-1), reset: () => actions.reset() },
    /** @param {(state: RaceState) => void} listener */
    listen(listener) {
      listeners.add(listener);
      listener(store.state);
    },
    /** @param {HTMLElement} element */
    watch(element) {
      near.observe(element);
      sight.observe(element);
    },
    /** @param {HTMLElement} element @param {string} name @param {boolean} mayMove whether the start can be moved there */
    hang(element, name, mayMove) {
      const options = name === "relief" ? { isBesideMap: false } : {};
      const figure = figures[name](element, { lab: raceLab, anatomy: session.anatomy, statistics: session.statistics, actions, options, signal });
      host.listen((state) => state.scene.grid && figure.draw(mayMove ? state : { ...state, scene: withoutStart(state.scene) }));
      return figure;
    },
    /** Sets every contestant's learning rate, or another number of it. @param {string} key @param {number} value */
    setRule: (key, value) => actions.edit(({ contestants }) => contestants.forEach(({ optimizer }) => void (/** @type {any} */ (optimizer)[key] = value))),
    toggle: () => (attended(), store.state.playing ? actions.pause() : actions.play()),
    attended,
  };
  return host;
}

/** @param {RaceState} state @param {RaceHost} host @param {(name: string) => boolean} has */
function transport({ t, playing, speed, step, scene }, host, has) {
  const { actions, attended } = host;
  const at = Math.floor(step);
  /** @param {string} name @param {import("../../ui/icons.js").IconName} picture @param {string} label @param {() => void} act @param {string} [kind] */
  const button = (name, picture, label, act, kind = "") =>
    has(name) ? html`<button class="round ${kind}" data-part=${name} title=${label} aria-label=${label} @click=${() => (attended(), act())}>${icon(picture)}</button>` : nothing;
  const words = t("race.steps_per_second", { count: raceSpeeds[speed] });
  return html`<div class="lesson-transport">
    <div class="play-buttons">
      ${button("reset", "reset", t("race.reset"), actions.reset)} ${button("back", "back", t("race.back"), () => actions.stepBy(-1))}
      ${button("play", playing ? "pause" : "play", t(playing ? "race.pause" : "race.play"), playing ? actions.pause : actions.play, "big primary")} ${button("step", "batch", t("race.step"), () => actions.stepBy(1))}
    </div>
    ${has("scrub")
      ? html`<label class="field scrub"><span>${t("race.step_count")} <b class="reading" data-part="step-count">${at}</b> / ${scene.last}</span>
          <input type="range" min="0" max=${scene.last} step="1" .value=${String(at)} aria-valuetext=${t("race.at_step", { step: at, last: scene.last })} @input=${(/** @type {Change} */ { currentTarget }) => actions.seek(Number(currentTarget.value))} /></label>`
      : html`<dl class="counters"><div><dt>${t("race.step_count")}</dt><dd data-part="step-count">${at}</dd></div></dl>`}
    ${has("speed") ? html`<label class="field speed"><span>${t("transport.speed")} <b class="reading">${words}</b></span>
      <input type="range" min="0" max=${raceSpeeds.length - 1} step="1" .value=${String(speed)} aria-valuetext=${words} @input=${(/** @type {Change} */ { currentTarget }) => actions.setSpeed(Number(currentTarget.value))} /></label>` : nothing}
  </div>`;
}

let count = 0;

/** One closure, because goals, hints and controls are of one race.
 * @param {HTMLElement} element @param {Block} block @param {Context} context */
export function mountRace(element, block, context) {
  const { fields, name } = block;
  const { isDone, done } = context;
  const host = createRaceHost(block, context);
  context.races.set(name, host);
  const scope = `lesson-race-${++count}`;
  const asked = itemsOf(fields.controls?.[0]?.value ?? "play, step, reset, scrub").map((item) => choiceIn(item).name);
  const has = (/** @type {string} */ one) => asked.includes(one);
  const goals = (fields.goals ?? []).flatMap(({ value }) => raceGoalsIn(value)).flatMap((goal) => ("mistake" in goal ? [] : [goal]));
  const own = { hints: 0, answer: false };
  // A goal may not be reached by beginning at it.
  const mayMove = goals.length === 0 || has("start");
  const shown = itemsOf(fields.show?.[0]?.value ?? "map, losses");
  element.classList.add(fields.task ? "lesson-exercise" : "lesson-figure");
  element.dataset.name = name;
  const head = element.appendChild(document.createElement("div"));
  const body = element.appendChild(document.createElement("div"));
  body.className = `lesson-figures is-${fields.layout?.[0]?.value ?? "row"}`;
  const panel = element.appendChild(document.createElement("div"));
  panel.className = "lesson-panel";
  for (const figure of shown) {
    const place = body.appendChild(document.createElement("div"));
    place.className = "card lesson-picture";
    place.dataset.shows = figure;
    host.hang(place, figure, mayMove);
  }
  host.watch(element);
  const redraw = () => host.store.update({});

  /** A number of the race that is typed. @param {RaceState} state @param {string} part @param {string} label @param {number} value @param {(value: number) => void} set */
  const box = ({ errors }, part, label, value, set) => html`<fieldset class="lesson-control" data-control=${part}><div class="control number"><label for="${scope}-${part}">${label}</label>
    ${numberBox({ id: `${scope}-${part}`, field: part, value, takes: {}, errors, set, refuse: host.actions.refuse, label })}</div></fieldset>`;

  /** @param {RaceState} state */
  function settings(state) {
    const { t, race } = state;
    const [{ optimizer }] = race.contestants;
    const parts = [
      has("rate") ? box(state, "rate", t("field.learning_rate"), optimizer.learning_rate, (value) => host.setRule("learning_rate", value)) : null,
      has("momentum") && "momentum" in optimizer ? box(state, "momentum", t("field.momentum"), optimizer.momentum, (value) => host.setRule("momentum", value)) : null,
      ...(has("start") && !shown.includes("map") ? race.start.map((value, axis) => box(state, `start-${axis}`, `${t("lesson.control.start")} ${race.start.length > 1 ? ["x", "y"][axis] : "x"}`, value,
        (next) => host.actions.dropStart(race.start.map((one, index) => (index === axis ? next : one)), "move"))) : []),
      has("formula") ? html`<fieldset class="lesson-control" data-control="formula"><div class="control"><label for="${scope}-formula">f</label>
        <input id="${scope}-formula" class="text" autocomplete="off" spellcheck="false" .value=${state.draft?.text ?? race.formula} @input=${(/** @type {Change} */ { currentTarget }) => host.actions.typeFormula(currentTarget.value)} /></div></fieldset>` : null,
    ].filter(Boolean);
    return parts.length ? html`<div class="controls lesson-controls">${parts}</div>` : nothing;
  }

  /** @param {RaceState} state */
  function goalList(state) {
    const { t } = state;
    if (goals.length === 0) return nothing;
    return html`<div class="lesson-goals"><h3>${t("lesson.goals")}</h3><ul>${goals.map((goal) => {
      const value = measuredOfRace(goal, state);
      const isMet = holds(goal, value);
      return html`<li class=${isMet ? "met" : ""} data-measure=${goal.measure}><span class="tick" aria-hidden="true">${isMet ? "✓" : "○"}</span>
        <span>${t(`lesson.measure.race_${goal.measure}`)} ${goal.sign.replace("<=", "≤").replace(">=", "≥").replace("==", "=")} ${readable(goal.bound)}</span>
        <span class="now">${t("lesson.now", { value: value === null ? "–" : readable(value) })}</span></li>`;
    })}</ul><p class="lesson-verdict" role="status">${isDone(name) ? t("lesson.reached") : nothing}</p></div>`;
  }

  async function tryAnswer() {
    const [solution] = fields.solution ?? [];
    const { fields: set } = readFields(solution.value, 1);
    const number = (/** @type {string} */ key) => Number(set[key]?.[0]?.value);
    await host.start();
    if (set.start) host.actions.edit((race) => (race.start = numbersIn(set.start[0].value)));
    if (set.rate) host.setRule("learning_rate", number("rate"));
    if (set.momentum) host.setRule("momentum", number("momentum"));
    host.actions.reset();
    host.session.step(set.step ? number("step") : 1e6);
  }

  /** @param {RaceState} state */
  function help({ t }) {
    const [hints, text, solution] = [fields.hint ?? [], fields.answer?.[0]?.value, fields.solution];
    if (hints.length === 0 && !text && !solution) return nothing;
    return html`<div class="lesson-help">
      ${hints.slice(0, own.hints).map(({ value }) => html`<div class="lesson-hint"><b>${t("lesson.hint")}</b> ${paragraphs(value)}</div>`)}
      <div class="buttons">
        ${own.hints < hints.length ? html`<button class="small" data-part="hint" @click=${() => ((own.hints += 1), redraw())}>${t(own.hints ? "lesson.next_hint" : "lesson.show_hint")}</button>` : nothing}
        <button class="small" data-part="answer" aria-expanded=${own.answer} @click=${() => ((own.answer = !own.answer), redraw())}>${t(own.answer ? "lesson.hide_answer" : "lesson.show_answer")}</button>
      </div>
      <div class="lesson-answer" ?hidden=${!own.answer}><b>${t("lesson.answer")}</b> ${text ? paragraphs(text) : nothing}
        ${solution ? html`<button class="small" data-part="try-answer" @click=${tryAnswer}>${t("lesson.try_answer")}</button>` : nothing}</div>
    </div>`;
  }

  host.listen((state) => {
    const { t } = state;
    if (goals.length && state.computed > 0 && !isDone(name) && goals.every((goal) => holds(goal, measuredOfRace(goal, state)))) done(name);
    element.classList.toggle("is-done", goals.length > 0 && isDone(name));
    const task = fields.task?.[0]?.value;
    if (task) render(html`<p class="lesson-kind">${t("lesson.exercise")} ${isDone(name) ? html`<span class="done" data-part="done">✓ ${t("lesson.solved")}</span>` : nothing}</p><div class="lesson-task">${paragraphs(task)}</div>`, head);
    const caption = fields.caption?.[0]?.value;
    render(html`${transport(state, host, has)} ${settings(state)} ${goalList(state)} ${goals.length ? help(state) : nothing} ${caption ? html`<p class="lesson-caption">${line(caption)}</p>` : nothing}`, panel);
  });
  return { host };
}
