// Everything that crosses between the page and the training worker, and what the views are given.
// Shapes are [unit][example] or [unit][row][column], flattened; row 0 is the top of the plane.

/** @typedef {import("./experiment.js").Experiment} Experiment */

/** What is wrong with an experiment, as the core says it, or with a file, as the page does; the page words it.
 * @typedef {import("./experiment.js").FieldError | { field: string, reason: "table", problem: "too_large", megabytes: number, most: number } |
 *   { field: string, reason: "table", problem: "encoding", line: number }} FieldError */

/** What is wrong with a field: what the core says, or what the page cannot read of what was typed into it. `kept` is what the
 * field goes on holding, as it shows it.
 * @typedef {(FieldError | (import("./numbers.js").Refusal & { field: string })) & { kept?: string }} InputError */

// ---- Commands: page -> worker ----

/** A file that the user opened: with `bytes` a new one, with `config` the last one again as that says; what it leaves open is
 * found out. A bad file is answered with `invalid`, and the one before stays.
 * @typedef {{ type: "read_table", name: string } & (
 *   { bytes: ArrayBuffer, encoding?: "utf-8" } | { config: Partial<import("./experiment.js").TableConfig> }
 * )} ReadTable */

/** Keeps the file that was read last for experiments whose `data.file` is the name that came back in `preview.config.file`.
 * @typedef {{ type: "keep_table" }} KeepTable */

/** What the core answers, and what the worker does about files itself. `run` is the number of the run that it is for; `id`
 * comes back with the answer.
 * @typedef {(import("./experiment.js").Command | ReadTable | KeepTable) & { run: number, id: number }} Command */

/** @typedef {"train" | "test"} Set */

/** @typedef {import("./experiment.js").PlaneChoice} Plane */

/** What a view may ask about single examples and files.
 * @typedef {ReadTable | KeepTable | Extract<import("./experiment.js").Command, { type: "show_plane" | "examples" | "outputs" | "codes" |
 *   "ask" | "activations" | "attribution" | "dropout_masks" | "read_sentence" | "forecast" | "decode" }>} Question */

// ---- Events: worker -> page ----

/** @typedef {import("./experiment.js").Label} Label */
/** @typedef {import("./experiment.js").Axis} Axis */
/** @typedef {import("./experiment.js").Examples} Examples */
/** @typedef {import("./experiment.js").ProblemKind} Problem */
/** @typedef {import("./experiment.js").Column} Column */
/** @typedef {import("./experiment.js").DataInput} DataInput */
/** @typedef {import("./experiment.js").DataTarget} DataTarget */
/** @typedef {import("./experiment.js").Data} Data */
/** @typedef {import("./experiment.js").Parameter} Parameter */
/** @typedef {import("./experiment.js").ModelLayer} ModelLayer */
/** @typedef {import("./experiment.js").Wire} Wire */
/** @typedef {import("./experiment.js").Model} Model */
/** @typedef {import("./experiment.js").Pictures} Pictures */
/** @typedef {import("./experiment.js").Metrics} Metrics */

/** @typedef {import("./experiment.js").OutputMetrics & { history: Float64Array }} OutputMetrics */

/** A snapshot as the page keeps it: what has not changed is not sent again, and is filled in.
 * @typedef {Omit<import("./experiment.js").Snapshot, "weights" | "heads"> & { weights: Float32Array, heads: OutputMetrics[] }} Snapshot */

/** @typedef {import("./experiment.js").Built} Built */

/** @typedef {import("./experiment.js").ExampleDetail} ExampleDetail */
/** @typedef {import("./experiment.js").Outputs} Outputs */
/** @typedef {import("./experiment.js").Codes} Codes */
/** @typedef {import("./experiment.js").LayerValues} LayerValues */
/** @typedef {import("./experiment.js").Attribution} Attribution */
/** @typedef {import("./experiment.js").DropoutMask} DropoutMask */
/** @typedef {import("./experiment.js").Reading} Reading */
/** @typedef {import("./experiment.js").PlanePoints} PlanePoints */
/** @typedef {import("./experiment.js").Preview} Preview */

/** @typedef {(
 *   import("./experiment.js").Event |
 *   { type: "table", preview: Preview } |
 *   { type: "crashed", message: string }
 * ) & { id: number }} Event */

// ---- What the page's own instance answers ----

/** @typedef {import("./experiment.js").GraphError} GraphError */
/** @typedef {import("./experiment.js").Outline} Outline */

// ---- What the views are given ----

/** The example that is looked at, the way a person states it; see `ask`. `name` says in words which one it is.
 * @typedef {{ inputs: number[][], name: string }} Looked */

/** How the playground is shown. `diagram`: the network as a diagram of layers, not in columns of units. The rest are the options
 * of figures.
 * @typedef {{
 *   diagram: boolean, output: import("./figures/output/options.js").Options, curves: import("./figures/curves/options.js").Options,
 * }} Display */

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
 *   looked: Looked | null, plane: PlanePoints | null, display: Display, selected: Selection | null, brush: Brush,
 *   errors: InputError[], notice: Notice | null,
 *   language: "en" | "ko", theme: "light" | "dark", t: (key: string, words?: Record<string, unknown>) => string,
 * }} State
 * `wanted`: the experiment of a link or file whose table is not here, for when it is opened. */

/** What all rooms have in common. @typedef {Pick<State, "language" | "theme" | "t">} Shared */

/** @typedef {"playground" | "optimizers"} RoomName */

/** What a view may ask for.
 * @typedef {{
 *   edit(recipe: (experiment: Experiment) => void, options?: { fresh?: boolean, gesture?: number, building?: boolean }): boolean,
 *   refuse(error: InputError): void, undo(): void, redo(): void, discard(): void,
 *   display(change: Partial<Display>): void,
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
