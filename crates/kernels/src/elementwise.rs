//! Operations on whole rows of numbers, one or two vectors at a time.

use std::hint::black_box;
use std::mem::MaybeUninit;

use crate::number::{InParts, Number};
use crate::pair::Pair;
use crate::vector::{LANES, Vector, vectors, vectors_mut};

/// Applies a function in place, [`LANES`] numbers at a time. The length must be a multiple of [`LANES`].
#[inline(always)]
pub fn map(values: &mut [f32], f: impl Fn(Vector) -> Vector) {
    // Two vectors per iteration halve the cost of the loop itself.
    let mut pairs = values.chunks_exact_mut(2 * LANES);
    for pair in &mut pairs {
        let (first, second) = (pair.as_mut_ptr(), pair[LANES..].as_mut_ptr());
        // SAFETY: a chunk holds two vectors.
        unsafe {
            let (a, b) = (Vector::read(first), Vector::read(second));
            f(a).write(first);
            f(b).write(second);
        }
    }
    for four in pairs.into_remainder().chunks_exact_mut(LANES) {
        // SAFETY: a chunk holds one vector.
        unsafe { f(Vector::read(four.as_ptr())).write(four.as_mut_ptr()) };
    }
}

/// Applies a formula in two parts in place. The length must be a multiple of [`LANES`].
pub fn map_in_parts<F: InParts<Pair>>(values: &mut [f32]) {
    const BLOCK: usize = 16;
    let formula = F::new(black_box);
    let mut between = [[MaybeUninit::<Pair>::uninit(); 2]; BLOCK];
    let whole = values.len() / (2 * LANES);
    let (pairs, rest) = values.split_at_mut(whole * 2 * LANES);
    for start in (0..whole).step_by(BLOCK) {
        let block = &mut between[..BLOCK.min(whole - start)];
        // SAFETY: the pointers are to whole pairs in `values`, and the second part reads only what the first has written.
        unsafe {
            let numbers = pairs.as_mut_ptr().add(start * 2 * LANES);
            for (index, [a, b]) in block.iter_mut().enumerate() {
                let (first_a, first_b) = formula.first(Pair::read(numbers.add(index * 2 * LANES)));
                a.write(first_a);
                b.write(first_b);
            }
            for (index, [a, b]) in block.iter().enumerate() {
                let place = numbers.add(index * 2 * LANES);
                formula.second(Pair::read(place), a.assume_init(), b.assume_init()).write(place);
            }
        }
    }
    for four in vectors_mut(rest) {
        *four = formula.apply(Pair::from_one(*four)).first();
    }
}

/// Sets all numbers to 0. LLVM turns a plain fill into `memory.fill`, a call that costs more than a small layer does;
/// `black_box` prevents that.
#[inline]
pub fn clear(values: &mut [f32]) {
    let zero = black_box(0.0);
    values.iter_mut().for_each(|value| *value = zero);
}

/// Copies as many numbers as both slices hold, avoiding `memory.copy` for the same reason.
#[inline]
pub fn copy(to: &mut [f32], from: &[f32]) {
    let mut fours = to.chunks_exact_mut(LANES);
    for (to, from) in (&mut fours).zip(from.chunks_exact(LANES)) {
        // SAFETY: a chunk holds one vector.
        unsafe { Vector::read(from.as_ptr()).write(to.as_mut_ptr()) };
    }
    let whole = from.len() / LANES * LANES;
    fours.into_remainder().iter_mut().zip(&from[whole..]).for_each(|(to, from)| *to = *from);
}

/// From each row of `count` numbers, copies those at `indices` to the start of a row of `stride` numbers and pads it with
/// zeros. Panics if an index is out of range.
pub fn gather(from: &[f32], count: usize, indices: &[usize], into: &mut [f32], stride: usize) {
    for (from, into) in from.chunks_exact(count).zip(into.chunks_exact_mut(stride)) {
        let (taken, rest) = into.split_at_mut(indices.len());
        for (number, &index) in taken.iter_mut().zip(indices) {
            *number = from[index];
        }
        clear(rest);
    }
}

/// to += numbers
pub fn add(to: &mut [f32], numbers: &[f32]) {
    vectors_mut(to).zip(vectors(numbers)).for_each(|(to, number)| *to += number);
}

