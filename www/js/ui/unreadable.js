// What the core says of a value that cannot be read, which is English, in the reader's words. What it says otherwise stays.

/** @typedef {import("./i18n.js").Translate} Translate */

/** Sentences with their parts. @type {readonly [RegExp, string, readonly string[]][]} */
const sentences = [
  [/^invalid (?:type|value): (.+), expected (.+)$/s, "type", ["got", "expected"]],
  [/^invalid length (\d+), expected (.+)$/s, "length", ["length", "expected"]],
  [/^unknown (\w+) `(.*)`, expected (?:one of )?(.+)$/s, "unknown", ["kind", "name", "choices"]],
  [/^unknown (\w+) `(.*)`, there are no \w+$/s, "unknown_alone", ["kind", "name"]],
  [/^missing field `(.*)`$/s, "missing", ["name"]],
  [/^duplicate field `(.*)`$/s, "twice", ["name"]],
];

/** What a value is or should be: the first word of it, and what it says. @type {readonly [RegExp, string][]} */
const things = [
  [/^(?:integer|floating point) `(.+)`$/s, "number"],
  [/^string (".*")$/s, "string"],
  [/^boolean `(.+)`$/s, "boolean"],
  [/^null$/, "null"],
  [/^(?:sequence|a list)$/, "list"],
  [/^(?:map|an object)$/, "object"],
  [/^a whole number$/, "whole"],
  [/^a number$/, "any_number"],
  [/^true or false$/, "flag"],
  [/^a string$/, "text"],
  [/^an array of length (\d+)$/, "array"],
];

/** @param {string} thing @param {Translate} t */
function thingWords(thing, t) {
  for (const [pattern, name] of things) {
    const found = thing.match(pattern);
    if (found) return t(`unreadable.thing.${name}`, { value: found[1] ?? "" });
  }
  return thing;
}

/** @param {string} message @param {Translate} t */
export function unreadableWords(message, t) {
  for (const [pattern, name, parts] of sentences) {
    const found = message.match(pattern);
    if (!found) continue;
    const kindKey = `unreadable.kind.${found[1]}`;
    const said = parts.map((part, index) => {
      const text = found[index + 1];
      if (part === "got" || part === "expected") return [part, thingWords(text, t)];
      if (part === "kind") return [part, t(kindKey) === kindKey ? text : t(kindKey)];
      return [part, part === "choices" ? text.replaceAll(" or ", ", ").replaceAll("`", "") : text];
    });
    return t(`unreadable.${name}`, Object.fromEntries(said));
  }
  return message;
}
