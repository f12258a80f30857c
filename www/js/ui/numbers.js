// Numbers as people type them: the one reader of every field of the page.

/** What a field takes. A value of a field in per cent is a share: 20 % is 0.2.
 * `low` and `high` are given, both, where the field itself knows them; else the core says what is out of range. `positive` ones need
 * no minus on a touch screen's keyboard.
 * @typedef {{ whole?: boolean, percent?: boolean, optional?: boolean, positive?: boolean, low?: number, high?: number }} Takes */

/** Why a text is refused: the key of its sentence is `invalid.<reason>`. `readings` are the two numbers it could be, `value`
 * the number that is out of range.
 * @typedef {{
 *   reason: "empty" | "not_a_number" | "two_readings" | "not_whole" | "not_percent" | "not_a_shape" | "not_a_date" | "no_such_day" | "too_large" | "range", text: string,
 *   readings?: [string, string], value?: number | string, low?: number, high?: number,
 * }} Refusal */

/** What is wrong with a field: what the core says, or what the page cannot read of what was typed into it. `kept` is what the
 * field goes on holding, as it shows it.
 * @typedef {(import("../core/protocol.js").FieldError | (Refusal & { field: string })) & { kept?: string }} InputError */

/** Signs of other keyboards and of typesetting, and what they mean. */
const signs = new Map(Object.entries({
  "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "⁻": "-", "。": ".", "｡": ".", "、": ",", "､": ",", "٫": ".", "٬": ",", "⁄": "/", "∕": "/", "÷": "/",
  "٪": "%", "×": "*", "·": "*", "⋅": "*", "∙": "*", "’": "'", "＇": "'", "_": "'",
}));
const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The same in plain signs: full-width letters and digits narrow, every space a space, 10⁻³ as 10^-3. @param {string} text */
export function plain(text) {
  return [...text.trim().replace(/(?<=10)(⁻?)([⁰¹²³⁴-⁹]+)/gu, (_, minus, digits) => `^${minus}${[...digits].map((digit) => raised.indexOf(digit)).join("")}`)]
    .map((sign) => {
      const code = /** @type {number} */ (sign.codePointAt(0));
      const narrow = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : /\s/u.test(sign) ? " " : sign;
      return signs.get(narrow) ?? narrow;
    })
    .join("")
    .trim();
}

/** Digits with a decimal sign, perhaps grouped: as plain digits with a point. Null where there is no such number, "two" where
 * there are two: 1,000 is a thousand to some and one to others. @param {string} text @param {boolean} whole */
function digits(text, whole) {
  if (/^\d*\.?\d*$/.test(text)) {
    if (!/\d/.test(text)) return null;
    // In a field that counts, the point of 1.000 can only have been meant to group.
    return whole && /^[1-9]\d{0,2}\.\d{3}$/.test(text) ? "two" : text;
  }
  const grouped = text.match(/^\d{1,3}(?:([ '])\d{3}(?:\1\d{3})*)(?:[.,]\d*)?$/);
  if (grouped) return text.replaceAll(grouped[1], "").replace(",", ".");
  if (/^\d{1,3}(,\d{3})+\.\d*$|^\d{1,3}(,\d{3}){2,}$/.test(text)) return text.replaceAll(",", "");
  if (/^\d{1,3}(\.\d{3})+,\d*$|^\d{1,3}(\.\d{3}){2,}$/.test(text)) return text.replaceAll(".", "").replace(",", ".");
  if (/^[1-9]\d{0,2},\d{3}$/.test(text)) return "two";
  return /^\d+,\d*$|^,\d+$/.test(text) ? text.replace(",", ".") : null;
}

/** A number without its fraction line and per cent sign. @param {string} text @param {boolean} whole
 * @returns {number | "two" | "large" | null} */
function single(text, whole) {
  const [, sign = "", rest = ""] = text.match(/^([+-]?) ?(.*)$/) ?? [];
  // 2e-3, 2 * 10^-3, 10^-3.
  const power = rest.match(/^(?:(.+?) ?\* ?)?10 ?\^ ?\(?([+-]?\d{1,4})\)?$/) ?? rest.match(/^(.+?)[eE]([+-]?\d{1,4})$/);
  const mantissa = digits(power ? (power[1] ?? "1") : rest, whole && !power);
  if (mantissa === null || mantissa === "two") return mantissa;
  const value = Number(`${sign}${mantissa}e${power ? Number(power[2]) : 0}`);
  if (!Number.isFinite(value)) return "large";
  // Too small to be told from 0 is not what was typed.
  if (value === 0 && /[1-9]/.test(mantissa)) return null;
  return value === 0 ? 0 : value;
}

/** The number a text means to a field: `{ value }`, null where an optional field is left empty, or why it is refused.
 * Both decimal signs, grouped digits, fractions such as 1/3, powers of ten, and signs of other keyboards are read; what
 * could be read in two ways is not. Never throws.
 * @param {string} text @param {Takes} [takes] @returns {{ value: number | null } | { refusal: Refusal }} */
export function readNumber(text, { whole = false, percent = false, optional = false, low = -Infinity, high = Infinity } = {}) {
  const typed = text.trim();
  const range = Number.isFinite(low) && Number.isFinite(high) ? { low, high } : {};
  /** @param {Refusal["reason"]} reason @param {Partial<Refusal>} [more] @returns {{ refusal: Refusal }} */
  const refuse = (reason, more) => ({ refusal: { reason, text: typed, ...range, ...more } });
  let rest = plain(text);
  if (rest === "") return optional ? { value: null } : refuse("empty");
  const inPercent = /%$/.test(rest);
  if (inPercent) rest = rest.slice(0, -1).trim();
  const parts = rest.split("/").map((part) => single(part.trim(), whole));
  if (parts.includes("two")) {
    const bare = rest.replace(/[.,]/g, "");
    return refuse("two_readings", { readings: [bare, String(Number(rest.replace(",", ".")))] });
  }
  if (parts.length > 2 || parts.includes(null)) return refuse("not_a_number");
  const isLarge = parts.includes("large");
  if (inPercent && !percent) return refuse("not_percent");
  const [above, below = 1] = /** @type {number[]} */ (parts);
  const quotient = isLarge ? Infinity : above / below;
  if (Number.isNaN(quotient) || below === 0) return refuse("not_a_number");
  const value = percent ? Number((quotient / 100).toPrecision(15)) : quotient;
  if (!Number.isFinite(quotient)) return "low" in range ? refuse("range", { value: typed }) : refuse("too_large");
  if (whole && !Number.isInteger(value)) return refuse("not_whole");
  if (value < low || value > high) return refuse("range", { value });
  return { value };
}

/** A number as its field shows it, so that it reads back as the same. @param {number | null} value @param {Takes} [takes] */
export function written(value, { percent = false } = {}) {
  if (value === null) return "";
  const short = String(Number((percent ? value * 100 : value).toPrecision(7))).replace("e+", "e");
  return percent ? `${short} %` : short;
}
