// Bytes as letters, digits, `-` and `_`: base64url without padding (RFC 4648, section 5).

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const values = new Map([...alphabet].map((letter, value) => [letter, value]));

/** How many letters stand for so many bytes. @param {number} bytes */
export const lettersFor = (bytes) => Math.ceil((bytes * 4) / 3);

/** @param {Uint8Array} bytes */
export function encode(bytes) {
  let letters = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const group = alphabet[three >> 18] + alphabet[(three >> 12) & 63] + alphabet[(three >> 6) & 63] + alphabet[three & 63];
    letters += group.slice(0, lettersFor(Math.min(3, bytes.length - at)));
  }
  return letters;
}

/** The bytes that are complete. @param {string} letters of the alphabet only */
export function decode(letters) {
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let bits = 0;
  let value = 0;
  let at = 0;
  for (const letter of letters) {
    value = ((value << 6) | (values.get(letter) ?? 0)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (value >> bits) & 255;
  }
  return bytes;
}
