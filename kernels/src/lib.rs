//! The inner loops of Descent: numbers in rows, and nothing that says what they are of.
//!
//! A package of its own, since it alone is compiled for speed at any length; what calls it is compiled for size.

pub mod chain;
pub mod curve;
pub mod math;
pub mod narrow;
pub mod number;
mod pair;
pub mod product;
mod register;
pub mod rows;
pub mod vector;
