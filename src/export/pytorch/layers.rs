//! The layers, one line of `forward` each.

use std::fmt::Write;

use super::functions::activated;
use super::weights::Weight;
use super::{Module, Writer, channels_first, channels_last, is_image, last};
use crate::export::model::same_padding;
use crate::export::python::{number, tuple};
use crate::nn::{
    BatchNormalizationConfig, DenseConfig, EmbeddingConfig, Initializer, LayerConfig, LayerKind,
    LayerNormalizationConfig, Masking, Padding, Recurrent, Regularizer,
};

const GAUSSIAN_NOISE: &str = "\
class GaussianNoise(nn.Module):
    def __init__(self, stddev):
        super().__init__()
        self.stddev = stddev

    def forward(self, x):
        return x + self.stddev * torch.randn_like(x) if self.training else x
";

/// A layer where it is called.
pub(super) struct Place<'a> {
    pub layer: &'a LayerConfig,
    /// The layer that has the module, which is another where it is shared.
    pub owner: &'a str,
    /// How that is reached from the network, such as `.hidden`.
    pub path: String,
    pub is_owner: bool,
    /// The variables of its inputs, with their shapes.
    pub inputs: Vec<(String, Vec<usize>)>,
    pub shape: &'a [usize],
}

impl Place<'_> {
    /// The variable of the first input.
    pub fn x(&self) -> &str {
        self.inputs.first().map_or("x", |(variable, _)| variable)
    }

    /// The shape of the first input.
    pub fn from(&self) -> &[usize] {
        self.inputs.first().map_or(&[], |(_, shape)| shape)
    }

    /// The axis of the units of the output.
    fn channel(&self) -> i32 {
        if is_image(self.shape) { 1 } else { -1 }
    }
}

/// A convolution or a pooling: its windows, and how far apart they are.
struct Windows<'a> {
    window: &'a [usize],
    strides: &'a [usize],
    padding: Padding,
}

impl Windows<'_> {
    /// Places before and after each axis; none where windows stay inside.
    fn pads(&self, from: &[usize]) -> Vec<[usize; 2]> {
        match self.padding {
            Padding::Same => same_padding(from, self.window, self.strides),
            Padding::Valid => Vec::new(),
        }
    }
}

/// What a convolution has besides its windows.
struct Filters<'a> {
    count: usize,
    use_bias: bool,
    initializers: [&'a Initializer; 2],
    regularizers: [Regularizer; 2],
}

macro_rules! convolution {
    ($config:expr) => {
        (
            Windows { window: &$config.kernel_size.0, strides: &$config.strides.0, padding: $config.padding },
            Filters {
                count: $config.filters,
                use_bias: $config.use_bias,
                initializers: [&$config.kernel_initializer, &$config.bias_initializer],
                regularizers: [$config.kernel_regularizer, $config.bias_regularizer],
            },
        )
    };
}

macro_rules! pooling {
    ($config:expr, $max:literal, $at:expr) => {
        pooled(
            $max,
            $at.x(),
            $at.from(),
            Windows {
                window: &$config.pool_size.0,
                strides: &$config.strides.unwrap_or($config.pool_size).0,
                padding: $config.padding,
            },
        )
    };
}

