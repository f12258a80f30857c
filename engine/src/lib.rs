//! The engine of Descent: networks and their optimizers; and what they are written in: seeded randomness,
//! how wishes are read and written, errors that name a field.
//!
//! A package of its own, compiled for size but for what is inlined; its inner loops are in `kernels`, compiled for speed.

pub mod invalid;
pub mod nn;
pub mod random;
pub mod wire;
