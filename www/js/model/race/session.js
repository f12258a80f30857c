// A race: what the user asks for becomes changes of the state. Paths are computed ahead in slices of a few
// milliseconds and kept, so that the playhead goes anywhere at once and a dragged start bends every path under the finger.

import { InvalidExperiment } from "../../core/lab.js";
import { createBasins } from "./basins.js";
import { contestantEdits } from "./contestant_edits.js";
import { kindOf } from "./kinds.js";
import { createPlayhead } from "./playhead.js";
import { raceSpeeds } from "./speeds.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("./state.js").RaceState} RaceState */
/** @typedef {import("./state.js").RaceActions} RaceActions */
/** @typedef {import("./state.js").Scene} Scene */
/** @typedef {import("../../core/race_protocol.js").Race} Race */
/** @typedef {import("./kinds.js").Kind} Kind */

/** Time to compute paths in a frame. */
const sliceMillis = 6;
/** Steps computed at once of a race whose pace is not known yet. */
const firstSlice = 32;
const gridSide = 160;
/** After so long without a change the surface rests. */
const restMillis = 150;
/** Enough for a curve. */
const profileSide = 600;

/** One closure, because the steps computed ahead, the minima that are searched and the edits of a race wait for each other.
 * @param {import("../../ui/store.js").Store<RaceState>} store @param {import("../../core/race_lab.js").RaceLab} lab
 * @param {(command: any) => Promise<any>} send to the worker @param {import("./pursuit.js").Pursuit} pursuit */
