// Generated from the Rust types by `cargo xtask types`. Not edited by hand.

/**
 * Source of names and defaults: <https://keras.io/api/layers/activations/>
 */
export type Activation = "linear" | "sigmoid" | "tanh" | "relu" | { "activation": "leaky_relu", negative_slope: number, } | { "activation": "elu", alpha: number, } | "selu" | "softplus" | "softsign" | "silu" | "gelu" | "mish" | "sin" | "step" | "softmax" | "hard_sigmoid";

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

export type Conv1dConfig = { filters: number, kernel_size: Sides, strides: Sides, padding: Padding, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

export type Conv2dConfig = { filters: number, kernel_size: Sides, strides: Sides, padding: Padding, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, bias_regularizer: Regularizer, };

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

export type DigitsConfig = { target: DigitsTarget, };

/**
 * What is asked about a digit.
 */
export type DigitsTarget = "digit" | "image" | "same";

export type DrawnProblem = "classification" | "regression";

export type DropoutConfig = { rate: number, };

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

export type FlattenConfig = Record<symbol, never>;

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

export type GruConfig = { units: number, activation: Activation, recurrent_activation: Activation, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to give the state after every step, or after the last only.
 */
return_sequences: boolean, go_backwards: boolean, };

export type Initializer = "zeros" | "ones" | { "initializer": "constant", value: number, } | { "initializer": "random_uniform", minval: number, maxval: number, } | { "initializer": "random_normal", mean: number, stddev: number, } | "glorot_uniform" | "glorot_normal" | "he_uniform" | "he_normal" | "lecun_uniform" | "lecun_normal" | { "initializer": "orthogonal", gain: number, };

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
 * How the kink of |w| at 0 is met.
 */
export type L1Method = "proximal" | "subgradient";

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

export type LeftOut = "empty" | "constant" | "row_numbers" | "identifiers" | "text" | "mostly_missing";

export type Lion = { beta_1: number, beta_2: number, };

/**
 * Source: <https://keras.io/api/losses/>
 */
export type Loss = "mean_squared_error" | "half_squared_error" | "mean_absolute_error" | { "loss": "huber", delta: number, } | "log_cosh" | "binary_crossentropy" | "categorical_crossentropy" | "hinge" | "kl_divergence";

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

/**
 * Shapes are without the batch.
 */
export type Misfit = { "kind": "name_taken" } | { "kind": "unknown_input", name: string, } | { "kind": "cycle" } | { "kind": "no_input" } | { "kind": "range", argument: string, value: number, low: number, high: number, } | { "kind": "input_of_input" } | { "kind": "too_many_inputs", count: number, } | { "kind": "too_few_inputs", count: number, } | { "kind": "axes", axes: Array<string>, shape: Array<number>, } | { "kind": "window", window: number, side: number, } | { "kind": "one_shape", first: Array<number>, other: Array<number>, } | { "kind": "one_axis", axis: number, first: Array<number>, other: Array<number>, } | { "kind": "axis", axis: number, shape: Array<number>, } | { "kind": "target_sides", target: Array<number>, } | { "kind": "target_size", target: Array<number>, size: number, shape: Array<number>, } | { "kind": "shape_sides", shape: Array<number>, } | { "kind": "shape_missing" } | { "kind": "too_large", shape: Array<number>, } | { "kind": "too_many_parameters", count: number, } | { "kind": "too_many_layers", count: number, most: number, } | { "kind": "too_long", shape: Array<number>, } | { "kind": "unknown_owner", name: string, } | { "kind": "owns_nothing", name: string, } | { "kind": "other_kind", name: string, } | { "kind": "other_shapes", name: string, own: Array<Array<number>>, others: Array<Array<number>>, } | { "kind": "unknown_output" } | { "kind": "output_twice" } | { "kind": "no_loss" } | { "kind": "loss_of_no_output" } | { "kind": "no_output" } | { "kind": "unknown_layer" } | { "kind": "weight_count", count: number, got: number, } | { "kind": "masked_output" } | { "kind": "units", count: number, expected: number, };

/**
 * What becomes of rows in which a value is missing. Without its target a row is always left out.
 */
export type Missing = "drop_rows" | "fill";

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
 * Whether windows must lie inside, or the output is as large as the input at stride 1.
 */
export type Padding = "valid" | "same";

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

export type Recurrent = { "layer": "simple_rnn" } & SimpleRnnConfig | { "layer": "lstm" } & LstmConfig | { "layer": "gru" } & GruConfig;

/**
 * Adds `l1` sum |w| + `l2` sum w^2 to the loss. Source: <https://keras.io/api/layers/regularizers/>
 */
export type Regularizer = { l1: number, l2: number, l1_method: L1Method, };

export type ReshapeConfig = { 
/**
 * Without the batch; one side may be -1 and takes what is left.
 */
target_shape: Array<number>, };

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

export type Sgd = { momentum: number, nesterov: boolean, };

/**
 * Sides of a window, written as one number for all or one for each.
 */
export type Sides = number[];

export type SimpleRnnConfig = { units: number, activation: Activation, use_bias: boolean, kernel_initializer: Initializer, recurrent_initializer: Initializer, bias_initializer: Initializer, kernel_regularizer: Regularizer, recurrent_regularizer: Regularizer, bias_regularizer: Regularizer, 
/**
 * Whether to give the state after every step, or after the last only.
 */
return_sequences: boolean, go_backwards: boolean, };

export type SurfaceName = "parabola" | "double_well" | "wiggly" | "absolute" | "plateau" | "bowl" | "valley" | "saddle" | "monkey_saddle" | "beale" | "rosenbrock" | "himmelblau" | "booth" | "three_hump_camel" | "styblinski_tang" | "rastrigin" | "ackley" | "levi" | "cliff" | "noisy_ravine" | "typed";

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

export type TrainingConfig = { batch_size: BatchSize, 
/**
 * Stop when this many epochs are done.
 */
stop_epoch: number | null, early_stopping: EarlyStopping | null, };

/**
 * How many rows can be learned.
 */
export type UsableRows = { drop_rows: number, fill: number, };

export type WrongCell = { line: number, value: string, 
/**
 * Whether it is a date, but of no day there is.
 */
no_such_day: boolean, };
