//! A network and its training as Keras 3 code.

mod proximal;

use std::fmt::Write;

use serde::Serialize;
use serde_json::{Map, Value};

use super::layer_name;
use super::model::{Given, Model, class_name};
use super::python::{Call, Names, count, folded, indented, list, literal, number, string, tuple};
use crate::data::Problem;
use crate::json::{self, Tagged};
use crate::nn::{
    Activation, Initializer, L1Method, LayerConfig, LayerKind, Loss, Recurrent, Regularizer, Schedule,
    UpdateRule,
};

const RESERVED: [&str; 15] = [
    "carried_batches",
    "keras",
    "layers",
    "np",
    "data",
    "model",
    "history",
    "step",
    "inputs",
    "outputs",
    "weights",
    "x_train",
    "y_train",
    "x_test",
    "y_test",
];

/// How the weights beside the code are loaded.
const LOADING: [&str; 3] = [
    "weights = np.load(\"weights.npz\")",
    "for layer in model.layers:",
    "    layer.set_weights([weights[name] for name in weights if name.split(\"/\")[0] == layer.name])",
];

/// A function or class that Keras lacks, and its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Helper {
    Step,
    HalfSquaredError,
    SignedHalfSquaredError,
    Warmup,
    CarriedBatches,
}

impl Helper {
    fn code(self) -> &'static str {
        match self {
            Self::Step => {
                "\
def step(x):
    \"\"\"1 above 0, else 0. Its derivative is 0, so the layers before it do not learn.\"\"\"
    return keras.ops.maximum(keras.ops.sign(x), 0.0)
"
            }
            Self::SignedHalfSquaredError => {
                "\
def signed_half_squared_error(y_true, y_pred):
    \"\"\"(y_pred - y)^2 / 2, where y is 1 for y_true 1 and -1 for y_true 0.\"\"\"
    return keras.ops.mean(keras.ops.square(y_pred - (2 * y_true - 1)), axis=-1) / 2
"
            }
            Self::HalfSquaredError => {
                "\
def half_squared_error(y_true, y_pred):
    \"\"\"(y_pred - y_true)^2 / 2, whose derivative is y_pred - y_true.\"\"\"
    return keras.ops.mean(keras.ops.square(y_pred - y_true), axis=-1) / 2
"
            }
            Self::Warmup => {
                "\
class Warmup(keras.optimizers.schedules.LearningRateSchedule):
    \"\"\"Rises to the learning rate within a number of batches, then stays there.\"\"\"

    def __init__(self, learning_rate, warmup_steps):
        self.learning_rate = learning_rate
        self.warmup_steps = warmup_steps

    def __call__(self, step):
        share = (keras.ops.cast(step, \"float32\") + 1) / self.warmup_steps
        return self.learning_rate * keras.ops.minimum(share, 1.0)

    def get_config(self):
        return {\"learning_rate\": self.learning_rate, \"warmup_steps\": self.warmup_steps}
"
            }
            Self::CarriedBatches => {
                "\
def carried_batches(x, y, batch_size, shuffle=True):
    \"\"\"Full batches without end. Examples that fill none in an epoch join the first batch of the next.\"\"\"
    count = len(keras.tree.flatten(y)[0])
    full = count - count % batch_size
    carried = np.arange(0)
    while True:
        order = np.random.permutation(count) if shuffle else np.arange(count)
        first, *others = order[:full].reshape(-1, batch_size)
        for batch in [np.concatenate([carried, first]), *others]:
            yield keras.tree.map_structure(lambda values: values[batch], (x, y))
        carried = order[full:]
"
            }
        }
    }
}

/// Python code in the parts that a notebook has cells for.
pub struct Parts {
    /// What is imported, and the examples.
    pub data: String,
    pub network: String,
    pub training: String,
    /// Loads the weights beside the code.
    pub loading: String,
}

pub fn parts(model: &Model) -> Parts {
    let mut writer = Writer { model, helpers: Vec::new(), names: Names::with_reserved(&RESERVED) };
    let layers = writer.network();
    let training = writer.training();
    let data = format!("import keras\nimport numpy as np\nfrom keras import layers\n\n{}", writer.data());
    let helpers = writer.helpers.iter().map(|helper| helper.code().to_owned());
    let helpers: Vec<String> = helpers.chain(writer.proximal_class()).collect();
    let mut network = helpers.join("\n\n");
    if !helpers.is_empty() {
        network += "\n\n";
    }
    let _ = write!(network, "keras.utils.set_random_seed({})\n\n{layers}model.summary()\n", model.seed);
    Parts { data, network, training, loading: LOADING.map(|line| format!("{line}\n")).concat() }
}

/// Python code that builds the network, trains it and shows how well it does. Weights and data lie beside it.
pub fn keras(model: &Model) -> String {
    let Parts { data, network, training, .. } = parts(model);
    let space = if network.starts_with("keras.") { "\n" } else { "\n\n" };
    let mut code = format!("{data}{space}{network}\n{training}\n");
    code += "# To go on from the weights that Descent had, load them before model.fit:\n";
    code + &LOADING.map(|line| format!("# {line}\n")).concat()
}

struct Writer<'a> {
    model: &'a Model<'a>,
    helpers: Vec<Helper>,
    names: Names,
}

/// The name and the arguments of a config that differ from the defaults.
fn changed<T: Tagged + Serialize>(config: &T) -> (String, Map<String, Value>) {
    let (name, all) = arguments(config);
    let defaults = json::named::<T>(&name).map(|default| arguments(&default).1).unwrap_or_default();
    let differing = all.into_iter().filter(|(key, value)| defaults.get(key) != Some(value));
    (name, differing.collect())
}

fn arguments<T: Tagged + Serialize>(config: &T) -> (String, Map<String, Value>) {
    match serde_json::to_value(config) {
        Ok(Value::Object(mut fields)) => {
            let name = fields.remove(T::TAG).and_then(|name| name.as_str().map(str::to_owned));
            (name.unwrap_or_default(), fields)
        }
        Ok(Value::String(name)) => (name, Map::new()),
        other => unreachable!("a config is a name or an object: {other:?}"),
    }
}

impl Writer<'_> {
    fn needs(&mut self, helper: Helper) {
        if !self.helpers.contains(&helper) {
            self.helpers.push(helper);
        }
    }

