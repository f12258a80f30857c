//! What the formulas of the engine are written in, whether one number goes through them or several at once.

use std::ops::{Add, Div, Mul, Sub};

/// What formulas are written in: one `f32`, or a [`Vector`](crate::vector::Vector) of them with the same bits in every lane.
pub trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    fn of(value: f32) -> Self;
    fn abs(self) -> Self;
    /// The number, or `most` where that is smaller. NaN stays.
    fn at_most(self, most: Self) -> Self;
    /// The number, or `least` where that is larger. NaN stays.
    fn at_least(self, least: Self) -> Self;
    /// A number that is not negative, or has the sign of another, with the sign of that other.
    fn with_sign_of(self, other: Self) -> Self;
    /// 2^n of a number [`ROUND`] + n, for n in [-126, 127], from `one` which is 1.
    fn power_of_two(self, one: Self) -> Self;
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
    fn at_most(self, most: Self) -> Self {
        if most < self { most } else { self }
    }

    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        if self < least { least } else { self }
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        self.copysign(other)
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

/// A formula cut in two. A processor looks only so many operations ahead: in a long formula that is few independent
/// numbers, in half of it twice as many, so each part goes over a block before the next.
pub trait InParts<N: Copy>: Sized {
    /// With its constants, each put through `hold`: a browser makes a constant anew for every vector of a loop, but
    /// keeps what it cannot know.
    fn new(hold: impl Fn(f32) -> f32) -> Self;
    fn first(&self, x: N) -> (N, N);
    fn second(&self, x: N, a: N, b: N) -> N;

    #[inline(always)]
    fn of(&self, x: N) -> N {
        let (a, b) = self.first(x);
        self.second(x, a, b)
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
            let factor = (ROUND + power as f32).power_of_two(1.0);
            assert_eq!(f64::from(factor), libm::exp2(f64::from(power)));
        }
        for power in [-149, -126, -1, 0, 127] {
            let (a, b) = (ROUND + power as f32).powers_of_two();
            assert_eq!(f64::from(a) * f64::from(b), libm::exp2(f64::from(power)));
        }
    }
}
