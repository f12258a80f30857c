import assert from "node:assert/strict";
import { test } from "node:test";
import { arrowsOf, drawnLines, ownLines } from "../../www/js/figures/race/arrows.js";
import { basinPixels, basinRange } from "../../www/js/figures/map/surface.js";
import { defaultRivals } from "../../www/js/model/landscape/session.js";
import { limited, projection, defaultCamera } from "../../www/js/figures/relief/camera.js";
import { colourCount, look, surfaceColour } from "../../www/js/figures/race/colours.js";
import { pieces } from "../../www/js/ui/mathml_pieces.js";
import { kindOf, namesOf } from "../../www/js/model/race/kinds.js";
import { createTarget, halved, paintSurface } from "../../www/js/figures/relief/raster.js";
import { lossAt, placeAt, planeOn, positionAt, shadeUnder, sharedStep, valueUnder } from "../../www/js/model/race/state.js";
import { createTrails } from "../../www/js/figures/race/trails.js";

const lane = (points, losses, steps = null) => ({
  colour: 0, shown: true, points: Float32Array.from(points), losses: Float64Array.from(losses), steps: steps && Float64Array.from(steps), ended: null, why: null,
});

test("a lane between two steps is between their places", () => {
  const path = lane([0, 0, 2, 4, 6, 4], [9, 3, 1]);
  assert.deepEqual(placeAt(path, 0), { point: 0, share: 0 });
  assert.deepEqual(positionAt(path, 2, 0.5), { x: 1, y: 2 });
  assert.deepEqual(positionAt(path, 2, 2), { x: 6, y: 4 });
  assert.deepEqual(positionAt(path, 2, 99), { x: 6, y: 4 });
  assert.equal(positionAt(lane([], []), 2, 0), null);
});

test("a lane in one dimension rides on its losses", () => {
  assert.deepEqual(positionAt(lane([0, 2], [9, 3]), 1, 0.5), { x: 1, y: 6 });
});

test("a lane whose points are not every step is found by its steps", () => {
  const path = lane([0, 0, 1, 1, 2, 2], [3, 2, 1], [0, 10, 40]);
  assert.deepEqual(placeAt(path, 9), { point: 0, share: 0.9 });
  assert.deepEqual(placeAt(path, 25), { point: 1, share: 0.5 });
  assert.deepEqual(placeAt(path, 40), { point: 2, share: 0 });
});

test("runs of a network are compared at the last step that all have reached, but for those that diverged or are hidden", () => {
  const own = lane([0, 0, 1, 1, 2, 2], [3, 2, 1], [0, 10, 40]);
  const short = lane([0, 0, 1, 1], [3, 1], [0, 20]);
  const diverged = { ...lane([0, 0, 1, 1], [3, 1e9], [0, 4]), ended: 4 };
  const hidden = { ...lane([0, 0], [3], [0]), shown: false };
  assert.equal(sharedStep([own, short, diverged, hidden], 30), 20);
  assert.equal(sharedStep([own, short], 8), 8);
  assert.ok(Math.abs(lossAt(own, 20) - (2 - 1 / 3)) < 1e-12);
  assert.equal(lossAt(short, 20), 1);
  assert.ok(Number.isNaN(lossAt(lane([], []), 0)));
});

const grid = {
  width: 4, height: 2, domain: [[0, 4], [0, 2]], values: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]),
  shades: Float32Array.from([0, 0.2, 0.4, 0.6, 0.4, 0.6, 0.8, 1]), levels: new Float64Array(),
};

test("values and shades are read where they lie, the first row at the top", () => {
  assert.equal(valueUnder(grid, [0.5, 1.5]), 1);
  assert.equal(valueUnder(grid, [3.9, 0.1]), 8);
  assert.ok(Number.isNaN(valueUnder(grid, [4.1, 1])));
  assert.ok(Math.abs(shadeUnder(grid, 1, 1.5) - 0.1) < 1e-6);
  assert.ok(Math.abs(shadeUnder(grid, 0.5, 1) - 0.2) < 1e-6);
  assert.ok(Number.isNaN(shadeUnder(grid, 9, 1)));
});

test("a plane and its picture are each other's inverse", () => {
  const plane = planeOn([[-2, 6], [1, 3]], 400, 100);
  assert.deepEqual([plane.toX(-2), plane.toY(3), plane.toX(6), plane.toY(1)], [0, 0, 400, 100]);
  assert.equal(plane.fromX(plane.toX(1.25)), 1.25);
  assert.equal(plane.fromY(plane.toY(1.75)), 1.75);
});

test("the camera stays above the ground and looks straight down at most", () => {
  assert.ok(limited({ azimuth: 0, elevation: -3, zoom: 1 }).elevation > 0);
  assert.equal(limited({ azimuth: 0, elevation: 9, zoom: 1 }).elevation, Math.PI / 2);
  assert.equal(limited({ azimuth: 0, elevation: 1, zoom: 1e9 }).zoom, 5);
  const project = projection({ azimuth: 0, elevation: Math.PI / 2, zoom: 1 }, 200, 200);
  const high = project(0.5, 0.5, 1, { x: 0, y: 0, depth: 0 });
  assert.ok(high.x > 100 && high.y < 100);
  const centre = projection(defaultCamera, 200, 200)(0, 0, 0.5, { x: 0, y: 0, depth: 0 });
  assert.ok(Math.abs(centre.x - 100) < 1e-9 && Math.abs(centre.y - 100) < 1e-9);
});

