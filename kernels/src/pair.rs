//! Two vectors that go through a formula side by side.

use std::ops::{Add, Div, Mul, Sub};

use crate::number::Number;
use crate::vector::{LANES, Vector};

#[derive(Clone, Copy)]
pub struct Pair(Vector, Vector);

impl Pair {
    #[inline(always)]
    pub fn twice(vector: Vector) -> Self {
        Self(vector, vector)
    }

    #[inline(always)]
    pub fn one(self) -> Vector {
        self.0
    }

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
        let both = Vector::of(value);
        Self(both, both)
    }

    #[inline(always)]
    fn abs(self) -> Self {
        Self(self.0.abs(), self.1.abs())
    }

    #[inline(always)]
    fn at_most(self, most: Self) -> Self {
        Self(self.0.at_most(most.0), self.1.at_most(most.1))
    }

    #[inline(always)]
    fn at_least(self, least: Self) -> Self {
        Self(self.0.at_least(least.0), self.1.at_least(least.1))
    }

    #[inline(always)]
    fn with_sign_of(self, other: Self) -> Self {
        Self(self.0.with_sign_of(other.0), self.1.with_sign_of(other.1))
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
