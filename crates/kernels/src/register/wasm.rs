//! A WebAssembly SIMD register.

use core::arch::wasm32::*;

use crate::number::{MANTISSA, ONE_BITS, ROUND_BITS};

pub use core::arch::wasm32::{
    f32x4_add as add, f32x4_div as div, f32x4_eq as eq, f32x4_gt as gt, f32x4_mul as mul, f32x4_pmax as pmax,
    f32x4_pmin as pmin, f32x4_splat as splat, f32x4_sqrt as sqrt, f32x4_sub as sub, v128_or as or,
};

pub type Register = v128;
pub type Bits = v128;

#[inline(always)]
pub fn select(mask: v128, a: v128, b: v128) -> v128 {
    v128_bitselect(a, b, mask)
}

#[inline(always)]
pub fn is_nan(a: v128) -> v128 {
    f32x4_ne(a, a)
}

/// Not `f32x4.abs`, for which V8 rebuilds the mask every time. It keeps this one in a register.
#[inline(always)]
pub fn abs(a: v128) -> v128 {
    v128_andnot(a, i32x4_splat(i32::MIN))
}

#[inline(always)]
pub fn copysign(a: v128, b: v128) -> v128 {
    v128_or(a, v128_and(b, i32x4_splat(i32::MIN)))
}

#[inline(always)]
pub fn power_of_two(a: v128, one: v128) -> v128 {
    i32x4_add(i32x4_shl(a, MANTISSA), one)
}

#[inline(always)]
pub fn powers_of_two(a: v128) -> (v128, v128) {
    let power = i32x4_sub(a, i32x4_splat(ROUND_BITS));
    let (half, one) = (i32x4_shr(power, 1), i32x4_splat(ONE_BITS));
    (power_of_two(half, one), power_of_two(i32x4_sub(power, half), one))
}

#[inline(always)]
pub fn transpose([a, b, c, d]: [v128; 4]) -> [v128; 4] {
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
