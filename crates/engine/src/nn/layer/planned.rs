//! A layer of a compiled network.

use std::ops::Range;

/// A layer in the order of computation. Anything that can be derived from the config is not stored: for a 2-2-1 network
/// it would outweigh the weights.
#[derive(Clone, Debug)]
pub struct PlannedLayer {
    /// Its index among the layers of the config.
    pub index: usize,
    /// The layers it takes, all before this one.
    pub inputs: Box<[usize]>,
    /// Shape without the batch.
    pub shape: Box<[usize]>,
    /// Rows of its values, and of its scratch memory.
    pub rows: Range<usize>,
    pub scratch: Range<usize>,
    /// Its trainable weights among the trainable ones, and its others among the non-trainable ones.
    pub weights: Range<usize>,
    pub non_trainable: Range<usize>,
    /// Rows of its mask among all masks; empty if it has none.
    pub mask: Range<usize>,
    /// Whether it or any layer before it has weights.
    pub requires_grad: bool,
    /// Whether a later layer shares its weights: going back, that layer has written their gradients already.
    pub accumulates: bool,
}
