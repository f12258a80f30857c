//! Four numbers at once.

use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Sub, SubAssign};

use crate::number::Number;
use crate::register::{self, Bits, Register};

/// Examples that are computed at once.
pub const LANES: usize = 4;

/// Rounds a number of examples up to whole vectors.
pub const fn padded(examples: usize) -> usize {
    examples.next_multiple_of(LANES)
}

/// Aligned as its numbers are, so that a row of numbers is a row of vectors where it lies.
#[derive(Clone, Copy)]
#[repr(C, packed(4))]
pub struct Vector(Register);

/// A mark in each lane: where something holds.
#[derive(Clone, Copy)]
pub struct Mask(Bits);

/// A row of numbers as vectors. What is left over where their count is no multiple of [`LANES`] is not among them.
#[inline(always)]
pub fn vectors(numbers: &[f32]) -> impl Iterator<Item = Vector> {
    // SAFETY: a vector is as many numbers, and aligned as they are.
    let whole =
        unsafe { std::slice::from_raw_parts(numbers.as_ptr().cast::<Vector>(), numbers.len() / LANES) };
    whole.iter().copied()
}

/// The same to be changed in place.
#[inline(always)]
pub fn vectors_mut(numbers: &mut [f32]) -> std::slice::IterMut<'_, Vector> {
    let count = numbers.len() / LANES;
    // SAFETY: as in `vectors`.
    unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<Vector>(), count) }.iter_mut()
}

impl Number for Vector {
    #[inline(always)]
    fn of(value: f32) -> Self {
        Self(register::splat(value))
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(register::abs(self.0))
    }

    #[inline(always)]
    fn at_most(self, most: Self) -> Self {
        Self(register::at_most(self.0, most.0))
    }

    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        Self(register::at_least(self.0, least.0))
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        Self(register::with_sign_of(self.0, other.0))
    }

    #[inline(always)]
    fn power_of_two(self, one: Self) -> Self {
        Self(register::power_of_two(self.0, one.0))
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let (a, b) = register::powers_of_two(self.0);
        (Self(a), Self(b))
    }
}

impl Vector {
    /// # Safety
    /// [`LANES`] numbers can be read from `from` on.
    #[inline(always)]
    pub unsafe fn read(from: *const f32) -> Self {
        // SAFETY: the caller vouches for the numbers; an unaligned read is asked for.
        Self(unsafe { from.cast::<Register>().read_unaligned() })
    }

    /// # Safety
    /// [`LANES`] numbers can be written from `to` on.
    #[inline(always)]
    pub unsafe fn write(self, to: *mut f32) {
        // SAFETY: as in `read`.
        unsafe { to.cast::<Register>().write_unaligned(self.0) }
    }

    /// The larger of two numbers, lane by lane; `self` where one is NaN.
    #[inline(always)]
    pub fn larger(self, other: Self) -> Self {
        Self(register::larger(self.0, other.0))
    }

    /// The square root, rounded rightly.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(register::sqrt(self.0))
    }

    #[inline(always)]
    pub fn equals(self, other: Self) -> Mask {
        Mask(register::equals(self.0, other.0))
    }

    /// Where it is larger than another; nowhere where one is NaN.
    #[inline(always)]
    pub fn above(self, other: Self) -> Mask {
        Mask(register::above(self.0, other.0))
    }

    #[inline(always)]
    pub fn is_nan(self) -> Mask {
        Mask(register::is_nan(self.0))
    }

    /// Four rows as four columns.
    #[inline(always)]
    pub fn transposed(rows: [Self; LANES]) -> [Self; LANES] {
        register::transposed(rows.map(|row| row.0)).map(Self)
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; LANES] {
        register::to_array(self.0)
    }
}

impl Mask {
    /// Where it or another one holds.
    #[inline(always)]
    pub fn or(self, other: Self) -> Self {
        Self(register::either(self.0, other.0))
    }

    /// The numbers of `a` where it holds, of `b` elsewhere.
    #[inline(always)]
    pub fn pick(self, a: Vector, b: Vector) -> Vector {
        Vector(register::pick(self.0, a.0, b.0))
    }
}

macro_rules! operator {
    ($trait:ident, $name:ident, $assign:ident, $name_assign:ident) => {
        impl $trait for Vector {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(register::$name(self.0, other.0))
            }
        }

        impl $assign for Vector {
            #[inline(always)]
            fn $name_assign(&mut self, other: Self) {
                *self = self.$name(other);
            }
        }
    };
}

operator!(Add, add, AddAssign, add_assign);
operator!(Sub, sub, SubAssign, sub_assign);
operator!(Mul, mul, MulAssign, mul_assign);
operator!(Div, div, DivAssign, div_assign);

#[cfg(test)]
mod tests {
    use super::*;

    fn of(numbers: [f32; LANES]) -> Vector {
        vectors(&numbers).next().unwrap()
    }

    #[test]
    fn a_row_is_gone_through_vector_by_vector_and_what_is_left_stays() {
        let mut row = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
        // Not where a row begins, so that vectors lie as no register would.
        vectors_mut(&mut row[1..]).for_each(|vector| *vector *= Vector::of(10.0));
        assert_eq!(row, [1.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 10.0]);
        assert_eq!(vectors(&row[..7]).count(), 1);
    }

    #[test]
    fn masks_hold_lane_by_lane_and_nowhere_for_nan() {
        let (a, b) = (of([1.0, 2.0, f32::NAN, 4.0]), of([0.0, 2.0, 3.0, f32::NAN]));
        let where_it_holds = |mask: Mask| mask.pick(Vector::of(1.0), Vector::of(0.0)).to_array();
        assert_eq!(where_it_holds(a.above(b)), [1.0, 0.0, 0.0, 0.0]);
        assert_eq!(where_it_holds(a.equals(b)), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(where_it_holds(a.is_nan().or(b.is_nan())), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(a.sqrt().to_array()[3], 2.0);
    }
}
