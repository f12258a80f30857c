// Everything that crosses between the page and the training worker, and what the views are given.
// Shapes are [unit][example] or [unit][row][column], flattened; row 0 is the top of the plane.

/** @typedef {import("./experiment.js").Experiment} Experiment */

/** What a wish got wrong; the page words it. @typedef {{
 *   field: string, reason: "range" | "choice" | "mismatch" | "graph" | "missing_file" | "table" | "formula" | "unreadable",
 *   value?: number | string, low?: number, high?: number, choices?: string[], expected?: number, message?: string,
 *   mistake?: import("./optimizers/protocol.js").FormulaMistake,
 *   name?: string, problem?: string, line?: number, column?: string, cells?: number, columns?: number, rows?: number,
 *   most?: number, least?: number, class?: string, categories?: number, kind?: string, values?: number, megabytes?: number,
 * }} Invalid
 * A file that is not here is a `missing_file` of that `name`. What is wrong with a table is a `table`, worded under
 * `table.<problem>` with the other fields; see `TableProblem` in experiment.d.ts, and besides `too_large` (`megabytes`,
 * `most`) and `encoding` (`line`). */

/** What is wrong with a field: what the core says, or what the page cannot read of what was typed into it. `kept` is what the
 * field goes on holding, as it shows it.
 * @typedef {Partial<Omit<Invalid, "reason">> & Partial<Omit<import("./numbers.js").Refusal, "reason">> & {
 *   field: string, reason: Invalid["reason"] | import("./numbers.js").Refusal["reason"], kept?: string,
 * }} FieldError */

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
 *   { type: "panic" } |
 *   import("./optimizers/protocol.js").Exploring |
 *   { type: "read_table", name: string, bytes: ArrayBuffer, encoding?: "utf-8" } |
 *   { type: "read_table", name: string, config: Partial<import("./experiment.js").TableConfig> } |
 *   { type: "keep_table" } |
 *   { type: "show_plane", plane: Plane } |
 *   { type: "examples", set: Set, indices: number[] } |
 *   { type: "outputs", set: Set, head: number, most: number } |
 *   { type: "codes", set: Set, layer: string, most: number } |
 *   { type: "ask", inputs: number[][] } |
 *   { type: "activations", inputs: number[][] } |
 *   { type: "attribution", inputs: number[][], head: number, unit: number, side: number } |
 *   { type: "dropout_masks", layers: string[] } |
 *   { type: "read_sentence", text: string } |
 *   { type: "forecast", steps: number } |
 *   { type: "decode", layer: string, values: number[] }
 * ) & { id: number }} Command
 * `fresh` starts over; otherwise Rust decides what is hot, and a rebuilt network keeps the weights that still fit.
 * `advance` trains until `steps` batches or `budgetMillis` are used up; 0 steps only paints.
 * `resume` goes on after a planned stop. `rewind` goes back to the last stored state before the run diverged. `id` comes back with the answer.
 *
 * `read_table` reads a file the user opened: with `bytes` a new one, with `config` the last one again as that says; what
 *   it leaves open is found out. `keep_table` keeps that file for experiments whose `data.file` is the name that came
 *   back in `preview.config.file`. A bad file is answered with `invalid`, and the one before stays.
 * `show_plane` chooses what the boundary of a table shows; `snapshot.pictures` are then of this plane.
 * `examples` gives single examples with all that is known of them; `outputs` what one output says of a whole set.
 * `codes` gives what a layer makes of the examples of a set, as for a map of an autoencoder's middle.
 * `ask` takes one example the way a person states it: for an input made of columns a value for each column, in its own
 *   unit or as the number of its category; for another (image, tokens, window) its values as they are.
 * `activations` and `attribution` take one example the same way. `unit` is the class asked about.
 * `dropout_masks` says which values dropouts let through for the first example of the last batch.
 * `decode` runs only what comes after `layer`, from these values of it. */

/** @typedef {"train" | "test"} Set */

/** Columns by their number in `data.inputs[0].columns`; `rest` has a value for every column, in its own unit.
 * @typedef {{ plane: "columns", x: number, y: number, rest: number[] } | { plane: "principal" }} Plane */

