//! The values of every layer for one example, and of some layers for many.

use crate::data::Examples;
use crate::experiment::Wiring;
use crate::nn::{Mode, Network};

const BLOCK: usize = 128;

/// Values of a layer for one example, in its shape: feature maps, hidden states, embedded words.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerValues {
    pub name: String,
    pub shape: Vec<usize>,
    pub values: Vec<f32>,
}

/// Values of every layer for one example, `[input][value]`.
pub fn activations(network: &Network, wiring: &Wiring, inputs: &[Vec<f32>]) -> Vec<LayerValues> {
    let names: Vec<&str> = network.layers().map(|layer| layer.name).collect();
    let of_each = values_of(network, wiring, &[inputs.to_vec()], &names).swap_remove(0);
    let layers = network.layers().zip(of_each).map(|(layer, values)| LayerValues {
        name: layer.name.to_owned(),
        shape: layer.shape.to_vec(),
        values,
    });
    layers.collect()
}

/// The values of the named layers for examples, `[example][input][value]` -> `[example][layer][value]`. A layer that
/// does not exist has none.
pub fn values_of(
    network: &Network,
    wiring: &Wiring,
    examples: &[Vec<Vec<f32>>],
    layers: &[&str],
) -> Vec<Vec<Vec<f32>>> {
    let mut space = network.evaluation_space(BLOCK.min(examples.len()));
    let stride = space.stride();
    let index_of = |name: &str| network.layers().position(|layer| layer.name == name);
    let wanted: Vec<Option<usize>> = layers.iter().map(|name| index_of(name)).collect();
    let mut all = Vec::with_capacity(examples.len());
    for block in examples.chunks(BLOCK) {
        for (layer, &input) in wiring.inputs.iter().enumerate() {
            let lanes = space.input_mut(layer);
            for (lane, example) in block.iter().enumerate() {
                for (row, &value) in lanes.chunks_exact_mut(stride).zip(&example[input]) {
                    row[lane] = value;
                }
            }
        }
        network.forward(&mut space, block.len(), Mode::Inference);
        for lane in 0..block.len() {
            let values = |index| space.values(index).chunks_exact(stride).map(|row| row[lane]).collect();
            all.push(wanted.iter().map(|&index| index.map_or_else(Vec::new, values)).collect());
        }
    }
    all
}

/// The values of some layers for many examples, computed in parts. It keeps a copy of the network, so that the run may
/// go on meanwhile.
#[derive(Clone, Debug)]
pub struct Passes {
    network: Network,
    wiring: Wiring,
    layers: Vec<String>,
    examples: Vec<Vec<Vec<f32>>>,
    values: Vec<Vec<Vec<f32>>>,
}

impl Passes {
    /// Of `examples`, `[example][input][value]`, up to the named layers.
    pub fn new(
        network: &Network,
        wiring: &Wiring,
        layers: Vec<String>,
        examples: Vec<Vec<Vec<f32>>>,
    ) -> Self {
        let values = Vec::with_capacity(examples.len());
        Self { network: network.clone(), wiring: wiring.clone(), layers, examples, values }
    }

    /// Computes until it is complete or `out_of_time`, at least one block. Returns the values once they are complete,
    /// `[example][layer][value]`.
    pub fn advance(&mut self, mut out_of_time: impl FnMut() -> bool) -> Option<&[Vec<Vec<f32>>]> {
        let layers: Vec<&str> = self.layers.iter().map(String::as_str).collect();
        let mut left = self.examples[self.values.len()..].chunks(self.network.evaluation_block());
        while let Some(block) = left.next() {
            self.values.extend(values_of(&self.network, &self.wiring, block, &layers));
            if left.len() > 0 && out_of_time() {
                return None;
            }
        }
        Some(&self.values)
    }
}

/// The values of a layer for the first examples of a set: `count` of them, at most `most`, and at least one block
/// before the time is up.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerCodes {
    pub count: usize,
    /// [unit][example]
    pub values: Vec<f32>,
}

pub fn codes(
    network: &Network,
    wiring: &Wiring,
    examples: &Examples,
    layer: &str,
    most: usize,
    mut out_of_time: impl FnMut() -> bool,
) -> LayerCodes {
    let (end, block) = (examples.count.min(most), network.evaluation_block());
    let example = |example| (0..examples.inputs.len()).map(|input| examples.input(input, example)).collect();
    let mut of_each = Vec::with_capacity(end);
    while of_each.len() < end && (of_each.is_empty() || !out_of_time()) {
        let inputs: Vec<Vec<Vec<f32>>> =
            (of_each.len()..(of_each.len() + block).min(end)).map(example).collect();
        of_each.extend(values_of(network, wiring, &inputs, &[layer]));
    }
    let count = of_each.len();
    let units = of_each.first().map_or(0, |values| values[0].len());
    let value = |unit: usize, example: usize| of_each[example][0][unit];
    let values = (0..units).flat_map(|unit| (0..count).map(move |example| value(unit, example))).collect();
    LayerCodes { count, values }
}
