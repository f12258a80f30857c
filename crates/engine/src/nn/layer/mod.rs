//! The kinds of layers. Each has its own file with its forward and backward pass; this file lists them.

mod activation;
mod batch_normalization;
mod bidirectional;
mod buffer;
mod concatenate;
mod config;
mod conv;
mod dense;
mod dropout;
mod embedding;
mod gaussian_noise;
mod global_pooling;
mod gru;
mod input;
mod layer_normalization;
mod lstm;
mod mask;
mod merge;
mod pass;
mod planned;
mod pooling;
mod recurrent;
mod reshape;
mod simple_rnn;
mod walk;
mod window;

pub use activation::ActivationConfig;
pub use batch_normalization::BatchNormalizationConfig;
pub use bidirectional::{BidirectionalConfig, MergeMode, Recurrent};
pub use concatenate::ConcatenateConfig;
pub use config::{LayerConfig, NetworkConfig};
pub(super) use conv::ConvConfig;
pub use conv::{Conv1dConfig, Conv2dConfig};
pub use dense::DenseConfig;
pub use dropout::DropoutConfig;
pub use embedding::EmbeddingConfig;
pub use gaussian_noise::GaussianNoiseConfig;
pub use global_pooling::{
    GlobalAveragePooling1dConfig, GlobalAveragePooling2dConfig, GlobalMaxPooling1dConfig,
    GlobalMaxPooling2dConfig,
};
pub use gru::GruConfig;
pub use input::InputConfig;
pub use layer_normalization::LayerNormalizationConfig;
pub use lstm::LstmConfig;
pub use mask::Masking;
pub use merge::{AddConfig, AverageConfig, MaximumConfig, MultiplyConfig};
pub use pass::{Backward, Forward, InputGradients, Site};
pub use planned::PlannedLayer;
pub(super) use pooling::PoolingConfig;
pub use pooling::{AveragePooling1dConfig, AveragePooling2dConfig, MaxPooling1dConfig, MaxPooling2dConfig};
pub use reshape::{FlattenConfig, ReshapeConfig};
pub use simple_rnn::SimpleRnnConfig;
pub(super) use window::Windows;
pub use window::{Padding, Sides};

use std::ops::Range;

use kernels::elementwise::clear;
use serde::{Deserialize, Serialize};

use super::activation::Activation;
use super::graph_error::GraphError;
use super::initializer::Initializer;
use super::regularizer::Regularizer;
use crate::json::Tagged;

/// Source of names and arguments: <https://keras.io/api/layers/>
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(tag = "layer"))]
pub enum LayerKind {
    Input(InputConfig),
    Dense(DenseConfig),
    Activation(ActivationConfig),
    Dropout(DropoutConfig),
    GaussianNoise(GaussianNoiseConfig),
    Conv1d(Conv1dConfig),
    Conv2d(Conv2dConfig),
    MaxPooling1d(MaxPooling1dConfig),
    MaxPooling2d(MaxPooling2dConfig),
    AveragePooling1d(AveragePooling1dConfig),
    AveragePooling2d(AveragePooling2dConfig),
    GlobalMaxPooling1d(GlobalMaxPooling1dConfig),
    GlobalMaxPooling2d(GlobalMaxPooling2dConfig),
    GlobalAveragePooling1d(GlobalAveragePooling1dConfig),
    GlobalAveragePooling2d(GlobalAveragePooling2dConfig),
    Flatten(FlattenConfig),
    Reshape(ReshapeConfig),
    Embedding(EmbeddingConfig),
    SimpleRnn(SimpleRnnConfig),
    Lstm(LstmConfig),
    Gru(GruConfig),
    Bidirectional(BidirectionalConfig),
    BatchNormalization(BatchNormalizationConfig),
    LayerNormalization(LayerNormalizationConfig),
    Concatenate(ConcatenateConfig),
    Add(AddConfig),
    Multiply(MultiplyConfig),
    Average(AverageConfig),
    Maximum(MaximumConfig),
}

crate::tagged!(LayerKind, "layer");

/// An array of a layer, in Keras's order and shape.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterSpec {
    pub name: &'static str,
    pub shape: Vec<usize>,
    pub initializer: Initializer,
    pub fan_in: usize,
    pub fan_out: usize,
    pub regularizer: Regularizer,
    /// Weights that start at 1 whatever the initializer says: the bias of an LSTM's forget gate.
    pub ones: Range<usize>,
    /// False for moving averages.
    pub trainable: bool,
}

