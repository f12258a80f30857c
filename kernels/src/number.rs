//! What the formulas of the engine are written in, whether one number goes through them or several at once.

use std::ops::{Add, Div, Mul, Sub};

/// What formulas are written in: one `f32`, or a [`Vector`](crate::vector::Vector) of them with the same bits in every lane.
pub trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    fn of(value: f32) -> Self;
    fn abs(self) -> Self;
    /// The number, or `most` where that is smaller. NaN stays.
    fn at_most(self, most: f32) -> Self;
    /// The number, or `least` where that is larger. NaN stays.
    fn at_least(self, least: f32) -> Self;
    /// A number that is not negative, or has the sign of another, with the sign of that other.
    fn with_sign_of(self, other: Self) -> Self;
    /// 2^n of a number [`ROUND`] + n, for n in [-126, 127].
    fn power_of_two(self) -> Self;
    /// 2^n of a number [`ROUND`] + n in two factors, for n in [-252, 254].
    fn powers_of_two(self) -> (Self, Self);
}

/// Adding and subtracting this rounds an f32 of modest size to a whole number; in between, its last bits are that number.
pub const ROUND: f32 = 12_582_912.0;

pub const ROUND_BITS: i32 = ROUND.to_bits() as i32;
pub const ONE_BITS: i32 = 1.0_f32.to_bits() as i32;
pub const MANTISSA: u32 = f32::MANTISSA_DIGITS - 1;

impl Number for f32 {
    #[inline(always)]
    fn of(value: f32) -> Self {
        value
    }

    #[inline(always)]
    fn abs(self) -> Self {
        f32::abs(self)
    }

    #[inline(always)]
    fn at_most(self, most: f32) -> Self {
        if most < self { most } else { self }
    }

    #[inline(always)]
    fn at_least(self, least: f32) -> Self {
        if self < least { least } else { self }
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        self.copysign(other)
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        let power = (self.to_bits() as i32) << MANTISSA;
        f32::from_bits(power.wrapping_add(ONE_BITS) as u32)
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let power = (self.to_bits() as i32).wrapping_sub(ROUND_BITS);
        let half = power >> 1;
        let factor = |power: i32| f32::from_bits((power << MANTISSA).wrapping_add(ONE_BITS) as u32);
        (factor(half), factor(power.wrapping_sub(half)))
    }
}

/// A formula cut in two. A processor looks only so many operations ahead: in a long formula that is few independent
/// numbers, in half of it twice as many, so each part goes over a block before the next.
pub trait InParts {
    fn first<N: Number>(x: N) -> (N, N);
    fn second<N: Number>(x: N, a: N, b: N) -> N;

    #[inline(always)]
    fn of<N: Number>(x: N) -> N {
        let (a, b) = Self::first(x);
        Self::second(x, a, b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_keep_nan_and_powers_are_exact() {
        assert_eq!(3.0_f32.at_most(2.0), 2.0);
        assert_eq!(1.0_f32.at_least(2.0), 2.0);
        assert!(f32::NAN.at_most(2.0).is_nan() && f32::NAN.at_least(2.0).is_nan());
        for power in [-126, -3, 0, 5, 127] {
            let factor = (ROUND + power as f32).power_of_two();
            assert_eq!(f64::from(factor), libm::exp2(f64::from(power)));
        }
        for power in [-149, -126, -1, 0, 127] {
            let (a, b) = (ROUND + power as f32).powers_of_two();
            assert_eq!(f64::from(a) * f64::from(b), libm::exp2(f64::from(power)));
        }
    }
}
