// Links of TensorFlow Playground and its forks: `#key=value&key=value`, read as that page reads them, into an experiment with
// the same points, split, initial weights and batches; and an experiment that can be said so, written as such a link.

/** What was not carried over, or is not as it was: a key of the page's words. @typedef {{ key: string, words?: Record<string, unknown> }} Remark */

/** `content` is a partial experiment of this version. `hide` is what an exercise hides.
 * @typedef {{ content: Record<string, unknown>, view: Record<string, unknown>, goals: string, hide: string[], remarks: Remark[] }} Foreign */

/** Where links lead that are written here. */
export const home = "https://playground.tensorflow.org/";

/** Inputs, in the order in which they are fed. @type {[string, string, boolean][]} */
const inputs = [
  ["x", "x1", true], ["y", "x2", true], ["xSquared", "x1_squared", false], ["ySquared", "x2_squared", false], ["xTimesY", "x1_x2", false],
  ["sinX", "sin_x1", false], ["sinY", "sin_x2", false],
];

/** @type {Record<string, string>} */
const activations = { relu: "relu", tanh: "tanh", sigmoid: "sigmoid", linear: "linear", elu: "elu", selu: "selu", softplus: "softplus", softsign: "softsign" };
/** Those that the page itself has. */
const ownActivations = ["relu", "tanh", "sigmoid", "linear"];

/** @type {Record<string, string>} */
const patterns = { circle: "circle", xor: "exclusive_or", gauss: "two_gaussians", spiral: "spiral" };
/** @type {Record<string, string>} */
const regressions = { "reg-plane": "plane", "reg-gauss": "gaussians" };

/** Keys that such a link has and no other. `seed` is also in links of Descent. */
const known = new Set([
  ...inputs.map(([key]) => key), "activation", "regularization", "regularizationRate", "learningRate", "batchSize", "dataset", "regDataset", "problem", "noise",
  "percTrainData", "networkShape", "showTestData", "discretize", "cosX", "cosY", "initZero", "hideText", "collectStats", "tutorial",
  "loss", "batchFull", "showTrainData", "showValidationData", "initOrigin", "activspacer",
]);
const isKnown = (/** @type {string} */ key) => known.has(key) || /^\w+_hide$|^goal\w+Threshold\w*$/.test(key);

/** Milestones of the crash course, by how their keys begin, and the goals that they are. @type {[RegExp, string][]} */
const milestones = [
  [/^goalTrainLossMin/, "train_loss <="], [/^goalTestLossMin/, "test_loss <="], [/^goalTrainTestDiffMin/, "gap <="], [/^goalTrainTestDiffMax/, "gap >="],
];

/** Controls that a link hides, and what is hidden here in their place. @type {Record<string, string>} */
const hidden = {
  playButton: "play", learningRate: "learning_rate", activation: "activation", regularization: "regularization", dataset: "data", batchSize: "batch_size", numHiddenLayers: "layers",
};

const none = () => /** @type {Remark[]} */ ([]);

/** The parts of a link, without what mail and web pages do to it: `&reg` becomes a sign, `&` is written `&amp;`, a sentence goes on.
 * @param {string} text what follows the `#` */
