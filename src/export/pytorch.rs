//! A network and its training as PyTorch code.
//!
//! Images are kept with the channels first, as PyTorch's layers want them, and sequences with the steps first, as in Keras.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::layer_name;
use super::model::Model;
use super::python::{Names, count, list, number, string, tuple};
use crate::experiment::BatchSize;
use crate::nn::{
    Activation, Initializer, L1Method, LayerConfig, LayerKind, Loss, Masking, MergeMode, Padding, Recurrent,
    Regularizer, Schedule, UpdateRule,
};

/// Epochs to train where the page has no end.
const EPOCHS: u64 = 100;

const RESERVED: [&str; 19] = [
    "input",
    "np",
    "torch",
    "F",
    "nn",
    "data",
    "model",
    "self",
    "x",
    "x_train",
    "y_train",
    "x_test",
    "y_test",
    "forward",
    "train",
    "eval",
    "parameters",
    "modules",
    "optimizer",
];

const RECURRENT: &str = "\
class Recurrent(nn.Module):
    \"\"\"A recurrent layer step by step, for activations and masks that PyTorch's own lack. Gates are in Keras's order.\"\"\"

    def __init__(self, cell, inputs, units, activation, gate=torch.sigmoid, bias=True):
        super().__init__()
        gates = {\"simple_rnn\": 1, \"lstm\": 4, \"gru\": 3}[cell]
        self.cell, self.units, self.activation, self.gate = cell, units, activation, gate
        self.kernel = nn.Linear(inputs, gates * units, bias)
        self.recurrent = nn.Linear(units, gates * units, bias and cell == \"gru\")

    def step(self, x, h, c):
        x, r = self.kernel(x), self.recurrent(h)
        if self.cell == \"simple_rnn\":
            return self.activation(x + r), c
        if self.cell == \"lstm\":
            i, f, g, o = (x + r).chunk(4, dim=-1)
            c = self.gate(f) * c + self.gate(i) * self.activation(g)
            return self.gate(o) * self.activation(c), c
        (xz, xr, xh), (rz, rr, rh) = x.chunk(3, dim=-1), r.chunk(3, dim=-1)
        z = self.gate(xz + rz)
        return z * h + (1 - z) * self.activation(xh + self.gate(xr + rr) * rh), c

    def forward(self, x, mask=None):
        h = c = x.new_zeros(len(x), self.units)
        outputs = []
        for t in range(x.shape[1]):
            new_h, new_c = self.step(x[:, t], h, c)
            if mask is not None:
                new_h = torch.where(mask[:, t, None], new_h, h)
                new_c = torch.where(mask[:, t, None], new_c, c)
            h, c = new_h, new_c
            outputs.append(h)
        return torch.stack(outputs, dim=1)
";

const GAUSSIAN_NOISE: &str = "\
class GaussianNoise(nn.Module):
    def __init__(self, stddev):
        super().__init__()
        self.stddev = stddev

    def forward(self, x):
        return x + self.stddev * torch.randn_like(x) if self.training else x
";

const LION: &str = "\
class Lion(torch.optim.Optimizer):
    \"\"\"The sign of a mix of momentum and gradient (Chen et al., 2023).\"\"\"

    def __init__(self, parameters, lr, betas):
        super().__init__(parameters, {\"lr\": lr, \"betas\": betas})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            beta_1, beta_2 = group[\"betas\"]
            for parameter in group[\"params\"]:
                if parameter.grad is None:
                    continue
                momentum = self.state[parameter].setdefault(\"momentum\", torch.zeros_like(parameter))
                parameter -= group[\"lr\"] * (beta_1 * momentum + (1 - beta_1) * parameter.grad).sign()
                momentum.mul_(beta_2).add_(parameter.grad, alpha=1 - beta_2)
";

const FTRL: &str = "\
class Ftrl(torch.optim.Optimizer):
    \"\"\"Follow the regularized leader (McMahan et al., 2013), with Keras's arguments.\"\"\"

    def __init__(self, parameters, lr, power, initial, l1, l2, shrinkage, beta):
        defaults = {\"lr\": lr, \"power\": power, \"initial\": initial, \"l1\": l1, \"l2\": l2, \"shrinkage\": shrinkage, \"beta\": beta}
        super().__init__(parameters, defaults)

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            lr, power = group[\"lr\"], group[\"power\"]
            for parameter in group[\"params\"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if not state:
                    state[\"squares\"] = torch.full_like(parameter, group[\"initial\"])
                    state[\"linear\"] = torch.zeros_like(parameter)
                squares, linear = state[\"squares\"], state[\"linear\"]
                l2 = group[\"l2\"] + group[\"beta\"] / (2 * lr)
                new_squares = squares + parameter.grad**2
                change = (new_squares**-power - squares**-power) / lr
                linear += parameter.grad + 2 * group[\"shrinkage\"] * parameter - change * parameter
                quadratic = new_squares**-power / lr + 2 * l2
                parameter.copy_((linear.clamp(-group[\"l1\"], group[\"l1\"]) - linear) / quadratic)
                state[\"squares\"] = new_squares
";

/// Python code that builds the network, trains it and shows how well it does. Weights and data lie beside it.
pub fn pytorch(model: &Model) -> String {
    let mut writer = Writer {
        model,
        names: Names::with_reserved(&RESERVED),
        helpers: Vec::new(),
        inits: Vec::new(),
        starts: Vec::new(),
        loads: Vec::new(),
        lines: Vec::new(),
        masks: BTreeMap::new(),
        penalties: Vec::new(),
        thresholds: Vec::new(),
    };
    writer.code()
}

struct Writer<'a> {
    model: &'a Model<'a>,
    names: Names,
    helpers: Vec<&'static str>,
    /// The lines of `__init__`.
    inits: Vec<String>,
    /// How weights start.
    starts: Vec<String>,
    /// How weights that Descent had are loaded.
    loads: Vec<String>,
    /// The lines of `forward`.
    lines: Vec<String>,
    /// The masks of layers, as expressions.
    masks: BTreeMap<String, String>,
    penalties: Vec<String>,
    /// Weights that L1 moves towards 0 after each step, with its strength.
    thresholds: Vec<String>,
}

fn is_image(shape: &[usize]) -> bool {
    shape.len() == 3
}

fn last(shape: &[usize]) -> usize {
    shape.last().copied().unwrap_or(1)
}

/// An expression with the channels last, of one that may have them first.
fn channels_last(value: &str, shape: &[usize]) -> String {
    if is_image(shape) { format!("{value}.permute(0, 2, 3, 1)") } else { value.to_owned() }
}

fn channels_first(value: String, shape: &[usize]) -> String {
    if is_image(shape) { format!("{value}.permute(0, 3, 1, 2)") } else { value }
}

fn sides(sides: &[usize]) -> String {
    match sides {
        [one] => one.to_string(),
        [first, rest @ ..] if rest.iter().all(|side| side == first) => first.to_string(),
        several => tuple(several),
    }
}

/// A function of one value that is an activation; None for the linear one.
fn activated(activation: &Activation, value: &str, units: usize, dim: i32) -> String {
    match activation {
        Activation::Linear => value.to_owned(),
        Activation::Softmax if units == 1 => format!("torch.sigmoid({value})"),
        Activation::Sigmoid => format!("torch.sigmoid({value})"),
        Activation::Tanh => format!("torch.tanh({value})"),
        Activation::Relu => format!("F.relu({value})"),
        Activation::LeakyRelu { negative_slope } => {
            format!("F.leaky_relu({value}, {})", number(*negative_slope))
        }
        Activation::Elu { alpha } if *alpha == 1.0 => format!("F.elu({value})"),
        Activation::Elu { alpha } => format!("F.elu({value}, {})", number(*alpha)),
        Activation::Selu => format!("F.selu({value})"),
        Activation::Softplus => format!("F.softplus({value})"),
        Activation::Softsign => format!("F.softsign({value})"),
        Activation::Silu => format!("F.silu({value})"),
        Activation::Gelu => format!("F.gelu({value})"),
        Activation::Mish => format!("F.mish({value})"),
        Activation::Sin => format!("torch.sin({value})"),
        Activation::Step => format!("({value} > 0).float()"),
        Activation::Softmax => format!("torch.softmax({value}, dim={dim})"),
        Activation::HardSigmoid => format!("F.hardsigmoid({value})"),
        Activation::HardTanh => format!("F.hardtanh({value})"),
    }
}

/// The same as something that can be handed on.
fn function(activation: &Activation, units: usize) -> String {
    let call = activated(activation, "z", units, -1);
    match call.strip_suffix("(z)") {
        Some(name) => name.to_owned(),
        None => format!("lambda z: {call}"),
    }
}

/// Places before and after an axis so that `same` windows fit; nothing where PyTorch does that by itself.
fn padding(input: &[usize], window: &[usize], strides: &[usize]) -> Vec<[usize; 2]> {
    let axes = input.iter().zip(window).zip(strides);
    axes.map(|((&side, &window), &stride)| {
        let total = ((side.div_ceil(stride) - 1) * stride + window).saturating_sub(side);
        [total / 2, total - total / 2]
    })
    .collect()
}

/// The arguments of a layer that reads a sequence step by step.
struct Steps<'a> {
    cell: &'static str,
    units: usize,
    activation: &'a Activation,
    gate: Option<&'a Activation>,
    use_bias: bool,
    return_sequences: bool,
    go_backwards: bool,
    initializers: [&'a Initializer; 3],
    regularizers: [Regularizer; 3],
}

macro_rules! steps {
    ($cell:literal, $layer:expr, $gate:expr) => {
        Steps {
            cell: $cell,
            units: $layer.units,
            activation: &$layer.activation,
            gate: $gate,
            use_bias: $layer.use_bias,
            return_sequences: $layer.return_sequences,
            go_backwards: $layer.go_backwards,
            initializers: [
                &$layer.kernel_initializer,
                &$layer.recurrent_initializer,
                &$layer.bias_initializer,
            ],
            regularizers: [$layer.kernel_regularizer, $layer.recurrent_regularizer, $layer.bias_regularizer],
        }
    };
}

impl<'a> Steps<'a> {
    fn of(kind: &'a Recurrent) -> Self {
        match kind {
            Recurrent::SimpleRnn(layer) => steps!("simple_rnn", layer, None),
            Recurrent::Lstm(layer) => steps!("lstm", layer, Some(&layer.recurrent_activation)),
            Recurrent::Gru(layer) => steps!("gru", layer, Some(&layer.recurrent_activation)),
        }
    }

    /// Whether PyTorch's own layer computes the same.
    fn is_standard(&self) -> bool {
        *self.activation == Activation::Tanh && self.gate.is_none_or(|gate| *gate == Activation::Sigmoid)
    }
}

impl Writer<'_> {
    fn needs(&mut self, helper: &'static str) {
        if !self.helpers.contains(&helper) {
            self.helpers.push(helper);
        }
    }

    fn code(&mut self) -> String {
        let layers: Vec<(LayerConfig, Vec<usize>)> =
            self.model.layers().into_iter().map(|(layer, shape)| (layer.clone(), shape)).collect();
        if let [input] = self.model.inputs()[..] {
            self.names.set(input, "x");
        }
        for (layer, shape) in &layers {
            self.layer(layer, shape);
        }
        let training = self.training();
        let mut code = String::from(
            "import numpy as np\nimport torch\nimport torch.nn.functional as F\nfrom torch import nn\n\n",
        );
        code += &self.data();
        for helper in &self.helpers {
            let _ = write!(code, "\n\n{helper}");
        }
        let _ = write!(
            code,
            "\n\nclass Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        );
        for line in &self.inits {
            let _ = writeln!(code, "        {line}");
        }
        if !self.starts.is_empty() {
            code += "        self.initialize()\n\n    def initialize(self):\n";
            for line in &self.starts {
                let _ = writeln!(code, "        {line}");
            }
        }
        let inputs: Vec<String> = self.model.inputs().iter().map(|name| self.names.of(name)).collect();
        let _ = writeln!(code, "\n    def forward(self, {}):", inputs.join(", "));
        for line in &self.lines {
            let _ = writeln!(code, "        {line}");
        }
        let outputs: Vec<(String, String)> =
            self.model.outputs().iter().map(|name| ((*name).to_owned(), self.names.of(name))).collect();
        let given = match &outputs[..] {
            [(_, one)] => one.clone(),
            several => {
                let pairs: Vec<String> =
                    several.iter().map(|(name, variable)| format!("{}: {variable}", string(name))).collect();
                format!("{{{}}}", pairs.join(", "))
            }
        };
        let _ = writeln!(code, "        return {given}\n");
        code += "\ndef load_weights(model, path=\"weights.npz\"):\n";
        code += "    \"\"\"Loads the weights that Descent had. Keras's kernels, whose shapes they have, are PyTorch's transposed.\"\"\"\n";
        code += "    weights = {name: torch.from_numpy(array) for name, array in np.load(path).items()}\n    with torch.no_grad():\n";
        if self.loads.is_empty() {
            self.loads.push("pass".into());
        }
        for line in &self.loads {
            let _ = writeln!(code, "        {line}");
        }
        let _ = write!(code, "\n\ntorch.manual_seed({})\nmodel = Network()\n\n{training}", self.model.seed);
        code
    }

    fn data(&mut self) -> String {
        let mut code = String::from(
            "# What Descent trains on, already scaled and split.\ndata = {name: torch.from_numpy(array) for name, array in np.load(\"data.npz\").items()}\n",
        );
        let (inputs, outputs) = (self.model.inputs(), self.model.outputs());
        for split in ["train", "test"] {
            if split == "test" && self.model.examples[1] == 0 {
                continue;
            }
            for (sign, names) in [("x", &inputs), ("y", &outputs)] {
                let key = format!("{sign}_{split}");
                let one = |name: &str, model: &Model| {
                    let key = if names.len() == 1 { key.clone() } else { format!("{key}_{name}") };
                    channels_first(format!("data[{}]", string(&key)), &model.shape(name))
                };
                if let [name] = names[..] {
                    let _ = writeln!(code, "{key} = {}", one(name, self.model));
                } else {
                    let _ = writeln!(code, "{key} = {{");
                    for name in names {
                        let key = if sign == "x" { self.names.of(name) } else { (*name).to_owned() };
                        let _ = writeln!(code, "    {}: {},", string(&key), one(name, self.model));
                    }
                    code += "}\n";
                }
            }
        }
        code
    }

    /// Adds what a layer needs, and its line of `forward`.
    fn layer(&mut self, layer: &LayerConfig, shape: &[usize]) {
        if matches!(layer.kind, LayerKind::Input(_)) {
            self.names.of(&layer.name);
            return;
        }
        let owner = layer.shared_with.as_deref().unwrap_or(&layer.name).to_owned();
        let is_owner = layer.shared_with.is_none();
        let module = self.names.of(&owner);
        let variable = self.names.of(&layer.name);
        let inputs: Vec<(String, Vec<usize>)> =
            layer.inputs.iter().map(|name| (self.names.of(name), self.model.shape(name))).collect();
        let mask = self.mask(layer, shape);
        let value = self.value(&layer.kind, &owner, &module, is_owner, &inputs, layer, shape);
        self.lines.push(format!("{variable} = {value}"));
        if let Some(mask) = mask {
            self.masks.insert(layer.name.clone(), mask);
        }
    }

    /// The mask of a layer's output, by Keras's rules.
    fn mask(&mut self, layer: &LayerConfig, shape: &[usize]) -> Option<String> {
        let own: Vec<Option<String>> =
            layer.inputs.iter().map(|input| self.masks.get(input).cloned()).collect();
        match layer.kind.masking(shape.len()) {
            Masking::Drops => None,
            Masking::Passes => own.first().cloned().flatten(),
            Masking::Makes => Some(format!("({} != 0)", self.names.of(&layer.inputs[0]))),
            Masking::Concatenates { axis } if axis + 1 != shape.len() => {
                if own.iter().all(Option::is_none) {
                    return None;
                }
                let parts = layer.inputs.iter().zip(own).map(|(input, mask)| {
                    mask.unwrap_or_else(|| {
                        format!("torch.ones_like({}[..., 0], dtype=torch.bool)", self.names.of(input))
                    })
                });
                Some(format!("torch.cat([{}], dim={})", parts.collect::<Vec<_>>().join(", "), axis + 1))
            }
            Masking::Merges | Masking::Concatenates { .. } => {
                let mut all = own.into_iter().collect::<Option<Vec<String>>>()?;
                all.dedup();
                if all.len() == 1 { all.pop() } else { Some(format!("({})", all.join(" | "))) }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn value(
        &mut self,
        kind: &LayerKind,
        owner: &str,
        module: &str,
        is_owner: bool,
        inputs: &[(String, Vec<usize>)],
        layer: &LayerConfig,
        shape: &[usize],
    ) -> String {
        let (x, from) = (&inputs[0].0, &inputs[0].1[..]);
        let channel = if is_image(shape) { 1 } else { -1 };
        let all: Vec<&str> = inputs.iter().map(|(name, _)| &name[..]).collect();
        match kind {
            LayerKind::Input(_) => unreachable!("inputs are given"),
            LayerKind::Dense(config) => {
                if is_owner {
                    let bias = if config.use_bias { "" } else { ", bias=False" };
                    self.inits.push(format!(
                        "self.{module} = nn.Linear({}, {}{bias})",
                        last(from),
                        config.units
                    ));
                    self.weight(
                        owner,
                        &format!("{module}.weight"),
                        "kernel",
                        ".T",
                        &config.kernel_initializer,
                        config.kernel_regularizer,
                    );
                    if config.use_bias {
                        self.weight(
                            owner,
                            &format!("{module}.bias"),
                            "bias",
                            "",
                            &config.bias_initializer,
                            config.bias_regularizer,
                        );
                    }
                }
                let z = channels_first(format!("self.{module}({})", channels_last(x, from)), shape);
                activated(&config.activation, &z, config.units, channel)
            }
            LayerKind::Activation(config) => activated(&config.activation, x, last(shape), channel),
            LayerKind::Dropout(config) => {
                self.inits.push(format!("self.{module} = nn.Dropout({})", number(config.rate)));
                format!("self.{module}({x})")
            }
            LayerKind::GaussianNoise(config) => {
                self.needs(GAUSSIAN_NOISE);
                self.inits.push(format!("self.{module} = GaussianNoise({})", number(config.stddev)));
                format!("self.{module}({x})")
            }
            LayerKind::Conv1d(config) => {
                let arguments = (
                    config.filters,
                    &config.kernel_size.0[..],
                    &config.strides.0[..],
                    config.padding,
                    config.use_bias,
                );
                let z = self.convolution(
                    1,
                    owner,
                    module,
                    is_owner,
                    x,
                    from,
                    arguments,
                    [&config.kernel_initializer, &config.bias_initializer],
                    [config.kernel_regularizer, config.bias_regularizer],
                );
                activated(&config.activation, &z, config.filters, channel)
            }
            LayerKind::Conv2d(config) => {
                let arguments = (
                    config.filters,
                    &config.kernel_size.0[..],
                    &config.strides.0[..],
                    config.padding,
                    config.use_bias,
                );
                let z = self.convolution(
                    2,
                    owner,
                    module,
                    is_owner,
                    x,
                    from,
                    arguments,
                    [&config.kernel_initializer, &config.bias_initializer],
                    [config.kernel_regularizer, config.bias_regularizer],
                );
                activated(&config.activation, &z, config.filters, channel)
            }
            LayerKind::MaxPooling1d(config) => pooled(
                true,
                x,
                from,
                &config.pool_size.0,
                config.strides.map(|sides| sides.0.to_vec()),
                config.padding,
            ),
            LayerKind::MaxPooling2d(config) => pooled(
                true,
                x,
                from,
                &config.pool_size.0,
                config.strides.map(|sides| sides.0.to_vec()),
                config.padding,
            ),
            LayerKind::AveragePooling1d(config) => pooled(
                false,
                x,
                from,
                &config.pool_size.0,
                config.strides.map(|sides| sides.0.to_vec()),
                config.padding,
            ),
            LayerKind::AveragePooling2d(config) => pooled(
                false,
                x,
                from,
                &config.pool_size.0,
                config.strides.map(|sides| sides.0.to_vec()),
                config.padding,
            ),
            LayerKind::GlobalMaxPooling1d(_) => format!("{x}.amax(dim=1)"),
            LayerKind::GlobalMaxPooling2d(_) => format!("{x}.amax(dim=(2, 3))"),
            LayerKind::GlobalAveragePooling1d(_) => match self.masks.get(&layer.inputs[0]) {
                Some(mask) => format!(
                    "({x} * {mask}[..., None]).sum(dim=1) / {mask}.sum(dim=1, keepdim=True).clamp(min=1)"
                ),
                None => format!("{x}.mean(dim=1)"),
            },
            LayerKind::GlobalAveragePooling2d(_) => format!("{x}.mean(dim=(2, 3))"),
            LayerKind::Flatten(_) => format!("{}.flatten(1)", channels_last(x, from)),
            LayerKind::Reshape(_) => {
                let sides: Vec<String> = shape.iter().map(ToString::to_string).collect();
                channels_first(format!("{}.reshape(-1, {})", channels_last(x, from), sides.join(", ")), shape)
            }
            LayerKind::Embedding(config) => {
                if is_owner {
                    self.inits.push(format!(
                        "self.{module} = nn.Embedding({}, {})",
                        config.input_dim, config.output_dim
                    ));
                    self.weight(
                        owner,
                        &format!("{module}.weight"),
                        "embeddings",
                        "",
                        &config.embeddings_initializer,
                        config.embeddings_regularizer,
                    );
                }
                format!("self.{module}({x})")
            }
            LayerKind::SimpleRnn(config) => {
                self.recurrent(&Recurrent::SimpleRnn(config.clone()), owner, module, is_owner, x, from, layer)
            }
            LayerKind::Lstm(config) => {
                self.recurrent(&Recurrent::Lstm(config.clone()), owner, module, is_owner, x, from, layer)
            }
            LayerKind::Gru(config) => {
                self.recurrent(&Recurrent::Gru(config.clone()), owner, module, is_owner, x, from, layer)
            }
            LayerKind::Bidirectional(config) => self.bidirectional(
                &config.wrapped,
                config.merge_mode,
                owner,
                module,
                is_owner,
                x,
                from,
                layer,
            ),
            LayerKind::BatchNormalization(config) => {
                if is_owner {
                    let class = if is_image(from) { "BatchNorm2d" } else { "BatchNorm1d" };
                    let momentum = ((1.0 - config.momentum) * 1e12).round() / 1e12;
                    self.inits.push(format!(
                        "self.{module} = nn.{class}({}, eps={}, momentum={})",
                        last(from),
                        number(config.epsilon),
                        number(momentum)
                    ));
                    self.scale_and_shift(owner, module, config.scale, config.center);
                    self.load(owner, &format!("{module}.running_mean"), "moving_mean", "");
                    self.load(owner, &format!("{module}.running_var"), "moving_variance", "");
                }
                if from.len() == 2 {
                    format!("self.{module}({x}.transpose(1, 2)).transpose(1, 2)")
                } else {
                    format!("self.{module}({x})")
                }
            }
            LayerKind::LayerNormalization(config) => {
                if is_owner {
                    self.inits.push(format!(
                        "self.{module} = nn.LayerNorm({}, eps={})",
                        last(from),
                        number(config.epsilon)
                    ));
                    self.scale_and_shift(owner, module, config.scale, config.center);
                }
                channels_first(format!("self.{module}({})", channels_last(x, from)), shape)
            }
            LayerKind::Concatenate(config) => {
                let rank = shape.len() as i64;
                let axis = if config.axis < 0 { config.axis + rank + 1 } else { config.axis };
                let dim = match (is_image(shape), axis) {
                    (true, 3) => 1,
                    (true, other) => other + 1,
                    (false, other) => other,
                };
                format!("torch.cat([{}], dim={dim})", all.join(", "))
            }
            LayerKind::Add(_) => all.join(" + "),
            LayerKind::Multiply(_) => {
                let product = self.without_masked(layer, &all, "1.0").join(" * ");
                match self.masks_of_all(layer) {
                    Some(masks) => format!("{product} * ({})[..., None]", masks.join(" | ")),
                    None => product,
                }
            }
            LayerKind::Average(_) => format!("({}) / {}", all.join(" + "), all.len()),
            LayerKind::Maximum(_) => {
                let each = self.without_masked(layer, &all, "-torch.inf");
                let most = each.into_iter().reduce(|most, next| format!("torch.maximum({most}, {next})"));
                let most = most.unwrap_or_default();
                match self.masks_of_all(layer) {
                    Some(masks) => format!("torch.where(({})[..., None], {most}, {x})", masks.join(" | ")),
                    None => most,
                }
            }
        }
    }

    /// The inputs of a layer, with `neutral` where they are masked.
    fn without_masked(&self, layer: &LayerConfig, inputs: &[&str], neutral: &str) -> Vec<String> {
        let each = layer.inputs.iter().zip(inputs).map(|(name, input)| match self.masks.get(name) {
            Some(mask) => format!("{input}.masked_fill(~{mask}[..., None], {neutral})"),
            None => (*input).to_owned(),
        });
        each.collect()
    }

    /// The masks of all inputs, unless one of them has none.
    fn masks_of_all(&self, layer: &LayerConfig) -> Option<Vec<String>> {
        layer.inputs.iter().map(|name| self.masks.get(name).cloned()).collect()
    }

    fn scale_and_shift(&mut self, owner: &str, module: &str, scale: bool, center: bool) {
        for (has, name, own) in [(scale, "gamma", "weight"), (center, "beta", "bias")] {
            if has {
                self.load(owner, &format!("{module}.{own}"), name, "");
            } else {
                self.inits.push(format!("self.{module}.{own}.requires_grad_(False)"));
            }
        }
    }

    fn load(&mut self, owner: &str, to: &str, name: &str, change: &str) {
        let key = string(&format!("{}/{name}", layer_name(owner)));
        self.loads.push(format!("model.{to}.copy_(weights[{key}]{change})"));
    }

    /// A weight: how it starts, how it is loaded and what holds it small.
    fn weight(
        &mut self,
        owner: &str,
        to: &str,
        name: &str,
        change: &str,
        start: &Initializer,
        regularizer: Regularizer,
    ) {
        self.load(owner, to, name, change);
        self.start(to, start);
        self.regularize(to, regularizer);
    }

    fn start(&mut self, to: &str, start: &Initializer) {
        let weight = format!("self.{to}");
        let line = match start {
            Initializer::GlorotUniform => format!("nn.init.xavier_uniform_({weight})"),
            Initializer::GlorotNormal => format!("nn.init.xavier_normal_({weight})"),
            Initializer::HeUniform => format!("nn.init.kaiming_uniform_({weight}, nonlinearity=\"relu\")"),
            Initializer::HeNormal => format!("nn.init.kaiming_normal_({weight}, nonlinearity=\"relu\")"),
            Initializer::LecunUniform => {
                format!("nn.init.kaiming_uniform_({weight}, nonlinearity=\"linear\")")
            }
            Initializer::LecunNormal => format!("nn.init.kaiming_normal_({weight}, nonlinearity=\"linear\")"),
            Initializer::Orthogonal { gain } => {
                format!("nn.init.orthogonal_({weight}, gain={})", number(*gain))
            }
            Initializer::RandomUniform { minval, maxval } => {
                format!("nn.init.uniform_({weight}, {}, {})", number(*minval), number(*maxval))
            }
            Initializer::RandomNormal { mean, stddev } => {
                format!("nn.init.normal_({weight}, {}, {})", number(*mean), number(*stddev))
            }
            Initializer::Zeros => format!("nn.init.zeros_({weight})"),
            Initializer::Ones => format!("nn.init.ones_({weight})"),
            Initializer::Constant { value } => format!("nn.init.constant_({weight}, {})", number(*value)),
        };
        self.starts.push(line);
    }

    fn regularize(&mut self, to: &str, Regularizer { l1, l2, l1_method }: Regularizer) {
        if l2 != 0.0 {
            self.penalties.push(format!("{} * model.{to}.square().sum()", number(l2)));
        }
        if l1 != 0.0 && l1_method != L1Method::Proximal {
            self.penalties.push(format!("{} * model.{to}.abs().sum()", number(l1)));
        } else if l1 != 0.0 {
            self.thresholds.push(format!("(model.{to}, {})", number(l1)));
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn convolution(
        &mut self,
        axes: usize,
        owner: &str,
        module: &str,
        is_owner: bool,
        x: &str,
        from: &[usize],
        (filters, window, strides, same, use_bias): (usize, &[usize], &[usize], Padding, bool),
        [kernel, bias]: [&Initializer; 2],
        regularizers: [Regularizer; 2],
    ) -> String {
        let pads = match same {
            Padding::Same => padding(from, window, strides),
            Padding::Valid => Vec::new(),
        };
        let by_itself = pads.iter().all(|[before, after]| before == after);
        if is_owner {
            let mut arguments = format!("{}, {filters}, {}", last(from), sides(window));
            if strides.iter().any(|&stride| stride != 1) {
                let _ = write!(arguments, ", stride={}", sides(strides));
            }
            if by_itself && pads.iter().any(|pad| pad[0] > 0) {
                let each: Vec<usize> = pads.iter().map(|pad| pad[0]).collect();
                let _ = write!(arguments, ", padding={}", sides(&each));
            }
            if !use_bias {
                arguments += ", bias=False";
            }
            self.inits.push(format!("self.{module} = nn.Conv{axes}d({arguments})"));
            let change = if axes == 1 { ".permute(2, 1, 0)" } else { ".permute(3, 2, 0, 1)" };
            self.weight(owner, &format!("{module}.weight"), "kernel", change, kernel, regularizers[0]);
            if use_bias {
                self.weight(owner, &format!("{module}.bias"), "bias", "", bias, regularizers[1]);
            }
        }
        let mut given = if axes == 1 { format!("{x}.transpose(1, 2)") } else { x.to_owned() };
        if !by_itself {
            given = format!("F.pad({given}, {})", pad_argument(&pads));
        }
        if axes == 1 {
            format!("self.{module}({given}).transpose(1, 2)")
        } else {
            format!("self.{module}({given})")
        }
    }

    /// Adds a layer that reads step by step; `part` is the prefix of its parameters.
    fn add_recurrent(
        &mut self,
        steps: &Steps,
        owner: &str,
        module: &str,
        part: &str,
        inputs: usize,
        standard: bool,
    ) {
        let Steps { cell, units, activation, gate, use_bias, .. } = *steps;
        let bias = if use_bias { "" } else { ", bias=False" };
        let name = |name: &str| format!("{part}{name}");
        if !standard {
            self.needs(RECURRENT);
            let gate = match gate {
                Some(gate) if *gate != Activation::Sigmoid => format!(", gate={}", function(gate, units)),
                _ => String::new(),
            };
            self.inits.push(format!(
                "self.{module} = Recurrent({}, {inputs}, {units}, {}{gate}{bias})",
                string(cell),
                function(activation, units)
            ));
            self.weight(
                owner,
                &format!("{module}.kernel.weight"),
                &name("kernel"),
                ".T",
                steps.initializers[0],
                steps.regularizers[0],
            );
            self.weight(
                owner,
                &format!("{module}.recurrent.weight"),
                &name("recurrent_kernel"),
                ".T",
                steps.initializers[1],
                steps.regularizers[1],
            );
            if use_bias {
                let rows = if cell == "gru" { ["[0]", "[1]"] } else { ["", ""] };
                self.weight(
                    owner,
                    &format!("{module}.kernel.bias"),
                    &name("bias"),
                    rows[0],
                    steps.initializers[2],
                    steps.regularizers[2],
                );
                if cell == "gru" {
                    self.weight(
                        owner,
                        &format!("{module}.recurrent.bias"),
                        &name("bias"),
                        rows[1],
                        steps.initializers[2],
                        steps.regularizers[2],
                    );
                }
                if cell == "lstm" {
                    self.starts.push(format!(
                        "nn.init.ones_(self.{module}.kernel.bias[{units}:{}])  # the forget gate",
                        2 * units
                    ));
                }
            }
            return;
        }
        let class = match cell {
            "lstm" => "LSTM",
            "gru" => "GRU",
            _ => "RNN",
        };
        self.inits.push(format!("self.{module} = nn.{class}({inputs}, {units}, batch_first=True{bias})"));
        // Keras has the update gate first, PyTorch the reset gate.
        let order = if cell == "gru" { format!("[gates({units})]") } else { String::new() };
        if cell == "gru" {
            self.needs(GATES);
        }
        self.weight(
            owner,
            &format!("{module}.weight_ih_l0"),
            &name("kernel"),
            &format!(".T{order}"),
            steps.initializers[0],
            steps.regularizers[0],
        );
        self.weight(
            owner,
            &format!("{module}.weight_hh_l0"),
            &name("recurrent_kernel"),
            &format!(".T{order}"),
            steps.initializers[1],
            steps.regularizers[1],
        );
        if use_bias {
            let row = if cell == "gru" { "[0]" } else { "" };
            self.weight(
                owner,
                &format!("{module}.bias_ih_l0"),
                &name("bias"),
                &format!("{row}{order}"),
                steps.initializers[2],
                steps.regularizers[2],
            );
            if cell == "gru" {
                self.weight(
                    owner,
                    &format!("{module}.bias_hh_l0"),
                    &name("bias"),
                    &format!("[1]{order}"),
                    steps.initializers[2],
                    steps.regularizers[2],
                );
            } else {
                // PyTorch has two biases, whose sum counts.
                self.starts.push(format!("nn.init.zeros_(self.{module}.bias_hh_l0)"));
                self.loads.push(format!("model.{module}.bias_hh_l0.zero_()"));
            }
            if cell == "lstm" {
                self.starts.push(format!(
                    "nn.init.ones_(self.{module}.bias_ih_l0[{units}:{}])  # the forget gate",
                    2 * units
                ));
            }
        }
    }

    /// All outputs of such a layer, in the order in which it reads.
    fn read(&self, module: &str, x: &str, backwards: bool, standard: bool, mask: Option<&String>) -> String {
        let x = if backwards { format!("{x}.flip(1)") } else { x.to_owned() };
        match mask {
            Some(mask) if backwards => format!("self.{module}({x}, {mask}.flip(1))"),
            Some(mask) => format!("self.{module}({x}, {mask})"),
            None if standard => format!("self.{module}({x})[0]"),
            None => format!("self.{module}({x})"),
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn recurrent(
        &mut self,
        kind: &Recurrent,
        owner: &str,
        module: &str,
        is_owner: bool,
        x: &str,
        from: &[usize],
        layer: &LayerConfig,
    ) -> String {
        let steps = Steps::of(kind);
        let mask = self.masks.get(&layer.inputs[0]).cloned();
        let standard = self.reads_by_itself(&steps, owner);
        if is_owner {
            self.add_recurrent(&steps, owner, module, "", last(from), standard);
        }
        let all = self.read(module, x, steps.go_backwards, standard, mask.as_ref());
        if steps.return_sequences { all } else { format!("{all}[:, -1]") }
    }

    /// Whether PyTorch's own layer does: not for masks, wherever it is called.
    fn reads_by_itself(&self, steps: &Steps, owner: &str) -> bool {
        let calls = self
            .model
            .config
            .layers
            .iter()
            .filter(|layer| layer.name == owner || layer.shared_with.as_deref() == Some(owner));
        steps.is_standard()
            && calls
                .flat_map(|layer| &layer.inputs)
                .all(|input| !self.masks.contains_key(input) && !self.will_be_masked(input))
    }

    /// Whether an input that comes later will have a mask: any embedding before it that makes one counts.
    fn will_be_masked(&self, input: &str) -> bool {
        let Some(layer) = self.model.config.layers.iter().find(|layer| layer.name == input) else {
            return false;
        };
        matches!(&layer.kind, LayerKind::Embedding(config) if config.mask_zero)
            || layer.inputs.iter().any(|before| self.will_be_masked(before))
    }

    #[allow(clippy::too_many_arguments)]
    fn bidirectional(
        &mut self,
        kind: &Recurrent,
        mode: MergeMode,
        owner: &str,
        module: &str,
        is_owner: bool,
        x: &str,
        from: &[usize],
        layer: &LayerConfig,
    ) -> String {
        let steps = Steps::of(kind);
        let mask = self.masks.get(&layer.inputs[0]).cloned();
        let standard = self.reads_by_itself(&steps, owner);
        let (there, back) = (format!("{module}_forward"), format!("{module}_backward"));
        if is_owner {
            self.add_recurrent(&steps, owner, &there, "forward_", last(from), standard);
            self.add_recurrent(&steps, owner, &back, "backward_", last(from), standard);
        }
        let mut first = self.read(&there, x, steps.go_backwards, standard, mask.as_ref());
        let mut second = self.read(&back, x, !steps.go_backwards, standard, mask.as_ref());
        if steps.return_sequences {
            second += ".flip(1)";
        } else {
            first += "[:, -1]";
            second += "[:, -1]";
        }
        match mode {
            MergeMode::Concat => format!("torch.cat([{first}, {second}], dim=-1)"),
            MergeMode::Sum => format!("{first} + {second}"),
            MergeMode::Mul => format!("{first} * {second}"),
            MergeMode::Ave => format!("({first} + {second}) / 2"),
        }
    }

    fn training(&mut self) -> String {
        let model = self.model;
        let outputs = model.outputs();
        let mut code = String::new();
        let rate = number(model.optimizer.learning_rate);
        let optimizer = self.optimizer(&rate);
        let _ = writeln!(code, "optimizer = {optimizer}");
        let schedule = schedule(&model.optimizer.schedule);
        if let Some(factor) = &schedule {
            let _ = writeln!(
                code,
                "schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: {factor})"
            );
        }
        let losses: Vec<String> = outputs
            .iter()
            .map(|output| {
                let (given, truth) = match outputs.len() {
                    1 => ("y_pred".to_owned(), "y".to_owned()),
                    _ => (format!("y_pred[{}]", string(output)), format!("y[{}]", string(output))),
                };
                let loss = loss(&model.loss(output), &given, &truth, last(&model.shape(output)));
                let weight = model.loss_weight(output);
                if weight == 1.0 { loss } else { format!("{} * {loss}", number(weight)) }
            })
            .collect();
        let _ = write!(code, "\n\ndef loss_of(y_pred, y):\n    return {}\n", losses.join(" + "));
        if !self.penalties.is_empty() {
            let _ = write!(code, "\n\ndef penalty():\n    return {}\n", self.penalties.join(" + "));
        }
        let several = (model.inputs().len() > 1, outputs.len() > 1);
        let part = |name: &str, several: bool| {
            if several {
                format!("{{name: values[batch] for name, values in {name}.items()}}")
            } else {
                format!("{name}[batch]")
            }
        };
        let called =
            |given: String| if several.0 { format!("model(**{given})") } else { format!("model({given})") };
        let size = match model.training.batch_size {
            BatchSize::Examples(size) => size,
            BatchSize::All => model.examples[0].max(1),
        };
        let stopping = model.training.early_stopping.as_ref().filter(|_| model.examples[1] > 0);
        if stopping.is_some() {
            code += "\n\nbest, waited = float(\"inf\"), 0";
        }
        let _ = write!(
            code,
            "\n\nfor epoch in range({}):\n    model.train()\n",
            model.training.stop_epoch.unwrap_or(EPOCHS)
        );
        let order = if model.training.shuffle { "randperm" } else { "arange" };
        let _ = writeln!(code, "    for batch in torch.{order}({}).split({size}):", model.examples[0].max(1));
        code += "        optimizer.zero_grad()\n";
        let penalty = if self.penalties.is_empty() { "" } else { " + penalty()" };
        let _ = writeln!(
            code,
            "        loss = loss_of({}, {}){penalty}",
            called(part("x_train", several.0)),
            part("y_train", several.1)
        );
        code += "        loss.backward()\n";
        if let Some(norm) = model.optimizer.clipnorm {
            let _ = writeln!(
                code,
                "        for parameter in model.parameters():\n            nn.utils.clip_grad_norm_(parameter, {})",
                number(norm)
            );
        }
        if let Some(norm) = model.optimizer.global_clipnorm {
            let _ = writeln!(code, "        nn.utils.clip_grad_norm_(model.parameters(), {})", number(norm));
        }
        if let Some(value) = model.optimizer.clipvalue {
            let _ =
                writeln!(code, "        nn.utils.clip_grad_value_(model.parameters(), {})", number(value));
        }
        code += "        optimizer.step()\n";
        if !self.thresholds.is_empty() {
            code += "        # L1 moves weights towards 0 after each step. Those that reach 0 stay there.\n        with torch.no_grad():\n";
            let _ = writeln!(code, "            for weight, l1 in {}:", list(self.thresholds.clone()));
            code += "                weight.copy_(F.softshrink(weight, optimizer.param_groups[0][\"lr\"] * l1))\n";
        }
        if schedule.is_some() {
            code += "        schedule.step()\n";
        }
        if model.examples[1] == 0 {
            code += "    print(f\"epoch {epoch + 1}: loss {loss:.4f}\")\n";
            return code;
        }
        code += "    model.eval()\n    with torch.no_grad():\n";
        let _ = writeln!(code, "        test_loss = loss_of({}, y_test).item()", called("x_test".into()));
        code += "    print(f\"epoch {epoch + 1}: loss {loss:.4f}, test loss {test_loss:.4f}\")\n";
        if let Some(stopping) = stopping {
            let delta = if stopping.min_delta == 0.0 {
                String::new()
            } else {
                format!(" - {}", number(stopping.min_delta))
            };
            let _ = writeln!(code, "    if test_loss < best{delta}:\n        best, waited = test_loss, 0");
            if stopping.restore_best_weights {
                code += "        best_weights = {name: value.clone() for name, value in model.state_dict().items()}\n";
            }
            let _ =
                writeln!(code, "    else:\n        waited += 1\n        if waited >= {}:", stopping.patience);
            if stopping.restore_best_weights {
                code += "            model.load_state_dict(best_weights)\n";
            }
            code += "            break\n";
        }
        code
    }

    fn optimizer(&mut self, rate: &str) -> String {
        let of =
            |class: &str, rest: String| format!("torch.optim.{class}(model.parameters(), lr={rate}{rest})");
        let betas = |first: f64, second: f64, epsilon: f64| {
            format!(", betas=({}, {}), eps={}", number(first), number(second), number(epsilon))
        };
        match &self.model.optimizer.rule {
            UpdateRule::Sgd(rule) => {
                let momentum = if rule.momentum > 0.0 {
                    format!(", momentum={}", number(rule.momentum))
                } else {
                    String::new()
                };
                let nesterov = if rule.nesterov && rule.momentum > 0.0 { ", nesterov=True" } else { "" };
                of("SGD", format!("{momentum}{nesterov}"))
            }
            UpdateRule::Adagrad(rule) => of(
                "Adagrad",
                format!(
                    ", initial_accumulator_value={}, eps={}",
                    number(rule.initial_accumulator_value),
                    number(rule.epsilon)
                ),
            ),
            UpdateRule::Adadelta(rule) => {
                of("Adadelta", format!(", rho={}, eps={}", number(rule.rho), number(rule.epsilon)))
            }
            UpdateRule::RmsProp(rule) => {
                let momentum = if rule.momentum > 0.0 {
                    format!(", momentum={}", number(rule.momentum))
                } else {
                    String::new()
                };
                let centered = if rule.centered { ", centered=True" } else { "" };
                of(
                    "RMSprop",
                    format!(", alpha={}, eps={}{momentum}{centered}", number(rule.rho), number(rule.epsilon)),
                )
            }
            UpdateRule::Adam(rule) => {
                let amsgrad = if rule.amsgrad { ", amsgrad=True" } else { "" };
                of("Adam", format!("{}{amsgrad}", betas(rule.beta_1, rule.beta_2, rule.epsilon)))
            }
            UpdateRule::AdamW(rule) => {
                let amsgrad = if rule.amsgrad { ", amsgrad=True" } else { "" };
                of(
                    "AdamW",
                    format!(
                        "{}, weight_decay={}{amsgrad}",
                        betas(rule.beta_1, rule.beta_2, rule.epsilon),
                        number(rule.weight_decay)
                    ),
                )
            }
            UpdateRule::Nadam(rule) => of("NAdam", betas(rule.beta_1, rule.beta_2, rule.epsilon)),
            UpdateRule::Adamax(rule) => of("Adamax", betas(rule.beta_1, rule.beta_2, rule.epsilon)),
            UpdateRule::Lion(rule) => {
                self.needs(LION);
                format!(
                    "Lion(model.parameters(), lr={rate}, betas=({}, {}))",
                    number(rule.beta_1),
                    number(rule.beta_2)
                )
            }
            UpdateRule::Ftrl(rule) => {
                self.needs(FTRL);
                format!(
                    "Ftrl(model.parameters(), lr={rate}, power={}, initial={}, l1={}, l2={}, shrinkage={}, beta={})",
                    number(rule.learning_rate_power),
                    number(rule.initial_accumulator_value),
                    number(rule.l1_regularization_strength),
                    number(rule.l2_regularization_strength),
                    number(rule.l2_shrinkage_regularization_strength),
                    number(rule.beta),
                )
            }
        }
    }
}

const GATES: &str = "\
def gates(units):
    \"\"\"The rows of Keras's GRU in PyTorch's order: Keras has the update gate first, PyTorch the reset gate.\"\"\"
    return torch.arange(3 * units).view(3, units)[[1, 0, 2]].flatten()
";

fn pad_argument(pads: &[[usize; 2]]) -> String {
    // The last axis comes first.
    let each: Vec<String> = pads.iter().rev().flatten().map(ToString::to_string).collect();
    format!("({})", each.join(", "))
}

/// The maximum or mean of windows. A mean counts only what lies inside.
fn pooled(
    max: bool,
    x: &str,
    from: &[usize],
    window: &[usize],
    strides: Option<Vec<usize>>,
    same: Padding,
) -> String {
    let axes = window.len();
    let strides = strides.unwrap_or_else(|| window.to_vec());
    let pads = match same {
        Padding::Same => padding(from, window, &strides),
        Padding::Valid => Vec::new(),
    };
    let step = if strides == window { String::new() } else { format!(", {}", sides(&strides)) };
    let arguments = format!("{}{step}", sides(window));
    let given = if axes == 1 { format!("{x}.transpose(1, 2)") } else { x.to_owned() };
    let is_padded = pads.iter().any(|pad| pad != &[0, 0]);
    let (name, argument) = (if max { "max" } else { "avg" }, pad_argument(&pads));
    let pooled = match (is_padded, max) {
        (false, _) => format!("F.{name}_pool{axes}d({given}, {arguments})"),
        (true, true) => {
            format!("F.max_pool{axes}d(F.pad({given}, {argument}, value=-torch.inf), {arguments})")
        }
        (true, false) => {
            let ones = format!("torch.ones_like({given})");
            let of = |value: &str| format!("F.avg_pool{axes}d(F.pad({value}, {argument}), {arguments})");
            format!("{} / {}", of(&given), of(&ones))
        }
    };
    match (axes, is_padded && !max) {
        (1, true) => format!("({pooled}).transpose(1, 2)"),
        (1, false) => format!("{pooled}.transpose(1, 2)"),
        _ => pooled,
    }
}

/// The factor of the learning rate by `step`.
fn schedule(schedule: &Schedule) -> Option<String> {
    Some(match schedule {
        Schedule::Constant => return None,
        Schedule::ExponentialDecay { decay_steps, decay_rate } => {
            format!("{} ** (step / {})", number(*decay_rate), count(*decay_steps))
        }
        Schedule::StepDecay { decay_steps, decay_rate } => {
            format!("{} ** (step // {})", number(*decay_rate), count(*decay_steps))
        }
        Schedule::CosineDecay { decay_steps, alpha } => {
            let cosine = format!("0.5 * (1 + np.cos(np.pi * min(step / {}, 1)))", count(*decay_steps));
            if *alpha == 0.0 {
                cosine
            } else {
                format!("{} * {cosine} + {}", number(1.0 - alpha), number(*alpha))
            }
        }
        Schedule::Warmup { warmup_steps } => format!("min((step + 1) / {}, 1)", count(*warmup_steps)),
    })
}

fn loss(loss: &Loss, given: &str, truth: &str, units: usize) -> String {
    let log = |value: &str| format!("{value}.clamp(1e-7, 1 - 1e-7).log()");
    match loss {
        Loss::MeanSquaredError => format!("F.mse_loss({given}, {truth})"),
        Loss::HalfSquaredError { signed: false } => format!("F.mse_loss({given}, {truth}) / 2"),
        Loss::HalfSquaredError { signed: true } => format!("F.mse_loss({given}, 2 * {truth} - 1) / 2"),
        Loss::MeanAbsoluteError => format!("F.l1_loss({given}, {truth})"),
        Loss::Huber { delta } => format!("F.huber_loss({given}, {truth}, delta={})", number(*delta)),
        Loss::LogCosh => {
            format!("({given} - {truth} + F.softplus(-2 * ({given} - {truth})) - np.log(2)).mean()")
        }
        Loss::BinaryCrossentropy { label_smoothing } if *label_smoothing == 0.0 => {
            format!("F.binary_cross_entropy({given}.clamp(1e-7, 1 - 1e-7), {truth})")
        }
        Loss::BinaryCrossentropy { label_smoothing } => format!(
            "F.binary_cross_entropy({given}.clamp(1e-7, 1 - 1e-7), {truth} * {} + {})",
            number(1.0 - label_smoothing),
            number(label_smoothing / 2.0)
        ),
        Loss::CategoricalCrossentropy { label_smoothing } if *label_smoothing == 0.0 => {
            format!("-({truth} * {}).sum(dim=-1).mean()", log(given))
        }
        Loss::CategoricalCrossentropy { label_smoothing } => format!(
            "-(({truth} * {} + {}) * {}).sum(dim=-1).mean()",
            number(1.0 - label_smoothing),
            number(label_smoothing / units as f64),
            log(given)
        ),
        Loss::Hinge => format!("F.relu(1 - (2 * {truth} - 1) * {given}).mean()"),
        Loss::KlDivergence => format!(
            "({truth}.clamp(min=1e-7) * ({truth}.clamp(min=1e-7).log() - {given}.clamp(1e-7, 1).log())).sum(dim=-1).mean()"
        ),
    }
}
