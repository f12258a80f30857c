// The rooms of the page: one is shown, the others rest. A room is opened when it is first asked for,
// and each keeps its own state, its own link and its own file.

import { createAddressBar } from "../model/address_bar.js";
import { missingScript } from "../core/failure.js";
import { missingNotice } from "../ui/notice.js";
import { InvalidExperiment } from "../core/lab.js";
import { readReadable, splitRoom } from "../model/link/readable.js";
import { DamagedLink, describe, wordLeft } from "../model/link/words.js";
import { loadMoreWords } from "../ui/i18n.js";
import { loadedOnce } from "../ui/loaded_once.js";

/** The first needs no name in a readable link. */
export const roomNames = /** @type {RoomName[]} */ (["playground", "optimizers", "runs", "lessons"]);

/** @typedef {"playground" | "optimizers" | "runs" | "lessons"} RoomName */
/** @typedef {import("../ui/shell.js").Notice | null} Notice */
/** @typedef {import("../ui/shell.js").Shared} Shared */

/** @typedef {{
 *   session?: import("../model/session.js").Session, load(partial: unknown): unknown, changed(): unknown[], content(): object, minimal(): Record<string, unknown>,
 *   upgrade(partial: unknown, version: number): { partial: unknown, kept: string[] },
 *   record?(whole?: boolean): Promise<import("../model/record.js").RunRecord | null>, replay?(record: unknown): Promise<unknown>, step?(): number,
 *   exercise?(): Record<string, unknown> | null, setExercise?(exercise: unknown, answers?: unknown): unknown,
 *   table?(): Record<string, unknown> | null, setTable?(table: unknown): void, openTable?(name: unknown, partial: object): Promise<void>,
 *   ownTable?(): { name: string, bytes: ArrayBuffer, encoding?: string } | null,
 *   view(): Record<string, unknown>, setView(view: Record<string, unknown>): void,
 *   share(shared: Shared): void, flush(): void, setShown(shown: boolean): void, notify(notice: Notice): void,
 *   showPresets(): void, openPreset(name: string): void, toggle(): void, acts: Acts, undoes: boolean, prepare?(idle: () => Promise<unknown>): Promise<void>,
 * }} Room
 * `load` starts over with a partial config or throws `InvalidExperiment` and changes nothing; `content` is all that a file holds, and
 * `minimal` the least that stands for it, for a link; `upgrade` takes what an older version wrote. `record` is
 * the run as it is, and `replay` brings a run back. `view` is what differs in how
 * it is shown, `flush` draws now what the next frame would. After a change that a link carries `changed` has other objects. A room that is not shown neither draws nor plays;
 * `prepare` makes it ready for that. `acts` are what keys can do in it, and `undoes` says whether it hears those of undo. */

/** @typedef {Partial<Record<"step" | "back" | "epoch" | "reset" | "newSeed", () => unknown>>} Acts */

/** What a link may carry besides the config and how it is shown. @typedef {Pick<import("../model/link/link.js").Link, "journal" | "exercise" | "answers" | "table">} Besides */

/** What became of a link: `kept` are fields that keep the meaning of an older version, `left` are parts that were left out.
 * @typedef {{ room: RoomName, kept: string[], left: (string | number)[], damage: import("../model/link/link.js").LinkDamage | null, mended: "proven" | "guessed" | null, said?: ((t: Shared["t"]) => string)[], arrival?: Promise<unknown> }} Outcome
 * `said` is what else there is to say; `arrival` resolves when the run of a link to a moment is there. */

/** @param {unknown[] | undefined} some @param {unknown[]} others */
const same = (some, others) => some?.length === others.length && some.every((one, index) => one === others[index]);

/** One closure, because the address, the rooms and their links follow each other: only here is it known who was first.
 * @param {{ [name in RoomName]: { open(): Room, bring(): Promise<unknown> | null } }} openers `bring` loads what the room is
 * made of, and is null once that is there @param {() => Shared} shared
 * @param {() => void} changed called when another room is shown or a link is new @param {number} version that is written now */
