//! The second half of a network: from the values of a hidden layer to the output, such as the decoder of an
//! autoencoder.

use std::collections::BTreeMap;

use crate::experiment::Experiment;
use crate::nn::layer::InputConfig;
use crate::nn::{LayerConfig, LayerKind, Mode, Network, NetworkConfig};

/// The first output for given values of `layer`. None if the output also depends on other layers, or the number of
/// values is wrong.
pub fn decode(experiment: &Experiment, network: &Network, layer: &str, values: &[f32]) -> Option<Vec<f32>> {
    let shape = network.layers().find(|view| view.name == layer).map(|view| view.shape.to_vec())?;
    if shape.iter().product::<usize>() != values.len() {
        return None;
    }
    let config = second_half(&experiment.network_on_data(), layer, shape)?;
    let output = &config.outputs[0];
    let mut losses = BTreeMap::new();
    losses.insert(output.clone(), experiment.losses.get(output)?.clone());
    let mut half = Network::compile(config, &losses, &BTreeMap::new()).ok()?;
    half.adopt(network);
    let mut space = half.evaluation_space(1);
    let stride = space.stride();
    for (row, &value) in space.input_mut(0).chunks_exact_mut(stride).zip(values) {
        row[0] = value;
    }
    half.forward(&mut space, 1, Mode::Inference);
    Some(space.output(0).chunks_exact(stride).map(|row| row[0]).collect())
}

/// The layers between `layer` and the first output, with `layer` as the input.
fn second_half(config: &NetworkConfig, layer: &str, shape: Vec<usize>) -> Option<NetworkConfig> {
    let output = config.outputs.first()?;
    let mut needed = Vec::new();
    let mut open = vec![output];
    while let Some(name) = open.pop() {
        if name == layer || needed.contains(&name) {
            continue;
        }
        needed.push(name);
        let found = config.layers.iter().find(|other| other.name == *name)?;
        // The values of another input, or weights owned by another layer, are not available.
        if found.inputs.is_empty() || found.shared_with.is_some() {
            return None;
        }
        open.extend(&found.inputs);
    }
    let mut layers: Vec<LayerConfig> =
        config.layers.iter().filter(|other| needed.contains(&&other.name)).cloned().collect();
    let kind = LayerKind::Input(InputConfig { shape: Some(shape), dtype: None });
    layers.insert(0, LayerConfig { name: layer.to_owned(), inputs: Vec::new(), shared_with: None, kind });
    Some(NetworkConfig { layers, outputs: vec![output.clone()] })
}
