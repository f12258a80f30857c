//! The one truth: data, network, losses, optimizer, training and seed of an experiment.
//! The page edits it, the link and the saved file carry it, the trainer carries it out.

mod advice;
mod least;
mod outline;
mod training;
mod usual;
mod validate;
mod wiring;

pub use advice::{Advice, InputAdvice, TargetAdvice};
pub use outline::Outline;
pub use training::{BatchSize, EarlyStopping, TrainingConfig};
pub use wiring::Wiring;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::data::DataConfig;
use crate::field_error::FieldError;
use crate::json;
use crate::nn::{LayerKind, Loss, NetworkConfig, OptimizerConfig};
use usual::{default_network, default_optimizer};

/// Everything one can set about a run. Names are Keras's. Whatever is missing when one is read takes its
/// default; a missing network or loss takes what the data ask for.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Experiment {
    pub data: DataConfig,
    pub network: NetworkConfig,
    /// Loss of each output, by layer name.
    pub losses: BTreeMap<String, Loss>,
    /// Weight of each output's loss in the total; 1 where missing.
    pub loss_weights: BTreeMap<String, f64>,
    pub optimizer: OptimizerConfig,
    pub training: TrainingConfig,
    /// The same seed gives the same data, weights and order of examples on every machine.
    pub seed: u32,
}

/// The config as it is written: what follows the data may be left out.
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
}

impl Default for Experiment {
    fn default() -> Self {
        Partial::default().complete()
    }
}

impl Partial {
    fn complete(self) -> Experiment {
        let follows_data = self.network.is_none();
        let mut experiment = Experiment {
            data: self.data,
            network: self.network.unwrap_or_else(default_network),
            losses: BTreeMap::new(),
            loss_weights: self.loss_weights,
            optimizer: self.optimizer.unwrap_or_else(default_optimizer),
            training: self.training,
            seed: self.seed.unwrap_or(1),
        };
        if follows_data {
            experiment.follow_data();
        }
        experiment.losses = self.losses.unwrap_or_else(|| experiment.advised_losses());
        experiment
    }
}

impl Experiment {
    /// Reads an experiment, complete or partial, and checks it. Errors name every field that is wrong.
    pub fn from_json(text: &str) -> Result<Self, Vec<FieldError>> {
        Self::read(&json::parse(text).map_err(|error| vec![error.into()])?)
    }

    /// The same from a JSON value.
    pub fn read(value: &Value) -> Result<Self, Vec<FieldError>> {
        let experiment = Self::unchecked(value)?;
        let errors = experiment.validate();
        if errors.is_empty() { Ok(experiment) } else { Err(errors) }
    }

    /// Reads an experiment that need not fit together yet.
    pub fn unchecked(value: &Value) -> Result<Self, Vec<FieldError>> {
        let partial: Partial = json::read_object(value).map_err(|error| vec![error.into()])?;
        let experiment = partial.complete();
        json::check_objects(value, &json!(experiment)).map_err(|error| vec![error.into()])?;
        Ok(experiment)
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

    /// Which parts of the data the network's inputs and outputs stand for.
    pub fn wiring(&self) -> Wiring {
        Wiring::of(&self.network, &self.data.schema())
    }
}
