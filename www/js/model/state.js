// What the playground's views are given: the state of the room, and what they may ask for.

/** @typedef {import("../core/protocol.js").Experiment} Experiment */
/** @typedef {import("../core/protocol.js").Data} Data */
/** @typedef {import("../core/protocol.js").Model} Model */
/** @typedef {import("../core/protocol.js").Snapshot} Snapshot */
/** @typedef {import("../core/protocol.js").Pictures} Pictures */
/** @typedef {import("../core/protocol.js").PlanePoints} PlanePoints */
/** @typedef {import("../core/experiment.js").Mark} Mark What was changed during the run, for its curves. */
/** @typedef {import("../ui/numbers.js").InputError} InputError */
/** @typedef {import("../core/protocol.js").Question} Question */
/** @typedef {import("../ui/shell.js").Notice} Notice */
/** @typedef {import("../ui/shell.js").Shared} Shared */

/** The example that is looked at, the way a person states it; see `ask`. `name` says in words which one it is.
 * @typedef {{ inputs: number[][], name: string }} Looked */

/** @typedef {import("./display.js").Display} Display */

/** What the pointer or the focus is on, and what is open for editing.
 * @typedef {{ kind: "unit", layer: string, unit: number } |
 *   { kind: "feature", feature: string } |
 *   { kind: "formula", formula: string | null } |
 *   { kind: "weight", parameter: number, layer: string, from: string, to: string }} Selection
 * A formula that is null is a feature of one's own that is yet to be typed. `parameter` is the index into `snapshot.weights`. */

/** @typedef {{ mode: "brush" | "erase", value: number } | null} Brush
 * The value is the class, or the target of a regression. Null where the data is not drawn. */

/** A network under construction that cannot run yet; the experiment keeps the last one that could.
 * @typedef {import("./builder/graph.js").Draft} Draft */

/** What a person works on.
 * @typedef {{
 *   experiment: Experiment, wanted: Experiment | null, draft: Draft | null, canUndo: boolean, canRedo: boolean, errors: InputError[],
 * }} DocumentState
 * `wanted`: the experiment of a link or file whose table is not here, for when it is opened. */

/** What the run of it has sent.
 * @typedef {{
 *   data: Data | null, model: Model | null, snapshot: Snapshot | null, pictures: Pictures | null, plane: PlanePoints | null,
 *   history: Float64Array, pale: Float64Array, marks: Mark[], playing: boolean, speed: number,
 * }} RunState
 * `pale` is the history of the way that the run has gone back from. */

/** What Health found in a layer, and the experiment that it holds for.
 * @typedef {{ layer: string, experiment: Experiment }} Finding */

/** What is chosen, drawn and told in the room. Figures that hang elsewhere have options of their own.
 * @typedef {{ display: Display, selected: Selection | null, looked: Looked | null, brush: Brush, finding: Finding | null, notice: Notice | null }} RoomState */

/** A figure names what it needs of it. @typedef {DocumentState & RunState & RoomState & Shared} State */

/** What a view may ask for.
 * @typedef {{
 *   edit(recipe: (experiment: Experiment) => void, options?: { fresh?: boolean, gesture?: number, building?: boolean }): boolean,
 *   refuse(error: InputError): void, undo(): void, redo(): void, discard(): void,
 *   display(change: Partial<Display>): void,
 *   select(selection: Selection | null): void,
 *   setParameter(index: number, value: number): void, setParameters(weights: Float32Array): boolean,
 *   play(): void, pause(): void, reset(): void, newSeed(): void, newStart(): void,
 *   step(batches: number): Promise<Snapshot>, epoch(count?: number): Promise<Snapshot>, seek(step: number): Promise<void>, rewind(): void,
 *   setSpeed(speed: number): void, brush(brush: Brush): void,
 *   showNetwork(): void, compare?(): void,
 *   ask(question: Question): Promise<any>, look(example: Looked | null): void, notify(notice: State["notice"]): void,
 * }} Actions
 * `ask` resolves to the worker's event, or to null where the worker died or cannot say. `look` chooses the example that
 * the network's layers are shown for.
 * Changes with the same `gesture` are undone together.
 * `edit` gives the recipe a copy; an invalid result changes nothing, sets `state.errors` and returns false. With `building`
 * the recipe gets the draft of the network if there is one, and a graph that does not fit together yet becomes the draft.
 * `setParameters` sets all weights at once, and returns false where an exercise holds them fast. `seek` goes to a step that the run has reached. `compare` puts the run beside others, where there is a room for that.
 * `refuse` tells what is wrong with what was typed into a field, until something else is changed. `discard` gives up the draft. */

export {};
