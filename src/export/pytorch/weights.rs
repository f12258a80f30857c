//! Weights: how they start, how those that Descent had are loaded, and what holds them small.

use std::fmt::Write;

use super::Writer;
use crate::export::layer_name;
use crate::export::python::{number, string};
use crate::nn::{Initializer, L1Method, Regularizer};

/// A weight of a module, and what it is in Keras.
pub(super) struct Weight<'a> {
    /// How it is reached from the network, such as `.hidden.weight`.
    pub path: String,
    /// Keras's name.
    pub name: &'a str,
    /// What Keras's array goes through to have PyTorch's shape.
    pub change: &'a str,
    pub start: &'a Initializer,
    pub regularizer: Regularizer,
}

impl Writer<'_> {
    /// Adds a weight of a layer.
    pub(super) fn weight(&mut self, owner: &str, weight: Weight) {
        self.load(owner, &weight.path, weight.name, weight.change);
        self.start(&weight.path, weight.start);
        self.regularize(&weight.path, weight.regularizer);
    }

    pub(super) fn load(&mut self, owner: &str, path: &str, name: &str, change: &str) {
        let key = string(&format!("{}/{name}", layer_name(owner)));
        self.loads.push(format!("model{path}.copy_(weights[{key}]{change})"));
    }

    /// What the network is called where its weights start.
    pub(super) fn network(&self) -> &'static str {
        if self.is_sequential { "model" } else { "self" }
    }

    fn start(&mut self, path: &str, start: &Initializer) {
        let weight = format!("{}{path}", self.network());
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

    fn regularize(&mut self, path: &str, Regularizer { l1, l2, l1_method }: Regularizer) {
        if l2 != 0.0 {
            self.penalties.push(format!("{} * model{path}.square().sum()", number(l2)));
        }
        if l1 != 0.0 && l1_method != L1Method::Proximal {
            self.penalties.push(format!("{} * model{path}.abs().sum()", number(l1)));
        } else if l1 != 0.0 {
            self.thresholds.push(format!("(model{path}, {})", number(l1)));
        }
    }

    /// The function that loads weights that Descent had.
    pub(super) fn loading(&self) -> String {
        let mut code = String::from("\n\ndef load_weights(model, path=\"weights.npz\"):\n");
        code += "    \"\"\"Loads the weights that Descent had. Keras's kernels, whose shapes they have, are PyTorch's transposed.\"\"\"\n";
        code += "    weights = {name: torch.from_numpy(array) for name, array in np.load(path).items()}\n    with torch.no_grad():\n";
        for line in &self.loads {
            let _ = writeln!(code, "        {line}");
        }
        if self.loads.is_empty() {
            code += "        pass\n";
        }
        code
    }
}
