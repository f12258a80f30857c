//! The cases of `tests/reference`, whose README describes the format: networks, and what Keras computes with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use descent::nn::{Loss, Network, NetworkConfig, OptimizerConfig};
use descent::version::upgrade_experiment;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
pub struct Case {
    network: Value,
    pub losses: BTreeMap<String, Loss>,
    #[serde(default)]
    pub loss_weights: BTreeMap<String, f64>,
    pub optimizer: OptimizerConfig,
    /// Arrays by layer.
    pub weights: BTreeMap<String, Vec<Value>>,
    pub batches: Vec<Batch>,
    pub expected: Expected,
}

#[derive(Deserialize)]
pub struct Batch {
    pub inputs: BTreeMap<String, Value>,
    pub targets: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
pub struct Expected {
    pub outputs: BTreeMap<String, Value>,
    pub gradients: BTreeMap<String, Vec<Value>>,
    pub losses: Vec<f64>,
    pub weights: BTreeMap<String, Vec<Value>>,
    pub inference: BTreeMap<String, Value>,
}

/// The files of the cases in a folder, in the order of their names.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("a folder lists its files").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    files
}

impl Case {
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
        serde_json::from_str(&text).map_err(|error| error.to_string())
    }

    /// The network. Keras adds the subgradient of an L1 penalty, as version 1 did.
    pub fn config(&self) -> Result<NetworkConfig, String> {
        let upgraded = upgrade_experiment(json!({"network": self.network}), 1);
        let partial = upgraded.map_err(|error| error.to_string())?.partial;
        serde_json::from_value(partial["network"].clone()).map_err(|error| error.to_string())
    }

    /// The network with some of its weights.
    pub fn network(&self, weights: &BTreeMap<String, Vec<Value>>) -> Result<Network, String> {
        let network = Network::compile(self.config()?, &self.losses, &self.loss_weights);
        let mut network = network.map_err(|error| error.to_string())?;
        for (layer, arrays) in weights {
            let values: Vec<f32> = flat_all(arrays).iter().map(|&value| value as f32).collect();
            network.set_weights(layer, &values).map_err(|error| error.to_string())?;
        }
        Ok(network)
    }
}

impl Batch {
    pub fn examples(&self) -> usize {
        self.inputs.values().next().and_then(Value::as_array).map_or(0, Vec::len)
    }
}

/// The numbers of nested lists.
pub fn flat(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(items) => items.iter().flat_map(flat).collect(),
        value => vec![value.as_f64().unwrap_or(f64::NAN)],
    }
}

pub fn flat_all(arrays: &[Value]) -> Vec<f64> {
    arrays.iter().flat_map(flat).collect()
}

/// The shape of nested lists.
pub fn shape(value: &Value) -> Vec<usize> {
    match value {
        Value::Array(items) => [&[items.len()], &items.first().map_or(Vec::new(), shape)[..]].concat(),
        _ => Vec::new(),
    }
}
