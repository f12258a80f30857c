// What takes long and is done by the worker: basin maps and the loss surface of the playground's network.
// One piece of work at a time; the page pulls, and to cancel is to stop asking.

import { InvalidExperiment } from "../../core/lab.js";
import { WorkerDied } from "../../core/trainer_client.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("./state.js").RaceState} RaceState */
/** @typedef {import("./state.js").Directions} Directions */
/** @typedef {import("../../core/race_protocol.js").Landscape} Landscape */
/** @typedef {import("../../core/race_protocol.js").Contestant} Contestant */
/** @typedef {import("./kinds.js").Kind} Kind */

const budgetMillis = 60;
const basinSide = 200;
const basinSteps = 500;
const landscapeSide = 60;
const [fewestSteps, mostSteps] = [200, 2000];
/** Colour of the playground's own run. */
const ownColour = 4;

/** The noise of a network's gradients comes from its batches; this only says that there is some. */
export const batchNoise = 1;

/** Learning rates that suit small networks. @type {Partial<Record<Kind, number>>} */
const networkRates = { gradient_descent: 0.03, sgd: 0.03, momentum: 0.01, nesterov: 0.01, adagrad: 0.03, adadelta: 1, lion: 0.002 };

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

/** @param {Kind} kind */
export const networkRate = (kind) => networkRates[kind] ?? 0.01;

/** One closure, because a newer request ends whatever an older one still asks for.
 * @param {import("../../ui/store.js").Store<RaceState>} store @param {import("../../core/race_lab.js").RaceLab} lab
 * @param {(command: any) => Promise<any>} send */
export function createExplorer(store, lab, send) {
  /** Counts what was asked for: answers to older requests are dropped. */
  let request = 0;

  /** Asks until all is done or something else is wanted.
   * @param {Record<string, unknown>} command @param {(picture: any) => void} show */
  async function pursue(command, show) {
    request += 1;
    const mine = request;
    try {
      let picture = await send(command);
      while (mine === request) {
        show(picture);
        if (picture.done) return;
        picture = await send({ type: "explore", budgetMillis });
      }
    } catch (error) {
      if (mine !== request) return;
      halt();
      if (error instanceof InvalidExperiment) store.update({ errors: error.errors });
      else if (!(error instanceof WorkerDied)) throw error;
    }
  }

  /** Nothing runs any longer; what was found stays. */
  function halt() {
    const { basin, network } = store.state;
    store.update({ ...(basin ? { basin: { ...basin, running: false } } : {}), ...(network ? { network: { ...network, running: false } } : {}) });
  }

  function stop() {
    request += 1;
    send({ type: "cancel" }).catch(() => {});
    halt();
  }

  /** The scene of a network's runs. @param {Landscape} picture @returns {RaceState["scene"]} */
  function sceneOf(picture) {
    const rivals = store.state.network?.rivals ?? [];
    const lane = (/** @type {number | null} */ index, /** @type {number} */ colour, /** @type {boolean} */ shown) => {
      const path = picture.paths.find(({ rival }) => rival === index) ?? { points: new Float32Array(0), losses: new Float64Array(0), steps: new Float64Array(0), ended: null };
      const { points, losses, steps, ended } = path;
      return { colour, shown, points, losses, steps, ended, why: ended === null ? null : /** @type {const} */ ("overflow") };
    };
    const lanes = [...rivals.map(({ colour, shown }, index) => lane(index, colour, shown)), lane(null, ownColour, true)];
    return {
      dimensions: 2, grid: picture.grid, domain: picture.grid?.domain ?? [[-1, 1], [-1, 1]], minima: [], labels: picture.labels,
      start: null, lanes, last: Math.max(1, ...lanes.map(({ steps }) => steps.at(-1) ?? 1)), lowest: null,
    };
  }

  /** @param {Partial<NonNullable<RaceState["network"]>>} change */
  function updateNetwork(change) {
    const { network } = store.state;
    if (network) store.update({ network: { ...network, ...change } });
  }

  /** @param {Directions} directions */
  function findLandscape(directions) {
    const { network } = store.state;
    if (!network) return;
    updateNetwork({ directions, running: true, picture: null });
    const rivals = network.rivals.map(({ optimizer }) => optimizer);
    pursue({ type: "landscape", directions, size: landscapeSide, rivals, steps: network.steps }, (/** @type {Landscape} */ picture) => {
      updateNetwork({ picture, running: !picture.done });
      const scene = sceneOf(picture);
      const { version } = store.state;
      store.update({ scene, version: version + 1, computed: scene.last, step: scene.last });
    });
  }

  return {
    findLandscape,

    /** Other random directions. */
    otherDirections() {
      const directions = store.state.network?.directions;
      findLandscape({ directions: "random", seed: lab.freshSeed(directions?.directions === "random" ? directions.seed : 0) });
    },

    stop,

    findBasins() {
      const { race, chosen } = store.state;
      store.update({ basin: { running: true, picture: null, contestant: chosen } });
      pursue({ type: "basin", race, contestant: chosen, size: basinSide, steps: basinSteps }, (picture) => {
        const { basin } = store.state;
        if (basin) store.update({ basin: { ...basin, picture, running: !picture.done } });
      });
    },

    closeBasins() {
      if (store.state.basin?.running) stop();
      store.update({ basin: null });
    },

    /** The loss surface of the playground's network. @param {any} optimizer of the playground @param {number} step how far it has trained
     * @param {{ directions?: unknown, rivals?: unknown }} [given] by a link */
    enter(optimizer, step, given = {}) {
      const { contestants: rivals } = lab.complete({ contestants: given.rivals ?? defaultRivals(optimizer) });
      const directions = isDirections(given.directions) ? given.directions : defaultDirections;
      store.update({
        network: { running: true, picture: null, directions, rivals, steps: clamp(step, fewestSteps, mostSteps) },
        basin: null, playing: false, chosen: 0, errors: [],
        scene: { dimensions: 2, grid: null, domain: [[-1, 1], [-1, 1]], minima: [], labels: ["", ""], start: null, lanes: [], last: 1, lowest: null },
      });
      findLandscape(directions);
    },

    /** The least that says what is shown of the network. @param {any} optimizer of the playground */
    minimal(optimizer) {
      const { directions, rivals } = /** @type {NonNullable<RaceState["network"]>} */ (store.state.network);
      const rivalsByDefault = lab.complete({ contestants: defaultRivals(optimizer) }).contestants;
      return {
        ...(JSON.stringify(directions) === JSON.stringify(defaultDirections) ? {} : { directions }),
        ...(JSON.stringify(rivals) === JSON.stringify(rivalsByDefault) ? {} : { rivals }),
      };
    },

    /** Back to surfaces of functions. */
    leave() {
      const { network, scene } = store.state;
      if (!network) return;
      if (network.running) stop();
      store.update({ network: null, scene: { ...scene, grid: null } });
    },

    /** @param {Contestant[]} rivals */
    setRivals(rivals) {
      const { network } = store.state;
      if (!network) return false;
      try {
        const { contestants } = lab.complete({ ...store.state.race, contestants: rivals });
        const before = JSON.stringify(network.rivals.map(({ optimizer }) => optimizer));
        updateNetwork({ rivals: contestants });
        store.update({ errors: [] });
        if (JSON.stringify(contestants.map(({ optimizer }) => optimizer)) !== before) findLandscape(network.directions);
        else if (network.picture) store.update({ scene: sceneOf(network.picture), version: store.state.version + 1 });
        return true;
      } catch (error) {
        if (!(error instanceof InvalidExperiment)) throw error;
        store.update({ errors: error.errors });
        return false;
      }
    },
  };
}
