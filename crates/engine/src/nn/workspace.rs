//! The memory of one pass through a network: made once, used for every batch.

use std::ops::Range;
use std::rc::Rc;

use kernels::vector::padded;

use super::plan::Plan;
use crate::random::Random;

/// Whether layers behave as in training. Dropout draws from the given source of randomness.
pub enum Mode<'a> {
    Training(&'a mut Random),
    Inference,
}

/// Values, gradients and targets of a batch of up to `capacity` examples, all `[feature][lane]`.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(super) stride: usize,
    pub(super) values: Vec<f32>,
    pub(super) scratch: Vec<f32>,
    pub(super) temporary: Vec<f32>,
    pub(super) masks: Vec<f32>,
    pub(super) targets: Vec<f32>,
    /// Gradients with respect to the values; empty if the workspace is for inference only.
    pub(super) value_gradients: Vec<f32>,
    /// Gradients with respect to the weights, in their order; empty if the workspace is for inference only.
    pub(super) gradients: Vec<f32>,
    /// Non-trainable weights after the batch; empty if the workspace is for inference only.
    pub(super) non_trainable: Vec<f32>,
    /// Whether `backward` also computes the gradients with respect to the network's inputs.
    pub(super) input_gradients: bool,
    plan: Rc<Plan>,
}

impl Workspace {
    pub(super) fn new(plan: &Rc<Plan>, capacity: usize, trains: bool) -> Self {
        let stride = padded(capacity.max(1));
        let if_training = |count: usize| vec![0.0; if trains { count } else { 0 }];
        Self {
            stride,
            values: vec![0.0; plan.rows * stride],
            scratch: vec![0.0; plan.scratch_rows * stride],
            temporary: vec![0.0; plan.temporary_rows * stride],
            masks: vec![0.0; plan.mask_rows * stride],
            targets: vec![0.0; plan.target_rows * stride],
            value_gradients: if_training(plan.rows * stride),
            gradients: if_training(plan.weights),
            non_trainable: if_training(plan.non_trainable),
            input_gradients: false,
            plan: plan.clone(),
        }
    }

    /// The range of a layer's values.
    fn range(&self, layer: usize) -> Range<usize> {
        scaled(&self.plan.layers[layer].rows, self.stride)
    }

    /// Makes `backward` compute the gradients with respect to the network's inputs too, as attribution needs them.
    pub fn enable_input_gradients(&mut self) {
        self.input_gradients = true;
    }

    /// Size of the buffers in bytes.
    pub fn bytes(&self) -> usize {
        let buffers = [
            &self.values,
            &self.scratch,
            &self.temporary,
            &self.masks,
            &self.targets,
            &self.value_gradients,
            &self.gradients,
            &self.non_trainable,
        ];
        buffers.iter().map(|buffer| size_of_val(&buffer[..])).sum()
    }

    /// Length of a row: the capacity, padded to whole vectors.
    pub fn stride(&self) -> usize {
        self.stride
    }

    /// Values of the network's input `index`, to be filled before `forward`. The lanes of the padding must be finite.
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

    /// Gradients with respect to a layer's values, after `backward`.
    pub fn value_gradients(&self, layer: usize) -> &[f32] {
        &self.value_gradients[self.range(layer)]
    }

    /// Gradients with respect to the weights, in their order, after `backward`.
    pub fn gradients(&self) -> &[f32] {
        &self.gradients
    }

    /// The same, for an optimizer that clips them in place.
    pub fn gradients_mut(&mut self) -> &mut [f32] {
        &mut self.gradients
    }
}

/// Turns a range of rows into a range of numbers.
pub(super) fn scaled(rows: &Range<usize>, stride: usize) -> Range<usize> {
    rows.start * stride..rows.end * stride
}