/** What a view may ask about single examples and files.
 * @typedef {Extract<Command, { type: "read_table" | "keep_table" | "show_plane" | "examples" | "outputs" | "codes" | "ask" | "activations" |
 *   "attribution" | "dropout_masks" | "read_sentence" | "forecast" | "decode" }> extends infer C ? C extends Command ? Omit<C, "id"> : never : never
 * } Question */

// ---- Events: worker -> page ----

/** @typedef {import("./i18n.js").Label} Label */

/** @typedef {{ label: Label, unit: string, low: number, high: number, is_date: boolean }} Axis
 * Where `is_date` its numbers are days since 1970-01-01. */

/** `coordinates` [dimension][example], `targets` of the first target, [unit][example]. Both are empty for tasks.
 * @typedef {{ count: number, coordinates: Float32Array, targets: Float32Array }} Examples */

/** @typedef {"binary" | "multiclass" | "multi_label" | "regression" | "unit_regression"} Problem */

/** A column of an input, or a target. `value = mean + deviation × what the network sees`. `categories` are empty for
 * numbers; where `is_date` these are days since 1970-01-01.
 * @typedef {{
 *   label: Label, unit: string, low: number, high: number, mean: number, deviation: number, categories: Label[], is_date: boolean,
 * }} Column */

/** `vocabulary`: how many tokens are told apart, null for numbers. `words` names them, null where they are categories
 * (those are in `columns[0].categories`). `columns` is empty where an input is not made of columns.
 * @typedef {{
 *   name: string, shape: number[], vocabulary: number | null, words: string[] | null, columns: Column[],
 * }} DataInput */

/** @typedef {{ name: string, problem: Problem, classes: number, units: number, column: Column }} DataTarget */

/** @typedef {{
 *   task: "plane" | "houses" | "digits" | "sentences" | "series" | "table",
 *   problem: Problem, classes: number, dimensions: 0 | 1 | 2, axes: Axis[], target: Axis, train: Examples, test: Examples,
 *   inputs: DataInput[], targets: DataTarget[],
 *   series: { values: Float64Array, border: number, baseline: { train: Figures, test: Figures } } | null,
 * }} Data
 * `classes`: 2 for binary, k for multiclass, the labels for multi-label, the number of values for regression.
 * `problem`, `classes` and `target` are those of the first target; `dimensions` is 0 for tasks.
 * `series.border`: the first value that tests; `baseline`: the figures of saying that nothing will change. */

/** Where a parameter lives in `snapshot.weights`. Kernels are [input][unit] row by row, as in Keras.
 * @typedef {{ name: string, shape: number[], offset: number }} Parameter */

/** @typedef {{
 *   name: string, layer: string, inputs: string[], units: number, activation: string | null,
 *   outputShape: number[], parameters: Parameter[], parameterCount: number, arithmetic: string,
 * }} ModelLayer */

/** What a network's input or output stands for: the index of a data input, or of a data target.
 * @typedef {{ name: string, index: number }} Wire */

/** @typedef {{ layers: ModelLayer[], parameterCount: number, inputs: Wire[], outputs: (Wire & { threshold: number })[] }} Model
 * `threshold` is where an output of one unit begins to mean yes. */

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

/** How one output does; `history` has the rows of `snapshot.history` for this output alone.
 * @typedef {{
 *   name: string, train: Figures, test: Figures, metricName: "accuracy" | "r2",
 *   confusion: Uint32Array | null, wrongTrain: Uint8Array | null, wrongTest: Uint8Array | null, history: Float64Array,
 * }} Head */

/** @typedef {{
 *   run: number, step: number, epoch: number, learningRate: number, heads: Head[],
 *   train: Figures, test: Figures, metricName: "accuracy" | "r2",
 *   confusion: Uint32Array | null, wrongTrain: Uint8Array | null, wrongTest: Uint8Array | null,
 *   weights: Float32Array,
 *   stopped: null | "diverged" | "stop_epoch" | "early_stopping",
 *   diverged: null | { step: number, what: "loss" | "weight", layer: string | null, likely: string },
 *   stepsPerSecond: number, picturesDue: boolean, figuresDue: boolean, liveWeights: number, kernelWeights: number,
 *   history: Float64Array | null, pictures: Pictures | null,
 * }} Snapshot
 * `train` and `test` have the whole loss, with the metric of the first output; so have `confusion` and `wrong...`.
 * `confusion` counts test examples, [true class][predicted class]. `likely` is a key under `diverged.` in the words.
 * `history` is rows of [epoch, train loss, test loss, train metric, test metric]; null where it has not changed.
 * Figures of an empty set, and those that are not finite, are null.
 * `figuresDue` says that the figures are of an earlier step, or a row of the history is not there yet.
 * `liveWeights` counts the weights of kernels that are not 0, `kernelWeights` all of them.
 * `pictures` is null where the old ones are still right or new ones are not finished. */

