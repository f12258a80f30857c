//! Masks for padding. An embedding with `mask_zero` computes one and later layers pass it on, as in Keras.
//! A mask is `[place][lane]`, 0 where a place is padding and 1 elsewhere. Places are all axes of a shape but the last.
//! Source: <https://keras.io/guides/understanding_masking_and_padding/>

use kernels::elementwise::{clear, copy};
use kernels::number::Number;
use kernels::vector::{Vector, vectors, vectors_mut};

use super::Forward;

/// What a layer does with the masks of its inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masking {
    /// The output has no mask.
    Drops,
    /// The output has the mask of the input.
    Passes,
    /// The layer computes a mask from its input.
    Makes,
    /// A place is unmasked if it is so in any input. If an input has no mask, the output has none.
    Merges,
    /// The masks are concatenated along an axis. Inputs without a mask are unmasked everywhere.
    Concatenates { axis: usize },
}

impl Forward<'_> {
    /// The layer's own mask, to be filled by it.
    pub fn own_mask(&mut self) -> &mut [f32] {
        let (rows, stride) = (self.site.mask, self.site.stride);
        &mut self.masks[rows.start * stride..rows.end * stride]
    }

    /// Computes the mask of a layer that combines its inputs element by element, if it has its own.
    pub fn merge_masks(&mut self) {
        let site = self.site;
        let inputs: [Option<_>; 2] = [site.input_mask(0), site.input_mask(1)];
        let [Some(first), Some(_)] = inputs else { return };
        if site.mask.is_empty() || *site.mask == first {
            return;
        }
        for index in 0..site.inputs.len() {
            let Some(rows) = site.input_mask(index) else { return };
            let (before, own) = self.masks.split_at_mut(site.mask.start * site.stride);
            let own = &mut own[..site.mask.len() * site.stride];
            let from = &before[rows.start * site.stride..rows.end * site.stride];
            if index == 0 {
                copy(own, from);
            } else {
                vectors_mut(own).zip(vectors(from)).for_each(|(own, other)| *own = own.pmax(other));
            }
        }
    }
}

/// Replaces the masked numbers of each feature, `[feature][lane]`, by those of `otherwise`, or by 0.
pub fn replace_masked(mask: &[f32], numbers: &mut [f32], otherwise: Option<&[f32]>) {
    let zero = Vector::splat(0.0);
    for (feature, numbers) in numbers.chunks_exact_mut(mask.len()).enumerate() {
        let other = otherwise.map(|other| &other[feature * mask.len()..][..mask.len()]);
        match other {
            Some(other) => {
                let each = vectors_mut(numbers).zip(vectors(other)).zip(vectors(mask));
                each.for_each(|((number, other), mask)| *number = mask.gt(zero).select(*number, other));
            }
            None => {
                let each = vectors_mut(numbers).zip(vectors(mask));
                each.for_each(|(number, mask)| *number = mask.gt(zero).select(*number, zero));
            }
        }
    }
}

/// Moves the masked numbers to `kept` and leaves zeros.
pub fn set_aside_masked(mask: &[f32], numbers: &mut [f32], kept: &mut [f32]) {
    let zero = Vector::splat(0.0);
    for (numbers, kept) in numbers.chunks_exact_mut(mask.len()).zip(kept.chunks_exact_mut(mask.len())) {
        for ((number, kept), mask) in vectors_mut(numbers).zip(vectors_mut(kept)).zip(vectors(mask)) {
            let counts = mask.gt(zero);
            *kept = counts.select(zero, *number);
            *number = counts.select(*number, zero);
        }
    }
}

/// The number of unmasked places in each lane, at least 1.
pub fn count_places(mask: &[f32], stride: usize, counts: &mut [f32]) {
    clear(counts);
    for mask in mask.chunks_exact(stride) {
        vectors_mut(counts).zip(vectors(mask)).for_each(|(count, mask)| *count += mask);
    }
    let one = Vector::splat(1.0);
    vectors_mut(counts).for_each(|count| *count = count.pmax(one));
}
