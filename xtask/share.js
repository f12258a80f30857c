// The picture that a link to the page shows where it is pasted: a network that the page's own module has just trained, with what
// its units answer, drawn as SVG and painted without a browser. The same sources give the same bytes.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateSync } from "node:zlib";
import { Resvg, initWasm } from "@resvg/resvg-wasm";
import { colourPlane, exampleColour } from "../www/js/figures/output/field.js";
import { css, rgba, signedColour, signedTable } from "../www/js/ui/colours.js";
import { modules, root } from "./shared.js";

/** What programs that show links ask for. */
const [width, height] = [1200, 630];
const theme = "dark";
const steps = 3000;

const dense = (name, from, units, activation) => ({ name, layer: "dense", inputs: [from], units, activation });
const spiral = {
  data: { dataset: "spiral", noise: 0.05 },
  network: { layers: [{ name: "input", layer: "input" }, dense("first", "input", 6, "tanh"), dense("second", "first", 6, "tanh"), dense("output", "second", 1, "sigmoid")], outputs: ["output"] },
  optimizer: { optimizer: "adam", learning_rate: 0.03 },
};

const moduleFile = join(modules, "page_bg.wasm");

/** A run of so many steps, with the pictures of its units and its weights. @param {string} version of the module, which may be built again while this runs */
async function trained(version) {
  const core = await import(`${pathToFileURL(join(modules, "page.js")).href}?${version}`);
  core.initSync({ module: readFileSync(moduleFile) });
  const [worker, files] = [new core.Worker(), new core.Files()];
  const { data, model } = worker.answer({ type: "configure", experiment: core.complete(spiral), fresh: true }, files);
  const needs = { evaluation: true, weights: true, history: false, pictures: { resolution: 100, unitsPerLayer: 32 } };
  let [step, isDue, weights, pictures] = [0, true, null, null];
  while (step < steps || isDue) {
    const { snapshot } = worker.answer({ type: "advance", budgetMillis: 50, steps: steps - step, needs }, files);
    ({ step } = snapshot);
    isDue = snapshot.picturesDue || snapshot.metricsDue;
    weights = snapshot.weights ?? weights;
    pictures = snapshot.pictures ?? pictures;
  }
  return { data, model, weights, pictures };
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});
const crc32 = (bytes) => (bytes.reduce((crc, byte) => crcTable[(crc ^ byte) & 255] ^ (crc >>> 8), -1) ^ -1) >>> 0;

