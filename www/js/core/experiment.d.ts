// Generated from the Rust types by `cargo xtask types`. Not edited by hand.

/**
 * Source of names and defaults: <https://keras.io/api/layers/activations/>
 */
export type Activation = "linear" | "sigmoid" | "tanh" | "relu" | { "activation": "leaky_relu", negative_slope: number, } | { "activation": "elu", alpha: number, } | "selu" | "softplus" | "softsign" | "silu" | "gelu" | "mish" | "sin" | "step" | "softmax" | "hard_sigmoid" | "hard_tanh";

export type ActivationConfig = { activation: Activation, };

export type Adadelta = { rho: number, epsilon: number, };

export type Adagrad = { initial_accumulator_value: number, epsilon: number, };

export type Adam = { beta_1: number, beta_2: number, epsilon: number, 
/**
 * Whether to divide by the largest mean square so far.
 */
amsgrad: boolean, };

export type AdamW = { weight_decay: number, beta_1: number, beta_2: number, epsilon: number, amsgrad: boolean, };

export type Adamax = { beta_1: number, beta_2: number, epsilon: number, };

/**
 *The sum.
 */
export type AddConfig = Record<symbol, never>;

export type Anatomy = { 
/**
 * Counted from 1.
 */
step: number, learningRate: number, before: Array<number>, after: Array<number>, lossBefore: number, lossAfter: number, gradient: Array<number>, noise: Array<number>, used: Array<number>, change: Array<number>, slots: Array<SlotChange>, lines: Array<AnatomyLine>, };

/**
 * A line of the update rule. Everything written is MathML.
 */
export type AnatomyLine = { symbol: string, formula: string, 
/**
 * With the numbers of this step, for each dimension.
 */
filled: Array<string>, values: Array<number>, 
/**
 * Its value as an arrow.
 */
arrow: Arrow | null, };

/**
 * The unit of a vector, which decides the length of its arrow.
 */
export type Arrow = "gradient" | "step";

/**
 * The attribution of an output unit to the inputs, by input and value.
 */
export type Attribution = { value: Finite, 
/**
 * The gradient of its log probability (or of its value) with respect to each.
 */
gradients: Array<Floats>, 
/**
 * How much its value falls if a square around each is blanked.
 */
occlusion: Array<Floats>, };

/**
 *The mean.
 */
export type AverageConfig = Record<symbol, never>;

export type AveragePooling1dConfig = { pool_size: Sides, 
/**
 * If missing, the size of the window.
 */
strides?: Sides, padding: Padding, };

export type AveragePooling2dConfig = { pool_size: Sides, 
/**
 * If missing, the size of the window.
 */
strides?: Sides, padding: Padding, };

/**
 * An evaluation for which a run waits at a step, the last one first.
 */
export type Awaited = "check" | "review";

/**
 * A coordinate or target: name, unit and range.
 */
export type Axis = { label: Label, unit: string, low: number, high: number, 
/**
 * Whether its numbers are days since 1970-01-01.
 */
is_date: boolean, };

/**
 * The metrics of the naive forecast, that nothing changes.
 */
export type Baseline = { train: Metrics, test: Metrics, };

/**
 * The minimum that every start reaches, as far as computed. Rows go from coarse to fine; missing ones repeat the
 * nearest.
 */
export type Basin = { progress: number, done: boolean, width: number, height: number, domain: Array<[number, number]>, minima: Array<Minimum>, 
/**
 * Indices into `minima`, or 254 if no minimum was reached in time, or 253 if the start diverged.
 */
reached: Bytes, 
/**
 * The step at which each start reached its minimum.
 */
arrived: Shorts, };

export type BatchNormalizationConfig = { 
/**
 * The share of the moving averages that is kept at each step.
 */
momentum: number, epsilon: number, 
/**
 * Whether to add beta.
 */
center: boolean, 
/**
 * Whether to multiply by gamma.
 */
scale: boolean, };

/**
 * Examples per step. `"all"` is full-batch gradient descent.
 */
export type BatchSize = number | "all";

export type BidirectionalConfig = { 
/**
 * The layer that reads forward: `{"layer": "lstm", "units": 4}`.
 */
wrapped: Recurrent, merge_mode: MergeMode, };

export type Built = { 
/**
 * Whether it started over.
 */
fresh: boolean, 
/**
 * The experiment as JSON, if the run went to another step.
 */
experiment: string | null, data: Data, model: Model, };

export type Bytes = Uint8Array;

/**
 * The probable cause of a divergence.
 */
export type Cause = "learning_rate" | "edited_weight";

export type Change = "data" | "network" | "optimizer" | "learning_rate" | "settings" | "weight";

/**
 * A typed formula or its error. One of them is null.
 */
export type CheckedFormula = { formula: Formula, error: null } | { formula: null, error: ParseError };

/**
 * The example to look at.
 */
export type ChosenExample = { "batch": number } | { "train": number } | { "test": number } | { "given": { inputs: Array<Array<number>>, targets: Array<Array<number>>, } };

/**
 * The values of a layer for the first examples of a set, as many as there was time for, `[unit][example]`, with
 * their classes (for digits the digit, else the class of the first target).
 */
export type Codes = { count: number, units: number, values: Floats, classes: Bytes, };

/**
 * A column of an input or target, as the page shows it.
 */
export type Column = { label: Label, unit: string, 
/**
 * Range over the training examples, in its own unit. For categories, the range of their numbers.
 */
low: number, high: number, 
/**
 * Names of its categories, or of a target's classes. Empty for numbers.
 */
categories: Array<Label>, 
/**
 * Whether its numbers are days since 1970-01-01.
 */
is_date: boolean, 
/**
 * Whether categories are one-hot encoded. Otherwise their number is the input.
 */
one_hot: boolean, mean: number, deviation: number, };

export type ColumnConfig = { name: string, kind: ColumnKind, 
/**
 * Whether it is an input. The target never is.
 */
used: boolean, 
/**
 * The categories, the most frequent first.
 */
categories: Array<string>, 
/**
 * The decimal sign of its numbers; detected if missing.
 */
decimal?: Decimal, 
/**
 * The order of its dates; detected if missing.
 */
date_order?: DateOrder, 
/**
 * The number that marks a missing value, such as -999. None if all numbers are values.
 */
missing_value?: number, };

/**
 * The contents of a column.
 */
export type ColumnGuess = { name: string, kind: ColumnKind, 
/**
 * Number of rows without a value.
 */
missing: number, 
/**
 * The markers of missing values as written, with counts. In a column of categories some of them may be values.
 */
marks: Array<[string, number]>, 
/**
 * Number of different values, counted up to 2000.
 */
distinct: number, 
/**
 * The values with counts, in their order: all of them, or the 100 most frequent.
 */
categories: Array<[string, number]>, numbers: Readable, dates: Readable, 
/**
 * Range of the numbers or dates.
 */
low: number, high: number, decimal: Decimal, 
/**
 * Whether another decimal sign would give other numbers.
 */
decimal_matters: boolean, 
/**
 * Whether nothing in the column decides between the decimal signs.
 */
decimal_is_open: boolean, date_order: DateOrder, 
/**
 * Whether day and month are ambiguous in some dates.
 */
date_matters: boolean, 
/**
 * Whether nothing in the column decides which number is the day.
 */
date_is_open: boolean, 
/**
 * Currency of the numbers, or `%`.
 */
unit: string | null, 
/**
 * Why it is not an input by default.
 */
left_out: LeftOut | null, 
/**
 * Whether it leaks the target.
 */
says_target: boolean, 
/**
 * A number that may mark a missing value, and its count.
 */
sentinel: [number, number] | null, };

export type ColumnKind = "number" | "category" | "date" | "text";

/**
 * `configure` starts a run; other commands for a run fail if there is none. Configs are read by the one who executes
 * the command, since their errors name the field.
 */