function partsOf(text) {
  const plain = text.replace(/[\p{Cf}\u00ad\s]/gu, "").replaceAll("®", "&reg").replace(/&(?:amp;|#38;|#x26;)/gi, "&").replace(/[)\]}>!,;:'"`*~…。、”’»]+$/u, "");
  /** @type {Map<string, string>} */
  const parts = new Map();
  for (const part of plain.split("&")) {
    const [key, value] = part.split("=");
    if (value !== undefined) parts.set(key, value);
  }
  return parts;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What stands in the link: first as it is, for the page decodes nothing, then without per cent signs. @param {string} text */
function read(text) {
  const readings = [text, decoded(text), decoded(decoded(text))].map(partsOf);
  const count = (/** @type {Map<string, string>} */ parts) => [...parts.keys()].filter(isKnown).length;
  return readings.reduce((best, parts) => (count(parts) > count(best) ? parts : best));
}

/** Whether a text is such a link. @param {string} text what follows the `#` @param {string} [address] what is before it */
export function isTensorflowPlayground(text, address = "") {
  if (/^\W*(d\d+-|optimizers\b)/i.test(text) || /^\W*(data|network|losses|optimizer|training|seeds)[.=]/.test(text)) return false;
  return /playground\.tensorflow\.org|machine-learning\/[\w-]*\/?playground|tensorflow-playground/i.test(address) || [...read(text).keys()].some(isKnown);
}

/** The values of a link, each as the page reads it. @param {Map<string, string>} parts @param {Remark[]} remarks */
function readers(parts, remarks) {
  const given = (/** @type {string} */ key) => parts.get(key) || undefined;
  return {
    given,
    flag: (/** @type {string} */ key, otherwise = false) => (given(key) === undefined ? otherwise : given(key) !== "false"),
    /** @param {string} key @param {number} otherwise */
    number(key, otherwise) {
      const text = given(key);
      if (text === undefined) return otherwise;
      const value = Number(text);
      if (Number.isFinite(value)) return value;
      remarks.push({ key: "tfp.no_number", words: { key, text, value: otherwise } });
      return otherwise;
    },
    /** @param {string} key @param {Record<string, string>} names @param {string} otherwise */
    name: (key, names, otherwise) => (Object.hasOwn(names, given(key) ?? "") ? names[/** @type {string} */ (given(key))] : names[otherwise]),
  };
}

/** @param {ReturnType<typeof readers>} link @param {Map<string, string>} parts @param {Remark[]} remarks */
function shapeOf({ given }, parts, remarks) {
  if (!parts.has("networkShape")) return [4, 2];
  const sizes = (given("networkShape") ?? "").split(",").filter(Boolean).map(Number);
  const usable = sizes.filter((size) => Number.isInteger(size) && size > 0 && size <= 1000).slice(0, 60);
  if (usable.length < sizes.length) remarks.push({ key: "tfp.shape", words: { text: given("networkShape") } });
  return usable;
}

/** @param {ReturnType<typeof readers>} link @param {Remark[]} remarks */
function dataOf({ given, number, name, flag }, remarks) {
  const isRegression = given("problem") === "regression";
  const samples = isRegression ? 1200 : 500;
  const noise = number("noise", 0);
  const share = Math.floor((samples * number("percTrainData", 50)) / 100);
  const least = Math.ceil(samples / 100);
  if (share < least) remarks.push({ key: "tfp.little_data", words: { count: least } });
  let seed = given("seed");
  if (seed === undefined) remarks.push({ key: "tfp.no_seed", words: { seed: (seed = "0.5") } });
  const features = inputs.filter(([key, , fed]) => flag(key, fed) && given(`${key}_hide`) !== "true").map(([, feature]) => feature);
  return {
    dataset: "tensorflow_playground", samples, seed,
    pattern: isRegression ? name("regDataset", regressions, "reg-plane") : name("dataset", patterns, "circle"),
    // More than the page allows is taken for its most.
    noise: (noise < 0 ? 0 : noise > 80 ? 50 : noise) / 100,
    train_fraction: Math.min(Math.max(share, least), samples) / samples,
    // Without inputs only the biases learn: an input that is always 0 does the same.
    features: features.length ? features : [{ formula: "0" }],
  };
}

/** @param {ReturnType<typeof readers>} link @param {Map<string, string>} parts @param {Remark[]} remarks @param {boolean} isFed */
function networkOf(link, parts, remarks, isFed) {
  const { given, number, name, flag } = link;
  const rate = number("regularizationRate", 0);
  const kind = given("regularization");
  const penalty = rate > 0 && kind === "L1" ? { l1: rate, l1_method: "pruning" } : rate > 0 && kind === "L2" ? { l2: rate / 2 } : null;
  if (penalty && rate > 10) remarks.push({ key: "tfp.left", words: { key: "regularizationRate" } });
  const zeros = flag("initZero");
  const activation = name("activation", activations, "tanh");
  const dense = (/** @type {string} */ layer, /** @type {string} */ before, /** @type {number} */ units, /** @type {string} */ form) => ({
    name: layer, layer: "dense", inputs: [before], units, activation: form,
    // Connections that are not there take no random numbers.
    kernel_initializer: zeros || (before === "input" && !isFed) ? "zeros" : { initializer: "random_uniform", minval: -0.5, maxval: 0.5 },
    bias_initializer: zeros ? "zeros" : { initializer: "constant", value: 0.1 },
    ...(penalty && rate <= 10 ? { kernel_regularizer: penalty } : {}),
  });
  const sizes = shapeOf(link, parts, remarks);
  const inner = sizes.map((units, index) => dense(`hidden_${index + 1}`, index ? `hidden_${index}` : "input", units, activation));
  const last = sizes.length ? `hidden_${sizes.length}` : "input";
  const output = dense("output", last, 1, given("problem") === "regression" ? "linear" : "tanh");
  return { layers: [{ name: "input", layer: "input" }, ...inner, output], outputs: ["output"] };
}

/** @param {ReturnType<typeof readers>} link @param {Remark[]} remarks */
function trainingOf({ number, flag }, remarks) {
  const size = number("batchSize", 10);
  const batch = Math.round(size);
  if (batch !== size || batch < 1) remarks.push({ key: "tfp.batch_size", words: { size } });
  // Batches of no size are never full.
  return { batch_size: flag("batchFull") ? "all" : batch < 1 ? 5000 : Math.min(batch, 5000), shuffle: false, last_batch: "carried" };
}

/** @param {Map<string, string>} parts */
function goalsOf(parts) {
  /** @type {Set<string>} */
  const goals = new Set();
  for (const [key, text] of parts) {
    const goal = milestones.find(([begins]) => begins.test(key))?.[1];
    if (goal && text !== "" && Number.isFinite(Number(text))) goals.add(`${goal} ${Number(text)}`);
  }
  return [...goals].join(", ");
}

/** What a link says. @param {string} text what follows the `#` @returns {Foreign} */
export function readTensorflowPlayground(text) {
  const parts = read(text);
  const remarks = none();
  const link = readers(parts, remarks);
  const { given, number, flag } = link;
  const data = dataOf(link, remarks);
  const isFed = typeof data.features[0] === "string";
  if (given("loss") && given("loss") !== "mse") remarks.push({ key: "tfp.left", words: { key: `loss=${given("loss")}` } });
  const rate = number("learningRate", 0.03);
  if (rate < 0 || rate > 1e4) remarks.push({ key: "tfp.left", words: { key: `learningRate=${rate}` } });
  const hides = [...parts].filter(([key, value]) => /_hide$/.test(key) && value === "true").map(([key]) => key.slice(0, -"_hide".length));
  const hide = hides.flatMap((name) => (Object.hasOwn(hidden, name) ? [hidden[name]] : []));
  return {
    content: {
      data,
      network: networkOf(link, parts, remarks, isFed),
      losses: { output: given("problem") === "regression" ? "half_squared_error" : { loss: "half_squared_error", signed: true } },
      optimizer: { optimizer: "sgd", learning_rate: rate < 0 || rate > 1e4 ? 0.03 : rate },
      training: trainingOf(link, remarks),
    },
    view: { ...(flag("showTestData") ? { showTest: true } : {}), ...(flag("discretize") ? { discretize: true } : {}) },
    goals: goalsOf(parts), hide, remarks,
  };
}

/** @param {any} initializer @param {string} name @param {Record<string, number>} numbers */
const isInitializer = (initializer, name, numbers) => initializer?.initializer === name && Object.entries(numbers).every(([key, value]) => initializer[key] === value);

/** What is the same of all hidden layers and the output; null where a layer is something that such a link cannot say.
 * @param {any} experiment a complete one @param {boolean} isRegression */
function chainOf({ network, losses }, isRegression) {
  const [input, ...layers] = network.layers;
  const fits = input?.layer === "input" && layers.length > 0 && layers.every((/** @type {any} */ layer, /** @type {number} */ index) =>
    layer.layer === "dense" && layer.use_bias !== false && layer.inputs.length === 1 && layer.inputs[0] === (index ? layers[index - 1].name : input.name) && rateOf(layer.bias_regularizer) === null && !layer.shared_with);
  const output = layers.at(-1);
  const loss = output && losses[output.name];
  const isLoss = isRegression ? loss === "half_squared_error" : loss?.loss === "half_squared_error" && loss.signed === true;
  if (!fits || network.outputs.length !== 1 || network.outputs[0] !== output.name || !isLoss || output.activation !== (isRegression ? "linear" : "tanh")) return null;
  const hidden = layers.slice(0, -1);
  const same = (/** @type {(layer: any) => unknown} */ of, /** @type {any[]} */ some) => new Set(some.map((layer) => JSON.stringify(of(layer)))).size < 2;
  if (!same((layer) => layer.activation, hidden) || !same((layer) => layer.kernel_regularizer ?? null, layers)) return null;
  const zeros = layers.every((/** @type {any} */ layer) => layer.kernel_initializer === "zeros" && layer.bias_initializer === "zeros");
  const drawn = layers.every((/** @type {any} */ layer) => isInitializer(layer.kernel_initializer, "random_uniform", { minval: -0.5, maxval: 0.5 }) && isInitializer(layer.bias_initializer, "constant", { value: 0.1 }));
  const activation = hidden[0]?.activation ?? "tanh";
  if (!(zeros || drawn) || !ownActivations.includes(activation)) return null;
  return { shape: hidden.map((/** @type {any} */ { units }) => units), activation, zeros, penalty: layers[0].kernel_regularizer ?? null };
}

/** @param {any} penalty @returns {[string, number] | null | undefined} kind and rate, null where there is none, undefined where it is another */
function rateOf(penalty) {
  const { l1 = 0, l2 = 0, l1_method } = penalty ?? {};
  if (!l1 && !l2) return null;
  if (l1 && !l2 && l1_method === "pruning") return ["L1", l1];
  return l2 && !l1 ? ["L2", l2 * 2] : undefined;
}

/** The link that says an experiment, null where none can. @param {any} experiment a complete one
 * @param {{ showTest?: boolean, discretize?: boolean }} [view] @returns {string | null} */
export function writeTensorflowPlayground(experiment, { showTest = false, discretize = false } = {}) {
  const { data, optimizer, training, seeds } = experiment;
  if (data.dataset !== "tensorflow_playground") return null;
  const isRegression = Object.values(regressions).includes(data.pattern);
  const order = inputs.map(([, feature]) => feature);
  const places = data.features.map((/** @type {any} */ feature) => order.indexOf(feature));
  const chain = chainOf(experiment, isRegression);
  const rate = rateOf(chain?.penalty);
  const isPlain = optimizer.optimizer === "sgd" && !optimizer.momentum && optimizer.schedule === "constant" && optimizer.clipnorm === null && optimizer.clipvalue === null && optimizer.global_clipnorm === null;
  const isOrdered = training.shuffle === false && training.last_batch === "carried" && training.batch_size !== "all";
  const hasItsPoints = data.samples === (isRegression ? 1200 : 500) && seeds.weights === undefined && !/[&=#\s]/.test(data.seed);
  if (!chain || rate === undefined || !isPlain || !isOrdered || !hasItsPoints || places.some((/** @type {number} */ place, /** @type {number} */ index) => place < 0 || (index && place < places[index - 1]))) return null;
  const keyOf = (/** @type {Record<string, string>} */ names) => Object.keys(names).find((key) => names[key] === data.pattern);
  const short = (/** @type {number} */ number) => String(Number(number.toPrecision(12)));
  return `${home}#${Object.entries({
    activation: chain.activation, ...(rate ? { regularization: rate[0], regularizationRate: short(rate[1]) } : { regularizationRate: "0" }),
    batchSize: training.batch_size, ...(isRegression ? { dataset: "circle", regDataset: keyOf(regressions) } : { dataset: keyOf(patterns), regDataset: "reg-plane" }),
    learningRate: optimizer.learning_rate, noise: short(data.noise * 100), networkShape: chain.shape.join(","), seed: data.seed, showTestData: showTest, discretize,
    percTrainData: short(data.train_fraction * 100), ...Object.fromEntries(inputs.map(([key, feature]) => [key, data.features.includes(feature)])),
    problem: isRegression ? "regression" : "classification", initZero: chain.zeros, hideText: false,
  }).map(([key, value]) => `${key}=${value}`).join("&")}`;
}
