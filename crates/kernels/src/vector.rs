//! Four numbers at once.

use std::ops::{Add, AddAssign, BitOr, Div, DivAssign, Mul, MulAssign, Sub, SubAssign};

use crate::number::Number;
use crate::register::{self, Bits, Register};

/// How many examples are computed at once.
pub const LANES: usize = register::LANES;

/// Rounds a number of examples up to whole vectors.
pub const fn padded(examples: usize) -> usize {
    examples.next_multiple_of(LANES)
}

/// Four numbers. Its alignment is that of one number, so any slice of numbers can be viewed as vectors.
#[derive(Clone, Copy)]
#[repr(C, packed(4))]
pub struct Vector(Register);

/// True or false in each lane.
#[derive(Clone, Copy)]
pub struct Mask(Bits);

/// Iterates over a slice as vectors. A remainder of fewer than [`LANES`] numbers is left out.
#[inline(always)]
pub fn vectors(numbers: &[f32]) -> impl Iterator<Item = Vector> {
    // SAFETY: a vector is `LANES` numbers with the alignment of one.
    let whole =
        unsafe { std::slice::from_raw_parts(numbers.as_ptr().cast::<Vector>(), numbers.len() / LANES) };
    whole.iter().copied()
}

/// As [`vectors`], for changes in place.
#[inline(always)]
pub fn vectors_mut(numbers: &mut [f32]) -> std::slice::IterMut<'_, Vector> {
    let count = numbers.len() / LANES;
    // SAFETY: as in `vectors`.
    unsafe { std::slice::from_raw_parts_mut(numbers.as_mut_ptr().cast::<Vector>(), count) }.iter_mut()
}

impl Number for Vector {
    #[inline(always)]
    fn splat(value: f32) -> Self {
        Self(register::splat(value))
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(register::abs(self.0))
    }

    #[inline(always)]
    fn pmin(self, other: Self) -> Self {
        Self(register::pmin(self.0, other.0))
    }

    #[inline(always)]
    fn pmax(self, other: Self) -> Self {
        Self(register::pmax(self.0, other.0))
    }

    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        Self(register::copysign(self.0, sign.0))
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
    /// [`LANES`] numbers must be readable at `from`.
    #[inline(always)]
    pub unsafe fn read(from: *const f32) -> Self {
        // SAFETY: guaranteed by the caller; the read needs no alignment.
        Self(unsafe { from.cast::<Register>().read_unaligned() })
    }

    /// # Safety
    /// [`LANES`] numbers must be writable at `to`.
    #[inline(always)]
    pub unsafe fn write(self, to: *mut f32) {
        // SAFETY: guaranteed by the caller; the write needs no alignment.
        unsafe { to.cast::<Register>().write_unaligned(self.0) }
    }

    /// The square root, correctly rounded.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(register::sqrt(self.0))
    }

    #[inline(always)]
    pub fn eq(self, other: Self) -> Mask {
        Mask(register::eq(self.0, other.0))
    }

    /// self > other; false where either is NaN.
    #[inline(always)]
    pub fn gt(self, other: Self) -> Mask {
        Mask(register::gt(self.0, other.0))
    }

    #[inline(always)]
    pub fn is_nan(self) -> Mask {
        Mask(register::is_nan(self.0))
    }

    /// Transposes a 4 x 4 block.
    #[inline(always)]
    pub fn transpose(rows: [Self; LANES]) -> [Self; LANES] {
        register::transpose(rows.map(|row| row.0)).map(Self)
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; LANES] {
        register::to_array(self.0)
    }
}

impl Mask {
    /// `a` where the mask is true, `b` where it is false.
    #[inline(always)]
    pub fn select(self, a: Vector, b: Vector) -> Vector {
        Vector(register::select(self.0, a.0, b.0))
    }
}

impl BitOr for Mask {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(register::or(self.0, other.0))
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
    fn a_slice_is_viewed_as_vectors_without_its_remainder() {
        let mut row = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0];
        // From the second number on, so that the vectors are not aligned to 16 bytes.
        vectors_mut(&mut row[1..]).for_each(|vector| *vector *= Vector::splat(10.0));
        assert_eq!(row, [1.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 10.0]);
        assert_eq!(vectors(&row[..7]).count(), 1);
    }

    #[test]
    fn masks_are_computed_lane_by_lane_and_comparisons_with_nan_are_false() {
        let (a, b) = (of([1.0, 2.0, f32::NAN, 4.0]), of([0.0, 2.0, 3.0, f32::NAN]));
        let ones = |mask: Mask| mask.select(Vector::splat(1.0), Vector::splat(0.0)).to_array();
        assert_eq!(ones(a.gt(b)), [1.0, 0.0, 0.0, 0.0]);
        assert_eq!(ones(a.eq(b)), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(ones(a.is_nan() | b.is_nan()), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(a.sqrt().to_array()[3], 2.0);
    }
}
