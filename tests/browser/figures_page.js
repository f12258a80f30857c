// A page of figures alone, built for the tests only: a test hangs the same figure wherever it wants, over any of several runs.

import { workers } from "../../www/js/core/core.js";
import { loadMoreWords, loadTranslator } from "../../www/js/ui/i18n.js";
import { loadLab } from "../../www/js/core/lab.js";
import { createPool } from "../../www/js/core/pool.js";
import { firstState } from "../../www/js/model/first_state.js";
import { createRaceLab } from "../../www/js/core/race_lab.js";
import { createPursuit } from "../../www/js/model/race/pursuit.js";
import { createRaceSession } from "../../www/js/model/race/session.js";
import { createRun } from "../../www/js/model/run.js";
import { createSession } from "../../www/js/model/session.js";
import { firstState as firstRaceState } from "../../www/js/rooms/optimizers/room.js";
import { createStore } from "../../www/js/ui/store.js";
import * as anatomy from "../../www/js/figures/race/anatomy.js";
import * as builder from "../../www/js/figures/builder/figure.js";
import * as contestants from "../../www/js/figures/race/contestants.js";
import * as functions from "../../www/js/figures/functions/figure.js";
import * as health from "../../www/js/figures/health/figure.js";
import * as inspect from "../../www/js/figures/inspect/figure.js";
import * as curves from "../../www/js/figures/curves/figure.js";
import * as losses from "../../www/js/figures/losses/figure.js";
import * as map from "../../www/js/figures/map/figure.js";
import * as network from "../../www/js/figures/network/figure.js";
import * as output from "../../www/js/figures/output/figure.js";
import * as relief from "../../www/js/figures/relief/figure.js";
import * as standings from "../../www/js/figures/race/standings.js";
import * as tasks from "../../www/js/figures/tasks/views.js";
import { loadMoreStyles } from "../../www/js/ui/more_styles.js";

const kinds = { anatomy, builder, contestants, curves, functions, health, inspect, losses, map, network, output, relief, standings, ...tasks };

/** What would outlive a figure that forgot it: listeners of the window, the document and media queries, observers, and frames
 * that are asked for. */
const held = { listeners: new Set(), observers: new Set(), frames: 0 };

const { addEventListener, removeEventListener } = EventTarget.prototype;
const outlives = (target) => target === window || target instanceof Document || target instanceof MediaQueryList || target === document.documentElement || target === document.body;
EventTarget.prototype.addEventListener = function (type, listener, options) {
  const target = this ?? window;
  if (outlives(target)) {
    const entry = { target, type, listener };
    held.listeners.add(entry);
    if (options?.signal) addEventListener.call(options.signal, "abort", () => held.listeners.delete(entry));
  }
  return addEventListener.call(target, type, listener, options);
};
EventTarget.prototype.removeEventListener = function (type, listener, options) {
  const target = this ?? window;
  for (const entry of held.listeners) if (entry.target === target && entry.type === type && entry.listener === listener) held.listeners.delete(entry);
  return removeEventListener.call(target, type, listener, options);
};
for (const name of ["ResizeObserver", "IntersectionObserver", "MutationObserver"]) {
  window[name] = class extends window[name] {
    observe(...given) {
      held.observers.add(this);
      super.observe(...given);
    }

    disconnect() {
      held.observers.delete(this);
      super.disconnect();
    }
  };
}
const nextFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (work) => {
  held.frames += 1;
  return nextFrame(work);
};

/** What tells whether styles have arrived. */
const properties = ["display", "color", "font-size", "width", "height", "margin-top", "border-top-width"];

/** @param {string} text */
const hashOf = (text) => [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16777619), 2166136261) >>> 0;

/** A canvas in few words: its size and a hash of its pixels. */
function pictureOf(canvas) {
  const { width, height } = canvas;
  if (!width || !height) return "nothing";
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const pixels = new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer);
  const hash = pixels.reduce((sum, pixel) => Math.imul(sum ^ pixel, 16777619), 2166136261) >>> 0;
  return pixels.every((pixel) => pixel === pixels[0]) ? "nothing" : `${width} × ${height} ${hash.toString(16)}`;
}

