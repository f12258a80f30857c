//! Two vectors computed side by side: their operations do not depend on each other, so the processor overlaps them.

use std::ops::{Add, Div, Mul, Sub};

use crate::number::Number;
use crate::vector::{LANES, Vector};

#[derive(Clone, Copy)]
pub struct Pair(Vector, Vector);

impl Pair {
    #[inline(always)]
    pub fn from_one(vector: Vector) -> Self {
        Self(vector, vector)
    }

    #[inline(always)]
    pub fn first(self) -> Vector {
        self.0
    }

    /// # Safety
    /// Two vectors must be readable at `from`.
    #[inline(always)]
    pub unsafe fn read(from: *const f32) -> Self {
        // SAFETY: guaranteed by the caller.
        unsafe { Self(Vector::read(from), Vector::read(from.add(LANES))) }
    }

    /// # Safety
    /// Two vectors must be writable at `to`.
    #[inline(always)]
    pub unsafe fn write(self, to: *mut f32) {
        // SAFETY: guaranteed by the caller.
        unsafe {
            self.0.write(to);
            self.1.write(to.add(LANES));
        }
    }
}

impl Number for Pair {
    #[inline(always)]
    fn splat(value: f32) -> Self {
        let both = Vector::splat(value);
        Self(both, both)
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs(), self.1.abs())
    }

    #[inline(always)]
    fn pmin(self, other: Self) -> Self {
        Self(self.0.pmin(other.0), self.1.pmin(other.1))
    }

    #[inline(always)]
    fn pmax(self, other: Self) -> Self {
        Self(self.0.pmax(other.0), self.1.pmax(other.1))
    }

    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        Self(self.0.copysign(sign.0), self.1.copysign(sign.1))
    }

    #[inline(always)]
    fn power_of_two(self, one: Self) -> Self {
        Self(self.0.power_of_two(one.0), self.1.power_of_two(one.1))
    }

    #[inline(always)]
    fn powers_of_two(self) -> (Self, Self) {
        let ((a, b), (c, d)) = (self.0.powers_of_two(), self.1.powers_of_two());
        (Self(a, c), Self(b, d))
    }
}

macro_rules! operator {
    ($trait:ident, $name:ident) => {
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
