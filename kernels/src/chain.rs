//! Chains of narrow dense layers, forward and backward in one go.
//!
//! A step of one is some hundred multiplications of vectors, less than what a call of each layer costs with its records
//! and its checks. It is all here, and no more than two calls, so that it is compiled for speed as a whole.

use crate::curve::Curve;
use crate::narrow::Narrow;

/// A dense layer of a chain.
#[derive(Clone, Debug)]
pub struct Link {
    pub sizes: Narrow,
    pub curve: Curve,
    /// Where the rows of its inputs begin, which its values follow.
    pub x: usize,
    /// Where its weights begin.
    pub weights: usize,
}

/// What a pass backward fills in.
pub struct Wanted<'a> {
    /// By the values, as these lie. Those of the last layer are there already.
    pub deltas: &'a mut [f32],
    /// By the weights, as these lie.
    pub gradients: &'a mut [f32],
    /// Whether those by the very first rows are asked for.
    pub to_inputs: bool,
}

/// Computes every layer's values from those it takes: rows of `stride`, of which the first `lanes` are filled.
pub fn forward(links: &[Link], weights: &[f32], values: &mut [f32], stride: usize, lanes: usize) {
    for Link { sizes, curve, x, weights: start } in links {
        let (x, y) = values[x * stride..].split_at_mut(sizes.features * stride);
        let y = &mut y[..sizes.units * stride];
        sizes.combine(&weights[*start..], x, y, stride, lanes);
        if lanes == stride {
            curve.apply_inlined(y);
        } else {
            y.chunks_exact_mut(stride).for_each(|row| curve.apply(&mut row[..lanes]));
        }
    }
}

/// Gradients from that by the last layer's values back.
pub fn backward(
    links: &[Link],
    weights: &[f32],
    values: &[f32],
    wanted: Wanted,
    stride: usize,
    lanes: usize,
) {
    for Link { sizes, curve, x: first, weights: start } in links.iter().rev() {
        let (x, y) = values[first * stride..].split_at(sizes.features * stride);
        let (x_delta, delta) = wanted.deltas[first * stride..].split_at_mut(sizes.features * stride);
        let rows = ..sizes.units * stride;
        curve.backward_inlined(&y[rows], &mut delta[rows]);
        sizes.gradients(x, &delta[rows], &mut wanted.gradients[*start..], stride, lanes);
        if *first > 0 || wanted.to_inputs {
            sizes.hand_back(&weights[*start..], &delta[rows], x_delta, stride, lanes);
        }
    }
}