/** Figures by the names that a test gave them. */
const hung = new Map();

/** What figures hang over: runs and races, each with a state and a session of its own, by the names that a test gave them. */
const runs = new Map();
const pool = createPool();

/** Draws what hangs over a run. */
const drawer = (name) => (state) => {
  for (const { figure, run } of hung.values()) if (run === name) figure.draw(state);
};

function beginRun(name, { core, shared }) {
  const store = createStore(firstState(core, shared), drawer(name));
  const session = createSession(store, core, pool, () => {});
  runs.set(name, { store, session, context: { core, run: session, actions: session.actions } });
}

function beginRace(name, { core, shared }) {
  const raceLab = createRaceLab(core);
  const store = createStore(firstRaceState(raceLab.defaultRace(), shared), drawer(name));
  const send = (command) => runs.get("first").session.send(command);
  const session = createRaceSession(store, raceLab, send, createPursuit(send));
  runs.set(name, { store, session, isRace: true, context: { lab: raceLab, anatomy: session.anatomy, statistics: session.statistics, actions: session.actions } });
}

const ready = (async () => {
  const [core, t] = await Promise.all([loadLab(), loadTranslator("en"), workers, loadMoreWords(), loadMoreStyles()]);
  const all = { core, shared: { language: "en", theme: "light", t } };
  beginRun("first", all);
  return all;
})();

const frames = async (count) => {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => nextFrame(resolve));
};

/** The diagram paints its layers every 80 ms at most, the other figures sooner. */
const painted = async () => {
  await new Promise((resolve) => setTimeout(resolve, 100));
  await frames(4);
};

