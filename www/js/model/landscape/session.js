// The loss surface of the playground's network, with the run on it and what other optimizers do from the same start.

import { InvalidExperiment } from "../../core/lab.js";
import { clamp } from "../../ui/clamp.js";
import { contestantEdits } from "../race/contestant_edits.js";
import { createPlayhead } from "../race/playhead.js";
import { raceSpeeds } from "../race/speeds.js";

/** @typedef {import("../race/state.js").LandscapeState} LandscapeState */
/** @typedef {import("../race/state.js").LandscapeActions} LandscapeActions */
/** @typedef {import("../race/state.js").Contestant} Contestant */
/** @typedef {import("../race/state.js").Directions} Directions */
/** @typedef {import("../race/state.js").Scene} Scene */
/** @typedef {import("../race/kinds.js").Kind} Kind */
/** @typedef {import("../../core/race_protocol.js").Landscape} Landscape */

const side = 60;
const [fewestSteps, mostSteps] = [200, 2000];
/** Colour of the playground's own run. */
const ownColour = 4;
/** Speeds are those of a race of so many steps. */
const usualSteps = 300;

/** The noise of a network's gradients comes from its batches; this only says that there is some. */
const batchNoise = 1;

/** Learning rates that suit small networks. @type {Partial<Record<Kind, number>>} */
const networkRates = { gradient_descent: 0.03, sgd: 0.03, momentum: 0.01, nesterov: 0.01, adagrad: 0.03, adadelta: 1, lion: 0.002 };

/** @param {Kind} kind */
const networkRate = (kind) => networkRates[kind] ?? 0.01;

/** The optimizers that start where the playground's network started. The playground's own is not among them: its path is
 * there already. @param {any} own the playground's optimizer */
export const defaultRivals = (own) =>
  ["sgd", "adam", "rmsprop"]
    .filter((optimizer) => optimizer !== own.optimizer)
    .slice(0, 2)
    .map((optimizer, colour) => ({ optimizer: { optimizer, learning_rate: networkRate(/** @type {Kind} */ (optimizer)) }, colour, noise: batchNoise }));

/** @type {Directions} */
const defaultDirections = { directions: "principal" };

/** @param {any} value @returns {value is Directions} */
const isDirections = (value) =>
  value?.directions === "principal" || (value?.directions === "random" && Number.isInteger(value.seed)) ||
  (value?.directions === "weights" && Number.isInteger(value.first) && Number.isInteger(value.second));

/** @returns {Scene} */
const emptyScene = () => ({ dimensions: 2, grid: null, domain: [[-1, 1], [-1, 1]], minima: [], labels: ["", ""], start: null, lanes: [], last: 1, lowest: null, tolerance: null });

/** What is known before it is opened.
 * @param {import("../race/state.js").Track} track @returns {LandscapeState} */
export const firstLandscapeState = (track) =>
  ({ ...track, kind: "landscape", scene: emptyScene(), contestants: [], directions: defaultDirections, steps: fewestSteps, running: false, picture: null });

/** The runs as they are drawn. The last lane is the playground's own run.
 * @param {Landscape} picture @param {Contestant[]} contestants @returns {Scene} */
function sceneOf(picture, contestants) {
  const lane = (/** @type {number | null} */ index, /** @type {number} */ colour, /** @type {boolean} */ shown) => {
    const path = picture.paths.find(({ rival }) => rival === index) ?? { points: new Float32Array(0), losses: new Float64Array(0), steps: new Float64Array(0), ended: null };
    const { points, losses, steps, ended } = path;
    return { colour, shown, points, losses, steps, ended, why: ended === null ? null : /** @type {const} */ ("overflow") };
  };
  const lanes = [...contestants.map(({ colour, shown }, index) => lane(index, colour, shown)), lane(null, ownColour, true)];
  const { grid, labels } = picture;
  return { ...emptyScene(), grid, labels, lanes, ...(grid ? { domain: grid.domain } : {}), last: Math.max(1, ...lanes.map(({ steps }) => steps.at(-1) ?? 1)) };
}

const optimizersOf = (/** @type {Contestant[]} */ contestants) => JSON.stringify(contestants.map(({ optimizer }) => optimizer));

