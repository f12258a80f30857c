// Whole numbers in as few bytes as they need: seven bits in each, the lowest first, and a bit that says whether more follow.

export const longestLeb128 = 4;

/** @param {number} number whole, not negative, below 2^28 */
export function leb128(number) {
  const bytes = [];
  for (; number > 127; number >>>= 7) bytes.push((number & 127) | 128);
  return [...bytes, number];
}

/** @param {Uint8Array} bytes @param {number} at @returns {{ number: number, next: number } | null} null where it is not complete */
export function readLeb128(bytes, at) {
  let number = 0;
  for (let next = at; next < Math.min(bytes.length, at + longestLeb128); next++) {
    number += (bytes[next] & 127) * 2 ** (7 * (next - at));
    if (bytes[next] < 128) return { number, next: next + 1 };
  }
  return null;
}