window.figures = {
  ready: ready.then(() => {}),

  /** Starts over with an experiment and trains it. */
  async train(partial, steps, run = "first") {
    const all = await ready;
    if (!runs.has(run)) beginRun(run, all);
    const { session } = runs.get(run);
    session.load(partial);
    await session.actions.step(steps);
    await session.refresh();
    await painted();
  },

  /** Begins a race, or starts it over. */
  async race(partial, run) {
    const all = await ready;
    if (!runs.has(run)) beginRace(run, all);
    const { session } = runs.get(run);
    session.load(partial);
    await session.settled();
    session.step(1e6);
    await frames(8);
  },

  /** Trains runs that nobody looks at on two workers of their own, some of them at a time, for some milliseconds each.
   * @param groups the runs that train at once, by their numbers @returns the steps that each group made together, and the
   * milliseconds until all of it rested again */
  async headless(groups, partial, millis) {
    const { core } = await ready;
    const pool = createPool({ size: 2 });
    const sent = [];
    let playing = [];
    const all = Array.from({ length: 1 + Math.max(...groups.flat()) }, (_, index) => {
      const one = { steps: 0 };
      one.run = createRun(pool, {
        isPlaying: () => playing.includes(index), pace: () => Infinity, died() {}, failed: (error) => sent.push(String(error)),
        took(snapshot, now) {
          one.steps = snapshot.step;
          if (sent.length < 20) sent.push(now);
        },
      });
      return one;
    });
    await Promise.all(all.map(({ run }, index) => run.send({ type: "configure", experiment: core.complete({ ...partial, seed: index + 1 }), fresh: true })));
    // The curves of a young run are evaluated more often.
    for (const one of all) while (one.steps < 20_000) await one.run.advance(20_000);
    const total = () => all.reduce((sum, { steps }) => sum + steps, 0);
    const made = [];
    for (const group of groups) {
      const [before, start] = [total(), performance.now()];
      playing = group;
      for (const index of group) all[index].run.pull();
      await new Promise((resolve) => setTimeout(resolve, millis));
      playing = [];
      await Promise.all(all.map(({ run }) => run.send({ type: "fingerprint" })));
      made.push({ steps: total() - before, millis: performance.now() - start });
    }
    for (const { run } of all) run.close();
    return { made, sent, workers: pool.workers };
  },

  workers: () => pool.workers,

  async step(steps, run = "first") {
    await ready;
    const { session } = runs.get(run);
    await session.actions.step(steps);
    await session.refresh();
    await painted();
  },

  async play(now, run = "first") {
    await ready;
    const { session } = runs.get(run);
    if (now) session.actions.play();
    else session.actions.pause();
  },

  /** Changes what all figures are given, such as the theme. */
  async update(change) {
    await ready;
    for (const { store } of runs.values()) store.update(change);
    await frames(2);
  },

  /** Hangs a figure into the page, or into a shadow root of its own. */
  async hang(name, kind, { run = "first", options, isInShadow = false, width = 400 } = {}) {
    await ready;
    const { store, context } = runs.get(run);
    const host = document.body.appendChild(document.createElement("div"));
    host.style.width = `${width}px`;
    host.dataset.host = name;
    const element = (isInShadow ? host.attachShadow({ mode: "open" }) : host).appendChild(document.createElement("div"));
    const controller = new AbortController();
    const heard = [];
    const figure = kinds[kind].createFigure(element, { ...context, options, optionsChanged: (now) => heard.push(now), signal: controller.signal });
    hung.set(name, { figure, run, host, element, controller, heard });
    figure.draw(store.state);
    await frames(3);
  },

  set: (name, options) => hung.get(name).figure.set(options),
  heard: (name) => hung.get(name).heard,
  needs: (name) => hung.get(name).figure.needs,

  /** Takes a figure's element out of the page, and puts it back as the last of all. */
  remove: (name) => hung.get(name).host.remove(),
  async putBack(name) {
    document.body.append(hung.get(name).host);
    await frames(4);
  },

  /** Scrolls to a figure. */
  async show(name) {
    hung.get(name).host.scrollIntoView();
    await frames(4);
  },

  /** Hangs a figure, and ends it before its picture is done; what goes wrong then is told by the page. */
  async endAtOnce(kind, run) {
    await this.hang("short", kind, { run });
    const { host } = hung.get("short");
    host.style.width = "700px";
    await frames(1);
    await this.end("short");
    await frames(6);
  },

  /** Ends a figure. @returns what is left in its element */
  async end(name) {
    const { controller, element, host } = hung.get(name);
    controller.abort();
    hung.delete(name);
    await frames(2);
    const left = element.childElementCount;
    host.remove();
    return left;
  },

  /** What a figure's canvases show, and what it says. */
  async look(name) {
    const { element, run } = hung.get(name);
    const canvases = [...element.querySelectorAll("canvas:not([hidden])")];
    let pictures = canvases.map(pictureOf);
    // Trails are drawn finely when nothing has moved for a moment.
    for (let before = []; runs.get(run).isRace && before.join() !== pictures.join(); pictures = canvases.map(pictureOf)) {
      before = pictures;
      await frames(20);
    }
    const drawn = [...element.querySelectorAll("svg")].map(({ outerHTML }) => hashOf(outerHTML.replaceAll(/<!--.*?-->/g, "")));
    return {
      pictures,
      drawn,
      words: element.textContent.replace(/\s+/g, " ").trim(),
      styles: [...element.querySelectorAll("*")].map((one) => `${one.localName} ${properties.map((key) => getComputedStyle(one).getPropertyValue(key)).join(" ")}`),
      ids: [...element.querySelectorAll("[id]")].map(({ id }) => id),
    };
  },

  /** The element of a figure's part, for a test to click on. */
  part: (name, selector) => hung.get(name).element.querySelector(selector),

  /** What is held now, once everything rests. */
  async held() {
    await frames(3);
    const before = held.frames;
    await frames(6);
    return { listeners: held.listeners.size, observers: held.observers.size, frames: held.frames - before };
  },
};
