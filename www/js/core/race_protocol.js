// Everything the Optimizers room asks of the core: at once, of the page's own instance (`lab.js` in this folder),
// and, what takes long, of the worker. Grids are [row][column], row 0 at the top of the plane; paths are
// [step][dimension], step 0 being the start.

/** A contestant of a complete race. @typedef {Required<import("./experiment.js").Contestant>} Contestant */
/** @typedef {Omit<import("./experiment.js").Race, "contestants"> & { contestants: Contestant[] }} Race */
/** @typedef {import("./experiment.js").OptimizerConfig} OptimizerConfig */
/** @typedef {import("./protocol.js").FieldError} FieldError */

// ---- Surfaces ----

/** @typedef {import("./experiment.js").ParameterRange} SurfaceParameter */
/** @typedef {import("./experiment.js").SurfaceInfo} SurfaceInfo */
/** @typedef {import("./experiment.js").Minimum} Minimum */
/** @typedef {import("./experiment.js").ParseError} FormulaError */
/** @typedef {import("./experiment.js").Formula} Formula */
/** @typedef {import("./experiment.js").CheckedFormula} CheckedFormula */

// ---- Grids: heights of a surface, or losses of a network ----

/** @typedef {import("./experiment.js").Grid} Grid */

// ---- A race ----

/** @typedef {import("./experiment.js").Statistics} Statistics */

/** A step taken apart; numbers that are not finite are NaN here. @typedef {import("./experiment.js").Anatomy} Anatomy */

/** @typedef {import("./experiment.js").AnatomyLine} AnatomyLine */
/** @typedef {import("./experiment.js").Undefined} Undefined */

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

/** @typedef {import("./experiment.js").Rgb} Rgb */
/** @typedef {import("./experiment.js").Frame} Frame */

/** @typedef {Omit<import("./experiment.js").ContourOptions, "domain">} ContourOptions */

/** @typedef {Omit<import("./experiment.js").ContourOptions, "domain" | "axes">} ProfileOptions */

/** @typedef {import("./experiment.js").LossPlot} LossPlot */

/** Each line's number of points is counted where it is drawn.
 * @typedef {Omit<import("./experiment.js").LossOptions, "lines"> & { lines: Omit<import("./experiment.js").LossLine, "count">[] }} LossOptions */

// ---- The worker: one command in flight; to cancel is to stop asking and to send `cancel` ----

/** @typedef {import("./experiment.js").Directions} Directions */

/** @typedef {Extract<import("./experiment.js").Command, { type: "basin" | "landscape" | "minima" | "explore" | "cancel" }>} Exploring */

/** @typedef {import("./experiment.js").Basin} Basin */

/** @typedef {import("./experiment.js").Landscape} Landscape */

/** @typedef {import("./experiment.js").LandscapePath} LandscapePath */

export {};