/** @typedef {{ type: "built", id: number, run: number, data: Data, model: Model, fresh: boolean }} Built */

/** An example with all that is known of it, input by input and target by target. `row` is its number in the whole set:
 * of the scan, the sentence, the house, the first day of the window; `text` its sentence; `cells` its line of the table.
 * @typedef {{
 *   row: number, inputs: Float32Array[], targets: Float32Array[], outputs: Float32Array[], text: string | null,
 *   cells: string[] | null,
 * }} ExampleDetail */

/** Truth and answer of one output for the first examples of a set, [unit][example]; numbers in their own unit.
 * @typedef {{ count: number, truth: Float32Array, answer: Float32Array }} Outputs */

/** A layer's values for examples of a set, [unit][example], with their classes (digits: which; else of the first target).
 * @typedef {{ count: number, units: number, values: Float32Array, classes: Uint8Array }} Codes */

/** A layer's values for one example, in its shape. @typedef {{ name: string, shape: number[], values: Float32Array }} LayerValues */

/** What in the inputs mattered for one unit of an output, input by input, value by value.
 * `gradients`: how fast its logarithmic probability (or its value) rises with each; `occlusion`: how much its value
 * falls when a square of `side` around each is blanked.
 * @typedef {{ value: number, gradients: Float32Array[], occlusion: Float32Array[] }} Attribution */

/** 1 for each of a dropout's values that passed in the last batch; null where none was drawn since it was built.
 * @typedef {{ name: string, passed: Uint8Array | null }} DropoutMask */

/** A sentence read token by token. `scores[k]`: the probability of positive after the first k + 1 tokens; `without[k]`: of
 * the whole sentence without token k. `states`: for each recurrent layer what it holds after each token, [token][unit].
 * @typedef {{
 *   tokens: { text: string, token: number, known: boolean }[], cut: number, score: number, scores: Float32Array,
 *   without: Float32Array, states: { layer: string, units: number, values: Float32Array }[],
 * }} Reading
 * `cut`: tokens in front that did not fit into the length. */

/** Points of the examples on a table's plane, [dimension][example], of the first 2,000 of each set; with their targets.
 * @typedef {{ axes: Axis[], train: Examples, test: Examples }} PlanePoints */

/** @typedef {import("./experiment.js").Preview} Preview */

/** @typedef {(
 *   Built |
 *   { type: "table", id: number, preview: Preview } |
 *   { type: "plane", id: number, points: PlanePoints } |
 *   { type: "examples", id: number, examples: ExampleDetail[] } |
 *   { type: "outputs", id: number, outputs: Outputs } |
 *   { type: "codes", id: number, codes: Codes } |
 *   { type: "answer", id: number, heads: Float64Array[] } |
 *   { type: "activations", id: number, layers: LayerValues[] } |
 *   { type: "attribution", id: number, attribution: Attribution } |
 *   { type: "masks", id: number, masks: DropoutMask[] } |
 *   { type: "reading", id: number, reading: Reading } |
 *   { type: "forecast", id: number, values: Float64Array } |
 *   { type: "decoded", id: number, values: Float32Array } |
 *   { type: "snapshot", id: number, snapshot: Snapshot } |
 *   { type: "prediction", id: number, outputs: number[][] } |
 *   { type: "fingerprint", id: number, fingerprint: string } |
 *   import("./optimizers/protocol.js").Explored |
 *   { type: "invalid", id: number, errors: Invalid[] } |
 *   { type: "done", id: number } |
 *   { type: "no_run", id: number, message: string } |
 *   { type: "crashed", id: number, message: string }
 * )} Event */

// ---- What the page's own instance answers ----

/** @typedef {import("./experiment.js").Misfit} Misfit */

