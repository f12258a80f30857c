// Starts the page: words, theme, experiment from the link, the views, and the worker.

import { createEmbedding } from "./embed.js";
import { acceptDrops } from "./file.js";
import { preferredLanguage, translator } from "./i18n.js";
import { InvalidExperiment, loadLab } from "./lab.js";
import { createSession } from "./session.js";
import { usualSpeed } from "./speeds.js";
import { createStore } from "./store.js";
import { readLink, writeLink } from "./url.js";
import * as builder from "./views/builder.js";
import * as curves from "./views/curves.js";
import * as dataPanel from "./views/data_panel.js";
import * as network from "./views/network.js";
import * as networkView from "./views/network_view.js";
import * as notice from "./views/notice.js";
import * as output from "./views/output.js";
import * as presets from "./views/presets.js";
import * as summary from "./views/summary.js";
import { listenForUndo } from "./views/history.js";
import * as tasks from "./views/tasks.js";
import * as top from "./views/top.js";
import * as trainingPanel from "./views/training_panel.js";
import * as transport from "./views/transport.js";

/** @typedef {import("./protocol.js").State} State */

const places = {
  top, notice, transport, data: dataPanel, network: networkView, columns: network, builder, output, task: tasks, curves, training: trainingPanel, summary, presets,
};

/** @template T @param {string} key @param {readonly T[]} allowed @returns {T | undefined} */
function remembered(key, allowed) {
  try {
    const value = localStorage.getItem(`descent.${key}`);
    return allowed.find((one) => one === value);
  } catch {
    return undefined;
  }
}

/** @param {string} key @param {string} value */
function remember(key, value) {
  try {
    localStorage.setItem(`descent.${key}`, value);
  } catch {
    // A browser that keeps nothing still runs the page.
  }
}

/** @returns {State} */
function firstState(/** @type {import("./lab.js").Lab} */ lab) {
  const language = remembered("language", /** @type {const} */ (["en", "ko"])) ?? preferredLanguage(navigator.languages);
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return {
    experiment: lab.defaultExperiment(), draft: null, canUndo: false, canRedo: false,
    data: null, model: null, snapshot: null, pictures: null, history: new Float64Array(0),
    playing: false, speed: usualSpeed,
    display: {
      showTest: false, discretize: false, markWrong: false, label: 0, logLoss: false, smooth: false, metricCurve: true, diagram: false,
    },
    looked: null, plane: null, hovered: null, selected: null, brush: null, errors: [], notice: null,
    language, theme: remembered("theme", /** @type {const} */ (["light", "dark"])) ?? system, t: translator(language),
  };
}

async function start() {
  const lab = await loadLab();
  /** @type {{ draw(state: State): void }[]} */
  const views = [];
  const store = createStore(firstState(lab), (state) => {
    document.documentElement.lang = state.language;
    document.documentElement.dataset.theme = state.theme;
    document.documentElement.classList.toggle("playing", state.playing);
    document.title = state.t("page.title");
    for (const view of views) view.draw(state);
    keepLink(state);
  });
  const session = createSession(store, lab);
  const { actions } = session;

  /** @type {State["experiment"] | null} */
  let linked = null;
  let linkTimer = 0;

  /** Writes the link a moment after the last change. @param {State} state */
  function keepLink({ experiment }) {
    if (experiment === linked) return;
    linked = experiment;
    clearTimeout(linkTimer);
    linkTimer = setTimeout(() => {
      const link = writeLink(lab.minimal(store.state.experiment));
      if (link !== location.hash.slice(1)) history.replaceState(null, "", link ? `#${link}` : location.pathname + location.search);
    }, 250);
  }

  /** Loads the experiment of the link; a broken one opens the default and says what was wrong. */
  function openLink() {
    try {
      session.load(readLink(location.hash));
    } catch (error) {
      const what = error instanceof InvalidExperiment ? describe(error.errors[0]) : /** @type {Error} */ (error).message;
      session.load({});
      store.update({ notice: { kind: "warning", key: "notice.bad_link", words: { what } } });
    }
  }

  /** @param {import("./protocol.js").Invalid} error */
  const describe = (error) => notice.wordError(error, store.state.t);

  const page = {
    actions,
    lab,
    load: session.load,
    /** @param {"en" | "ko"} language */
    setLanguage(language) {
      remember("language", language);
      store.update({ language, t: translator(language) });
    },
    /** @param {"light" | "dark"} theme */
    setTheme(theme) {
      remember("theme", theme);
      store.update({ theme });
    },
    /** The link of this experiment. */
    link: () => `${location.href.split("#")[0]}#${writeLink(lab.minimal(store.state.experiment))}`,
    experiment: () => store.state.experiment,
    /** @param {unknown} partial an opened file's content */
    open(partial) {
      try {
        session.load(partial);
        store.update({ notice: { kind: "info", key: "notice.opened" } });
      } catch (error) {
        if (!(error instanceof InvalidExperiment)) throw error;
        store.update({ notice: { kind: "error", key: "notice.bad_file", words: { what: describe(error.errors[0]) } } });
      }
    },
  };

  for (const [id, { mount }] of Object.entries(places)) {
    const element = /** @type {HTMLElement} */ (document.getElementById(id));
    views.push(mount(element, actions, lab, page));
  }
  acceptDrops(document, page, actions);
  listenForUndo(document, actions);
  addEventListener("hashchange", openLink);
  addEventListener("keydown", (event) => {
    const busy = event.target instanceof Element && event.target.closest("input, select, textarea, button, summary, a, dialog, [role=img], [role=application]");
    if (event.code !== "Space" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (store.state.playing) actions.pause();
    else actions.play();
  });
  openLink();
  await session.refresh();
  return createEmbedding(session, store);
}

/** @typedef {{
 *   actions: import("./protocol.js").Actions, lab: import("./lab.js").Lab, load(partial: unknown): unknown,
 *   setLanguage(language: "en" | "ko"): void, setTheme(theme: "light" | "dark"): void,
 *   link(): string, experiment(): State["experiment"], open(partial: unknown): void,
 * }} Page */

/** Says in plain words that nothing will come: a browser without what the core needs. @param {Error} error */
function apologise(error) {
  const words = translator(preferredLanguage(navigator.languages))("page.broken", { what: error.message });
  /** @type {HTMLElement} */ (document.getElementById("notice")).textContent = words;
  throw error;
}

/** @type {Record<string, unknown>} */
const descent = {};
descent.ready = start().then((embedding) => void Object.assign(descent, embedding), apologise);
Object.assign(window, { descent });
