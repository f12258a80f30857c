//! An array with the arithmetic of a WebAssembly SIMD register.

use super::LANES;
use crate::number::Number;

pub type Register = [f32; LANES];
pub type Bits = [bool; LANES];

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
pub fn sqrt(a: Register) -> Register {
    each(a, f32::sqrt)
}

#[inline(always)]
pub fn eq(a: Register, b: Register) -> Bits {
    std::array::from_fn(|lane| a[lane] == b[lane])
}

#[inline(always)]
pub fn gt(a: Register, b: Register) -> Bits {
    std::array::from_fn(|lane| a[lane] > b[lane])
}

#[inline(always)]
pub fn is_nan(a: Register) -> Bits {
    a.map(f32::is_nan)
}

#[inline(always)]
pub fn or(a: Bits, b: Bits) -> Bits {
    std::array::from_fn(|lane| a[lane] || b[lane])
}

#[inline(always)]
pub fn select(mask: Bits, a: Register, b: Register) -> Register {
    std::array::from_fn(|lane| if mask[lane] { a[lane] } else { b[lane] })
}

#[inline(always)]
pub fn splat(value: f32) -> Register {
    [value; LANES]
}

#[inline(always)]
pub fn pmin(a: Register, b: Register) -> Register {
    both(a, b, Number::pmin)
}

#[inline(always)]
pub fn pmax(a: Register, b: Register) -> Register {
    both(a, b, Number::pmax)
}

#[inline(always)]
pub fn copysign(a: Register, b: Register) -> Register {
    both(a, b, f32::copysign)
}

#[inline(always)]
pub fn power_of_two(a: Register, one: Register) -> Register {
    both(a, one, Number::power_of_two)
}

#[inline(always)]
pub fn powers_of_two(a: Register) -> (Register, Register) {
    (each(a, |a| a.powers_of_two().0), each(a, |a| a.powers_of_two().1))
}

#[inline(always)]
pub fn transpose(rows: [Register; 4]) -> [Register; 4] {
    std::array::from_fn(|column| std::array::from_fn(|row| rows[row][column]))
}

#[inline(always)]
pub fn to_array(a: Register) -> [f32; LANES] {
    a
}
