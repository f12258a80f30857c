//! Files that Descent has written: they have the network beside the graph, layer by layer.

use std::collections::BTreeMap;

use super::Imported;
use super::constant::Numbers;
use crate::experiment::Experiment;
use crate::export::Model;
use crate::export::onnx::metadata::NETWORK;
use crate::export::onnx::proto::{GraphProto, ModelProto, element};
use crate::export::onnx::{PRODUCER, graph};
use crate::nn::{Loss, Network, NetworkConfig};

/// Larger than any number in a graph that is no weight.
const FIRST: usize = 16;
/// Whole numbers up to here are exact in 32 bits.
const MOST: usize = 1 << 24;

/// The network that the file says it is of, with its weights. None where it says none, or where the graph is not exactly
/// what is written of that network: another program may have changed it.
pub fn read(file: &ModelProto) -> Option<Imported> {
    let config = file.metadata_props.iter().find(|entry| entry.key == NETWORK)?;
    let given = file.graph.as_ref().filter(|_| file.producer_name == PRODUCER)?;
    let config: NetworkConfig = serde_json::from_str(&config.value).ok()?;
    let losses = config.outputs.iter().map(|output| (output.clone(), Loss::MeanSquaredError)).collect();
    let mut network = Network::compile(config.clone(), &losses, &BTreeMap::new()).ok()?;
    if network.weights.len() >= MOST - FIRST {
        return None;
    }
    // Where the number of a weight is written, there the weight is.
    for (index, weight) in network.weights.iter_mut().enumerate() {
        *weight = (FIRST + index) as f32;
    }
    let numbered = graph_of(&network, &config, &losses);
    let mut weights = vec![None; network.weights.len()];
    for (numbers, values) in numbered.initializer.iter().zip(&given.initializer) {
        if numbers.name != values.name || numbers.data_type != element::FLOAT {
            continue;
        }
        let (Numbers::Floats(numbers), Numbers::Floats(values)) =
            (Numbers::of(numbers).ok()?, Numbers::of(values).ok()?)
        else {
            return None;
        };
        for (number, value) in numbers.into_iter().zip(values) {
            if number >= FIRST as f32 && number.is_finite() {
                *weights.get_mut(number as usize - FIRST)? = Some(value);
            }
        }
    }
    network.weights = weights.into_iter().collect::<Option<_>>()?;
    (graph_of(&network, &config, &losses) == *given).then(|| Imported::of(config, network))
}

fn graph_of(network: &Network, config: &NetworkConfig, losses: &BTreeMap<String, Loss>) -> GraphProto {
    let default = Experiment::default();
    graph(&Model {
        network,
        config: config.clone(),
        losses,
        loss_weights: &BTreeMap::new(),
        optimizer: &default.optimizer,
        training: &default.training,
        seed: 0,
        problems: Vec::new(),
        examples: [0, 0],
    })
}
