//! What the writers of code are told of a network.

use std::collections::BTreeMap;

use crate::data::{Problem, Schema};
use crate::experiment::{BatchSize, EarlyStopping, Experiment, TrainingConfig, Wiring};
use crate::nn::{LayerConfig, LayerKind, Loss, Network, NetworkConfig, OptimizerConfig};

/// Epochs to train where the page has no end.
const EPOCHS: u64 = 100;

/// The two ends of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Inputs,
    Outputs,
}

/// A variable of the code for examples: the layers it is for, each with the key of its array in `data.npz`.
pub struct Given<'a> {
    pub variable: String,
    pub side: Side,
    pub arrays: Vec<(&'a str, String)>,
}

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
    pub fn inputs(&self) -> Vec<&'a str> {
        self.network.input_names().collect()
    }

    pub fn outputs(&self) -> Vec<&'a str> {
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

    /// What the network is trained and tested on. There is nothing for tests where there are no examples for them.
    pub fn given(&self) -> Vec<Given<'_>> {
        let splits = ["train", "test"].into_iter().zip(self.examples);
        let splits = splits.filter(|&(split, count)| split == "train" || count > 0);
        let sides = [(Side::Inputs, "x", self.inputs()), (Side::Outputs, "y", self.outputs())];
        let one = |split: &str, (side, sign, layers): &(Side, &str, Vec<&'a str>)| {
            let variable = format!("{sign}_{split}");
            let key = |layer: &str| match layers[..] {
                [_] => variable.clone(),
                _ => format!("{variable}_{layer}"),
            };
            let arrays = layers.iter().map(|&layer| (layer, key(layer))).collect();
            Given { variable, side: *side, arrays }
        };
        splits.flat_map(|(split, _)| sides.iter().map(move |side| one(split, side))).collect()
    }

    pub fn batch_size(&self) -> usize {
        match self.training.batch_size {
            BatchSize::Examples(size) => size,
            BatchSize::All => self.examples[0].max(1),
        }
    }

    /// The number of training examples that an epoch leaves for the next one.
    pub fn carried(&self) -> usize {
        let count = self.examples[0];
        if self.training.learns_nothing(count) { 0 } else { self.training.carried(count) }
    }

    pub fn epochs(&self) -> u64 {
        self.training.stop_epoch.unwrap_or(EPOCHS)
    }

    /// When training ends by itself; never without test examples.
    pub fn early_stopping(&self) -> Option<&EarlyStopping> {
        self.training.early_stopping.as_ref().filter(|_| self.examples[1] > 0)
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

/// Places before and after each axis so that `same` windows fit: the odd one comes after, as in Keras.
pub fn same_padding(input: &[usize], window: &[usize], strides: &[usize]) -> Vec<[usize; 2]> {
    let axes = input.iter().zip(window).zip(strides);
    axes.map(|((&side, &window), &stride)| {
        let total = ((side.div_ceil(stride) - 1) * stride + window).saturating_sub(side);
        [total / 2, total - total / 2]
    })
    .collect()
}
