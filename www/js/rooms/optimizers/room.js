// The Optimizers room: a race on a surface, or the optimizers of the playground's network on its loss surface; the session
// of each, and the views of both.

import { render } from "lit-html";
import { completed, differences } from "../../model/link/view.js";
import { racePresets } from "../../model/presets.js";
import { createStore } from "../../ui/store.js";
import { createTurns } from "../../ui/turns.js";
import { missingNotice, note } from "../../ui/notice.js";
import * as anatomy from "../../figures/race/anatomy.js";
import * as contestants from "../../figures/race/contestants.js";
import * as losses from "../../figures/losses/figure.js";
import * as map from "../../figures/map/figure.js";
import * as landscape from "./landscape.js";
import * as relief from "../../figures/relief/figure.js";
import * as standings from "../../figures/race/standings.js";
import * as surfaces from "./surfaces.js";
import * as transport from "./transport.js";
import * as viewbar from "./viewbar.js";
import { createPresets } from "../presets.js";
import { tendPictures } from "../pictures/menu.js";
import { createPictures } from "./preset_pictures.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { createRaceEmbedding } from "../../model/race/embed.js";
import { createRaceLab } from "../../core/race_lab.js";
import { createLandscapeSession, firstLandscapeState } from "../../model/landscape/session.js";
import { createPursuit } from "../../model/race/pursuit.js";
import { minimalSweep, readSweep } from "../../model/race/sweep.js";
import { createRaceSession } from "../../model/race/session.js";
import { raceSpeeds, defaultRaceSpeed } from "../../model/race/speeds.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */
/** @typedef {import("../../model/race/state.js").LandscapeState} LandscapeState */
/** @typedef {import("../../model/race/state.js").Track} Track */
/** @typedef {import("../../model/race/state.js").TrackActions} TrackActions */
/** @typedef {RaceState | LandscapeState} State */
/** @template State, Session @typedef {{ store: import("../../ui/store.js").Store<State>, session: Session }} Side */
/** @typedef {Side<RaceState, import("../../model/race/session.js").RaceSession> | Side<LandscapeState, import("../../model/landscape/session.js").LandscapeSession>} Shown */
/** What views get besides their element: what one can do, and what they may ask.
 * @typedef {{
 *   actions: TrackActions, race: import("../../model/race/state.js").RaceActions,
 *   landscape: import("../../model/race/state.js").LandscapeActions & { close(): void },
 *   tools: import("../../model/race/state.js").Tools & { weights(): { index: number, name: string }[] },
 * }} Means */

/** How a figure hangs in the room: it may be hidden, and how it is shown is part of the state, unless that is its own affair.
 * @param {(element: HTMLElement, context: any) => import("../../figures/stage.js").Figure<any, any>} createFigure
 * @param {((display: Track["display"]) => Record<string, unknown>) | null} optionsOf @param {(state: Track) => boolean} [isHidden] */
const hanging = (createFigure, optionsOf, isHidden = () => false) =>
  /** @param {HTMLElement} element @param {Means} means */
  (element, { actions, race, tools: { lab, anatomy: anatomyOf, statistics } }) => {
    // The room is never closed.
    const { signal } = new AbortController();
    const { dropStart, nudgeStart } = race;
    const figure = createFigure(element, { lab, anatomy: anatomyOf, statistics, actions: { ...actions, dropStart, nudgeStart }, optionsChanged: optionsOf ? actions.display : undefined, signal });
    return {
      /** @param {State} state */
      draw(state) {
        element.hidden = isHidden(state);
        if (optionsOf) figure.set(optionsOf(state.display));
        figure.draw(state);
      },
    };
  };

/** What is there for one of the two only. @template {State} Its @param {Its["kind"]} kind
 * @param {(element: HTMLElement, means: Means) => { draw(state: Its): void }} mount */
const onlyOf = (kind, mount) =>
  /** @param {HTMLElement} element @param {Means} means */
  (element, means) => {
    const view = mount(element, means);
    return {
      /** @param {State} state */
      draw(state) {
        element.hidden = state.kind !== kind;
        if (!element.hidden) view.draw(/** @type {Its} */ (state));
      },
    };
  };

