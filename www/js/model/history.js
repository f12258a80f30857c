// Undo and redo: what was before each change, the latest hundred. Changes of the same thing in quick succession, as a
// slider makes them while it is dragged, count as one.

const most = 100;
const together = 700;

/** The path of the one number that differs between two values, such as `network.layers.2.units`; empty where anything
 * else differs. @param {any} a @param {any} b @returns {string} */
export function changed(a, b) {
  const isObject = (/** @type {any} */ value) => Boolean(value) && typeof value === "object";
  if (!isObject(a) || !isObject(b)) return "";
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
  if (keys.length !== 1) return "";
  const [key] = keys;
  if (typeof a[key] === "number" && typeof b[key] === "number") return key;
  const rest = changed(a[key], b[key]);
  return rest && `${key}.${rest}`;
}

/** @template Moment */
export class History {
  /** @type {Moment[]} */
  #past = [];
  /** @type {Moment[]} */
  #future = [];
  #gesture = "";
  #time = -Infinity;

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Remembers what was before a change.
   * @param {Moment} before @param {string} gesture what the change is about @param {number} now in milliseconds */
  keep(before, gesture, now) {
    const same = gesture !== "" && gesture === this.#gesture && now - this.#time < together && this.canUndo;
    if (!same) this.#past.push(before);
    if (this.#past.length > most) this.#past.shift();
    this.#future = [];
    this.#gesture = gesture;
    this.#time = now;
  }

  /** Drops moments. @param {(moment: Moment) => boolean} isDropped */
  forget(isDropped) {
    this.#past = this.#past.filter((moment) => !isDropped(moment));
    this.#future = this.#future.filter((moment) => !isDropped(moment));
    this.#gesture = "";
  }

  /** What was before the last change. @param {(to: Moment) => Moment} current the way back @returns {Moment | undefined} */
  undo(current) {
    return this.#turn(this.#past, this.#future, current);
  }

  /** @param {(to: Moment) => Moment} current @returns {Moment | undefined} */
  redo(current) {
    return this.#turn(this.#future, this.#past, current);
  }

  /** @param {Moment[]} from @param {Moment[]} to @param {(to: Moment) => Moment} current */
  #turn(from, to, current) {
    const moment = from.pop();
    if (moment === undefined) return undefined;
    to.push(current(moment));
    this.#gesture = "";
    return moment;
  }
}
