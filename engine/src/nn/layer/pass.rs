//! What a layer sees of its network in one pass. Buffers are `[feature][lane]`, `stride` lanes a row.

use std::ops::Range;

use crate::nn::plan::PlannedLayer;
use crate::random::Random;

/// Where a layer stands, and how much of its rows is in use.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// All layers, and which of them this one takes.
    pub layers: &'a [PlannedLayer],
    pub inputs: &'a [usize],
    /// Rows of the mask of its output among all masks; empty where all places count.
    pub mask: &'a Range<usize>,
    /// Shape of its output without the batch.
    pub shape: &'a [usize],
    pub stride: usize,
    /// Lanes to compute: the examples, rounded up to whole vectors.
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

    /// Values of an input among those of all layers before, [feature][lane].
    pub fn input<'a>(&self, before: &'a [f32], index: usize) -> &'a [f32] {
        &before[self.range(index)]
    }

    /// Rows of an input's mask; none where all its places count.
    pub fn input_mask(&self, index: usize) -> Option<Range<usize>> {
        Some(self.source(index).mask.clone()).filter(|rows| !rows.is_empty())
    }

    /// The mask of the first input, [place][lane]; none where all its places count.
    pub fn mask<'a>(&self, masks: &'a [f32]) -> Option<&'a [f32]> {
        self.input_mask(0).map(|rows| &masks[rows.start * self.stride..rows.end * self.stride])
    }

    pub fn has_masked_input(&self) -> bool {
        (0..self.inputs.len()).any(|index| self.input_mask(index).is_some())
    }

    /// Whether an input of the output's shape counts where value `at` lies, [feature][lane].
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
    /// Numbers the layer keeps but does not train, as of the last step.
    pub statistics: &'a [f32],
    /// The same for the next step, to be changed while training; empty where nothing trains.
    pub new_statistics: &'a mut [f32],
    /// Values of all layers before this one.
    pub before: &'a [f32],
    pub output: &'a mut [f32],
    /// The masks of all layers, [place][lane].
    pub masks: &'a mut [f32],
    /// The layer's own memory from forward to backward.
    pub scratch: &'a mut [f32],
    /// Memory for this pass only; what it holds at first is anything.
    pub temporary: &'a mut [f32],
    /// Randomness for training; none in inference.
    pub training: Option<&'a mut Random>,
}

/// Gradients by the values of all layers before one, to add to.
pub struct InputDeltas<'a> {
    pub values: &'a mut [f32],
    /// The gradient by the network's inputs is asked for too.
    pub to_inputs: bool,
}

impl InputDeltas<'_> {
    /// Where to add the gradient by an input, [feature][lane]; none where nobody asks for it.
    pub fn of(&mut self, site: &Site, index: usize) -> Option<&mut [f32]> {
        let wanted = self.to_inputs || site.source(index).learns;
        wanted.then(|| &mut self.values[site.range(index)])
    }
}

pub struct Backward<'a> {
    pub site: Site<'a>,
    pub weights: &'a [f32],
    /// Values of all layers before this one.
    pub before: &'a [f32],
    pub output: &'a [f32],
    /// The masks of all layers, [place][lane].
    pub masks: &'a [f32],
    pub scratch: &'a mut [f32],
    pub temporary: &'a mut [f32],
    /// Gradient by the output; the layer may overwrite it.
    pub delta: &'a mut [f32],
    /// The loss has given the gradient by the logits already.
    pub delta_is_by_logits: bool,
    pub inputs: InputDeltas<'a>,
    /// Gradient by the weights, to add to.
    pub gradients: &'a mut [f32],
    /// No layer has added to the gradients yet, and they hold anything.
    pub begins: bool,
}