/** A PNG of pixels, `rgba` as little-endian words. @param {Uint32Array} pixels @param {number} wide */
function png(pixels, wide) {
  const high = pixels.length / wide;
  const rows = Buffer.alloc(high * (4 * wide + 1));
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  for (let row = 0; row < high; row++) bytes.copy(rows, row * (4 * wide + 1) + 1, 4 * wide * row, 4 * wide * (row + 1));
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(wide);
  head.writeUInt32BE(high, 4);
  head.set([8, 6], 8);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

const [tile, gap, middle] = [50, 14, 400];

/** Where the units of a column stand. */
const column = (x, count) => Array.from({ length: count }, (_, unit) => ({ x, y: middle + (unit - (count - 1) / 2) * (tile + gap) }));

const image = (pixels, wide, x, y, side, radius) => `<svg x="${x}" y="${y}" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">
  <clipPath id="r${x}_${y}"><rect width="${side}" height="${side}" rx="${radius}" /></clipPath>
  <image clip-path="url(#r${x}_${y})" width="${side}" height="${side}" preserveAspectRatio="none" href="data:image/png;base64,${png(pixels, wide).toString("base64")}" />
  <rect x="1" y="1" width="${side - 2}" height="${side - 2}" rx="${radius}" fill="none" stroke="#8891a3" stroke-width="2" /></svg>`;

/** The weights between two columns, as wide as they are large. */
function edges(from, to, kernel) {
  const most = kernel.reduce((largest, one) => Math.max(largest, Math.abs(one)), 0);
  return from.flatMap((a, row) => to.map((b, unit) => {
    const weight = kernel[row * to.length + unit] / most;
    const [left, right] = [a.x + tile, b.x];
    const bend = (right - left) / 2;
    return `<path d="M${left} ${a.y}C${left + bend} ${a.y} ${right - bend} ${b.y} ${right} ${b.y}" fill="none" stroke="${css(signedColour(theme, Math.sign(weight)))}" stroke-width="${(0.6 + 5 * Math.abs(weight)).toFixed(2)}" opacity="${(0.35 + 0.6 * Math.abs(weight)).toFixed(2)}" />`;
  })).join("");
}

/** What a layer's units answer, in the colours of the page. */
function tiles(pictures, name, places) {
  const { offset } = pictures.layers.find((layer) => layer.name === name);
  const [table, size] = [signedTable(theme), pictures.width * pictures.height];
  return places.map(({ x, y }, unit) => image(Uint32Array.from(pictures.values.subarray(offset + unit * size, offset + (unit + 1) * size), (byte) => table[byte]), pictures.width, x, y - tile / 2, tile, 7)).join("");
}

/** An input over the plane, from low to high. */
const ramp = (isAcross) => Uint32Array.from({ length: 32 * 32 }, (_, pixel) => rgba(signedColour(theme, (isAcross ? pixel % 32 : 31 - Math.floor(pixel / 32)) / 15.5 - 1)));

function drawing({ data, model, weights, pictures }) {
  const columns = [column(64, 2), column(200, 6), column(336, 6), [{ x: 520, y: middle }]];
  const kernels = ["first", "second", "output"].map((name) => {
    const { offset, shape } = model.layers.find((layer) => layer.name === name).parameters.find((parameter) => parameter.name === "kernel");
    return weights.subarray(offset, offset + shape[0] * shape[1]);
  });
  const plane = new Uint32Array(pictures.width * pictures.height);
  colourPlane(plane, pictures.output, data, { theme, discretize: false, label: 0, threshold: 0.5 });
  const [left, top, side] = [600, 55, 520];
  const at = (value, { low, high }) => ((value - low) / (high - low)) * side;
  const { count, coordinates, targets } = data.train;
  const points = Array.from({ length: count }, (_, index) =>
    `<circle cx="${(left + at(coordinates[index], data.axes[0])).toFixed(1)}" cy="${(top + side - at(coordinates[count + index], data.axes[1])).toFixed(1)}" r="6" fill="${css(exampleColour(data, targets, count, index, theme, 0))}" stroke="white" stroke-width="1.6" />`).join("");
  const last = edges(columns[2], [{ x: left, y: middle }], kernels[2]);
  const title = readFileSync(join(root, "xtask/share_title.svg"), "utf8").replace(/<!--[\s\S]*?-->/, "");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
    <rect width="${width}" height="${height}" fill="#14161b" />
    <svg x="64" y="58" width="76" height="76" viewBox="0 0 32 32"><path d="M3 7c8 0 6 17 13 17S22 14 29 14" fill="none" stroke="#50aaff" stroke-width="3" stroke-linecap="round" /><circle cx="16" cy="24" r="3.6" fill="#ff963c" /></svg>
    ${title}
    ${edges(columns[0], columns[1], kernels[0])}${edges(columns[1], columns[2], kernels[1])}${last}
    ${[true, false].map((isAcross, index) => image(ramp(isAcross), 32, columns[0][index].x, columns[0][index].y - tile / 2, tile, 7)).join("")}
    ${tiles(pictures, "first", columns[1])}${tiles(pictures, "second", columns[2])}
    ${image(plane, pictures.width, left, top, side, 14)}${points}
  </svg>`;
}

const wasm = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
let ready = null;

/** Trains, draws and paints. @param {string} version of what it is made of */
export async function painted(version) {
  ready ??= initWasm(readFileSync(wasm));
  await ready;
  return Buffer.from(new Resvg(drawing(await trained(version))).render().asPng());
}

/** The picture as a PNG, made where what it is made of is not what it was. */
export async function sharePicture() {
  const sources = [moduleFile, fileURLToPath(import.meta.url), join(root, "xtask/share_title.svg"), join(root, "www/js/ui/colours.js"), join(root, "www/js/figures/output/field.js"), wasm];
  const hash = createHash("sha256");
  for (const file of sources) hash.update(readFileSync(file));
  const version = hash.digest("hex").slice(0, 16);
  const kept = join(root, "target/share", `${version}.png`);
  if (existsSync(kept)) return readFileSync(kept);
  const picture = await painted(version);
  mkdirSync(join(root, "target/share"), { recursive: true });
  writeFileSync(kept, picture);
  return picture;
}
