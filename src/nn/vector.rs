//! Four numbers at once: a WebAssembly vector register, and the same arithmetic wherever else the engine runs.

use std::ops::{Add, Mul};

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

#[derive(Clone, Copy)]
pub struct Vector(Register);

#[cfg(target_arch = "wasm32")]
mod arithmetic {
    use super::Register;
    use core::arch::wasm32;

    pub use wasm32::{f32x4_add as add, f32x4_mul as mul, f32x4_splat as splat};

    #[inline(always)]
    pub fn to_array(register: Register) -> [f32; 4] {
        [
            wasm32::f32x4_extract_lane::<0>(register),
            wasm32::f32x4_extract_lane::<1>(register),
            wasm32::f32x4_extract_lane::<2>(register),
            wasm32::f32x4_extract_lane::<3>(register),
        ]
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod arithmetic {
    use super::Register;

    #[inline(always)]
    pub fn add(a: Register, b: Register) -> Register {
        std::array::from_fn(|lane| a[lane] + b[lane])
    }

    #[inline(always)]
    pub fn mul(a: Register, b: Register) -> Register {
        std::array::from_fn(|lane| a[lane] * b[lane])
    }

    #[inline(always)]
    pub fn splat(value: f32) -> Register {
        [value; 4]
    }

    #[inline(always)]
    pub fn to_array(register: Register) -> [f32; 4] {
        register
    }
}

impl Vector {
    #[inline(always)]
    pub fn splat(value: f32) -> Self {
        Self(arithmetic::splat(value))
    }

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

    #[inline(always)]
    pub fn to_array(self) -> [f32; LANES] {
        arithmetic::to_array(self.0)
    }

    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d] = self.to_array();
        (a + c) + (b + d)
    }
}

impl Add for Vector {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self(arithmetic::add(self.0, other.0))
    }
}

impl Mul for Vector {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self(arithmetic::mul(self.0, other.0))
    }
}
