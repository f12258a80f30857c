// The columns of the network: features first, then every dense layer. Pure functions of the state.

import { denseLayers } from "../../model/stack.js";
import { clamp } from "../../ui/clamp.js";

/** @typedef {import("../../core/protocol.js").Model} Model */

export const features = /** @type {const} */ ([
  "x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2", "cos_x1", "cos_x2", "radius",
]);

/** Features that need one coordinate only. */
const flat = ["x1", "x1_squared", "sin_x1", "cos_x1"];

/** @param {number} dimensions */
export const fittingFeatures = (dimensions) => features.filter((feature) => dimensions === 2 || flat.includes(feature));

/** How features are written. @type {Record<(typeof features)[number], string>} */
export const featureNames = {
  x1: "x₁", x2: "x₂", x1_squared: "x₁²", x2_squared: "x₂²", x1_x2: "x₁x₂",
  sin_x1: "sin x₁", sin_x2: "sin x₂", cos_x1: "cos x₁", cos_x2: "cos x₂", radius: "√(x₁²+x₂²)",
};

/** A feature by its name or by a formula of one's own. @typedef {import("../../core/experiment.js").Feature} Feature */

/** How a formula is written where it names a feature. @param {string} formula */
export const formulaName = (formula) => formula.replace(/\bx_?([12])\b/g, (_, index) => (index === "1" ? "x₁" : "x₂")).replaceAll("*", "·");

/** @param {Feature} feature */
export const featureName = (feature) => (typeof feature === "string" ? featureNames[feature] : formulaName(feature.formula));

/** The formulas among the features. @param {Feature[]} features */
export const formulasOf = (features) => features.flatMap((feature) => (typeof feature === "string" ? [] : [feature.formula]));

/** How many formulas there may be. */
export const mostFormulas = 4;

/** What picks the square of a feature. @param {Feature} feature */
export const squareOf = (feature) => (typeof feature === "string" ? `[data-feature="${feature}"]` : `[data-formula="${CSS.escape(feature.formula)}"]`);

/** Units that are drawn one by one. */
export const mostDrawn = 32;

/** Side of a unit's picture on the page, in pixels, for all of a column to fit. @param {number} units @param {number} height of the column
 * @param {number} most that it may have */
export const tileSize = (units, height, most) => Math.floor(clamp(Math.min(height / units - 6, most - 6), 17, 400));

/** The same for the features. @param {number} features @param {number} height @param {number} most */
export const featureSize = (features, height, most) => Math.floor(clamp(Math.min(height / features - 4, most * 0.6), 18, 400));

/** A bundle of edges: from every unit of one column to every unit of another.
 * `offset` is where the kernel starts among the weights; weights are [from][to] row by row.
 * @typedef {{ layer: string, from: string, fromUnits: number, toUnits: number, offset: number, bias: number | null }} Bundle */

/** The dense or input layer whose values a layer takes, past activations and dropouts.
 * @param {Model} model @param {string} name @returns {string} */
function source(model, name) {
  const layer = model.layers.find((one) => one.name === name);
  if (!layer || layer.layer === "dense" || layer.inputs.length === 0) return name;
  return source(model, layer.inputs[0]);
}

/** @param {Model} model @returns {Bundle[]} */
export function bundles(model) {
  return model.layers
    .filter(({ layer }) => layer === "dense")
    .map(({ name, inputs, units, parameters }) => {
      const kernel = parameters.find((parameter) => parameter.name === "kernel");
      const bias = parameters.find((parameter) => parameter.name === "bias");
      return {
        layer: name, from: source(model, inputs[0]), fromUnits: kernel?.shape[0] ?? 0, toUnits: units,
        offset: kernel?.offset ?? 0, bias: bias?.offset ?? null,
      };
    });
}

/** How a unit of a column is called: a feature by its formula, another by its letter and number.
 * @param {Pick<import("../../model/state.js").State, "experiment">} state @param {string} layer @param {number} unit */
export function unitName({ experiment }, layer, unit) {
  const input = experiment.network.layers.find(({ name }) => name === layer);
  if (input?.layer === "input") {
    const feature = experiment.data.features[unit];
    return feature === undefined ? `x${unit + 1}` : featureName(feature);
  }
  const index = denseLayers(experiment).findIndex(({ name }) => name === layer);
  return `a${superscript(index + 1)}${subscript(unit + 1)}`;
}

/** @param {number} number */
const superscript = (number) => `⁽${[...String(number)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("")}⁾`;
/** @param {number} number */
const subscript = (number) => [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