export function createRaceSession(store, lab, send, pursuit) {
  const run = lab.run(store.state.race);
  let minimaTimer = 0;
  /** Counts the surfaces, so that the minima of one that has gone are told from those of the one that is there. */
  let surfaces = 0;
  /** Resolves when the minima that were asked for last are known. @type {Promise<void>} */
  let minimaKnown = Promise.resolve();
  let slicing = false;
  let slice = firstSlice;
  const playhead = createPlayhead(store, { pace: ({ speed }) => raceSpeeds[speed], reach: ({ computed }) => computed });
  const basins = createBasins(store, pursuit);

  /** The surface's part of the scene. @param {Race} race @returns {Partial<Scene>} */
  function surfaceOf(race) {
    const flat = race.domain.length === 1;
    surfaces += 1;
    slice = firstSlice;
    clearTimeout(minimaTimer);
    minimaTimer = setTimeout(findMinima, restMillis);
    return {
      dimensions: flat ? 1 : 2, domain: race.domain, minima: [], grid: flat ? lab.grid(race, profileSide, 1) : lab.grid(race, gridSide, gridSide),
      labels: ["x", flat ? "f(x)" : "y"], lowest: null,
    };
  }

  /** The minima take a moment to find: the worker does, and only once a slider rests. */
  function findMinima() {
    clearTimeout(minimaTimer);
    minimaTimer = 0;
    minimaKnown = learnMinima(store.state.race, surfaces);
  }

  /** @param {Race} race @param {number} surface */
  async function learnMinima(race, surface) {
    // Where the worker dies the picture goes without; another surface asks again.
    const answer = await send({ type: "minima", race }).catch(() => null);
    const { scene, version } = store.state;
    if (!answer || surface !== surfaces) return;
    run.know(answer.minima);
    store.update({ scene: { ...scene, minima: answer.minima, lowest: answer.minima[0]?.value ?? null }, version: version + 1 });
  }

  /** @param {Race} a @param {Race} b */
  const sameSurface = (a, b) =>
    a === b || (a.surface === b.surface && a.formula === b.formula &&
      JSON.stringify([a.parameters, a.domain]) === JSON.stringify([b.parameters, b.domain]));

  /** Whether a contestant rolls the same way from any start. @param {Race} a @param {Race} b @param {number} index */
  function sameRule(a, b, index) {
    const [own, other] = [a, b].map(({ contestants, seed }) => JSON.stringify([contestants[index]?.optimizer, contestants[index]?.noise, seed]));
    return own === other;
  }

  /** Takes a race that is valid. @param {Race} race @param {Partial<RaceState>} [change] */
  function take(race, change = {}) {
    const { state } = store;
    const surface = state.scene.grid && sameSurface(race, state.race) ? {} : surfaceOf(race);
    // What was swept on another function says nothing of this one.
    const sweep = race.surface === state.race.surface && race.formula === state.race.formula ? state.sweep : null;
    run.configure(race);
    const chosen = clamp(change.chosen ?? state.chosen, 0, race.contestants.length - 1);
    store.update({
      race, contestants: race.contestants, formula: lab.checkFormula(race.formula).formula, noValue: run.noValue(), sweep, errors: [], step: Math.min(state.step, race.steps), ...change, chosen,
      scene: { ...state.scene, ...surface, start: race.start, last: race.steps, tolerance: race.tolerance },
    });
    if (state.basin && (surface.grid || !sameRule(race, state.race, state.basin.contestant))) basins.closeBasins();
    readPaths(0, true);
    computeSlice();
    keepComputing();
  }

  /** @param {number} computed @param {boolean} fresh where the paths are others, not only longer */
  function readPaths(computed, fresh) {
    const { state } = store;
    const lanes = state.race.contestants.map(({ colour, shown: visible }, index) => {
      const ended = run.ended(index);
      return {
        colour, shown: visible, points: run.path(index), losses: run.losses(index), steps: null,
        ended: ended?.step ?? null, why: ended?.why ?? null,
      };
    });
    store.update({ computed, scene: { ...state.scene, lanes }, version: state.version + (fresh ? 1 : 0) });
  }

  /** Computes for one slice; true where all is done. */
  function computeSlice() {
    const { race } = store.state;
    const start = performance.now();
    let { computed } = store.state;
    while (computed < race.steps) {
      const before = performance.now();
      computed = run.advance(Math.min(race.steps, computed + slice));
      const took = performance.now() - before;
      slice = clamp(Math.round((slice * sliceMillis) / 2 / Math.max(0.1, took)), 16, 2000);
      if (performance.now() - start > sliceMillis) break;
    }
    readPaths(computed, false);
    return computed >= race.steps;
  }

  function keepComputing() {
    if (slicing || store.state.computed >= store.state.race.steps) return;
    slicing = true;
    requestAnimationFrame(() => {
      slicing = false;
      if (!computeSlice()) keepComputing();
    });
  }

  /** @param {() => Race} make @param {Partial<RaceState>} [change] */
  function attempt(make, change) {
    try {
      take(make(), change);
      return true;
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      store.update({ errors: error.errors });
      return false;
    }
  }

  /** @param {(race: Race) => void} recipe */
  function edit(recipe) {
    const draft = structuredClone(store.state.race);
    recipe(draft);
    return attempt(() => lab.complete(draft));
  }

  /** The same contestants on another surface: learning rates keep their ratio to what suits it.
   * @param {Race} next with any contestants */
  function moved(next) {
    const { race } = store.state;
    const contestants = race.contestants.map((contestant) => {
      const kind = kindOf(contestant);
      const [before, after] = [race, next].map((one) => lab.contestant(one, kind).optimizer.learning_rate);
      const rate = Number(((contestant.optimizer.learning_rate * after) / before).toPrecision(2));
      return { ...contestant, optimizer: { ...contestant.optimizer, learning_rate: rate } };
    });
    return lab.complete({ ...next, contestants });
  }

  /** @type {RaceActions} */
  const actions = {
    ...playhead.actions,
    ...basins,
    ...contestantEdits(store, (recipe) => edit(({ contestants }) => recipe(contestants)), (kind) => lab.contestant(store.state.race, kind)),
    edit,
    refuse: (error) => store.update({ errors: [error] }),
    setSweep: (sweep) => store.update({ sweep, errors: [] }),
    setSurface(name) {
      const { seed } = store.state.race;
      attempt(() => moved(lab.complete({ surface: name, seed })), { step: 0, draft: null });
    },
    typeFormula(text) {
      const { error } = lab.checkFormula(text);
      store.update({ draft: { text, error } });
      if (error) return;
      const { surface, parameters, domain, start, contestants, seed } = store.state.race;
      const typed = { surface: "typed", formula: text, seed };
      // What was set stays for as long as it fits the new formula.
      const kept = { ...typed, parameters, domain, start, contestants };
      if (surface === "typed" && attempt(() => lab.complete(kept), { step: 0 })) return;
      attempt(() => moved(lab.complete(typed)), { step: 0 });
    },
    dropStart(position, how) {
      const { state } = store;
      const rounded = position.map((value) => Number(value.toPrecision(4)));
      const draft = { ...state.race, start: rounded };
      const change = how === "drag" ? { previewing: !state.playing } : { previewing: false, ...(how === "drop" ? { step: 0 } : {}) };
      if (attempt(() => lab.complete(draft), change) && how === "drop") actions.play();
    },
    nudgeStart(shares) {
      const { start, domain } = store.state.race;
      const moved = start.map((value, axis) => {
        const [low, high] = domain[axis];
        return clamp(value + shares[axis] * (high - low), low, high);
      });
      actions.dropStart(moved, "move");
    },
    display: (change) => store.update({ display: { ...store.state.display, ...change } }),
    notify: (notice) => store.update({ notice }),
  };

  /** @type {{ key: string, anatomy: ReturnType<typeof run.anatomy> } | null} */
  let lastAnatomy = null;

  /** The step of the chosen contestant that begins where the playhead is, or its last one.
   * @param {Pick<RaceState, "chosen" | "step" | "scene" | "version" | "computed">} state */
  function anatomy({ chosen, step, scene, version, computed }) {
    const lane = scene.lanes[chosen];
    if (!lane) return null;
    const wanted = Math.min(Math.floor(step) + 1, lane.losses.length - 1, computed);
    const key = `${version} ${chosen} ${wanted}`;
    if (lastAnatomy?.key !== key) lastAnatomy = { key, anatomy: wanted < 1 ? null : run.anatomy(chosen, wanted) };
    return lastAnatomy.anatomy;
  }

  return {
    actions,
    /** @param {unknown} partial @returns {Race} */
    load(partial) {
      const race = lab.complete(partial);
      basins.closeBasins();
      playhead.rest();
      take(race, { step: 0, playing: false, draft: null, notice: null, chosen: 0, previewing: false, sweep: null });
      return race;
    },
    /** What is not shown neither plays nor is explored; it plays on when it is shown again. @param {boolean} now */
    setShown(now) {
      playhead.setShown(now);
      if (!now) basins.stopBasins();
    },
    /** Computes all that is left of the race, and moves the playhead.
     * @param {number} count */
    step(count) {
      const { race, step } = store.state;
      const goal = clamp(Math.floor(step) + count, 0, race.steps);
      if (store.state.computed < goal) readPaths(run.advance(goal), false);
      store.update({ playing: false, step: goal });
    },
    statistics: (/** @type {number} */ step) => run.statistics(step),
    /** Resolves when all is known of the surface. */
    settled() {
      if (minimaTimer) findMinima();
      return minimaKnown;
    },
    anatomy,
    fingerprint: () => run.fingerprint(),
    run,
  };
}

/** @typedef {ReturnType<typeof createRaceSession>} RaceSession */
