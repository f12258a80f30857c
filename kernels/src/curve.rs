//! Activations whose derivative can be told from their value.

use crate::math::{Sigmoid, Tanh};
use crate::number::Number;
use crate::rows::{map, map_in_parts};
use crate::vector::{Vector, vectors, vectors_mut};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// z
    Linear,
    /// 1 / (1 + e^-z)
    Sigmoid,
    /// Hyperbolic tangent.
    Tanh,
    /// max(0, z)
    Relu,
}

impl Curve {
    /// Activates numbers in place; their count must be a multiple of [`LANES`](crate::vector::LANES).
    #[inline(never)]
    pub fn apply(self, z: &mut [f32]) {
        self.apply_inlined(z);
    }

    /// The same, for where a call would cost as much as the few numbers.
    #[inline(always)]
    pub(crate) fn apply_inlined(self, z: &mut [f32]) {
        let zero = Vector::of(0.0);
        match self {
            Self::Linear => {}
            Self::Sigmoid => map_in_parts::<Sigmoid<_>>(z),
            Self::Tanh => map_in_parts::<Tanh<_>>(z),
            Self::Relu => map(z, |z| z.at_least(zero)),
        }
    }

    /// Turns the gradient by the values `a` into the gradient by z, in place.
    #[inline(never)]
    pub fn backward(self, a: &[f32], delta: &mut [f32]) {
        self.backward_inlined(a, delta);
    }

    #[inline(always)]
    pub(crate) fn backward_inlined(self, a: &[f32], delta: &mut [f32]) {
        let (zero, one) = (Vector::of(0.0), Vector::of(1.0));
        let each = vectors_mut(delta).zip(vectors(a));
        match self {
            Self::Linear => {}
            Self::Sigmoid => each.for_each(|(delta, a)| *delta *= a * (one - a)),
            Self::Tanh => each.for_each(|(delta, a)| *delta *= one - a * a),
            Self::Relu => each.for_each(|(delta, a)| *delta = a.above(zero).pick(*delta, zero)),
        }
    }
}
