// Starts the page: words, theme, the head, and the room that the link names.

import { crashReport, isPanic } from "./crash.js";
import { acceptDrops } from "./file.js";
import { preferredLanguage, translator } from "./i18n.js";
import { MissingFile, loadLab } from "./lab.js";
import { openOptimizers } from "./optimizers/room.js";
import { openPlayground } from "./playground.js";
import { createRooms } from "./rooms.js";
import * as top from "./views/top.js";

/** @typedef {import("./rooms.js").Shared} Shared */

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

/** @returns {Shared} */
function firstShared() {
  const language = remembered("language", /** @type {const} */ (["en", "ko"])) ?? preferredLanguage(navigator.languages);
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return { language, theme: remembered("theme", /** @type {const} */ (["light", "dark"])) ?? system, t: translator(language) };
}

async function start() {
  const lab = await loadLab();
  let shared = firstShared();

  /** @param {Partial<Shared>} change */
  function share(change) {
    shared = { ...shared, ...change };
    rooms.current().share(shared);
    draw();
  }

  function draw() {
    document.documentElement.lang = shared.language;
    document.documentElement.dataset.theme = shared.theme;
    document.title = shared.t("page.title");
    head.draw(shared);
  }

  /** @type {Open} */
  const open = {
    playground: once(() => openPlayground(page, showNetwork)),
    optimizers: once(() => openOptimizers(page, open.playground())),
  };
  const rooms = createRooms(open, () => shared, () => draw());

  /** From the playground to the loss surface of its network. */
  function showNetwork() {
    rooms.visit("optimizers");
    open.optimizers().showNetwork();
  }

  const page = {
    lab,
    rooms,
    shared: () => shared,
    /** @param {"en" | "ko"} language */
    setLanguage(language) {
      remember("language", language);
      share({ language, t: translator(language) });
    },
    /** @param {"light" | "dark"} theme */
    setTheme(theme) {
      remember("theme", theme);
      share({ theme });
    },
  };
  const head = top.mount(/** @type {HTMLElement} */ (document.getElementById("top")), page);

  acceptDrops(document, rooms);
  addEventListener("hashchange", rooms.openLink);
  addEventListener("keydown", (event) => {
    const busy = event.target instanceof Element && event.target.closest("input, select, textarea, button, summary, a, dialog, [role=img], [role=application]");
    if (event.code !== "Space" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    rooms.current().toggle();
  });
  tellPanics(rooms);
  rooms.openLink();
  rooms.open("playground");
  await open.playground().refresh();
  return embedding(rooms, open);
}

/** @typedef {{ playground(): ReturnType<typeof openPlayground>, optimizers(): ReturnType<typeof openOptimizers> }} Open */

/** What others call: the playground's calls, and those of the rooms beside it. A room that is loaded is shown.
 * @param {import("./rooms.js").Rooms} rooms @param {Open} open */
function embedding(rooms, open) {
  const race = () => (rooms.open("optimizers"), open.optimizers().embedding);
  return {
    ...open.playground().embedding,
    /** @param {unknown} partial */
    load(partial) {
      rooms.visit("playground");
      return open.playground().embedding.load(partial);
    },
    optimizers: {
      race: () => race().race(),
      /** @param {unknown} partial */
      async load(partial) {
        const loaded = race().load(partial);
        rooms.visit("optimizers");
        return loaded;
      },
      /** @param {number} [count] */
      step: async (count) => race().step(count),
      state: () => race().state(),
      fingerprint: () => race().fingerprint(),
    },
  };
}

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ value: T } | null} */
  let made = null;
  return () => (made ??= { value: make() }).value;
}

/** The page's own instance is dead after a panic: says so, once. @param {import("./rooms.js").Rooms} rooms */
function tellPanics(rooms) {
  let isTold = false;
  const tell = (/** @type {unknown} */ thrown) => {
    if (isTold || !isPanic(thrown)) return;
    isTold = true;
    const crash = { report: crashReport(String(thrown), rooms.current().wish()) };
    rooms.current().notify({ kind: "error", key: "notice.page_panicked", crash });
  };
  addEventListener("error", ({ error }) => tell(error));
  addEventListener("unhandledrejection", ({ reason }) => tell(reason));
}

/** What the rooms are given.
 * @typedef {{
 *   lab: import("./lab.js").Lab, rooms: import("./rooms.js").Rooms, shared(): Shared,
 *   setLanguage(language: "en" | "ko"): void, setTheme(theme: "light" | "dark"): void,
 * }} Page */

/** Says in plain words that nothing will come: a file is missing, or the browser lacks what the core needs. @param {Error} error */
function apologise(error) {
  const key = error instanceof MissingFile ? "page.missing" : "page.broken";
  const words = translator(preferredLanguage(navigator.languages))(key, { what: error.message });
  /** @type {HTMLElement} */ (document.getElementById("notice")).textContent = words;
  throw error;
}

/** @type {Record<string, unknown>} */
const descent = {};
descent.ready = start().then((embedding) => void Object.assign(descent, embedding), apologise);
Object.assign(window, { descent });
