// Everything the Optimizers room asks of the core: at once, of the page's own instance (`lab.js` in this folder),
// and, what takes long, of the worker. Grids are [row][column], row 0 at the top of the plane; paths are
// [step][dimension], step 0 being the start.

/** A contestant of a complete race. @typedef {Required<import("../experiment.js").Contestant>} Contestant */
/** @typedef {Omit<import("../experiment.js").Race, "contestants"> & { contestants: Contestant[] }} Race */
/** @typedef {import("../experiment.js").OptimizerConfig} OptimizerConfig */
/** @typedef {import("../protocol.js").Invalid} Invalid */

/* The room's state, as `experiment.d.ts` has it from the core:
 *
 *   Race {
 *     surface: SurfaceName,  what the balls roll on
 *     formula: string,                      of a typed surface; the surface's own formula otherwise
 *     parameters: { [name]: number },       of the formula, each a slider
 *     domain: [low, high][],                one for x, and one for y where there is a y: what is drawn
 *     start: number[],                      one number for each dimension
 *     contestants: Contestant[],
 *     steps: number,                        where the race ends
 *     tolerance: number,                    how near to the lowest value counts as arrived
 *     seed: number,                         of the mini-batch noise, the same for all contestants
 *   }
 *   Contestant {
 *     optimizer: OptimizerConfig | { optimizer: "newton", learning_rate: number, damping: number },
 *     noise: number,     mini-batch noise of its gradients, 0 to 10; 1 shakes plain descent, at the rate
 *                        that suits the surface, by a hundredth of the plane's diagonal
 *     colour: number,    index into the page's colours
 *     shown: boolean,
 *   }
 *
 * Whatever is missing when a race is read follows the surface: domain, start, parameters, and contestants with
 * learning rates that suit it. */

// ---- Surfaces ----

/** @typedef {{ name: string, value: number, low: number, high: number, log: boolean }} SurfaceParameter
 * What a slider needs; `log` where it should move in powers. */

/** @typedef {{
 *   name: string, dimensions: 1 | 2, formula: string, mathml: string,
 *   parameters: SurfaceParameter[], domain: [number, number][], start: number[],
 * }} SurfaceInfo
 * One of those to choose from. Its words are `surface.<name>` and `surface.<name>.lesson`. */

/** @typedef {{ position: number[], value: number, global: boolean }} Minimum */

/** What is wrong with a typed formula. `reason` is a key under `formula.` of the words; `position` and `length` count
 * the characters of the JavaScript string; `found` is the text there; `expected` is what would be right, where that can
 * be told: keys under `formula.expected.`, or names as they are written.
 * @typedef {{ reason: "empty" | "character" | "number" | "unexpected" | "unfinished" | "unknown_name" | "unknown_function" | "ambiguous" | "decimal_comma" |
 *   "arguments" | "parenthesis" | "too_long" | "too_deep", position: number, length: number, found: string, expected: string[],
 * }} FormulaMistake */

/** @typedef {{
 *   dimensions: 1 | 2, parameters: SurfaceParameter[], mathml: string,
 *   derivatives: { variable: "x" | "y", text: string, mathml: string }[],
 * }} Formula
 * `text` and `mathml` of a derivative are empty where it would be too long to read. */

/** @typedef {{ formula: Formula, mistake: null } | { formula: null, mistake: FormulaMistake }} CheckedFormula */

// ---- Grids: heights of a surface, or losses of a network ----

/** @typedef {{
 *   width: number, height: number, domain: [number, number][],
 *   values: Float64Array, shades: Float32Array, levels: Float64Array,
 * }} Grid
 * `height` is 1 in one dimension. `levels` rise from the lowest to the highest value so that as much of the plane lies
 * between any two; contour lines run along them. `shades` are the values between 0 and 1, rising evenly from level to
 * level: for colours and for heights in three dimensions. Where a value is not finite, so is its shade. */

// ---- A race ----

/** @typedef {{
 *   stepsToTolerance: number | null, finalLoss: number | null, pathLength: number, steps: number,
 *   ended: null | { step: number, why: "left" | "overflow" | "singular" | "undefined" }, minimum: number | null,
 * }} Statistics
 * Of the steps done so far. `ended` tells a contestant that does not go on: it left the domain, its numbers overflowed
 * (both: "diverged at step n"), Newton's method met a Hessian that has no inverse, or the surface has no value
 * where it starts. `minimum` is the index of the
 * minimum it is at. */

/** Why a formula has no value somewhere: `part` of it has none, and `instead` may have been meant. Worded under `undefined.<reason>`.
 * @typedef {{ reason: "power" | "root" | "logarithm" | "division" | "inverse" | "overflow", part: string, instead: string | null }} Undefined */

/** A step taken apart; every array has one number for each dimension.
 * @typedef {{
 *   step: number, learningRate: number, before: number[], after: number[], lossBefore: number, lossAfter: number,
 *   gradient: number[], noise: number[], used: number[], change: number[],
 *   slots: { name: string, symbol: string, before: number[], after: number[] }[],
 *   lines: AnatomyLine[],
 * }} Anatomy
 * `step` counts from 1. `gradient` is the surface's, `noise` what the mini-batch adds, `used` the sum after clipping;
 * `change` = after - before. */

/** A line of the update rule: `symbol` = formula, and the same with this step's numbers for each dimension.
 * @typedef {{ symbol: string, formula: string, filled: string[], values: number[], arrow: "gradient" | "step" | null }} AnatomyLine
 * `symbol`, `formula` and `filled` are MathML (without the `<math>` around them). `filled` and `values` have one entry for
 * each dimension (NaN where it is not finite), or a single one where the line is a number that all share. `arrow` tells what `values` are in the units
 * of, where they make sense as an arrow. The last line is the step (of Newton's method the last two are its x and y). */

