// The rooms of the page: one is shown, the others rest. A room is opened when it is first asked for,
// and each keeps its own state, its own link and its own file.

import { writeAddress } from "./address_bar.js";
import { missingNotice, missingScript } from "./failure.js";
import { InvalidExperiment } from "./lab.js";
import { joinRoom, readLink, splitRoom, writeLink } from "./url.js";
import { wordError } from "./views/notice.js";

/** The address is written once nothing has changed for so long: a slider that is dragged writes it when it rests. */
const restMillis = 250;
/** The least time between two writes: Safari refuses more than a hundred in half a minute. */
const betweenMillis = 400;
/** After so long an address that was refused is tried again. */
const retryMillis = 10_000;

/** The first needs no name in a link. */
export const roomNames = /** @type {const} */ (["playground", "optimizers"]);

/** @typedef {(typeof roomNames)[number]} RoomName */
/** @typedef {import("./protocol.js").State["notice"]} Notice */
/** What all rooms have in common. @typedef {Pick<import("./protocol.js").State, "language" | "theme" | "t">} Shared */

/** @typedef {{
 *   load(partial: unknown): unknown, changed(): unknown[], wish(): object, minimal(): Record<string, unknown>,
 *   share(shared: Shared): void, setShown(shown: boolean): void, notify(notice: Notice): void,
 *   showPresets(): void, toggle(): void,
 * }} Room
 * `load` starts over with a partial wish or throws `InvalidExperiment`; `wish` is all that a file holds, and `minimal` the
 * least that stands for it, for a link; after a change of it `changed` has other objects. A room that is not shown neither
 * draws nor plays. */

/** @param {{ [name in RoomName]: { open(): Room, bring(): Promise<unknown> | null } }} openers `bring` loads what the room is
 * made of, and is null once that is there @param {() => Shared} shared
 * @param {() => void} changed called when another room is shown or a link is new */
export function createRooms(openers, shared, changed) {
  /** @type {Partial<Record<RoomName, Room>>} */
  const opened = {};
  /** @type {RoomName | null} */
  let shown = null;
  /** @type {Partial<Record<RoomName, string>>} */
  const links = {};
  /** What was there when the link was last written. @type {unknown[]} */
  let linked = [];
  let timer = 0;
  /** When the address was last written. */
  let written = -Infinity;
  /** The address as it was last read or written: another one is about to be opened. */
  let seen = location.hash;

  /** The room, opened with its default where it was not open. @param {RoomName} name */
  function open(name) {
    if (!opened[name]) unpack(name).load({});
    return unpack(name);
  }

  /** @param {RoomName} name */
  const unpack = (name) => (opened[name] ??= openers[name].open());

  /** Runs at once where the room is at hand, else as soon as it is loaded. @param {RoomName} name @param {() => void} next */
  function once(name, next) {
    const loading = openers[name].bring();
    if (!loading) return next();
    return loading.then(next, (error) => {
      if (!shown) throw missingScript(error);
      current().notify(missingNotice(error));
    });
  }

  /** @param {RoomName} name */
  function show(name) {
    const room = open(name);
    if (name === shown) return room;
    if (shown) {
      clearTimeout(timer);
      links[shown] = link();
      opened[shown]?.setShown(false);
    }
    shown = name;
    for (const one of roomNames) /** @type {HTMLElement} */ (document.getElementById(one)).hidden = one !== name;
    room.share(shared());
    room.setShown(true);
    linked = [];
    changed();
    return room;
  }

  const current = () => open(shown ?? roomNames[0]);

  /** Goes to a room as it was left, so that the browser's way back leads here. @param {RoomName} name */
  function visit(name) {
    return once(name, () => {
      if (name === shown) return;
      keepLink();
      writeAddress("push", address(links[name] ?? joinRoom(name, "", roomNames)));
      seen = location.hash;
      show(name);
    });
  }

  /** The link of the room that is shown, without the leading `#`. */
  function link() {
    const name = shown ?? roomNames[0];
    return joinRoom(name, writeLink(open(name).minimal()), roomNames);
  }

  /** Writes the link now. */
  function keepLink() {
    clearTimeout(timer);
    const text = link();
    const name = shown ?? roomNames[0];
    if (location.hash !== seen) return;
    if (text !== location.hash.slice(1)) {
      written = performance.now();
      if (!writeAddress("replace", address(text))) timer = setTimeout(keepLink, retryMillis);
    }
    seen = location.hash;
    if (links[name] === text) return;
    links[name] = text;
    changed();
  }

  /** @param {string} text */
  const address = (text) => (text ? `#${text}` : location.pathname + location.search);

  /** @param {unknown} error */
  function describe(error) {
    if (error instanceof InvalidExperiment) return wordError(error.errors[0], shared().t);
    return /** @type {Error} */ (error).message;
  }

  return {
    open,
    show,
    current,
    /** @returns {RoomName} */
    shown: () => shown ?? roomNames[0],
    /** @param {RoomName} name the address of a room as it was left */
    address: (name) => address(links[name] ?? joinRoom(name, "", roomNames)),

    visit,

    /** Loads what the address says; a broken link opens the default and says what was wrong. */
    openLink() {
      const { hash } = location;
      const { room: name, rest } = splitRoom(hash, roomNames);
      return once(name, () => {
        // While the room was loaded, someone may have gone elsewhere.
        if (hash !== location.hash) return;
        seen = hash;
        const asLeft = opened[name] && links[name] === hash.slice(1);
        const room = unpack(name);
        show(name);
        if (asLeft) return;
        try {
          room.load(readLink(rest));
        } catch (error) {
          room.load({});
          room.notify({ kind: "warning", key: "notice.bad_link", words: { what: describe(error) } });
        }
      });
    },

    /** The whole address of what is shown. */
    link: () => `${location.href.split("#")[0]}#${link()}`,

    /** Writes the link a moment after the last change. */
    drawn() {
      const now = current().changed();
      if (now.length === linked.length && now.every((one, index) => one === linked[index])) return;
      linked = now;
      clearTimeout(timer);
      timer = setTimeout(keepLink, Math.max(restMillis, written + betweenMillis - performance.now()));
    },

    /** What a file holds of the room that is shown. */
    file: () => (shown === roomNames[0] ? current().wish() : { room: shown, ...current().wish() }),

    /** @param {unknown} content of a file; what is wrong with it is told, and changes nothing */
    openFile(content) {
      const { room: named, ...rest } = Object(content);
      const name = roomNames.slice(1).find((one) => one === named) ?? roomNames[0];
      return once(name, () => {
        try {
          open(name).load(name === roomNames[0] ? content : rest);
          visit(name);
          current().notify({ kind: "info", key: "notice.opened" });
        } catch (error) {
          if (!(error instanceof InvalidExperiment)) throw error;
          current().notify({ kind: "error", key: "notice.bad_file", words: { what: describe(error) } });
        }
      });
    },
  };
}

/** @typedef {ReturnType<typeof createRooms>} Rooms */