impl ParameterSpec {
    fn new(name: &'static str, shape: &[usize], initializer: Initializer) -> Self {
        let (fan_out, fan_in) = (shape.last().copied().unwrap_or(1), shape.iter().rev().skip(1).product());
        Self {
            name,
            shape: shape.to_vec(),
            initializer,
            fan_in,
            fan_out,
            regularizer: Regularizer::default(),
            ones: 0..0,
            trainable: true,
        }
    }

    fn regularized(self, regularizer: Regularizer) -> Self {
        Self { regularizer, ..self }
    }
}

pub use crate::field_error::ArgumentRange;

/// The name of an argument that has arguments itself, such as an initializer, and their ranges.
type Nested = (&'static str, Vec<ArgumentRange>);

/// The interface of every kind of layer. Shapes are without the batch.
trait Layer {
    /// Shape of the output, or why the inputs do not fit.
    fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError>;

    fn parameters(&self, _inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        Vec::new()
    }

    /// How the number of parameters is computed, such as `6 × 9 + 9 = 63`.
    fn arithmetic(&self, _inputs: &[&[usize]]) -> String {
        String::new()
    }

    /// Rows of memory to keep from forward to backward.
    fn scratch(&self, _inputs: &[&[usize]], _output: &[usize]) -> usize {
        0
    }

    /// Approximate number of multiplications in the forward pass of one example.
    fn multiplications(&self, inputs: &[&[usize]], output: &[usize]) -> f64 {
        let places: f64 = output.iter().rev().skip(1).map(|&side| side as f64).product();
        let values = places * output.last().map_or(1.0, |&side| side as f64);
        values.max(places * count(&self.parameters(inputs)))
    }

    /// What happens to the masks of its inputs. `rank` is that of its output.
    fn masking(&self, _rank: usize) -> Masking {
        Masking::Drops
    }

    /// Rows of memory needed within one pass only.
    fn temporary(&self, _inputs: &[&[usize]], _output: &[usize]) -> usize {
        0
    }

    /// The activation that it applies last, if any.
    fn activation(&self) -> Option<&Activation> {
        None
    }

    /// Whether its scratch memory holds the logits, for losses that need them.
    fn keeps_logits(&self) -> bool {
        false
    }

    fn ranges(&self) -> Vec<ArgumentRange> {
        Vec::new()
    }

    /// Its activations, initializers and regularizers, with the ranges of their arguments.
    fn nested(&self) -> Vec<Nested> {
        Vec::new()
    }

    /// A layer that gives for any input what this one gives outside of training, and its weights for `channels` channels, in
    /// Keras's order. None if it is the same in training. `weights` are its own.
    fn inference(&self, _weights: &[f32], _channels: usize) -> Option<(LayerKind, Vec<f32>)> {
        None
    }

    fn forward(&self, pass: Forward);

    /// Computes the gradients with respect to weights and inputs from the one with respect to the output.
    fn backward(&self, pass: Backward);

    /// Whether `backward` overwrites `grad_weights` if it does not accumulate. If not, they are set to 0 before.
    fn overwrites_gradients(&self) -> bool {
        false
    }
}

/// The methods of [`Layer`] for any kind.
impl LayerKind {
    /// Keras's name, such as `max_pooling1d`.
    pub fn name(&self) -> &'static str {
        Tagged::name(self)
    }

    fn layer(&self) -> &dyn Layer {
        match self {
            Self::Input(layer) => layer,
            Self::Dense(layer) => layer,
            Self::Activation(layer) => layer,
            Self::Dropout(layer) => layer,
            Self::GaussianNoise(layer) => layer,
            Self::Conv1d(layer) => layer,
            Self::Conv2d(layer) => layer,
            Self::MaxPooling1d(layer) => layer,
            Self::MaxPooling2d(layer) => layer,
            Self::AveragePooling1d(layer) => layer,
            Self::AveragePooling2d(layer) => layer,
            Self::GlobalMaxPooling1d(layer) => layer,
            Self::GlobalMaxPooling2d(layer) => layer,
            Self::GlobalAveragePooling1d(layer) => layer,
            Self::GlobalAveragePooling2d(layer) => layer,
            Self::Flatten(layer) => layer,
            Self::Reshape(layer) => layer,
            Self::Embedding(layer) => layer,
            Self::SimpleRnn(layer) => layer,
            Self::Lstm(layer) => layer,
            Self::Gru(layer) => layer,
            Self::Bidirectional(layer) => layer,
            Self::BatchNormalization(layer) => layer,
            Self::LayerNormalization(layer) => layer,
            Self::Concatenate(layer) => layer,
            Self::Add(layer) => layer,
            Self::Multiply(layer) => layer,
            Self::Average(layer) => layer,
            Self::Maximum(layer) => layer,
        }
    }

    pub fn output_shape(&self, inputs: &[&[usize]]) -> Result<Vec<usize>, GraphError> {
        self.layer().output_shape(inputs)
    }

    pub fn parameters(&self, inputs: &[&[usize]]) -> Vec<ParameterSpec> {
        self.layer().parameters(inputs)
    }

    /// Its own arguments and their ranges.
    pub fn ranges(&self) -> Vec<ArgumentRange> {
        self.layer().ranges()
    }

    pub fn arithmetic(&self, inputs: &[&[usize]]) -> String {
        self.layer().arithmetic(inputs)
    }

    pub fn scratch(&self, inputs: &[&[usize]], output: &[usize]) -> usize {
        self.layer().scratch(inputs, output)
    }

    pub fn temporary(&self, inputs: &[&[usize]], output: &[usize]) -> usize {
        self.layer().temporary(inputs, output)
    }

    pub fn activation(&self) -> Option<&Activation> {
        self.layer().activation()
    }

    pub(super) fn keeps_logits(&self) -> bool {
        self.layer().keeps_logits()
    }

    /// A layer that gives for any input what this one gives outside of training, with its weights. None if this one does
    /// the same in training. `weights` are those of its `channels` channels.
    pub fn inference(&self, weights: &[f32], channels: usize) -> Option<(Self, Vec<f32>)> {
        self.layer().inference(weights, channels)
    }

    pub(super) fn forward(&self, pass: Forward) {
        self.layer().forward(pass);
    }

    pub(super) fn backward(&self, pass: Backward) {
        if !pass.accumulates && !self.layer().overwrites_gradients() {
            clear(pass.grad_weights);
        }
        self.layer().backward(pass);
    }

    pub fn multiplications(&self, inputs: &[&[usize]], output: &[usize]) -> f64 {
        self.layer().multiplications(inputs, output)
    }

    pub fn masking(&self, rank: usize) -> Masking {
        self.layer().masking(rank)
    }

    /// Every argument that is out of range: its path within the layer, value, lowest, highest.
    pub fn out_of_range(&self) -> impl Iterator<Item = (String, f64, f64, f64)> {
        let own = self.layer().ranges().into_iter();
        let own = own.map(|(name, value, low, high)| (name.to_owned(), value, low, high));
        let nested = self.layer().nested().into_iter().flat_map(|(argument, ranges)| {
            let full = move |(name, value, low, high)| (format!("{argument}.{name}"), value, low, high);
            ranges.into_iter().map(full)
        });
        own.chain(nested).filter(|(_, value, low, high)| !(low..=high).contains(&value))
    }
}

