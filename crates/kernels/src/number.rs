//! The type formulas are written for: one number, or several at once.

use std::ops::{Add, Div, Mul, Sub};

/// An `f32` or a [`Vector`](crate::vector::Vector). A formula written for both gives the same bits in every lane as for
/// one number.
pub trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// The same number in every lane.
    fn splat(value: f32) -> Self;
    fn abs(self) -> Self;
    /// `other` where it is smaller, else `self`: WebAssembly's pseudo-minimum. Unlike `f32::min` it keeps a NaN in `self`.
    fn pmin(self, other: Self) -> Self;
    /// `other` where it is larger, else `self`: WebAssembly's pseudo-maximum. Unlike `f32::max` it keeps a NaN in `self`.
    fn pmax(self, other: Self) -> Self;
    /// The number with the sign of another. It must not be negative unless the other is.
    fn copysign(self, sign: Self) -> Self;
    /// 2^n, where `self` is [`ROUND`] + n with n in [-126, 127] and `one` is 1.
    fn power_of_two(self, one: Self) -> Self;
    /// 2^n as two factors, where `self` is [`ROUND`] + n with n in [-252, 254].
    fn powers_of_two(self) -> (Self, Self);
}

/// Adding and then subtracting this rounds an f32 of modest size to an integer. In between, the last bits are that integer.
pub const ROUND: f32 = 12_582_912.0;

pub const ROUND_BITS: i32 = ROUND.to_bits() as i32;
pub const ONE_BITS: i32 = 1.0_f32.to_bits() as i32;
pub const MANTISSA: u32 = f32::MANTISSA_DIGITS - 1;

impl Number for f32 {
    #[inline(always)]
    fn splat(value: f32) -> Self {
        value
    }

    #[inline(always)]
    fn abs(self) -> Self {
        f32::abs(self)
    }

    #[inline(always)]
    fn pmin(self, other: Self) -> Self {
        if other < self { other } else { self }
    }

    #[inline(always)]
    fn pmax(self, other: Self) -> Self {
        if self < other { other } else { self }
    }

    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        f32::copysign(self, sign)
    }

    #[inline(always)]
    fn power_of_two(self, one: Self) -> Self {
        f32::from_bits((self.to_bits() << MANTISSA).wrapping_add(one.to_bits()))
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let power = (self.to_bits() as i32).wrapping_sub(ROUND_BITS);
        let half = power >> 1;
        let factor = |power: i32| f32::from_bits((power << MANTISSA).wrapping_add(ONE_BITS) as u32);
        (factor(half), factor(power.wrapping_sub(half)))
    }
}

/// A long formula cut into two parts. A processor only looks so many operations ahead, so half a formula lets it work on
/// twice as many independent numbers. Each part therefore goes over a whole block before the next one starts.
pub trait InParts<N: Copy>: Sized {
    /// Makes the formula's constants, passing each through `black_box`. V8 rebuilds a constant that it can see for every
    /// vector of a loop, but keeps a value it knows nothing about in a register.
    fn new(black_box: impl Fn(f32) -> f32) -> Self;
    fn first(&self, x: N) -> (N, N);
    fn second(&self, x: N, a: N, b: N) -> N;

    #[inline(always)]
    fn apply(&self, x: N) -> N {
        let (a, b) = self.first(x);
        self.second(x, a, b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_keep_nan_and_powers_are_exact() {
        assert_eq!(3.0_f32.pmin(2.0), 2.0);
        assert_eq!(1.0_f32.pmax(2.0), 2.0);
        assert!(f32::NAN.pmin(2.0).is_nan() && f32::NAN.pmax(2.0).is_nan());
        for power in [-126, -3, 0, 5, 127] {
            let factor = (ROUND + power as f32).power_of_two(1.0);
            assert_eq!(f64::from(factor), libm::exp2(f64::from(power)));
        }
        for power in [-149, -126, -1, 0, 127] {
            let (a, b) = (ROUND + power as f32).powers_of_two();
            assert_eq!(f64::from(a) * f64::from(b), libm::exp2(f64::from(power)));
        }
    }
}