export function createRooms(openers, shared, changed, version) {
  /** Loaded where there is a link to read, and before the first one is written. What a link opens may say anything. */
  const links = loadedOnce(async () => (await Promise.all([import("../model/link/link.js"), loadMoreWords().catch(() => {})]))[0].createLinks(roomNames));
  /** @type {Partial<Record<RoomName, Room>>} */
  const opened = {};
  /** @type {RoomName | null} */
  let shown = null;
  /** The links of the rooms as they were last read or written, without the leading `#`. @type {Partial<Record<RoomName, string>>} */
  const texts = {};
  /** What was there then. @type {Partial<Record<RoomName, unknown[]>>} */
  const linked = {};
  /** The address as it was last read or written: another one is about to be opened. */
  let seen = location.hash;
  /** What was there when a change was last noticed. @type {unknown[]} */
  let noticed = [];

  const bar = createAddressBar(due, written);

  /** The room, opened with its default where it was not open. @param {RoomName} name */
  function open(name) {
    if (!opened[name]) unpack(name).load({});
    return unpack(name);
  }

  /** @param {RoomName} name */
  const unpack = (name) => (opened[name] ??= openers[name].open());

  /** What has yet to be loaded for rooms to be opened. @param {RoomName[]} names */
  const missing = (names) => names.map((name) => openers[name].bring());

  /** What has yet to be loaded for a link to be read. @param {string} text */
  const missingFor = (text) => (text ? links.bring() : null);

  /** Runs at once where nothing has to be loaded, else as soon as that is there.
   * @param {(Promise<unknown> | null)[]} needed @param {() => unknown} next */
  function once(needed, next) {
    const loading = needed.filter((one) => one !== null);
    if (loading.length === 0) return next();
    return Promise.all(loading).then(next, (error) => {
      if (!shown) throw missingScript(error);
      current().notify(missingNotice(error));
    });
  }

  const shownName = () => shown ?? roomNames[0];
  const current = () => open(shownName());

  /** @param {RoomName} name */
  function show(name) {
    const room = open(name);
    if (name === shown) return;
    if (shown) {
      upToDate();
      opened[shown]?.setShown(false);
    }
    shown = name;
    noticed = [];
    for (const one of roomNames) /** @type {HTMLElement} */ (document.getElementById(one)).hidden = one !== name;
    room.share(shared());
    room.setShown(true);
    changed();
  }

  /** Goes to a room as it was left, so that the browser's way back leads here. @param {RoomName} name */
  function visit(name) {
    return once(missing([name]), () => {
      if (name === shown) return;
      bar.flush();
      bar.push(address(texts[name] ?? bare(name)));
      show(name);
    });
  }

  /** The link to a room as it opens. @param {RoomName} name */
  const bare = (name) => (name === roomNames[0] ? "" : name);

  /** @param {string} text */
  const address = (text) => (text ? `#${text}` : location.pathname + location.search);

  /** @param {RoomName} name @param {Besides} [besides] */
  function write(name, besides) {
    const room = open(name);
    const exercise = room.exercise?.() ?? undefined;
    return links.loaded().write({ room: name, version, content: room.minimal(), view: room.view(), exercise, table: room.table?.() ?? undefined, ...besides });
  }

  /** The link of the room that is shown, null where it cannot be written yet. Until something changes it is the one that was
   * opened, damaged or not. */
  function upToDate() {
    const name = shownName();
    const room = open(name);
    const now = room.changed();
    const known = texts[name];
    if (known !== undefined && same(linked[name], now)) return known;
    const isDefault = [room.minimal(), room.view(), room.exercise?.() ?? {}].every((part) => Object.keys(part).length === 0);
    if (!isDefault && links.bring()) return null;
    linked[name] = now;
    return (texts[name] = isDefault ? bare(name) : write(name));
  }

  /** What the address bar should say, null where it does or another address is about to be opened. */
  function due() {
    const text = upToDate();
    if (text === null) {
      // What does not come now is asked for at the next change.
      links.bring()?.then(bar.later, () => {});
      return null;
    }
    return location.hash !== seen || text === location.hash.slice(1) ? null : address(text);
  }

  function written() {
    seen = location.hash;
    changed();
  }

  /** What a link says, loaded into its room. Nothing is changed where that throws.
   * @param {RoomName} name @param {unknown} content @param {number} from the version it was written in @param {unknown} [table] that comes with it */
  function load(name, content, from, table = null) {
    if (from > version) throw new DamagedLink({ kind: "newer" });
    const fresh = !opened[name];
    const room = unpack(name);
    const before = room.table?.() ?? null;
    try {
      const { partial, kept } = room.upgrade(content, from);
      room.setTable?.(table);
      room.load(partial);
      return kept;
    } catch (error) {
      room.setTable?.(before);
      if (fresh) room.load({});
      throw error;
    }
  }

  /** @param {string} text a link without what is before its `#` @param {string} [before] @returns {Outcome}
   * @throws {DamagedLink | import("../core/lab.js").InvalidExperiment | import("../model/link/readable.js").UnreadablePart} */
  function loadLink(text, before) {
    const reading = text ? links.loaded().read(text) : null;
    if (!reading) return (text || before ? loadForeign(text, before) : null) ?? loadReadable(text);
    const { link, damage, left, mended } = reading;
    const room = roomNames.find((name) => name === link?.room);
    if (!link || !room) throw new DamagedLink(damage ?? { kind: "newer" });
    const kept = load(room, link.content, link.version, link.table);
    unpack(room).setView(link.view);
    unpack(room).setExercise?.(link.exercise ?? null, link.answers);
    const arrival = link.journal && unpack(room).replay?.({ ...link.journal, version: link.version });
    return { room, kept, left, damage, mended: mended ? "proven" : null, arrival };
  }

  /** @param {string} text @param {string} [before] @returns {Outcome | null} null where it is no link of another program */
  function loadForeign(text, before) {
    const found = links.loaded().foreign(text, before);
    if (!found) return null;
    const { content, view, goals, hide, remarks: said } = found;
    load("playground", content, version);
    const room = unpack("playground");
    room.setView(view);
    room.setExercise?.(goals || hide.length ? { goals, hide } : null);
    return { room: "playground", kept: [], left: [], damage: null, mended: null, said: [{ key: "tfp.opened" }, ...said].map(({ key, words }) => (t) => t(key, words)) };
  }

  /** @param {string} text @returns {Outcome} */
  function loadReadable(text) {
    /** @type {unknown[]} */
    const errors = [];
    for (const reading of text ? links.loaded().readings(text) : [text]) {
      const { room, rest } = splitRoom(reading, roomNames);
      try {
        const content = readReadable(rest);
        const { step, table } = content;
        // The run of an experiment is opened at its step; a race has none.
        if (room === "playground") delete content.step;
        delete content.table;
        // What a link says of the table beside the page can be understood once that is there.
        const kept = table === undefined ? load(room, content, rest ? 1 : version) : load(room, {}, version);
        unpack(room).setExercise?.(null);
        if (table !== undefined) return { room, kept, left: [], damage: null, mended: null, arrival: unpack(room).openTable?.(table, content) };
        const arrival = room === "playground" && step !== undefined ? unpack(room).replay?.({ experiment: content, version: 1, step }) : undefined;
        return { room, kept, left: [], damage: null, mended: reading === text ? null : "guessed", arrival };
      } catch (error) {
        describe(error);
        errors.push(error);
      }
    }
    // What the core says of a link that could be read is more to the point.
    throw errors.find((error) => error instanceof InvalidExperiment) ?? errors[0];
  }

  /** The room that a link which cannot be opened would have led to. @param {string} text */
  function roomOf(text) {
    const plain = text && links.loaded().decoded(text);
    return roomNames.find((name) => new RegExp(`^\\W*(d\\d+-)?${name}\\b`, "i").test(plain)) ?? shownName();
  }

  /** The rooms that a link may lead to. @param {string} text */
  function roomsOf(text) {
    if (!text) return [...new Set([shownName(), roomNames[0]])];
    const { read, readings } = links.loaded();
    const named = read(text) ? [] : readings(text).map((reading) => splitRoom(reading, roomNames).room);
    return [...new Set([roomOf(text), ...named])];
  }

  /** What is to be said of a link that was opened. @param {Outcome} outcome @returns {Notice} */
  function remarks({ kept, left, damage, mended, said: more = [] }) {
    /** @type {((t: Shared["t"]) => string)[]} */
    const said = [...more];
    if (damage) said.push((t) => t("link.partly", { what: describe(new DamagedLink(damage))(t) }));
    if (left.length) said.push((t) => t("link.left", { parts: wordLeft(left, t) }));
    if (mended === "guessed") said.push((t) => t("link.mended"));
    for (const field of kept) said.push((t) => t(`link.kept.${field}`));
    if (said.length === 0) return null;
    const what = (/** @type {Shared["t"]} */ t) => said.map((one) => one(t)).join(" ");
    return { kind: damage || left.length ? "warning" : "info", key: "notice.remarks", words: { what } };
  }

  /** Opens the link that the address bar has. @param {string} text */
  function openText(text) {
    seen = location.hash;
    const left = roomNames.find((name) => opened[name] && texts[name] === text);
    if (left) return show(left);
    const wasOpen = Object.keys(opened).length > 0;
    /** @type {RoomName} */
    let name;
    /** @type {Notice} */
    let notice;
    let proven = false;
    try {
      const outcome = loadLink(text);
      name = outcome.room;
      notice = remarks(outcome);
      proven = outcome.mended === "proven";
    } catch (error) {
      name = roomOf(text);
      notice = { kind: "warning", key: wasOpen ? "notice.bad_link_kept" : "notice.bad_link", words: { what: describe(error) } };
    }
    show(name);
    if (notice) current().notify(notice);
    texts[name] = text;
    // A link that was mended is written as it was sent; any other stays as it is.
    linked[name] = proven ? [] : current().changed();
  }

  return {
    open,
    show,
    /** The words, the language and the theme of the page. */
    shared,
    /** Opens a room while nobody looks, so that it is there at once when it is wanted. @param {RoomName} name
     * @param {() => Promise<unknown>} idle resolves when there is nothing else to do */
    async prepare(name, idle) {
      await openers[name].bring();
      await open(name).prepare?.(idle);
    },
    current,
    /** Loads what a room is made of. @param {RoomName} name */
    bring: async (name) => void (await openers[name].bring()),
    shown: shownName,
    visit,
    /** @param {RoomName} name the address of a room as it was left */
    address: (name) => address(texts[name] ?? bare(name)),

    /** Opens what the address says. A damaged link is told, and stays in the address bar until something is changed. */
    openLink() {
      const { hash } = location;
      const text = hash.slice(1) || linkWithin(location.search);
      return once([missingFor(text)], () =>
        once(missing(roomsOf(text)), () => {
          // Meanwhile someone may have gone elsewhere.
          if (hash === location.hash) openText(text);
        }),
      );
    },

    /** Opens a link, or throws what is wrong with it in words and changes nothing. Resolves once the run is at its moment.
     * @param {string} given @returns {Promise<RoomName>} */
    async follow(given) {
      await missingFor(given);
      // Mail and search engines carry a link within one of their own.
      const link = !given || given.includes("#") ? given : links.loaded().decoded(given);
      const at = link.indexOf("#");
      const [before, text] = at < 0 && /^https?:/.test(link) ? [link, ""] : [link.slice(0, Math.max(0, at)), link.slice(at + 1)];
      await Promise.all(missing(roomsOf(text)));
      try {
        const damage = text ? links.loaded().read(text)?.damage : null;
        if (damage) throw new DamagedLink(damage);
        const outcome = loadLink(text, before);
        visit(outcome.room);
        const notice = remarks(outcome);
        if (outcome.said && notice) current().notify(notice);
        await outcome.arrival;
        return outcome.room;
      } catch (error) {
        const said = describe(error);
        await loadMoreWords().catch(() => {});
        throw new Error(said(shared().t), { cause: error });
      }
    },

    /** The whole link to what is shown; unlike the address of a room as it opens it says the version, too.
     * @param {{ moment?: boolean } & Omit<Besides, "journal">} [options] `moment`: it opens the run at the step where it is */
    async link({ moment = false, ...besides } = {}) {
      await links.bring();
      const name = shownName();
      const record = moment ? await opened[name]?.record?.() : null;
      const { version: _, ...journal } = record ?? {};
      return `${links.loaded().plainAddress(location.href.split("#")[0])}#${write(name, { ...besides, ...(record ? { journal } : {}) })}`;
    },

    /** The opened table that is learned, for a link to carry. */
    ownTable: () => current().ownTable?.() ?? null,
    /** What the link says of it. */
    table: () => current().table?.() ?? null,

    /** What is asked of the room that is shown, null where nothing is. */
    exercise: () => current().exercise?.() ?? null,

    /** A link of TensorFlow Playground to what is shown; null where it cannot say that. */
    async foreignLink() {
      await links.bring();
      return shownName() === "playground" ? links.loaded().writeForeign(current().content(), current().view()) : null;
    },

    /** What a link carries, whichever room it is of, without opening it; null where it is of no form that carries checks.
     * @param {string} link */
    async reading(link) {
      await links.bring();
      return links.loaded().read(link.slice(link.indexOf("#") + 1));
    },

    /** Writes the link once nothing has changed for a moment. */
    drawn() {
      const now = current().changed();
      if (same(noticed, now)) return;
      noticed = now;
      bar.later();
    },

    /** What a file holds of a room: the one that is shown, or another. */
    file(name = shownName()) {
      const room = open(name);
      const [view, task] = [room.view(), room.exercise?.()];
      return { version, room: name, [contents[name]]: room.content(), ...(Object.keys(view).length ? { view } : {}), ...(task ? { task } : {}) };
    },

    /** Shows a chapter of lessons from a file. @param {string} name @param {string} text */
    openChapter: (name, text) => once(missing(["lessons"]), () => (load("lessons", { chapter: name, text }, version), visit("lessons"))),

    /** The same with the run as it is, where it has begun. */
    async fileOfRun(name = shownName()) {
      const [file, record] = [this.file(name), await open(name).record?.(true).catch(() => null)];
      const { version: _, ...run } = record ?? {};
      return record && (record.step || record.edits || record.forgotten) ? { ...file, run } : file;
    },

    /** @param {unknown} saved in a file; what is wrong with it is told, and changes nothing */
    openFile(saved) {
      const told = (/** @type {unknown} */ error) => current().notify({ kind: "error", key: "notice.bad_file", words: { what: describe(error) } });
      try {
        const { room, content, from, view, run } = fileContent(saved);
        return once(missing([room]), () => {
          try {
            const kept = load(room, content, from);
            if (view) unpack(room).setView(view);
            unpack(room).setExercise?.(Object(saved).task ?? null);
            visit(room);
            const remark = remarks({ room, kept, left: [], damage: null, mended: null });
            current().notify(remark ?? { kind: "info", key: "notice.opened" });
            if (run) unpack(room).replay?.({ ...run, version: from });
          } catch (error) {
            told(error);
          }
        });
      } catch (error) {
        told(error);
      }
    },
  };
}

