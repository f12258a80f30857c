// The colours of the room: of the contestants, each with a dash and a marker as a second cue, and of the surface.

import { mix } from "../../ui/colours.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("../../ui/colours.js").Rgb} Rgb */
/** @typedef {"light" | "dark"} Theme */

/** Told apart by the colour-blind, and from the surface beneath. @type {Record<Theme, Rgb[]>} */
const contestantColours = {
  light: [
    [204, 68, 8], [10, 90, 190], [0, 122, 82], [158, 44, 150], [28, 32, 38],
    [168, 112, 0], [0, 132, 168], [190, 20, 84], [118, 72, 34], [92, 62, 196],
  ],
  dark: [
    [255, 140, 76], [110, 184, 255], [64, 214, 160], [236, 142, 230], [244, 244, 244],
    [255, 210, 90], [94, 222, 240], [255, 124, 160], [216, 168, 120], [178, 160, 255],
  ],
};

export const colourCount = contestantColours.light.length;

/** A dash and the gap after it, in pixels; null is a line without gaps. @type {([number, number] | null)[]} */
const dashes = [null, [9, 4], [3, 3], [14, 4], [6, 2.5]];
export const markers = /** @type {const} */ (["circle", "square", "triangle", "diamond", "star"]);

/** How a contestant is drawn. The second five repeat the dashes but not the markers.
 * @param {Theme} theme @param {number} index */
export function look(theme, index) {
  const place = ((index % colourCount) + colourCount) % colourCount;
  return {
    colour: contestantColours[theme][place],
    dash: dashes[place % dashes.length],
    marker: markers[(place + Math.floor(place / markers.length)) % markers.length],
  };
}

/** From the valley to the peaks. @type {Record<Theme, Rgb[]>} */
const ramps = {
  light: [[255, 253, 246], [232, 240, 236], [199, 219, 224], [161, 189, 205], [124, 155, 182], [92, 120, 154]],
  dark: [[13, 19, 30], [20, 36, 52], [28, 56, 74], [42, 80, 96], [66, 108, 120], [100, 142, 146]],
};

/** Colour of a shade between 0 and 1. @param {Theme} theme @param {number} shade @returns {Rgb} */
export function surfaceColour(theme, shade) {
  const ramp = ramps[theme];
  const at = clamp(shade, 0, 0.9999) * (ramp.length - 1);
  return mix(ramp[Math.floor(at)], ramp[Math.floor(at) + 1], at % 1);
}

/** What is drawn where a surface has no finite value. @type {Record<Theme, Rgb>} */
export const voidColour = { light: [214, 208, 205], dark: [48, 40, 44] };

/** Lines of equal height, on the colours above. @type {Record<Theme, Rgb>} */
export const contourColour = { light: [88, 116, 148], dark: [112, 150, 162] };

/** Outline that sets balls and trails off from the surface. @type {Record<Theme, string>} */
export const halo = { light: "rgb(255 255 255 / 85%)", dark: "rgb(8 12 20 / 80%)" };

/** 256 colours of the surface as RGBA words. @param {Theme} theme @returns {Rgb[]} */
export const surfaceTable = (theme) => Array.from({ length: 256 }, (_, index) => surfaceColour(theme, index / 255));

/** Regions of attraction: pale enough for trails, told apart by the colour-blind. @type {Record<Theme, Rgb[]>} */
const basinColours = {
  light: [[248, 205, 160], [164, 205, 240], [160, 218, 190], [232, 190, 226], [240, 228, 150], [200, 200, 210], [190, 224, 228], [226, 178, 178]],
  dark: [[120, 66, 24], [26, 78, 128], [18, 96, 72], [108, 52, 104], [104, 90, 24], [76, 80, 92], [30, 96, 104], [116, 52, 56]],
};

/** @param {Theme} theme @param {number} index of the minimum */
export const basinColour = (theme, index) => basinColours[theme][index % basinColours[theme].length];
