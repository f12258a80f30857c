// How the time of a train step grows with the batch and with the parameters: a line, or it should be.

import { sizes } from "./flops.js";
import { median, table } from "./report.js";

const ROUNDS = 7;

const network = (hidden, batch) => ({
  name: `2-${hidden}-${hidden}-1`, input: [2], batch, loss: "mean_squared_error", optimizer: { optimizer: "sgd", learning_rate: 0.001 },
  layers: [
    { layer: "dense", units: hidden, activation: "relu" }, { layer: "dense", units: hidden, activation: "relu" },
    { layer: "dense", units: 1, activation: "linear" },
  ],
});

const series = [
  {
    title: "2-64-64-1 relu, SGD", axis: "examples in a batch",
    points: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].map((batch) => ({ x: batch, workload: network(64, batch) })),
  },
  {
    title: "2-n-n-1 relu, batch 32, SGD", axis: "parameters",
    points: [1, 2, 4, 8, 15, 29, 52, 98, 171, 314, 545, 998].map((hidden) => {
      const workload = network(hidden, 32);
      return { x: sizes(workload).parameters, workload };
    }),
  },
];

/** Microseconds per step at every point, medians of rounds through all points.
 * @param {(message: object) => Promise<any>} ask  Descent in some runtime */
export async function measureScaling(ask) {
  const measured = series.map((one) => ({ ...one, points: one.points.map((point) => ({ ...point, times: [] })) }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const point of measured.flatMap(({ points }) => points)) {
      await ask({ call: "prepare", workload: point.workload });
      point.count ??= (await ask({ call: "calibrate" })).count;
      await ask({ call: "time", count: Math.ceil(point.count / 4) });
      point.times.push(((await ask({ call: "time", count: point.count })).millis * 1000) / point.count);
    }
  }
  return measured.map(({ points, ...rest }) => ({ ...rest, points: points.map(({ x, times }) => ({ x, micros: median(times) })) }));
}

/** A table per series. The slope is that of the logarithms from the point before: 1 is a line through 0, less is
 * cost that does not grow. */
export function printScaling(measured, runtime) {
  for (const { title, axis, points } of measured) {
    console.log(`\ntime of a train step in ${runtime}: ${title}`);
    const lines = points.map(({ x, micros }, index) => {
      const before = points[index - 1];
      const slope = before ? (Math.log(micros / before.micros) / Math.log(x / before.x)).toFixed(2) : "";
      return [String(x), micros.toPrecision(3), ((1000 * micros) / x).toPrecision(3), slope];
    });
    console.log(table([[axis, "µs per step", `ns per ${axis === "parameters" ? "parameter" : "example"}`, "slope"], ...lines], 0));
  }
}

const [WIDTH, HEIGHT, MARGIN] = [460, 360, 60];

/** The series side by side as SVG, both axes logarithmic, with a line of slope 1 through the last point. */
export function plotScaling(measured, runtime) {
  const panels = measured.map((one, index) => `<g transform="translate(${index * WIDTH} 0)">${panel(one)}</g>`);
  const title = `Time of a train step in ${runtime}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH * measured.length} ${HEIGHT}" font-family="sans-serif" font-size="12">
<title>${title}</title><rect width="100%" height="100%" fill="white"/>${panels.join("\n")}</svg>\n`;
}

function panel({ title, axis, points }) {
  const decades = (values) => [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)) - 0.02)];
  const scale = ([low, high], from, to) => (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from);
  const [across, up] = [decades(points.map(({ x }) => x)), decades(points.map(({ micros }) => micros))];
  const [toX, toY] = [scale(across, MARGIN, WIDTH - 20), scale(up, HEIGHT - MARGIN, 40)];
  const ticks = ([low, high]) => Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  const label = (value) => (value >= 1 && value < 1e4 ? String(value) : value.toExponential(0).replace("e+", "e"));
  const grid = [
    ...ticks(across).map((x) => `<path d="M${toX(x)} 40V${HEIGHT - MARGIN}"/><text x="${toX(x)}" y="${HEIGHT - MARGIN + 16}" text-anchor="middle">${label(x)}</text>`),
    ...ticks(up).map((y) => `<path d="M${MARGIN} ${toY(y)}H${WIDTH - 20}"/><text x="${MARGIN - 6}" y="${toY(y) + 4}" text-anchor="end">${label(y)}</text>`),
  ];
  const last = points.at(-1);
  const start = points.map(({ x }) => x).find((x) => (last.micros * x) / last.x >= 10 ** up[0]);
  const linear = `M${toX(start)} ${toY((last.micros * start) / last.x)}L${toX(last.x)} ${toY(last.micros)}`;
  const place = ({ x, micros }) => `${toX(x).toFixed(1)},${toY(micros).toFixed(1)}`;
  return `<text x="${MARGIN}" y="24" font-weight="bold">${title}</text>
<g stroke="#ddd" fill="#444">${grid.join("").replaceAll("<text", '<text stroke="none"')}</g>
<path d="${linear}" stroke="#888" stroke-dasharray="5 4" fill="none"/>
<polyline points="${points.map(place).join(" ")}" fill="none" stroke="#0b6fb8" stroke-width="2"/>
${points.map((point) => `<circle cx="${place(point).replace(",", '" cy="')}" r="3" fill="#0b6fb8"/>`).join("")}
<text x="${(WIDTH + MARGIN) / 2}" y="${HEIGHT - 16}" text-anchor="middle">${axis} (dashed: proportional)</text>
<text transform="translate(16 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">µs per step</text>`;
}
