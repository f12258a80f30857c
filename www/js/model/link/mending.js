// What mail, chat programs and word processors do to a link on its way, undone as far as it can be.

/** Parameters that others add to a link to follow it. */
const tracker = /^(utm_\w+|fbclid|gclid|dclid|wbraid|gbraid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|_hs\w+|_ga|_gl|si)=/i;

const entities = /** @type {Record<string, string>} */ ({ amp: "&", quot: '"', apos: "'", lt: "<", gt: ">", nbsp: " ", shy: "" });

/** @param {string} text */
const withoutEntities = (text) =>
  text.replace(/&(?:(amp|quot|apos|lt|gt|nbsp|shy)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name) return entities[name.toLowerCase()];
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** What is encoded by per cent, where it is text. @param {string} text */
const withoutPercents = (text) =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (whole) => {
    try {
      return decodeURIComponent(whole);
    } catch {
      return whole;
    }
  });

/** The text under however many encodings. @param {string} text */
export function decoded(text) {
  for (let times = 0; times < 5; times++) {
    const next = withoutEntities(withoutPercents(text));
    if (next === text) break;
    text = next;
  }
  return text;
}

/** Without what others add to follow a link. @param {string} text the parts of which are parted by `&` or `?` */
export function withoutTrackers(text) {
  const parts = text.split(/([?&])/);
  let kept = "";
  for (let index = 0; index < parts.length; index += 2) {
    if (!tracker.test(parts[index])) kept += (index && kept ? parts[index - 1] : "") + parts[index];
  }
  return kept;
}

/** An address without what others add to follow it. @param {string} address without its hash */
export function plainAddress(address) {
  const at = address.indexOf("?");
  if (at < 0) return address;
  const kept = address.slice(at + 1).split("&").filter((part) => !tracker.test(part));
  return address.slice(0, at) + (kept.length ? `?${kept.join("&")}` : "");
}

/** Characters without width, and breaks of a line with the marks that mail puts at them. */
const inserted = /[\p{Cf}\u00ad]|=?[\r\n\t\u2028\u2029]+(?:>+ ?)*/gu;

/** What can no more be part of an enveloped link. */
const separator = /[&?#]|https?:/i;

/** What an enveloped link may have been before it was changed on its way: room and letters, the likeliest first;
 * null for a text that never was one.
 * @param {string} text without the leading `#` @returns {{ version: number, room: string, letters: string }[] | null} */
export function enveloped(text) {
  const plain = withoutTrackers(decoded(text)).normalize("NFKC").replace(/[\u2010-\u2013\u2015\u2212\ufe63]/g, "-").replace(inserted, "");
  const [, version, rest = ""] = plain.match(/^[^\p{L}\p{N}]*d(\d{1,3})(?:-(.*))?$/isu) ?? [];
  if (version === undefined) return null;
  const [, room, sealed = ""] = rest.match(/^([a-z]*)(?:-(.*))?$/is) ?? ["", "", rest];
  const body = sealed.split(separator, 1)[0];
  // An editor makes one long dash of two; ordinary base64 has other signs.
  const readings = [body.replaceAll("\u2014", "--"), body.replaceAll("\u2014", "-")].flatMap((one) => [one, one.replaceAll("+", "-").replaceAll("/", "_")]);
  const letters = new Set(readings.map((one) => one.replace(/[^\w-]/g, "")));
  return [...letters].map((one) => ({ version: Number(version), room: room.toLowerCase(), letters: one }));
}

/** What a readable link may have been, the likeliest first; the first is the link as it came.
 * @param {string} text without the leading `#` @returns {string[]} */
export function readings(text) {
  const plain = decoded(withoutTrackers(text)).replace(inserted, "").replace(/[\u201c-\u201f\u2033]/g, '"').trim();
  const clean = withoutTrackers(plain);
  const spaced = clean.replaceAll("+", " ");
  const found = new Set([text, withoutTrackers(text), clean, spaced]);
  for (const one of [withoutTrackers(text), clean, spaced]) {
    // A sentence goes on after a link: its marks are taken off one by one.
    let shorter = one;
    while (found.size < 40 && /[\s.,;:!?)\]}>'"`*_~…。、，．）」』】》〉’”]$/u.test(shorter)) found.add((shorter = [...shorter].slice(0, -1).join("")));
  }
  return [...found];
}
