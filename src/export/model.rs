//! What the writers of code are told of a network.

use std::collections::BTreeMap;

use crate::data::{Problem, Schema};
use crate::experiment::{Experiment, TrainingConfig, Wiring};
use crate::nn::{LayerConfig, LayerKind, Loss, Network, NetworkConfig, OptimizerConfig};

/// A network with its training. `config` has the shapes of its inputs.
pub struct Model<'a> {
    pub network: &'a Network,
    pub config: NetworkConfig,
    pub losses: &'a BTreeMap<String, Loss>,
    pub loss_weights: &'a BTreeMap<String, f64>,
    pub optimizer: &'a OptimizerConfig,
    pub training: &'a TrainingConfig,
    pub seed: u32,
    /// What each output predicts; empty where nothing is known of the data.
    pub problems: Vec<Problem>,
    /// The number of training and of test examples.
    pub examples: [usize; 2],
}

impl<'a> Model<'a> {
    /// The network of an experiment.
    pub fn of(experiment: &'a Experiment, network: &'a Network, examples: [usize; 2]) -> Self {
        let schema: Schema = experiment.data.schema();
        let Wiring { targets, .. } = experiment.wiring();
        Self {
            network,
            config: experiment.network_on_data(),
            losses: &experiment.losses,
            loss_weights: &experiment.loss_weights,
            optimizer: &experiment.optimizer,
            training: &experiment.training,
            seed: experiment.seed,
            problems: targets.iter().map(|&target| schema.targets[target].problem).collect(),
            examples,
        }
    }

    /// The layers in the order of computation, each with the shape of its output.
    pub fn layers(&self) -> Vec<(&LayerConfig, Vec<usize>)> {
        let find = |name: &str| self.config.layers.iter().find(|layer| layer.name == name);
        let layers = self.network.layers();
        layers.filter_map(|layer| Some((find(layer.name)?, layer.shape.to_vec()))).collect()
    }

    /// The names of the input layers, in the order of the examples.
    pub fn inputs(&self) -> Vec<&str> {
        self.network.input_names().collect()
    }

    pub fn outputs(&self) -> Vec<&str> {
        self.network.output_units().map(|(name, _)| name).collect()
    }

    /// The shape of a layer's output.
    pub fn shape(&self, layer: &str) -> Vec<usize> {
        let mut layers = self.network.layers();
        layers.find(|other| other.name == layer).map_or(Vec::new(), |found| found.shape.to_vec())
    }

    /// Whether each layer takes the one before it and nothing else, as in Keras's `Sequential`.
    pub fn is_sequential(&self) -> bool {
        let layers = self.layers();
        let follows = |pair: &[(&LayerConfig, Vec<usize>)]| {
            pair[1].0.inputs[..] == [pair[0].0.name.clone()] && pair[1].0.shared_with.is_none()
        };
        let last = layers.last().map(|(layer, _)| &layer.name[..]);
        layers.windows(2).all(follows) && self.outputs().into_iter().eq(last)
    }

    pub fn loss(&self, output: &str) -> Loss {
        self.losses.get(output).cloned().unwrap_or_default()
    }

    pub fn loss_weight(&self, output: &str) -> f64 {
        self.loss_weights.get(output).copied().unwrap_or(1.0)
    }
}

/// Keras's class of a layer, such as `MaxPooling2D`.
pub fn class_name(kind: &LayerKind) -> String {
    match kind {
        LayerKind::Lstm(_) => return "LSTM".into(),
        LayerKind::Gru(_) => return "GRU".into(),
        LayerKind::SimpleRnn(_) => return "SimpleRNN".into(),
        LayerKind::Input(_) => return "InputLayer".into(),
        _ => {}
    }
    let capital = |word: &str| {
        let mut signs = word.chars();
        signs.next().map(|first| first.to_uppercase().chain(signs).collect::<String>()).unwrap_or_default()
    };
    let name: String = kind.name().split('_').map(capital).collect();
    name.replace("1d", "1D").replace("2d", "2D")
}