const paint = { surface: Array.from({ length: 256 }, (_, index) => [index, index, index]), line: [255, 0, 0], side: [1, 2, 3], lines: 4 };

test("the surface is painted within its picture, and near ground hides what is behind", () => {
  const target = createTarget(80, 80);
  const side = 16;
  const flat = { width: side, height: side, shades: new Float32Array(side * side).fill(0.5) };
  paintSurface(target, flat, defaultCamera, paint);
  assert.ok(Number.isFinite(target.depths[40 * 80 + 40]));
  assert.equal(target.pixels[0], 0);
  const before = target.depths[40 * 80 + 40];
  // A wall at the near edge.
  const wall = { ...flat, shades: flat.shades.map((shade, index) => (index >= side * (side - 2) ? 3 : shade)) };
  paintSurface(target, wall, { ...defaultCamera, azimuth: 0, elevation: 0.3 }, paint);
  assert.ok(target.depths[40 * 80 + 40] < before);
});

test("where the surface has no value there is a hole, not a crash", () => {
  const target = createTarget(40, 40);
  const shades = new Float32Array(64).fill(NaN);
  paintSurface(target, { width: 8, height: 8, shades }, defaultCamera, paint);
  assert.ok(target.pixels.every((pixel) => pixel === 0));
});

test("half a grid keeps its means and its middles", () => {
  const half = halved(grid);
  assert.deepEqual([half.width, half.height], [2, 1]);
  assert.ok(Math.abs(half.shades[0] - 0.3) < 1e-6 && Math.abs(half.shades[1] - 0.7) < 1e-6);
});

const trailLook = { colour: "red", dash: null, halo: "white", alpha: 1 };

/** Counts what is drawn. */
function canvasStub() {
  const calls = { lineTo: 0, moveTo: 0, strokes: 0, arcs: 0 };
  return {
    calls, beginPath() {}, setLineDash() {}, moveTo: () => void calls.moveTo++, lineTo: () => void calls.lineTo++, stroke: () => void calls.strokes++, arc: () => void calls.arcs++, fill() {},
  };
}

test("a trail draws only what is new, and leaves out what no eye could tell apart", () => {
  const trails = createTrails({ width: 2, casing: 1 });
  const context = canvasStub();
  const place = (point, into) => Object.assign(into, { x: point * 10, y: 0 });
  trails.extend(context, 0, 5, place, trailLook);
  assert.equal(context.calls.lineTo, 5);
  trails.extend(context, 0, 5, place, trailLook);
  assert.equal(context.calls.lineTo, 5);
  trails.extend(context, 0, 8, place, trailLook);
  assert.equal(context.calls.lineTo, 8);
  assert.equal(trails.drawn(0), 8);
  const dense = canvasStub();
  trails.extend(dense, 1, 10_000, (point, into) => Object.assign(into, { x: point * 0.01, y: 0 }), trailLook);
  assert.ok(dense.calls.lineTo < 150, String(dense.calls.lineTo));
});

test("each step has a dot where steps are long enough to be told apart", () => {
  const trails = createTrails({ width: 2, casing: 1 });
  const [long, short] = [canvasStub(), canvasStub()];
  trails.extend(long, 0, 5, (point, into) => Object.assign(into, { x: point * 10, y: 0 }), trailLook);
  assert.equal(long.calls.arcs, 6);
  trails.extend(short, 1, 5, (point, into) => Object.assign(into, { x: point * 3, y: 0 }), trailLook);
  assert.equal(short.calls.arcs, 1, "the start alone");
});

test("a long wild trail can be drawn with a bounded number of points", () => {
  const trails = createTrails({ width: 2, casing: 1 });
  const context = canvasStub();
  trails.extend(context, 0, 100_000, (point, into) => Object.assign(into, { x: (point * 7919) % 400, y: (point * 104_729) % 400 }), trailLook, 300);
  assert.ok(context.calls.lineTo <= 301, String(context.calls.lineTo));
  assert.equal(trails.drawn(0), 100_000);
});

const anatomy = {
  before: [1, 1], after: [0.9, 1.2], change: [-0.1, 0.2], used: [4, 0],
  lines: [
    { arrow: "gradient", values: [4, 0] }, { arrow: null, values: [2, 2] }, { arrow: "step", values: [0.5, 0] },
    { arrow: "gradient", values: [1, 0] }, { arrow: "step", values: [-0.1, 0.2] }, { arrow: "gradient", values: [NaN, 0] },
  ],
};

