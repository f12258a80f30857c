// Starts the page: words, theme, the head, and the room that the link names.

import "./ui/compat.js";
import { fetchAhead } from "./ahead.js";
import { workers } from "./core/core.js";
import { crashReport, isPanic } from "./core/crash.js";
import { missingScript } from "./core/failure.js";
import { acceptDrops, acceptPastedLinks, textOf } from "./rooms/file.js";
import { guardSliders } from "./ui/fingers.js";
import { loadMoreWords, loadTranslator, whenMissedWordsCome, wordsAreThere } from "./ui/i18n.js";
import { loadMoreStyles } from "./ui/more_styles.js";
import { createPool } from "./core/pool.js";
import { loadLab } from "./core/lab.js";
import { loadedOnce } from "./ui/loaded_once.js";
import { openPlayground } from "./rooms/playground/room.js";
import { remember } from "./ui/preferences.js";
import { createRooms } from "./rooms/rooms.js";
import { showFailure } from "./rooms/failure.js";
import { viewsAreThere } from "./figures/later.js";
import * as top from "./rooms/top.js";

/** @typedef {import("./ui/shell.js").Shared} Shared */

async function start() {
  const { lang, dataset } = document.documentElement;
  const language = /** @type {Shared["language"]} */ (lang);
  const words = loadTranslator(language).catch((error) => Promise.reject(missingScript(error)));
  const [lab, t] = await Promise.all([loadLab(), words, workers]);
  /** @type {Shared} */
  let shared = { language, theme: /** @type {Shared["theme"]} */ (dataset.theme), t };

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

  const race = later(() => import("./rooms/optimizers/room.js"));
  const reading = later(() => import("./rooms/lessons/room.js"));
  const many = later(() => import("./rooms/runs/room.js"));
  /** @type {Open} */
  const open = {
    playground: once(() => openPlayground(page, showNetwork, compare)),
    optimizers: once(() => race.loaded().openOptimizers(page, open.playground())),
    runs: once(() => many.loaded().openRuns(page, open.playground())),
    lessons: once(() => reading.loaded().openLessons(page)),
  };
  const rooms = createRooms(
    { playground: { open: open.playground, bring: () => null }, optimizers: { open: open.optimizers, bring: race.bring }, runs: { open: open.runs, bring: many.bring }, lessons: { open: open.lessons, bring: reading.bring } },
    () => shared,
    () => draw(),
    lab.version,
  );

  /** From the playground to the loss surface of its network. */
  const showNetwork = async () => (await rooms.visit("optimizers"), open.optimizers().showNetwork());
  /** From the playground to its run beside others. */
  const compare = async () => (await rooms.visit("runs"), open.runs().pin());

  const page = {
    lab,
    pool: createPool(),
    element: (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id)),
    rooms,
    shared: () => shared,
    /** @param {Shared["language"]} language */
    async setLanguage(language) {
      const t = await loadTranslator(language);
      remember("language", language);
      share({ language, t });
    },
    /** @param {Shared["theme"]} theme */
    setTheme(theme) {
      remember("theme", theme);
      share({ theme });
    },
  };
  const head = top.mount(/** @type {HTMLElement} */ (document.getElementById("top")), page);

  whenMissedWordsCome(async () => share({ t: await loadTranslator(shared.language) }));
  listen(rooms);
  followPaper(() => shared.theme, (theme) => share({ theme }), rooms);
  await rooms.openLink();
  if (rooms.shown() !== "playground") await appearAs(rooms);
  rooms.open("playground");
  await open.playground().refresh();
  await settled();
  appear();
  await painted();
  await explain(page);
  await open.playground().keepRun().catch(() => {});
  await Promise.resolve(race.bring()).catch(() => {});
  fetchAhead(rooms);
  return embedding(rooms, open);
}

/** @typedef {{ playground(): ReturnType<typeof openPlayground>, optimizers(): ReturnType<typeof import("./rooms/optimizers/room.js").openOptimizers>, lessons(): ReturnType<typeof import("./rooms/lessons/room.js").openLessons>, runs(): ReturnType<typeof import("./rooms/runs/room.js").openRuns> }} Open */

/** What others call: the playground's calls, and those of the rooms beside it. A room that is loaded is shown.
 * @param {import("./rooms/rooms.js").Rooms} rooms @param {Open} open */
