// The loss of an example, and its derivative with respect to each output, in signs and with numbers.

import { factor, loss, number, plus, product, sign, sum } from "./signs.js";

/** @typedef {import("./network.js").Trace} Trace */
/** @typedef {import("./signs.js").Line} Line */
/** @typedef {import("../../core/experiment.js").TraceOutput} TraceOutput */

const ln = (/** @type {string} */ inner) => `<mi>ln</mi><mo>(</mo>${inner}<mo>)</mo>`;
const square = (/** @type {string} */ inner) => `<msup><mrow><mo>(</mo>${inner}<mo>)</mo></mrow><mn>2</mn></msup>`;
const minus = "<mo>−</mo>";
const fraction = (/** @type {string} */ above, /** @type {string} */ below) => `<mfrac><mrow>${above}</mrow><mrow>${below}</mrow></mfrac>`;
const one = "<mn>1</mn>";

/** A loss of one unit: its term and its slope, as MathML of ŷ and y, and as numbers. What is averaged over the units has `mean`.
 * @type {Record<string, { mean: boolean, term(o: string, y: string): string, slope(o: string, y: string): string, value(o: number, y: number): number, slopeOf(o: number, y: number): number }>} */
const kinds = {
  mean_squared_error: {
    mean: true, term: (o, y) => square(`${o}${minus}${y}`), slope: (o, y) => `<mn>2</mn><mo>(</mo>${o}${minus}${y}<mo>)</mo>`,
    value: (o, y) => (o - y) ** 2, slopeOf: (o, y) => 2 * (o - y),
  },
  half_squared_error: {
    mean: true, term: (o, y) => `${fraction(one, "<mn>2</mn>")}${square(`${o}${minus}${y}`)}`, slope: (o, y) => `${o}${minus}${y}`,
    value: (o, y) => (o - y) ** 2 / 2, slopeOf: (o, y) => o - y,
  },
  mean_absolute_error: {
    mean: true, term: (o, y) => `<mo>|</mo>${o}${minus}${y}<mo>|</mo>`, slope: (o, y) => `<mi>sign</mi><mo>(</mo>${o}${minus}${y}<mo>)</mo>`,
    value: (o, y) => Math.abs(o - y), slopeOf: (o, y) => Math.sign(o - y),
  },
  binary_crossentropy: {
    mean: true, term: (o, y) => `${minus}${y}${ln(o)}${minus}<mo>(</mo>${one}${minus}${y}<mo>)</mo>${ln(`${one}${minus}${o}`)}`,
    slope: (o, y) => `${minus}${fraction(y, o)}${plus}${fraction(`${one}${minus}${y}`, `${one}${minus}${o}`)}`,
    value: (o, y) => (y === 0 ? 0 : -y * Math.log(o)) - (y === 1 ? 0 : (1 - y) * Math.log(1 - o)), slopeOf: (o, y) => -y / o + (1 - y) / (1 - o),
  },
  categorical_crossentropy: {
    mean: false, term: (o, y) => `${minus}${y}${ln(o)}`, slope: (o, y) => `${minus}${fraction(y, o)}`,
    value: (o, y) => (y === 0 ? 0 : -y * Math.log(o)), slopeOf: (o, y) => -y / o,
  },
};

/** What is written is what is computed: not where targets are smoothed or probabilities clipped. @param {number} a @param {number} b */
const same = (a, b) => Math.abs(a - b) <= 1e-6 * (1 + Math.abs(b));

/** @param {Trace} trace @param {TraceOutput} output @returns {Line} */
function ofOutput(trace, output) {
  const kind = kinds[output.lossName];
  const [outputs, value] = [trace.layers[output.layer].a, output.loss ?? NaN];
  if (!kind) return { symbol: loss, value };
  const units = outputs.length;
  const isOne = units === 1;
  const index = (/** @type {number} */ unit) => (isOne ? ["<mi>ŷ</mi>", "<mi>y</mi>"] : [sign("ŷ", unit, null), sign("y", unit, null)]);
  // Of a distribution over classes only the true one counts.
  const counted = Array.from(outputs, (_, unit) => unit).filter((unit) => kind.mean || output.target[unit] !== 0);
  const share = isOne || !kind.mean ? "" : fraction(one, `<mn>${units}</mn>`);
  const whole = (/** @type {string[]} */ terms) => (share ? `${share}<mo>(</mo>${sum(terms, 4)}<mo>)</mo>` : sum(terms, 4));
  const all = counted.reduce((total, unit) => total + kind.value(outputs[unit], output.target[unit]), 0) / (kind.mean ? units : 1);
  const formula = whole(counted.map((unit) => kind.term(index(unit)[0], index(unit)[1])));
  const filled = same(all, value) ? whole(counted.map((unit) => kind.term(factor(outputs[unit]), number(output.target[unit])))) : undefined;
  return { symbol: loss, formula, filled, value };
}

/** The loss of the example at each output, of all of them, and of the batch. @param {Trace} trace @returns {Line[]} */
export function lossLines(trace) {
  const lines = trace.outputs.map((output, index) => ({ ...ofOutput(trace, output), ...(trace.outputs.length > 1 ? { symbol: `<msub>${loss}<mn>${index + 1}</mn></msub>` } : {}) }));
  if (lines.length > 1) {
    lines.push({
      symbol: loss, formula: sum(trace.outputs.map(({ weight }, index) => product([number(weight), `<msub>${loss}<mn>${index + 1}</mn></msub>`]))),
      filled: sum(trace.outputs.map(({ weight, loss: value }) => product([number(weight), number(value ?? NaN)]))), value: trace.loss ?? NaN,
    });
  }
  const m = trace.batch.length;
  if (m > 0 && trace.batchLoss !== null) {
    const mean = `<mfrac>${one}<mn>${m}</mn></mfrac><munderover><mo>∑</mo>${one}<mn>${m}</mn></munderover>${loss}`;
    lines.push({ symbol: "<mi>J</mi>", formula: mean, value: trace.batchLoss });
    if (trace.penalty) lines.push({ symbol: `<mi>J</mi>${plus}<mi>R</mi>`, filled: `${number(trace.batchLoss)}${plus}${number(trace.penalty)}`, value: trace.batchLoss + trace.penalty });
  }
  return lines;
}

/** dL/dŷ of a unit of an output, in signs and with numbers; nothing where the formula is not that of the value.
 * @param {Trace} trace @param {TraceOutput} output @param {number} unit @returns {Partial<Line>} */
export function slopeOfLoss(trace, output, unit) {
  const kind = kinds[output.lossName];
  const layer = trace.layers[output.layer];
  if (!kind) return {};
  const [units, o, y] = [layer.a.length, layer.a[unit], output.target[unit]];
  const share = kind.mean && units > 1 ? fraction(one, `<mn>${units}</mn>`) : "";
  const weight = output.weight === 1 ? "" : `${number(output.weight)}<mo>·</mo>`;
  const whole = (/** @type {string} */ slope) => (share || weight ? `${weight}${share}<mo>(</mo>${slope}<mo>)</mo>` : slope);
  if (!same((output.weight * kind.slopeOf(o, y)) / (kind.mean ? units : 1), layer.gradA[unit])) return {};
  return { formula: whole(kind.slope(units === 1 ? "<mi>ŷ</mi>" : sign("ŷ", unit, null), units === 1 ? "<mi>y</mi>" : sign("y", unit, null))), filled: whole(kind.slope(factor(o), number(y))) };
}