    fn data(&self) -> String {
        let mut code = String::from(
            "# What Descent trains on, already scaled and split.\ndata = np.load(\"data.npz\")\n",
        );
        for Given { variable, arrays, .. } in self.model.given() {
            if let [(_, key)] = &arrays[..] {
                let _ = writeln!(code, "{variable} = data[{}]", string(key));
                continue;
            }
            let _ = writeln!(code, "{variable} = {{");
            for (layer, key) in &arrays {
                let _ = writeln!(code, "    {}: data[{}],", string(layer), string(key));
            }
            code += "}\n";
        }
        code
    }

    fn network(&mut self) -> String {
        if self.model.is_sequential() { self.sequential() } else { self.functional() }
    }

    fn sequential(&mut self) -> String {
        let mut code = String::from("model = keras.Sequential([\n");
        for (layer, shape) in self.model.layers() {
            let call = self.layer(layer, &shape);
            let _ = writeln!(code, "{},", indented(folded("", &call, ",", 4).trim_end_matches(',')));
        }
        code + "])\n"
    }

    fn functional(&mut self) -> String {
        let mut code = String::new();
        let layers = self.model.layers();
        let shared: Vec<&str> = layers.iter().filter_map(|(layer, _)| layer.shared_with.as_deref()).collect();
        if let [input @ "input"] = self.model.inputs()[..] {
            self.names.set(input, "inputs");
        }
        for (layer, shape) in &layers {
            let variable = self.names.of(&layer.name);
            let before = format!("{variable} = ");
            let inputs: Vec<String> = layer.inputs.iter().map(|name| self.names.of(name)).collect();
            let merges = matches!(
                layer.kind,
                LayerKind::Concatenate(_)
                    | LayerKind::Add(_)
                    | LayerKind::Multiply(_)
                    | LayerKind::Average(_)
                    | LayerKind::Maximum(_)
            );
            let given = if merges { list(inputs) } else { inputs.join(", ") };
            if let Some(owner) = &layer.shared_with {
                let _ = writeln!(code, "{before}{}({given})", self.layer_variable(owner));
            } else if shared.contains(&&layer.name[..]) {
                let own = self.layer_variable(&layer.name);
                let _ = writeln!(code, "{}", folded(&format!("{own} = "), &self.layer(layer, shape), "", 0));
                let _ = writeln!(code, "{before}{own}({given})");
            } else {
                let after = if layer.inputs.is_empty() { String::new() } else { format!("({given})") };
                let _ = writeln!(code, "{}", folded(&before, &self.layer(layer, shape), &after, 0));
            }
        }
        let all = |names: Vec<&str>, of: &mut Names| {
            let pairs: Vec<String> =
                names.iter().map(|name| format!("{}: {}", string(name), of.of(name))).collect();
            match &names[..] {
                [one] => of.of(one),
                _ => format!("{{{}}}", pairs.join(", ")),
            }
        };
        let call = Call::new("keras.Model")
            .named("inputs", all(self.model.inputs(), &mut self.names))
            .named("outputs", all(self.model.outputs(), &mut self.names));
        let _ = writeln!(code, "{}", folded("model = ", &call, "", 0));
        code
    }