/** The sweep, loaded when it is shown first. @param {HTMLElement} element @param {Means} means */
function sweepPlace(element, { race, actions, tools }) {
  /** @type {{ draw(state: RaceState): void } | null} */
  let view = null;
  /** @type {Promise<void> | null} */
  let loading = null;
  /** @type {RaceState} */
  let last;

  async function load() {
    const { mount } = await import("./sweep.js");
    view = mount(element, { ...race, notify: actions.notify }, tools);
    view.draw(last);
  }

  return {
    /** @param {RaceState} state */
    draw(state) {
      last = state;
      element.hidden = state.display.show !== "sweep";
      if (view) view.draw(state);
      else if (!element.hidden) loading ??= load().catch((error) => ((loading = null), actions.notify(missingNotice(error))));
    },
  };
}

/** The views by their places in the page. @type {Record<string, (element: HTMLElement, means: Means) => { draw(state: State): void }>} */
const places = {
  transport: (element, { actions, race: { edit } }) => transport.mount(element, { ...actions, edit }),
  surfaces: onlyOf("race", (element, { race, tools }) => surfaces.mount(element, race, tools)),
  landscape: onlyOf("landscape", (element, means) => landscape.mount(element, means.landscape, means.tools)),
  viewbar: (element, { race }) => viewbar.mount(element, race),
  sweep: onlyOf("race", sweepPlace),
  map: hanging(map.createFigure, ({ by, arrows }) => ({ by, arrows }), ({ display, scene }) => display.show === "sweep" || (display.show === "relief" && scene.dimensions === 2)),
  relief: hanging(relief.createFigure, ({ show }) => ({ isBesideMap: show === "both" }), ({ display, scene }) => display.show === "map" || display.show === "step" || display.show === "sweep" || scene.dimensions === 1),
  losses: hanging(losses.createFigure, ({ logLoss }) => ({ logLoss })),
  standings: hanging(standings.createFigure, null),
  contestants: hanging(contestants.createFigure, null),
  anatomy: hanging(anatomy.createFigure, ({ arrows }) => ({ arrows }), ({ kind }) => kind === "landscape"),
};

/** What a link carries of how the room is shown. */
const choices = {
  logLoss: [true, false], by: ["minimum", "steps"], show: ["both", "map", "relief", "step", "sweep"], arrows: [true, false],
  speed: [defaultRaceSpeed, ...raceSpeeds.keys()],
};

/** A link may ask for so many steps of the playground's run. */
const mostSteps = 20_000;

/** @param {import("../../core/race_protocol.js").Race} race @param {import("../../ui/shell.js").Shared} shared @returns {RaceState} */
export function firstState(race, shared) {
  return {
    ...shared, kind: "race", race, contestants: race.contestants, noValue: null, formula: null, draft: null,
    scene: { dimensions: 2, grid: null, domain: race.domain, minima: [], labels: ["x", "y"], start: race.start, lanes: [], last: race.steps, lowest: null, tolerance: race.tolerance },
    sweep: null, version: 0, computed: 0, playing: false, speed: defaultRaceSpeed, step: 0, chosen: 0, previewing: false,
    display: { logLoss: true, by: "minimum", show: "both", arrows: true },
    basin: null, errors: [], notice: null,
  };
}

/** What this room needs of the playground: its worker, its network, and the run on it.
 * @typedef {{
 *   send(command: any): Promise<any>, experiment(): import("../../core/protocol.js").Experiment, minimal(): Record<string, unknown>,
 *   step(): number, model(): import("../../core/protocol.js").Model | null, train(partial: unknown, steps: number): Promise<unknown>,
 * }} Playground */

/** The weights of a network, with names. @param {import("../../core/protocol.js").Model | null} model */
const weightsOf = (model) =>
  (model?.layers ?? []).flatMap(({ name, parameters }) =>
    parameters.flatMap((parameter) => {
      const columns = parameter.shape.at(-1) ?? 1;
      const count = parameter.shape.reduce((product, size) => product * size, 1);
      return Array.from({ length: count }, (_, index) => ({
        index: parameter.offset + index,
        name: `${name}.${parameter.name}[${parameter.shape.length > 1 ? `${Math.floor(index / columns)}, ` : ""}${index % columns}]`,
      }));
    }),
  );

/** The acts of both sessions, done by the one that is shown.
 * @param {() => { actions: TrackActions }} shown @returns {TrackActions} */