/** A race under way. Everything is kept, so that going back costs nothing; a changed start or setting computes it anew.
 * @typedef {{
 *   configure(race: Race): void,
 *   advance(step: number): number,
 *   path(contestant: number): Float32Array,
 *   losses(contestant: number): Float64Array,
 *   ended(contestant: number): Statistics["ended"],
 *   know(minima: Minimum[]): void,
 *   noValue(): Undefined | null,
 *   statistics(step: number): Statistics[],
 *   anatomy(contestant: number, step: number): Anatomy | null,
 *   fingerprint(): string,
 *   free(): void,
 * }} Run
 * `configure` keeps the contestants whose path does not change. `advance` computes up to `step` (at most `race.steps`) and
 * returns how far it got. `path` and `losses` hold all steps computed so far, the start first; those of a contestant that
 * diverged at step n end with step n, its last point being where it met the edge. `ended` is of all that is
 * computed. `statistics` are of the first `step` steps; what needs the minima is null until `know` was told them. `noValue` says why there is no value at
 * the start.
 * `anatomy` is null beyond the end. */

/** @typedef {{ name: string, group: string, race: Record<string, unknown> }} RacePreset
 * Words: `race_preset.<name>` and `race_preset.<name>.notice`; groups: `race_preset_group.<group>`. */

// ---- Charts: drawn by plotters on a canvas. Sizes are pixels of the canvas, `scale` of them to one of the page ----

/** @typedef {[number, number, number]} Rgb */

/** Where the plane lies on the canvas. @typedef {{ left: number, right: number, top: number, bottom: number }} Frame */

/** @typedef {{ scale: number, ink: Rgb, grid: Rgb, line: Rgb, marks: Rgb, axes: boolean, labels: [string, string],
 *   minima: [number, number][], lowest: number }} ContourOptions
 * The first `lowest` of the minima are marked larger. Without `axes` the plane fills the canvas. Nothing is drawn behind the lines. */

/** @typedef {{ scale: number, ink: Rgb, grid: Rgb, line: Rgb, marks: Rgb, labels: [string, string], minima: number[], lowest: number }} ProfileOptions
 * The curve of a surface in one dimension; the answer has the values at top and bottom, `high` and `low`. */

/** Where steps and losses lie on a loss chart. In a logarithmic one `loss - zero` lies in powers between `low` and `high`.
 * @typedef {Frame & { until: number, low: number, high: number, zero: number }} LossPlot */

/** @typedef {{ scale: number, ink: Rgb, grid: Rgb, log: boolean, until: number, lowest: number | null,
 *   lines: { colour: Rgb, dash: [number, number] | null }[], words: { loss: string, step: string } }} LossOptions
 * The chart ends at step `until`. With `log` and a known `lowest` value what is drawn is the loss above it. */

// ---- The worker: one command in flight; to cancel is to stop asking and to send `cancel` ----

/** What the plane of a network's loss is spanned by.
 * @typedef {{ directions: "weights", first: number, second: number } |
 *   { directions: "random", seed: number } |
 *   { directions: "principal" }} Directions
 * `first` and `second` are indices into `snapshot.weights`. "random" is filter-normalised (Li et al., 2018), "principal" the
 * two directions in which the paths spread most. */

/** @typedef {(
 *   { type: "basin", race: Race, contestant: number, size: number, steps: number } |
 *   { type: "landscape", directions: Directions, size: number, rivals: OptimizerConfig[], steps: number } |
 *   { type: "minima", race: Race } |
 *   { type: "explore", budgetMillis: number } |
 *   { type: "cancel" }
 * )} Exploring
 * "minima" is answered at once, the lowest first. "basin" and "landscape" begin, and drop what was under way; "explore" goes on with it. Each is answered by a picture as
 * far as it is. A landscape is of the trainer's network as it is now; the `rivals` start from the first weights of the
 * same seed and see the same batches, `steps` of them. */

/** Every start coloured. `reached` holds indices into `minima`, or one of `nowhere` (254: at none when the steps were
 * over) and `diverged` (253). `arrived` is the step since which a start has been at its minimum.
 * @typedef {{
 *   type: "basin", id: number, progress: number, done: boolean, width: number, height: number, domain: [number, number][],
 *   minima: Minimum[], reached: Uint8Array, arrived: Uint16Array,
 * }} Basin
 * Rows are computed from coarse to fine; those still missing repeat the nearest one that is there. */

/** @typedef {{
 *   type: "landscape", id: number, progress: number, done: boolean, stage: "paths" | "grid",
 *   grid: Grid | null, paths: LandscapePath[], labels: [string, string], explained: number[] | null,
 * }} Landscape
 * `grid` is null while the rivals still run; then it fills from coarse to fine. `labels` name the axes: weights as
 * `layer.kernel[0, 1]`, else empty. `explained` is the share of the paths' spread along each axis. */

/** A run on the plane: where its weights lie, projected, [point][2], and its true losses.
 * @typedef {{ rival: number | null, steps: Float64Array, points: Float32Array, losses: Float64Array,
 *   ended: number | null }} LandscapePath
 * `rival` is null for the playground's own run, else an index into `rivals`. `ended` is the step at which it diverged. */

/** @typedef {Basin | Landscape | { type: "minima", id: number, minima: Minimum[] }} Explored */

export const basinCodes = { diverged: 253, nowhere: 254 };
