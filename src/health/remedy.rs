//! What would mend a finding: a change of the experiment, with which one starts anew.

use serde::Serialize;

use crate::experiment::Experiment;
use crate::nn::layer::{BatchNormalizationConfig, DenseConfig};
use crate::nn::{Activation, Initializer, LayerConfig, LayerKind, OptimizerConfig, Regularizer, UpdateRule};

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "remedy", rename_all = "snake_case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Remedy {
    LearningRate {
        to: f64,
    },
    /// Initial weights that fit the activations, and biases of 0.
    Initializer,
    /// In all hidden layers, with initial weights that fit it.
    Activation {
        to: Activation,
    },
    /// Batch normalization after each hidden layer.
    Normalization,
    Regularizer {
        l2: f64,
    },
    /// No penalties on any weights.
    NoRegularizer,
    /// The norm of all gradients is kept below 1.
    Clipping,
    /// Adam with a rate of 0.01.
    Optimizer,
    /// More units in each hidden layer, or a first hidden layer.
    Units,
}

/// The experiment with the remedy. None where it changes nothing, or where the result would not be valid.
pub fn remedied(experiment: &Experiment, remedy: &Remedy) -> Option<Experiment> {
    let mut changed = experiment.clone();
    match remedy {
        Remedy::LearningRate { to } => changed.optimizer.learning_rate = *to,
        Remedy::Clipping => changed.optimizer.global_clipnorm = Some(1.0),
        Remedy::Optimizer => {
            let rule = UpdateRule::Adam(Default::default());
            changed.optimizer = OptimizerConfig { learning_rate: 0.01, ..rule.into() };
        }
        Remedy::Initializer => layers(&mut changed).for_each(initialize),
        Remedy::Activation { to } => hidden(&mut changed).for_each(|layer| {
            if let Some(activation) = activation_mut(&mut layer.kind) {
                *activation = to.clone();
            }
            initialize(layer);
        }),
        Remedy::Regularizer { l2 } => layers(&mut changed).for_each(|layer| {
            if let LayerKind::Dense(dense) = &mut layer.kind {
                dense.kernel_regularizer.l2 = *l2;
            }
        }),
        Remedy::NoRegularizer => layers(&mut changed).flat_map(penalties).for_each(|penalty| {
            penalty.l1 = 0.0;
            penalty.l2 = 0.0;
        }),
        Remedy::Normalization => normalize(&mut changed),
        Remedy::Units => enlarge(&mut changed),
    }
    (changed != *experiment && changed.validate().is_empty()).then_some(changed)
}

fn layers(experiment: &mut Experiment) -> impl Iterator<Item = &mut LayerConfig> {
    experiment.network.layers.iter_mut()
}

/// Layers with units and an activation that are not outputs.
fn hidden(experiment: &mut Experiment) -> impl Iterator<Item = &mut LayerConfig> {
    let outputs = experiment.network.outputs.clone();
    layers(experiment).filter(move |layer| {
        !outputs.contains(&layer.name)
            && matches!(
                layer.kind,
                LayerKind::Dense(_) | LayerKind::Conv1d(_) | LayerKind::Conv2d(_) | LayerKind::Activation(_)
            )
    })
}

fn activation_mut(kind: &mut LayerKind) -> Option<&mut Activation> {
    match kind {
        LayerKind::Dense(layer) => Some(&mut layer.activation),
        LayerKind::Conv1d(layer) => Some(&mut layer.activation),
        LayerKind::Conv2d(layer) => Some(&mut layer.activation),
        LayerKind::Activation(layer) => Some(&mut layer.activation),
        _ => None,
    }
}

/// The penalties on a layer's weights and biases.
fn penalties(layer: &mut LayerConfig) -> Vec<&mut Regularizer> {
    match &mut layer.kind {
        LayerKind::Dense(layer) => vec![&mut layer.kernel_regularizer, &mut layer.bias_regularizer],
        LayerKind::Conv1d(layer) => vec![&mut layer.kernel_regularizer, &mut layer.bias_regularizer],
        LayerKind::Conv2d(layer) => vec![&mut layer.kernel_regularizer, &mut layer.bias_regularizer],
        _ => Vec::new(),
    }
}

/// He's initial weights before ReLU and its kin, Glorot's before the others.
fn initialize(layer: &mut LayerConfig) {
    let of = |activation: &Activation| match activation {
        Activation::Relu | Activation::LeakyRelu { .. } | Activation::Elu { .. } => Initializer::HeUniform,
        _ => Initializer::GlorotUniform,
    };
    let (kernel, bias) = match &mut layer.kind {
        LayerKind::Dense(layer) => {
            (Some((&mut layer.kernel_initializer, of(&layer.activation))), Some(&mut layer.bias_initializer))
        }
        LayerKind::Conv1d(layer) => {
            (Some((&mut layer.kernel_initializer, of(&layer.activation))), Some(&mut layer.bias_initializer))
        }
        LayerKind::Conv2d(layer) => {
            (Some((&mut layer.kernel_initializer, of(&layer.activation))), Some(&mut layer.bias_initializer))
        }
        _ => (None, None),
    };
    if let Some((kernel, fitting)) = kernel {
        *kernel = fitting;
    }
    if let Some(bias) = bias {
        *bias = Initializer::Zeros;
    }
}

/// Puts batch normalization after each hidden layer.
fn normalize(experiment: &mut Experiment) {
    let names: Vec<String> = hidden(experiment).map(|layer| layer.name.clone()).collect();
    let all = &mut experiment.network.layers;
    for name in names {
        let own = format!("{name}_normalized");
        for layer in all.iter_mut() {
            layer.inputs.iter_mut().filter(|input| **input == name).for_each(|input| *input = own.clone());
        }
        let Some(at) = all.iter().position(|layer| layer.name == name) else { continue };
        let kind = LayerKind::BatchNormalization(BatchNormalizationConfig::default());
        all.insert(at + 1, LayerConfig { name: own, inputs: vec![name], shared_with: None, kind });
    }
}

/// Twice the units in each hidden layer, at least 8; where there is none, one of 8 before the first output.
fn enlarge(experiment: &mut Experiment) {
    let mut is_found = false;
    for layer in hidden(experiment) {
        if let LayerKind::Dense(dense) = &mut layer.kind {
            dense.units = (2 * dense.units).max(8);
            is_found = true;
        }
    }
    let first = experiment.network.outputs.first().cloned();
    let all = &mut experiment.network.layers;
    let Some(at) = all.iter().position(|layer| Some(&layer.name) == first.as_ref()) else { return };
    if is_found || all.iter().any(|layer| layer.name == "hidden_1") {
        return;
    }
    let inputs = std::mem::replace(&mut all[at].inputs, vec!["hidden_1".to_owned()]);
    let kind =
        LayerKind::Dense(DenseConfig { units: 8, activation: Activation::Tanh, ..DenseConfig::default() });
    all.insert(at, LayerConfig { name: "hidden_1".to_owned(), inputs, shared_with: None, kind });
}
