//! The memory of one pass through a network: made once, used for every batch.

use std::ops::Range;
use std::rc::Rc;

use kernels::vector::padded;

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
    pub(super) temporary: Vec<f32>,
    pub(super) masks: Vec<f32>,
    pub(super) targets: Vec<f32>,
    /// Gradients by the values; empty in a space for evaluation only.
    pub(super) deltas: Vec<f32>,
    /// Gradients by the weights, in their order; empty in a space for evaluation only.
    pub(super) gradients: Vec<f32>,
    /// Statistics after the batch; empty in a space for evaluation only.
    pub(super) statistics: Vec<f32>,
    /// Whether `backward` goes on to the network's inputs.
    pub(super) to_inputs: bool,
    plan: Rc<Plan>,
}

impl Workspace {
    pub(super) fn new(plan: &Rc<Plan>, capacity: usize, trains: bool) -> Self {
        let stride = padded(capacity.max(1));
        let where_training = |count: usize| vec![0.0; if trains { count } else { 0 }];
        Self {
            stride,
            values: vec![0.0; plan.rows * stride],
            scratch: vec![0.0; plan.scratch_rows * stride],
            temporary: vec![0.0; plan.temporary_rows * stride],
            masks: vec![0.0; plan.mask_rows * stride],
            targets: vec![0.0; plan.target_rows * stride],
            deltas: where_training(plan.rows * stride),
            gradients: where_training(plan.weights),
            statistics: where_training(plan.statistics),
            to_inputs: false,
            plan: plan.clone(),
        }
    }

    /// Where the values of a layer lie.
    fn range(&self, layer: usize) -> Range<usize> {
        scaled(&self.plan.layers[layer].rows, self.stride)
    }

    /// Lets `backward` go on to the network's inputs, for those who ask what in them mattered.
    pub fn ask_for_input_gradients(&mut self) {
        self.to_inputs = true;
    }

    /// Memory of the buffers, in bytes.
    pub fn bytes(&self) -> usize {
        let buffers = [
            &self.values,
            &self.scratch,
            &self.temporary,
            &self.masks,
            &self.targets,
            &self.deltas,
            &self.gradients,
            &self.statistics,
        ];
        buffers.iter().map(|buffer| size_of_val(&buffer[..])).sum()
    }

    /// Lanes in a row.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Values of the network's input `index`, to be filled before `forward`. Lanes beyond the examples must be finite.
    pub fn input_mut(&mut self, index: usize) -> &mut [f32] {
        let range = self.range(self.plan.inputs[index]);
        &mut self.values[range]
    }

    /// Targets of output `index`.
    pub fn target_mut(&mut self, index: usize) -> &mut [f32] {
        let range = scaled(&self.plan.outputs[index].targets, self.stride);
        &mut self.targets[range]
    }

    /// Values of output `index`.
    pub fn output(&self, index: usize) -> &[f32] {
        &self.values[self.range(self.plan.outputs[index].layer)]
    }

    /// Values of a layer, by its index in the order of computation.
    pub fn values(&self, layer: usize) -> &[f32] {
        &self.values[self.range(layer)]
    }

    /// Gradients by the values of a layer, after `backward`.
    pub fn deltas(&self, layer: usize) -> &[f32] {
        &self.deltas[self.range(layer)]
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

/// Where the numbers of some rows lie.
pub(super) fn scaled(rows: &Range<usize>, stride: usize) -> Range<usize> {
    rows.start * stride..rows.end * stride
}