/// to += factor * numbers. The length need not be a multiple of [`LANES`].
pub fn add_scaled(to: &mut [f32], factor: f32, numbers: &[f32]) {
    let factors = Vector::splat(factor);
    vectors_mut(to).zip(vectors(numbers)).for_each(|(to, number)| *to += factors * number);
    let whole = to.len() / LANES * LANES;
    to[whole..].iter_mut().zip(&numbers[whole..]).for_each(|(to, number)| *to += factor * number);
}

/// to += a * b
pub fn add_product(to: &mut [f32], a: &[f32], b: &[f32]) {
    vectors_mut(to).zip(vectors(a)).zip(vectors(b)).for_each(|((to, a), b)| *to += a * b);
}

/// to = a * b
pub fn multiply(to: &mut [f32], a: &[f32], b: &[f32]) {
    vectors_mut(to).zip(vectors(a)).zip(vectors(b)).for_each(|((to, a), b)| *to = a * b);
}

/// to *= factors
pub fn multiply_by(to: &mut [f32], factors: &[f32]) {
    vectors_mut(to).zip(vectors(factors)).for_each(|(to, factor)| *to *= factor);
}

/// to *= factor
pub fn scale(to: &mut [f32], factor: f32) {
    let factor = Vector::splat(factor);
    vectors_mut(to).for_each(|to| *to *= factor);
}

/// Updates weights in place from their gradients and from an optimizer's slots, such as a velocity per weight. There are
/// as many gradients as weights; the slots are padded to whole vectors.
macro_rules! update {
    ($name:ident $(, $slot:ident)*) => {
        #[inline(always)]
        pub fn $name(
            weights: &mut [f32],
            gradients: &[f32],
            $($slot: &mut [f32],)*
            f: impl Fn(&mut Vector, Vector, $(update!(vector $slot)),*),
        ) {
            $(let mut $slot = vectors_mut($slot);)*
            let (mut last_weights, last_gradients) = (remainder(weights), remainder(gradients));
            for (weights, gradients) in [(&mut *weights, gradients), (&mut last_weights[..], &last_gradients[..])] {
                for (weight, gradient) in vectors_mut(weights).zip(vectors(gradients)) {
                    $(let Some(vector) = $slot.next() else { break };
                    let $slot = vector;)*
                    f(weight, gradient, $($slot),*);
                }
            }
            write_remainder(&last_weights, weights);
        }
    };
    (vector $slot:ident) => { &mut Vector };
}

update!(update);
update!(update_with, a);
update!(update_with_two, a, b);
update!(update_with_three, a, b, c);

/// The numbers after the last whole vector, padded with zeros.
#[inline(never)]
fn remainder(numbers: &[f32]) -> [f32; LANES] {
    let left = &numbers[numbers.len() / LANES * LANES..];
    std::array::from_fn(|lane| left.get(lane).copied().unwrap_or(0.0))
}

#[inline(never)]
fn write_remainder(remainder: &[f32; LANES], numbers: &mut [f32]) {
    let whole = numbers.len() / LANES * LANES;
    numbers[whole..].iter_mut().zip(remainder).for_each(|(to, from)| *to = *from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_is_updated_however_many_there_are() {
        for count in 0..=9_usize {
            let mut weights: Vec<f32> = (0..count).map(|at| at as f32).collect();
            let gradients: Vec<f32> = (0..count).map(|at| 10.0 + at as f32).collect();
            let mut momenta = vec![1.0; count.next_multiple_of(LANES)];
            update_with(&mut weights, &gradients, &mut momenta, |w, g, m| {
                *m += g;
                *w -= *m;
            });
            let want: Vec<f32> = (0..count).map(|at| at as f32 - (11.0 + at as f32)).collect();
            assert_eq!(weights, want, "{count}");
            assert!(momenta.iter().zip(&gradients).all(|(m, g)| *m == 1.0 + g), "{count}");
        }
    }

    #[test]
    fn rows_are_added_multiplied_and_scaled_element_by_element() {
        let (a, b) = ([1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0]);
        let mut to = [0.0; 4];
        multiply(&mut to, &a, &b);
        add(&mut to, &a);
        add_scaled(&mut to, 0.5, &b);
        add_product(&mut to, &a, &a);
        multiply_by(&mut to, &a);
        scale(&mut to, 2.0);
        assert_eq!(to, a.map(|x| 2.0 * x * (10.0 * x * x + x + 5.0 * x + x * x)));
        let mut more = [1.0; 6];
        add_scaled(&mut more, -2.0, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(more, [-1.0, -3.0, -5.0, -7.0, -9.0, -11.0]);
    }
}
