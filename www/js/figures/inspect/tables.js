// Layers as tables of numbers: what is not written out as formulas, and all of it for those who read tables.

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {{ columns: string[], rows: (number | string)[][], more: number }} Table `columns` are keys of words, or signs. */

/** Rows that are shown. */
export const mostRows = 24;

/** @param {string[]} columns @param {(ArrayLike<number | string> | null | undefined)[]} values column by column @returns {Table} */
function table(columns, values) {
  const filled = values.map((column, index) => ({ column, name: columns[index] })).filter(({ column }) => column && column.length > 0);
  const length = Math.max(0, ...filled.map(({ column }) => column?.length ?? 0));
  const rows = Array.from({ length: Math.min(length, mostRows) }, (_, row) => [row + 1, ...filled.map(({ column }) => column?.[row] ?? "")]);
  return { columns: ["inspect.number", ...filled.map(({ name }) => name)], rows, more: length - rows.length };
}

/** What a layer makes of its input. @param {Trace} trace @param {number} index @returns {Table} */
export function forwardTable(trace, index) {
  const { kind, a, z, factors, noise, normalized, statistics, inputs, mask } = trace.layers[index];
  const from = inputs.map((input) => trace.layers[input].a);
  const places = mask ? Array.from(mask, (counts) => (counts ? "" : "inspect.padding")) : null;
  if (kind === "batch_normalization" || kind === "layer_normalization") {
    const of = (/** @type {"mean" | "inverseDeviation"} */ what) =>
      Array.from(a, (_, at) => statistics[kind === "batch_normalization" ? at % statistics.length : Math.floor((at * statistics.length) / a.length)]?.[what] ?? NaN);
    return table(["x", "inspect.mean", "inspect.inverse_deviation", "x̂", "a"], [from[0], of("mean"), of("inverseDeviation"), normalized, a]);
  }
  if (["add", "multiply", "average", "maximum"].includes(kind)) return table([...from.map((_, at) => `x${at + 1}`), "a"], [...from, a]);
  const isSame = from.length === 1 && from[0].length === a.length;
  return table(["x", "inspect.factor", "inspect.noise", "z", "a", "inspect.mask"], [isSame ? from[0] : null, factors, noise, z, a, places]);
}

/** @param {Trace} trace @param {number} index @returns {Table} */
export function backwardTable(trace, index) {
  const { a, gradA, derivative, gradZ } = trace.layers[index];
  return table(["a", "∂L/∂a", "∂a/∂z", "∂L/∂z"], [a, gradA, derivative, gradZ]);
}

/** The gates and states of one unit of a recurrent layer, step by step. @param {Trace} trace @param {number} index @param {number} direction @param {number} unit @param {boolean} back @returns {Table} */
export function stepsTable(trace, index, direction, unit, back) {
  const steps = trace.layers[index].directions[direction];
  const { mask } = trace.layers[trace.layers[index].inputs[0]];
  const counts = (/** @type {number} */ time) => mask?.[time] !== 0;
  const units = steps[0].h.length;
  const gates = { 1: ["h"], 3: ["z", "r", "h̃"], 4: ["i", "f", "g", "o"] }[steps[0].gates.length / units] ?? [];
  const of = (/** @type {(step: Trace["layers"][0]["directions"][0][0]) => number | undefined} */ read) => steps.map((step) => read(step) ?? "");
  // Over padding the state stays as it is: what the gates would be there counts for nothing.
  const gate = (/** @type {"gates" | "gradZ"} */ what) => gates.map((_, at) => of((step) => (counts(step.time) ? step[what][at * units + unit] : undefined)));
  const padding = mask && steps.map(({ time }) => (counts(time) ? "" : "inspect.padding"));
  const states = back ? [of(({ gradH }) => gradH[unit]), of(({ gradC }) => gradC[unit])] : [of(({ c }) => c[unit]), of(({ h }) => h[unit])];
  const hasCell = steps[0].c.length > 0;
  if (back) return table(["inspect.time", "∂L/∂h", "∂L/∂c", ...gates.map((name) => `∂L/∂z(${name})`), "inspect.mask"], [of(({ time }) => time + 1), states[0], hasCell ? states[1] : null, ...gate("gradZ"), padding]);
  return table(["inspect.time", ...gates.filter((name) => name !== "h"), "c", "h", "inspect.mask"], [of(({ time }) => time + 1), ...(gates[0] === "h" ? [] : gate("gates")), hasCell ? states[0] : null, states[1], padding]);
}

/** The weights of a layer with their gradients. @param {Trace} trace @param {number} index @returns {Table} */
export function gradientsTable(trace, index) {
  const own = trace.parameters.filter(({ layer }) => layer === index);
  const all = own.flatMap(({ offset, shape }) => Array.from({ length: shape.reduce((product, side) => product * side, 1) }, (_, at) => offset + at));
  const of = (/** @type {ArrayLike<number>} */ values) => (values.length > 0 ? all.map((at) => values[at]) : null);
  return table(["w", "∂L/∂w", "inspect.difference"], [of(trace.weights), of(trace.gradients), of(trace.differences)]);
}

/** All weights and what becomes of them. @param {Trace} trace @returns {Table} */
export function weightsTable(trace) {
  const { update, weights, gradients } = trace;
  return table(["w", "∂L/∂w", "∂J/∂w", "g", "w′"], [weights, gradients, update?.meanGradients, update?.clipped, update?.newWeights]);
}
