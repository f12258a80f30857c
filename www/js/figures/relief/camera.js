// Looking at the surface: a camera that circles a block of side 2 whose ground is at height 0.

import { clamp } from "../../ui/clamp.js";

/** `azimuth` and `elevation` in radians; an elevation of a quarter turn looks straight down.
 * @typedef {{ azimuth: number, elevation: number, zoom: number }} Camera */

/** @typedef {{ x: number, y: number, depth: number }} Projected */

const distance = 6;
/** Height of the highest point over the ground, in half sides of the block. */
export const relief = 0.85;

/** @type {Camera} */
export const defaultCamera = { azimuth: -0.62, elevation: 0.9, zoom: 1 };

/** Keeps a camera above the ground and within reach. @param {Camera} camera @returns {Camera} */
export function limited({ azimuth, elevation, zoom }) {
  return {
    azimuth: azimuth % (2 * Math.PI),
    elevation: clamp(elevation, 0.12, Math.PI / 2),
    zoom: clamp(zoom, 0.6, 5),
  };
}

/** The projection onto a picture. Places are in [-1, 1] across and away, heights in shades from 0 to 1; the farther,
 * the larger the depth. @param {Camera} camera @param {number} width @param {number} height
 * @returns {(across: number, away: number, shade: number, into: Projected) => Projected} */
export function projection({ azimuth, elevation, zoom }, width, height) {
  const [cosA, sinA, cosE, sinE] = [Math.cos(azimuth), Math.sin(azimuth), Math.cos(elevation), Math.sin(elevation)];
  const scale = 0.345 * zoom * Math.min(width, height);
  const centre = relief / 2;
  return (across, away, shade, into) => {
    const right = across * cosA - away * sinA;
    const back = across * sinA + away * cosA;
    const up = shade * relief - centre;
    const depth = back * cosE - up * sinE;
    const near = (distance * scale) / (distance + depth);
    into.x = width / 2 + right * near;
    into.y = height / 2 - (up * cosE + back * sinE) * near;
    into.depth = depth;
    return into;
  };
}
