//! A network and its training as PyTorch code.
//!
//! Images are kept with the channels first, as PyTorch's layers want them, and sequences with the steps first, as in Keras.

mod data;
mod functions;
mod layers;
mod optimizer;
mod recurrent;
mod sequential;
mod training;
mod weights;

use std::collections::BTreeMap;
use std::fmt::Write;

use super::model::Model;
use super::python::{Names, string};
use crate::nn::LayerConfig;

/// What the code uses, and the names that a module has already.
const RESERVED: [&str; 46] = [
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
    "optimizer",
    "gates",
    "initialize",
    "forward",
    "train",
    "training",
    "eval",
    "parameters",
    "named_parameters",
    "get_parameter",
    "modules",
    "named_modules",
    "add_module",
    "register_module",
    "get_submodule",
    "children",
    "named_children",
    "buffers",
    "named_buffers",
    "register_buffer",
    "get_buffer",
    "apply",
    "to",
    "cpu",
    "cuda",
    "xpu",
    "half",
    "double",
    "bfloat16",
    "requires_grad_",
    "zero_grad",
    "state_dict",
    "load_state_dict",
    "share_memory",
];

/// Python code that builds the network, trains it and shows how well it does. Weights and data lie beside it.
pub fn pytorch(model: &Model) -> String {
    let mut writer = Writer {
        model,
        names: Names::with_reserved(&RESERVED),
        helpers: Vec::new(),
        is_sequential: sequential::fits(model),
        modules: Vec::new(),
        frozen: Vec::new(),
        starts: Vec::new(),
        loads: Vec::new(),
        lines: Vec::new(),
        masks: BTreeMap::new(),
        penalties: Vec::new(),
        thresholds: Vec::new(),
    };
    writer.code()
}

/// A module of a network: `path` is how it is reached from there, such as `.hidden` or `[0]`.
struct Module {
    path: String,
    made_by: String,
}

struct Writer<'a> {
    model: &'a Model<'a>,
    names: Names,
    helpers: Vec<&'static str>,
    /// Whether the network is a `Sequential` of modules; else it is a class of its own.
    is_sequential: bool,
    modules: Vec<Module>,
    /// Weights that PyTorch's modules have and these layers do not.
    frozen: Vec<String>,
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
        let seed = self.model.seed;
        if self.is_sequential {
            code += &self.loading();
            let _ = write!(code, "\n\ntorch.manual_seed({seed})\n{}", self.sequential());
        } else {
            code += &self.class();
            code += &self.loading();
            let _ = write!(code, "\n\ntorch.manual_seed({seed})\nmodel = Network()\n");
        }
        let _ = write!(code, "\n{training}");
        code
    }

    fn class(&mut self) -> String {
        let mut code = String::from(
            "\n\nclass Network(nn.Module):\n    def __init__(self):\n        super().__init__()\n",
        );
        for Module { path, made_by } in &self.modules {
            let _ = writeln!(code, "        self{path} = {made_by}");
        }
        for weight in &self.frozen {
            let _ = writeln!(code, "        self{weight}.requires_grad_(False)");
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
        let _ = writeln!(code, "        return {given}");
        code
    }
}