export type Command = { "type": "configure", experiment: Experiment, fresh: boolean, reverts?: boolean, } | { "type": "try", experiment: Experiment, epochs: number, budgetMillis: number, needs: Needs, } | { "type": "close" } | { "type": "reset" } | { "type": "resume" } | { "type": "rewind" } | { "type": "seek", step: number, into?: number, } | { "type": "journal" } | { "type": "follow", journal: Journal, step: number, } | { "type": "advance", budgetMillis: number, steps: number, needs: Needs, } | { "type": "set_parameter", index: number, value: number, } | { "type": "set_parameters", bits: Array<number>, } | { "type": "predict", inputs: Array<Array<number>>, } | { "type": "fingerprint" } | { "type": "moment" } | { "type": "show_plane", plane: PlaneChoice, } | { "type": "examples", set: Split, indices: Array<number>, } | { "type": "outputs", set: Split, head: number, most: number, } | { "type": "codes", set: Split, layer: string, most: number, } | { "type": "ask", inputs: Array<Array<number>>, } | { "type": "activations", inputs: Array<Array<number>>, } | { "type": "attribution", inputs: Array<Array<number>>, head: number, unit: number, side: number, } | { "type": "dropout_masks", layers: Array<string>, } | { "type": "read_sentence", text: string, } | { "type": "continue", question: number, } | { "type": "forecast", steps: number, } | { "type": "decode", layer: string, values: Array<number>, } | { "type": "minima", race: Race, } | { "type": "basin", race: Race, contestant: number, size: number, steps: number, } | { "type": "landscape", directions: Directions, size: number, rivals: Array<OptimizerConfig>, steps: number, } | { "type": "explore", budgetMillis: number, } | { "type": "cancel" } | { "type": "panic" };

export type Comparison = "<=" | "<" | ">=" | ">" | "=";

export type ConcatenateConfig = { 
/**
 * As in Keras the batch is axis 0; -1 is the last.
 */
axis: number, };

export type Contestant = { optimizer: Method, 
/**
 * Mini-batch noise of its gradients. 0 is none. 1 moves gradient descent, at its default rate for the surface,
 * by a hundredth of the diagonal of the plane.
 */
noise: number, 
/**
 * Index into the page's colours; the first free one if missing.
 */
colour?: number, shown: boolean, };

/**
 * Options and colours. Sizes are in canvas pixels.
 */
export type ContourOptions = { 
/**
 * Canvas pixels per CSS pixel.
 */
scale: number, ink: Rgb, grid: Rgb, line: Rgb, marks: Rgb, 
/**
 * Without axes the plane fills the canvas.
 */
axes: boolean, labels: [string, string], 
/**
 * Positions to mark, in the units of the domain.
 */
minima: Array<Position>, 
/**
 * How many of them, from the first, are global minima. The others are marked smaller. All if missing.
 */
lowest: number | null, domain: Array<[number, number]>, };