    /// The variable of a layer that is called more than once.
    fn layer_variable(&mut self, owner: &str) -> String {
        let name = format!("{owner} layer");
        self.names.of(&name)
    }

    /// A layer without what it is called on.
    fn layer(&mut self, layer: &LayerConfig, shape: &[usize]) -> Call {
        let name = string(&layer_name(&layer.name));
        if let LayerKind::Input(input) = &layer.kind {
            let call = Call::new("keras.Input").named("shape", tuple(shape));
            let call = match &input.dtype {
                Some(dtype) => call.named("dtype", string(dtype)),
                None => call,
            };
            return call.named("name", name);
        }
        let call = self.kind(&layer.kind);
        call.named("name", name)
    }

    fn kind(&mut self, kind: &LayerKind) -> Call {
        let mut call = Call::new(format!("layers.{}", class_name(kind)));
        if let LayerKind::Bidirectional(config) = kind {
            let inner = match &config.wrapped {
                Recurrent::SimpleRnn(layer) => LayerKind::SimpleRnn(layer.clone()),
                Recurrent::Lstm(layer) => LayerKind::Lstm(layer.clone()),
                Recurrent::Gru(layer) => LayerKind::Gru(layer.clone()),
            };
            let mode = changed(kind).1.remove("merge_mode");
            call = call.arg(self.kind(&inner).line());
            return match mode {
                Some(mode) => call.named("merge_mode", literal(&mode)),
                None => call,
            };
        }
        let (_, all) = arguments(kind);
        let (_, differing) = changed(kind);
        let first = positional(kind);
        for argument in first {
            let value = all.get(*argument).unwrap_or(&Value::Null);
            call = call.arg(self.value(argument, value));
        }
        // In the order in which Keras has them, which is that of the fields.
        for (argument, value) in
            all.iter().filter(|(key, _)| !first.contains(&&key[..]) && differing.contains_key(*key))
        {
            let written = self.value(argument, value);
            if written != "None" {
                call = call.named(argument, written);
            }
        }
        call
    }

    /// An argument of a layer.
    fn value(&mut self, argument: &str, value: &Value) -> String {
        if argument.ends_with("activation") {
            return json::read(value)
                .map_or_else(|_| literal(value), |activation| self.activation(&activation));
        }
        if argument.ends_with("initializer") {
            return json::read(value)
                .map_or_else(|_| literal(value), |initializer| self::initializer(&initializer));
        }
        if argument.ends_with("regularizer") {
            return json::read(value)
                .map_or_else(|_| literal(value), |regularizer| self.regularizer(regularizer));
        }
        literal(value)
    }

    fn activation(&mut self, activation: &Activation) -> String {
        match activation {
            Activation::Sin => "keras.ops.sin".into(),
            Activation::Step => {
                self.needs(Helper::Step);
                "step".into()
            }
            other => match changed(other) {
                (name, differing) if differing.is_empty() => string(&name),
                (name, differing) => {
                    let call = Call::new(format!("keras.activations.{name}")).arg("x");
                    let call =
                        differing.iter().fold(call, |call, (key, value)| call.named(key, literal(value)));
                    format!("lambda x: {}", call.line())
                }
            },
        }
    }