function actionsOf(shown) {
  const names = /** @type {const} */ ([
    "refuse", "play", "pause", "reset", "stepBy", "seek", "setSpeed", "choose", "display", "addContestant", "changeKind", "duplicateContestant",
    "removeContestant", "editContestant", "notify",
  ]);
  return /** @type {any} */ (Object.fromEntries(names.map((name) => [name, (/** @type {any[]} */ ...given) => /** @type {any} */ (shown().actions[name])(...given)])));
}

/** One closure, because it is the list of what a room does for the others, over its two sessions and one set of views.
 * @param {import("../rooms.js").Page} page @param {Playground} playground */
export function openOptimizers({ lab: started, shared, rooms, element }, playground) {
  const root = element("optimizers");
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
  // The page has no place for what is loaded when it is asked for.
  part("map").parentElement?.after(Object.assign(document.createElement("div"), { hidden: true }));
  /** @type {HTMLElement} */ (part("map").parentElement?.nextElementSibling).dataset.part = "sweep";
  const lab = createRaceLab(started);
  /** @type {import("../../ui/turns.js").View<State>[]} */
  const views = [];
  /** @type {ReturnType<typeof createTurns<State>>} */
  const turns = createTurns();
  let shown = false;

  /** @param {State} state */
  function draw(state) {
    if (!shown || state.kind !== current.store.state.kind) return;
    root.dataset.show = state.kind === "landscape" ? "both" : state.display.show;
    root.dataset.dimensions = String(state.scene.dimensions);
    render(note(state, actions), element("notice"));
    turns.draw(views, state);
    rooms.drawn();
  }

  const pursuit = createPursuit(playground.send);
  /** @type {import("../../ui/store.js").Store<RaceState>} */
  const raceStore = createStore(firstState(lab.defaultRace(), shared()), draw);
  const race = { store: raceStore, session: createRaceSession(raceStore, lab, playground.send, pursuit) };
  /** @type {import("../../ui/store.js").Store<LandscapeState>} */
  const landscapeStore = createStore(firstLandscapeState(raceStore.state), draw);
  const ofNetwork = { store: landscapeStore, session: createLandscapeSession(landscapeStore, lab, pursuit) };
  /** What is shown. @type {Shown} */
  let current = race;
  const actions = actionsOf(() => current.session);

  /** How it is shown stays. @param {Shown} next */
  function show(next) {
    if (current === next) return;
    const { display, speed, t, language, theme } = current.store.state;
    current.session.setShown(false);
    current = next;
    // A network is not swept here: that is what the room of runs is for.
    const show = next === ofNetwork && display.show === "sweep" ? "both" : display.show;
    next.store.update({ display: { ...display, show }, speed, t, language, theme });
    next.session.setShown(shown);
  }

  const showRace = () => show(race);

  /** @type {Means} */
  const means = {
    actions, race: race.session.actions, landscape: { ...ofNetwork.session.actions, close: showRace },
    tools: {
      lab,
      statistics: race.session.statistics,
      anatomy: (state) => (state.kind === "race" ? race.session.anatomy(state) : null),
      weights: () => weightsOf(playground.model()),
    },
  };

  /** @param {unknown} partial */
  function loadRace(partial) {
    const { sweep: given, ...rest } = Object(partial);
    const complete = lab.complete(given === undefined ? partial : rest);
    // What is wrong with either is said before anything changes.
    const swept = given === undefined ? null : readSweep({ race: complete, formula: lab.checkFormula(complete.formula).formula }, given);
    const loaded = race.session.load(complete);
    showRace();
    if (swept) {
      const { contestant, ...sweep } = swept;
      actions.choose(contestant);
      race.session.actions.setSweep(sweep);
      actions.display({ show: "sweep" });
    } else if (raceStore.state.display.show === "sweep") actions.display({ show: "both" });
    return loaded;
  }

  /** Whether a preset is what is open. @param {any} partial */
  function isOpen({ sweep, ...partial }) {
    const isSame = current === race && JSON.stringify(lab.complete(partial)) === JSON.stringify(raceStore.state.race);
    return isSame && Boolean(sweep) === (raceStore.state.display.show === "sweep");
  }

  const examples = createPresets(element("race-presets"), {
    shared, notify: actions.notify, presets: racePresets, words: "race_preset", play: "race-play", paint: createPictures(lab),
    isOpen,
    load(partial) {
      loadRace(partial);
      if (!Object(partial).sweep) actions.play();
    },
  });

  tendPictures(part("viewbar"), root, { shared, notify: actions.notify, play: actions.play });

  const unmounted = Object.entries(places).map(([name, mount]) => () => mount(part(name), means));

  /** Mounts the next view, as long as there is one. */
  function mountNext() {
    const view = unmounted.shift()?.();
    if (view) views.push(view);
    return view;
  }

  /** The loss surface of the playground's network, from where it is now. @param {{ directions?: unknown, rivals?: unknown }} [given] by a link */
  function showNetwork(given = {}) {
    race.session.actions.closeBasins();
    show(ofNetwork);
    ofNetwork.session.open(playground.experiment().optimizer, playground.step(), given);
  }

  /** The race, and with it its sweep, or the network whose loss surface is shown. @param {Record<string, unknown>} written */
  function withNetwork(written) {
    if (current === race) return raceStore.state.display.show === "sweep" ? { ...written, sweep: minimalSweep(raceStore.state) } : written;
    const own = ofNetwork.session.minimal(playground.experiment().optimizer);
    return { ...written, network: { experiment: playground.minimal(), steps: playground.step(), ...own } };
  }

  /** What a link has to say. */
  function facts() {
    const { display, speed } = current.store.state;
    const { directions, contestants: rivals } = landscapeStore.state;
    const { sweep, chosen } = raceStore.state;
    const network = current === race ? [undefined, undefined, null] : [directions, rivals, playground.experiment()];
    return [raceStore.state.race, ...network, display, speed, ...(display.show === "sweep" ? [sweep, chosen] : [null, null])];
  }

  /** What a link has to say before and after the network that it asks for has arrived, which does not make it another link.
   * @type {{ before: unknown[], after: unknown[] } | null} */
  let arrival = null;

  return {
    /** @param {unknown} partial a race, perhaps with a network to train and show */
    load(partial) {
      const { network, ...rest } = Object(partial);
      if (!network) return loadRace(partial);
      delete rest.sweep;
      // What is wrong with either is said before anything changes.
      lab.complete({ ...rest, ...(network.rivals ? { contestants: network.rivals } : {}) });
      rooms.open("playground");
      const trained = playground.train(network.experiment ?? {}, Math.min(mostSteps, Number(network.steps) || 0));
      const loaded = loadRace(rest);
      trained.then(() => {
        const before = facts();
        showNetwork(network);
        arrival = { before, after: facts() };
      });
      return loaded;
    },
    changed() {
      const now = facts();
      return arrival?.after.every((fact, index) => fact === now[index]) ? arrival.before : now;
    },
    content: () => withNetwork(raceStore.state.race),
    minimal: () => withNetwork(lab.minimal(raceStore.state.race)),
    upgrade: lab.upgrade,
    view: () => differences(choices, { ...current.store.state.display, speed: current.store.state.speed }),
    /** @param {Record<string, unknown>} view */
    setView(view) {
      const { speed, ...display } = completed(choices, view);
      actions.setSpeed(speed);
      actions.display(display);
    },
    /** @param {import("../../ui/shell.js").Shared} change */
    share: (change) => current.store.update(change),
    flush() {
      current.store.flush();
      turns.flush();
    },
    /** @param {boolean} now */
    setShown(now) {
      shown = now;
      while (now && mountNext());
      current.session.setShown(now);
      current.store.update({});
    },
    /** Makes everything but the pictures before anybody looks, a view whenever `idle` resolves.
     * @param {() => Promise<unknown>} idle */
    async prepare(idle) {
      for (await idle(); !shown; await idle()) {
        const view = mountNext();
        if (!view) return;
        view.draw(current.store.state);
      }
    },
    notify: actions.notify,
    showPresets: () => loadMoreStyles().then(() => examples.show()),
    openPreset: (/** @type {string} */ name) => examples.openNamed(name),
    acts: { step: () => actions.stepBy(1), back: () => actions.stepBy(-1), reset: actions.reset },
    undoes: false,
    toggle: () => (current.store.state.playing ? actions.pause() : actions.play()),
    showNetwork: () => showNetwork(),
    embedding: createRaceEmbedding({ ...race.session, load: loadRace }, raceStore),
  };
}
