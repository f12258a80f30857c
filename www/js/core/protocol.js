// Everything that crosses between the page and the training worker.
// Shapes are [unit][example] or [unit][row][column], flattened; row 0 is the top of the plane.

/** @typedef {import("./experiment.js").Experiment} Experiment */

/** What is wrong with an experiment, as the core says it, or with a file, as the page does; the page words it.
 * @typedef {import("./experiment.js").FieldError | { field: string, reason: "table", problem: "too_large", megabytes: number, most: number } |
 *   { field: string, reason: "table", problem: "encoding", line: number } |
 *   { field: string, reason: "missing_file", problem: TravelProblem, name: string, wrong?: import("./experiment.js").FieldError }} FieldError */

/** Why the table of a link is not here: it does not lie beside the page, what is one file cannot fetch, its name is a path or none
 * of a table, or it cannot be read: `wrong` says why.
 * @typedef {"not_beside" | "single_file" | "no_file_name" | "unusable"} TravelProblem */

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

export {};
