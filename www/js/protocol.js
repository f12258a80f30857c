// Everything that crosses between the page and the training worker, and what the views are given.
// Shapes are [unit][example] or [unit][row][column], flattened; row 0 is the top of the plane.

/** @typedef {import("./experiment.js").Experiment} Experiment */

/** What a wish got wrong; the page words it. @typedef {{
 *   field: string, reason: "range" | "choice" | "mismatch" | "graph" | "formula" | "unreadable",
 *   value?: number | string, low?: number, high?: number, choices?: string[], expected?: number, message?: string,
 *   mistake?: import("./optimizers/protocol.js").FormulaMistake,
 * }} Invalid */

// ---- Commands: page -> worker ----

/** What the pictures should show. `resolution` is the side of the plane in pixels.
 * @typedef {{ resolution: number, unitsPerLayer: number }} View */

/** @typedef {(
 *   { type: "configure", experiment: Experiment, fresh: boolean } |
 *   { type: "reset" } |
 *   { type: "advance", budgetMillis: number, steps: number, view: View } |
 *   { type: "set_parameter", index: number, value: number } |
 *   { type: "rewind" } |
 *   { type: "resume" } |
 *   { type: "predict", inputs: number[][] } |
 *   { type: "fingerprint" } |
 *   import("./optimizers/protocol.js").Exploring
 * ) & { id: number }} Command
 * `fresh` starts over; otherwise Rust decides what is hot, and a rebuilt network keeps the weights that still fit.
 * `advance` trains until `steps` batches or `budgetMillis` are used up; 0 steps only paints.
 * `resume` goes on after a planned stop. `rewind` goes back to the last stored state before the run diverged. `id` comes back with the answer. */

// ---- Events: worker -> page ----

/** @typedef {{ label: string, unit: string, low: number, high: number }} Axis
 * `label` is a key of the words, such as `axis.size`. */

/** `coordinates` [dimension][example], `targets` [unit][example].
 * @typedef {{ count: number, coordinates: Float32Array, targets: Float32Array }} Examples */

/** @typedef {{
 *   problem: "binary" | "multiclass" | "multi_label" | "regression" | "unit_regression",
 *   classes: number, dimensions: 1 | 2, axes: Axis[], target: Axis, train: Examples, test: Examples,
 * }} Data
 * `classes`: 2 for binary, k for multiclass, the labels for multi-label, 1 for regression. */

/** Where a parameter lives in `snapshot.weights`. Kernels are [input][unit] row by row, as in Keras.
 * @typedef {{ name: string, shape: number[], offset: number }} Parameter */

/** @typedef {{
 *   name: string, layer: string, inputs: string[], units: number, activation: string | null,
 *   outputShape: number[], parameters: Parameter[], parameterCount: number, arithmetic: string,
 * }} ModelLayer */

/** @typedef {{ layers: ModelLayer[], parameterCount: number }} Model */

/** A unit's values over the plane, quantised: 128 is 0, 1 and 255 are -scale and +scale.
 * For one-dimensional data `height` is 1.
 * @typedef {{
 *   run: number, step: number, width: number, height: number,
 *   layers: { name: string, units: number, offset: number, scales: Float32Array }[],
 *   values: Uint8Array, output: Float32Array,
 * }} Pictures
 * `layers[i].offset` is where its units start in `values`; each unit takes width * height bytes.
 * `output` holds the network's outputs as they are, [unit][row][column]. */

/** Training and test figures of one moment. `metric` is accuracy in [0, 1] or R2.
 * @typedef {{ loss: number | null, metric: number | null, mae: number | null }} Figures */

/** @typedef {{
 *   run: number, step: number, epoch: number, learningRate: number,
 *   train: Figures, test: Figures, metricName: "accuracy" | "r2",
 *   confusion: Uint32Array | null, wrongTrain: Uint8Array | null, wrongTest: Uint8Array | null,
 *   weights: Float32Array,
 *   stopped: null | "diverged" | "stop_epoch" | "early_stopping",
 *   diverged: null | { step: number, what: "loss" | "weight", layer: string | null, likely: string },
 *   stepsPerSecond: number, picturesDue: boolean,
 *   history: Float64Array | null, pictures: Pictures | null,
 * }} Snapshot
 * `confusion` counts test examples, [true class][predicted class]. `likely` is a key under `diverged.` in the words.
 * `history` is rows of [epoch, train loss, test loss, train metric, test metric]; null where it has not changed.
 * Figures of an empty set, and those that are not finite, are null.
 * `pictures` is null where the old ones are still right or new ones are not finished. */

/** @typedef {{ type: "built", id: number, run: number, data: Data, model: Model, fresh: boolean }} Built */

/** @typedef {(
 *   Built |
 *   { type: "snapshot", id: number, snapshot: Snapshot } |
 *   { type: "prediction", id: number, outputs: number[][] } |
 *   { type: "fingerprint", id: number, fingerprint: string } |
 *   import("./optimizers/protocol.js").Explored |
 *   { type: "invalid", id: number, errors: Invalid[] } |
 *   { type: "done", id: number } |
 *   { type: "crashed", id: number, message: string }
 * )} Event */

// ---- What the views are given ----

/** @typedef {{
 *   showTest: boolean, discretize: boolean, markWrong: boolean, label: number,
 *   logLoss: boolean, smooth: boolean, metricCurve: boolean,
 * }} Display
 * `label` is the label whose plane is shown for multi-label data. */

/** What the pointer or the focus is on, and what is open for editing.
 * @typedef {{ kind: "unit", layer: string, unit: number } |
 *   { kind: "feature", feature: string } |
 *   { kind: "weight", parameter: number, layer: string, from: string, to: string }} Selection
 * `parameter` is the index into `snapshot.weights`. */

/** @typedef {{ mode: "brush" | "erase", value: number } | null} Brush
 * The value is the class, or the target of a regression. Null where the data is not drawn. */

/** @typedef {{
 *   experiment: Experiment, data: Data | null, model: Model | null, snapshot: Snapshot | null,
 *   pictures: Pictures | null, history: Float64Array, playing: boolean, speed: number,
 *   display: Display, hovered: Selection | null, selected: Selection | null, brush: Brush,
 *   errors: Invalid[], notice: { kind: "info" | "warning" | "error", key: string, words?: Record<string, unknown> } | null,
 *   language: "en" | "ko", theme: "light" | "dark", t: (key: string, words?: Record<string, unknown>) => string,
 * }} State */

/** What a view may ask for.
 * @typedef {{
 *   edit(recipe: (experiment: Experiment) => void, options?: { fresh?: boolean, gesture?: number }): boolean,
 *   display(change: Partial<Display>): void,
 *   hover(selection: Selection | null): void,
 *   select(selection: Selection | null): void,
 *   setParameter(index: number, value: number): void,
 *   play(): void, pause(): void, reset(): void, newSeed(): void,
 *   step(batches: number): Promise<Snapshot>, epoch(): Promise<Snapshot>, rewind(): void,
 *   setSpeed(speed: number): void, brush(brush: Brush): void,
 *   undoPoints(): void, notify(notice: State["notice"]): void, showNetwork(): void,
 * }} Actions
 * Changes of a drawing with the same `gesture` are undone together.
 * `edit` gives the recipe a copy; an invalid result changes nothing, sets `state.errors` and returns false. */

export {};
