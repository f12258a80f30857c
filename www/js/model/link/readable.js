// The readable link, written by hand and by version 1: what differs from version 1's defaults, as
// `#data.dataset=spiral&optimizer.learning_rate=0.1` or `#data={"dataset":"spiral"}`. A path of keys names a value; a
// value is JSON where it is not plain text. A room other than the first is named before all else: `#optimizers&seed=3`.

/** A part of a readable link that cannot be read: it is no `key=value`, or its JSON is not whole. */
export class UnreadablePart extends Error {
  /** @param {string} part @param {"part" | "unfinished"} problem */
  constructor(part, problem) {
    super(part);
    this.name = "UnreadablePart";
    this.problem = problem;
  }
}

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {string} text @returns {unknown} */
function readValue(text) {
  try {
    return JSON.parse(text);
  } catch {
    if (/^[[{"]/.test(text)) throw new UnreadablePart(text, "unfinished");
    return text;
  }
}

/** @param {string} path @param {string} text */
function readPart(path, text) {
  try {
    return readValue(decodeURIComponent(text));
  } catch (error) {
    const problem = error instanceof UnreadablePart ? error.problem : "part";
    throw new UnreadablePart(`${path}=${text}`, problem);
  }
}

/** @param {string} text what follows the room @returns {Record<string, unknown>} a partial experiment or race
 * @throws {UnreadablePart} */
export function readReadable(text) {
  /** @type {Record<string, unknown>} */
  const partial = {};
  for (const part of text.split("&").filter(Boolean)) {
    const [, path, value] = part.match(/^([\w.]+)=(.*)$/s) ?? [];
    if (path === undefined) throw new UnreadablePart(part, "part");
    const keys = path.split(".");
    const last = /** @type {string} */ (keys.pop());
    if (path.split(".").includes("__proto__")) throw new UnreadablePart(part, "part");
    /** @type {Record<string, unknown>} */
    let object = partial;
    for (const key of keys) {
      object = /** @type {Record<string, unknown>} */ (Object.hasOwn(object, key) ? object[key] : (object[key] = {}));
      if (!isObject(object)) throw new UnreadablePart(part, "part");
    }
    object[last] = readPart(path, value);
  }
  return partial;
}

/** The room a readable link leads to, and the rest of it. @template {string} Name
 * @param {string} text without the leading `#` @param {readonly Name[]} rooms the first needs no name
 * @returns {{ room: Name, rest: string }} */
export function splitRoom(text, rooms) {
  const [first] = text.split("&", 1);
  const room = rooms.slice(1).find((name) => name === first);
  return room ? { room, rest: text.slice(first.length + 1) } : { room: rooms[0], rest: text };
}