/// The number of trainable weights in some arrays.
fn count(parameters: &[ParameterSpec]) -> f64 {
    let size = |spec: &ParameterSpec| spec.shape.iter().map(|&side| side as f64).product::<f64>();
    parameters.iter().filter(|spec| spec.trainable).map(size).sum()
}

/// For shapes that were checked when the network was compiled.
fn checked<T>(result: Result<T, GraphError>) -> T {
    result.unwrap_or_else(|error| panic!("a network with wrong shapes was compiled: {error}"))
}

/// The input of a layer that takes exactly one.
fn one<'a>(inputs: &[&'a [usize]]) -> Result<&'a [usize], GraphError> {
    match inputs {
        [input] => Ok(input),
        _ => Err(GraphError::TooManyInputs { count: inputs.len() }),
    }
}

/// The shape of the only input, which must have certain axes.
fn of_rank<'a, const RANK: usize>(
    inputs: &[&'a [usize]],
    axes: [&'static str; RANK],
) -> Result<[usize; RANK], GraphError> {
    let input: &'a [usize] = one(inputs)?;
    input.try_into().map_err(|_| GraphError::Axes { axes: axes.into(), shape: input.to_vec() })
}

/// `6 × 9 + 9 = 63` for the terms `6 × 9` and `9`.
fn equation(terms: &[Vec<usize>]) -> String {
    let products: Vec<String> = terms
        .iter()
        .map(|term| term.iter().map(ToString::to_string).collect::<Vec<_>>().join(" × "))
        .collect();
    let total: usize = terms.iter().map(|term| term.iter().product::<usize>()).sum();
    format!("{} = {total}", products.join(" + "))
}