/** One closure, because whatever is edited asks the worker for other runs.
 * @param {import("../../ui/store.js").Store<LandscapeState>} store @param {import("../../core/race_lab.js").RaceLab} lab
 * @param {import("../race/pursuit.js").Pursuit} pursuit */
export function createLandscapeSession(store, lab, pursuit) {
  const playhead = createPlayhead(store, {
    pace: ({ speed, scene }) => raceSpeeds[speed] * (scene.last / usualSteps),
    reach: ({ scene }) => scene.last,
  });

  /** @param {Directions} directions */
  function find(directions) {
    const { contestants, steps } = store.state;
    store.update({ directions, running: true, picture: null });
    pursuit.pursue(
      { type: "landscape", directions, size: side, rivals: contestants.map(({ optimizer }) => optimizer), steps },
      (/** @type {Landscape} */ picture) => {
        const { version, contestants: shown } = store.state;
        const scene = sceneOf(picture, shown);
        store.update({ picture, running: !picture.done, scene, version: version + 1, computed: scene.last, step: scene.last });
      },
      (errors) => store.update({ running: false, ...(errors.length ? { errors } : {}) }),
    );
  }

  /** What was found stays. */
  function stop() {
    if (!store.state.running) return;
    pursuit.stop();
    store.update({ running: false });
  }

  /** Changes the list. Colours and who is shown need no other runs. @param {(contestants: Contestant[]) => void} recipe */
  function edit(recipe) {
    const { contestants: before, directions, picture, version } = store.state;
    const draft = structuredClone(before);
    recipe(draft);
    try {
      const { contestants } = lab.complete({ contestants: draft });
      store.update({ contestants, errors: [] });
      if (optimizersOf(contestants) !== optimizersOf(before)) find(directions);
      else if (picture) store.update({ scene: sceneOf(picture, contestants), version: version + 1 });
      return true;
    } catch (error) {
      if (!(error instanceof InvalidExperiment)) throw error;
      store.update({ errors: error.errors });
      return false;
    }
  }

  /** @param {Kind} kind @returns {Contestant} */
  function contestantOf(kind) {
    const contestant = lab.contestant(lab.defaultRace(), kind);
    contestant.optimizer.learning_rate = networkRate(kind);
    return { ...contestant, noise: batchNoise };
  }

  /** @type {LandscapeActions} */
  const actions = {
    ...playhead.actions,
    ...contestantEdits(store, edit, contestantOf),
    refuse: (error) => store.update({ errors: [error] }),
    display: (change) => store.update({ display: { ...store.state.display, ...change } }),
    notify: (notice) => store.update({ notice }),
    findLandscape: find,
    /** Other random directions. */
    otherDirections() {
      const { directions } = store.state;
      find({ directions: "random", seed: lab.freshSeed(directions.directions === "random" ? directions.seed : 0) });
    },
    stopLandscape: stop,
  };

  return {
    actions,
    /** Shows the surface of a network.
     * @param {any} optimizer of the playground @param {number} step how far it has trained
     * @param {{ directions?: unknown, rivals?: unknown }} given by a link */
    open(optimizer, step, given) {
      const { contestants } = lab.complete({ contestants: given.rivals ?? defaultRivals(optimizer) });
      store.update({ contestants, steps: clamp(step, fewestSteps, mostSteps), scene: emptyScene(), playing: false, chosen: 0, errors: [] });
      find(isDirections(given.directions) ? given.directions : defaultDirections);
    },
    /** The least that says what is shown. @param {any} optimizer of the playground */
    minimal(optimizer) {
      const { directions, contestants } = store.state;
      const byDefault = lab.complete({ contestants: defaultRivals(optimizer) }).contestants;
      return {
        ...(JSON.stringify(directions) === JSON.stringify(defaultDirections) ? {} : { directions }),
        ...(JSON.stringify(contestants) === JSON.stringify(byDefault) ? {} : { rivals: contestants }),
      };
    },
    stop,
    /** @param {boolean} now */
    setShown(now) {
      playhead.setShown(now);
      if (!now) stop();
    },
  };
}

/** @typedef {ReturnType<typeof createLandscapeSession>} LandscapeSession */
