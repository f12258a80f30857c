//! The config of an experiment: data, network, losses, optimizer, training and seed. The page edits it, links and
//! saved files contain it, and a run trains it.

mod defaults;
mod diff;
mod outline;
mod recommendation;
mod training;
mod validate;
mod wiring;

pub use outline::Outline;
pub use recommendation::{InputRecommendation, Recommendation, TargetRecommendation};
pub use training::{BatchSize, EarlyStopping, LastBatch, TrainingConfig};
pub use wiring::Wiring;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::data::DataConfig;
use crate::field_error::FieldError;
use crate::json;
use crate::nn::{LayerKind, Loss, NetworkConfig, OptimizerConfig};
use crate::partial::{checked, read_partial};
use defaults::{default_network, default_optimizer};

/// Everything that can be set about a run, with Keras's names. Whatever is missing when it is read takes its default;
/// the defaults of network and losses depend on the data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Experiment {
    pub data: DataConfig,
    pub network: NetworkConfig,
    /// Loss of each output, by layer name.
    pub losses: BTreeMap<String, Loss>,
    /// Weight of each output's loss in the total loss; 1 if missing.
    pub loss_weights: BTreeMap<String, f64>,
    pub optimizer: OptimizerConfig,
    pub training: TrainingConfig,
    /// The same seed gives the same data, weights and order of examples on every machine.
    pub seed: u32,
    pub seeds: Seeds,
}

/// Seeds of single parts, so that one of them can change and the others stay. What is missing has `seed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Seeds {
    /// Of the data and of what is training and what is test data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub data: Option<u32>,
    /// Of the initial weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub weights: Option<u32>,
    /// Of the order of the examples, and of dropout and noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub order: Option<u32>,
}

/// The config as it is read, where anything may be missing.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Partial {
    data: DataConfig,
    network: Option<NetworkConfig>,
    losses: Option<BTreeMap<String, Loss>>,
    loss_weights: BTreeMap<String, f64>,
    optimizer: Option<OptimizerConfig>,
    training: TrainingConfig,
    seed: Option<u32>,
    seeds: Seeds,
}

impl Default for Experiment {
    fn default() -> Self {
        Partial::default().complete()
    }
}

impl Partial {
    fn complete(self) -> Experiment {
        let adapts_to_data = self.network.is_none();
        let mut experiment = Experiment {
            data: self.data,
            network: self.network.unwrap_or_else(default_network),
            losses: BTreeMap::new(),
            loss_weights: self.loss_weights,
            optimizer: self.optimizer.unwrap_or_else(default_optimizer),
            training: self.training,
            seed: self.seed.unwrap_or(1),
            seeds: self.seeds,
        };
        if adapts_to_data {
            experiment.adapt_to_data();
        }
        experiment.losses = self.losses.unwrap_or_else(|| experiment.recommended_losses());
        experiment
    }
}

impl Experiment {
    /// Reads and validates an experiment, complete or partial. Errors name every wrong field.
    pub fn from_json(text: &str) -> Result<Self, Vec<FieldError>> {
        Self::read(&json::parse(text).map_err(|error| vec![error.into()])?)
    }

    /// The same from a JSON value.
    pub fn read(value: &Value) -> Result<Self, Vec<FieldError>> {
        Self::unchecked(value).and_then(|experiment| checked(experiment, Self::validate))
    }

    /// Reads an experiment without validating it.
    pub fn unchecked(value: &Value) -> Result<Self, Vec<FieldError>> {
        read_partial(value, |partial: Partial| Ok(partial.complete()))
    }

    /// The network with the shapes of its inputs filled in from the data.
    pub fn network_on_data(&self) -> NetworkConfig {
        let schema = self.data.schema();
        let mut network = self.network.clone();
        let wiring = Wiring::of(&network, &schema);
        let inputs = network.layers.iter_mut().filter_map(|layer| match &mut layer.kind {
            LayerKind::Input(input) => Some(input),
            _ => None,
        });
        for (input, &index) in inputs.zip(&wiring.inputs) {
            let given = &schema.inputs[index];
            input.shape.get_or_insert_with(|| given.shape.clone());
            if given.vocabulary().is_some() {
                input.dtype.get_or_insert_with(|| "int32".into());
            }
        }
        network
    }

    /// The seed of the data.
    pub fn data_seed(&self) -> u64 {
        self.seeds.data.unwrap_or(self.seed).into()
    }

    /// The seed of the initial weights.
    pub fn weights_seed(&self) -> u64 {
        self.seeds.weights.unwrap_or(self.seed).into()
    }

    /// The seed of the order of the examples, and of dropout and noise.
    pub fn order_seed(&self) -> u64 {
        self.seeds.order.unwrap_or(self.seed).into()
    }

    /// The parts of the data that the network's inputs and outputs are for.
    pub fn wiring(&self) -> Wiring {
        Wiring::of(&self.network, &self.data.schema())
    }
}
