// The colours of numbers and classes: one table for every picture, told apart by the colour-blind too
// (blue and orange for sign, Okabe and Ito's palette for classes).

/** @typedef {[number, number, number]} Rgb */

const signed = {
  light: { negative: /** @type {Rgb} */ ([224, 112, 16]), zero: /** @type {Rgb} */ ([247, 247, 245]), positive: /** @type {Rgb} */ ([18, 105, 190]) },
  dark: { negative: /** @type {Rgb} */ ([255, 150, 60]), zero: /** @type {Rgb} */ ([30, 33, 40]), positive: /** @type {Rgb} */ ([80, 170, 255]) },
};

/** @type {Rgb[]} */
const classColours = [[230, 125, 20], [0, 114, 190], [0, 150, 110], [204, 100, 160], [120, 90, 200], [165, 130, 0]];

/** @param {Rgb} from @param {Rgb} to @param {number} share @returns {Rgb} */
export function mix(from, to, share) {
  return /** @type {Rgb} */ (from.map((channel, index) => Math.round(channel + (to[index] - channel) * share)));
}

/** Colour of a value in [-1, 1]. @param {"light" | "dark"} theme @param {number} value @returns {Rgb} */
export function signedColour(theme, value) {
  const { negative, zero, positive } = signed[theme];
  const strength = Math.min(1, Math.abs(value));
  return mix(zero, value < 0 ? negative : positive, strength);
}

/** Ink and grid lines of charts. */
export const chartColours = {
  light: { ink: /** @type {Rgb} */ ([75, 80, 90]), grid: /** @type {Rgb} */ ([215, 215, 210]), train: /** @type {Rgb} */ ([18, 105, 190]), test: /** @type {Rgb} */ ([200, 90, 10]) },
  dark: { ink: /** @type {Rgb} */ ([190, 196, 208]), grid: /** @type {Rgb} */ ([64, 70, 82]), train: /** @type {Rgb} */ ([80, 170, 255]), test: /** @type {Rgb} */ ([255, 160, 80]) },
};

/** Classes that are told apart by colour alone; where there are more, each has a mark, too. */
export const plainClasses = classColours.length;

/** Colour of class `index`; class 0 and 1 are the negative and positive of `signedColour`. Beyond the palette hues are
 * spread by the golden angle, in three depths, so that no two classes share one.
 * @param {number} index @returns {Rgb} */
export function classColour(index) {
  if (index < plainClasses) return classColours[index];
  const hue = (index * 137.508 + 60) % 360;
  // From yellow to cyan the same lightness is brighter to the eye: white letters have to stand on it.
  return ofHue(hue, 0.62, [0.42, 0.52, 0.32][index % 3] * (hue > 40 && hue < 200 ? 0.74 : 1));
}

/** What tells class `index` apart without its colour: A to Z, then A2 and so on. @param {number} index */
export const classMark = (index) => String.fromCharCode(65 + (index % 26)) + (index < 26 ? "" : Math.floor(index / 26) + 1);

/** @param {number} hue in degrees @param {number} saturation @param {number} lightness @returns {Rgb} */
function ofHue(hue, saturation, lightness) {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (/** @type {number} */ offset) => {
    const at = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(at - 3, 9 - at, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

/** @param {Rgb} rgb */
export const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;

/** What a value of nothing looks like. @param {"light" | "dark"} theme */
export const zeroColour = (theme) => signed[theme].zero;

/** 256 little-endian RGBA words for quantised pictures: 128 is zero.
 * @param {"light" | "dark"} theme @returns {Uint32Array} */
export function signedTable(theme) {
  return Uint32Array.from({ length: 256 }, (_, byte) => rgba(signedColour(theme, (byte - 128) / 127)));
}

/** @param {Rgb} rgb */
export const rgba = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