test("arrows of a step: gradients share a scale, steps are to scale, the step itself comes once and last", () => {
  assert.deepEqual(drawnLines(anatomy), [0, 2, 3]);
  const arrows = arrowsOf(anatomy, ([x, y]) => 10 * Math.hypot(x, y), 80);
  assert.deepEqual(arrows.map(({ line }) => line), [ownLines.gradient, 0, 2, 3, ownLines.step]);
  assert.deepEqual(arrows[1].to, [9, 1]);
  assert.deepEqual(arrows[2].to, [1.5, 1]);
  assert.deepEqual(arrows[3].to, [5, 1]);
  assert.deepEqual(arrows[4].to, [0.9, 1.2]);
});

test("every contestant's look is its own", () => {
  for (const theme of ["light", "dark"]) {
    const looks = Array.from({ length: colourCount }, (_, index) => look(theme, index));
    assert.equal(new Set(looks.map(({ colour }) => colour.join())).size, colourCount);
    assert.equal(new Set(looks.map(({ dash, marker }) => `${dash} ${marker}`)).size, colourCount);
  }
  assert.deepEqual(look("light", colourCount + 1), look("light", 1));
});

/** Relative luminance (WCAG 2.2). */
const luminance = (rgb) => rgb.map((byte) => byte / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);

test("every contestant stands out from the valley", () => {
  for (const theme of ["light", "dark"]) {
    const ground = luminance(surfaceColour(theme, 0.1));
    for (let index = 0; index < colourCount; index++) {
      const own = luminance(look(theme, index).colour);
      const contrast = (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
      assert.ok(contrast >= 3, `${theme} ${index}: ${contrast.toFixed(2)}`);
    }
  }
});

test("contestants are called what the field calls them, and told apart where two are of a kind", () => {
  const sgd = (more, noise = 0) => ({ optimizer: { optimizer: "sgd", learning_rate: 0.1, ...more }, noise });
  assert.equal(kindOf(sgd({ momentum: 0 })), "gradient_descent");
  assert.equal(kindOf(sgd({ momentum: 0 }, 0.5)), "sgd");
  assert.equal(kindOf(sgd({ momentum: 0.9 })), "momentum");
  assert.equal(kindOf(sgd({ momentum: 0.9, nesterov: true })), "nesterov");
  assert.equal(kindOf({ optimizer: { optimizer: "adam", amsgrad: true }, noise: 0 }), "amsgrad");
  assert.deepEqual(namesOf([sgd({}), sgd({ learning_rate: 0.5 }), sgd({ momentum: 0.9 })], (key) => key), ["kind.gradient_descent (0.1)", "kind.gradient_descent (0.5)", "kind.momentum"]);
});

test("a long formula is cut before its sums, and nowhere else", () => {
  const fence = "<mo>(</mo><mi>x</mi><mo>+</mo><mi>y</mi><mo>)</mo>";
  const power = "<msup><mrow><mi>x</mi><mo>+</mo><mn>1</mn></mrow><mn>2</mn></msup>";
  assert.deepEqual(pieces(`<mi>f</mi>${fence}<mo>=</mo><mo>−</mo>${power}<mo>+</mo><mrow>${fence}</mrow><mo>−</mo><mn>3</mn>`), [
    `<mi>f</mi>${fence}<mo>=</mo><mo>−</mo>${power}`, `<mo form="infix">+</mo>${fence}`, '<mo form="infix">−</mo><mn>3</mn>',
  ]);
  for (const short of ["", "<mo>−</mo><mi>x</mi>", "<mo>=</mo><mn>1</mn>", `<mn>2</mn>${fence}${power}`]) assert.deepEqual(pieces(short), [short]);
  const number = "<mn>1234567890</mn>";
  assert.deepEqual(pieces(`<mn>2</mn><mrow><mo>(</mo>${number}<mo>+</mo>${number}<mo>)</mo></mrow>`), [
    `<mn>2</mn><mo>(</mo>${number}`, `<mo form="infix">+</mo>${number}<mo>)</mo>`,
  ]);
});

test("a basin map has no colours but those of its legend", () => {
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    const arrived = Uint16Array.from({ length: 50 }, (_, index) => index + 1);
    const pixels = new Uint8Array(basinPixels({ reached: new Uint8Array(50), arrived }, theme, "minimum").buffer);
    const [quick, slow] = basinRange(theme, 0);
    for (let index = 0; index < pixels.length; index++) {
      if (index % 4 === 3) continue;
      const [low, high] = [quick[index % 4], slow[index % 4]].sort((a, b) => a - b);
      assert.ok(pixels[index] >= Math.floor(low) && pixels[index] <= Math.ceil(high), `${pixels[index]} is not between ${low} and ${high}`);
    }
  }
});

test("a network's rivals by default are others than the playground's own optimizer", () => {
  for (const own of ["sgd", "adam", "rmsprop", "lion"]) {
    const names = defaultRivals({ optimizer: own }).map(({ optimizer }) => optimizer.optimizer);
    assert.equal(new Set(names).size, 2);
    assert.ok(!names.includes(own), `${own}: ${names}`);
  }
});
