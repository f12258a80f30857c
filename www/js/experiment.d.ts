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
 * Divide by the largest mean square so far.
 */
amsgrad: boolean, };

export type AdamW = { weight_decay: number, beta_1: number, beta_2: number, epsilon: number, amsgrad: boolean, };

export type Adamax = { beta_1: number, beta_2: number, epsilon: number, };

/**
 *The sum.
 */
export type AddConfig = Record<symbol, never>;

/**
 * What a data set gives a network, and what it asks of the last layers and their losses.
 * The fields beside the lists are those of the first target.
 */
export type Advice = { problem: ProblemKind, units: number, dimensions: number, activation: Activation, loss: Loss, 
/**
 * Inputs of a task. Those of the plane are features, of which one may choose any number.
 */
inputs: Array<InputAdvice>, targets: Array<TargetAdvice>, };

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
 * With this step's numbers, for each dimension.
 */
filled: Array<string>, values: Array<number>, 
/**
 * What it is as an arrow.
 */
arrow: Arrow | null, };

/**
 * What a vector is measured in, and so how long its arrow is.
 */
export type Arrow = "gradient" | "step";

/**
 * What in the inputs mattered for one unit of an output, input by input, value by value.
 */
export type Attribution = { value: Finite, 
/**
 * How fast its logarithmic probability (or its value) rises with each.
 */
gradients: Array<Floats>, 
/**
 * How much its value falls when a square around each is blanked.
 */
occlusion: Array<Floats>, };

/**
 *The mean.
 */
export type AverageConfig = Record<symbol, never>;

export type AveragePooling1dConfig = { pool_size: Sides, 
/**
 * The size of the window where missing.
 */
strides?: Sides, padding: Padding, };

export type AveragePooling2dConfig = { pool_size: Sides, 
/**
 * The size of the window where missing.
 */
strides?: Sides, padding: Padding, };

/**
 * A coordinate or target: what it is called, in which unit, from where to where.
 */
export type Axis = { label: Label, unit: string, low: number, high: number, 
/**
 * Whether its numbers are days since 1970-01-01.
 */
is_date: boolean, };

/**
 * The figures of saying that nothing will change.
 */
export type Baseline = { train: Figures, test: Figures, };

/**
 * Every start coloured, as far as it is computed. Rows go from coarse to fine; those still missing repeat the nearest.
 */
export type Basin = { progress: number, done: boolean, width: number, height: number, domain: Array<[number, number]>, minima: Array<Minimum>, 
/**
 * Indices into `minima`, or 254 where the steps were over before any, or 253 where the start diverged.
 */
reached: Bytes, 
/**
 * The step since which a start has been at its minimum.
 */
arrived: Shorts, };

