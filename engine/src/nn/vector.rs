//! Four numbers at once: a WebAssembly vector register, and the same arithmetic wherever else the engine runs.

use std::ops::{Add, Div, Mul, Sub};

/// Examples that are computed at once.
pub const LANES: usize = 4;

/// Rounds a number of examples up to whole vectors.
pub const fn padded(examples: usize) -> usize {
    examples.next_multiple_of(LANES)
}

/// What formulas are written in: one `f32`, or a [`Vector`] of them with the same bits in every lane.
pub trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    fn of(value: f32) -> Self;
    fn abs(self) -> Self;
    /// The number, or `most` where that is smaller. NaN stays.
    fn at_most(self, most: f32) -> Self;
    /// The number, or `least` where that is larger. NaN stays.
    fn at_least(self, least: f32) -> Self;
    /// A number that is not negative, with the sign of another.
    fn with_sign_of(self, other: Self) -> Self;
    /// 2^n of a number [`ROUND`] + n, for n in [-126, 127].
    fn power_of_two(self) -> Self;
    /// 1 / (2 2^n) of a number 2^n.
    fn half_inverse_of_power(self) -> Self;
    /// 2^n of a number [`ROUND`] + n in two factors, for n in [-252, 254].
    fn powers_of_two(self) -> (Self, Self);
}

/// Adding and subtracting this rounds an f32 of modest size to a whole number; in between, its last bits are that number.
pub const ROUND: f32 = 12_582_912.0;

const ROUND_BITS: i32 = ROUND.to_bits() as i32;
const ONE_BITS: i32 = 1.0_f32.to_bits() as i32;
/// The sum of the bits of a power of two and of half its inverse.
const HALF_INVERSE_BITS: i32 = 2 * ONE_BITS - (1 << MANTISSA);
const MANTISSA: u32 = f32::MANTISSA_DIGITS - 1;

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
    fn half_inverse_of_power(self) -> Self {
        f32::from_bits(HALF_INVERSE_BITS.wrapping_sub(self.to_bits() as i32) as u32)
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let power = (self.to_bits() as i32).wrapping_sub(ROUND_BITS);
        let half = power >> 1;
        let factor = |power: i32| f32::from_bits((power << MANTISSA).wrapping_add(ONE_BITS) as u32);
        (factor(half), factor(power.wrapping_sub(half)))
    }
}

#[cfg(target_arch = "wasm32")]
type Register = core::arch::wasm32::v128;
#[cfg(not(target_arch = "wasm32"))]
type Register = [f32; LANES];

#[derive(Clone, Copy)]
pub struct Vector(Register);

#[cfg(target_arch = "wasm32")]
mod arithmetic {
    use core::arch::wasm32::*;

    use super::{HALF_INVERSE_BITS, MANTISSA, ONE_BITS, ROUND_BITS};