    fn regularizer(&mut self, regularizer: Regularizer) -> String {
        let Regularizer { l1, l2, l1_method } = regularizer;
        match (if l1_method == L1Method::Proximal { 0.0 } else { l1 }, l2) {
            (0.0, 0.0) => "None".into(),
            (l1, 0.0) => format!("keras.regularizers.L1({})", number(l1)),
            (0.0, l2) => format!("keras.regularizers.L2({})", number(l2)),
            (l1, l2) => format!("keras.regularizers.L1L2(l1={}, l2={})", number(l1), number(l2)),
        }
    }

    fn training(&mut self) -> String {
        let model = self.model;
        let outputs = model.outputs();
        let optimizer = self.optimizer();
        let one_or_all = |each: Vec<String>| match &each[..] {
            [one] => one.clone(),
            _ => {
                let lines = outputs
                    .iter()
                    .zip(&each)
                    .map(|(name, value)| format!("    {}: {value},\n", string(name)));
                format!("{{\n{}}}", lines.collect::<String>())
            }
        };
        let losses: Vec<String> = outputs.iter().map(|output| self.loss(&model.loss(output))).collect();
        let weights: Vec<f64> = outputs.iter().map(|output| model.loss_weight(output)).collect();
        let mut compile =
            Call::new("model.compile").named("optimizer", optimizer).named("loss", one_or_all(losses));
        if weights.iter().any(|&weight| weight != 1.0) {
            let written = one_or_all(weights.iter().map(|&weight| number(weight)).collect());
            let single = outputs.len() == 1;
            compile = compile.named("loss_weights", if single { format!("[{written}]") } else { written });
        }
        if !model.problems.is_empty() {
            let each = (0..outputs.len()).map(|output| self.metric(output)).collect();
            let written = one_or_all(each);
            compile =
                compile.named("metrics", if outputs.len() == 1 { format!("[{written}]") } else { written });
        }
        let mut code = compile.lines() + "\n\n";
        let mut fit = Call::new("model.fit");
        if model.carried() > 0 {
            self.needs(Helper::CarriedBatches);
            let batches = Call::new("carried_batches").arg("x_train").arg("y_train");
            let batches = batches.named("batch_size", model.batch_size().to_string());
            let batches = batches.named_if(!model.training.shuffle, "shuffle", "False");
            let steps = model.training.steps_per_epoch(model.examples[0]);
            fit = fit.arg(batches.line()).named("steps_per_epoch", steps.to_string());
            fit = fit.named("epochs", model.epochs().to_string());
        } else {
            fit = fit.arg("x_train").arg("y_train").named("batch_size", model.batch_size().to_string());
            fit = fit.named("epochs", model.epochs().to_string());
            fit = fit.named_if(!model.training.shuffle, "shuffle", "False");
        }
        fit = fit.named_if(model.examples[1] > 0, "validation_data", "(x_test, y_test)");
        let callbacks = self.callbacks();
        fit = fit.named_if(!callbacks.is_empty(), "callbacks", format!("[\n{}]", callbacks));
        let _ = writeln!(code, "{}", folded("history = ", &fit, "", 0));
        if model.examples[1] > 0 {
            code += "model.evaluate(x_test, y_test)\n";
        }
        code
    }

    fn optimizer(&mut self) -> String {
        let config = self.model.optimizer;
        let (name, differing) = changed(&config.rule);
        let class = match config.rule {
            UpdateRule::Sgd(_) => "SGD".to_owned(),
            UpdateRule::RmsProp(_) => "RMSprop".to_owned(),
            UpdateRule::AdamW(_) => "AdamW".to_owned(),
            _ => name[..1].to_uppercase() + &name[1..],
        };
        let mut call = Call::new(format!("keras.optimizers.{class}"));
        call = call.named("learning_rate", self.learning_rate());
        for (argument, value) in &differing {
            call = call.named(argument, literal(value));
        }
        let clips = [
            ("clipnorm", config.clipnorm),
            ("clipvalue", config.clipvalue),
            ("global_clipnorm", config.global_clipnorm),
        ];
        for (argument, value) in clips {
            if let Some(value) = value {
                call = call.named(argument, number(value));
            }
        }
        folded("", &call, ",", 4 + "optimizer=".len()).trim_end_matches(',').to_owned()
    }

