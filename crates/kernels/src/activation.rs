//! Activations whose derivative can be computed from their output, so that z need not be kept.

use crate::elementwise::{map, map_in_parts};
use crate::math::{Sigmoid, Tanh};
use crate::number::Number;
use crate::vector::{Vector, vectors, vectors_mut};

/// An activation that can overwrite its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InPlaceActivation {
    /// z
    Linear,
    /// 1 / (1 + e^-z)
    Sigmoid,
    /// Hyperbolic tangent.
    Tanh,
    /// max(0, z)
    Relu,
}

impl InPlaceActivation {
    /// Activates numbers in place; their count must be a multiple of [`LANES`](crate::vector::LANES).
    #[inline(never)]
    pub fn apply(self, z: &mut [f32]) {
        self.apply_inlined(z);
    }

    /// As [`Self::apply`], for rows so short that a call would cost as much as the work.
    #[inline(always)]
    pub(crate) fn apply_inlined(self, z: &mut [f32]) {
        let zero = Vector::splat(0.0);
        match self {
            Self::Linear => {}
            Self::Sigmoid => map_in_parts::<Sigmoid<_>>(z),
            Self::Tanh => map_in_parts::<Tanh<_>>(z),
            Self::Relu => map(z, |z| z.pmax(zero)),
        }
    }

    /// Turns the gradient with respect to the activations `a` into the gradient with respect to z, in place.
    #[inline(never)]
    pub fn backward(self, a: &[f32], grad: &mut [f32]) {
        self.backward_inlined(a, grad);
    }

    #[inline(always)]
    pub(crate) fn backward_inlined(self, a: &[f32], grad: &mut [f32]) {
        let (zero, one) = (Vector::splat(0.0), Vector::splat(1.0));
        let each = vectors_mut(grad).zip(vectors(a));
        match self {
            Self::Linear => {}
            Self::Sigmoid => each.for_each(|(grad, a)| *grad *= a * (one - a)),
            Self::Tanh => each.for_each(|(grad, a)| *grad *= one - a * a),
            Self::Relu => each.for_each(|(grad, a)| *grad = a.gt(zero).select(*grad, zero)),
        }
    }
}
