//! The engine of Descent: networks and their optimizers; and what they rest on: seeded randomness, how configs are
//! read from JSON, errors that name a field.
//!
//! A package of its own, compiled for size but for what is inlined; its inner loops are in `kernels`, compiled for speed.

pub mod invalid;
pub mod json;
pub mod nn;
pub mod random;
