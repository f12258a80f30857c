//! What is done to whole rows of numbers, a vector or two at a time.

use super::number::InParts;
use super::vector::{LANES, Pair, Vector};

/// Changes numbers in place, [`LANES`] at a time; their count must be a multiple of it.
#[inline(always)]
pub fn map(values: &mut [f32], f: impl Fn(Vector) -> Vector) {
    // Two vectors a turn, so that the turn itself costs half.
    let mut pairs = values.chunks_exact_mut(2 * LANES);
    for pair in &mut pairs {
        let (first, second) = (pair.as_mut_ptr(), pair[LANES..].as_mut_ptr());
        // SAFETY: a chunk is as long as two vectors.
        unsafe {
            let (a, b) = (Vector::read(first), Vector::read(second));
            f(a).write(first);
            f(b).write(second);
        }
    }
    for four in pairs.into_remainder().chunks_exact_mut(LANES) {
        // SAFETY: a chunk is as long as a vector.
        unsafe { f(Vector::read(four.as_ptr())).write(four.as_mut_ptr()) };
    }
}

/// Puts numbers in place through a formula; their count must be a multiple of [`LANES`].
pub fn map_in_parts<F: InParts>(values: &mut [f32]) {
    const BLOCK: usize = 16;
    let mut between = [[std::mem::MaybeUninit::<Pair>::uninit(); 2]; BLOCK];
    let whole = values.len() / (2 * LANES);
    let (pairs, rest) = values.split_at_mut(whole * 2 * LANES);
    for start in (0..whole).step_by(BLOCK) {
        let block = &mut between[..BLOCK.min(whole - start)];
        // SAFETY: the pointers are of whole pairs of `values`; the second part reads what the first has written.
        unsafe {
            let numbers = pairs.as_mut_ptr().add(start * 2 * LANES);
            for (index, [a, b]) in block.iter_mut().enumerate() {
                let (first_a, first_b) = F::first(Pair::read(numbers.add(index * 2 * LANES)));
                a.write(first_a);
                b.write(first_b);
            }
            for (index, [a, b]) in block.iter().enumerate() {
                let place = numbers.add(index * 2 * LANES);
                F::second(Pair::read(place), a.assume_init(), b.assume_init()).write(place);
            }
        }
    }
    map(rest, F::of);
}

/// Sets all numbers to 0. The compiler would call the host for it, which costs more than a small layer.
#[inline]
pub fn clear(values: &mut [f32]) {
    let zero = std::hint::black_box(0.0);
    values.iter_mut().for_each(|value| *value = zero);
}

/// Copies as many numbers as both have, for the same reason.
#[inline]
pub fn copy(from: &[f32], to: &mut [f32]) {
    let mut fours = to.chunks_exact_mut(LANES);
    for (to, from) in (&mut fours).zip(from.chunks_exact(LANES)) {
        // SAFETY: chunks are as long as a vector.
        unsafe { Vector::read(from.as_ptr()).write(to.as_mut_ptr()) };
    }
    let whole = from.len() / LANES * LANES;
    fours.into_remainder().iter_mut().zip(&from[whole..]).for_each(|(to, from)| *to = *from);
}

/// Puts the numbers at `indices` of each row of `count` into the first places of a row of `stride`, and zeros into the
/// others. Panics where an index is `count` or more.
pub fn gather(from: &[f32], count: usize, indices: &[usize], into: &mut [f32], stride: usize) {
    for (from, into) in from.chunks_exact(count).zip(into.chunks_exact_mut(stride)) {
        let (taken, rest) = into.split_at_mut(indices.len());
        for (number, &index) in taken.iter_mut().zip(indices) {
            *number = from[index];
        }
        clear(rest);
    }
}

/// Changes numbers in place with a second row of numbers beside the first, as [`map`] does.
#[inline(always)]
pub fn map_with(values: &mut [f32], others: &[f32], f: impl Fn(Vector, Vector) -> Vector) {
    for (four, other) in values.chunks_exact_mut(LANES).zip(others.chunks_exact(LANES)) {
        // SAFETY: chunks are as long as a vector.
        unsafe { f(Vector::read(four.as_ptr()), Vector::read(other.as_ptr())).write(four.as_mut_ptr()) };
    }
}

/// Changes numbers in place with two further rows of numbers beside the first, as [`map`] does.
#[inline(always)]
pub fn map_with_two(values: &mut [f32], a: &[f32], b: &[f32], f: impl Fn(Vector, Vector, Vector) -> Vector) {
    let others = a.chunks_exact(LANES).zip(b.chunks_exact(LANES));
    for (four, (a, b)) in values.chunks_exact_mut(LANES).zip(others) {
        // SAFETY: chunks are as long as a vector.
        unsafe {
            let (a, b) = (Vector::read(a.as_ptr()), Vector::read(b.as_ptr()));
            f(Vector::read(four.as_ptr()), a, b).write(four.as_mut_ptr());
        }
    }
}
