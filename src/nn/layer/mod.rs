//! The kinds of layers. One file per kind, forward and backward side by side; this file is the list of them.

mod activation;
mod dense;
mod dropout;
mod input;

pub use activation::ActivationConfig;
pub use dense::DenseConfig;
pub use dropout::DropoutConfig;
pub use input::InputConfig;

use std::ops::Range;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::activation::Activation;
use super::initializer::Initializer;
use super::regularizer::Regularizer;
use crate::invalid::{Invalid, Reason};
use crate::random::Random;
use crate::tagged;

/// A graph of named layers. `outputs` names those whose values are the network's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, deny_unknown_fields)]
pub struct NetworkConfig {
    pub layers: Vec<LayerConfig>,
    pub outputs: Vec<String>,
}

/// A layer of the graph, its arguments beside its name: `{"name": "hidden", "layer": "dense", "inputs": ["x"], "units": 4}`.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LayerConfig {
    pub name: String,
    /// Names of the layers whose values it takes.
    pub inputs: Vec<String>,
    #[cfg_attr(test, ts(flatten))]
    pub kind: LayerKind,
}

/// Source of names and arguments: <https://keras.io/api/layers/>
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(test, ts(tag = "layer"))]
pub enum LayerKind {
    Input(InputConfig),
    Dense(DenseConfig),
    Activation(ActivationConfig),
    Dropout(DropoutConfig),
}

crate::tagged!(LayerKind, "layer");

impl<'de> Deserialize<'de> for LayerConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Map::<String, Value>::deserialize(deserializer)?;
        let name = fields.remove("name").ok_or_else(|| D::Error::custom("name: missing"))?;
        let name = String::deserialize(name).map_err(|error| D::Error::custom(format!("name: {error}")))?;
        let inputs = match fields.remove("inputs") {
            Some(inputs) => Vec::deserialize(inputs)
                .map_err(|error| D::Error::custom(format!("{name}.inputs: {error}")))?,
            None => Vec::new(),
        };
        let kind = tagged::from_value("layer", Value::Object(fields))
            .map_err(|error| D::Error::custom(format!("{name}.{error}")))?;
        Ok(Self { name, inputs, kind })
    }
}

impl Serialize for LayerConfig {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = Map::new();
        fields.insert("name".into(), self.name.clone().into());
        if let Value::Object(arguments) = tagged::to_value("layer", &self.kind, false) {
            fields.extend(arguments);
        }
        fields.insert("inputs".into(), self.inputs.clone().into());
        fields.serialize(serializer)
    }
}

/// A trainable array of a layer, in Keras's order and shape.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterSpec {
    pub name: &'static str,
    pub shape: Vec<usize>,
    pub initializer: Initializer,
    pub fan_in: usize,
    pub fan_out: usize,
    pub regularizer: Regularizer,
}

/// What a layer sees in the forward pass. Buffers are [feature][lane] with `stride` lanes a row.
pub struct Forward<'a> {
    pub weights: &'a [f32],
    /// Values of all layers before this one.
    pub before: &'a [f32],
    /// Where the inputs lie in `before`.
    pub inputs: &'a [Range<usize>],
    pub output: &'a mut [f32],
    /// The layer's own memory from forward to backward.
    pub scratch: &'a mut [f32],
    pub stride: usize,
    /// Lanes to compute: the examples, rounded up to whole vectors.
    pub lanes: usize,
    /// Randomness for training; none in inference.
    pub training: Option<&'a mut Random>,
}

/// What a layer sees in the backward pass: turns the gradient by its output into that by its weights and inputs.
pub struct Backward<'a> {
    pub weights: &'a [f32],
    pub before: &'a [f32],
    pub inputs: &'a [Range<usize>],
    pub output: &'a [f32],
    pub scratch: &'a mut [f32],
    /// Gradient by the output; the layer may overwrite it.
    pub delta: &'a mut [f32],
    /// The loss has given the gradient by the logits already.
    pub delta_is_by_logits: bool,
    /// Gradients by the values of all layers before this one, to add to.
    pub before_deltas: &'a mut [f32],
    /// Whether anything before this layer can learn.
    pub needs_input_delta: bool,
    /// Gradient by the weights, to add to.
    pub gradients: &'a mut [f32],
    pub stride: usize,
    pub lanes: usize,
}

impl LayerKind {
    /// Keras's name of the kind, and how a summary writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Input(_) => "input",
            Self::Dense(_) => "dense",
            Self::Activation(_) => "activation",
            Self::Dropout(_) => "dropout",
        }
    }

    /// Shape of the output without the batch, or what does not fit.
    pub fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, String> {
        match self {
            Self::Input(input) => input.output_shape(inputs),
            Self::Dense(dense) => dense.output_shape(one(inputs)?),
            Self::Activation(_) | Self::Dropout(_) => Ok(one(inputs)?.to_vec()),
        }
    }

    pub fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        match self {
            Self::Dense(dense) => dense.parameters(inputs[0]),
            Self::Input(_) | Self::Activation(_) | Self::Dropout(_) => Vec::new(),
        }
    }

    /// How the number of parameters comes about, such as `6 × 9 + 9 = 63`.
    pub fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        match self {
            Self::Dense(dense) => dense.arithmetic(inputs[0]),
            Self::Input(_) | Self::Activation(_) | Self::Dropout(_) => String::new(),
        }
    }

    /// Values the layer keeps per example from forward to backward.
    pub fn scratch(&self, output: usize) -> usize {
        match self {
            Self::Input(_) => 0,
            Self::Dense(_) | Self::Activation(_) | Self::Dropout(_) => output,
        }
    }

    /// The activation at its end, if it has one.
    pub fn activation(&self) -> Option<&Activation> {
        match self {
            Self::Dense(dense) => Some(&dense.activation),
            Self::Activation(layer) => Some(&layer.activation),
            Self::Input(_) | Self::Dropout(_) => None,
        }
    }

    pub(super) fn forward(&self, pass: Forward) {
        match self {
            Self::Input(_) => {}
            Self::Dense(dense) => dense.forward(pass),
            Self::Activation(layer) => layer.forward(pass),
            Self::Dropout(dropout) => dropout.forward(pass),
        }
    }

    pub(super) fn backward(&self, pass: Backward) {
        match self {
            Self::Input(_) => {}
            Self::Dense(dense) => dense.backward(pass),
            Self::Activation(layer) => layer.backward(pass),
            Self::Dropout(dropout) => dropout.backward(pass),
        }
    }

    /// Arguments with the range each must be in.
    fn ranges(&self) -> Vec<(&'static str, f64, f64, f64)> {
        match self {
            Self::Input(_) | Self::Activation(_) => Vec::new(),
            Self::Dense(dense) => dense.ranges(),
            Self::Dropout(dropout) => vec![("rate", dropout.rate, 0.0, 0.95)],
        }
    }
}

impl NetworkConfig {
    /// Adds what is wrong with single layers; whether they fit together shows when the graph is compiled.
    pub fn validate(&self, errors: &mut Vec<Invalid>) {
        for layer in &self.layers {
            for (argument, value, low, high) in layer.kind.ranges() {
                if !(low..=high).contains(&value) {
                    let field = format!("network.{}.{argument}", layer.name);
                    errors.push(Invalid::new(field, Reason::Range { value, low, high }));
                }
            }
        }
    }
}

/// The one input of a layer that takes one.
fn one<'a>(inputs: &[&'a [usize]]) -> Result<&'a [usize], String> {
    match inputs {
        [input] => Ok(input),
        _ => Err(format!("takes 1 input, has {}", inputs.len())),
    }
}
