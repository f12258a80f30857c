//! Cutting buffers into parts.

use std::ops::Range;

/// Parts of these sizes, one after the other.
pub fn cut<const PARTS: usize>(mut buffer: &[f32], sizes: [usize; PARTS]) -> [&[f32]; PARTS] {
    sizes.map(|size| {
        let (part, rest) = buffer.split_at(size);
        buffer = rest;
        part
    })
}

/// As [`cut`], for changes in place.
pub fn cut_mut<const PARTS: usize>(mut buffer: &mut [f32], sizes: [usize; PARTS]) -> [&mut [f32]; PARTS] {
    sizes.map(|size| {
        let (part, rest) = std::mem::take(&mut buffer).split_at_mut(size);
        buffer = rest;
        part
    })
}

/// A buffer in equal parts: `let [update, reset, candidate] = blocks(gates)`.
pub fn blocks<const PARTS: usize>(buffer: &[f32]) -> [&[f32]; PARTS] {
    cut(buffer, [buffer.len() / PARTS; PARTS])
}

/// As [`blocks`], for changes in place.
pub fn blocks_mut<const PARTS: usize>(buffer: &mut [f32]) -> [&mut [f32]; PARTS] {
    let size = buffer.len() / PARTS;
    cut_mut(buffer, [size; PARTS])
}

/// The range of one of many parts of the same size.
pub fn at(part: usize, size: usize) -> Range<usize> {
    part * size..(part + 1) * size
}
