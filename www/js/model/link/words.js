// What is wrong with a link or a file, in the reader's words.

import { InvalidExperiment } from "../../core/lab.js";
import { wordError } from "../../ui/notice.js";
import { UnreadablePart } from "./readable.js";

/** @typedef {import("../../ui/shell.js").Shared["t"]} Translate */

/** A link that did not arrive as it was sent, or that is of a newer Descent. */
export class DamagedLink extends Error {
  /** @param {import("./link.js").LinkDamage} damage */
  constructor(damage) {
    super(damage.kind);
    this.name = "DamagedLink";
    this.damage = damage;
  }
}

/** Longer than what tells one part from another. */
const mostLetters = 60;

/** @param {string} text */
const short = (text) => (text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text);

/** @param {unknown} error @returns {(t: Translate) => string}
 * @throws the error itself where it is a bug of the page */
export function describe(error) {
  if (error instanceof InvalidExperiment) return (t) => wordError(error.errors[0], t);
  if (error instanceof UnreadablePart) return (t) => t(`link.${error.problem}`, { part: short(error.message) });
  if (error instanceof DamagedLink) return (t) => wordDamage(error.damage, t);
  throw error;
}

/** @param {import("./link.js").LinkDamage} damage @param {Translate} t */
function wordDamage(damage, t) {
  if (damage.kind === "cut") return damage.missing === null ? t("link.cut_short") : t(damage.missing === 1 ? "link.cut_one" : "link.cut", damage);
  if (damage.kind !== "changed") return t(`link.${damage.kind}`);
  return damage.part ? t("link.changed_part", { part: t(`link.part.${damage.part}`) }) : t("link.changed");
}

/** @param {(string | number)[]} parts known by name, or only by number @param {Translate} t */
export const wordLeft = (parts, t) => parts.map((part) => (typeof part === "number" ? t("link.part.unknown", { part }) : t(`link.part.${part}`))).join(", ");
