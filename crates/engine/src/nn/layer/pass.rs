//! The arguments of a layer's forward and backward pass. Buffers are `[feature][lane]` with rows of `stride` numbers.

use std::ops::Range;

use super::planned::PlannedLayer;
use crate::random::Random;

/// A layer's place in the network, and how much of each row is in use.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// All layers, and the indices of those that this one takes.
    pub layers: &'a [PlannedLayer],
    pub inputs: &'a [usize],
    /// Rows of its output's mask among all masks; empty if it has none.
    pub mask: &'a Range<usize>,
    /// Shape of the output without the batch.
    pub shape: &'a [usize],
    pub stride: usize,
    /// Lanes to compute: the examples, padded to whole vectors.
    pub lanes: usize,
    pub examples: usize,
}

impl Site<'_> {
    fn source(&self, index: usize) -> &PlannedLayer {
        &self.layers[self.inputs[index]]
    }

    fn range(&self, index: usize) -> Range<usize> {
        let rows = &self.source(index).rows;
        rows.start * self.stride..rows.end * self.stride
    }

    /// Values of an input, `[feature][lane]`, out of those of all layers before this one.
    pub fn input<'a>(&self, before: &'a [f32], index: usize) -> &'a [f32] {
        &before[self.range(index)]
    }

    /// Rows of an input's mask; none if it has no mask.
    pub fn input_mask(&self, index: usize) -> Option<Range<usize>> {
        Some(self.source(index).mask.clone()).filter(|rows| !rows.is_empty())
    }

    /// The mask of the first input, `[place][lane]`; none if it has no mask.
    pub fn mask<'a>(&self, masks: &'a [f32]) -> Option<&'a [f32]> {
        self.input_mask(0).map(|rows| &masks[rows.start * self.stride..rows.end * self.stride])
    }

    pub fn has_masked_input(&self) -> bool {
        (0..self.inputs.len()).any(|index| self.input_mask(index).is_some())
    }

    /// Whether an input of the output's shape is unmasked at value `at` of its `[feature][lane]`.
    pub fn counts(&self, masks: &[f32], index: usize, at: usize) -> bool {
        let place = at / self.stride / self.features();
        let lane = at % self.stride;
        self.input_mask(index).is_none_or(|rows| masks[(rows.start + place) * self.stride + lane] > 0.0)
    }

    pub fn counts_nowhere(&self, masks: &[f32], at: usize) -> bool {
        (0..self.inputs.len()).all(|index| !self.counts(masks, index, at))
    }

    /// Shape of an input.
    pub fn input_shape(&self, index: usize) -> &[usize] {
        &self.source(index).shape
    }

    /// The last axis of the first input: channels or features.
    pub fn features(&self) -> usize {
        self.input_shape(0).last().copied().unwrap_or(1)
    }
}

pub struct Forward<'a> {
    pub site: Site<'a>,
    pub weights: &'a [f32],
    /// Weights that are not trained, such as moving averages, as of the last step.
    pub non_trainable: &'a [f32],
    /// The same for the next step, to be updated in training; empty in inference.
    pub new_non_trainable: &'a mut [f32],
    /// Values of all layers before this one.
    pub before: &'a [f32],
    pub output: &'a mut [f32],
    /// The masks of all layers, `[place][lane]`.
    pub masks: &'a mut [f32],
    /// The layer's own memory, kept from forward to backward.
    pub scratch: &'a mut [f32],
    /// Memory for this pass only, uninitialised.
    pub temporary: &'a mut [f32],
    /// Randomness for training; none in inference.
    pub training: Option<&'a mut Random>,
}

/// Gradients with respect to the values of all layers before this one, to be added to.
pub struct InputGradients<'a> {
    pub values: &'a mut [f32],
    /// Whether the gradients with respect to the network's inputs are needed too.
    pub includes_inputs: bool,
}

impl InputGradients<'_> {
    /// The gradient with respect to an input, `[feature][lane]`, to be added to; none if it is not needed.
    pub fn of(&mut self, site: &Site, index: usize) -> Option<&mut [f32]> {
        let is_needed = self.includes_inputs || site.source(index).requires_grad;
        is_needed.then(|| &mut self.values[site.range(index)])
    }
}

pub struct Backward<'a> {
    pub site: Site<'a>,
    pub weights: &'a [f32],
    /// Values of all layers before this one.
    pub before: &'a [f32],
    pub output: &'a [f32],
    /// The masks of all layers, `[place][lane]`.
    pub masks: &'a [f32],
    pub scratch: &'a mut [f32],
    pub temporary: &'a mut [f32],
    /// Gradient with respect to the output. The layer may overwrite it.
    pub grad_output: &'a mut [f32],
    /// Whether it is with respect to the logits instead, as some losses provide it.
    pub grad_is_wrt_logits: bool,
    pub grad_inputs: InputGradients<'a>,
    /// Gradient with respect to the weights.
    pub grad_weights: &'a mut [f32],
    /// Whether another layer has written `grad_weights` already and this one adds to it. If not, it is uninitialised.
    pub accumulates: bool,
}
