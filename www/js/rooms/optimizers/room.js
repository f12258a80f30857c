// The Optimizers room: a race, the session that runs it, and its views.

import { render } from "lit-html";
import { completed, differences } from "../../model/link/view.js";
import { racePresets } from "../../model/presets.js";
import { createStore } from "../../ui/store.js";
import { createTurns } from "../../ui/turns.js";
import { note } from "../../ui/notice.js";
import * as anatomy from "../../figures/race/anatomy.js";
import * as contestants from "../../figures/race/contestants.js";
import * as losses from "../../figures/losses/figure.js";
import * as map from "../../figures/map/figure.js";
import * as network from "../../figures/race/network.js";
import * as relief from "../../figures/relief/figure.js";
import * as standings from "../../figures/race/standings.js";
import * as surfaces from "./surfaces.js";
import * as transport from "./transport.js";
import * as viewbar from "./viewbar.js";
import { createPresets } from "../presets.js";
import { createPictures } from "./preset_pictures.js";
import { loadMoreStyles } from "../../ui/more_styles.js";
import { createRaceEmbedding } from "../../model/race/embed.js";
import { createRaceLab } from "../../core/race_lab.js";
import { createRaceSession } from "../../model/race/session.js";
import { raceSpeeds, defaultRaceSpeed } from "../../model/race/speeds.js";

/** @typedef {import("../../model/race/state.js").RaceState} RaceState */

/** How a figure hangs in the room: it may be hidden, and how it is shown is part of the state, unless that is its own affair.
 * @param {(element: HTMLElement, context: any) => import("../../figures/stage.js").Figure<any, any>} createFigure
 * @param {((display: RaceState["display"]) => Record<string, unknown>) | null} optionsOf @param {(state: RaceState) => boolean} [isHidden] */
const hanging = (createFigure, optionsOf, isHidden = () => false) => ({
  /** @param {HTMLElement} element @param {import("../../model/race/state.js").RaceActions} actions @param {import("../../model/race/state.js").Tools} tools */
  mount(element, actions, { lab: core, anatomy: anatomyOf, statistics }) {
    // The room is never closed.
    const { signal } = new AbortController();
    const figure = createFigure(element, { lab: core, anatomy: anatomyOf, statistics, actions, optionsChanged: optionsOf ? actions.display : undefined, signal });
    return {
      /** @param {RaceState} state */
      draw(state) {
        element.hidden = isHidden(state);
        if (optionsOf) figure.set(optionsOf(state.display));
        figure.draw(state);
      },
    };
  },
});

const places = {
  transport, surfaces, network, viewbar,
  map: hanging(map.createFigure, ({ by, arrows }) => ({ by, arrows }), ({ display, scene }) => display.show === "relief" && scene.dimensions === 2),
  relief: hanging(relief.createFigure, ({ show }) => ({ isBesideMap: show === "both" }), ({ display, scene }) => display.show === "map" || display.show === "step" || scene.dimensions === 1),
  losses: hanging(losses.createFigure, ({ logLoss }) => ({ logLoss })),
  standings: hanging(standings.createFigure, null),
  contestants: hanging(contestants.createFigure, null),
  anatomy: hanging(anatomy.createFigure, ({ arrows }) => ({ arrows }), ({ network: isOfNetwork }) => isOfNetwork !== null),
};

/** What a link carries of how the room is shown. */
const choices = {
  logLoss: [true, false], by: ["minimum", "steps"], show: ["both", "map", "relief", "step"], arrows: [true, false],
  speed: [defaultRaceSpeed, ...raceSpeeds.keys()],
};

/** A link may ask for so many steps of the playground's run. */
const mostSteps = 20_000;

