//! The order of anything that compares, by one function: each kind of thing that sorts itself is another copy of the
//! standard library's sort in what visitors of the page load. Collecting into a map sorts too, so maps are filled one
//! by one.

use std::cmp::Ordering;

/// The indices from 0 to `count` from the least to the greatest; those that are equal stay as they are.
pub fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..count).collect();
    indices.sort_by(|&a, &b| compare(a, b));
    indices
}
