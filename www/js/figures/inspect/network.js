// What the trace says of a network, by layer and unit: where weights lie, who takes what, and the paths from a weight to the loss.

/** `owners` says for each layer which one's weights it uses: another's where they are shared.
 * @typedef {import("../../core/experiment.js").Trace & { owners?: number[] }} Trace */
/** @typedef {import("../../core/experiment.js").TraceLayer} TraceLayer */

/** The number of a layer in the lecture's notation: inputs are layer 0. @param {Trace} trace @param {number} index */
export function layerNumber(trace, index) {
  return trace.layers.slice(0, index + 1).filter(({ kind }) => kind !== "input").length;
}

/** The parameter of a layer by its name, also where another layer owns it. @param {Trace} trace @param {number} layer @param {string} name */
export function parameterOf(trace, layer, name) {
  const owner = ownerOf(trace, layer);
  return trace.parameters.find((one) => one.layer === owner && one.name === name) ?? null;
}

/** @param {Trace} trace @param {number} layer */
const ownerOf = (trace, layer) => trace.owners?.[layer] ?? layer;

/** All layers that use the weights of a layer, itself among them. @param {Trace} trace @param {number} layer */
export const sharersOf = (trace, layer) => trace.layers.flatMap((_, other) => (ownerOf(trace, other) === ownerOf(trace, layer) ? [other] : []));

/** Whose weights each layer uses. @param {import("../../core/experiment.js").Trace} trace @param {import("../../core/experiment.js").LayerConfig[]} layers of the experiment */
export const ownersOf = (trace, layers) =>
  trace.layers.map(({ name }, index) => {
    const owner = layers.find((one) => one.name === name)?.shared_with;
    const found = owner === undefined ? -1 : trace.layers.findIndex((one) => one.name === owner);
    return found < 0 ? index : found;
  });

/** A dense layer over one place: its kernel is a matrix from inputs to units. @param {Trace} trace @param {number} index
 * @returns {{ from: number, inputs: number, units: number, kernel: number, bias: number | null } | null} */
export function denseOf(trace, index) {
  const layer = trace.layers[index];
  const kernel = layer?.kind === "dense" ? parameterOf(trace, index, "kernel") : null;
  if (!kernel || layer.shape.length !== 1) return null;
  const [inputs, units] = kernel.shape;
  return { from: layer.inputs[0], inputs, units, kernel: kernel.offset, bias: parameterOf(trace, index, "bias")?.offset ?? null };
}

/** Where the weight from an input to a unit lies among all. @param {NonNullable<ReturnType<typeof denseOf>>} dense @param {number} from @param {number} unit */
export const weightAt = ({ kernel, units }, from, unit) => kernel + from * units + unit;

/** What a weight is: of which layer, for which unit, and for which of its inputs; a bias has none.
 * @param {Trace} trace @param {number} index */
export function weightNamed(trace, index) {
  const parameter = [...trace.parameters].reverse().find(({ offset }) => offset <= index);
  if (!parameter) return null;
  const columns = parameter.shape[parameter.shape.length - 1];
  const at = index - parameter.offset;
  return { parameter, layer: parameter.layer, unit: at % columns, row: Math.floor(at / columns), isBias: parameter.name === "bias" };
}

/** The layers that take a layer's output. @param {Trace} trace @param {number} index */
export const takers = (trace, index) => trace.layers.flatMap(({ inputs }, taker) => (inputs.includes(index) ? [taker] : []));

/** Ways from a unit's z to the loss through dense layers, each with the units it goes through. Null where there are too many, or
 * where another kind of layer lies on the way.
 * @param {Trace} trace @param {number} layer @param {number} unit @param {number} most @returns {{ layer: number, unit: number }[][] | null} */
export function pathsFrom(trace, layer, unit, most) {
  /** @type {{ layer: number, unit: number }[][]} */
  let paths = [[{ layer, unit }]];
  let at = layer;
  for (;;) {
    const isOutput = trace.outputs.some((output) => output.layer === at);
    const next = takers(trace, at);
    if (isOutput) return next.length === 0 ? paths : null;
    const dense = next.length === 1 ? denseOf(trace, next[0]) : null;
    if (!dense || paths.length * dense.units > most) return null;
    at = next[0];
    paths = paths.flatMap((path) => Array.from({ length: dense.units }, (_, to) => [...path, { layer: at, unit: to }]));
  }
}