/** Under which name a file has what a room shows. @type {Record<RoomName, string>} */
const contents = { playground: "experiment", optimizers: "race", runs: "plan", lessons: "lesson" };

/** Version 1 had no version: its files are the experiment, or the race with the name of its room.
 * @param {any} saved @returns {{ room: RoomName, content: unknown, from: number, view?: Record<string, unknown>, run?: object }} */
function fileContent(saved) {
  const { version: from, room: named, ...rest } = Object(saved);
  const known = roomNames.find((name) => name === named);
  if (from === undefined) return { room: known ?? roomNames[0], content: known ? rest : saved, from: 1 };
  const room = named === undefined ? roomNames.find((name) => contents[name] in rest) : known;
  if (!room || !Number.isInteger(from) || from < 1) throw new DamagedLink({ kind: "newer" });
  const { view, run } = rest;
  return { room, content: rest[contents[room]], from, ...(Object(view) === view ? { view } : {}), ...(Object(run) === run ? { run } : {}) };
}

/** A link whose `#` was encoded with what others added before it. @param {string} search */
const linkWithin = (search) => search.match(/(?:#|%(?:25)*23)(d\d+-.*)$/i)?.[1] ?? "";

/** @typedef {ReturnType<typeof createRooms>} Rooms */

/** What the rooms are given.
 * @typedef {{
 *   lab: import("../core/lab.js").Lab, pool: import("../core/pool.js").Pool, rooms: Rooms, element(id: string): HTMLElement, shared(): Shared,
 *   setLanguage(language: Shared["language"]): void, setTheme(theme: Shared["theme"]): void,
 * }} Page */
