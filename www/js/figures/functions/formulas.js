// Activations and losses in TeX: the function, its derivative, and the range of its values.

/** @typedef {import("../../core/registry.js").SetName} SetName */
/** @typedef {{ value: string, slope: string, range: string }} Formula */

/** At 0 itself the derivatives of the engine are those below it, as in Keras. */
const cases = (/** @type {string} */ below, /** @type {string} */ above) => `\\begin{cases} ${below} & z \\le 0 \\\\ ${above} & z > 0 \\end{cases}`;

/** @type {Record<keyof typeof import("../../core/registry_data.js").sets.activations, Formula>} */
export const activations = {
  linear: { value: "z", slope: "1", range: "(-\\infty, \\infty)" },
  sigmoid: { value: "\\frac{1}{1 + e^{-z}}", slope: "a (1 - a) \\le \\tfrac14", range: "(0, 1)" },
  tanh: { value: "\\tanh z = 2\\sigma(2z) - 1", slope: "1 - a^2 \\le 1", range: "(-1, 1)" },
  relu: { value: "\\max(0, z)", slope: cases("0", "1"), range: "[0, \\infty)" },
  leaky_relu: { value: cases("0.2\\,z", "z"), slope: cases("0.2", "1"), range: "(-\\infty, \\infty)" },
  elu: { value: cases("\\alpha (e^z - 1)", "z"), slope: cases("\\alpha e^z", "1"), range: "(-\\alpha, \\infty)" },
  selu: { value: `1.0507 ${cases("1.6733 (e^z - 1)", "z")}`, slope: `1.0507 ${cases("1.6733\\, e^z", "1")}`, range: "(-1.758, \\infty)" },
  softplus: { value: "\\ln(1 + e^z)", slope: "\\sigma(z)", range: "(0, \\infty)" },
  softsign: { value: "\\frac{z}{1 + |z|}", slope: "\\frac{1}{(1 + |z|)^2}", range: "(-1, 1)" },
  silu: { value: "z\\,\\sigma(z)", slope: "\\sigma(z) + z\\,\\sigma(z)(1 - \\sigma(z))", range: "[-0.278, \\infty)" },
  gelu: { value: "z\\,\\Phi(z)", slope: "\\Phi(z) + z\\,\\varphi(z)", range: "[-0.170, \\infty)" },
  mish: { value: "z \\tanh(\\ln(1 + e^z))", slope: "t + z\\,\\sigma(z)(1 - t^2),\\; t = \\tanh(\\ln(1 + e^z))", range: "[-0.309, \\infty)" },
  sin: { value: "\\sin z", slope: "\\cos z", range: "[-1, 1]" },
  step: { value: cases("0", "1"), slope: "0", range: "\\{0, 1\\}" },
  softmax: { value: "\\frac{e^{z_j}}{\\sum_k e^{z_k}}", slope: "\\frac{\\partial a_j}{\\partial z_k} = a_j (\\delta_{jk} - a_k)", range: "(0, 1),\\; \\sum_j a_j = 1" },
  hard_sigmoid: { value: "\\min(1, \\max(0, \\tfrac{z}{6} + \\tfrac12))", slope: "\\begin{cases} \\tfrac16 & |z| < 3 \\\\ 0 & |z| \\ge 3 \\end{cases}", range: "[0, 1]" },
  hard_tanh: { value: "\\min(1, \\max(-1, z))", slope: "\\begin{cases} 1 & |z| < 1 \\\\ 0 & |z| \\ge 1 \\end{cases}", range: "[-1, 1]" },
};

const difference = "\\hat y - y";

/** Losses of one unit, with what outputs they are drawn over and for which targets.
 * @type {Record<keyof typeof import("../../core/registry_data.js").sets.losses, Formula & { low: number, high: number, targets: number[] }>} */
export const losses = {
  mean_squared_error: { value: `(${difference})^2`, slope: `2(${difference})`, range: "[0, \\infty)", low: -2, high: 2, targets: [0, 1] },
  half_squared_error: { value: `\\tfrac12(${difference})^2`, slope: difference, range: "[0, \\infty)", low: -2, high: 2, targets: [0, 1] },
  mean_absolute_error: { value: `|${difference}|`, slope: `\\operatorname{sign}(${difference})`, range: "[0, \\infty)", low: -2, high: 2, targets: [0, 1] },
  huber: {
    value: `\\begin{cases} \\tfrac12 d^2 & |d| \\le \\delta \\\\ \\delta(|d| - \\tfrac12\\delta) & |d| > \\delta \\end{cases},\\; d = ${difference}`, slope: "\\max(-\\delta, \\min(\\delta, d))", range: "[0, \\infty)",
    low: -3, high: 3, targets: [0, 1],
  },
  log_cosh: { value: `\\ln \\cosh(${difference})`, slope: `\\tanh(${difference})`, range: "[0, \\infty)", low: -3, high: 3, targets: [0, 1] },
  binary_crossentropy: { value: "-y \\ln \\hat y - (1 - y) \\ln(1 - \\hat y)", slope: "-\\frac{y}{\\hat y} + \\frac{1 - y}{1 - \\hat y}", range: "[0, \\infty)", low: 0.01, high: 0.99, targets: [0, 1] },
  categorical_crossentropy: { value: "-\\sum_c y_c \\ln \\hat y_c", slope: "-\\frac{y_c}{\\hat y_c}", range: "[0, \\infty)", low: 0.01, high: 0.99, targets: [0, 1] },
  hinge: { value: "\\max(0, 1 - y\\,\\hat y),\\; y = \\pm 1", slope: "\\begin{cases} -y & y\\,\\hat y < 1 \\\\ 0 & y\\,\\hat y \\ge 1 \\end{cases}", range: "[0, \\infty)", low: -2, high: 2, targets: [0, 1] },
  kl_divergence: { value: "\\sum_c y_c \\ln \\frac{y_c}{\\hat y_c}", slope: "-\\frac{y_c}{\\hat y_c}", range: "[0, \\infty)", low: 0.01, high: 0.99, targets: [0, 1] },
};

/** The lecture's table: for a type of problem the last activation, the losses, and data of that type.
 * @type {{ problem: import("../../core/experiment.js").ProblemKind, activation: keyof typeof activations, losses: (keyof typeof losses)[], dataset: string }[]} */
export const pairs = [
  { problem: "binary", activation: "sigmoid", losses: ["binary_crossentropy"], dataset: "two_gaussians" },
  { problem: "multiclass", activation: "softmax", losses: ["categorical_crossentropy"], dataset: "blobs" },
  { problem: "multi_label", activation: "sigmoid", losses: ["binary_crossentropy"], dataset: "discs" },
  { problem: "regression", activation: "linear", losses: ["mean_squared_error", "half_squared_error"], dataset: "sine" },
  { problem: "unit_regression", activation: "sigmoid", losses: ["mean_squared_error", "binary_crossentropy"], dataset: "gaussians" },
];