export type BatchNormalizationConfig = { 
/**
 * How much of the moving statistics stays at each step.
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
 * Examples per step; `"all"` is full-batch gradient descent.
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
fresh: boolean, data: Data, model: Model, };

export type Bytes = Uint8Array;

/**
 * What probably made a run diverge.
 */
export type Cause = "learning_rate" | "edited_weight";

/**
 * A typed formula, or what is wrong with it: one of both is null.
 */
export type CheckedFormula = { formula: Formula, mistake: null } | { formula: null, mistake: Mistake };

/**
 * A layer's values for the first examples of a set, as many as there was time for, [unit][example], with their classes
 * (digits: which; else of the first target).
 */
export type Codes = { count: number, units: number, values: Floats, classes: Bytes, };

/**
 * A column of an input or target, as the page shows it.
 */
export type Column = { label: Label, unit: string, 
/**
 * Range over the training examples, in its own unit. The categories' numbers where it has some.
 */
low: number, high: number, 
/**
 * Names of its categories, or of a target's classes; none for numbers.
 */
categories: Array<Label>, 
/**
 * Whether its numbers are days since 1970-01-01.
 */
is_date: boolean, 
/**
 * Whether categories have a value each; otherwise their number is the value.
 */
one_hot: boolean, mean: number, deviation: number, };

export type ColumnConfig = { name: string, kind: ColumnKind, 
/**
 * Whether the network is given it. The target never is.
 */
used: boolean, 
/**
 * The values a category may take, the most frequent first.
 */
categories: Array<string>, 
/**
 * The sign before the fraction of its numbers; decided by its cells where it is not said.
 */
decimal?: Decimal, 
/**
 * The order of its dates; decided by its cells where it is not said.
 */
date_order?: DateOrder, 
/**
 * The number that says that a value is missing, such as -999; none where all numbers are values.
 */
missing_value?: number, };

/**
 * What a column holds.
 */
export type ColumnGuess = { name: string, kind: ColumnKind, 
/**
 * Rows without a value.
 */
missing: number, 
/**
 * What stands for a missing value, as it is written, and how often; in a column of categories some may be one.
 */
marks: Array<[string, number]>, 
/**
 * Different values, counted up to 2000.
 */
distinct: number, 
/**
 * The values with how often they are there: all of them, or the 100 most frequent; in their order.
 */
categories: Array<[string, number]>, numbers: Readable, dates: Readable, 
/**
 * Range of the numbers, or of the dates where it is a column of them.
 */
low: number, high: number, decimal: Decimal, 
/**
 * Whether another decimal sign would give other numbers.
 */
decimal_matters: boolean, 
/**
 * Whether nothing in the column says which decimal sign it is.
 */
decimal_is_open: boolean, date_order: DateOrder, 
/**
 * Whether some dates have their day and month in an order that is not plain to see.
 */
date_matters: boolean, 
/**
 * Whether nothing in the column says which is the day.
 */
date_is_open: boolean, 
/**
 * Currency of the numbers, or `%`.
 */
unit: string | null, 
/**
 * Why the network is not given it unless that is asked for.
 */
left_out: LeftOut | null, 
/**
 * Whether it says the same as what is to be learned.
 */
says_target: boolean, 
/**
 * A number that may say that a value is missing, and how often it is there.
 */
sentinel: [number, number] | null, };

export type ColumnKind = "number" | "category" | "date" | "text";

/**
 * `configure` begins a run; what else is for one is refused where there is none. Configs are read by whoever carries the
 * command out, since their errors name the field.
 */
export type Command = { "type": "configure", experiment: Experiment, fresh: boolean, } | { "type": "close" } | { "type": "reset" } | { "type": "resume" } | { "type": "rewind" } | { "type": "advance", budgetMillis: number, steps: number, view: View, } | { "type": "set_parameter", index: number, value: number, } | { "type": "predict", inputs: Array<Array<number>>, } | { "type": "fingerprint" } | { "type": "show_plane", plane: PlaneChoice, } | { "type": "examples", set: Set, indices: Array<number>, } | { "type": "outputs", set: Set, head: number, most: number, } | { "type": "codes", set: Set, layer: string, most: number, } | { "type": "ask", inputs: Array<Array<number>>, } | { "type": "activations", inputs: Array<Array<number>>, } | { "type": "attribution", inputs: Array<Array<number>>, head: number, unit: number, side: number, } | { "type": "dropout_masks", layers: Array<string>, } | { "type": "read_sentence", text: string, } | { "type": "forecast", steps: number, } | { "type": "decode", layer: string, values: Array<number>, } | { "type": "minima", race: Race, } | { "type": "basin", race: Race, contestant: number, size: number, steps: number, } | { "type": "landscape", directions: Directions, size: number, rivals: Array<OptimizerConfig>, steps: number, } | { "type": "explore", budgetMillis: number, } | { "type": "cancel" } | { "type": "panic" };

export type ConcatenateConfig = { 
/**
 * As in Keras the batch is axis 0; -1 is the last.
 */
axis: number, };

export type Contestant = { optimizer: Method, 
/**
 * Mini-batch noise of its gradients. 0 is none; 1 shakes plain descent, at the rate that suits the surface, by a
 * hundredth of the plane's diagonal.
 */
noise: number, 
/**
 * Index into the page's colours; the first free one where missing.
 */
colour?: number, shown: boolean, };

/**
 * What to draw and in which colours. Sizes are in pixels of the canvas.
 */
export type ContourOptions = { 
/**
 * Pixels of the canvas for one of the page.
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
 * How many of them, counted from the first, are the lowest; the others are marked smaller. All where it is missing.
 */
lowest: number | null, domain: Array<[number, number]>, };

export type Conv1dConfig = { filters: number, kernel_size: Sides, strides: Sides, padding: Padding, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

export type Conv2dConfig = { filters: number, kernel_size: Sides, strides: Sides, padding: Padding, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

export type Counts = Uint32Array;

/**
 * What to draw and in which colours. Sizes are in pixels of the canvas.
 */
export type CurveOptions = { log: boolean, smooth: boolean, metric: boolean, 
/**
 * Accuracy lies in [0, 1]; R2 may be below.
 */
metricIsShare: boolean, 
/**
 * Pixels of the canvas for one of the page.
 */
scale: number, ink: Rgb, grid: Rgb, train: Rgb, test: Rgb, words: CurveWords, };

export type CurveWords = { loss: string, metric: string, epoch: string, };

/**
 * `problem`, `classes` and `target` are those of the first target.
 */
export type Data = { task: Task, problem: ProblemKind, 
/**
 * 2 where there are two, the labels where there are many, the number of values where they are numbers.
 */
classes: number, 
/**
 * 2 for the plane, 1 for curves, 0 for tasks.
 */
dimensions: 0 | 1 | 2, axes: Array<Axis>, target: Axis, train: Examples, test: Examples, inputs: Array<DataInput>, targets: Array<DataTarget>, series: Series | null, };

/**
 * Which data, how many, how noisy, and what the network is given of them.
 */
export type DataConfig = { 
/**
 * Number of examples, for training and testing together.
 */
samples: number, 
/**
 * 0 is clean, 0.5 hardly more than noise.
 */
noise: number, 
/**
 * Share of the examples to train on; the others test.
 */
train_fraction: number, features: Array<Feature>, } & ({ "dataset": "circle" } | { "dataset": "exclusive_or" } | { "dataset": "two_gaussians" } | { "dataset": "spiral", arms: number, } | { "dataset": "moons" } | { "dataset": "blobs", classes: number, } | { "dataset": "checkerboard" } | { "dataset": "rings" } | { "dataset": "discs" } | { "dataset": "plane" } | { "dataset": "gaussians" } | { "dataset": "saddle" } | { "dataset": "ripple" } | { "dataset": "noisy_line" } | { "dataset": "sine" } | { "dataset": "step" } | { "dataset": "house_size" } | { "dataset": "drawn", problem: DrawnProblem, classes: number, points: Array<[number, number, number]>, } | { "dataset": "function" } & FunctionConfig | { "dataset": "houses" } | { "dataset": "digits" } & DigitsConfig | { "dataset": "sentences" } & SentencesConfig | { "dataset": "series" } & SeriesConfig | { "dataset": "table" } & TableConfig);

export type DataInput = { name: string, shape: Array<number>, 
/**
 * Tokens that are told apart; null for numbers.
 */
vocabulary: number | null, 
/**
 * The tokens' names; null where they are categories, which `columns[0]` names.
 */
words: Array<string> | null, 
/**
 * Empty where an input is not made of columns.
 */
columns: Array<Column>, };

export type DataTarget = { name: string, problem: ProblemKind, classes: number, units: number, column: Column, };

/**
 * The order of year, month and day where a date is numbers alone.
 */
export type DateOrder = "ymd" | "dmy" | "mdy";

/**
 * The sign between whole numbers and fractions.
 */
export type Decimal = "point" | "comma";

/**
 * What separates the cells of a row.
 */
export type Delimiter = "comma" | "semicolon" | "tab" | "pipe" | "space";

export type DenseConfig = { units: number, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

/**
 * `text` and `mathml` are empty where it would be too long to read.
 */
export type Derivative = { variable: string, text: string, mathml: string, };

export type DigitsConfig = { target: DigitsTarget, };

/**
 * What is asked about a digit.
 */
export type DigitsTarget = "digit" | "image" | "same";

export type Directions = { "directions": "weights", first: number, second: number, } | { "directions": "random", seed: number, } | { "directions": "principal" };

/**
 * A loss or weight that is no longer finite.
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
 * 1 for each of a dropout's values that passed in the last batch; null where none was drawn since it was built.
 */
export type DropoutMask = { name: string, passed: Bytes | null, };

/**
 * Stops when the test loss has not improved for a while.
 * Source: <https://keras.io/api/callbacks/early_stopping/>
 */
export type EarlyStopping = { 
/**
 * Epochs without improvement after which to stop.
 */
patience: number, 
/**
 * The least decrease of the test loss that counts as an improvement.
 */
min_delta: number, restore_best_weights: boolean, };

export type EmbeddingConfig = { 
/**
 * Number of different tokens.
 */
input_dim: number, 
/**
 * Numbers for each.
 */
output_dim: number, embeddings_initializer: Initializer, embeddings_regularizer: Regularizer, 
/**
 * Whether token 0 is padding, which the layers behind pass by.
 */
mask_zero: boolean, };

export type Ended = { step: number, why: "left" | "overflow" | "singular" | "undefined", };

export type Event = { "type": "built" } & Built | { "type": "snapshot", snapshot: Snapshot, } | { "type": "prediction", outputs: Array<Array<Finite>>, } | { "type": "fingerprint", fingerprint: string, } | { "type": "plane", points: PlanePoints | null, } | { "type": "examples", examples: Array<ExampleDetail>, } | { "type": "outputs", outputs: Outputs, } | { "type": "codes", codes: Codes, } | { "type": "answer", heads: Array<Doubles>, } | { "type": "activations", layers: Array<LayerValues>, } | { "type": "attribution", attribution: Attribution, } | { "type": "masks", masks: Array<DropoutMask>, } | { "type": "reading", reading: Reading | null, } | { "type": "forecast", values: Doubles, } | { "type": "decoded", values: Floats, } | { "type": "minima", minima: Array<Minimum>, } | { "type": "basin" } & Basin | { "type": "landscape" } & Landscape | { "type": "done" } | { "type": "invalid" } & Refusal | { "type": "no_run", message: string, };

/**
 * An example with all that is known of it, input by input and target by target.
 */
export type ExampleDetail = { 
/**
 * Its number in the whole set: of the scan, the sentence, the house, the first day of the window.
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
 * `coordinates` are [dimension][example], `targets` those of the first target, [unit][example]. Both are empty for
 * tasks: the page asks for the examples it shows.
 */
export type Examples = { count: number, coordinates: Floats, targets: Floats, };

/**
 * Everything one can set about a run. Names are Keras's. Whatever is missing when one is read takes its
 * default; a missing network or loss takes what the data ask for.
 */
export type Experiment = { data: DataConfig, network: NetworkConfig, 
/**
 * Loss of each output, by layer name.
 */
losses: { [key in string]: Loss }, 
/**
 * Weight of each output's loss in the total; 1 where missing.
 */
loss_weights: { [key in string]: number }, optimizer: OptimizerConfig, training: TrainingConfig, 
/**
 * The same seed gives the same data, weights and order of examples on every machine.
 */
seed: number, };

export type Feature = "x1" | "x2" | "x1_squared" | "x2_squared" | "x1_x2" | "sin_x1" | "sin_x2" | "cos_x1" | "cos_x2" | "radius";

/**
 * Rows and columns of an input that are seen, from the first to the one after the last. A sequence has one column.
 */
export type Field = { input: string, rows: [number, number], columns: [number, number], };

/**
 * Figures of one set at one moment; null where the set is empty or they are not finite. `metric` is accuracy in [0, 1]
 * or R2.
 */
export type Figures = { loss: Finite, metric: Finite, mae: Finite, };

/**
 * A number, null where it is not finite.
 */
export type Finite = number | null;

export type FlattenConfig = Record<symbol, never>;

export type Floats = Float32Array;

export type Formula = { dimensions: 1 | 2, parameters: Array<ParameterRange>, mathml: string, derivatives: Array<Derivative>, };

/**
 * Where the plane lies on the canvas, and its values at the bottom and the top.
 */
export type Frame = { left: number, right: number, top: number, bottom: number, low: number, high: number, };

export type FunctionConfig = { 
/**
 * Of x, across, and y, up; with a `>` or `<` between two formulas it tells two classes apart.
 */
formula: string, };

export type GaussianNoiseConfig = { stddev: number, };

export type GlobalAveragePooling1dConfig = Record<symbol, never>;

export type GlobalAveragePooling2dConfig = Record<symbol, never>;

export type GlobalMaxPooling1dConfig = Record<symbol, never>;

export type GlobalMaxPooling2dConfig = Record<symbol, never>;

/**
 * Heights of a surface, or losses of a network. `height` is 1 in one dimension.
 */
export type Grid = { width: number, height: number, domain: Array<[number, number]>, values: Doubles, 
/**
 * The values between 0 and 1, rising evenly from level to level: for colours, and for heights in three dimensions.
 * Where a value is not finite, so is its shade.
 */
shades: Floats, 
/**
 * From the lowest to the highest value, with as much of the plane between any two; contour lines run along them.
 */
levels: Doubles, };

export type GruConfig = { units: number, activation: Activation, recurrent_activation: Activation, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to give the state after every step, or after the last only.
 */
return_sequences: boolean, go_backwards: boolean, };

/**
 * How one output does.
 */
export type Head = { name: string, train: Figures, test: Figures, metricName: MetricName, wrongTrain: Bytes | null, wrongTest: Bytes | null, confusion: Counts | null, 
/**
 * Rows as of `snapshot.history`, for this output alone; null where they have not changed.
 */
history: Doubles | null, };

export type Initializer = "glorot_uniform" | "glorot_normal" | "he_uniform" | "he_normal" | "lecun_uniform" | "lecun_normal" | { "initializer": "orthogonal", gain: number, } | { "initializer": "random_uniform", minval: number, maxval: number, } | { "initializer": "random_normal", mean: number, stddev: number, } | "zeros" | "ones" | { "initializer": "constant", value: number, };

export type InputAdvice = { name: string, shape: Array<number>, 
/**
 * Tokens that are told apart; none where the values are numbers.
 */
vocabulary: number | null, };

export type InputConfig = { 
/**
 * Shape of an example; follows the data where missing.
 */
shape?: Array<number>, 
/**
 * Keras's type of the values; whole numbers are given as such.
 */
dtype?: string, };

/**
 * One field that cannot be as it is.
 */
export type Invalid = { 
/**
 * Path of the field in the experiment, such as `optimizer.learning_rate`.
 */
field: string, } & ({ "reason": "range", value: number, low: number, high: number, } | { "reason": "choice", value: string, choices: Array<string>, } | { "reason": "mismatch", value: number, expected: number, } | { "reason": "graph", message: string, } | { "reason": "no_proximal_step", optimizer: string, } | { "reason": "missing_file", name: string, } | { "reason": "table" } & TableProblem | { "reason": "formula", mistake: Mistake, } | { "reason": "unreadable", message: string, });

/**
 * How the kink of |w| at 0 is met.
 */
export type L1Method = "proximal" | "subgradient";

/**
 * A name to be shown. A text that people gave stays as it is, whatever the page's words are called.
 */
export type Label = { "key": string } | { "text": string };

/**
 * A network's loss over a plane of its weights, as far as it is computed.
 */
export type Landscape = { progress: number, done: boolean, stage: "paths" | "grid", 
/**
 * Null while the rivals still run; then it fills from coarse to fine.
 */
grid: Grid | null, paths: Array<LandscapePath>, 
/**
 * Names of the axes: weights as `layer.kernel[0, 1]`, else empty.
 */
labels: [string, string], 
/**
 * Share of the paths' spread along each axis; null where there is no spread.
 */
explained: [number, number] | null, };

/**
 * A run on the plane: where its weights lie, projected, [point][2], and its true losses.
 */
export type LandscapePath = { 
/**
 * Index of the rival; null for the run that is looked at.
 */
rival: number | null, steps: Doubles, points: Floats, losses: Doubles, 
/**
 * The step at which it diverged.
 */
ended: number | null, };

export type Language = "en" | "ko";

/**
 * A layer of the graph, its arguments beside its name: `{"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 4}`.
 */
export type LayerConfig = { name: string, 
/**
 * Names of the layers whose values it takes.
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
export type Loss = "mean_squared_error" | "half_squared_error" | "mean_absolute_error" | { "loss": "huber", delta: number, } | "log_cosh" | "binary_crossentropy" | "categorical_crossentropy" | "hinge" | "kl_divergence";

/**
 * A line's part of the points, and how it looks.
 */
export type LossLine = { 
/**
 * Number of its points; they follow those of the line before.
 */
count: number, colour: Rgb, 
/**
 * Length of dashes and of the gaps between them; a line without gaps where missing.
 */
dash: [number, number] | null, };

/**
 * What to draw and in which colours. Sizes are in pixels of the canvas.
 */
export type LossOptions = { 
/**
 * Pixels of the canvas for one of the page.
 */
scale: number, ink: Rgb, grid: Rgb, log: boolean, 
/**
 * Where the chart ends on the right.
 */
until: number, 
/**
 * The lowest value there is: in a logarithmic chart the loss is measured from here.
 */
lowest: number | null, lines: Array<LossLine>, words: LossWords, };

/**
 * Where steps and losses lie on the canvas. In a logarithmic chart `loss - zero` lies in powers between `low` and `high`.
 */
export type LossPlot = { left: number, right: number, top: number, bottom: number, until: number, low: number, high: number, zero: number, };

export type LossWords = { loss: string, step: string, };

export type LstmConfig = { units: number, activation: Activation, recurrent_activation: Activation, 
/**
 * Whether the forget gate's bias begins at 1, so that the cell remembers at first.
 */
unit_forget_bias: boolean, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to give the state after every step, or after the last only.
 */
return_sequences: boolean, go_backwards: boolean, };

export type MaxPooling1dConfig = { pool_size: Sides, 
/**
 * The size of the window where missing.
 */
strides?: Sides, padding: Padding, };

export type MaxPooling2dConfig = { pool_size: Sides, 
/**
 * The size of the window where missing.
 */
strides?: Sides, padding: Padding, };

/**
 *The largest of the inputs that count; of equal ones the first learns.
 */
export type MaximumConfig = Record<symbol, never>;

/**
 * How the two outputs become one.
 */
export type MergeMode = "concat" | "sum" | "mul" | "ave";

/**
 * How a contestant steps: by one of the engine's rules, or by Newton's method, which sees the curvature.
 */
export type Method = OptimizerConfig | ({ optimizer: "newton" } & Newton);

export type MetricName = "accuracy" | "r2";

export type Minimum = { position: Array<number>, value: number, 
/**
 * Whether none is lower.
 */
global: boolean, };

/**
 * Shapes are without the batch.
 */
export type Misfit = { "kind": "name_taken" } | { "kind": "unknown_input", name: string, } | { "kind": "cycle" } | { "kind": "no_input" } | { "kind": "range", argument: string, value: number, low: number, high: number, } | { "kind": "input_of_input" } | { "kind": "too_many_inputs", count: number, } | { "kind": "too_few_inputs", count: number, } | { "kind": "axes", axes: Array<string>, shape: Array<number>, } | { "kind": "window", window: number, side: number, } | { "kind": "one_shape", first: Array<number>, other: Array<number>, } | { "kind": "one_axis", axis: number, first: Array<number>, other: Array<number>, } | { "kind": "axis", axis: number, shape: Array<number>, } | { "kind": "target_sides", target: Array<number>, } | { "kind": "target_size", target: Array<number>, size: number, shape: Array<number>, } | { "kind": "shape_sides", shape: Array<number>, } | { "kind": "shape_missing" } | { "kind": "too_large", shape: Array<number>, } | { "kind": "too_many_parameters", count: number, } | { "kind": "too_many_layers", count: number, most: number, } | { "kind": "too_long", shape: Array<number>, } | { "kind": "unknown_owner", name: string, } | { "kind": "owns_nothing", name: string, } | { "kind": "other_kind", name: string, } | { "kind": "other_shapes", name: string, own: Array<Array<number>>, others: Array<Array<number>>, } | { "kind": "unknown_output" } | { "kind": "output_twice" } | { "kind": "no_loss" } | { "kind": "loss_of_no_output" } | { "kind": "no_output" } | { "kind": "unknown_layer" } | { "kind": "weight_count", count: number, got: number, } | { "kind": "masked_output" } | { "kind": "units", count: number, expected: number, };

/**
 * What becomes of rows in which a value is missing. Without its target a row is always left out.
 */
export type Missing = "drop_rows" | "fill";

/**
 * The page puts it into words under `formula.<reason>`; `Display` is the English of it.
 */
export type Mistake = { reason: MistakeReason, 
/**
 * Where in the text, counted as JavaScript counts: in UTF-16 units.
 */
position: number, length: number, 
/**
 * What stands there.
 */
found: string, 
/**
 * What would be right.
 */
expected: Array<string>, };

export type MistakeReason = "empty" | "character" | "number" | "unexpected" | "unfinished" | "unknown_name" | "unknown_function" | "arguments" | "parenthesis" | "ambiguous" | "decimal_comma" | "too_long" | "too_deep";

export type Model = { layers: Array<ModelLayer>, parameterCount: number, inputs: Array<Wire>, outputs: Array<OutputWire>, };

export type ModelLayer = { name: string, layer: string, inputs: Array<string>, units: number, activation: string | null, outputShape: Array<number>, parameters: Array<Parameter>, parameterCount: number, arithmetic: string, };

/**
 *The product. Where places do not count, of the inputs that do, and 0 where none does.
 */
export type MultiplyConfig = Record<symbol, never>;

export type Nadam = { beta_1: number, beta_2: number, epsilon: number, };

/**
 * A graph of named layers. `outputs` names those whose values are the network's.
 */
export type NetworkConfig = { layers: Array<LayerConfig>, outputs: Array<string>, };

/**
 * w -= rate (H + damping I)^-1 g, with H the matrix of second derivatives.
 */
export type Newton = { learning_rate: number, 
/**
 * Added to the curvature (Levenberg, 1944): large values turn the step towards the gradient.
 */
damping: number, };

/**
 * An optimizer as one writes it: its rule's name and arguments in one object, with what all of them have.
 * Source of names and defaults: <https://keras.io/api/optimizers/>
 */
export type OptimizerConfig = { 
/**
 * Where missing, the rule's usual one.
 */
learning_rate: number, schedule: Schedule, 
/**
 * Largest norm of the gradient of each parameter.
 */
clipnorm: number | null, 
/**
 * Largest value of each gradient.
 */
clipvalue: number | null, 
/**
 * Largest norm of all gradients together.
 */
global_clipnorm: number | null, } & ({ "optimizer": "sgd" } & Sgd | { "optimizer": "adagrad" } & Adagrad | { "optimizer": "adadelta" } & Adadelta | { "optimizer": "rmsprop" } & RmsProp | { "optimizer": "adam" } & Adam | { "optimizer": "adamw" } & AdamW | { "optimizer": "nadam" } & Nadam | { "optimizer": "adamax" } & Adamax | { "optimizer": "lion" } & Lion);

/**
 * A network that need not be right yet.
 */
export type Outline = { 
/**
 * The network with every argument written out.
 */
network: NetworkConfig, 
/**
 * A layer whose shape is known may still not be what the data ask for.
 */
layers: Array<OutlineLayer>, inputs: Array<WiredInput>, outputs: Array<WiredOutput>, parameters: number, 
/**
 * What is wrong with the whole.
 */
misfit: Misfit | null, };

/**
 * A layer of a graph that need not be whole. Shape and misfit are both missing where it waits for another layer.
 */
export type OutlineLayer = { name: string, 
/**
 * Shape of its output without the batch.
 */
shape: Array<number> | null, 
/**
 * Numbers it owns.
 */
parameters: number, 
/**
 * How that number comes about, such as `6 × 9 + 9 = 63`.
 */
arithmetic: string, misfit: Misfit | null, };

/**
 * The same of an output, and from where on its one unit means yes.
 */
export type OutputWire = { name: string, index: number, threshold: number, };

/**
 * Truth and answer of one output for the first examples of a set, [unit][example]; numbers in their own unit. The answers
 * are those of the last evaluation, null where there was none yet.
 */
export type Outputs = { count: number, truth: Floats, answer: Floats | null, };

/**
 * Whether windows must lie inside, or the output is as large as the input at stride 1.
 */
export type Padding = "valid" | "same";

/**
 * Where a parameter lies in `snapshot.weights`. Kernels are [input][unit] row by row, as in Keras.
 */
export type Parameter = { name: string, shape: Array<number>, offset: number, };

/**
 * A parameter of a formula, as a slider.
 */
export type ParameterRange = { name: string, value: number, low: number, high: number, 
/**
 * Whether the slider should move in powers.
 */
log: boolean, };

/**
 * What units make of the plane, quantised: 128 is 0, 1 and 255 are minus and plus a unit's scale. For one-dimensional
 * data `height` is 1.
 */
export type Pictures = { run: number, step: number, width: number, height: number, layers: Array<PicturesOfLayer>, 
/**
 * `width` × `height` bytes for each unit of each layer.
 */
values: Bytes, 
/**
 * The network's outputs as they are, [unit][row][column].
 */
output: Floats, };

export type PicturesOfLayer = { name: string, units: number, 
/**
 * Where its units start in `values`.
 */
offset: number, scales: Floats, };

/**
 * What the plane shows.
 */
export type PlaneChoice = { "plane": "columns", x: number, y: number, rest: Array<number>, } | { "plane": "principal" };

/**
 * Points of the examples on a table's plane, [dimension][example], of the first 2,000 of each set; with their targets.
 */
export type PlanePoints = { axes: Array<Axis>, train: Examples, test: Examples, };

/**
 * Where the epochs lie, to read values off under the pointer. Pixels of the canvas.
 */
export type Plot = { left: number, right: number, low: number, high: number, };

/**
 * One number or two.
 */
export type Position = number | [number, number];

/**
 * A file as it seems to be, to be shown before it is used.
 */
export type Preview = { rows: number, has_header: boolean, delimiter: Delimiter, 
/**
 * What stood in lines above the table.
 */
titles: Array<string>, columns: Array<ColumnGuess>, 
/**
 * The first rows, cell by cell.
 */
first_rows: Array<Array<string>>, 
/**
 * The guess as a table to learn.
 */
config: TableConfig, 
/**
 * Rows that can be learned, by what becomes of missing values.
 */
usable: UsableRows, };

/**
 * The type of a problem alone, as the page names it.
 */
export type ProblemKind = "binary" | "multiclass" | "multi_label" | "regression" | "unit_regression";

/**
 * Everything one can set about a race. What is missing when one is read follows the surface.
 */
export type Race = { surface: SurfaceName, 
/**
 * Of a typed surface one's own, of the others theirs.
 */
formula: string, 
/**
 * Values of the formula's parameters.
 */
parameters: { [key in string]: number }, 
/**
 * What is drawn, for each dimension. A step out of it has diverged.
 */
domain: Array<[number, number]>, start: Array<number>, contestants: Array<Contestant>, 
/**
 * Where the race ends.
 */
steps: number, 
/**
 * How near to the lowest value counts as arrived.
 */
tolerance: number, 
/**
 * Of the mini-batch noise, which is the same for all contestants.
 */
seed: number, };

/**
 * How many values of a column can be read as a kind, and the first that cannot.
 */
export type Readable = { count: number, wrong: Array<WrongCell>, };

/**
 * A sentence read token by token.
 */
export type Reading = { tokens: Array<Token>, 
/**
 * Tokens in front that did not fit into the length.
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
 * For each recurrent layer what it holds after each token, [token][unit].
 */
states: Array<RecurrentState>, };

export type Recurrent = { "layer": "simple_rnn" } & SimpleRnnConfig | { "layer": "lstm" } & LstmConfig | { "layer": "gru" } & GruConfig;

export type RecurrentState = { layer: string, units: number, values: Floats, };

/**
 * What is thrown for a config that is wrong.
 */
export type Refusal = { message: string, errors: Array<Invalid>, };

/**
 * Adds `l1` sum |w| + `l2` sum w^2 to the loss. Source: <https://keras.io/api/layers/regularizers/>
 */
export type Regularizer = { l1: number, l2: number, l1_method: L1Method, };

export type ReshapeConfig = { 
/**
 * Without the batch; one side may be -1 and takes what is left.
 */
target_shape: Array<number>, };

/**
 * A colour as `[red, green, blue]`.
 */
export type Rgb = [number, number, number];

export type RmsProp = { rho: number, momentum: number, epsilon: number, 
/**
 * Divide by the variance instead of the mean square.
 */
centered: boolean, };

/**
 * Source: <https://keras.io/api/optimizers/learning_rate_schedules/>. Steps are batches.
 */
export type Schedule = "constant" | { "schedule": "exponential_decay", decay_steps: number, decay_rate: number, } | { "schedule": "step_decay", decay_steps: number, decay_rate: number, } | { "schedule": "cosine_decay", decay_steps: number, alpha: number, } | { "schedule": "warmup", warmup_steps: number, };

export type SentencesConfig = { language: Language, 
/**
 * Tokens that are given; shorter sentences are padded in front.
 */
length: number, 
/**
 * Tokens that are told apart: padding, unknown ones, and the most frequent of the training sentences.
 */
vocabulary: number, };

export type Series = { values: Doubles, 
/**
 * The first value that tests.
 */
border: number, baseline: Baseline, };

export type SeriesConfig = { series: SeriesKind, 
/**
 * Values that are given.
 */
window: number, 
/**
 * Values that are asked for.
 */
horizon: number, };

export type SeriesKind = "sines" | "seasonal" | "price_walk";

export type Set = "train" | "test";

export type Sgd = { momentum: number, nesterov: boolean, };

export type Shorts = Uint16Array;

/**
 * Sides of a window, written as one number for all or one for each.
 */
export type Sides = number[];

export type SimpleRnnConfig = { units: number, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to give the state after every step, or after the last only.
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
 * `train` and `test` have the whole loss, with the metric of the first output; so have `confusion` and `wrong...`.
 */
export type Snapshot = { 
/**
 * How often it has started over.
 */
run: number, step: number, epoch: number, learningRate: number, train: Figures, test: Figures, metricName: MetricName, 
/**
 * 1 for every training example it gets wrong; null where outputs are numbers.
 */
wrongTrain: Bytes | null, wrongTest: Bytes | null, 
/**
 * Counts test examples, [true class][predicted class]; null where there are no classes.
 */
confusion: Counts | null, stopped: StoppedName | null, diverged: Diverged | null, stepsPerSecond: number, 
/**
 * Weights of all kernels that are not 0, and all of them.
 */
liveWeights: number, kernelWeights: number, 
/**
 * Whether pictures of this moment are still to be painted.
 */
picturesDue: boolean, 
/**
 * Whether the figures are of an earlier step, or a row of the history is not there yet.
 */
figuresDue: boolean, heads: Array<Head>, 
/**
 * Null where they have not changed since the last snapshot.
 */
weights: Floats | null, 
/**
 * Rows of [epoch, train loss, test loss, train metric, test metric]; null where they have not changed.
 */
history: Doubles | null, 
/**
 * Null where the last ones are still right or new ones are not finished.
 */
pictures: Pictures | null, };

/**
 * A contestant's figures after some steps.
 */
export type Statistics = { stepsToTolerance: number | null, finalLoss: number | null, pathLength: number | null, steps: number, ended: Ended | null, 
/**
 * Index of the minimum it is at.
 */
minimum: number | null, };

export type StoppedName = "diverged" | "stop_epoch" | "early_stopping";

/**
 * A surface to choose from.
 */
export type SurfaceInfo = { name: SurfaceName, dimensions: 1 | 2, formula: string, mathml: string, parameters: Array<ParameterRange>, domain: Array<[number, number]>, start: Array<number>, };

export type SurfaceName = "parabola" | "double_well" | "wiggly" | "absolute" | "plateau" | "bowl" | "valley" | "saddle" | "monkey_saddle" | "beale" | "rosenbrock" | "himmelblau" | "booth" | "three_hump_camel" | "styblinski_tang" | "rastrigin" | "ackley" | "levi" | "goldstein_price" | "cliff" | "noisy_ravine" | "typed";

export type TableConfig = { 
/**
 * `iris`, `wine`, `breast_cancer`, `diabetes`, or the name of a file the user opened.
 */
file: string, 
/**
 * What the bytes of the file mean, by its name on the web (`euc-kr`); found out where it is not said.
 */
encoding?: string, 
/**
 * What separates cells; found out where it is not said.
 */
delimiter?: Delimiter, 
/**
 * Whether the first line names the columns; found out where it is not said.
 */
header?: boolean, columns: Array<ColumnConfig>, 
/**
 * Name of the column to learn.
 */
target: string, missing: Missing, 
/**
 * Give numbers by their training rows' mean and deviation, not as they are.
 */
standardize: boolean, };

/**
 * Lines count from 1, as editors do.
 */
export type TableProblem = { "problem": "empty" } | { "problem": "binary", line: number, } | { "problem": "quote", line: number, } | { "problem": "ragged", line: number, cells: number, expected: number, } | { "problem": "one_column" } | { "problem": "too_many_columns", columns: number, most: number, } | { "problem": "too_many_rows", rows: number, most: number, } | { "problem": "too_few_rows", rows: number, least: number, } | { "problem": "unknown_column", column: string, } | { "problem": "column_twice", column: string, } | { "problem": "constant", column: string, value: string, } | { "problem": "one_class", column: string, class: string, } | { "problem": "too_many_categories", column: string, categories: number, most: number, } | { "problem": "text_target", column: string, } | { "problem": "wrong_kind", column: string, kind: string, value: string, line: number, } | { "problem": "no_inputs" } | { "problem": "too_many_values", values: number, most: number, };

export type TargetAdvice = { name: string, problem: ProblemKind, units: number, activation: Activation, loss: Loss, };

export type Task = "plane" | "houses" | "digits" | "sentences" | "series" | "table";

/**
 * A point of the picture: x and y in [0, 1] from the top left; a class, or a value in [-1, 1].
 */
export type ThumbnailPoint = { x: number, y: number, class: number | null, value: number, };

export type Token = { text: string, token: number, known: boolean, };

export type TrainingConfig = { batch_size: BatchSize, 
/**
 * Stop when this many epochs are done.
 */
stop_epoch: number | null, early_stopping: EarlyStopping | null, };

/**
 * The page puts it into words under `undefined.<reason>`.
 */
export type Undefined = { reason: UndefinedReason, 
/**
 * The part of the formula that has no value.
 */
part: string, 
/**
 * What may have been meant in its place.
 */
instead: string | null, };

export type UndefinedReason = "power" | "root" | "logarithm" | "division" | "inverse" | "overflow";

/**
 * How many rows can be learned.
 */
export type UsableRows = { drop_rows: number, fill: number, };

/**
 * What the pictures should show. `resolution` is the side of the plane in pixels.
 */
export type View = { resolution: number, unitsPerLayer: number, };

/**
 * An input or output layer, and the index of the data's input or target that it stands for.
 */
export type Wire = { name: string, index: number, };

/**
 * An input layer, and what of the data it stands for.
 */
export type WiredInput = { name: string, data: InputAdvice, };

/**
 * An output layer, and what of the data it stands for.
 */
export type WiredOutput = { name: string, data: TargetAdvice, };

export type WrongCell = { line: number, value: string, 
/**
 * Whether it is a date, but of no day there is.
 */
no_such_day: boolean, };
