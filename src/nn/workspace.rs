//! The memory of one pass through a network: made once, used for every batch.

use super::lanes::padded;
use super::plan::Plan;
use crate::random::Random;

/// Whether layers behave as while training. Dropout draws from the randomness handed in.
pub enum Mode<'a> {
    Training(&'a mut Random),
    Inference,
}

/// Values, gradients and targets of a batch of up to `capacity` examples. All are [feature][lane].
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(super) stride: usize,
    pub(super) values: Vec<f32>,
    pub(super) scratch: Vec<f32>,
    pub(super) targets: Vec<f32>,
    /// Gradients by the values; empty in a space for evaluation only.
    pub(super) deltas: Vec<f32>,
    /// Gradients by the weights, in their order; empty in a space for evaluation only.
    pub(super) gradients: Vec<f32>,
    input_rows: Vec<std::ops::Range<usize>>,
    target_rows: Vec<std::ops::Range<usize>>,
    output_rows: Vec<std::ops::Range<usize>>,
    layer_rows: Vec<std::ops::Range<usize>>,
}

impl Workspace {
    pub(super) fn new(plan: &Plan, capacity: usize, trains: bool) -> Self {
        let stride = padded(capacity.max(1));
        let layer_rows: Vec<_> =
            plan.layers.iter().map(|layer| layer.row * stride..(layer.row + layer.size) * stride).collect();
        let outputs = plan.outputs.iter();
        Self {
            stride,
            values: vec![0.0; plan.rows * stride],
            scratch: vec![0.0; plan.scratch_rows * stride],
            targets: vec![0.0; plan.target_rows * stride],
            deltas: vec![0.0; if trains { plan.rows * stride } else { 0 }],
            gradients: vec![0.0; if trains { plan.weights } else { 0 }],
            input_rows: plan.inputs.iter().map(|&layer| layer_rows[layer].clone()).collect(),
            target_rows: outputs
                .clone()
                .map(|output| {
                    output.target_row * stride..(output.target_row + plan.layers[output.layer].size) * stride
                })
                .collect(),
            output_rows: outputs.map(|output| layer_rows[output.layer].clone()).collect(),
            layer_rows,
        }
    }

    /// Lanes in a row.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Values of the network's input `index`, to be filled before `forward`. Lanes beyond the examples must be finite.
    pub fn input_mut(&mut self, index: usize) -> &mut [f32] {
        &mut self.values[self.input_rows[index].clone()]
    }

    /// Targets of output `index`.
    pub fn target_mut(&mut self, index: usize) -> &mut [f32] {
        &mut self.targets[self.target_rows[index].clone()]
    }

    /// Values of output `index`.
    pub fn output(&self, index: usize) -> &[f32] {
        &self.values[self.output_rows[index].clone()]
    }

    /// Values of a layer, by its index in the order of computation.
    pub fn values(&self, layer: usize) -> &[f32] {
        &self.values[self.layer_rows[layer].clone()]
    }

    /// Gradients by the values of a layer, after `backward`.
    pub fn deltas(&self, layer: usize) -> &[f32] {
        &self.deltas[self.layer_rows[layer].clone()]
    }

    /// Gradients by the weights, in their order, after `backward`.
    pub fn gradients(&self) -> &[f32] {
        &self.gradients
    }

    /// For an optimizer that clips them in place.
    pub fn gradients_mut(&mut self) -> &mut [f32] {
        &mut self.gradients
    }
}