/** @param {import("../../core/race_protocol.js").Race} race @param {import("../../ui/shell.js").Shared} shared @returns {RaceState} */
export function firstState(race, shared) {
  return {
    ...shared, race, noValue: null, formula: null, draft: null,
    scene: { dimensions: 2, grid: null, domain: race.domain, minima: [], labels: ["x", "y"], start: race.start, lanes: [], last: race.steps, lowest: null },
    version: 0, computed: 0, playing: false, speed: defaultRaceSpeed, step: 0, chosen: 0, previewing: false,
    display: { logLoss: true, by: "minimum", show: "both", arrows: true },
    basin: null, network: null, errors: [], notice: null,
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

/** One closure, because it is the list of what a room does for the others, over one store, session and set of views.
 * @param {import("../rooms.js").Page} page @param {Playground} playground */
export function openOptimizers({ lab: started, shared, rooms, element }, playground) {
  const root = element("optimizers");
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (root.querySelector(`[data-part="${name}"]`));
  const lab = createRaceLab(started);
  /** @type {import("../../ui/turns.js").View<RaceState>[]} */
  const views = [];
  /** @type {ReturnType<typeof createTurns<RaceState>>} */
  const turns = createTurns();
  let shown = false;
  const store = createStore(firstState(lab.defaultRace(), shared()), (state) => {
    if (!shown) return;
    root.dataset.show = state.network ? "both" : state.display.show;
    root.dataset.dimensions = String(state.scene.dimensions);
    render(note(state, actions), element("notice"));
    turns.draw(views, state);
    rooms.drawn();
  });
  const session = createRaceSession(store, lab, playground.send);
  const { actions } = session;

  const tools = {
    lab,
    statistics: session.statistics,
    anatomy: session.anatomy,
    /** Weights of the playground's network, by name. */
    weights: () => weightsOf(playground.model()),
  };

  const examples = createPresets(element("race-presets"), {
    shared, notify: actions.notify, presets: racePresets, words: "race_preset", play: "race-play", paint: createPictures(lab),
    isOpen: (partial) => !store.state.network && JSON.stringify(lab.complete(partial)) === JSON.stringify(store.state.race),
    load(partial) {
      session.load(partial);
      actions.play();
    },
  });

  const unmounted = [...Object.entries(places).map(([name, { mount }]) => () => mount(part(name), actions, tools))];

  /** Mounts the next view, as long as there is one. */
  function mountNext() {
    const view = unmounted.shift()?.();
    if (view) views.push(view);
    return view;
  }

  /** @param {{ directions?: unknown, rivals?: unknown }} [given] by a link */
  const showNetwork = (given) => session.showNetwork(playground.experiment().optimizer, playground.step(), given);

  /** The race, and with it the network whose loss surface is shown. @param {Record<string, unknown>} race */
  function withNetwork(race) {
    if (!store.state.network) return race;
    const own = session.minimalNetwork(playground.experiment().optimizer);
    return { ...race, network: { experiment: playground.minimal(), steps: playground.step(), ...own } };
  }

  /** What a link has to say. */
  function facts() {
    const { race, network, display, speed } = store.state;
    return [race, network?.directions, network?.rivals, network && playground.experiment(), display, speed];
  }

  /** What a link has to say before and after the network that it asks for has arrived, which does not make it another link.
   * @type {{ before: unknown[], after: unknown[] } | null} */
  let arrival = null;

  return {
    /** @param {unknown} partial a race, perhaps with a network to train and show */
    load(partial) {
      const { network, ...rest } = Object(partial);
      if (!network) return session.load(partial);
      // What is wrong with either is said before anything changes.
      lab.complete({ ...rest, ...(network.rivals ? { contestants: network.rivals } : {}) });
      rooms.open("playground");
      const trained = playground.train(network.experiment ?? {}, Math.min(mostSteps, Number(network.steps) || 0));
      const race = session.load(rest);
      trained.then(() => {
        const before = facts();
        showNetwork(network);
        arrival = { before, after: facts() };
      });
      return race;
    },
    changed() {
      const now = facts();
      return arrival?.after.every((fact, index) => fact === now[index]) ? arrival.before : now;
    },
    content: () => withNetwork(store.state.race),
    minimal: () => withNetwork(lab.minimal(store.state.race)),
    upgrade: lab.upgrade,
    view: () => differences(choices, { ...store.state.display, speed: store.state.speed }),
    /** @param {Record<string, unknown>} view */
    setView(view) {
      const { speed, ...display } = completed(choices, view);
      store.update({ speed, display: { ...store.state.display, ...display } });
    },
    /** @param {import("../../ui/shell.js").Shared} change */
    share: (change) => store.update(change),
    flush() {
      store.flush();
      turns.flush();
    },
    /** @param {boolean} now */
    setShown(now) {
      shown = now;
      while (now && mountNext());
      session.setShown(now);
      store.update({});
    },
    /** Makes everything but the pictures before anybody looks, a view whenever `idle` resolves.
     * @param {() => Promise<unknown>} idle */
    async prepare(idle) {
      for (await idle(); !shown; await idle()) {
        const view = mountNext();
        if (!view) return;
        view.draw(store.state);
      }
    },
    notify: actions.notify,
    showPresets: () => loadMoreStyles().then(() => examples.show()),
    openPreset: (/** @type {string} */ name) => examples.openNamed(name),
    acts: { step: () => actions.stepBy(1), back: () => actions.stepBy(-1), reset: actions.reset },
    undoes: false,
    toggle: () => (store.state.playing ? actions.pause() : actions.play()),
    /** The loss surface of the playground's network, from where it is now. */
    showNetwork: () => showNetwork(),
    embedding: createRaceEmbedding(session, store),
  };
}