    fn learning_rate(&mut self) -> String {
        let rate = number(self.model.optimizer.learning_rate);
        let of = |name: &str| Call::new(format!("keras.optimizers.schedules.{name}")).arg(rate.clone());
        let call = match self.model.optimizer.schedule {
            Schedule::Constant => return rate,
            Schedule::ExponentialDecay { decay_steps, decay_rate } => of("ExponentialDecay")
                .named("decay_steps", count(decay_steps))
                .named("decay_rate", number(decay_rate)),
            Schedule::StepDecay { decay_steps, decay_rate } => of("ExponentialDecay")
                .named("decay_steps", count(decay_steps))
                .named("decay_rate", number(decay_rate))
                .named("staircase", "True"),
            Schedule::CosineDecay { decay_steps, alpha } => of("CosineDecay")
                .named("decay_steps", count(decay_steps))
                .named_if(alpha != 0.0, "alpha", number(alpha)),
            Schedule::Warmup { warmup_steps } => {
                self.needs(Helper::Warmup);
                Call::new("Warmup").arg(rate).arg(count(warmup_steps))
            }
        };
        call.line()
    }

    fn loss(&mut self, loss: &Loss) -> String {
        if let Loss::HalfSquaredError { signed } = loss {
            let (helper, name) = match signed {
                true => (Helper::SignedHalfSquaredError, "signed_half_squared_error"),
                false => (Helper::HalfSquaredError, "half_squared_error"),
            };
            self.needs(helper);
            return name.into();
        }
        let (name, differing) = changed(loss);
        if differing.is_empty() {
            return string(&name);
        }
        let class = match loss {
            Loss::Huber { .. } => "Huber",
            Loss::BinaryCrossentropy { .. } => "BinaryCrossentropy",
            _ => "CategoricalCrossentropy",
        };
        let call = Call::new(format!("keras.losses.{class}"));
        differing.iter().fold(call, |call, (key, value)| call.named(key, literal(value))).line()
    }

    fn metric(&self, output: usize) -> String {
        let threshold = f64::from(self.model.network.threshold(output));
        match self.model.problems[output] {
            problem if problem.is_regression() => "keras.metrics.R2Score()".into(),
            Problem::Binary | Problem::MultiLabel { .. } if threshold != 0.5 => {
                format!("keras.metrics.BinaryAccuracy(threshold={})", number(threshold))
            }
            Problem::Binary | Problem::MultiLabel { .. } => "\"binary_accuracy\"".into(),
            _ => "\"categorical_accuracy\"".into(),
        }
    }

    /// One a line.
    fn callbacks(&mut self) -> String {
        let mut lines = String::new();
        if let Some(stopping) = self.model.early_stopping() {
            let call = Call::new("keras.callbacks.EarlyStopping")
                .named("patience", stopping.patience.to_string())
                .named_if(stopping.min_delta != 0.0, "min_delta", number(stopping.min_delta))
                .named_if(stopping.restore_best_weights, "restore_best_weights", "True");
            let _ = writeln!(lines, "    {},", call.line());
        }
        let strengths = self.proximal();
        if !strengths.is_empty() {
            let _ = writeln!(lines, "    ProximalL1({}),", list(strengths));
        }
        lines
    }
}

/// The arguments that are written without their names.
fn positional(kind: &LayerKind) -> &'static [&'static str] {
    match kind {
        LayerKind::Dense(_) | LayerKind::SimpleRnn(_) | LayerKind::Lstm(_) | LayerKind::Gru(_) => &["units"],
        LayerKind::Conv1d(_) | LayerKind::Conv2d(_) => &["filters", "kernel_size"],
        LayerKind::MaxPooling1d(_)
        | LayerKind::MaxPooling2d(_)
        | LayerKind::AveragePooling1d(_)
        | LayerKind::AveragePooling2d(_) => &["pool_size"],
        LayerKind::Dropout(_) => &["rate"],
        LayerKind::GaussianNoise(_) => &["stddev"],
        LayerKind::Embedding(_) => &["input_dim", "output_dim"],
        LayerKind::Reshape(_) => &["target_shape"],
        LayerKind::Activation(_) => &["activation"],
        _ => &[],
    }
}

fn initializer(initializer: &Initializer) -> String {
    let (name, differing) = changed(initializer);
    if differing.is_empty() {
        return string(&name);
    }
    let class: String = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    let call = Call::new(format!("keras.initializers.{class}"));
    differing.iter().fold(call, |call, (key, value)| call.named(key, literal(value))).line()
}
