// The glossary: in which group each word stands, its formula, and where it can be seen.

/** @typedef {keyof typeof import("../../../i18n/en/glossary.js").glossary} TermName */
/** @typedef {"data" | "network" | "activation" | "loss" | "training" | "optimizer" | "trouble"} Group */

/** `tex` is its formula, `preset` or `race` what shows it, `control` where it stands on the page, the first that is there.
 * @typedef {{ tex?: string, preset?: string, race?: string, control?: string }} Entry */

const training = "[data-part=training]";
const activations = "[data-activation], .layer-card [data-argument=activation]";

/** @type {Record<Group, Partial<Record<TermName, Entry>>>} */
export const groups = {
  data: {
    samples: { control: "#control-data-samples, [data-part=data]" },
    feature: { preset: "right_features", control: ".features, [data-part=network]" },
    label: {},
    noise: { control: "#control-data-noise" },
    train_fraction: { control: "#control-data-train_fraction" },
    seed: { control: "#seed" },
    classification: { preset: "blobs" },
    regression: { tex: "\\hat{y} = w x + b", preset: "house_line" },
    logistic_regression: { tex: "\\hat{y} = \\sigma(w_1 x_1 + w_2 x_2 + b)", preset: "one_neuron" },
    standardize: { tex: "x \\leftarrow \\frac{x - \\mu}{\\sigma}", preset: "table_wine" },
    one_hot: {},
    series: { preset: "series_seasonal" },
    principal_components: { preset: "table_wine" },
  },
  network: {
    unit: { tex: "a = f(w_1 x_1 + w_2 x_2 + \\dots + b)", preset: "one_neuron" },
    layer: { tex: "a^{l} = f(W^{l} a^{l-1} + b^{l})", control: "[data-part=network]" },
    weight: { control: "[data-part=network]" },
    bias: { control: "[data-part=network]" },
    parameter: { tex: "n_{in} \\times n_{out} + n_{out}", preset: "lecture_6_9_4", control: "[data-part=summary]" },
    hyperparameter: { control: training },
    activation: { preset: "linear_spiral", control: activations },
    decision_boundary: { preset: "circle", control: "[data-figure=output]" },
    depth: { preset: "spiral" },
    initialization: { tex: "\\text{Glorot} \\colon \\sigma^2 = \\frac{2}{n_{in} + n_{out}} , \\text{He} \\colon \\sigma^2 = \\frac{2}{n_{in}}", preset: "all_zero" },
    dense: { tex: "a = f(W x + b)", preset: "digits_dense" },
    convolution: { tex: "z_{i j} = b + \\sum_{k l} w_{k l} x_{i+k, j+l}", preset: "digits_conv" },
    pooling: { preset: "lenet" },
    flatten: { preset: "lenet" },
    recurrent: { tex: "h_t = \\tanh(W x_t + U h_{t-1} + b)", preset: "series_sines" },
    lstm: { tex: "c_t = f_t \\odot c_{t-1} + i_t \\odot g_t", preset: "sentences_lstm" },
    gru: { tex: "h_t = z_t \\odot h_{t-1} + (1 - z_t) \\odot g_t", preset: "series_seasonal" },
    embedding: { preset: "houses" },
    normalization: { tex: "\\hat{x} = \\gamma \\frac{x - \\mu}{\\sqrt{\\sigma^2 + \\epsilon}} + \\beta" },
    merging: { preset: "inception" },
    residual: { tex: "y = x + F(x)", preset: "residual" },
    autoencoder: { preset: "digits_autoencoder" },
  },
  activation: {
    linear: { tex: "f(z) = z", preset: "house_line" },
    sigmoid: { tex: "\\sigma(z) = \\frac{1}{1 + e^{-z}}", preset: "one_neuron" },
    tanh: { tex: "\\tanh(z) = \\frac{e^z - e^{-z}}{e^z + e^{-z}}", preset: "sine" },
    relu: { tex: "f(z) = \\max(0, z)", preset: "house_relu" },
    leaky_relu: { tex: "f(z) = \\max(\\alpha z, z)" },
    elu: { tex: "f(z) = \\begin{cases} z & z > 0 \\\\ \\alpha(e^z - 1) & z \\le 0 \\end{cases}" },
    selu: { tex: "f(z) = \\lambda \\begin{cases} z & z > 0 \\\\ \\alpha(e^z - 1) & z \\le 0 \\end{cases}" },
    softplus: { tex: "f(z) = \\ln(1 + e^z)" },
    softsign: { tex: "f(z) = \\frac{z}{1 + |z|}" },
    silu: { tex: "f(z) = z \\sigma(z)" },
    gelu: { tex: "f(z) = z \\Phi(z)" },
    mish: { tex: "f(z) = z \\tanh(\\ln(1 + e^z))" },
    sin: { tex: "f(z) = \\sin(z)" },
    step: { tex: "f(z) = \\begin{cases} 1 & z > 0 \\\\ 0 & z \\le 0 \\end{cases}" },
    softmax: { tex: "a_i = \\frac{e^{z_i}}{\\sum_j e^{z_j}}", preset: "five_arms" },
    hard_sigmoid: { tex: "f(z) = \\max(0, \\min(1, \\frac{z}{6} + \\frac{1}{2}))" },
    hard_tanh: { tex: "f(z) = \\max(-1, \\min(1, z))" },
  },
  loss: {
    loss: { tex: "J = \\frac{1}{m} \\sum_{i=1}^{m} L(\\hat{y}_i, y_i)", control: "[data-figure=curves], #control-loss" },
    mean_squared_error: { tex: "L = (\\hat{y} - y)^2", preset: "house_line" },
    half_squared_error: { tex: "L = \\frac{1}{2} (\\hat{y} - y)^2" },
    mean_absolute_error: { tex: "L = |\\hat{y} - y|" },
    huber: { tex: "L = \\begin{cases} \\frac{1}{2} e^2 & |e| \\le \\delta \\\\ \\delta(|e| - \\frac{\\delta}{2}) & |e| > \\delta \\end{cases}" },
    log_cosh: { tex: "L = \\ln(\\cosh(\\hat{y} - y))" },
    binary_crossentropy: { tex: "L = -y \\ln \\hat{y} - (1 - y) \\ln(1 - \\hat{y})", preset: "one_neuron" },
    categorical_crossentropy: { tex: "L = -\\sum_k y_k \\ln \\hat{y}_k", preset: "blobs" },
    hinge: { tex: "L = \\max(0, 1 - y \\hat{y})" },
    kl_divergence: { tex: "L = \\sum_k y_k \\ln \\frac{y_k}{\\hat{y}_k}" },
    label_smoothing: { tex: "y \\leftarrow (1 - \\epsilon) y + \\frac{\\epsilon}{K}" },
    accuracy: { control: "[data-figure=curves]" },
    r2: { tex: "R^2 = 1 - \\frac{\\sum_i (y_i - \\hat{y}_i)^2}{\\sum_i (y_i - \\bar{y})^2}", preset: "saddle" },
    confusion_matrix: { preset: "table_cancer" },
  },
  training: {
    gradient: { tex: "\\nabla J = (\\frac{\\partial J}{\\partial w_1}, \\frac{\\partial J}{\\partial w_2}, \\dots)", race: "lecture_bowl" },
    backpropagation: { tex: "\\frac{\\partial L}{\\partial w} = \\frac{\\partial L}{\\partial a} \\cdot \\frac{\\partial a}{\\partial z} \\cdot \\frac{\\partial z}{\\partial w}", preset: "vanishing" },
    gradient_descent: { tex: "w \\leftarrow w - \\eta \\frac{\\partial J}{\\partial w}", race: "lecture_parabola" },
    learning_rate: { tex: "w \\leftarrow w - \\eta \\frac{\\partial J}{\\partial w}", preset: "too_fast", race: "rate_too_large", control: "#control-optimizer-learning_rate-typed" },
    batch: { control: "#one-batch" },
    batch_size: { tex: "g = \\frac{1}{B} \\sum_{i=1}^{B} \\nabla L_i", preset: "full_batch", control: "#control-batch-size" },
    epoch: { control: "#one-epoch" },
    schedule: { control: "#control-schedule" },
    warmup: { control: "#control-schedule" },
    clipping: { tex: "g \\leftarrow g \\cdot \\min(1, \\frac{c}{|g|})", control: "#control-optimizer-clipnorm" },
    early_stopping: { preset: "overfitting", control: "#control-training-stop_epoch" },
    regularization: { preset: "overfitting", control: "#control-regularization" },
    l1: { tex: "J + \\lambda \\sum_i |w_i|", preset: "sparse" },
    l2: { tex: "J + \\lambda \\sum_i w_i^2" },
    dropout: { preset: "dropout" },
    weight_decay: { tex: "w \\leftarrow (1 - \\eta \\lambda) w - \\eta g" },
  },
  optimizer: {
    optimizer: { race: "radford_contour", control: "#control-optimizer" },
    sgd: { tex: "w \\leftarrow w - \\eta g", race: "lecture_bowl" },
    momentum: { tex: "v \\leftarrow \\beta v - \\eta g , w \\leftarrow w + v", race: "local_minimum" },
    nesterov: { tex: "v \\leftarrow \\beta v - \\eta g , w \\leftarrow w + \\beta v - \\eta g", race: "radford_contour" },
    adagrad: { tex: "s \\leftarrow s + g^2 , w \\leftarrow w - \\frac{\\eta g}{\\sqrt{s} + \\epsilon}", race: "radford_valley" },
    adadelta: { tex: "w \\leftarrow w - \\eta \\frac{\\sqrt{u + \\epsilon}}{\\sqrt{s + \\epsilon}} g", race: "radford_contour" },
    rmsprop: { tex: "s \\leftarrow \\rho s + (1 - \\rho) g^2 , w \\leftarrow w - \\frac{\\eta g}{\\sqrt{s} + \\epsilon}", race: "radford_valley" },
    adam: { tex: "m \\leftarrow \\beta_1 m + (1 - \\beta_1) g , v \\leftarrow \\beta_2 v + (1 - \\beta_2) g^2 , w \\leftarrow w - \\frac{\\eta \\hat{m}}{\\sqrt{\\hat{v}} + \\epsilon}", race: "adam_zigzags_less" },
    adamw: { tex: "w \\leftarrow (1 - \\eta \\lambda) w - \\frac{\\eta \\hat{m}}{\\sqrt{\\hat{v}} + \\epsilon}" },
    nadam: { race: "radford_contour" },
    adamax: { tex: "u \\leftarrow \\max(\\beta_2 u, |g|)" },
    ftrl: {},
    lion: { tex: "w \\leftarrow w - \\eta \\operatorname{sign}(\\beta_1 m + (1 - \\beta_1) g)" },
    decay_rates: { tex: "m \\leftarrow \\beta m + (1 - \\beta) g" },
    epsilon: {},
    amsgrad: { tex: "\\hat{v} \\leftarrow \\max(\\hat{v}, v)" },
  },
  trouble: {
    overfitting: { preset: "overfitting" },
    underfitting: { preset: "linear_spiral" },
    divergence: { preset: "too_fast", race: "rate_too_large" },
    vanishing_gradient: { tex: "\\frac{\\partial L}{\\partial a^{1}} = f'(z^{2}) W^{2} f'(z^{3}) W^{3} \\dots \\frac{\\partial L}{\\partial a^{n}}", preset: "vanishing" },
    dead_relu: { preset: "dead_relu" },
    minimum: { race: "local_minimum" },
    saddle_point: { race: "radford_saddle" },
    loss_surface: { race: "radford_contour" },
  },
};

