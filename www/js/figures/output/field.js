// The colours of the plane: what the network answers at every pixel. Pure functions of numbers.

import { classColour, mix, rgba, signedColour, zeroColour } from "../../ui/colours.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("../../core/protocol.js").Data} Data */
/** @typedef {"light" | "dark"} Theme */

const steps = 256;
/** Bands of a discretised number. */
const bands = 8;

/** Where a value lies between the two ends of its colours, in [-1, 1].
 * @param {Data["problem"]} problem @param {number} value @param {Data["target"]} target */
export function place(problem, value, target) {
  if (problem === "regression") return clamp(value / Math.max(Math.abs(target.low), Math.abs(target.high)), -1, 1);
  return clamp(2 * value - 1, -1, 1);
}

/** The colours of places from -1 to 1. @param {Data["problem"]} problem @param {Theme} theme @param {boolean} discretize @param {number} label */
export function placeTable(problem, theme, discretize, label) {
  return Uint32Array.from({ length: steps }, (_, index) => {
    let at = (2 * index) / (steps - 1) - 1;
    if (discretize) at = problem.includes("regression") ? (Math.floor(((at + 1) / 2) * bands * 0.9999) * 2) / (bands - 1) - 1 : Math.sign(at);
    if (problem === "multi_label") return rgba(mix(zeroColour(theme), classColour(label), Math.max(0, at * 0.5 + 0.5) * 0.85));
    return rgba(mix(zeroColour(theme), signedColour(theme, Math.sign(at)), Math.abs(at) * 0.8));
  });
}

/** Colours a plane. `output` is [unit][pixel] as in the pictures.
 * @param {Uint32Array} pixels @param {Float32Array} output @param {Data} data
 * `threshold` is where an output of one unit begins to mean yes: 1/2, or 0 where outputs lie around 0.
 * @param {{ theme: Theme, discretize: boolean, label: number, threshold: number }} display */
export function colourPlane(pixels, output, data, { theme, discretize, label, threshold }) {
  const count = pixels.length;
  if (data.problem === "multiclass") return colourClasses(pixels, output, data.classes, theme, discretize);
  const table = placeTable(data.problem, theme, discretize, label);
  const offset = data.problem === "multi_label" ? label * count : 0;
  const isAroundZero = threshold === 0 && !data.problem.endsWith("regression");
  for (let pixel = 0; pixel < count; pixel++) {
    const value = output[offset + pixel];
    const at = place(data.problem, isAroundZero ? (value + 1) / 2 : value, data.target);
    pixels[pixel] = table[((at + 1) * 0.5 * (steps - 1) + 0.5) | 0];
  }
}

/** One unit of the output in the colours of the plane, every `skip`-th pixel of a square of `side` pixels.
 * @param {Uint32Array} pixels @param {{ output: Float32Array, width: number }} pictures @param {number} skip
 * @param {Pick<Data, "problem" | "target">} data @param {number} unit @param {{ theme: Theme, threshold: number }} display */
export function colourUnit(pixels, { output, width }, skip, { problem, target }, unit, { theme, threshold }) {
  const kind = problem === "multiclass" ? "multi_label" : problem;
  const table = placeTable(kind, theme, false, unit);
  const isAroundZero = threshold === 0 && !problem.endsWith("regression");
  const size = Math.floor(width / skip);
  for (let y = 0, to = 0; y < size; y++) {
    for (let x = 0, from = unit * width * width + y * skip * width; x < size; x++, from += skip) {
      const value = output[from];
      const at = place(kind, isAroundZero ? (value + 1) / 2 : value, target);
      pixels[to++] = table[((at + 1) * 0.5 * (steps - 1) + 0.5) | 0];
    }
  }
}

/** The likeliest class in its colour, the paler the less it is ahead.
 * @param {Uint32Array} pixels @param {Float32Array} output @param {number} classes @param {Theme} theme @param {boolean} discretize */
function colourClasses(pixels, output, classes, theme, discretize) {
  const shades = 64;
  const zero = zeroColour(theme);
  const table = Array.from({ length: classes }, (_, index) =>
    Uint32Array.from({ length: shades }, (_, shade) => rgba(mix(zero, classColour(index), discretize ? 0.7 : (0.8 * shade) / (shades - 1)))),
  );
  const count = pixels.length;
  for (let pixel = 0; pixel < count; pixel++) {
    let best = 0;
    for (let unit = 1; unit < classes; unit++) if (output[unit * count + pixel] > output[best * count + pixel]) best = unit;
    const lead = (output[best * count + pixel] - 1 / classes) / (1 - 1 / classes);
    pixels[pixel] = table[best][clamp((lead * shades) | 0, 0, shades - 1)];
  }
}

/** The class of an example of several. @param {Data} data @param {Float32Array} targets @param {number} count @param {number} example */
export function classOf(data, targets, count, example) {
  let best = 0;
  for (let unit = 1; unit < data.classes; unit++) if (targets[unit * count + example] > targets[best * count + example]) best = unit;
  return best;
}

/** Colour of an example by its target. @param {Data} data @param {Float32Array} targets @param {number} count
 * @param {number} example @param {Theme} theme @param {number} label */
export function exampleColour(data, targets, count, example, theme, label) {
  if (data.problem === "binary") return classColour(targets[example] > 0.5 ? 1 : 0);
  if (data.problem === "multiclass") return classColour(classOf(data, targets, count, example));
  if (data.problem === "multi_label") return targets[label * count + example] > 0.5 ? classColour(label) : mix(zeroColour(theme), [128, 128, 128], 0.7);
  return signedColour(theme, place(data.problem, targets[example], data.target));
}