impl Writer<'_> {
    /// Adds what a layer needs, and its line of `forward`.
    pub(super) fn layer(&mut self, layer: &LayerConfig, shape: &[usize]) {
        if matches!(layer.kind, LayerKind::Input(_)) {
            self.names.of(&layer.name);
            return;
        }
        let owner = layer.shared_with.as_deref().unwrap_or(&layer.name);
        let path = match self.is_sequential {
            true => self.next_path(),
            false => format!(".{}", self.names.of(owner)),
        };
        let variable = self.names.of(&layer.name);
        let inputs = layer.inputs.iter().map(|name| (self.names.of(name), self.model.shape(name))).collect();
        let at = Place { layer, owner, path, is_owner: layer.shared_with.is_none(), inputs, shape };
        let mask = self.mask(layer, shape);
        let value = self.value(&at);
        if self.is_sequential {
            self.add_activation(&layer.kind);
        }
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

    /// Adds the module of a layer.
    pub(super) fn module(&mut self, path: &str, made_by: String) {
        self.modules.push(Module { path: path.to_owned(), made_by });
    }

    fn value(&mut self, at: &Place) -> String {
        let (x, from, path) = (at.x(), at.from(), &at.path);
        let all: Vec<&str> = at.inputs.iter().map(|(name, _)| &name[..]).collect();
        match &at.layer.kind {
            LayerKind::Input(_) => unreachable!("inputs are given"),
            LayerKind::Dense(config) => self.dense(at, config),
            LayerKind::Activation(config) => activated(&config.activation, x, at.channel()),
            LayerKind::Dropout(config) => {
                self.module(path, format!("nn.Dropout({})", number(config.rate)));
                format!("self{path}({x})")
            }
            LayerKind::GaussianNoise(config) => {
                self.needs(GAUSSIAN_NOISE);
                self.module(path, format!("GaussianNoise({})", number(config.stddev)));
                format!("self{path}({x})")
            }
            LayerKind::Conv1d(config) => {
                let z = self.convolution(at, convolution!(config));
                activated(&config.activation, &z, at.channel())
            }
            LayerKind::Conv2d(config) => {
                let z = self.convolution(at, convolution!(config));
                activated(&config.activation, &z, at.channel())
            }
            LayerKind::MaxPooling1d(config) => pooling!(config, true, at),
            LayerKind::MaxPooling2d(config) => pooling!(config, true, at),
            LayerKind::AveragePooling1d(config) => pooling!(config, false, at),
            LayerKind::AveragePooling2d(config) => pooling!(config, false, at),
            LayerKind::GlobalMaxPooling1d(_) => format!("{x}.amax(dim=1)"),
            LayerKind::GlobalMaxPooling2d(_) => format!("{x}.amax(dim=(2, 3))"),
            LayerKind::GlobalAveragePooling1d(_) => match self.masks.get(&at.layer.inputs[0]) {
                Some(mask) => format!(
                    "({x} * {mask}[..., None]).sum(dim=1) / {mask}.sum(dim=1, keepdim=True).clamp(min=1)"
                ),
                None => format!("{x}.mean(dim=1)"),
            },
            LayerKind::GlobalAveragePooling2d(_) => format!("{x}.mean(dim=(2, 3))"),
            LayerKind::Flatten(_) => format!("{}.flatten(1)", channels_last(x, from)),
            LayerKind::Reshape(_) => {
                let sides: Vec<String> = at.shape.iter().map(ToString::to_string).collect();
                let value = format!("{}.reshape(-1, {})", channels_last(x, from), sides.join(", "));
                channels_first(value, at.shape)
            }
            LayerKind::Embedding(config) => self.embedding(at, config),
            LayerKind::SimpleRnn(config) => self.recurrent(at, &Recurrent::SimpleRnn(config.clone())),
            LayerKind::Lstm(config) => self.recurrent(at, &Recurrent::Lstm(config.clone())),
            LayerKind::Gru(config) => self.recurrent(at, &Recurrent::Gru(config.clone())),
            LayerKind::Bidirectional(config) => self.bidirectional(at, config),
            LayerKind::BatchNormalization(config) => self.batch_normalization(at, config),
            LayerKind::LayerNormalization(config) => self.layer_normalization(at, config),
            LayerKind::Concatenate(config) => {
                let axis = config.axis_of(at.shape.len()).map_or(-1, |axis| axis as i64 + 1);
                let dim = match (is_image(at.shape), axis) {
                    (true, 3) => 1,
                    (true, other) => other + 1,
                    (false, other) => other,
                };
                format!("torch.cat([{}], dim={dim})", all.join(", "))
            }
            LayerKind::Add(_) => all.join(" + "),
            LayerKind::Multiply(_) => {
                let product = self.without_masked(at.layer, &all, "1.0").join(" * ");
                match self.masks_of_all(at.layer) {
                    Some(masks) => format!("{product} * ({})[..., None]", masks.join(" | ")),
                    None => product,
                }
            }
            LayerKind::Average(_) => format!("({}) / {}", all.join(" + "), all.len()),
            LayerKind::Maximum(_) => {
                let each = self.without_masked(at.layer, &all, "-torch.inf");
                let most = each.into_iter().reduce(|most, next| format!("torch.maximum({most}, {next})"));
                let most = most.unwrap_or_default();
                match self.masks_of_all(at.layer) {
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

    fn dense(&mut self, at: &Place, config: &DenseConfig) -> String {
        let (path, from) = (&at.path, at.from());
        if at.is_owner {
            let bias = if config.use_bias { "" } else { ", bias=False" };
            self.module(path, format!("nn.Linear({}, {}{bias})", last(from), config.units));
            let kernel = Weight {
                path: format!("{path}.weight"),
                name: "kernel",
                change: ".T",
                start: &config.kernel_initializer,
                regularizer: config.kernel_regularizer,
            };
            self.weight(at.owner, kernel);
            if config.use_bias {
                self.bias(at, &config.bias_initializer, config.bias_regularizer);
            }
        }
        let z = channels_first(format!("self{path}({})", channels_last(at.x(), from)), at.shape);
        activated(&config.activation, &z, at.channel())
    }

    fn bias(&mut self, at: &Place, start: &Initializer, regularizer: Regularizer) {
        let path = format!("{}.bias", at.path);
        self.weight(at.owner, Weight { path, name: "bias", change: "", start, regularizer });
    }

    fn embedding(&mut self, at: &Place, config: &EmbeddingConfig) -> String {
        if at.is_owner {
            self.module(&at.path, format!("nn.Embedding({}, {})", config.input_dim, config.output_dim));
            let weight = Weight {
                path: format!("{}.weight", at.path),
                name: "embeddings",
                change: "",
                start: &config.embeddings_initializer,
                regularizer: config.embeddings_regularizer,
            };
            self.weight(at.owner, weight);
        }
        format!("self{}({})", at.path, at.x())
    }

    fn batch_normalization(&mut self, at: &Place, config: &BatchNormalizationConfig) -> String {
        let (x, from, path) = (at.x(), at.from(), &at.path);
        if at.is_owner {
            let class = if is_image(from) { "BatchNorm2d" } else { "BatchNorm1d" };
            // Keras's is the share of the old average, PyTorch's that of the new one.
            let momentum = ((1.0 - config.momentum) * 1e12).round() / 1e12;
            let (epsilon, momentum) = (number(config.epsilon), number(momentum));
            self.module(path, format!("nn.{class}({}, eps={epsilon}, momentum={momentum})", last(from)));
            self.scale_and_shift(at, config.scale, config.center);
            self.load(at.owner, &format!("{path}.running_mean"), "moving_mean", "");
            self.load(at.owner, &format!("{path}.running_var"), "moving_variance", "");
        }
        if from.len() == 2 {
            format!("self{path}({x}.transpose(1, 2)).transpose(1, 2)")
        } else {
            format!("self{path}({x})")
        }
    }

    fn layer_normalization(&mut self, at: &Place, config: &LayerNormalizationConfig) -> String {
        let (from, path) = (at.from(), &at.path);
        if at.is_owner {
            self.module(path, format!("nn.LayerNorm({}, eps={})", last(from), number(config.epsilon)));
            self.scale_and_shift(at, config.scale, config.center);
        }
        channels_first(format!("self{path}({})", channels_last(at.x(), from)), at.shape)
    }

    fn scale_and_shift(&mut self, at: &Place, scale: bool, center: bool) {
        for (has, name, own) in [(scale, "gamma", "weight"), (center, "beta", "bias")] {
            let path = format!("{}.{own}", at.path);
            if has {
                self.load(at.owner, &path, name, "");
            } else {
                self.frozen.push(path);
            }
        }
    }

    fn convolution(&mut self, at: &Place, (windows, filters): (Windows, Filters)) -> String {
        let (x, from, path) = (at.x(), at.from(), &at.path);
        let axes = windows.window.len();
        let pads = windows.pads(from);
        let by_itself = pads.iter().all(|[before, after]| before == after);
        if at.is_owner {
            let mut arguments = format!("{}, {}, {}", last(from), filters.count, sides(windows.window));
            if windows.strides.iter().any(|&stride| stride != 1) {
                let _ = write!(arguments, ", stride={}", sides(windows.strides));
            }
            if by_itself && pads.iter().any(|pad| pad[0] > 0) {
                let each: Vec<usize> = pads.iter().map(|pad| pad[0]).collect();
                let _ = write!(arguments, ", padding={}", sides(&each));
            }
            if !filters.use_bias {
                arguments += ", bias=False";
            }
            self.module(path, format!("nn.Conv{axes}d({arguments})"));
            let kernel = Weight {
                path: format!("{path}.weight"),
                name: "kernel",
                change: if axes == 1 { ".permute(2, 1, 0)" } else { ".permute(3, 2, 0, 1)" },
                start: filters.initializers[0],
                regularizer: filters.regularizers[0],
            };
            self.weight(at.owner, kernel);
            if filters.use_bias {
                self.bias(at, filters.initializers[1], filters.regularizers[1]);
            }
        }
        let mut given = if axes == 1 { format!("{x}.transpose(1, 2)") } else { x.to_owned() };
        if !by_itself {
            given = format!("F.pad({given}, {})", pad_argument(&pads));
        }
        if axes == 1 {
            format!("self{path}({given}).transpose(1, 2)")
        } else {
            format!("self{path}({given})")
        }
    }
}

fn sides(sides: &[usize]) -> String {
    match sides {
        [one] => one.to_string(),
        [first, rest @ ..] if rest.iter().all(|side| side == first) => first.to_string(),
        several => tuple(several),
    }
}

fn pad_argument(pads: &[[usize; 2]]) -> String {
    // The last axis comes first.
    let each: Vec<String> = pads.iter().rev().flatten().map(ToString::to_string).collect();
    format!("({})", each.join(", "))
}

/// The maximum or mean of windows. A mean counts only what lies inside.
fn pooled(max: bool, x: &str, from: &[usize], windows: Windows) -> String {
    let axes = windows.window.len();
    let pads = windows.pads(from);
    let step = match windows.strides == windows.window {
        true => String::new(),
        false => format!(", {}", sides(windows.strides)),
    };
    let arguments = format!("{}{step}", sides(windows.window));
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