/** A network told layer by layer, right or wrong. `shape` and `misfit` of a layer are both null where it waits for another.
 * @typedef {{
 *   network: Experiment["network"], parameters: number, misfit: Misfit | null,
 *   layers: { name: string, shape: number[] | null, parameters: number, arithmetic: string, misfit: Misfit | null }[],
 *   inputs: { name: string, data: { name: string, shape: number[], vocabulary: number | null } }[],
 *   outputs: { name: string, data: {
 *     name: string, problem: Problem, units: number, activation: string, loss: import("./experiment.js").Loss,
 *   } }[],
 * }} Outline */

// ---- What the views are given ----

/** The example that is looked at, the way a person states it; see `ask`. `name` says in words which one it is.
 * @typedef {{ inputs: number[][], name: string }} Looked */

/** @typedef {{
 *   showTest: boolean, discretize: boolean, markWrong: boolean, label: number,
 *   logLoss: boolean, smooth: boolean, metricCurve: boolean, diagram: boolean,
 * }} Display
 * `diagram`: the network as a diagram of layers, not in columns of units.
 * `label` is the label whose plane is shown for multi-label data. */

/** What the pointer or the focus is on, and what is open for editing.
 * @typedef {{ kind: "unit", layer: string, unit: number } |
 *   { kind: "feature", feature: string } |
 *   { kind: "weight", parameter: number, layer: string, from: string, to: string }} Selection
 * `parameter` is the index into `snapshot.weights`. */

/** @typedef {{ mode: "brush" | "erase", value: number } | null} Brush
 * The value is the class, or the target of a regression. Null where the data is not drawn. */

/** A panic of the core: what it said, with the experiment, to read and to copy. @typedef {{ report: string, copied?: boolean }} Crash */

/** A network under construction that cannot run yet; the experiment keeps the last one that could.
 * @typedef {import("./builder/graph.js").Draft} Draft */

/** What the page says in a line. Words may be functions of the translator, so that they follow the language. `link` is shown
 * beneath, to be copied by hand.
 * @typedef {{ kind: "info" | "warning" | "error", key: string, words?: Record<string, unknown>, link?: string, crash?: Crash }} Notice */

/** @typedef {{
 *   experiment: Experiment, wanted: Experiment | null, draft: Draft | null, canUndo: boolean, canRedo: boolean, data: Data | null, model: Model | null, snapshot: Snapshot | null,
 *   pictures: Pictures | null, history: Float64Array, playing: boolean, speed: number,
 *   looked: Looked | null, plane: PlanePoints | null, display: Display, hovered: Selection | null, selected: Selection | null, brush: Brush,
 *   errors: FieldError[], notice: Notice | null,
 *   language: "en" | "ko", theme: "light" | "dark", t: (key: string, words?: Record<string, unknown>) => string,
 * }} State
 * `wanted`: the experiment of a link or file whose table is not here, for when it is opened. */

/** What a view may ask for.
 * @typedef {{
 *   edit(recipe: (experiment: Experiment) => void, options?: { fresh?: boolean, gesture?: number, building?: boolean }): boolean,
 *   refuse(error: FieldError): void, undo(): void, redo(): void, discard(): void,
 *   display(change: Partial<Display>): void,
 *   hover(selection: Selection | null): void,
 *   select(selection: Selection | null): void,
 *   setParameter(index: number, value: number): void,
 *   play(): void, pause(): void, reset(): void, newSeed(): void,
 *   step(batches: number): Promise<Snapshot>, epoch(): Promise<Snapshot>, rewind(): void,
 *   setSpeed(speed: number): void, brush(brush: Brush): void,
 *   showNetwork(): void,
 *   ask(question: Question): Promise<any>, look(example: Looked | null): void, notify(notice: State["notice"]): void,
 * }} Actions
 * `ask` resolves to the worker's event, or to null where the worker died or cannot say. `look` chooses the example that
 * the network's layers are shown for.
 * Changes with the same `gesture` are undone together.
 * `edit` gives the recipe a copy; an invalid result changes nothing, sets `state.errors` and returns false. With `building`
 * the recipe gets the draft of the network if there is one, and a graph that does not fit together yet becomes the draft.
 * `refuse` tells what is wrong with what was typed into a field, until something else is changed. `discard` gives up the draft. */

export {};
