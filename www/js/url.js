// The link: what differs from the default, as `#data.dataset=spiral&optimizer.learning_rate=0.1`.
// A path of keys names a value; a value is JSON where it is not plain text. A room other than the first is named
// before all else: `#optimizers&surface.surface=beale`.

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value */
function writeValue(value) {
  const plain = typeof value === "string" && !/^[-\d[{"]|^(true|false|null)$/.test(value);
  return plain ? value : JSON.stringify(value);
}

/** @param {string} text @returns {unknown} */
function readValue(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {string} text */
const escape = (text) => encodeURIComponent(text).replace(/%(2C|3A|5B|5D|7B|7D|22)/g, (code) => decodeURIComponent(code));

/** @param {Record<string, unknown>} partial an experiment with only what differs from the default
 * @returns {string} without the leading `#` */
export function writeLink(partial) {
  /** @type {string[]} */
  const parts = [];
  /** @param {Record<string, unknown>} object @param {string} path */
  const visit = (object, path) => {
    for (const [key, value] of Object.entries(object)) {
      if (isObject(value)) visit(/** @type {Record<string, unknown>} */ (value), `${path}${key}.`);
      else parts.push(`${path}${key}=${escape(/** @type {string} */ (writeValue(value)))}`);
    }
  };
  visit(partial, "");
  return parts.join("&");
}

/** @param {string} hash with or without the leading `#` @returns {Record<string, unknown>} a partial experiment
 * @throws {Error} that names the part of the link that cannot be read */
export function readLink(hash) {
  /** @type {Record<string, unknown>} */
  const partial = {};
  for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const [, path, text] = part.match(/^([\w.]+)=(.*)$/s) ?? [];
    if (path === undefined) throw new Error(part);
    const keys = path.split(".");
    const last = /** @type {string} */ (keys.pop());
    /** @type {Record<string, unknown>} */
    let object = partial;
    for (const key of keys) {
      object = /** @type {Record<string, unknown>} */ (Object.hasOwn(object, key) ? object[key] : (object[key] = {}));
      if (!isObject(object) || key === "__proto__") throw new Error(part);
    }
    try {
      object[last] = readValue(decodeURIComponent(text));
    } catch {
      throw new Error(part);
    }
  }
  return partial;
}

/** The room a link leads to, and the rest of the link. @template {string} Name
 * @param {string} hash with or without the leading `#` @param {readonly Name[]} rooms the first needs no name
 * @returns {{ room: Name, rest: string }} */
export function splitRoom(hash, rooms) {
  const text = hash.replace(/^#/, "");
  const [first] = text.split("&", 1);
  const room = rooms.slice(1).find((name) => name === first);
  return room ? { room, rest: text.slice(first.length + 1) } : { room: rooms[0], rest: text };
}

/** @param {string} room @param {string} rest @param {readonly string[]} rooms @returns {string} without the leading `#` */
export const joinRoom = (room, rest, rooms) => [room === rooms[0] ? "" : room, rest].filter(Boolean).join("&");
