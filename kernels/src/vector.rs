//! Four numbers at once: a WebAssembly vector register, and the same arithmetic wherever else the engine runs.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Sub, SubAssign};

use crate::number::Number;

/// Examples that are computed at once.
pub const LANES: usize = 4;

/// Rounds a number of examples up to whole vectors.
pub const fn padded(examples: usize) -> usize {
    examples.next_multiple_of(LANES)
}

#[cfg(target_arch = "wasm32")]
type Register = core::arch::wasm32::v128;
#[cfg(not(target_arch = "wasm32"))]
type Register = [f32; LANES];
#[cfg(target_arch = "wasm32")]
type Bits = core::arch::wasm32::v128;
#[cfg(not(target_arch = "wasm32"))]
type Bits = [bool; LANES];

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

#[cfg(target_arch = "wasm32")]
mod arithmetic {
    use core::arch::wasm32::*;

    use crate::number::{MANTISSA, ONE_BITS, ROUND_BITS};

    pub use core::arch::wasm32::{
        f32x4_add as add, f32x4_div as div, f32x4_eq as equals, f32x4_gt as above, f32x4_mul as mul,
        f32x4_pmax as larger, f32x4_splat as splat, f32x4_sqrt as sqrt, f32x4_sub as sub, v128_or as either,
    };

    #[inline(always)]
    pub fn pick(mask: v128, a: v128, b: v128) -> v128 {
        v128_bitselect(a, b, mask)
    }

    #[inline(always)]
    pub fn is_nan(a: v128) -> v128 {
        f32x4_ne(a, a)
    }

    #[inline(always)]
    pub fn at_most(a: v128, most: f32) -> v128 {
        f32x4_pmin(a, f32x4_splat(most))
    }

    #[inline(always)]
    pub fn at_least(a: v128, least: f32) -> v128 {
        f32x4_pmax(a, f32x4_splat(least))
    }

    /// As an instruction of its own this would make its mask anew each time.
    #[inline(always)]
    pub fn abs(a: v128) -> v128 {
        v128_andnot(a, i32x4_splat(i32::MIN))
    }

    #[inline(always)]
    pub fn with_sign_of(a: v128, b: v128) -> v128 {
        v128_or(a, v128_and(b, i32x4_splat(i32::MIN)))
    }

    #[inline(always)]
    pub fn power_of_two(a: v128) -> v128 {
        i32x4_add(i32x4_shl(a, MANTISSA), i32x4_splat(ONE_BITS))
    }

    #[inline(always)]
    pub fn powers_of_two(a: v128) -> (v128, v128) {
        let power = i32x4_sub(a, i32x4_splat(ROUND_BITS));
        let half = i32x4_shr(power, 1);
        (power_of_two(half), power_of_two(i32x4_sub(power, half)))
    }

    #[inline(always)]
    pub fn transposed([a, b, c, d]: [v128; 4]) -> [v128; 4] {
        let (ab_low, ab_high) = (i32x4_shuffle::<0, 4, 1, 5>(a, b), i32x4_shuffle::<2, 6, 3, 7>(a, b));
        let (cd_low, cd_high) = (i32x4_shuffle::<0, 4, 1, 5>(c, d), i32x4_shuffle::<2, 6, 3, 7>(c, d));
        [
            i64x2_shuffle::<0, 2>(ab_low, cd_low),
            i64x2_shuffle::<1, 3>(ab_low, cd_low),
            i64x2_shuffle::<0, 2>(ab_high, cd_high),
            i64x2_shuffle::<1, 3>(ab_high, cd_high),
        ]
    }