function embedding(rooms, open) {
  const race = () => (rooms.open("optimizers"), open.optimizers().embedding);
  const lessons = async () => (await rooms.visit("lessons"), open.lessons().embedding);
  const { settled, ...playground } = open.playground().embedding;
  return {
    ...playground,
    /** The network as code or as a file of another program, or as the file that is saved.
     * @param {import("./model/export.js").Kind | "experiment"} kind */
    export: async (kind) => (kind === "experiment" ? textOf(await rooms.fileOfRun("playground")) : playground.export(kind, await rooms.link())),
    /** The whole link to what is shown. */
    link: rooms.link,
    /** Opens a link. Rejects with what is wrong with it, and then changes nothing. @param {string} link */
    async open(link) {
      if ((await rooms.follow(String(link))) === "playground") await settled();
    },
    /** Trains all runs of a plan, and resolves to their table. @param {unknown} plan */
    async sweep(plan) {
      await rooms.bring("runs");
      return open.runs().sweep(plan);
    },
    /** @param {unknown} partial */
    load(partial) {
      rooms.visit("playground");
      return playground.load(partial);
    },
    optimizers: {
      race: () => race().race(),
      /** @param {unknown} partial */
      async load(partial) {
        const loaded = race().load(partial);
        rooms.visit("optimizers");
        await race().settled();
        return loaded;
      },
      /** @param {number} [count] */
      async step(count) {
        await race().settled();
        return race().step(count);
      },
      state: () => race().state(),
      fingerprint: () => race().fingerprint(),
    },
    /** Chapters, and the runs in the one that is shown. The first call shows the room. */
    lessons: {
      chapters: async () => (await lessons()).chapters(),
      /** Opens a chapter. Resolves to what is wrong with it. @param {string} name */
      open: async (name) => (await lessons()).open(String(name)),
      /** Trains the run of a figure or an exercise. @param {string} name @param {{ steps?: number }} [how] */
      train: async (name, how) => (await lessons()).train(name, how),
    },
  };
}

/** Resolves when the browser has painted what is drawn, or would have: a hidden page paints nothing. */
const painted = () =>
  new Promise((resolve) => {
    setTimeout(resolve, document.hidden ? 0 : 2000);
    requestAnimationFrame(() => setTimeout(resolve));
  });

/** Resolves when the views are drawn, and drawn once more where they had to learn first how large they are. */
async function settled() {
  await painted();
  await Promise.all([viewsAreThere(), wordsAreThere()]);
  await painted();
  await painted();
}

/** What is drawn by now takes the place of the empty cards. */
function appear() {
  document.documentElement.classList.remove("starting");
  document.getElementById("lacks")?.remove();
}

/** Shows a room that is there before the playground is. @param {import("./rooms/rooms.js").Rooms} rooms */
async function appearAs(rooms) {
  await settled();
  rooms.current().flush();
  appear();
}

/** A room that is loaded when it is asked for, with its words and styles. @template Room @param {() => Promise<Room>} load */
const later = (load) => loadedOnce(async () => (await Promise.all([load(), loadMoreWords(), loadMoreStyles()]))[0]);

/** Hears what is meant for the whole page. @param {import("./rooms/rooms.js").Rooms} rooms */
function listen(rooms) {
  acceptDrops(document, rooms);
  acceptPastedLinks(document, rooms);
  guardSliders(document);
  addEventListener("hashchange", rooms.openLink);
  tellPanics(rooms);
}

/** Keys and words that explain themselves are no part of the first picture, nor is what is shown at the first start; and a press
 * may need any word. @param {import("./rooms/rooms.js").Page} page */
const explain = (page) => Promise.allSettled([loadMoreWords(), import("./rooms/keys.js").then(({ listen }) => listen(page))]);

/** Paper is light, whatever the screen is. @param {() => Shared["theme"]} theme @param {(theme: Shared["theme"]) => void} setTheme
 * @param {import("./rooms/rooms.js").Rooms} rooms */
function followPaper(theme, setTheme, rooms) {
  let onScreen = theme();
  onPrint((printing) => {
    if (printing) onScreen = theme();
    setTheme(printing ? "light" : onScreen);
    rooms.current().flush();
  });
}

/** Tells when the page is about to be printed, and when that is over. Paper is light, and no frame comes before it is printed.
 * @param {(printing: boolean) => void} tell */
function onPrint(tell) {
  let printing = false;
  /** @param {boolean} now */
  function turn(now) {
    if (now === printing) return;
    printing = now;
    tell(now);
  }
  matchMedia("print").addEventListener("change", ({ matches }) => turn(matches));
  addEventListener("beforeprint", () => turn(true));
  addEventListener("afterprint", () => turn(false));
}

/** @template T @param {() => T} make @returns {() => T} */
function once(make) {
  /** @type {{ value: T } | null} */
  let made = null;
  return () => (made ??= { value: make() }).value;
}

/** The page's own instance is dead after a panic: says so, once. @param {import("./rooms/rooms.js").Rooms} rooms */
function tellPanics(rooms) {
  let isTold = false;
  const tell = (/** @type {unknown} */ thrown) => {
    if (isTold || !isPanic(thrown)) return;
    isTold = true;
    const crash = { report: crashReport(String(thrown), rooms.current().content()) };
    rooms.current().notify({ kind: "error", key: "notice.page_panicked", crash });
  };
  addEventListener("error", ({ error }) => tell(error));
  addEventListener("unhandledrejection", ({ reason }) => tell(reason));
}

/** @param {Error} error */
function fail(error) {
  showFailure(error, /** @type {Shared["language"]} */ (document.documentElement.lang));
  throw error;
}

/** @type {Record<string, unknown>} */
const descent = {};
descent.ready = start().then((embedding) => void Object.assign(descent, embedding), fail);
Object.assign(window, { descent });
