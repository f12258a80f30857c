//! A network as `benches/engine/workloads.js` writes it, compiled and initialised.

use std::collections::BTreeMap;
use std::rc::Rc;

use descent::nn::{Loss, Network, NetworkConfig, Optimizer, OptimizerConfig};
use serde::{Deserialize, Deserializer};
use wasm_bindgen::JsError;

/// Weights of every workload come from this seed.
const SEED: u64 = 1;

#[derive(Deserialize)]
pub struct Model {
    #[serde(deserialize_with = "shared")]
    network: Rc<NetworkConfig>,
    loss: Loss,
    optimizer: OptimizerConfig,
    pub batch: usize,
}

fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rc<NetworkConfig>, D::Error> {
    NetworkConfig::deserialize(deserializer).map(Rc::new)
}

impl Model {
    pub fn read(text: &str) -> Result<Self, JsError> {
        serde_json::from_str(text).map_err(|error| JsError::new(&error.to_string()))
    }

    pub fn network(&self) -> Result<Network, JsError> {
        let losses: BTreeMap<_, _> =
            self.network.outputs.iter().map(|name| (name.clone(), self.loss.clone())).collect();
        let mut network = Network::compile(self.network.clone(), &losses, &BTreeMap::new())
            .map_err(|error| JsError::new(&error.to_string()))?;
        network.initialize(SEED);
        Ok(network)
    }

    pub fn optimizer(&self, network: &Network) -> Optimizer {
        Optimizer::new(&self.optimizer, network)
    }

    pub fn learning_rate(&self) -> f64 {
        self.optimizer.learning_rate
    }
}