    #[inline(always)]
    pub fn to_array(a: v128) -> [f32; 4] {
        [
            f32x4_extract_lane::<0>(a),
            f32x4_extract_lane::<1>(a),
            f32x4_extract_lane::<2>(a),
            f32x4_extract_lane::<3>(a),
        ]
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod arithmetic {
    use super::{Bits, Register};
    use crate::number::Number;

    #[inline(always)]
    fn each(a: Register, f: impl Fn(f32) -> f32) -> Register {
        std::array::from_fn(|lane| f(a[lane]))
    }

    #[inline(always)]
    fn both(a: Register, b: Register, f: impl Fn(f32, f32) -> f32) -> Register {
        std::array::from_fn(|lane| f(a[lane], b[lane]))
    }

    #[inline(always)]
    pub fn abs(a: Register) -> Register {
        each(a, f32::abs)
    }

    #[inline(always)]
    pub fn add(a: Register, b: Register) -> Register {
        both(a, b, |a, b| a + b)
    }

    #[inline(always)]
    pub fn sub(a: Register, b: Register) -> Register {
        both(a, b, |a, b| a - b)
    }

    #[inline(always)]
    pub fn mul(a: Register, b: Register) -> Register {
        both(a, b, |a, b| a * b)
    }

    #[inline(always)]
    pub fn div(a: Register, b: Register) -> Register {
        both(a, b, |a, b| a / b)
    }

    #[inline(always)]
    pub fn larger(a: Register, b: Register) -> Register {
        both(a, b, |a, b| if a < b { b } else { a })
    }

    #[inline(always)]
    pub fn sqrt(a: Register) -> Register {
        each(a, f32::sqrt)
    }

    #[inline(always)]
    pub fn equals(a: Register, b: Register) -> Bits {
        std::array::from_fn(|lane| a[lane] == b[lane])
    }

    #[inline(always)]
    pub fn above(a: Register, b: Register) -> Bits {
        std::array::from_fn(|lane| a[lane] > b[lane])
    }

    #[inline(always)]
    pub fn is_nan(a: Register) -> Bits {
        a.map(f32::is_nan)
    }

    #[inline(always)]
    pub fn either(a: Bits, b: Bits) -> Bits {
        std::array::from_fn(|lane| a[lane] || b[lane])
    }

    #[inline(always)]
    pub fn pick(mask: Bits, a: Register, b: Register) -> Register {
        std::array::from_fn(|lane| if mask[lane] { a[lane] } else { b[lane] })
    }

    #[inline(always)]
    pub fn splat(value: f32) -> Register {
        [value; 4]
    }

    #[inline(always)]
    pub fn at_most(a: Register, most: f32) -> Register {
        each(a, |a| a.at_most(most))
    }

    #[inline(always)]
    pub fn at_least(a: Register, least: f32) -> Register {
        each(a, |a| a.at_least(least))
    }

    #[inline(always)]
    pub fn with_sign_of(a: Register, b: Register) -> Register {
        both(a, b, f32::copysign)
    }

    #[inline(always)]
    pub fn power_of_two(a: Register) -> Register {
        each(a, Number::power_of_two)
    }

    #[inline(always)]
    pub fn powers_of_two(a: Register) -> (Register, Register) {
        (each(a, |a| a.powers_of_two().0), each(a, |a| a.powers_of_two().1))
    }

    #[inline(always)]
    pub fn transposed(rows: [Register; 4]) -> [Register; 4] {
        std::array::from_fn(|column| std::array::from_fn(|row| rows[row][column]))
    }

    #[inline(always)]
    pub fn to_array(a: Register) -> [f32; 4] {
        a
    }
}

impl Number for Vector {
    #[inline(always)]
    fn of(value: f32) -> Self {
        Self(arithmetic::splat(value))
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(arithmetic::abs(self.0))
    }

    #[inline(always)]
    fn at_most(self, most: f32) -> Self {
        Self(arithmetic::at_most(self.0, most))
    }

    #[inline(always)]
    fn at_least(self, least: f32) -> Self {
        Self(arithmetic::at_least(self.0, least))
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        Self(arithmetic::with_sign_of(self.0, other.0))
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(arithmetic::power_of_two(self.0))
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let (a, b) = arithmetic::powers_of_two(self.0);
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
        Self(arithmetic::larger(self.0, other.0))
    }

    /// The square root, rounded rightly.
    #[inline(always)]
    pub fn sqrt(self) -> Self {
        Self(arithmetic::sqrt(self.0))
    }

    #[inline(always)]
    pub fn equals(self, other: Self) -> Mask {
        Mask(arithmetic::equals(self.0, other.0))
    }

    /// Where it is larger than another; nowhere where one is NaN.
    #[inline(always)]
    pub fn above(self, other: Self) -> Mask {
        Mask(arithmetic::above(self.0, other.0))
    }

    #[inline(always)]
    pub fn is_nan(self) -> Mask {
        Mask(arithmetic::is_nan(self.0))
    }

    /// Four rows as four columns.
    #[inline(always)]
    pub fn transposed(rows: [Self; LANES]) -> [Self; LANES] {
        arithmetic::transposed(rows.map(|row| row.0)).map(Self)
    }

    #[inline(always)]
    pub fn to_array(self) -> [f32; LANES] {
        arithmetic::to_array(self.0)
    }
}

impl Mask {
    /// Where it or another one holds.
    #[inline(always)]
    pub fn or(self, other: Self) -> Self {
        Self(arithmetic::either(self.0, other.0))
    }

    /// The numbers of `a` where it holds, of `b` elsewhere.
    #[inline(always)]
    pub fn pick(self, a: Vector, b: Vector) -> Vector {
        Vector(arithmetic::pick(self.0, a.0, b.0))
    }
}

/// Two vectors that go through a formula side by side.
#[derive(Clone, Copy)]
pub(crate) struct Pair(Vector, Vector);

impl Pair {
    /// # Safety
    /// Two vectors can be read from `from` on.
    #[inline(always)]
    pub unsafe fn read(from: *const f32) -> Self {
        // SAFETY: the caller's.
        unsafe { Self(Vector::read(from), Vector::read(from.add(LANES))) }
    }

    /// # Safety
    /// Two vectors can be written from `to` on.
    #[inline(always)]
    pub unsafe fn write(self, to: *mut f32) {
        // SAFETY: the caller's.
        unsafe {
            self.0.write(to);
            self.1.write(to.add(LANES));
        }
    }
}

impl Number for Pair {
    #[inline(always)]
    fn of(value: f32) -> Self {
        Self(Vector::of(value), Vector::of(value))
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs(), self.1.abs())
    }

    #[inline(always)]
    fn at_most(self, most: f32) -> Self {
        Self(self.0.at_most(most), self.1.at_most(most))
    }

    #[inline(always)]
    fn at_least(self, least: f32) -> Self {
        Self(self.0.at_least(least), self.1.at_least(least))
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        Self(self.0.with_sign_of(other.0), self.1.with_sign_of(other.1))
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self(self.0.power_of_two(), self.1.power_of_two())
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let ((a, b), (c, d)) = (self.0.powers_of_two(), self.1.powers_of_two());
        (Self(a, c), Self(b, d))
    }
}

macro_rules! operator {
    ($trait:ident, $name:ident) => {
        impl $trait for Vector {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(arithmetic::$name(self.0, other.0))
            }
        }

        impl $trait for Pair {
            type Output = Self;
            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                Self(self.0.$name(other.0), self.1.$name(other.1))
            }
        }
    };
}

impl AddAssign for Vector {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Vector {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl MulAssign for Vector {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);