    pub use core::arch::wasm32::{
        f32x4_add as add, f32x4_div as div, f32x4_mul as mul, f32x4_pmax as larger, f32x4_splat as splat,
        f32x4_sub as sub,
    };

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
    pub fn half_inverse_of_power(a: v128) -> v128 {
        i32x4_sub(i32x4_splat(HALF_INVERSE_BITS), a)
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
    use super::{Number, Register};

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
    pub fn half_inverse_of_power(a: Register) -> Register {
        each(a, Number::half_inverse_of_power)
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
    fn half_inverse_of_power(self) -> Self {
        Self(arithmetic::half_inverse_of_power(self.0))
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

/// Changes numbers in place, [`LANES`] at a time; their count must be a multiple of it.
#[inline(always)]
pub fn map(values: &mut [f32], f: impl Fn(Vector) -> Vector) {
    // Two vectors a turn, so that the turn itself costs half.
    let mut pairs = values.chunks_exact_mut(2 * LANES);
    for pair in &mut pairs {
        let (first, second) = (pair.as_mut_ptr(), pair[LANES..].as_mut_ptr());
        // SAFETY: a chunk is as long as two vectors.
        unsafe {
            let (a, b) = (Vector::read(first), Vector::read(second));
            f(a).write(first);
            f(b).write(second);
        }
    }
    for four in pairs.into_remainder().chunks_exact_mut(LANES) {
        // SAFETY: a chunk is as long as a vector.
        unsafe { f(Vector::read(four.as_ptr())).write(four.as_mut_ptr()) };
    }
}

/// Two vectors that go through a formula side by side.
#[derive(Clone, Copy)]
struct Pair(Vector, Vector);

impl Pair {
    /// # Safety
    /// Two vectors can be read from `from` on.
    #[inline(always)]
    unsafe fn read(from: *const f32) -> Self {
        // SAFETY: the caller's.
        unsafe { Self(Vector::read(from), Vector::read(from.add(LANES))) }
    }

    /// # Safety
    /// Two vectors can be written from `to` on.
    #[inline(always)]
    unsafe fn write(self, to: *mut f32) {
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
    fn half_inverse_of_power(self) -> Self {
        Self(self.0.half_inverse_of_power(), self.1.half_inverse_of_power())
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let ((a, b), (c, d)) = (self.0.powers_of_two(), self.1.powers_of_two());
        (Self(a, c), Self(b, d))
    }
}

/// A formula cut in three. A processor looks only so many operations ahead: in a long formula that is few independent
/// numbers, in a third of it three times as many, so each part goes over a block before the next.
pub trait InParts {
    fn first<N: Number>(x: N) -> (N, N);
    fn second<N: Number>(a: N, b: N) -> (N, N);
    fn third<N: Number>(x: N, a: N, b: N) -> N;

    #[inline(always)]
    fn of<N: Number>(x: N) -> N {
        let (a, b) = Self::first(x);
        let (a, b) = Self::second(a, b);
        Self::third(x, a, b)
    }
}

/// Puts numbers in place through a formula; their count must be a multiple of [`LANES`].
pub fn map_in_parts<F: InParts>(values: &mut [f32]) {
    const BLOCK: usize = 16;
    let mut between = [[std::mem::MaybeUninit::<Pair>::uninit(); 2]; BLOCK];
    let whole = values.len() / (2 * LANES);
    let (pairs, rest) = values.split_at_mut(whole * 2 * LANES);
    for start in (0..whole).step_by(BLOCK) {
        let block = &mut between[..BLOCK.min(whole - start)];
        // SAFETY: the pointers are of whole pairs of `values`; each part reads what the one before has written.
        unsafe {
            let numbers = pairs.as_mut_ptr().add(start * 2 * LANES);
            for (index, [a, b]) in block.iter_mut().enumerate() {
                let (first_a, first_b) = F::first(Pair::read(numbers.add(index * 2 * LANES)));
                a.write(first_a);
                b.write(first_b);
            }
            for [a, b] in block.iter_mut() {
                let (second_a, second_b) = F::second(a.assume_init(), b.assume_init());
                a.write(second_a);
                b.write(second_b);
            }
            for (index, [a, b]) in block.iter().enumerate() {
                let place = numbers.add(index * 2 * LANES);
                F::third(Pair::read(place), a.assume_init(), b.assume_init()).write(place);
            }
        }
    }
    map(rest, F::of);
}

/// Sets all numbers to 0. The compiler would call the host for it, which costs more than a small layer.
#[inline]
pub fn clear(values: &mut [f32]) {
    let zero = std::hint::black_box(0.0);
    values.iter_mut().for_each(|value| *value = zero);
}

/// Copies as many numbers as both have, for the same reason.
#[inline]
pub fn copy(from: &[f32], to: &mut [f32]) {
    let mut fours = to.chunks_exact_mut(LANES);
    for (to, from) in (&mut fours).zip(from.chunks_exact(LANES)) {
        // SAFETY: chunks are as long as a vector.
        unsafe { Vector::read(from.as_ptr()).write(to.as_mut_ptr()) };
    }
    let whole = from.len() / LANES * LANES;
    fours.into_remainder().iter_mut().zip(&from[whole..]).for_each(|(to, from)| *to = *from);
}

/// Puts the numbers at `indices` of each row of `count` into the first places of a row of `stride`, and zeros into the
/// others. Panics where an index is `count` or more.
pub fn gather(from: &[f32], count: usize, indices: &[usize], into: &mut [f32], stride: usize) {
    for (from, into) in from.chunks_exact(count).zip(into.chunks_exact_mut(stride)) {
        let (taken, rest) = into.split_at_mut(indices.len());
        for (number, &index) in taken.iter_mut().zip(indices) {
            *number = from[index];
        }
        clear(rest);
    }
}

/// The same with a second row of numbers beside the first.
#[inline(always)]
pub fn map_with(values: &mut [f32], others: &[f32], f: impl Fn(Vector, Vector) -> Vector) {
    for (four, other) in values.chunks_exact_mut(LANES).zip(others.chunks_exact(LANES)) {
        // SAFETY: chunks are as long as a vector.
        unsafe { f(Vector::read(four.as_ptr()), Vector::read(other.as_ptr())).write(four.as_mut_ptr()) };
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

operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

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
            assert!(power < 0 || power == 127 || factor.half_inverse_of_power() == 0.5 / factor);
        }
        for power in [-149, -126, -1, 0, 127] {
            let (a, b) = (ROUND + power as f32).powers_of_two();
            assert_eq!(f64::from(a) * f64::from(b), libm::exp2(f64::from(power)));
        }
    }
}