/** Names of fields that are explained under another name. @type {Record<string, TermName>} */
export const aliases = {
  conv1d: "convolution", conv2d: "convolution", simple_rnn: "recurrent", bidirectional: "recurrent", batch_normalization: "normalization", layer_normalization: "normalization",
  max_pooling1d: "pooling", max_pooling2d: "pooling", average_pooling1d: "pooling", average_pooling2d: "pooling", global_max_pooling1d: "pooling", global_max_pooling2d: "pooling",
  global_average_pooling1d: "pooling", global_average_pooling2d: "pooling", reshape: "flatten", input: "layer",
  add: "merging", concatenate: "merging", multiply: "merging", average: "merging", maximum: "merging", gaussian_noise: "noise",
  delta: "huber", beta_1: "decay_rates", beta_2: "decay_rates", rho: "decay_rates", warmup_steps: "warmup",
  clipnorm: "clipping", clipvalue: "clipping", global_clipnorm: "clipping", patience: "early_stopping", window: "series", horizon: "series",
};

/** Every entry by its name. */
export const entries = /** @type {Record<TermName, Entry>} */ (Object.assign({}, ...Object.values(groups)));

/** The entry that a name leads to, if there is one. @param {string} name @returns {TermName | undefined} */
export function termNamed(name) {
  const known = Object.hasOwn(aliases, name) ? aliases[name] : name;
  return Object.hasOwn(entries, known) ? /** @type {TermName} */ (known) : undefined;
}