export type Conv1dConfig = { filters: number, kernel_size: Sides, strides: Sides, padding: Padding, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

export type Conv2dConfig = { filters: number, kernel_size: Sides, strides: Sides, padding: Padding, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

export type Counts = Uint32Array;

/**
 * Options and colours. Sizes are in canvas pixels.
 */
export type CurveOptions = { log: boolean, smooth: boolean, metric: boolean, 
/**
 * Whether the test data have curves, and a part in the range.
 */
testCurve: boolean, 
/**
 * Whether the metric is accuracy in [0, 1]. R2 can be negative.
 */
metricIsShare: boolean, 
/**
 * Canvas pixels per CSS pixel.
 */
scale: number, ink: Rgb, grid: Rgb, train: Rgb, test: Rgb, words: CurveWords, };

export type CurveWords = { loss: string, metric: string, epoch: string, };

/**
 * `problem`, `classes` and `target` are those of the first target.
 */
export type Data = { task: Task, problem: ProblemKind, 
/**
 * The number of classes or labels, or of values for regression.
 */
classes: number, 
/**
 * 2 for the plane, 1 for curves, 0 for tasks.
 */
dimensions: 0 | 1 | 2, axes: Array<Axis>, target: Axis, train: Examples, test: Examples, inputs: Array<DataInput>, targets: Array<DataTarget>, series: Series | null, };

/**
 * The config of the data.
 */
export type DataConfig = { 
/**
 * Number of training and test examples together.
 */
samples: number, 
/**
 * 0 is none, 0.5 is hardly anything else.
 */
noise: number, 
/**
 * Share of the examples to train on. With 1 there are no test examples.
 */
train_fraction: number, features: Array<Feature>, } & ({ "dataset": "circle" } | { "dataset": "exclusive_or" } | { "dataset": "two_gaussians" } | { "dataset": "spiral", arms: number, } | { "dataset": "moons" } | { "dataset": "blobs", classes: number, } | { "dataset": "checkerboard" } | { "dataset": "rings" } | { "dataset": "discs" } | { "dataset": "plane" } | { "dataset": "gaussians" } | { "dataset": "saddle" } | { "dataset": "ripple" } | { "dataset": "noisy_line" } | { "dataset": "sine" } | { "dataset": "step" } | { "dataset": "house_size" } | { "dataset": "drawn", problem: DrawnProblem, classes: number, points: Array<[number, number, number]>, } | { "dataset": "function" } & FunctionConfig | { "dataset": "tensorflow_playground" } & TensorflowPlaygroundConfig | { "dataset": "houses" } | { "dataset": "digits" } & DigitsConfig | { "dataset": "sentences" } & SentencesConfig | { "dataset": "series" } & SeriesConfig | { "dataset": "table" } & TableConfig);

export type DataInput = { name: string, shape: Array<number>, 
/**
 * The size of the vocabulary; null for numbers.
 */
vocabulary: number | null, 
/**
 * The names of the tokens; null if they are categories, which `columns[0]` names.
 */
words: Array<string> | null, 
/**
 * Empty if an input is not made of columns.
 */
columns: Array<Column>, };

export type DataTarget = { name: string, problem: ProblemKind, classes: number, units: number, column: Column, };

/**
 * The order of year, month and day in a date of numbers.
 */
export type DateOrder = "ymd" | "dmy" | "mdy";

/**
 * The decimal sign.
 */
export type Decimal = "point" | "comma";

/**
 * The delimiter of cells.
 */
export type Delimiter = "comma" | "semicolon" | "tab" | "pipe" | "space";

export type DenseConfig = { units: number, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

/**
 * `text` and `mathml` are empty if they would be too long to read.
 */
export type Derivative = { variable: string, text: string, mathml: string, };

export type DeskCommand = { "type": "export", kind: ExportKind, 
/**
 * Where it is from, for files that say so.
 */
link?: string, 
/**
 * What stands between the cells of a notebook.
 */
texts?: NotebookTexts, } | { "type": "read_weights" } | { "type": "read_onnx" } | { "type": "code" } | { "type": "goals", goals: string, facts?: Facts, } | { "type": "replay", journal: unknown, step: number, goals: string, } | { "type": "go_on" } | { "type": "trace", moment: Moment, example: ChosenExample, 
/**
 * The weight whose update is written out.
 */
weight: number | null, } | { "type": "health", moment: Moment, } | { "type": "pre_activations", layer: string, } | { "type": "loss_curve", loss: Loss, target: number, low: number, high: number, } | { "type": "race_sweep", race: unknown, contestant: number, across: SweepAxis, up: SweepAxis, } | { "type": "panic" };

/**
 * Every command is answered by one.
 */
export type DeskEvent = { "type": "file", name: string, bytes: Bytes, } | { "type": "weights", weights: Floats, } | { "type": "unfit", problems: Array<TensorProblem>, } | { "type": "onnx", network: NetworkConfig, weights: Floats, inputs: Array<End>, outputs: Array<End>, link: string | null, } | { "type": "no_network", problems: Array<OnnxProblem>, } | { "type": "code", keras: string, pytorch: string, summary: string, } | { "type": "goals", goals: Array<GoalState>, } | { "type": "replayed", step: number, epoch: number, fingerprint: string, set_by_hand: number, goals: Array<GoalState>, } | { "type": "unfinished", step: number, } | { "type": "trace", trace: Trace | null, } | { "type": "health", health: Health, } | { "type": "pre_activations", z: Floats, } | { "type": "loss_curve", values: Floats, 
/**
 * The derivatives with respect to the output.
 */
slopes: Floats, } | { "type": "race_sweep" } & RaceSweep | { "type": "invalid" } & Refusal;

export type DigitsConfig = { target: DigitsTarget, };

/**
 * What to predict.
 */
export type DigitsTarget = "digit" | "image" | "same";

export type Directions = { "directions": "weights", first: number, second: number, } | { "directions": "random", seed: number, } | { "directions": "principal" };

/**
 * The first loss or weight that was not finite.
 */
export type Diverged = { step: number, what: "loss" | "weight", 
/**
 * The layer whose weights are not finite.
 */
layer: string | null, likely: Cause, };

export type Doubles = Float64Array;

export type DrawnProblem = "classification" | "regression";

export type DropoutConfig = { rate: number, };

/**
 * 1 for each value that a dropout layer kept in the last batch; null if it has not been used since it was built.
 */
export type DropoutMask = { name: string, passed: Bytes | null, };

/**
 * Stops when the test loss has not improved for a number of epochs.
 */
export type EarlyStopping = { 
/**
 * Number of epochs without improvement after which to stop.
 */
patience: number, 
/**
 * The smallest decrease of the test loss that counts as an improvement.
 */
min_delta: number, restore_best_weights: boolean, };

export type Edit = { "configure": Experiment } | { "set_parameter": { index: number, value: number, } } | { "set_parameters": { bits: Array<number>, } } | "resume";

export type EmbeddingConfig = { 
/**
 * Number of different tokens.
 */
input_dim: number, 
/**
 * Length of each vector.
 */
output_dim: number, embeddings_initializer: Initializer, embeddings_regularizer: Regularizer, 
/**
 * Whether token 0 is padding, which later layers ignore.
 */
mask_zero: boolean, };

/**
 * What goes into a network or comes out of it, without the batch.
 */
export type End = { name: string, shape: Array<number>, };

export type Ended = { step: number, why: "left" | "overflow" | "singular" | "undefined", };

/**
 * An edit at the moment it was made.
 */
export type Entry = { step: number, 
/**
 * What the run still waited for, which the edit came before.
 */
before?: Awaited, edit: Edit, };

export type Event = { "type": "built" } & Built | { "type": "snapshot", snapshot: Snapshot, } | { "type": "prediction", outputs: Array<Array<Finite>>, } | { "type": "fingerprint", fingerprint: string, } | { "type": "journal", journal: string | null, } | { "type": "moment", moment: Moment, numbers: Floats, } | { "type": "plane", points: PlanePoints | null, } | { "type": "examples", examples: Array<ExampleDetail>, } | { "type": "outputs", outputs: Outputs, } | { "type": "codes", codes: Codes, } | { "type": "answer", heads: Array<Doubles>, } | { "type": "activations", layers: Array<LayerValues>, } | { "type": "attribution", attribution: Attribution, } | { "type": "masks", masks: Array<DropoutMask>, } | { "type": "reading", reading: Reading | null, } | { "type": "unfinished", question: number, } | { "type": "forecast", values: Doubles, } | { "type": "decoded", values: Floats, } | { "type": "minima", minima: Array<Minimum>, } | { "type": "basin" } & Basin | { "type": "landscape" } & Landscape | { "type": "done" } | { "type": "invalid" } & Refusal | { "type": "no_run", message: string, };

/**
 * An example with everything known about it, by input and by target.
 */
export type ExampleDetail = { 
/**
 * Its number in the whole data set: of the scan, the sentence, the house, the first day of the window.
 */
row: number, inputs: Array<Floats>, targets: Array<Floats>, outputs: Array<Floats>, 
/**
 * Its sentence.
 */
text: string | null, 
/**
 * Its line of the table.
 */
cells: Array<string> | null, };

/**
 * `coordinates` are `[dimension][example]`, `targets` those of the first target, `[unit][example]`. Both are empty
 * for tasks, for which the page asks for the examples it shows.
 */
export type Examples = { count: number, coordinates: Floats, targets: Floats, };

/**
 * Everything that can be set about a run, with Keras's names. Whatever is missing when it is read takes its default;
 * the defaults of network and losses depend on the data.
 */
export type Experiment = { data: DataConfig, network: NetworkConfig, 
/**
 * Loss of each output, by layer name.
 */
losses: { [key in string]: Loss }, 
/**
 * Weight of each output's loss in the total loss; 1 if missing.
 */
loss_weights: { [key in string]: number }, optimizer: OptimizerConfig, training: TrainingConfig, 
/**
 * The same seed gives the same data, weights and order of examples on every machine.
 */
seed: number, seeds: Seeds, };

export type ExportKind = "keras" | "pytorch" | "notebook" | "onnx" | "safetensors" | "npz" | "data" | "data_csv" | "csv";

/**
 * The numbers of a run at one moment, as a snapshot has them. What is missing is not known.
 */
export type Facts = { step: number, epoch: number, learningRate: number, train: Measures, test: Measures, liveWeights: number | null, deadUnits?: number | null, };

export type Feature = "x1" | "x2" | "x1_squared" | "x2_squared" | "x1_x2" | "sin_x1" | "sin_x2" | "cos_x1" | "cos_x2" | "radius" | { "formula": string };

/**
 * A range of rows and columns of an input. A sequence has one column.
 */
export type Field = { input: string, rows: [number, number], columns: [number, number], };

/**
 * An error in one field.
 */
export type FieldError = { 
/**
 * Path of the field in the experiment, such as `optimizer.learning_rate`. Empty for the experiment as a whole.
 */
field: string, } & ({ "reason": "range", value: number, low: number, high: number, } | { "reason": "choice", value: string, choices: Array<string>, } | { "reason": "not_a_number", text: string, } | { "reason": "repeated", value: string, } | { "reason": "mismatch", value: number, expected: number, } | { "reason": "graph", message: string, } | { "reason": "no_proximal_step", optimizer: string, } | { "reason": "missing_file", name: string, } | { "reason": "table" } & TableError | { "reason": "formula", error: ParseError, } | { "reason": "unreadable", message: string, });

/**
 * A number, or null if it is not finite.
 */
export type Finite = number | null;

export type FlattenConfig = Record<symbol, never>;

export type Floats = Float32Array;

export type Formula = { dimensions: 1 | 2, parameters: Array<ParameterRange>, mathml: string, derivatives: Array<Derivative>, };

/**
 * The position of the plane on the canvas, and its values at the bottom and the top.
 */
export type Frame = { left: number, right: number, top: number, bottom: number, low: number, high: number, };

/**
 * Source of names and defaults: <https://keras.io/api/optimizers/ftrl/>
 */
export type Ftrl = { 
/**
 * How the step size falls with the accumulator. 0 keeps it, -0.5 is Adagrad's.
 */
learning_rate_power: number, initial_accumulator_value: number, l1_regularization_strength: number, l2_regularization_strength: number, 
/**
 * An L2 penalty on the gradient only.
 */
l2_shrinkage_regularization_strength: number, beta: number, };

export type FunctionConfig = { 
/**
 * A formula of x and y. With a `>` or `<` between two formulas it defines two classes.
 */
formula: string, };

export type GaussianNoiseConfig = { stddev: number, };

export type GlobalAveragePooling1dConfig = Record<symbol, never>;

export type GlobalAveragePooling2dConfig = Record<symbol, never>;

export type GlobalMaxPooling1dConfig = Record<symbol, never>;

export type GlobalMaxPooling2dConfig = Record<symbol, never>;

/**
 * A goal, and how far a run is: the value is null where it is not known or the experiment has none.
 */
export type GoalState = { quantity: Quantity, comparison: Comparison, target: number, value: Finite, reached: boolean, };

/**
 * Shapes are without the batch.
 */
export type GraphError = { "kind": "name_taken" } | { "kind": "unknown_input", name: string, } | { "kind": "cycle" } | { "kind": "no_input" } | { "kind": "range", argument: string, value: number, low: number, high: number, } | { "kind": "input_of_input" } | { "kind": "too_many_inputs", count: number, } | { "kind": "too_few_inputs", count: number, } | { "kind": "axes", axes: Array<string>, shape: Array<number>, } | { "kind": "window", window: number, side: number, } | { "kind": "one_shape", first: Array<number>, other: Array<number>, } | { "kind": "one_axis", axis: number, first: Array<number>, other: Array<number>, } | { "kind": "axis", axis: number, shape: Array<number>, } | { "kind": "target_sides", target: Array<number>, } | { "kind": "target_size", target: Array<number>, size: number, shape: Array<number>, } | { "kind": "shape_sides", shape: Array<number>, } | { "kind": "shape_missing" } | { "kind": "too_large", shape: Array<number>, } | { "kind": "too_many_parameters", count: number, } | { "kind": "too_many_layers", count: number, most: number, } | { "kind": "too_long", shape: Array<number>, } | { "kind": "unknown_owner", name: string, } | { "kind": "owns_nothing", name: string, } | { "kind": "other_kind", name: string, } | { "kind": "other_shapes", name: string, own: Array<Array<number>>, others: Array<Array<number>>, } | { "kind": "unknown_output" } | { "kind": "output_twice" } | { "kind": "no_loss" } | { "kind": "loss_of_no_output" } | { "kind": "no_output" } | { "kind": "unknown_layer" } | { "kind": "weight_count", count: number, got: number, } | { "kind": "masked_output" } | { "kind": "units", count: number, expected: number, };

/**
 * Heights of a surface, or losses of a network. `height` is 1 in one dimension.
 */
export type Grid = { width: number, height: number, domain: Array<[number, number]>, values: Doubles, 
/**
 * The values scaled to [0, 1], evenly from level to level, for colours and for heights in three dimensions. A
 * value that is not finite has no shade either.
 */
shades: Floats, 
/**
 * Levels from the lowest to the highest value, with an equal area between any two. Contour lines run along them.
 */
levels: Doubles, };

export type GruConfig = { units: number, activation: Activation, recurrent_activation: Activation, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to output the state after every step or only after the last.
 */
return_sequences: boolean, go_backwards: boolean, };

/**
 * Every layer that has weights or an activation, at one step, and what is wrong.
 */
export type Health = { step: number, 
/**
 * The number of training examples that were looked at, and of all.
 */
examples: number, ofExamples: number, loss: Finite, 
/**
 * The gradient of the first layer with weights over that of the last.
 */
gradientRatio: Finite | null, layers: Array<HealthLayer>, 
/**
 * Null where nothing is wrong.
 */
finding: HealthFinding | null, remedy: HealthRemedy | null, };

/**
 * What is wrong, in which layer: `count` of `of` units are concerned, and `value` is the number that tells.
 */
export type HealthFinding = { kind: HealthKind, layer: string | null, count: number, of: number, value: Finite, };

/**
 * What is wrong.
 */
export type HealthKind = "not_finite" | "over_regularized" | "equal_units" | "dead_from_start" | "dead_in_training" | "no_derivative" | "loss_rises" | "exploding_gradients" | "vanishing_gradients" | "saturated" | "overfitting" | "only_linear" | "steps_too_small" | "plateau" | "underfitting";

export type HealthLayer = { name: string, kind: string, activation: string | null, isOutput: boolean, units: number, 
/**
 * For each unit the share of values whose derivative is at least 1 % of the activation's largest; empty where there is none.
 */
slopes: Floats, 
/**
 * The number of units whose derivative is 0 for every example.
 */
dead: number, 
/**
 * The share of values whose derivative is under 1 % of the largest.
 */
saturated: number | null, notFinite: number, weights: HealthWeights | null, };

/**
 * A change that mends it: the experiment with it, to be started anew.
 */
export type HealthRemedy = { 
/**
 * Its name, with the new rate, strength or activation where it has one.
 */
remedy: Remedy, experiment: Experiment, };

export type HealthWeights = { count: number, 
/**
 * Root mean squares of the weights and of their gradients.
 */
rms: Finite, gradient: Finite, 
/**
 * The next step over the size of the weights; null where it was not computed.
 */
update: Finite | null, 
/**
 * The smallest and the largest weight, and how many lie in each part between them.
 */
low: number, high: number, counts: Counts, };

export type Initializer = "glorot_uniform" | "glorot_normal" | "he_uniform" | "he_normal" | "lecun_uniform" | "lecun_normal" | { "initializer": "orthogonal", gain: number, } | { "initializer": "random_uniform", minval: number, maxval: number, } | { "initializer": "random_normal", mean: number, stddev: number, } | "zeros" | "ones" | { "initializer": "constant", value: number, };

export type InputConfig = { 
/**
 * Shape of an example. If missing, that of the data.
 */
shape?: Array<number>, 
/**
 * Keras's type of the values, an integer type for tokens.
 */
dtype?: string, };

export type InputRecommendation = { name: string, shape: Array<number>, 
/**
 * The number of different tokens. None for numbers.
 */
vocabulary: number | null, };

/**
 * Edits of the same thing at the same step are one: only the last of a gesture counts.
 */
export type Journal = { 
/**
 * The experiment before the first edit that is known.
 */
first: Experiment, edits: Array<Entry>, };

/**
 * How L1 handles the kink of |w| at 0.
 */
export type L1Method = "proximal" | "subgradient" | "pruning";

/**
 * A name to be shown. The user's own text is never translated.
 */
export type Label = { "key": string } | { "text": string };

/**
 * The loss of a network over a plane in its weight space, as far as computed.
 */
export type Landscape = { progress: number, done: boolean, stage: "paths" | "grid", 
/**
 * Null while the rivals are running. Then it fills from coarse to fine.
 */
grid: Grid | null, paths: Array<LandscapePath>, 
/**
 * Names of the axes: weights as `layer.kernel[0, 1]`, else empty.
 */
labels: [string, string], 
/**
 * Share of the trajectories' variance along each axis; null if there is none.
 */
explained: [number, number] | null, };

/**
 * The trajectory of a run, projected on the plane as `[point][2]`, with its true losses.
 */
export type LandscapePath = { 
/**
 * Index of the rival; null for the run itself.
 */
rival: number | null, steps: Doubles, points: Floats, losses: Doubles, 
/**
 * The step at which it diverged.
 */
ended: number | null, };

export type Language = "en" | "ko";

/**
 * What becomes of the examples at the end of an epoch that fill no batch.
 */
export type LastBatch = "smaller" | "carried";

/**
 * A layer of the graph, with its arguments beside its name: `{"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 4}`.
 */
export type LayerConfig = { name: string, 
/**
 * Names of the layers it takes as inputs.
 */
inputs: Array<string>, 
/**
 * The layer of the same kind whose weights it uses, as when Keras calls one layer twice.
 */
shared_with?: string, } & ({ "layer": "input" } & InputConfig | { "layer": "dense" } & DenseConfig | { "layer": "activation" } & ActivationConfig | { "layer": "dropout" } & DropoutConfig | { "layer": "gaussian_noise" } & GaussianNoiseConfig | { "layer": "conv1d" } & Conv1dConfig | { "layer": "conv2d" } & Conv2dConfig | { "layer": "max_pooling1d" } & MaxPooling1dConfig | { "layer": "max_pooling2d" } & MaxPooling2dConfig | { "layer": "average_pooling1d" } & AveragePooling1dConfig | { "layer": "average_pooling2d" } & AveragePooling2dConfig | { "layer": "global_max_pooling1d" } & GlobalMaxPooling1dConfig | { "layer": "global_max_pooling2d" } & GlobalMaxPooling2dConfig | { "layer": "global_average_pooling1d" } & GlobalAveragePooling1dConfig | { "layer": "global_average_pooling2d" } & GlobalAveragePooling2dConfig | { "layer": "flatten" } & FlattenConfig | { "layer": "reshape" } & ReshapeConfig | { "layer": "embedding" } & EmbeddingConfig | { "layer": "simple_rnn" } & SimpleRnnConfig | { "layer": "lstm" } & LstmConfig | { "layer": "gru" } & GruConfig | { "layer": "bidirectional" } & BidirectionalConfig | { "layer": "batch_normalization" } & BatchNormalizationConfig | { "layer": "layer_normalization" } & LayerNormalizationConfig | { "layer": "concatenate" } & ConcatenateConfig | { "layer": "add" } & AddConfig | { "layer": "multiply" } & MultiplyConfig | { "layer": "average" } & AverageConfig | { "layer": "maximum" } & MaximumConfig);

export type LayerNormalizationConfig = { epsilon: number, 
/**
 * Whether to add beta.
 */
center: boolean, 
/**
 * Whether to multiply by gamma.
 */
scale: boolean, };

/**
 * A layer's values for one example, in its shape.
 */
export type LayerValues = { name: string, shape: Array<number>, values: Floats, };

export type LeftOut = "empty" | "constant" | "row_numbers" | "identifiers" | "text" | "mostly_missing";

export type Lion = { beta_1: number, beta_2: number, };

/**
 * Source: <https://keras.io/api/losses/>
 */
export type Loss = "mean_squared_error" | "half_squared_error" | { "loss": "half_squared_error", 
/**
 * Whether targets 0 are read as -1, for classes at the ends of a tanh.
 */
signed?: boolean, } | "mean_absolute_error" | { "loss": "huber", delta: number, } | "log_cosh" | "binary_crossentropy" | { "loss": "binary_crossentropy", 
/**
 * The share by which targets are moved towards 1/2 (Szegedy et al., 2016).
 */
label_smoothing?: number, } | "categorical_crossentropy" | { "loss": "categorical_crossentropy", 
/**
 * The share of each target that is spread over all classes (Szegedy et al., 2016).
 */
label_smoothing?: number, } | "hinge" | "kl_divergence";

/**
 * The range of a line's points, and its style.
 */
export type LossLine = { 
/**
 * Number of its points, after those of the previous line.
 */
count: number, colour: Rgb, 
/**
 * Length of dashes and gaps; solid if missing.
 */
dash: [number, number] | null, };

/**
 * Options and colours. Sizes are in canvas pixels.
 */
export type LossOptions = { 
/**
 * Canvas pixels per CSS pixel.
 */
scale: number, ink: Rgb, grid: Rgb, log: boolean, 
/**
 * The right limit of the chart.
 */
until: number, 
/**
 * The lowest possible value, from which a logarithmic chart measures the loss.
 */
lowest: number | null, lines: Array<LossLine>, words: LossWords, };

/**
 * The position of steps and losses on the canvas. A logarithmic chart shows `loss - zero` in powers between `low`
 * and `high`.
 */
export type LossPlot = { left: number, right: number, top: number, bottom: number, until: number, low: number, high: number, zero: number, };

export type LossWords = { loss: string, step: string, };

export type LstmConfig = { units: number, activation: Activation, recurrent_activation: Activation, 
/**
 * Whether the forget gate's bias begins at 1, so that the cell remembers at first.
 */
unit_forget_bias: boolean, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to output the state after every step or only after the last.
 */
return_sequences: boolean, go_backwards: boolean, };

/**
 * A change that the run has had after its first step.
 */
export type Mark = { 
/**
 * Epochs done when it was made, including the fraction of the one then current.
 */
epoch: number, change: Change, 
/**
 * The learning rate from then on.
 */
learning_rate: number, };

export type MaxPooling1dConfig = { pool_size: Sides, 
/**
 * If missing, the size of the window.
 */
strides?: Sides, padding: Padding, };

export type MaxPooling2dConfig = { pool_size: Sides, 
/**
 * If missing, the size of the window.
 */
strides?: Sides, padding: Padding, };

/**
 *The maximum of the unmasked inputs. Among equal ones, the first gets the gradient.
 */
export type MaximumConfig = Record<symbol, never>;

/**
 * The metrics of one set of examples; `metric` is accuracy or R2.
 */
export type Measures = { loss: number | null, metric: number | null, mae: number | null, };

/**
 * How the two outputs are combined.
 */
export type MergeMode = "concat" | "sum" | "mul" | "ave";

/**
 * How a contestant steps: by an update rule of the engine, or by Newton's method, which uses the curvature.
 */
export type Method = OptimizerConfig | ({ optimizer: "newton" } & Newton);

export type MetricName = "accuracy" | "r2";

/**
 * The metrics of one set of examples; null if it is empty or they are not finite. `metric` is accuracy in [0, 1] or
 * R2.
 */
export type Metrics = { loss: Finite, metric: Finite, mae: Finite, };

export type Minimum = { position: Array<number>, value: number, 
/**
 * Whether no other is lower.
 */
global: boolean, };

/**
 * How rows with a missing value are handled. A row without a target is always left out.
 */
export type Missing = "drop_rows" | "fill";

export type Model = { layers: Array<ModelLayer>, parameterCount: number, inputs: Array<Wire>, outputs: Array<OutputWire>, };

export type ModelLayer = { name: string, layer: string, inputs: Array<string>, units: number, activation: string | null, outputShape: Array<number>, parameters: Array<Parameter>, parameterCount: number, arithmetic: string, };

/**
 * The place in the run. With the experiment, the weights and the slots of the optimizer it decides the next step.
 */
export type Moment = { step: number, epochs: number, 
/**
 * The number of examples of this epoch that have been used.
 */
position: number, 
/**
 * The number of steps that the optimizer has made with these slots.
 */
optimizerSteps: number, 
/**
 * The generator for dropout and noise: the two halves of its state.
 */
random: [number, number], };

/**
 *The product. At places where some inputs are masked, the product of the others; 0 if all are masked.
 */
export type MultiplyConfig = Record<symbol, never>;

export type Nadam = { beta_1: number, beta_2: number, epsilon: number, };

/**
 * What is wanted of a run besides its training: nothing else is computed or sent. Each may be left out.
 */
export type Needs = { 
/**
 * The pictures of the units over the plane.
 */
pictures?: View, 
/**
 * Losses, metrics, mistakes and the confusion matrix over all examples.
 */
evaluation?: boolean, weights?: boolean, 
/**
 * The curves.
 */
history?: boolean, };

/**
 * A graph of named layers. `outputs` names the layers whose values are the output of the network.
 */
export type NetworkConfig = { layers: Array<LayerConfig>, outputs: Array<string>, };

/**
 * w -= rate (H + damping I)^-1 g, where H is the Hessian.
 */
export type Newton = { learning_rate: number, 
/**
 * Added to the curvature (Levenberg, 1944). Large values turn the step towards the gradient.
 */
damping: number, };

/**
 * What stands in a notebook before each cell of code, as Markdown.
 */
export type NotebookTexts = { title: string, data: string, network: string, training: string, weights: string, check: string, };

/**
 * What there is no layer for, or what is wrong with the file.
 */
export type OnnxProblem = { "problem": "operator", node: string, operator: string, instead: Array<string>, } | { "problem": "argument", node: string, operator: string, what: string, right: string, } | { "problem": "not_constant", node: string, operator: string, input: string, } | { "problem": "open_shape", input: string, } | { "problem": "external", tensor: string, } | { "problem": "not_finite", tensor: string, } | { "problem": "graph", message: string, } | { "problem": "damaged", message: string, };

/**
 * The config of an optimizer: the name and arguments of its rule, beside the arguments that all of them have.
 * Source of names and defaults: <https://keras.io/api/optimizers/>
 */
export type OptimizerConfig = { 
/**
 * If missing, the rule's default.
 */
learning_rate: number, schedule: Schedule, 
/**
 * Upper bound for the norm of each parameter's gradient.
 */
clipnorm: number | null, 
/**
 * Upper bound for the absolute value of each gradient.
 */
clipvalue: number | null, 
/**
 * Upper bound for the norm of all gradients together.
 */
global_clipnorm: number | null, } & ({ "optimizer": "sgd" } & Sgd | { "optimizer": "adagrad" } & Adagrad | { "optimizer": "adadelta" } & Adadelta | { "optimizer": "rmsprop" } & RmsProp | { "optimizer": "adam" } & Adam | { "optimizer": "adamw" } & AdamW | { "optimizer": "nadam" } & Nadam | { "optimizer": "adamax" } & Adamax | { "optimizer": "ftrl" } & Ftrl | { "optimizer": "lion" } & Lion);

/**
 * A network that may have errors.
 */
export type Outline = { 
/**
 * The network with all defaults filled in.
 */
network: NetworkConfig, 
/**
 * A layer with a shape may still have an error, if it does not fit the data.
 */
layers: Array<OutlineLayer>, inputs: Array<WiredInput>, outputs: Array<WiredOutput>, parameters: number, 
/**
 * An error of the network as a whole.
 */
error: GraphError | null, };

/**
 * A layer of a graph that may have errors. Without shape and error, it depends on a layer that has an error.
 */
export type OutlineLayer = { name: string, 
/**
 * Shape of the output without the batch.
 */
shape: Array<number> | null, 
/**
 * Number of parameters that it owns.
 */
parameters: number, 
/**
 * How that number is computed, such as `6 × 9 + 9 = 63`.
 */
arithmetic: string, error: GraphError | null, };

/**
 * The metrics of one output.
 */
export type OutputMetrics = { name: string, train: Metrics, test: Metrics, metricName: MetricName, wrongTrain: Bytes | null, wrongTest: Bytes | null, confusion: Counts | null, 
/**
 * Rows as in `snapshot.history` for this output; null if they have not changed.
 */
history: Doubles | null, };

/**
 * The same for an output, and the decision threshold of a single unit.
 */
export type OutputWire = { name: string, index: number, threshold: number, };

/**
 * Targets and outputs of one head for the first examples of a set, `[unit][example]`; numbers in their own unit. The
 * outputs are those of the last evaluation, null if there was none.
 */
export type Outputs = { count: number, truth: Floats, answer: Floats | null, };

/**
 * Whether windows must lie inside the input, or the output has the size of the input at stride 1.
 */
export type Padding = "valid" | "same";

/**
 * The position of a parameter in `snapshot.weights`. Kernels are `[input][unit]` row by row, as in Keras.
 */
export type Parameter = { name: string, shape: Array<number>, offset: number, };

/**
 * A parameter of a formula, as a slider.
 */
export type ParameterRange = { name: string, value: number, low: number, high: number, 
/**
 * Whether the slider is logarithmic.
 */
log: boolean, };

/**
 * The page has words for it under `formula.<reason>`. `Display` is English.
 */
export type ParseError = { reason: ParseErrorReason, 
/**
 * Position in the text, in UTF-16 units as in JavaScript.
 */
position: number, length: number, 
/**
 * The text found there.
 */
found: string, 
/**
 * What was expected instead.
 */
expected: Array<string>, };

export type ParseErrorReason = "empty" | "character" | "number" | "unexpected" | "unfinished" | "unknown_name" | "unknown_function" | "arguments" | "parenthesis" | "ambiguous" | "decimal_comma" | "too_long" | "too_deep";

/**
 * What is drawn. Classes are told apart or a value over the plane is fitted.
 */
export type Pattern = "circle" | "exclusive_or" | "two_gaussians" | "spiral" | "plane" | "gaussians";

/**
 * Pictures of the units over the plane, quantized: 128 is 0; 1 and 255 are minus and plus the scale of a unit. For
 * one-dimensional data `height` is 1.
 */
export type Pictures = { run: number, step: number, width: number, height: number, layers: Array<PicturesOfLayer>, 
/**
 * `width` × `height` bytes for each unit of each layer.
 */
values: Bytes, 
/**
 * The outputs of the network, `[unit][row][column]`, not quantized.
 */
output: Floats, };

export type PicturesOfLayer = { name: string, units: number, 
/**
 * Offset of its units in `values`.
 */
offset: number, scales: Floats, };

/**
 * The choice of the plane.
 */
export type PlaneChoice = { "plane": "columns", x: number, y: number, rest: Array<number>, } | { "plane": "principal" };

/**
 * The examples on the plane of a table, `[dimension][example]`, the first 2,000 of each set, with their targets.
 */
export type PlanePoints = { axes: Array<Axis>, train: Examples, test: Examples, };

/**
 * The position of the epochs, for reading values under the pointer, and of the lowest axis. In canvas pixels.
 */
export type Plot = { left: number, right: number, bottom: number, low: number, high: number, };

/**
 * One number or two.
 */
export type Position = number | [number, number];

/**
 * A guess about a file, to be shown before it is used.
 */
export type Preview = { rows: number, has_header: boolean, quote: Quote, delimiter: Delimiter, 
/**
 * The lines above the table.
 */
titles: Array<string>, columns: Array<ColumnGuess>, 
/**
 * The first rows, cell by cell.
 */
first_rows: Array<Array<string>>, 
/**
 * The guess as a config.
 */
config: TableConfig, 
/**
 * The number of usable rows, by how missing values are handled.
 */
usable: UsableRows, };

/**
 * The type of a problem without its size.
 */
export type ProblemKind = "binary" | "multiclass" | "multi_label" | "regression" | "unit_regression";

/**
 * What a goal can be about. The README has the same table.
 */
export type Quantity = "train_loss" | "test_loss" | "gap" | "accuracy" | "train_accuracy" | "test_accuracy" | "r2" | "train_r2" | "test_r2" | "mae" | "train_mae" | "test_mae" | "epoch" | "step" | "learning_rate" | "batch_size" | "samples" | "features" | "hidden_layers" | "hidden_units" | "parameters" | "live_weights" | "dead_units";

/**
 * The quotation marks around cells. Other marks are part of the text.
 */
export type Quote = "double" | "single" | "single_curly" | "curly" | "low_high" | "high" | "guillemets" | "full_width" | "none";

/**
 * Everything that can be set about a race. The defaults depend on the surface.
 */
export type Race = { surface: SurfaceName, 
/**
 * The formula: the user's own for a typed surface, else that of the surface.
 */
formula: string, 
/**
 * Values of the formula's parameters.
 */
parameters: { [key in string]: number }, 
/**
 * The domain that is shown, for each dimension. A run that leaves it has diverged.
 */
domain: Array<[number, number]>, start: Array<number>, contestants: Array<Contestant>, 
/**
 * The number of steps.
 */
steps: number, 
/**
 * A loss within this of the lowest value counts as reached.
 */
tolerance: number, 
/**
 * The seed of the mini-batch noise, which is the same for all contestants.
 */
seed: number, };

/**
 * What became of a contestant under every pair of two settings, `[up][across]`.
 */
export type RaceSweep = { regimes: Array<Regime>, 
/**
 * Indices into `minima`, or the codes of `Basin`.
 */
reached: Bytes, 
/**
 * The step from which on it stays there, or at which it diverged.
 */
arrived: Counts, 
/**
 * The last losses.
 */
losses: Doubles, 
/**
 * The minima of the last race's surface.
 */
minima: Array<Minimum>, };

/**
 * The number of values of a column that can be read as a kind, and the first that cannot.
 */
export type Readable = { count: number, wrong: Array<WrongCell>, };

/**
 * A sentence read token by token.
 */
export type Reading = { tokens: Array<Token>, 
/**
 * Number of tokens at the front that did not fit.
 */
cut: number, score: Finite, 
/**
 * The probability of positive after the first token, the first two, and so on.
 */
scores: Floats, 
/**
 * The probability of the whole sentence without each token.
 */
without: Floats, 
/**
 * The state of each recurrent layer after each token, `[token][unit]`.
 */
states: Array<RecurrentState>, };

/**
 * The inputs of a data set and the recommended outputs. The fields beside the lists are those of the first target.
 */
export type Recommendation = { problem: ProblemKind, units: number, dimensions: number, activation: Activation, loss: Loss, 
/**
 * The inputs of a task. Data sets of the plane have features instead, of which the user can choose any.
 */
inputs: Array<InputRecommendation>, targets: Array<TargetRecommendation>, };

export type Recurrent = { "layer": "simple_rnn" } & SimpleRnnConfig | { "layer": "lstm" } & LstmConfig | { "layer": "gru" } & GruConfig;

export type RecurrentState = { layer: string, units: number, values: Floats, };

/**
 * The exception for a config with errors.
 */
export type Refusal = { message: string, errors: Array<FieldError>, };

/**
 * What becomes of a contestant.
 */
export type Regime = "converges" | "oscillates" | "wanders" | "diverges";

/**
 * Adds `l1` sum |w| + `l2` sum w^2 to the loss. Source: <https://keras.io/api/layers/regularizers/>
 */
export type Regularizer = { l1: number, l2: number, l1_method: L1Method, };

export type Remedy = { "remedy": "learning_rate", to: number, } | { "remedy": "initializer" } | { "remedy": "activation", to: Activation, } | { "remedy": "normalization" } | { "remedy": "regularizer", l2: number, } | { "remedy": "no_regularizer" } | { "remedy": "clipping" } | { "remedy": "optimizer" } | { "remedy": "units" };

export type ReshapeConfig = { 
/**
 * Without the batch. One side may be -1 and is computed from the others.
 */
target_shape: Array<number>, };

/**
 * A colour as `[red, green, blue]`.
 */
export type Rgb = [number, number, number];

export type RmsProp = { rho: number, momentum: number, epsilon: number, 
/**
 * Whether to divide by the variance instead of the mean square.
 */
centered: boolean, };

/**
 * Source: <https://keras.io/api/optimizers/learning_rate_schedules/>. Steps are batches.
 */
export type Schedule = "constant" | { "schedule": "exponential_decay", decay_steps: number, decay_rate: number, } | { "schedule": "step_decay", decay_steps: number, decay_rate: number, } | { "schedule": "cosine_decay", decay_steps: number, alpha: number, } | { "schedule": "warmup", warmup_steps: number, };

/**
 * Seeds of single parts, so that one of them can change and the others stay. What is missing has `seed`.
 */
export type Seeds = { 
/**
 * Of the data and of what is training and what is test data.
 */
data?: number, 
/**
 * Of the initial weights.
 */
weights?: number, 
/**
 * Of the order of the examples, and of dropout and noise.
 */
order?: number, };

export type SentencesConfig = { language: Language, tokens: Tokens, 
/**
 * Length of a sentence in tokens. Shorter ones are padded in front.
 */
length: number, 
/**
 * Size of the vocabulary: padding, unknown words, and the most frequent words of the training sentences.
 */
vocabulary: number, };

export type Series = { values: Doubles, 
/**
 * Index of the first value in the test set.
 */
border: number, baseline: Baseline, };

export type SeriesConfig = { series: SeriesKind, 
/**
 * Number of values given.
 */
window: number, 
/**
 * Number of values to predict.
 */
horizon: number, };

export type SeriesKind = "sines" | "seasonal" | "price_walk";

export type Sgd = { momentum: number, nesterov: boolean, };

export type Shorts = Uint16Array;

/**
 * The sides of a window, written as one number for all axes or one for each.
 */
export type Sides = number[];

export type SimpleRnnConfig = { units: number, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to output the state after every step or only after the last.
 */
return_sequences: boolean, go_backwards: boolean, };

/**
 * Value and gradient of a surface at a point.
 */
export type Slope = { value: Finite, gradient: Array<Finite>, };

export type SlotChange = { name: string, 
/**
 * As MathML.
 */
symbol: string, before: Array<number>, after: Array<number>, };

/**
 * `train` and `test` have the total loss and the metric of the first output, which `confusion` and `wrong...` are
 * about too.
 */
export type Snapshot = { 
/**
 * The number of fresh starts.
 */
run: number, step: number, 
/**
 * The last step to which `seek` can go.
 */
furthest: number, 
/**
 * The number of edits that the run has had. A run in its past makes later ones by itself.
 */
edits: number, epoch: number, learningRate: number, train: Metrics, test: Metrics, metricName: MetricName, 
/**
 * 1 for each training example that is wrong; null for regression.
 */
wrongTrain: Bytes | null, wrongTest: Bytes | null, 
/**
 * The confusion matrix of the test examples, `[true class][predicted class]`; null without classes.
 */
confusion: Counts | null, stopped: StoppedName | null, diverged: Diverged | null, 
/**
 * Whether a run that nobody watches is at its end.
 */
finished: boolean, stepsPerSecond: number, 
/**
 * The number of kernel weights that are not 0, and of all kernel weights; null without an evaluation.
 */
liveWeights: number | null, kernelWeights: number | null, 
/**
 * Whether pictures of this step are wanted and still missing.
 */
picturesDue: boolean, 
/**
 * Whether metrics are wanted and of an earlier step, or a row of the history is missing.
 */
metricsDue: boolean, heads: Array<OutputMetrics>, 
/**
 * Null if they are not wanted or have not changed since the last snapshot.
 */
weights: Floats | null, 
/**
 * Rows of `[epoch, train loss, test loss, train metric, test metric]`; null if they are not
 * wanted or have not changed.
 */
history: Doubles | null, 
/**
 * What was changed during the run; null if the curves are not wanted or it is what was sent last.
 */
marks: Array<Mark> | null, 
/**
 * Null if they are not wanted, the last ones are still right, or new ones are not finished.
 */
pictures: Pictures | null, };

/**
 * One of the two sets of examples.
 */
export type Split = "train" | "test";

/**
 * Statistics of a contestant after some steps.
 */
export type Statistics = { stepsToTolerance: number | null, finalLoss: number | null, pathLength: number | null, steps: number, ended: Ended | null, 
/**
 * Index of the minimum it has reached.
 */
minimum: number | null, };

export type StoppedName = "diverged" | "stop_epoch" | "early_stopping";

/**
 * A surface to choose from.
 */
export type SurfaceInfo = { name: SurfaceName, dimensions: 1 | 2, formula: string, mathml: string, parameters: Array<ParameterRange>, domain: Array<[number, number]>, start: Array<number>, };

export type SurfaceName = "parabola" | "double_well" | "wiggly" | "absolute" | "plateau" | "bowl" | "valley" | "saddle" | "monkey_saddle" | "beale" | "rosenbrock" | "himmelblau" | "booth" | "three_hump_camel" | "styblinski_tang" | "rastrigin" | "ackley" | "levi" | "goldstein_price" | "cliff" | "noisy_ravine" | "typed";

/**
 * A setting and its values. The fields are `start.0`, `start.1`, `parameters.<name>`, and of the contestant `noise` and
 * `optimizer.<argument>`.
 */
export type SweepAxis = { field: string, values: Array<number>, };

export type TableConfig = { 
/**
 * `iris`, `wine`, `breast_cancer`, `diabetes`, or the name of a file the user opened.
 */
file: string, 
/**
 * Encoding of the file by its web name (`euc-kr`); detected if missing.
 */
encoding?: string, 
/**
 * The quotation marks around cells; detected if missing.
 */
quote?: Quote, 
/**
 * The delimiter; detected if missing.
 */
delimiter?: Delimiter, 
/**
 * Whether the first line is a header; detected if missing.
 */
header?: boolean, columns: Array<ColumnConfig>, 
/**
 * Name of the target column.
 */
target: string, missing: Missing, 
/**
 * Whether to standardize numbers by the mean and deviation of the training rows.
 */
standardize: boolean, };

/**
 * Lines are counted from 1, as in editors.
 */
export type TableError = { "problem": "empty" } | { "problem": "binary", line: number, } | { "problem": "quote", line: number, } | { "problem": "ragged", line: number, cells: number, expected: number, } | { "problem": "one_column" } | { "problem": "too_many_columns", columns: number, most: number, } | { "problem": "too_many_rows", rows: number, most: number, } | { "problem": "too_few_rows", rows: number, least: number, } | { "problem": "unknown_column", column: string, } | { "problem": "column_twice", column: string, } | { "problem": "constant", column: string, value: string, } | { "problem": "one_class", column: string, class: string, } | { "problem": "too_many_categories", column: string, categories: number, most: number, } | { "problem": "text_target", column: string, } | { "problem": "wrong_kind", column: string, kind: string, value: string, line: number, } | { "problem": "no_inputs" } | { "problem": "too_many_values", values: number, most: number, };

export type TargetRecommendation = { name: string, problem: ProblemKind, units: number, activation: Activation, loss: Loss, };

export type Task = "plane" | "houses" | "digits" | "sentences" | "series" | "table";

/**
 * What is wrong with a file of weights, or with one of its tensors. Shapes are without the batch, in Keras's order.
 */
export type TensorProblem = { "problem": "missing", tensor: string, shape: Array<number>, } | { "problem": "unknown", tensor: string, shape: Array<number>, } | { "problem": "shape", tensor: string, shape: Array<number>, wanted: Array<number>, } | { "problem": "dtype", tensor: string, dtype: string, } | { "problem": "not_finite", tensor: string, count: number, } | { "problem": "negative", tensor: string, } | { "problem": "damaged", message: string, };

/**
 * A pattern, and the text that seeds its generator. Weights that are initialized uniformly go on with the same numbers.
 */
export type TensorflowPlaygroundConfig = { pattern: Pattern, seed: string, };

/**
 * A point of the picture: x and y in [0, 1] from the top left, and a class or a value in [-1, 1].
 */
export type ThumbnailPoint = { x: number, y: number, class: number | null, value: number, };

export type Token = { text: string, token: number, known: boolean, };

/**
 * What a token stands for.
 */
export type Tokens = "words" | "pieces";

/**
 * The next step of a run: every number of one example, forward and backward, and the new weights. Lists of all weights are
 * of the trainable ones, in the order of `snapshot.weights`; `parameters` says which are where.
 */
export type Trace = { step: number, learningRate: number, 
/**
 * The training examples of the batch.
 */
batch: Counts, 
/**
 * Whether the example is one of the batch, so that layers behave as in training.
 */
training: boolean, 
/**
 * In the order of computation.
 */
layers: Array<TraceLayer>, outputs: Array<TraceOutput>, 
/**
 * The loss of the example: the sum over the outputs, each times its weight.
 */
loss: Finite, 
/**
 * The mean over the batch, and the penalties that are added to it.
 */
batchLoss: Finite, penalty: Finite, parameters: Array<TraceParameter>, weights: Doubles, 
/**
 * Of the example's loss.
 */
gradients: Doubles, 
/**
 * The same by finite differences; empty for networks too large for that.
 */
differences: Doubles, 
/**
 * Null where there is nothing to train on.
 */
update: TraceUpdate | null, 
/**
 * The weight that was asked for.
 */
weight: TraceWeight | null, };

/**
 * A layer, flattened in its shape. What a layer does not have is empty.
 */
export type TraceLayer = { name: string, kind: string, activation: string | null, 
/**
 * The layers it takes, by their place in this list.
 */
inputs: Array<number>, shape: Array<number>, 
/**
 * Before the activation, and the output.
 */
z: Doubles, a: Doubles, 
/**
 * da/dz of each unit; of a softmax, how its own z acts on it.
 */
derivative: Doubles, gradA: Doubles, gradZ: Doubles, 
/**
 * 1 for places that count, 0 for padding; null if all count.
 */
mask: Bytes | null, 
/**
 * The factors of dropout, and what noise has added.
 */
factors: Doubles, noise: Doubles, 
/**
 * Which value of the input was the largest, or which input.
 */
largest: Counts, statistics: Array<TraceStatistics>, normalized: Doubles, 
/**
 * The steps of each direction of a recurrent layer.
 */
directions: Array<Array<TraceStep>>, };

export type TraceLine = { symbol: string, formula: string, filled: string, value: Finite, };

export type TraceOutput = { 
/**
 * Its place among the layers.
 */
layer: number, lossName: string, weight: number, target: Doubles, 
/**
 * Without the weight.
 */
loss: Finite, 
/**
 * Whether dL/dz comes from the logits at once, as of a softmax with cross-entropy: a - y.
 */
fromLogits: boolean, };

export type TraceParameter = { 
/**
 * Its place among the layers, and that of others that use it too.
 */
layer: number, name: string, shape: Array<number>, 
/**
 * Its first weight.
 */
offset: number, };

/**
 * The rule of the optimizer, line by line. What is written is MathML.
 */
export type TraceRule = { lines: Array<TraceLine>, slots: Array<TraceSlot>, 
/**
 * How far the proximal step of an L1 penalty moves the weight towards 0 at most; null where there is none.
 */
threshold: Finite | null, after: Finite, };

export type TraceSlot = { name: string, symbol: string, before: Finite, after: Finite, };

export type TraceStatistics = { mean: Finite, variance: Finite, inverseDeviation: Finite, };

/**
 * A step of a recurrent layer. Gates lie side by side, `[gate][unit]`: h of a simple RNN, i, f, g, o of an LSTM, z, r and
 * the new part of a GRU.
 */
export type TraceStep = { 
/**
 * The place in the sequence that it reads.
 */
time: number, counts: boolean, z: Doubles, gates: Doubles, hBefore: Doubles, h: Doubles, cBefore: Doubles, c: Doubles, gradH: Doubles, gradC: Doubles, gradGates: Doubles, gradZ: Doubles, };

/**
 * What happens to the weights.
 */
export type TraceUpdate = { 
/**
 * Of the mean loss of the batch.
 */
meanGradients: Doubles, penaltyGradients: Doubles, 
/**
 * Their sum, clipped: what the optimizer gets.
 */
clipped: Doubles, 
/**
 * The norm of all gradients before they are clipped, and that of each parameter.
 */
norm: Finite, norms: Doubles, 
/**
 * Empty for networks too large to compute them all.
 */
newWeights: Doubles, };

export type TraceWeight = { index: number, 
/**
 * The finite difference of the example's loss.
 */
difference: Finite, update: TraceRule | null, };

export type TrainingConfig = { batch_size: BatchSize, 
/**
 * Whether each epoch has the examples in another order, as in Keras.
 */
shuffle?: boolean, last_batch?: LastBatch, 
/**
 * Stop after this many epochs.
 */
stop_epoch: number | null, early_stopping: EarlyStopping | null, };

/**
 * The page has words for it under `undefined.<reason>`.
 */
export type Undefined = { reason: UndefinedReason, 
/**
 * The part of the formula that has no value.
 */
part: string, 
/**
 * What the user may have meant.
 */
instead: string | null, };

export type UndefinedReason = "power" | "root" | "logarithm" | "division" | "inverse" | "overflow";

/**
 * The number of usable rows.
 */
export type UsableRows = { drop_rows: number, fill: number, };

/**
 * What the pictures should show. `resolution` is the side of the plane in pixels.
 */
export type View = { resolution: number, unitsPerLayer: number, };

/**
 * An input or output layer, and the index of its input or target in the data.
 */
export type Wire = { name: string, index: number, };

/**
 * An input layer, and the input of the data that it takes.
 */
export type WiredInput = { name: string, data: InputRecommendation, };

/**
 * An output layer, and the target that it is for.
 */
export type WiredOutput = { name: string, data: TargetRecommendation, };

export type WrongCell = { line: number, value: string, 
/**
 * Whether it has the form of a date but there is no such day.
 */
no_such_day: boolean, };
