// Korean particles, which follow from how the word before them ends: 층을, 유닛이; 3이, 10을, L1이.

import { josa } from "es-hangul";

/** The particles that a sentence may have in braces. @type {Record<string, Parameters<typeof josa.pick>[1]>} */
const pairs = { 은: "은/는", 이: "이/가", 을: "을/를", 와: "와/과", 으로: "으로/로", 이라: "이라/라" };

const digits = "영일이삼사오육칠팔구";

/** How single letters end as they are read out; the others end in a vowel. @type {Record<string, string>} */
const letters = { l: "엘", m: "엠", n: "엔", r: "알", ε: "론" };

/** How words in Latin letters end as they are read out; others end in a vowel: 레이트, 박스. The first that fits counts.
 * @type {[RegExp, string][]} */
const endings = [
  [/le?$/, "을"], [/me?$/, "음"], [/(?:ne?|ng)$/, "은"],
  // A stop after one short vowel closes the syllable: 인풋, 스텝, 블록, but 포인트, 네트워크, 루프.
  [/(?:^|[^aeiou])[aeiou](?:b|ck?|p|t)$/, "읍"], [/out$/, "읏"],
];

/** The last syllable of a text as it is read out. @param {string} text */
function lastSyllable(text) {
  const [read] = text.normalize("NFKC").match(/(?:[가-힣]|\d|%|[a-z]+|\p{L})(?=[^\p{L}\d%]*$)/iu) ?? [""];
  if (/\d/.test(read)) return digits[Number(read)];
  if (/[가-힣]/.test(read)) return read;
  const [capitals] = read.match(/[A-Z]+$/) ?? [""];
  if (capitals || read.length === 1) return letters[read.slice(-1).toLowerCase()] ?? "이";
  return endings.find(([ending]) => ending.test(read.toLowerCase()))?.[1] ?? "이";
}

/** The form that a particle takes after a text; undefined where it is no particle. @param {string} particle @param {string} text */
export const particle = (particle, text) => (Object.hasOwn(pairs, particle) ? josa.pick(lastSyllable(text), pairs[particle]) : undefined);
